"""import_pages: every text a version of its page, none lost, nobody's work overwritten."""

import html
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from wagtail.models import Page

from policywiki.accounts.models import User
from policywiki.core.publication import publishing
from policywiki.editions.models import Edition
from policywiki.home.models import HomePage
from policywiki.suggestions.actions.accept import accept, trial
from policywiki.suggestions.models import State, Suggestion
from policywiki.wiki.models import ImportedText, KnowledgeIndexPage, KnowledgePage, Outcome
from tests.factories.people import UserFactory
from tests.templates import migrated_file
from tests.wiki.real_texts import LAWS, ROOT, needs_laws

TITLE = "停车办法"
COUNTS = re.compile(r"^(.+?)\s+([\d,]+)$", re.MULTILINE)


@pytest.fixture
def index(db):
    home = HomePage.objects.first()
    if home is None:
        home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Home", slug="test-home"))
    found = KnowledgeIndexPage.objects.first()
    return found or home.add_child(instance=KnowledgeIndexPage(title="Pages", slug="test-pages"))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "texts"


def write(folder, name, *articles, title=TITLE, info="2019年1月1日 通过"):
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    body = "\n\n".join(articles)
    target.write_text(f"# {title}\n\n{info}\n\n<!-- INFO END -->\n\n{body}\n", encoding="utf-8")


def run(folder, **options):
    """The command's output: its lines, and its counts by label."""
    out, err = StringIO(), StringIO()
    failed = None
    try:
        call_command("import_pages", folder, stdout=out, stderr=err, **options)
    except CommandError as error:
        failed = error
    counts = {label: int(count.replace(",", "")) for label, count in COUNTS.findall(out.getvalue())}
    return out.getvalue() + err.getvalue(), counts, failed


def page_text(page):
    page.refresh_from_db()
    return "".join(block["value"]["heading"] + block["value"]["text"] for block in page.body.raw_data)


def body_on(page, day):
    return str(list(Edition.objects.as_of(page, day).revision.as_object().body.raw_data))


def rows():
    """How many rows every table has."""
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def edit(page, old, new, author):
    """A person's published change."""
    page = KnowledgePage.objects.get(pk=page.pk)
    raw = [dict(block) for block in page.body.raw_data]
    for block in raw:
        block["value"] = {**block["value"], "text": block["value"]["text"].replace(old, new)}
    page.body = page._meta.get_field("body").to_python(raw)
    with publishing(author=author):
        page.save_revision(user=author).publish()
    return KnowledgePage.objects.get(pk=page.pk)


def test_versions_become_editions_oldest_first_and_the_newest_is_live(index, folder):
    write(folder, "甲/停车(2024-03-29).md", "第一条 新车。")
    write(folder, "乙/停车(2020-03-01).md", "第一条 旧车。")
    write(folder, "停车.md", "第一条 最旧的车。", info="")
    _output, counts, failed = run(folder)
    assert failed is None
    assert counts == {
        "texts": 3, "pages": 1, "versions": 3, "published now": 3, "already here": 0, "identical": 0,
        "kept as suggestion": 0, "not a text": 0, "errors": 0,
    }  # fmt: skip
    page = KnowledgePage.objects.child_of(index).get(title=TITLE)
    assert (page.live, page.language, page.slug) == (True, "zh-hans", TITLE)
    assert "新车" in page_text(page)
    editions = list(Edition.objects.of(page))
    assert [(item.number, item.effective_at, item.undated) for item in editions] == [
        (1, None, True),
        (2, date(2020, 3, 1), False),
        (3, date(2024, 3, 29), False),
    ]
    assert {(item.author, item.reviewer) for item in editions} == {(User.objects.system(), None)}
    assert "2024" in editions[2].summary
    assert editions[2].provenance["files"] == ["甲/停车(2024-03-29).md"]
    assert "旧车" in body_on(page, date(2022, 1, 1))


def test_information_lines_and_chapters_are_on_the_page(index, folder):
    write(
        folder,
        "停车.md",
        "前言。",
        "## 第一章 总则",
        "第一条 车。",
        info="2019年1月1日 市人大通过\n\n2019年5月1日 施行",
    )
    run(folder)
    text = page_text(KnowledgePage.objects.get(title=TITLE))
    assert [part in text for part in ("市人大通过", "施行", "前言", "第一章 总则", "第一条")] == [True] * 5


def test_two_title_lines_name_a_page_of_their_own(index, folder):
    write(folder, "甲.md", "第一条 车。", title="法典\n\n# 甲编")
    write(folder, "乙.md", "第一条 车。", title="法典\n\n# 乙编")
    run(folder)
    titles = KnowledgePage.objects.child_of(index).order_by("title").values_list("title", flat=True)
    assert set(titles) == {"法典 · 甲编", "法典 · 乙编"}


def test_two_titles_that_make_one_address_get_two(index, folder):
    write(folder, "甲.md", "第一条 车。", title="停车 办法")
    write(folder, "乙.md", "第一条 车。", title="停车（办法")
    write(folder, "丙.md", "第一条 车。", title="停车-办法")
    write(folder, "丁.md", "第一条 车。", title="《》")
    run(folder)
    slugs = set(KnowledgePage.objects.child_of(index).values_list("slug", flat=True))
    assert slugs == {"停车-办法", "停车-办法-2", "停车办法", "text"}


def test_a_second_import_changes_nothing(index, folder):
    write(folder, "停车(2024-03-29).md", "第一条 新车。")
    write(folder, "停车(2020-03-01).md", "第一条 旧车。")
    write(folder, "又/停车(2020-03-01).md", "第一条 别的车。")
    run(folder)
    before = rows()
    page = KnowledgePage.objects.get(title=TITLE)
    _output, counts, failed = run(folder)
    after = KnowledgePage.objects.get(title=TITLE)
    assert failed is None
    assert rows() == before
    assert (counts["published now"], counts["already here"], counts["kept as suggestion"]) == (0, 3, 0)
    assert (after.latest_revision_id, after.last_published_at) == (
        page.latest_revision_id,
        page.last_published_at,
    )


def test_identical_texts_are_one_version_with_both_paths(index, folder):
    write(folder, "甲/停车(2024-03-29).md", "第一条 车。")
    write(folder, "乙/停车(2024-03-29).md", "第一条\u3000车\u200b。")
    _output, counts, _failed = run(folder)
    assert (counts["texts"], counts["versions"], counts["identical"]) == (2, 1, 1)
    row = ImportedText.objects.get()
    assert (row.outcome, row.paths) == (
        Outcome.PUBLISHED,
        ["乙/停车(2024-03-29).md", "甲/停车(2024-03-29).md"],
    )
    write(folder, "丙/停车(2024-03-29).md", "第一条 车。")
    run(folder)
    row.refresh_from_db()
    assert len(row.paths) == 3
    assert Edition.objects.count() == 1


def test_a_different_text_of_one_date_is_kept_as_a_suggestion(index, folder):
    write(folder, "甲/停车(2020-03-01).md", "第一条 旧车。", "第二条 路。")
    write(folder, "乙/停车(2020-03-01).md", "第一条 旧车。", "第二条 大路。")
    write(folder, "停车(2024-03-29).md", "第一条 新车。", "第二条 大路。")
    output, counts, failed = run(folder)
    assert failed is None
    assert (counts["versions"], counts["published now"], counts["kept as suggestion"]) == (2, 2, 1)
    assert "kept as a suggested change: 甲/停车(2020-03-01).md" in output
    suggestion = Suggestion.objects.get()
    assert (suggestion.state, suggestion.author) == (State.SENT, User.objects.system())
    assert suggestion.case.state == "open"
    page = KnowledgePage.objects.get(title=TITLE)
    assert "新车" in page_text(page)
    # Compared with the text of its own date: publishing it later brings in its difference only.
    tried = trial(suggestion, suggestion.latest)
    assert tried.result.conflicts == []
    merged = str(tried.result.content["body"])
    assert "新车" in merged and "第二条 路。" in merged and "大路" not in merged


def test_a_different_text_that_a_later_version_says_anyway_needs_nobody(index, folder):
    write(folder, "甲/停车(2020-03-01).md", "第一条 旧车。", "第二条 路。")
    write(folder, "乙/停车(2020-03-01).md", "第一条 旧车。", "第二条 大路。")
    write(folder, "停车(2024-03-29).md", "第一条 新车。", "第二条 路。")
    run(folder)
    assert Suggestion.objects.get().state == State.NO_LONGER_NEEDED


def test_a_page_that_people_have_edited_gets_a_suggestion_never_an_overwrite(index, folder):
    write(folder, "停车(2020-03-01).md", "第一条 旧车。", "第二条 市民停在路边。")
    run(folder)
    person = UserFactory()
    page = edit(KnowledgePage.objects.get(title=TITLE), "停在路边", "停在路边的白线里", person)
    write(folder, "停车(2024-03-29).md", "第一条 新车。", "第二条 市民停在路边。")
    _output, counts, _failed = run(folder)
    assert (counts["published now"], counts["kept as suggestion"], counts["already here"]) == (0, 1, 1)
    assert "白线" in page_text(page) and "旧车" in page_text(page)
    assert Edition.objects.current(page).author == person
    _output, counts, _failed = run(folder)
    assert (counts["kept as suggestion"], counts["already here"]) == (0, 2)
    accept(
        suggestion=Suggestion.objects.get(), reviewer=UserFactory(moderator=True), now=page.last_published_at
    )
    assert "白线" in page_text(page) and "新车" in page_text(page)


def test_a_page_of_this_title_that_people_made_is_not_overwritten(index, folder):
    page = index.add_child(instance=KnowledgePage(title=TITLE, slug="x", live=False))
    page.save_revision().publish()
    write(folder, "停车.md", "第一条 车。")
    _output, counts, _failed = run(folder)
    assert counts["kept as suggestion"] == 1
    assert page_text(page) == ""
    assert Suggestion.objects.get().page_id == page.pk


@pytest.mark.parametrize("scheduled", [False, True])
def test_a_staff_draft_that_is_waiting_is_not_buried(index, folder, scheduled):
    write(folder, "停车(2020-03-01).md", "第一条 旧车。")
    run(folder)
    page = KnowledgePage.objects.get(title=TITLE)
    page.summary = "草稿"
    draft = page.save_revision()
    if scheduled:
        type(draft).objects.filter(pk=draft.pk).update(approved_go_live_at="2099-01-01T00:00:00Z")
    write(folder, "停车(2024-03-29).md", "第一条 新车。")
    _output, counts, _failed = run(folder)
    assert counts["kept as suggestion"] == 1
    page.refresh_from_db()
    assert page.latest_revision_id == draft.pk
    assert "旧车" in page_text(page)


def test_a_page_that_is_not_public_is_reported_not_republished(index, folder):
    write(folder, "停车(2020-03-01).md", "第一条 旧车。")
    run(folder)
    KnowledgePage.objects.get(title=TITLE).unpublish()
    write(folder, "停车(2024-03-29).md", "第一条 新车。")
    output, counts, failed = run(folder)
    assert failed is not None and counts["errors"] == 1
    assert "停车(2024-03-29).md" in output
    assert "NotFound" not in output
    assert not KnowledgePage.objects.get(title=TITLE).live


def test_an_older_version_that_comes_later_joins_the_history_and_the_newest_stays_live(index, folder):
    write(folder, "停车(2024-03-29).md", "第一条 新车。")
    run(folder)
    write(folder, "停车(2020-03-01).md", "第一条 旧车。")
    _output, counts, _failed = run(folder)
    page = KnowledgePage.objects.get(title=TITLE)
    assert counts["published now"] == 1
    assert "新车" in page_text(page)
    assert "旧车" in body_on(page, date(2022, 1, 1))
    assert Edition.objects.current(page).effective_at == date(2024, 3, 29)
    assert rows() == (run(folder), rows())[1]


def test_sections_and_unchanged_paragraphs_are_the_same_ones_in_the_next_version(index, folder):
    write(folder, "停车(2020-03-01).md", "## 第一章 总则", "第一条 旧车。", "第二条 路。")
    write(folder, "停车(2024-03-29).md", "## 第一章 总则", "第一条 新车。", "第二条 路。")
    run(folder)
    page = KnowledgePage.objects.get(title=TITLE)
    old, new = (item.revision.as_object().body.raw_data for item in Edition.objects.of(page))
    assert [block["id"] for block in old] == [block["id"] for block in new]
    keys = [re.findall(r'data-block-key="(\w+)"', block["value"]["text"]) for block in (old[1], new[1])]
    assert keys[0][1] == keys[1][1]


def test_a_dry_run_writes_nothing_and_counts_the_same(index, folder):
    write(folder, "停车(2020-03-01).md", "第一条 旧车。")
    write(folder, "甲/停车(2024-03-29).md", "第一条 新车。")
    write(folder, "乙/停车(2024-03-29).md", "第一条 新的车。")
    write(folder, "丙/停车(2024-03-29).md", "第一条 新车。")
    write(folder, "坏(2024-02-30).md", "第一条 车。", title="坏")
    write(folder, "长.md", "第一条 车。", title="长" * 256)
    write(folder, "README.md", "x")
    before = rows()
    output, rehearsed, _failed = run(folder, dry_run=True)
    assert rows() == before
    assert "Dry run" in output
    _output, counts, _failed = run(folder)
    assert rehearsed == counts
    assert (counts["published now"], counts["kept as suggestion"], counts["identical"]) == (2, 1, 1)


def test_errors_are_listed_by_file_the_rest_is_imported_and_the_command_fails(index, folder):
    write(folder, "停车.md", "第一条 车。")
    write(folder, "坏(2024-02-30).md", "第一条 车。", title="坏")
    write(folder, "长.md", "第一条 车。", title="长" * 256)
    (folder / "乱.md").write_bytes("# 乱".encode("gb18030"))
    output, counts, failed = run(folder)
    assert (counts["published now"], counts["errors"]) == (1, 3)
    assert failed is not None and failed.returncode == 1
    for name in ("坏(2024-02-30).md", "长.md", "乱.md"):
        assert f"error: {name}: " in output


def test_a_text_that_fails_half_way_leaves_nothing_behind(index, folder, monkeypatch):
    write(folder, "停车.md", "第一条 车。")
    before = rows() | {"accounts.User": User.objects.filter(pk=User.objects.system().pk).count()}

    def broken(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr("wagtail.models.Revision.publish", broken)
    output, _counts, failed = run(folder)
    assert failed is not None and "disk full" in output
    assert rows() == before


def test_only_the_first_pages_are_imported_with_a_limit(index, folder):
    for name in "甲乙丙":
        write(folder, f"{name}.md", "第一条 车。", title=name)
    _output, counts, _failed = run(folder, limit=2)
    assert (counts["pages"], counts["published now"]) == (2, 2)
    _output, counts, _failed = run(folder)
    assert (counts["published now"], counts["already here"]) == (1, 2)


def test_pages_go_under_the_index_that_is_named(index, folder):
    write(folder, "停车.md", "第一条 车。")
    _output, _counts, failed = run(folder, under="nowhere")
    assert "nowhere" in str(failed)
    _output, _counts, failed = run(folder, under=index.slug)
    assert failed is None
    assert KnowledgePage.objects.child_of(index).count() == 1


def test_a_folder_that_is_not_there_is_one_clear_line(index, tmp_path):
    _output, _counts, failed = run(tmp_path / "nothing")
    assert "There is no folder" in str(failed)


def manage(data_dir, *args, **options):
    environment = os.environ | {
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": f"sqlite:///{data_dir / 'policywiki.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "policywiki.settings.test"),
    }
    command = [sys.executable, "manage.py", *args]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, **options)


def imported(data_dir):
    with sqlite3.connect(data_dir / "policywiki.sqlite3") as database:
        return database.execute("select count(*) from wiki_importedtext").fetchone()[0]


MAKE_INDEX = """
from wagtail.models import Page
from policywiki.home.models import HomePage
from policywiki.wiki.models import KnowledgeIndexPage
root = Page.objects.get(depth=1)
home = HomePage.objects.first() or root.add_child(instance=HomePage(title="H", slug="h-h"))
KnowledgeIndexPage.objects.exists() or home.add_child(instance=KnowledgeIndexPage(title="P", slug="p-p"))
"""

CHECK = """
from policywiki.editions.models import Edition
from policywiki.wiki.models import ImportedText, KnowledgePage
from wagtail.models import Page, Revision
import json
print(json.dumps([
    KnowledgePage.objects.count(), Edition.objects.count(), ImportedText.objects.count(),
    Revision.objects.count(), [list(problem) for problem in Page.find_problems()],
    KnowledgePage.objects.filter(live=False).count(),
]))
"""


@pytest.mark.processes
@pytest.mark.whole
def test_an_import_that_is_killed_goes_on_where_it_was(tmp_path, folder):
    for number in range(60):
        write(
            folder,
            f"{number}(2020-01-01).md",
            *(f"第一条 旧车{number}。" for _ in range(50)),
            title=f"办法{number}",
        )
        write(folder, f"{number}(2024-01-01).md", f"第一条 新车{number}。", title=f"办法{number}")
    shutil.copy(migrated_file(), tmp_path / "policywiki.sqlite3")
    assert manage(tmp_path, "shell", "-c", MAKE_INDEX).wait() == 0
    for target in (10, 50):
        process = manage(tmp_path, "import_pages", str(folder))
        while imported(tmp_path) < target:
            assert process.poll() is None, "the import ended before it could be killed"
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert target <= imported(tmp_path) < 120
    process = manage(tmp_path, "import_pages", str(folder))
    output, _ = process.communicate()
    assert process.returncode == 0
    counts = {label: int(count) for label, count in COUNTS.findall(output)}
    assert counts["already here"] >= 50
    assert counts["already here"] + counts["published now"] == 120
    output, _ = manage(tmp_path, "shell", "-v", "0", "-c", CHECK).communicate()
    assert output.strip().splitlines()[-1] == "[60, 120, 120, 120, [[], [], [], [], []], 0]"


@needs_laws
@pytest.mark.data
@pytest.mark.whole
def test_all_real_texts_become_1167_pages_and_none_is_lost(index):
    _output, counts, failed = run(LAWS)
    assert failed is None
    assert counts == {
        "texts": 1247, "pages": 1167, "versions": 1243, "published now": 1243, "already here": 0,
        "identical": 4, "kept as suggestion": 0, "not a text": 2, "errors": 0,
    }  # fmt: skip
    assert KnowledgePage.objects.child_of(index).live().count() == 1167
    assert Edition.objects.count() == 1243
    assert sum(len(row.paths) for row in ImportedText.objects.all()) == 1247
    before = rows()
    _output, counts, _failed = run(LAWS)
    assert (counts["published now"], counts["already here"]) == (0, 1243)
    assert rows() == before


@needs_laws
@pytest.mark.data
def test_beijings_own_regulations_are_imported_with_their_versions(index):
    folder = LAWS / "DLC" / "北京地方法规"
    _output, counts, failed = run(folder, limit=12)
    assert failed is None
    assert counts["pages"] == 12 == KnowledgePage.objects.child_of(index).count()
    for page in KnowledgePage.objects.child_of(index):
        editions = list(Edition.objects.of(page))
        assert [item.number for item in editions] == list(range(1, len(editions) + 1))
        source = Path(folder, editions[-1].provenance["files"][0]).read_text(encoding="utf-8")
        last = [line for line in source.split("\n") if line.strip()][-1]
        assert last.strip() in html.unescape(page_text(page))
