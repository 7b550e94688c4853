"""What officials ruled to be the same is found among all published petitions, clearly oftener than by TF-IDF."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from search.index.store import Store
from search.index.view import View, window
from search.similar import resemble
from tests.search.rulings import Petition, TfIdf, index_of, petitions, recall, rulings, small_city

pytestmark = [pytest.mark.data, pytest.mark.whole]
EVERY = 3
"""Of the rulings, so that the run stays short; `make bench` asks all."""


def test_rulings_are_found(real_texts: View, data_folder: Path) -> None:
    known = petitions(data_folder)
    asked = rulings(data_folder, known)[::EVERY]

    plain = TfIdf((key, one.whole) for key, one in known.items() if one.published)
    found = recall(asked, lambda draft: similar_keys(real_texts, draft), (5, 10))
    compared = recall(asked, lambda draft: plain.ranked(draft.whole)[:10], (5, 10))
    assert found[10] >= 0.85
    assert all(found[n] >= compared[n] + 0.04 for n in (5, 10)), (found, compared)


def test_in_a_small_city_no_fewer_are_found_than_by_tfidf(data_folder: Path, tmp_path: Path) -> None:
    """One city of 48 says little (±0.03), so a few are drawn; `make bench` draws more."""
    known = petitions(data_folder)
    ruled, chance = rulings(data_folder, known), Random(48)
    asked, found, compared = 0, dict.fromkeys((5, 10), 0.0), dict.fromkeys((5, 10), 0.0)
    for number in range(6):
        city = small_city(known, ruled, 48, chance)
        view = window(index_of(city.petitions, Store(tmp_path / str(number)))).view()
        plain = TfIdf((one.key, one.whole) for one in city.petitions)
        ours = recall(city.asked, lambda draft: similar_keys(view, draft), (5, 10))  # noqa: B023 - asked at once
        theirs = recall(city.asked, lambda draft: plain.ranked(draft.whole)[:10], (5, 10))  # noqa: B023
        asked += len(city.asked)
        for n in (5, 10):
            found[n] += ours[n] * len(city.asked)
            compared[n] += theirs[n] * len(city.asked)
    assert all(found[n] >= compared[n] for n in (5, 10)), (asked, found, compared)
    assert found[10] >= 0.97 * asked


def similar_keys(view: View, draft: Petition) -> list[str]:
    return [one.card.pk for one in resemble(view, draft.title, draft.text, most=10)]
