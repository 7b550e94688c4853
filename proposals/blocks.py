"""What a proposal is built of: sections for the problem, citations as evidence, and measures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, TextBlock

from policywiki.core.blocks import CitationBlock, SectionBlock


class MeasureBlock(StructBlock):
    """One thing to be done. Only `what` is needed; amounts and dates are words, as people know them."""

    what = TextBlock(label=_("What is to be done"), max_length=1000)
    who = CharBlock(label=_("Who does it"), max_length=200, required=False)
    when = CharBlock(label=_("By when"), max_length=200, required=False)
    cost = CharBlock(label=_("Estimated cost"), max_length=200, required=False)

    class Meta:
        label = _("Measure")


class DetailBlock(StructBlock):
    """The answer to one question of the call; the question is kept as it was asked, in the text's language."""

    label = CharBlock(label=_("Question"), max_length=200)
    text = TextBlock(label=_("Answer"), max_length=3000)

    class Meta:
        label = _("Further detail")


PROBLEM = [("section", SectionBlock())]
MEASURES = [("measure", MeasureBlock())]
EVIDENCE = [("citation", CitationBlock())]
DETAILS = [("detail", DetailBlock())]
