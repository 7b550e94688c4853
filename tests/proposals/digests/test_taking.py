"""An official chooses, ticks, looks and takes; everybody else finds nothing there."""

import hashlib
import io
import json
import re
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from proposals.digests.writers import FORMATS
from proposals.models import DigestTaken, ProposalRecord
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory

pytestmark = pytest.mark.django_db

ASKED = {"title": "For the table", "on": "2026-05-30", "language": "en", "order": "oldest", "start": "all"}


def url(name: str = "digest", language: str = "en") -> str:
    with override(language):
        return reverse(f"proposals:{name}")


def signed_in(**traits: Any) -> Client:
    client = Client()
    client.force_login(UserFactory(**traits))
    return client


@pytest.fixture
def official(db: None) -> Client:
    return signed_in(official=True)


@pytest.fixture
def three(db: None) -> list[ProposalRecord]:
    return [
        ProposalFactory(content={"title": f"Proposal 共享单车 {at}"}, support_count=at) for at in range(3)
    ]


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    "traits, status",
    [({}, 404), ({"moderator": True}, 404), ({"official": True}, 200), ({"administrator": True}, 200)],
)
def test_only_officials_have_this_room(traits: dict[str, bool], status: int, three: Any) -> None:
    client = signed_in(**traits)
    assert client.get(url()).status_code == status
    taken = client.post(url("digest_take"), ASKED | {"format": "json"})
    assert taken.status_code == status
    assert DigestTaken.objects.count() == (status == 200)
    assert client.post(url("digest_tick"), ASKED).status_code == (302 if status == 200 else 404)


def test_guests_find_nothing_there(three: Any) -> None:
    assert Client().get(url()).status_code == 404
    assert Client().post(url("digest_take"), ASKED | {"format": "csv"}).status_code == 404


def test_an_official_without_second_factor_is_a_member(settings: Any, three: Any) -> None:
    settings.STAFF_SECOND_FACTOR = True
    assert signed_in(official=True).get(url()).status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_room_opens_on_everything_ticked(official: Client, three: Any, language: str) -> None:
    page = official.get(url(language=language)).content.decode()
    assert page.count('name="in"') == 3
    assert len(re.findall(r'name="in"[^>]* checked>', page)) == 3
    assert 'name="tags"' in page
    assert "Proposal 共享单车 2" in page
    assert [f'value="{name}"' in page for name in FORMATS] == [True] * 6


def test_looking_changes_nothing(official: Client, three: Any) -> None:
    assert official.get(url(), ASKED | {"format": "csv", "in": "1", "shown": "1"}).status_code == 200
    assert official.get(url("digest_take"), ASKED | {"format": "csv"}).status_code == 405
    assert not DigestTaken.objects.exists()


def test_ticks_survive_another_look_and_another_page(official: Client, three: Any) -> None:
    first, second, third = [record.number for record in three]
    sent = ASKED | {"shown": [first, second, third], "in": [first, third], "stages": ["support"], "page": "1"}
    looked = official.post(url("digest_tick"), sent, follow=True)
    assert looked.redirect_chain[-1][0].endswith(f"stages=support&x={second}")
    assert looked.context["sums"]["proposals"] == 2
    assert [record.ticked for record in looked.context["rows"]] == [True, False, True]


def test_what_was_taken_out_is_not_picked_when_one_starts_from_nothing(official: Client, three: Any) -> None:
    out = str(three[1].number)
    kept = official.get(url(), ASKED | {"x": out, "was": "all"})
    assert kept.context["sums"]["proposals"] == 2
    fresh = official.get(url(), ASKED | {"x": out, "was": "all", "start": "none"})
    assert fresh.context["sums"]["proposals"] == 0
    assert 'name="x"' not in fresh.content.decode()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_handed_over_and_noted_with_its_hash(official: Client, three: Any, name: str) -> None:
    sent = ASKED | {
        "format": name,
        "shown": [r.number for r in three],
        "in": [three[0].number, three[2].number],
    }
    response = official.post(url("digest_take"), sent)
    data = body(response)
    log = DigestTaken.objects.get()
    assert response["Content-Type"] == FORMATS[name].content_type
    assert (
        response["Content-Disposition"]
        == f'attachment; filename="digest-2026-05-30.{FORMATS[name].extension}"'
    )
    assert (log.sha256, log.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert (log.format, log.proposals) == (name, 2)
    assert log.criteria["exceptions"] == [three[1].number]
    assert log.taken_by.is_official
    again = body(official.post(url("digest_take"), sent))
    assert again == data
    assert DigestTaken.objects.count() == 2


def test_the_files_hold_the_chosen_proposals(official: Client, three: Any) -> None:
    sent = ASKED | {
        "shown": [r.number for r in three],
        "in": [three[0].number, three[2].number],
        "note": "Item 三",
    }
    found = json.loads(body(official.post(url("digest_take"), sent | {"format": "json"})))
    assert [entry["title"] for entry in found["proposals"]] == ["Proposal 共享单车 0", "Proposal 共享单车 2"]
    assert (found["title"], found["note"]) == ("For the table", "Item 三")
    book = openpyxl.load_workbook(
        io.BytesIO(body(official.post(url("digest_take"), sent | {"format": "xlsx"})))
    )
    assert [row[1].value for row in book["Proposals"]][1:] == ["Proposal 共享单车 0", "Proposal 共享单车 2"]
    pdf = PdfReader(io.BytesIO(body(official.post(url("digest_take"), sent | {"format": "pdf"}))))
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "共享单车 2" in text
    assert "共享单车 1" not in text


def test_a_paper_too_long_to_read_is_refused_with_the_ticks_kept(
    official: Client, three: Any, settings: Any
) -> None:
    settings.DIGEST_DOCUMENT_LIMIT = 1
    sent = ASKED | {
        "format": "pdf",
        "shown": [r.number for r in three],
        "in": [three[0].number, three[2].number],
    }
    refused = official.post(url("digest_take"), sent, follow=True)
    assert "A paper to be read holds 1 proposal" in refused.content.decode()
    assert refused.redirect_chain[-1][0].endswith(f"x={three[1].number}")
    assert not DigestTaken.objects.exists()
    assert official.post(url("digest_take"), sent | {"format": "csv"}).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": "yesterday"}, {"stages": "bogus"}, {"language": "xx"}, {"order": "DROP"}, {"x": "1..2"}, {"title": ""},
        {"since": "2026-05-02", "until": "2026-05-01"}, {"district": "nowhere"}, {"tags": "never used"},
    ],
)  # fmt: skip
def test_a_wrong_wish_is_shown_with_its_error_and_takes_nothing(
    official: Client, three: Any, wrong: dict[str, str]
) -> None:
    shown = official.get(url(), ASKED | wrong)
    assert shown.status_code == 422
    assert "error-summary" in shown.content.decode()
    taken = official.post(url("digest_take"), ASKED | wrong | {"format": "csv"})
    assert taken.status_code == 302
    assert not DigestTaken.objects.exists()


def test_an_unknown_format_is_not_there(official: Client, three: Any) -> None:
    assert official.post(url("digest_take"), ASKED | {"format": "exe"}).status_code == 404


def test_taking_nothing_gives_a_paper_that_says_so(official: Client) -> None:
    response = official.post(url("digest_take"), ASKED | {"format": "markdown"})
    assert "No proposal fits what was chosen." in body(response).decode()
    assert DigestTaken.objects.get().proposals == 0


def test_the_log_is_only_added_to(official: Client, three: Any) -> None:
    official.post(url("digest_take"), ASKED | {"format": "csv"})
    log = DigestTaken.objects.get()
    with pytest.raises(TypeError):
        log.save()
    with pytest.raises(TypeError):
        log.delete()
    page = official.get(url()).content.decode()
    assert log.sha256 in page
    assert "For the table" in page


def test_the_room_asks_the_same_queries_for_one_row_or_many(
    official: Client, three: Any, django_assert_max_num_queries: Any
) -> None:
    for at in range(9):
        ProposalFactory(content={"title": f"more {at}"})
    official.get(url())
    with django_assert_max_num_queries(24):
        assert official.get(url()).content.decode().count('name="in"') == 12
