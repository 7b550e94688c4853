"""Sample forms."""

from __future__ import annotations

from django import forms

from .wording import Context, say


def forms_of() -> Context:
    class Part(forms.Form):
        heading = forms.CharField(label=say("小标题", "Heading"), initial=say("谁来管", "Who looks after it"))
        text = forms.CharField(label=say("内容", "Text"), widget=forms.Textarea, required=False)

    class Suggest(forms.Form):
        summary = forms.CharField(
            label=say("改了什么", "What you changed"),
            help_text=say("一句话即可。", "One sentence is enough."),
        )

    class Filter(forms.Form):
        stage = forms.ChoiceField(
            label=say("进展", "Step"), choices=[("", say("全部", "All"))], required=False
        )
        order = forms.ChoiceField(label=say("排序", "Order"), choices=[("new", say("最新", "Newest"))])

    class Propose(forms.Form):
        title = forms.CharField(label=say("标题", "Title"))
        whole = forms.BooleanField(label=say("涉及全市", "It concerns the whole city"), required=False)
        who = forms.MultipleChoiceField(
            label=say("影响谁", "Who is affected"),
            choices=[("a", say("行人", "Pedestrians")), ("b", say("骑车人", "Cyclists"))],
            widget=forms.CheckboxSelectMultiple,
        )

    class Comment(forms.Form):
        stance = forms.ChoiceField(
            label=say("您的看法", "Your view"),
            choices=[
                ("for", say("赞成", "For")),
                ("against", say("反对", "Against")),
                ("neutral", say("中立", "Neutral")),
            ],
            widget=forms.RadioSelect,
        )
        text = forms.CharField(label=say("评论", "Comment"), widget=forms.Textarea)

    steps = [
        ("done", say("问题", "Problem")),
        ("now", say("办法", "Measures")),
        ("next", say("依据", "Evidence")),
        ("next", say("核对", "Check")),
    ]
    return {
        "parts": [{"title": say("第 1 节", "Section 1"), "form": Part(prefix="part1")}],
        "suggest_form": Suggest({}, auto_id="id_s_%s"),
        "filter_form": Filter(auto_id="id_f_%s"),
        "propose_form": Propose(auto_id="id_p_%s"),
        "comment_form": Comment(auto_id="id_c_%s"),
        "form_steps": [{"label": label, "state": state} for state, label in steps],
    }
