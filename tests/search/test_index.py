"""The index itself: one writer, nothing seen half done, old segments merged."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from search.asking import ask
from search.index.documents import Card, Entry, Part
from search.index.store import Store, WriterBusy
from search.index.view import Window, window
from search.index.writer import CROWDED, append_all, batch, rebuild
from search.ranking import rank


def entry(pk: int, title: str = "", *parts: str, public: bool = True, **card: str) -> Entry:
    return Entry(
        card=Card("wagtailcore.page", str(pk), ("wagtailcore.page",), "page", public=public, **card),
        title=title,
        auto=title,
        parts=tuple(Part(f"article-{n}", f"第{n}章", text) for n, text in enumerate(parts, 1)),
    )


def found(store: Store, query: str) -> list[str]:
    return [one.card.pk for one in rank(window(store).view(), ask(query))]


def test_before_the_first_build_nothing_is_found(store: Store) -> None:
    assert found(store, "养犬") == []


def test_a_batch_adds_renews_and_deletes_at_its_end(store: Store) -> None:
    with batch(store) as work:
        work.put(entry(1, "养犬管理"))
        work.put(entry(2, "物业管理"))
        assert found(store, "管理") == []
    assert sorted(found(store, "管理")) == ["1", "2"]
    with batch(store) as work:
        work.put(entry(1, "信访"))
        work.delete("wagtailcore.page:2")
    assert found(store, "管理") == []
    assert found(store, "信访") == ["1"]


def test_the_same_object_twice_in_a_batch_is_there_once(store: Store) -> None:
    with batch(store) as work:
        work.put(entry(1, "养犬"))
        work.put(entry(1, "信访"))
    assert found(store, "信访") == ["1"]
    assert found(store, "养犬") == []


def test_an_error_in_a_batch_leaves_the_index_as_it_was(store: Store) -> None:
    append_all(store, [entry(1, "养犬")])
    with pytest.raises(ZeroDivisionError), batch(store) as work:
        work.put(entry(2 // len(found(store, "信访")), "信访"))
    assert found(store, "养犬") == ["1"]
    assert found(store, "信访") == []


def test_a_rebuild_shows_the_old_index_until_the_new_one_is_whole(store: Store) -> None:
    append_all(store, [entry(1, "养犬")])
    with rebuild(store) as work:
        work.append(entry(2, "信访"))
        work.commit()
        assert found(store, "养犬") == ["1"]
        assert found(store, "信访") == []
    assert found(store, "养犬") == []
    assert found(store, "信访") == ["2"]
    assert len(list(store.root.glob("v*"))) == 1


def test_a_broken_rebuild_changes_nothing_and_is_swept_up_by_the_next(store: Store) -> None:
    append_all(store, [entry(1, "养犬")])
    with pytest.raises(RuntimeError), rebuild(store):
        raise RuntimeError
    assert found(store, "养犬") == ["1"]
    append_all(store, [entry(2, "养犬")])
    assert found(store, "养犬") == ["2"]
    assert len(list(store.root.glob("v*"))) == 1


def test_there_is_one_writer_at_a_time(store: Store) -> None:
    with batch(store), pytest.raises(WriterBusy), store.lock(wait=0.1):
        pass


def test_many_small_commits_are_merged(store: Store) -> None:
    for pk in range(1, 3 * CROWDED + 1):
        with batch(store) as work:
            work.put(entry(pk, "养犬", "条文"))
    view = window(store).view()
    assert len(view.shards) <= 2 * CROWDED
    assert len(found(store, "养犬")) == 3 * CROWDED


def test_segments_read_before_are_kept_when_others_are_added(store: Store) -> None:
    append_all(store, [entry(1, "养犬")])
    eye = Window(store)
    before = eye.view().shards[0].segment
    with batch(store) as work:
        work.put(entry(2, "养犬"))
    assert before in [shard.segment for shard in eye.view().shards]
    with batch(store) as work:
        work.delete("wagtailcore.page:1")
    assert [one.card.pk for one in rank(eye.view(), ask("养犬"))] == ["2"]


def test_one_deleted_of_many_is_not_found_though_its_segment_stays(store: Store) -> None:
    append_all(store, [entry(pk, "养犬") for pk in (1, 2, 3)])
    assert len(found(store, "养犬")) == 3
    with batch(store) as work:
        work.delete("wagtailcore.page:2")
    assert len(window(store).view().shards) == 1
    for eye in (window(store), Window(store)):
        assert sorted(one.card.pk for one in rank(eye.view(), ask("养犬"))) == ["1", "3"]


def test_what_is_not_public_is_never_found(store: Store) -> None:
    append_all(store, [entry(1, "养犬", public=False), entry(2, "养犬")])
    assert found(store, "养犬") == ["2"]


def test_words_in_two_articles_find_the_page(store: Store) -> None:
    append_all(store, [entry(1, "规定", "犬只登记", "罚款标准"), entry(2, "规定", "犬只登记")])
    assert found(store, "犬只 罚款")[0] == "1"


def test_quoted_words_must_stand_together(store: Store) -> None:
    append_all(store, [entry(1, "甲", "垃圾应当分类"), entry(2, "乙", "垃圾分类")])
    assert found(store, "“垃圾分类”") == ["2"]
    assert found(store, "“垃圾，分类”") == []


@pytest.mark.parametrize(
    "query, first", [("养犬管理", "2"), ("养犬", "1"), ("养犬管理 第一条", "2"), ("道路法", "3")]
)
def test_the_title_itself_comes_first_then_the_citys_own(store: Store, query: str, first: str) -> None:
    titles = ["北京市养犬管理", "养犬管理", "中华人民共和国道路法", "北京市实施道路法办法"]
    append_all(store, [entry(pk, title, *["养犬管理道路法"] * 5) for pk, title in enumerate(titles, 1)])
    ranked = rank(window(store).view(), ask(query), city_names=["北京市"])
    assert ranked[0].card.pk == first


def test_an_article_is_found_by_its_number_under_its_own_law(store: Store) -> None:
    append_all(store, [entry(n, title, "甲", "乙", "丙") for n, title in enumerate(["养犬规定", "信访条例"])])
    best = rank(window(store).view(), ask("信访 第二条"))[0]
    assert best.card.pk == "1"
    assert best.shard.segment.data(best.passages[0])["anchor"] == "article-2"


def _write_and_be_killed(root: Path, when: str) -> None:
    with batch(Store(root)) as work:
        work.put(entry(2, "信访"))
        if when == "during":
            os.kill(os.getpid(), signal.SIGKILL)
        work.commit()
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.processes
@pytest.mark.parametrize("when, expected", [("during", []), ("after", ["2"])])
def test_a_killed_writer_leaves_a_whole_index_and_a_free_lock(
    store: Store, when: str, expected: list[str]
) -> None:
    append_all(store, [entry(1, "养犬")])
    process = multiprocessing.get_context("spawn").Process(
        target=_write_and_be_killed, args=(store.root, when)
    )
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert found(store, "养犬") == ["1"]
    assert found(store, "信访") == expected
    with batch(store) as work:
        work.put(entry(3, "物业"))
    assert found(store, "物业") == ["3"]
