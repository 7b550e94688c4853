"""The reasons that other registers give for not publishing, in our words. Pure."""

from __future__ import annotations

REASONS: dict[str, dict[str, str]] = {
    "duplicate": {
        "label_zh": "已有相同的建言",
        "label_en": "The same has been proposed already",
        "message_zh": "已有一条建言提出同样的事，欢迎您去支持它。",
        "message_en": "Another proposal asks for the same. You are welcome to support that one.",
    },
    "no-action": {
        "label_zh": "没有说明希望做什么",
        "label_en": "It does not say what should be done",
        "message_zh": "请写清楚希望由谁做什么，再发来一次。",
        "message_en": "Please say what should be done and by whom, and send it again.",
    },
    "irrelevant": {
        "label_zh": "不属于这里可以决定的事务",
        "label_en": "Not a matter that can be decided here",
        "message_zh": "这件事不由这里决定。您可以向有权决定的单位提出。",
        "message_en": "This cannot be decided here. You can turn to those who can.",
    },
    "already-happening": {
        "label_zh": "已经在办理",
        "label_en": "It is being done already",
        "message_zh": "您提出的事已经在进行。",
        "message_en": "What you ask for is happening already.",
    },
    "honours": {
        "label_zh": "涉及表彰或任免",
        "label_en": "About honours or appointments",
        "message_zh": "表彰和任免另有渠道。",
        "message_en": "There is another way to propose honours and appointments.",
    },
    "fake-name": {
        "label_zh": "姓名不真实",
        "label_en": "Not a real name",
        "message_zh": "请用真实姓名再发来一次。",
        "message_en": "Please send it again under a real name.",
    },
    "foi": {
        "label_zh": "应申请信息公开",
        "label_en": "A request for information",
        "message_zh": "索取信息请通过信息公开渠道。",
        "message_en": "Requests for information have a way of their own.",
    },
}
