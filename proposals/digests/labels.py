"""The words of a digest in the language that is active, for writers that know no Django."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from policywiki.discussion.arguments import QUOTED
from proposals.digests.digest import Definition, Labels


def labels() -> Labels:
    """Every word around the data. Call it under `override(language)`."""
    return Labels(
        abstain=_("Abstain"),
        address=_("Address"),
        against=_("Against"),
        answer=_("The city's answer"),
        answer_due=_("Answer due"),
        answer_state=_("Decision"),
        answered=pgettext("number of proposals", "Answered"),
        answered_on=_("Answered on"),
        arguments_against=_("Main arguments against"),
        arguments_for=_("Main arguments for"),
        as_of=_("Date"),
        by_district=_("Proposals by district"),
        by_stage=_("Proposals by stage"),
        comments=_("Comments"),
        cost=_("Estimated cost"),
        count=pgettext("how many", "Number"),
        criteria=_("What was chosen"),
        definitions=_("What the words mean"),
        department=_("Department"),
        district=_("District"),
        figure=_("Figure"),
        figures=_("In figures"),
        for_=_("For"),
        language=_("Language"),
        meaning=_("Meaning"),
        measures=_("What should happen"),
        more_at_address=_("the rest is at the address"),
        no_answer=_("No answer yet"),
        no_proposals=_("No proposal fits what was chosen."),
        note=_("Note"),
        number=pgettext("of a proposal", "No."),
        on_page=pgettext("column of page numbers", "Page"),
        page_of=pgettext("paper", "Page {page} of {pages}"),
        proposals=_("Proposals"),
        proposed_by=_("Proposed by"),
        published=_("Published"),
        replies=_("Replies"),
        stage=_("Stage"),
        stated=_("Stated elsewhere"),
        stated_on=_("Stated on"),
        stated_source=_("Stated by"),
        overview=pgettext("sheet of a digest", "Summary"),
        summary=pgettext("of a proposal", "Summary"),
        support=_("Support"),
        tags=_("Topics"),
        term=pgettext("a term explained", "Word"),
        text=_("Text"),
        threshold=_("Support needed"),
        title=_("Title"),
        votes=_("Votes"),
        waiting=_("Waiting for an answer"),
        what=_("What is to be done"),
        when=_("By when"),
        who=_("Who does it"),
    )


def definitions() -> tuple[Definition, ...]:
    """What every number on the paper counts."""
    said = [
        (
            _("Support"),
            _("People signed in on this site who support the proposal, one each; can be taken back."),
        ),
        (
            _("Support needed"),
            _("The number promised when the proposal was published; then the city answers."),
        ),
        (_("Stated elsewhere"), _("A number that another register published; never added to our support.")),
        (_("Comments"), _("Comments on the proposal that are shown, replies included.")),
        (
            _("Main arguments for"),
            str(QUOTED),
        ),
        (_("Waiting for an answer"), _("With the city, and not answered on the day of this paper.")),
    ]
    return tuple(Definition(term, meaning) for term, meaning in said)
