"""The texts of a proposal as its supporters know them: which change asked them, and how many stand behind each."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models

from proposals.texts import Asked, first_question

from .record import ProposalRecord


class TextChangeQuerySet(models.QuerySet["TextChange"]):
    def asking(self) -> Self:
        """Those that asked the supporters, in the order of the texts."""
        return self.filter(asks=True).order_by("edition__number")

    def questions_of(self, *proposals: int) -> Self:
        """Those that asked the supporters of these proposals; `asked` of each costs no query."""
        return self.asking().filter(proposal__in=proposals).select_related("edition", "returns_to")

    def asked_since(self, edition: Any) -> bool:
        """Whether the text has said something else since this one, be it for a while."""
        later = self.filter(edition__page_id=edition.page_id, edition__number__gt=edition.number)
        return later.filter(asks=True).exists()

    def first_after(self, edition: Any) -> TextChange | None:
        """What a supporter of this text is asked: None where it is the text as it stands, or as good as that."""
        found = self.asking().filter(edition__page_id=edition.page_id)
        rows = list(found.select_related("edition", "returns_to"))
        question = first_question(edition.number, [row.asked for row in rows])
        return next((row for row in rows if question and row.edition.number == question.number), None)


class TextChange(models.Model):
    """One published change of a proposal's text. Rows are only ever added, but for `over`.

    `asks`: it says something else than before, so supporters are asked; a typographic one asks nobody
    (suggestions.typographic). `answer_until` was promised when it was published. `returns_to`: the first edition
    of the text that this change brought back, with nothing but typography between them.
    """

    proposal = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="text_changes")
    edition = models.OneToOneField("editions.Edition", on_delete=models.PROTECT, related_name="text_change")
    asks = models.BooleanField()
    at = models.DateTimeField()
    answer_until = models.DateTimeField()
    # Set by the clock once `answer_until` has passed: who has not answered no longer counts.
    over = models.BooleanField(default=False)
    returns_to = models.ForeignKey(
        "editions.Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[Any] = TextChangeQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "edition__number"]
        indexes = [
            models.Index(
                fields=["answer_until"], condition=models.Q(asks=True, over=False), name="questions_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.edition_id}"

    @property
    def asked(self) -> Asked:
        return Asked(self.edition.number, self.over, self.returns_to.number if self.returns_to else 0)

    @property
    def edition_before(self) -> Any:
        """The text as it was before this change."""
        return self.edition.page.editions.filter(number__lt=self.edition.number).last()


class TextSupport(models.Model):
    """How many support one text of a proposal. Only the sealer writes it; a recount gives the same."""

    proposal = models.ForeignKey(ProposalRecord, on_delete=models.PROTECT, related_name="text_supports")
    edition = models.ForeignKey("editions.Edition", on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField(default=0)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "edition"], name="one_count_per_text")]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.edition_id}: {self.people}"
