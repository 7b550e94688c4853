"""What a new site starts with for trust and safety; officials edit all of it in the admin. Every rule is off."""

from __future__ import annotations

from typing import Any

INSTRUCTION: dict[str, str] = {
    "text_zh": "1. 先打 110；有人可能伤害自己时，再打 12356 心理援助热线。"
    "告诉接线员：文字内容、网址、发布时间、作者的邮箱。\n"
    "2. 不要在网上与作者争辩，也不要把这段文字转发给别人。\n"
    "3. 打电话给值班负责人，号码贴在办公室门内侧。\n"
    "4. 在下面写明：几点、告诉了谁、对方怎么说。",
    "text_en": "1. Call the police, 110. Where somebody may hurt themselves, call the crisis line, 12356, as well. "
    "Tell them the text, its address, when it was written, and the author's e-mail address.\n"
    "2. Do not argue with the author here, and do not pass the text on to others.\n"
    "3. Call the person on duty; the number hangs inside the office door.\n"
    "4. Write down below: at what time, whom you told, what they said.",
}

TRUST_RULES: list[dict[str, Any]] = [
    {
        "name_zh": "熟手",
        "name_en": "Experienced hands",
        "min_published": 10,
        "min_days": 30,
        "max_reversed": 0,
        "quiet_days": 30,
        "sample_percent": 20,
    },
]

HOLDING_RULES: list[dict[str, Any]] = [
    {
        "name_zh": "新账号",
        "name_en": "First days",
        "kind": "new_account",
        "scope": "comment",
        "limit": 1,
        "message_zh": "您的账号今天刚注册，第一天写的内容由审核员看过再公开。",
        "message_en": "Your account is new: what you write on the first day is looked at before it is public.",
    },
    {
        "name_zh": "链接很多",
        "name_en": "Many links",
        "kind": "links",
        "scope": "both",
        "limit": 3,
        "message_zh": "文字里有好几个链接，审核员点开看过再公开。",
        "message_en": "There are several links in it; a moderator opens them before it is public.",
    },
    {
        "name_zh": "短时间内很多",
        "name_en": "Much in a short time",
        "kind": "speed",
        "scope": "both",
        "limit": 8,
        "minutes": 10,
        "message_zh": "您在几分钟里写了很多，接下来的由审核员看过再公开。",
        "message_en": "You have written much within a few minutes; the next ones are looked at before they are public.",
    },
    {
        "name_zh": "同样的文字一再出现",
        "name_en": "The same text again",
        "kind": "repeated",
        "scope": "both",
        "limit": 2,
        "minutes": 10080,
        "message_zh": "同样的文字这几天已经有人发过几次，审核员看过再公开。",
        "message_en": "The same text has been sent a few times these days; a moderator looks before it is public.",
    },
]
