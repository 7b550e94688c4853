"""How well proposals like a draft are found, in a process of its own: `python -m tests.benchmarks.similar`.

English on official rulings, in the index of the imported petitions; Chinese on our own sentences. Prints one
figure a line as JSON: [what, value]. A file of other rulings may be named: `… similar pairs.csv`.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import mean
from tempfile import TemporaryDirectory

import django

django.setup()

from django.test import Client  # noqa: E402 - after setup
from django.utils import translation  # noqa: E402
from modelsearch.backends import get_search_backend  # noqa: E402

from proposals.models import ImportedProposal  # noqa: E402
from search.index.documents import Card, Entry, Part  # noqa: E402
from search.index.store import Store  # noqa: E402
from search.index.view import View, window  # noqa: E402
from search.index.writer import append_all  # noqa: E402
from search.similar import resemble  # noqa: E402
from tests.benchmarks.figures import milliseconds  # noqa: E402
from tests.benchmarks.place import DATA  # noqa: E402
from tests.search.alike_zh import PAIRS  # noqa: E402
from tests.search.rulings import (  # noqa: E402
    Petition,
    Ruling,
    TfIdf,
    index_of,
    petitions,
    recall,
    rulings,
    small_city,
)

AT = (1, 5, 10)
ASKED = 100
SMALL_CITIES = 24


def english(pairs: Path | None) -> Iterator[tuple[str, str]]:
    """All published petitions; then only those that were there on the day of each ruling."""
    known = petitions(DATA)
    asked = rulings(DATA, known, pairs)
    view: View = get_search_backend().view
    keys = {
        str(page): key.rpartition(":")[2]
        for page, key in ImportedProposal.objects.filter(record__isnull=False).values_list(
            "record__page", "key"
        )
    }
    published = {key: one for key, one in known.items() if key in keys.values()}
    plain = TfIdf((key, one.whole) for key, one in published.items())
    what = f"{len(asked)} rulings among {len(published):,} petitions"

    def ours(draft: Petition) -> list[str]:
        return [keys[one.card.pk] for one in resemble(view, draft.title, draft.text, most=10)]

    yield f"{what}: recall at 1, 5, 10", shares(recall(asked, ours, AT))
    yield (
        "the same by TF-IDF (words and pairs, cosine)",
        shares(recall(asked, lambda draft: plain.ranked(draft.whole)[:10], AT)),
    )
    yield from _on_the_day(asked, published, plain, view, keys)


def _on_the_day(
    asked: list[Ruling], published: dict[str, Petition], plain: TfIdf, view: View, keys: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """As the writer met the register: what was opened later is not there, what had closed comes after."""

    def there(draft: Petition) -> set[str]:
        return {key for key, one in published.items() if one.day <= draft.day}

    def ours(draft: Petition) -> list[str]:
        known = there(draft)
        found = resemble(
            view,
            draft.title,
            draft.text,
            allowed=lambda shard: {g for g in shard.public if keys.get(shard.segment.cards[g].pk) in known},
            today=draft.day,
            most=10,
        )
        return [keys[one.card.pk] for one in found]

    def theirs(draft: Petition) -> list[str]:
        return plain.ranked(draft.whole, there(draft))[:10]

    yield "on the day of each ruling: recall at 1, 5, 10", shares(recall(asked, ours, AT))
    yield "the same by TF-IDF", shares(recall(asked, theirs, AT))


def small_cities(pairs: Path | None) -> Iterator[tuple[str, str]]:
    """Cities of 48 petitions drawn from the register: what is found, how many are shown, and to whom none is like."""
    known = petitions(DATA)
    ruled, chance = rulings(DATA, known, pairs), Random(48)
    asked, shown, strange = 0, 0, []
    sums = {"ours": dict.fromkeys(AT, 0.0), "theirs": dict.fromkeys(AT, 0.0)}
    for _number in range(SMALL_CITIES):
        city = small_city(known, ruled, 48, chance)
        keys = {one.key for one in city.petitions}
        with TemporaryDirectory() as folder:
            view = window(index_of(city.petitions, Store(Path(folder)))).view()

            def ours(draft: Petition, view: View = view) -> list[str]:
                return [one.card.pk for one in resemble(view, draft.title, draft.text, most=10)]

            plain = TfIdf((one.key, one.whole) for one in city.petitions)
            found = {
                "ours": recall(city.asked, ours, AT),
                "theirs": recall(city.asked, lambda draft, by=plain: by.ranked(draft.whole)[:10], AT),
            }
            shown += sum(len(ours(one.duplicate)) for one in city.asked)
            others = [one for one in ruled if not one.originals & keys]
            strange += [len(ours(one.duplicate)) for one in chance.sample(others, 10)]
        asked += len(city.asked)
        for name, at in found.items():
            for n in AT:
                sums[name][n] += at[n] * len(city.asked)
    what = f"{SMALL_CITIES} cities of 48 petitions, {asked} rulings"
    for name, says in (("ours", ": recall at 1, 5, 10"), ("theirs", ": the same by TF-IDF")):
        yield what + says, shares({n: found / asked for n, found in sums[name].items()})
    yield f"{what}: shown for a draft", f"{shown / asked:.1f}; where no original is there {mean(strange):.1f}"


def chinese() -> Iterator[tuple[str, str]]:
    """Each later text among all the first ones and all the other later ones."""
    entries = [
        Entry(
            card=Card(
                "wagtailcore.page", f"{number}-{which}", kind="proposal", public=True, language="zh-hans"
            ),
            title=title,
            parts=(Part("problem", "", text),),
        )
        for number, pair in enumerate(PAIRS)
        for which, title, text in (("first", *pair[:2]), ("later", *pair[2:]))
    ]
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        append_all(store, entries)
        view = window(store).view()

        def answers(number: int) -> list[str]:
            found = resemble(view, PAIRS[number].later_title, PAIRS[number].later_text, most=11)
            return [one.card.pk for one in found if one.card.pk != f"{number}-later"]

        places = [answers(number) for number in range(len(PAIRS))]
    hits = {n: sum(f"{i}-first" in found[:n] for i, found in enumerate(places)) / len(PAIRS) for n in AT}
    yield f"{len(PAIRS)} Chinese pairs of our own, {len(entries) - 1} texts: recall at 1, 5, 10", shares(hits)


def answering(asked: list[Petition], client: Client) -> Iterator[tuple[str, str]]:
    """The form's request, as the site answers it."""
    seconds = []
    with translation.override("en"):
        for number, draft in enumerate([asked[0], *asked]):
            begun = time.perf_counter()
            answer = client.post(
                "/en/search/similar/?draft=new",
                {"title": draft.title, "problem": draft.text},
                headers={"hx-request": "true"},
            )
            assert answer.status_code == 200
            if number:
                seconds.append(time.perf_counter() - begun)
    yield f"{len(asked)} drafts asked about by the form", milliseconds(seconds)


def shares(found: dict[int, float]) -> str:
    return ", ".join(f"{share:.3f}" for share in found.values())


def main(pairs: Path | None) -> None:
    known = petitions(DATA)
    drafts = [one.duplicate for one in rulings(DATA, known, pairs)][:ASKED]
    parts: list[Callable[[], Iterator[tuple[str, str]]]] = [
        lambda: english(pairs),
        lambda: small_cities(pairs),
        chinese,
        lambda: answering(drafts, Client()),
    ]
    for part in parts:
        for figure in part():
            print(json.dumps(figure, ensure_ascii=False), flush=True)  # noqa: T201 - read by __main__


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
