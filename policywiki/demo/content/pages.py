"""Ten pages of Qingshi, an invented city: five in Chinese, five in English. Written for this project."""

from __future__ import annotations

from datetime import date

from .shapes import DemoPage

PAGES = [
    DemoPage(
        key="rule",
        language="zh-hans",
        title="青石市非机动车停放管理办法",
        summary="青石市关于自行车、电动自行车和共享单车停放的规则，共十四条。",
        author="administrator",
        days_ago=160,
        effective_at=date(2024, 12, 1),
        tags=["出行", "规则"],
        sections=[
            (
                "第一章 总则",
                "第一条 为了让道路畅通、行人安全，规范本市非机动车的停放，制定本办法。\n\n"
                "第二条 本市道路、广场、地铁出入口等公共场所的非机动车停放，适用本办法。\n\n"
                "第三条 非机动车停放管理应当先保行人，再保车辆；先划够车位，再谈处罚。",
            ),
            (
                "第二章 停放区",
                "第四条 停放区由街道办事处会同交通部门划定，每年公布一次，临时调整提前七日公布。\n\n"
                "第五条 停放区的设置不得占用盲道、无障碍坡道和消防通道。\n\n"
                "第六条 人行道净宽不足二米的路段，不设停放区。\n\n"
                "第七条 地铁出入口五十米以内不得停放非机动车，划有停放区的除外。\n\n"
                "第八条 停放区应当有地面标线和编号，夜间可以看清。",
            ),
            (
                "第三章 共享单车",
                "第九条 共享单车企业应当按照停放区的容量投放车辆，并把车辆位置数据每日报送交通部门。\n\n"
                "第十条 停放区外的共享单车，企业应当在接到通知后二小时内清走；早晚高峰时段为一小时。\n\n"
                "第十一条 企业应当在骑行结束时提示停放区的位置，对停在区内的给予优惠。\n\n"
                "第十二条 客流量大的地铁出入口，可以设置平面停放区。",
            ),
            (
                "第四章 附则",
                "第十三条 市民可以对停放区的设置提出意见，街道办事处应当在十五个工作日内答复。\n\n"
                "第十四条 本办法自2024年12月1日起施行。",
            ),
        ],
        sources=[("青石市人民政府公报 2024年第22期", "")],
    ),
    DemoPage(
        key="parking",
        language="zh-hans",
        title="共享单车停放",
        summary="在哪里停、谁来管、乱停了怎么办：青石市共享单车停放的规则、数据和正在进行的改进。",
        author="guiying",
        days_ago=150,
        tags=["出行", "共享单车"],
        related=["rule", "station"],
        sections=[
            (
                "在哪里可以停",
                "全市划有 1,284 处停放区，地面有白线和编号，地铁口 30 米内不得停放。\n\n"
                "人行道净宽不足 2 米的路段一律不设停放区。学校门口上学、放学时段车流集中，请停到路口外的停放区。\n\n"
                "全文见{page:rule}。",
            ),
            (
                "谁来管",
                "- 企业负责投放和清走车辆\n- 街道办事处负责划线和巡查\n- 城管部门负责执法\n\n"
                "三方每月公布一次处置时长。",
            ),
            (
                "乱停了怎么办",
                "看到车辆挡住盲道或门口，可以在车身上找到企业电话，也可以拨打 12345。"
                "企业接到通知后 2 小时内清走，早晚高峰为 1 小时。",
            ),
        ],
        table=(
            "各区停放区数量（2025年末）",
            [
                ["区", "停放区", "每百辆车的车位"],
                ["东门区", "412", "88"],
                ["河西区", "506", "93"],
                ["青山区", "366", "104"],
            ],
        ),
        callout=("note", "停放区每年公布一次；临时调整会提前七日贴在现场。"),
        citation=(
            "停放区的设置不得占用盲道、无障碍坡道和消防通道。",
            "《青石市非机动车停放管理办法》第五条",
            "rule",
            "article-5",
        ),
        sources=[("东门街道停放区清单（2026年1月）", ""), ("青石市交通局月报", "")],
    ),
    DemoPage(
        key="parking-en",
        language="en",
        title="Parking shared bicycles",
        summary="Where to leave a shared bicycle in Qingshi, who looks after it, and what to do when one is in the way.",
        author="tom",
        days_ago=140,
        tags=["getting around", "shared bicycles"],
        translation_of="parking",
        related=["pavements"],
        sections=[
            (
                "Where you may park",
                "There are 1,284 marked bays. Within 50 metres of a metro exit bicycles may stand only inside a bay.\n\n"
                "Where less than two metres of pavement would be left for people on foot there are no bays at all. "
                "The full rule, in Chinese: {page:rule}.",
            ),
            (
                "Who looks after it",
                "- The companies put bicycles out and take them away\n"
                "- The street offices paint the bays and walk the streets\n"
                "- The city inspectors enforce the rule\n\n"
                "Once a month all three publish how long it took to clear what was reported.",
            ),
            (
                "A bicycle is in the way",
                "Call the number on its frame, or 12345. The company has two hours to take it away, one hour in the "
                "morning and evening peak.",
            ),
        ],
        sources=[("Qingshi Transport Bureau, monthly report", "")],
    ),
    DemoPage(
        key="station",
        language="zh-hans",
        title="东门地铁站周边",
        summary="东门站四个出入口怎么走、在哪里停车、哪里有坡道和电梯。",
        author="member",
        days_ago=120,
        tags=["出行", "无障碍", "东门区"],
        related=["parking"],
        sections=[
            (
                "出入口",
                "A 口通往东门市场，B 口通往职业学校，C 口通往医院，D 口通往公交枢纽。电梯在 C 口，坡道在 B 口和 D 口。",
            ),
            (
                "停车",
                "B 口和 D 口旁边有停放区，早高峰常常停满。停满时可以到市场北侧，步行约四分钟。规则见{page:parking}。",
            ),
            ("夜间", "地铁末班车后，D 口的公交枢纽还有两条夜班线，到零点四十分。"),
        ],
        sources=[("东门站站长室公示牌（2026年3月）", "")],
    ),
    DemoPage(
        key="office",
        language="zh-hans",
        title="街道办事处能帮您办什么",
        summary="哪些事到街道就能办，要带什么，多久有结果。",
        author="laowu",
        days_ago=110,
        tags=["办事", "街道"],
        sections=[
            (
                "不用预约就能办的",
                "- 老年卡和公交卡补办\n- 养犬登记的材料核对\n- 停放区、路灯、井盖的问题登记",
            ),
            ("要预约的", "- 公共场地借用\n- 楼道加装扶手的申请\n\n电话预约后两个工作日内安排。"),
            (
                "多久有结果",
                "当场能答的当场答；要转办的，街道在三个工作日内告诉您转给了谁，十五个工作日内答复。",
            ),
        ],
        table=(
            "开放时间",
            [["日子", "时间"], ["周一至周五", "8:30–17:30"], ["周六", "9:00–12:00"], ["周日", "不开放"]],
        ),
        sources=[("东门街道办事处门前公示", "")],
    ),
    DemoPage(
        key="waste",
        language="zh-hans",
        title="生活垃圾怎么分",
        summary="四个桶各放什么，几点收，拿不准的东西怎么办。",
        author="guiying",
        days_ago=100,
        tags=["环境", "社区"],
        sections=[
            (
                "四个桶",
                "- 厨余垃圾：剩菜、果皮、茶渣\n- 可回收物：纸、瓶、罐、旧衣\n- 有害垃圾：电池、灯管、过期药\n- 其他垃圾：以上都不是的",
            ),
            (
                "几点收",
                "厨余和其他垃圾每天早七点、晚八点收；可回收物周三、周六上午收；有害垃圾每月第一个周日收。",
            ),
            (
                "拿不准的",
                "大骨头算其他垃圾，小骨头算厨余。湿纸巾算其他垃圾。实在拿不准，放进其他垃圾，并告诉桶长。",
            ),
        ],
        callout=("warning", "锂电池会起火。请单独交给桶长，不要扔进任何一个桶。"),
        sources=[("青石市生活垃圾分类手册（2025年版）", "")],
    ),
    DemoPage(
        key="pavements",
        language="en",
        title="Pavements and who they are for",
        summary="How wide a pavement must stay, what may stand on it, and whom to tell when you cannot get through.",
        author="yusuf",
        days_ago=95,
        tags=["getting around", "accessibility"],
        related=["parking-en"],
        sections=[
            (
                "Two metres",
                "Two metres must stay free for people on foot, for wheelchairs and prams. Signs, stalls and bicycles "
                "come second. Where a pavement is narrower, nothing may stand on it.",
            ),
            (
                "What may stand on a pavement",
                "- A café table, with a permit, if two metres remain\n"
                "- Bicycles inside a bay with white lines\n"
                "- Delivery boxes, for ten minutes",
            ),
            (
                "If you cannot get through",
                "Tell the street office; it answers within fifteen working days. In danger call 110. How the office "
                "works: {page:office}.",
            ),
        ],
        sources=[("Qingshi pavement standard, 2023", "")],
    ),
    DemoPage(
        key="answers-en",
        language="en",
        title="How the city answers a proposal",
        summary="From enough support to an answer in public: who writes it, by when, and what an answer must say.",
        author="official",
        days_ago=90,
        tags=["taking part"],
        sections=[
            (
                "When it starts",
                "A proposal goes to the city as soon as enough people support it. The department in charge is named "
                "on its page the same day.",
            ),
            (
                "What an answer must say",
                "1. Whether the city adopts it, in part, or not\n2. Why\n3. What happens next, who does it and by when",
            ),
            (
                "If the answer is late",
                "The date stays on the page for everybody to see, and the office of the mayor asks the department "
                "for the reason once a week.",
            ),
        ],
        sources=[("Qingshi rules for taking part, 2025", "")],
    ),
    DemoPage(
        key="night-en",
        language="en",
        title="Night buses",
        summary="Which lines run after the last metro, where they stop and what they cost.",
        author="tom",
        days_ago=60,
        tags=["getting around"],
        sections=[
            (
                "The lines",
                "Two lines leave the Dongmen bus station after the last metro: N1 to the railway station and N2 to "
                "the western hospital. Both run every forty minutes until 0:40.",
            ),
            ("Fares", "Two yuan, as by day. Monthly passes are valid."),
            (
                "Getting home alone",
                "The driver will stop between two stops if you ask and it is safe to do so.",
            ),
        ],
        table=(
            "Last departures from Dongmen",
            [
                ["Line", "Sunday to Thursday", "Friday and Saturday"],
                ["N1", "0:00", "0:40"],
                ["N2", "0:00", "0:40"],
            ],
        ),
        sources=[("Qingshi bus company, timetable of March 2026", "")],
    ),
    DemoPage(
        key="parks-en",
        language="en",
        title="Parks: opening hours and dogs",
        summary="When the twelve city parks open, where dogs may run free, and where to find water and a toilet.",
        author="yusuf",
        days_ago=45,
        tags=["parks"],
        sections=[
            (
                "Opening hours",
                "All parks open at 6:00. From April to September they close at 22:00, otherwise at 21:00.",
            ),
            (
                "Dogs",
                "Dogs are welcome on a lead. They may run free in the fenced meadows of Qingshan Park and Hexi Park "
                "before 9:00.",
            ),
            (
                "Water and toilets",
                "Every park has drinking water at the main gate; toilets close with the park.",
            ),
        ],
        sources=[("Notice boards at the park gates, April 2026", "")],
    ),
]
