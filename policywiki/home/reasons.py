"""The reasons for not publishing that a new site starts with; officials edit them in the admin."""

from typing import Any

REASONS: dict[str, dict[str, Any]] = {
    "no-source": {
        "label_zh": "缺少出处",
        "label_en": "No source",
        "message_zh": "谢谢您的修改。我们找不到这条内容的依据，请附上文件、网址或条文，再发来一次。",
        "message_en": "Thank you. We could not find where this is written down. Please add a document, address or "
        "article of law and send it again.",
    },
    "already-there": {
        "label_zh": "页面上已有",
        "label_en": "Already there",
        "message_zh": "谢谢。您写的内容已经在页面上了，或者另一位市民先提出了同样的修改。",
        "message_en": "Thank you. What you wrote is on the page already, or somebody else suggested the same first.",
    },
    "not-ours": {
        "label_zh": "不属于本市事务",
        "label_en": "Not a matter of this city",
        "message_zh": "这件事不归本市决定。您可以向有权决定的单位提出。",
        "message_en": "This city cannot decide this. You can turn to those who can.",
    },
    "personal-data": {
        "hides_text": True,
        "label_zh": "含有他人的个人信息",
        "label_en": "Contains somebody's personal data",
        "message_zh": "文字里有他人的姓名、电话或住址。去掉之后欢迎再发来。",
        "message_en": "The text names somebody, or gives a telephone number or address. You are welcome to send it "
        "again without.",
    },
    "hurtful": {
        "hides_text": True,
        "label_zh": "言辞伤人",
        "label_en": "Hurtful words",
        "message_zh": "请把对人的话改成对事的话，再发来一次。",
        "message_en": "Please write about the matter instead of the person, and send it again.",
    },
    "advertising": {
        "hides_text": True,
        "label_zh": "广告或无关内容",
        "label_en": "Advertising or off the subject",
        "message_zh": "这里只收录与本市公共事务有关的内容。",
        "message_en": "Only what concerns the public matters of this city belongs here.",
    },
    "several-accounts": {
        "for_votes": True,
        "label_zh": "疑为一人使用多个账号投票",
        "label_en": "Votes of several accounts look like one person's",
        "message_zh": "多张票在短时间内以相同的方式投出。如果是您本人投的，请提出异议，我们会请另一位审核员再看。",
        "message_en": "Several votes came in the same way within a short time. If yours was your own, please object: "
        "another moderator will look at it.",
    },
    "not-by-hand": {
        "for_votes": True,
        "label_zh": "疑为程序自动投票",
        "label_en": "The vote looks as if a program had cast it",
        "message_zh": "这张票提交得太快，不像有人读过内容。如果是您本人投的，请提出异议，我们会请另一位审核员再看。",
        "message_en": "It was sent faster than anybody can read. If you voted yourself, please object: another moderator "
        "will look at it.",
    },
    "still-doubtful": {
        "for_votes": True,
        "label_zh": "异议没有解释清楚疑点",
        "label_en": "The objection does not explain the sign",
        "message_zh": "谢谢您的说明。另一位审核员看过之后，仍无法确认这是本人自愿投出的一票。",
        "message_en": "Thank you for explaining. Another moderator has looked at it and still cannot tell that this was one "
        "person's own free vote.",
    },
}
