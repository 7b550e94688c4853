"""What a field says when it is not right, to citizens who do not know variables and strings."""

from __future__ import annotations

from django import forms
from django.utils.translation import override


class SmallForm(forms.Form):
    needed = forms.CharField()
    short = forms.CharField(max_length=3)
    number = forms.IntegerField(min_value=5)


def test_chinese_speaks_to_a_person() -> None:
    with override("zh-hans"):
        errors = SmallForm({"short": "四个字了", "number": "1"}).errors
        said = " ".join(text for texts in errors.values() for text in texts)
    assert said == "请填写这一项。 最多 3 个字，现在有 4 个。 最小为 5。"
