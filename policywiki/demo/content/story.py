"""What happened in Qingshi: a mistake spotted, a page put right, a proposal, an answer, a changed rule."""

from __future__ import annotations

from datetime import date

from .shapes import DemoChange

CHANGES = [
    # The first mistake: the page said 30 metres, the rule says fifty.
    DemoChange("parking", "member", "地铁口 30 米内不得停放", "地铁口 50 米内不得停放，停放区除外", "距离写错了：办法第七条是五十米", 130, "publish"),
    DemoChange("parking", "laowu", "三方每月公布一次处置时长。", "三方每月公布一次处置时长，最近一次是 47 分钟。", "补上最近的数字", 80, "publish"),
    DemoChange("parking", "tom", "可以在车身上找到企业电话", "可以在车身或车锁上找到企业电话", "新车的电话在车锁上", 70, "publish"),
    DemoChange("station", "guiying", "早高峰常常停满", "早上七点半到九点常常停满", "写清楚时间，老人好安排", 65, "publish"),
    DemoChange(
        "waste", "laowu", "小骨头算厨余", "所有骨头都算厨余", "大家都这么扔", 50, "not_published", reason="no-source",
        note="手册第9页写的是大骨头算其他垃圾。如果您那里的桶长说法不同，请告诉我们是哪个小区。",
    ),
    DemoChange("night-en", "yusuf", "Both run every forty minutes until 0:40.", "Both run every thirty minutes until 0:40.", "New timetable", 20, "needs_more", note="Which timetable is this from? The one of March says forty minutes."),
    # The answer to the first proposal changed the rule itself.
    DemoChange(
        "rule", "administrator", "可以设置平面停放区。", "应当设置停放区；用地不足的，设置双层停放架，下层留给载货和无障碍车辆。",
        "采纳市民建言 2026-0001，修改第十二条", 24, "publish", effective_at=date(2026, 11, 1), carries="racks",
    ),
    DemoChange("parking", "member", "学校门口上学、放学时段车流集中", "东门站 B 口、D 口已有双层停放架。学校门口上学、放学时段车流集中", "规则改了，架子也装好了", 12, "publish"),
    # Waiting now, for the moderator who looks in.
    DemoChange("parking", "guiying", "也可以拨打 12345", "也可以拨打 12345 或在本页挑错", "多一条路", 2),
    DemoChange("parking-en", "yusuf", "Call the number on its frame, or 12345.", "Call the number on its frame or lock, or 12345 (English spoken).", "The hotline has English-speaking staff since May", 1),
    DemoChange("office", "member", "养犬登记的材料核对", "养犬登记的材料核对（带犬只免疫证）", "少带一样就要再跑一趟", 1),
]  # fmt: skip
