"""The people of the demo city. Their addresses lie under a reserved domain, so production can refuse them."""

from __future__ import annotations

from dataclasses import dataclass

DEMO_PASSWORD = "qingshi-demo-2026"  # noqa: S105 - printed on purpose; production refuses these accounts


@dataclass(frozen=True)
class DemoAccount:
    key: str
    name: str
    role: str
    language: str = "zh-hans"
    announced: bool = False

    @property
    def email(self) -> str:
        return f"{self.key}@demo.policywiki.invalid"


DEMO_ACCOUNTS = [
    DemoAccount("member", "林小满", "member", announced=True),
    DemoAccount("moderator", "周审言", "moderator", announced=True),
    DemoAccount("official", "何答", "official", announced=True),
    DemoAccount("administrator", "管维", "administrator", announced=True),
    DemoAccount("tom", "Tom Whitfield", "member", language="en"),
    DemoAccount("guiying", "陈桂英", "member"),
    DemoAccount("yusuf", "Yusuf Kaya", "member", language="en"),
    DemoAccount("laowu", "吴建国", "member"),
]
