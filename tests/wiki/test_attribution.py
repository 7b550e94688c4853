"""Who wrote what: words keep their first author through moves, rewordings, merges, restores and imports."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from policywiki.core.blocks import normalise
from policywiki.core.events import PagePublished, PartHidden
from policywiki.core.publication import publishing
from policywiki.editions.models import Edition
from policywiki.wiki.actions.attribute import work_out_authors
from policywiki.wiki.attribution.authors import Written, written
from policywiki.wiki.attribution.origins import unrolled
from policywiki.wiki.attribution.parts import parts
from policywiki.wiki.attribution.replay import replay
from policywiki.wiki.attribution.sentences import sentence, sentences
from policywiki.wiki.attribution.stored import in_order, sentences_of, stored, worked_out
from policywiki.wiki.handlers import attribute, attribute_anew
from policywiki.wiki.models import Authorship, KnowledgePage
from tests.factories.people import UserFactory
from tests.factories.wiki import knowledge_page, section
from tests.suggestions.test_life import publish, suggest

FOX = "The quick brown fox jumps over the lazy dog near the river bank every morning."
BAY = "共享单车只能停放在白线以内的停放区。"
FEE = "乱停的车辆由企业在两小时内清走。"


def told(*texts: str) -> list[dict[str, list[int]]]:
    """For each edition, the origin of every letter of its sentences."""
    cut = [sentences(text) for text in texts]
    return [
        {one.text: unrolled(known[one.key]) for one in now if one.words}
        for now, known in zip(cut, replay(cut), strict=True)
    ]


def of(text: str, *texts: str) -> set[int]:
    """The origins in the last edition of the sentence that begins like this."""
    return {origin for one, found in told(*texts)[-1].items() if one.startswith(text) for origin in found}


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab 甲乙。．.!？\n”1", max_size=60))
def test_sentences_joined_again_are_the_text(text: str) -> None:
    assert "".join(one.text for one in sentences(text)) == text


def test_a_sentence_is_its_words_not_its_punctuation_width_or_capitals() -> None:
    assert sentence("停车场，ABC。").key == sentence("停车场（abc）．").key != sentence("停车场 abd。").key
    assert [one.text for one in sentences("他说：“好。”然后走了！Costs 1.5 m. Next…")] == [
        "他说：“好。”", "然后走了！", "Costs 1.5 m. ", "Next…",
    ]  # fmt: skip


def test_what_is_new_is_whose_edition_it_is_and_the_rest_stays() -> None:
    assert of(FOX, FOX, FOX + " " + BAY) == {1}
    assert of(BAY, FOX, FOX + " " + BAY) == {2}


def test_moving_or_copying_a_sentence_makes_nobody_its_author() -> None:
    assert of(BAY, BAY + FEE, FEE + BAY) == {1}
    assert of(BAY, BAY, BAY + FEE + BAY) == {1}


def test_a_restore_gives_the_text_back_to_its_first_author_however_late() -> None:
    assert of(BAY, BAY + FEE, "Nothing here.", *["Still nothing."] * 9, BAY + FEE) == {1}


def test_of_a_reworded_sentence_only_the_new_words_change_hands() -> None:
    found = told(BAY, BAY.replace("白线", "蓝线"))[-1][BAY.replace("白线", "蓝线")]
    assert [at for at, origin in enumerate(found) if origin == 2] == [9]
    assert of("The", FOX, FOX.replace("quick brown", "slow grey")) == {1, 2}


def test_a_blanked_page_restored_with_a_correction_stays_its_authors() -> None:
    found = told(BAY, "空白。", BAY.replace("停放在", "停放于"))[-1]
    assert [unused.count(3) for unused in found.values()] == [1]


def test_a_sentence_cut_in_two_or_joined_keeps_its_authors() -> None:
    assert of(
        "停放", "甲区可以停放自行车，乙区不可以停放汽车。", "甲区可以停放自行车。乙区不可以停放汽车。"
    ) <= {1}
    assert of("共享", BAY, BAY + FEE, BAY[:-1] + "，" + FEE) == {1, 2}


def test_where_a_citation_leads_is_no_text_of_anybody() -> None:
    value = {"quote": "Quoted.", "label": "Law", "page": 6, "anchor": "article-5", "url": "", "edition": 2}
    content = {"body": [{"id": "a", "type": "citation", "value": value}]}
    assert [part.lines for part in parts(content, {"body": "blocks"})] == [("Quoted.", "Law")]


def test_a_wholly_new_sentence_owes_nothing_to_chance() -> None:
    assert of("图书馆", BAY + FEE, "图书馆的周末开放时间由各区自行公布。" + FEE) == {2}
    # Three of its words stand in BAY, by its subject.
    assert of("公园", BAY + FEE, "公园里的停放区每天早上七点开门。" + FEE) == {2}


class Simulated:
    """A page whose every word knows who wrote it: people add, delete, move, reword and restore at random."""

    def __init__(self, seed: int) -> None:
        self.r = random.Random(seed)
        self.texts: list[list[tuple[tuple[str, int], ...]]] = [[self.fresh(1) for _one in range(12)]]
        for number in range(2, 40):
            self.texts.append(self.edited(number))

    def fresh(self, by: int) -> tuple[tuple[str, int], ...]:
        return tuple((chr(0x4E00 + self.r.randrange(900)), by) for _word in range(self.r.randint(8, 24)))

    def edited(self, by: int) -> list[Any]:
        if len(self.texts) > 3 and self.r.random() < 0.15:
            return list(self.r.choice(self.texts[:-1]))
        now = list(self.texts[-1])
        for _change in range(self.r.randint(1, 4)):
            at = self.r.randrange(len(now)) if now else 0
            act = self.r.choice(["add", "add", "delete", "move", "reword", "reword"])
            if act == "add" or not now:
                now.insert(at, self.fresh(by))
            elif act == "delete":
                now.pop(at)
            elif act == "move":
                now.insert(self.r.randrange(len(now)), now.pop(at))
            else:
                one = list(now[at])
                where = self.r.randrange(len(one))
                one[where : where + self.r.randint(0, 3)] = self.fresh(by)[: self.r.randint(1, 4)]
                now[at] = tuple(one)
        return now

    def accuracy(self) -> float:
        cut = [[sentence("".join(word for word, _by in one) + "。") for one in text] for text in self.texts]
        right = total = 0
        for text, now, known in zip(self.texts, cut, replay(cut), strict=True):
            for one, found in zip(text, now, strict=True):
                origins = unrolled(known[found.key])
                total += len(one)
                right += sum(origin == by for origin, (_word, by) in zip(origins, one, strict=True))
        return right / total


@pytest.mark.parametrize("seed", range(4))
def test_against_a_page_whose_every_word_knows_its_author(seed: int) -> None:
    assert Simulated(seed).accuracy() > 0.99


def histories(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for path in sorted((folder / "wiki-revisions-zh").glob("*.jsonl")):
        yield path.stem, [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]


def independently(text: str) -> set[str]:
    """The sentences of a text as strings of their letters, cut by a rule of this test's own."""
    found = re.split(r"(?<=[。！？；!?;．…])|(?<=\.)(?=\s)|\n", text)
    folded = ("".join(filter(str.isalnum, unicodedata.normalize("NFKC", one).casefold())) for one in found)
    return {one for one in folded if one}


@pytest.mark.data
def test_real_histories_word_for_word(data_folder: Path) -> None:
    """272 editions: a sentence is credited from the edition in which it first stood, found here by brute force;
    each word to an edition that has it; what an edition brings back it does not get."""
    checked = words_seen = editions = 0
    for _name, texts in histories(data_folder):
        editions += len(texts)
        cut = [sentences(text) for text in texts]
        plain = [independently(text) for text in texts]
        letters = ["".join(word for one in now for word in one.words) for now in cut]
        steps = list(replay(cut))
        seen: dict[str, int] = {}
        by_letters: dict[str, int] = {}
        for number, (now, known) in enumerate(zip(cut, steps, strict=True), start=1):
            seen = dict.fromkeys(known, number) | seen
            for one in now:
                by_letters.setdefault("".join(filter(str.isalnum, "".join(one.words))), number)
        for plainly, number in by_letters.items():
            earliest = next((n for n, found in enumerate(plain, start=1) if plainly in found), None)
            if earliest is not None:
                checked += 1
                assert number == earliest
        every = [one for now in cut for one in now if one.words]
        for one in {one.key: one for one in every}.values():
            origins = unrolled(steps[-1][one.key])
            for word in one.words:
                here, origins = set(origins[: len(word)]), origins[len(word) :]
                words_seen += 1
                assert max(here) <= seen[one.key]
                assert all(word in letters[origin - 1] for origin in here)
            assert not origins
        assert all(steps[-1][one.key] == steps[seen[one.key] - 1][one.key] for one in every)
    assert editions == 272
    assert checked > 2400
    assert words_seen > 50_000


# ---------- on pages ----------


def next_edition(page: KnowledgePage, sections: dict[str, str], author: Any, **how: Any) -> Edition:
    fresh = KnowledgePage.objects.get(pk=page.pk)
    raw = [section(*item) for item in sections.items()]
    fresh.body = fresh._meta.get_field("body").to_python(normalise(raw))
    with publishing(author=author, summary="More", **how):
        fresh.save_revision(user=author).publish(user=author, skip_permission_checks=True)
    found = Edition.objects.current(page)
    assert found is not None
    return found


def credit(found: Written | None) -> dict[str, list[Any]]:
    """Line -> the authors of its words, most first."""
    assert found is not None
    return {
        line.text: [share.author for share in line.by]
        for part in found.parts
        for group in part.groups
        for line in group.lines
    }


@pytest.mark.django_db
def test_each_paragraph_names_the_people_whose_words_it_is_made_of(site: Any) -> None:
    lin, chen = UserFactory(display_name="Lin"), UserFactory(display_name="Chen")
    page = knowledge_page(sections={"Where": FOX, "Fees": BAY}, author=lin)
    last = next_edition(page, {"Where": FOX, "Fees": BAY + FEE, "New": "Only here, said Chen."}, chen)
    found = credit(written(page, last))
    assert found[FOX] == [lin]
    assert set(found[BAY + FEE]) == {lin, chen}
    assert found["Only here, said Chen."] == [chen]


@pytest.mark.django_db
def test_what_is_kept_beside_the_editions_says_the_same_as_working_it_out(site: Any) -> None:
    lin, chen = UserFactory(), UserFactory()
    page = knowledge_page(sections={"A": BAY}, author=lin)
    next_edition(page, {"A": BAY.replace("白", "蓝"), "B": FEE}, chen)
    last = next_edition(page, {"B": FEE, "A": BAY}, chen)
    before = credit(written(page, last))
    assert work_out_authors(page=page) == 0
    Authorship.objects.all().delete()
    assert credit(written(page, last)) == before
    assert work_out_authors(page=page) == 3
    assert credit(written(page, last)) == before == {FEE: [chen], BAY: [lin], "Shared bicycles": [lin]}
    assert not any(BAY[:6] in str(row.first) for row in Authorship.objects.all())


@pytest.mark.django_db
def test_two_merged_changes_are_credited_to_their_two_authors(site: Any) -> None:
    lin, chen, wu, moderator = UserFactory(), UserFactory(), UserFactory(), UserFactory(moderator=True)
    text = "Park only inside the marked bays.\n\nAsk the street office for a place of your own."
    page = knowledge_page(sections={"Where": text}, author=lin)
    first = suggest(page, chen, "marked bays", "marked bays beside the road")
    second = suggest(page, wu, "street office for", "district office by telephone for")
    publish(first, moderator)
    publish(second, moderator)
    last = Edition.objects.current(page)
    assert last is not None
    by_line = {line.split()[0]: set(people) for line, people in credit(written(page, last)).items()}
    assert by_line["Park"] == {lin, chen}
    assert by_line["Ask"] == {lin, wu}


@pytest.mark.django_db
def test_an_older_official_text_that_is_imported_later_gets_what_was_its_own(site: Any) -> None:
    page = knowledge_page(sections={"Rule": "Today's rule."})
    Edition.objects.filter(page_id=page.pk).update(provenance={"import": "a"}, in_force_on=date(2024, 5, 1))
    new = next_edition(page, {"Rule": BAY}, None, effective_at=date(2024, 5, 1), provenance={"import": "b"})
    work_out_authors(page=page)
    old = next_edition(page, {"Rule": BAY}, None, effective_at=date(2019, 3, 1), provenance={"import": "c"})
    last = written(page, new)
    assert last is not None
    line = next(group.lines[0] for part in last.parts for group in part.groups if group.lines[0].text == BAY)
    assert line.by[0].imported
    assert line.by[0].editions == (old,)


@pytest.mark.django_db
def test_the_view_names_people_links_versions_and_opens_sentence_by_sentence(
    site: Any, client: Client
) -> None:
    lin, chen = UserFactory(display_name="Lin Xiaoman"), UserFactory(display_name="Chen Guiying")
    page = knowledge_page(sections={"Where": BAY + FEE}, author=lin)
    next_edition(page, {"Where": BAY + FEE + FOX}, chen)
    html = client.get(page.url, {"authors": "1"}).content.decode()
    for expected in ("Lin Xiaoman", "Chen Guiying", FOX, reverse("wiki:compare", args=[page.pk]) + "?b=2"):
        assert expected in html
    assert "<details" in html
    data = client.get(reverse("wiki:authors_json", args=[page.pk, 2])).json()
    assert {share["author"] for share in data["by"]} == {"Lin Xiaoman", "Chen Guiying"}
    assert "@" not in json.dumps(data)


@pytest.mark.django_db
def test_what_is_not_public_has_no_authors_and_a_long_history_waits_for_the_worker(
    site: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = knowledge_page()
    Authorship.objects.all().delete()
    address = reverse("wiki:authors", args=[page.pk, 1])
    monkeypatch.setattr("policywiki.wiki.attribution.authors.AT_ONCE", 0)
    assert client.get(address).status_code == 200
    assert client.get(reverse("wiki:authors_json", args=[page.pk, 1])).status_code == 503
    work_out_authors(page=page)
    assert "Only inside the marked bays." in client.get(address).content.decode()
    assert client.get(reverse("wiki:authors", args=[page.pk, 9])).status_code == 404
    page.unpublish()
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_the_worker_works_it_out_after_each_publication(site: Any) -> None:
    page = knowledge_page()
    edition = Edition.objects.current(page)
    assert edition is not None
    Authorship.objects.all().delete()
    attribute(PagePublished(page_id=page.pk, edition_id=edition.pk))
    assert Authorship.objects.filter(edition=edition).exists()


@pytest.mark.django_db
def test_when_words_are_hidden_the_page_still_opens_and_is_worked_out_anew(site: Any, client: Client) -> None:
    lin = UserFactory()
    page = knowledge_page(sections={"A": "Call Mr Lin on 13912345678. " + FOX}, author=lin)
    edition = Edition.objects.current(page)
    assert edition is not None
    before = set(Authorship.objects.get(edition=edition).first)
    content = edition.revision.content
    content["body"] = content["body"].replace("13912345678", "[personal data removed]")
    edition.revision.save()
    assert client.get(page.url, {"authors": "1"}).status_code == 200
    attribute_anew(PartHidden(part_id=1, page_id=page.pk))
    after = set(Authorship.objects.get(edition=edition).first)
    assert len(before - after) == len(after - before) == 1


@pytest.mark.data
@pytest.mark.django_db
@pytest.mark.parametrize(
    "names", [("intro_about",), pytest.param(None, marks=pytest.mark.whole)], ids=["one", "all 272 editions"]
)
def test_real_histories_published_as_pages(
    site: Any, data_folder: Path, names: tuple[str, ...] | None
) -> None:
    """Each edition published on a page by its own author, worked out by the worker one by one: the same people
    are named as for the texts alone, and the stored rows are those of working the whole history out at once."""
    people: dict[str, Any] = {}
    for path in sorted((data_folder / "wiki-revisions-zh").glob("*.jsonl")):
        if names is not None and path.stem not in names:
            continue
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for row in rows:
            people.setdefault(row["author_hash"], UserFactory())
        page = knowledge_page(sections={"T": rows[0]["text"]}, author=people[rows[0]["author_hash"]])
        for row in rows[1:]:
            last = next_edition(page, {"T": row["text"]}, people[row["author_hash"]])
        editions = in_order(page)
        assert len(editions) == len(rows)
        kept = stored(editions)
        assert len(kept) == len(rows)
        assert kept == {one.pk: first for one, first in worked_out(editions, {})}
        found = written(page, last)
        assert found is not None
        numbers = {edition.pk: number for number, edition in enumerate(editions, start=1)}
        known = list(replay([sentences_of(edition) for edition in editions]))[-1]
        for edition, first in kept.items():
            for key, runs in first.items():
                assert known[key] == tuple((numbers[origin], size) for origin, size in runs), edition
        total = sum(share.share for share in found.by)
        assert total == pytest.approx(1)
