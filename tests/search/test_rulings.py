"""What officials ruled to be the same is found among all published petitions, clearly oftener than by TF-IDF."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.index.view import View
from search.similar import resemble
from tests.search.rulings import Petition, TfIdf, petitions, recall, rulings

pytestmark = [pytest.mark.data, pytest.mark.whole]
EVERY = 3
"""Of the rulings, so that the run stays short; `make bench` asks all."""


def test_rulings_are_found(real_texts: View, data_folder: Path) -> None:
    known = petitions(data_folder)
    asked = rulings(data_folder, known)[::EVERY]

    def ours(draft: Petition) -> list[str]:
        return [one.card.pk for one in resemble(real_texts, draft.title, draft.text, most=10)]

    plain = TfIdf((key, one.whole) for key, one in known.items() if one.published)
    found = recall(asked, ours, (5, 10))
    compared = recall(asked, lambda draft: plain.ranked(draft.whole)[:10], (5, 10))
    assert found[10] >= 0.85
    assert all(found[n] >= compared[n] + 0.04 for n in (5, 10)), (found, compared)
