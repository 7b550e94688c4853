"""Digests to write: calm ones to look at, and nasty ones that try every cell."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from proposals.digests.digest import (
    Answer,
    Argument,
    Count,
    Definition,
    Digest,
    Entry,
    Labels,
    Language,
    Measure,
    Part,
    Stated,
    Totals,
    Votes,
)

AS_OF = date(2026, 5, 30)

ENGLISH = Labels(
    abstain="Abstain",
    address="Address",
    against="Against",
    answer="The city's answer",
    answer_due="Answer due",
    answer_state="Decision",
    answered="Answered",
    answered_on="Answered on",
    arguments_against="Main arguments against",
    arguments_for="Main arguments for",
    as_of="As of",
    by_district="Proposals by district",
    by_stage="Proposals by stage",
    comments="Comments",
    cost="Estimated cost",
    count="Number",
    criteria="What was chosen",
    definitions="What the words mean",
    department="Department",
    district="District",
    figure="Figure",
    figures="In figures",
    for_="For",
    language="Language",
    meaning="Meaning",
    measures="Measures",
    more_at_address="the rest is at the address",
    no_answer="No answer yet",
    no_proposals="No proposal matches what was chosen.",
    note="Note",
    number="No.",
    on_page="Page",
    overview="Summary",
    page_of="Page {page} of {pages}",
    proposals="Proposals",
    proposed_by="Proposed by",
    published="Published",
    replies="Replies",
    stage="Stage",
    stated="Stated elsewhere",
    stated_on="Stated on",
    stated_source="Stated by",
    summary="Summary",
    support="Support",
    tags="Tags",
    term="Word",
    text="Text",
    threshold="Support needed",
    title="Title",
    votes="Votes",
    waiting="Waiting for an answer",
    what="What",
    when="When",
    who="Who",
)

CHINESE = Labels(
    abstain="弃权",
    address="网址",
    against="反对",
    answer="官方答复",
    answer_due="答复期限",
    answer_state="答复结果",
    answered="已答复",
    answered_on="答复日期",
    arguments_against="主要反对意见",
    arguments_for="主要赞成意见",
    as_of="数据截至",
    by_district="各区建言数",
    by_stage="各阶段建言数",
    comments="评论",
    cost="估算费用",
    count="数量",
    criteria="选取范围",
    definitions="用语说明",
    department="承办单位",
    district="所在区",
    figure="指标",
    figures="数据概览",
    for_="赞成",
    language="语言",
    meaning="含义",
    measures="具体措施",
    more_at_address="余下内容见网址",
    no_answer="尚未答复",
    no_proposals="没有符合条件的建言。",
    note="说明",
    number="编号",
    on_page="页码",
    overview="概览",
    page_of="第 {page} 页，共 {pages} 页",
    proposals="建言",
    proposed_by="建言人",
    published="发布日期",
    replies="回复",
    stage="阶段",
    stated="他处公布数",
    stated_on="公布日期",
    stated_source="公布来源",
    summary="摘要",
    support="支持",
    tags="标签",
    term="用语",
    text="正文",
    threshold="所需支持",
    title="标题",
    votes="投票",
    waiting="待答复",
    what="做什么",
    when="何时",
    who="谁来做",
)


class Many:
    """`number` entries made one at a time, as often as one asks."""

    def __init__(self, number: int, pattern: Entry) -> None:
        self.number = number
        self.pattern = pattern

    def __iter__(self) -> Iterator[Entry]:
        for at in range(self.number):
            yield replace(self.pattern, number=f"2026-{at + 1:04}", title=f"{self.pattern.title} {at + 1}")


BICYCLES = Entry(
    number="2026-0001",
    address="https://city.example/p/1",
    title="给地铁站口的共享单车划定停放区，并让停放区跟着需求走",
    language="zh-Hans",
    summary="早高峰时，站口的共享单车把盲道和消防通道都占满了。建议按实际需求划定停放区，由企业、街道和市民一起维护。",
    proposer="欧阳𬭎",
    stage="征集支持",
    district="海淀区",
    tags=("交通", "共享单车停放", "无障碍"),
    published=date(2026, 3, 2),
    support=1312,
    threshold=1500,
    comments=86,
    votes=Votes(640, 122, 31),
    parts=(
        Part(
            "存在的问题",
            (
                "工作日早上七点半到九点，三个出站口外平均停着四百多辆车，而划线的车位只有一百二十个。"
                "推轮椅的人、推婴儿车的人要绕到机动车道上走，“绕一下”的路最长有两百米。",
                "企业的调度车十点以后才到，正好错过高峰；街道没有处罚的依据，市民打电话也只能一次一次地报。",
            ),
        ),
        Part("预期效果", ("高峰时段盲道、消防通道畅通；违规停放的车辆半小时内有人处理。",)),
    ),
    measures=(
        Measure("在三个出站口各增设两处停放区，地面划线并立牌", "区城管委", "2026年9月底前", "约 18 万元"),
        Measure("企业按停放区容量投放，超出部分当天清走", "运营企业", "持续", ""),
        Measure("停放区的位置和容量每季度公开一次，听取意见", "街道办事处", "每季度", "无需新增"),
    ),
    arguments_for=(
        Argument("我每天推轮椅接送母亲，最清楚这条盲道有多难走。划线不难，难的是有人管。", "李清照", 12),
        Argument("把容量公开出来，企业就没有理由多投。", "王小波", 3),
    ),
    arguments_against=(
        Argument("停放区划得离站口太远，大家还是会乱停；应该先测算步行距离再划线。", "赵元任", 7),
    ),
    answer=Answer(
        "部分采纳",
        "停放区的增设已列入今年第三季度计划。\n容量公开一事，须与企业签订协议后施行，预计年底前答复进展。",
        "海淀区城市管理委员会",
        date(2026, 5, 20),
        date(2026, 6, 2),
    ),
)

WAITING = Entry(
    number="2026-0002",
    address="https://city.example/p/2",
    title="Let people who don’t read Chinese report a blocked pavement",
    language="en",
    summary="The form is in Chinese only. A second language costs little, and helps visitors “on the spot”.",
    proposer="Ada O’Brien",
    stage="办理中",
    district="全市",
    tags=("无障碍",),
    published=date(2026, 4, 11),
    support=204,
    threshold=200,
    comments=9,
    stated=Stated(1604, "UK Government and Parliament petitions", date(2021, 8, 4)),
    parts=(
        Part(
            "The problem",
            ("Visitors and new neighbours see the same blocked kerb as everybody else — and can’t say so.",),
        ),
    ),
    answer=Answer(department="市政务服务局", due=date(2026, 6, 2)),
)

BARE = Entry(number="2026-0003", address="https://city.example/p/3", title="只有标题的建言")

NASTY_TEXT = (
    '=HYPERLINK("http://evil.example","点我")|a,b;"引号" *星* _下划线_ `码` <b>粗</b> #let x = 1 $y$ \\ ]['
)
LONG = "共享单车停放" * 7_000

NASTY = Entry(
    number="=1+1",
    address="https://city.example/p/4",
    title=NASTY_TEXT,
    language="zh-Hans",
    summary="+86 10 第一行\n-第二行, 有逗号\r\n@第三行\t制表\x00\x1b\u202e反向",
    proposer="𠮷田·喆堃 🚲👨\u200d👩\u200d👧",
    stage="@SUM(A1)",
    district="\t=cmd|' /C calc'!A0",
    tags=("-1", "a|b", "1. 一"),
    published=date(1899, 1, 1),
    parts=(
        Part("# 不是标题", ("1. 不是列表", "- 也不是", "| 不 | 是 | 表 |", "＝全角", LONG)),
        Part("", ("没有小标题",)),
    ),
    measures=(Measure("=2+3", "|", "\n", "@x"),),
    arguments_for=(Argument("> 不是引用\n第二行 | 竖线", "=evil()", 1),),
    arguments_against=(Argument("<script>alert(1)</script>"),),
    answer=Answer("=采纳", "-不采纳\n\n\n= 等号", "", None, None),
)

DEFINITIONS = {
    "zh-hans": (
        Definition("支持", "在本站登录的市民对这一条建言当前文字的支持，一人一次，可以收回。"),
        Definition("他处公布数", "由别的登记处公布的数字，注明来源和日期，不计入本站的支持。"),
    ),
    "en": (
        Definition("Support", "Signed-in people who support this text; one each, and it can be taken back."),
        Definition(
            "Stated elsewhere",
            "A number that another register published, with source and date; never added to support.",
        ),
    ),
}


def sample(language: Language, *entries: Entry, nasty: bool = False) -> Digest:
    """A small digest as an official would take it."""
    chosen = entries or (BICYCLES, WAITING, BARE)
    chinese = language == "zh-hans"
    by_stage = (
        (Count("征集支持", 5), Count("办理中", 3), Count("已答复", 2), Count("已落实", 1))
        if chinese
        else (
            Count("Gathering support", 5),
            Count("With the city", 3),
            Count("Answered", 2),
            Count("Carried out", 1),
        )
    )
    by_district = (
        (Count("海淀区", 6), Count("全市", 3), Count("朝阳区", 2))
        if chinese
        else (Count("Haidian", 6), Count("Whole city", 3), Count("Chaoyang", 2))
    )
    return Digest(
        title="共享单车停放：2026年第二季度建言摘编"
        if chinese
        else "Parking of shared bicycles: digest, second quarter of 2026",
        language=language,
        city="北京市" if chinese else "Beijing",
        as_of=AS_OF,
        labels=CHINESE if chinese else ENGLISH,
        criteria=(
            (
                ("发布时间", "2026年3月1日至2026年5月30日"),
                ("阶段", "全部"),
                ("标签", "共享单车停放、无障碍"),
                ("排序", "支持最多"),
            )
            if chinese
            else (
                ("Published", "1 March 2026 to 30 May 2026"),
                ("Stages", "all"),
                ("Tags", "shared bicycles, access"),
                ("Order", "most supported"),
            )
        ),
        totals=Totals(11, 4120, 1604, 233, 640, 122, 31, 3, 2, by_stage, by_district),
        definitions=DEFINITIONS[language],
        entries=(*chosen, NASTY) if nasty else chosen,
        note="供市长办公会第三项议题讨论。" if chinese else "For item 3 of the mayor’s meeting.",
    )


def empty(language: Language) -> Digest:
    """A digest that found nothing."""
    return replace(sample(language), totals=Totals(), entries=(), note="", definitions=(), criteria=())


def many(number: int, language: Language = "zh-hans") -> Digest:
    """A digest of `number` proposals that exist one at a time."""
    digest = sample(language)
    return replace(digest, totals=replace(digest.totals, proposals=number), entries=Many(number, BICYCLES))
