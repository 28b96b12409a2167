"""What is PostgreSQL's own: one transaction a build, rights, locks, servers that go away.

That it keeps what any store keeps is in test_storage.py.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import psycopg2
import pytest
from sqlalchemy.engine import make_url

from knowledge.search import postgres_layout, postgres_storage
from knowledge.search.storage import Channel, Head, Postings, StoredPassage, StoreUnavailable
from knowledge.search.stores import PostgresStores, stores_at
from tests.knowledge.search.test_storage import HEADS, PASSAGES, fill, vectors_for
from tests.postgres import hang_up, on_server, schemas

FOLDER, OTHER = Path("build-00000000000000aa"), Path("build-00000000000000bb")
SCHEMA = "ershun_build_00000000000000aa"


def put(stores: PostgresStores, folder: Path = FOLDER) -> None:
    """A whole build."""
    writer = stores.writer(folder, None)
    fill(writer, vectors_for(PASSAGES))
    writer.commit()


def tables(url: str) -> set[str]:
    rows = on_server(f"SELECT tablename FROM pg_tables WHERE schemaname = '{SCHEMA}'", url)
    return {str(name) for (name,) in rows}


# --- one transaction ---


def test_nothing_is_seen_of_a_build_before_its_end(
    postgres: PostgresStores, postgres_url: str
) -> None:
    # given a build with everything but its end
    writer = postgres.writer(FOLDER, None)
    fill(writer, vectors_for(PASSAGES))
    assert (schemas(postgres_url), postgres.holds(FOLDER)) == (set(), False)
    # when it ends
    writer.commit()
    # then it is there as a whole
    assert (schemas(postgres_url), postgres.holds(FOLDER)) == ({SCHEMA}, True)
    assert tables(postgres_url) == set(postgres_layout.NAMES)


def test_a_build_given_up_leaves_nothing(postgres: PostgresStores, postgres_url: str) -> None:
    with closing(postgres.writer(FOLDER, None)) as writer:
        fill(writer, None)
    assert schemas(postgres_url) == set()


def test_what_a_killed_build_left_is_replaced(postgres: PostgresStores) -> None:
    # given an index whose folder was never put in place
    put(postgres)
    # when the same build is made again
    writer = postgres.writer(FOLDER, None)
    writer.put_entry(HEADS[0], "{}", "{}")
    writer.commit()
    # then nothing of the first is among it
    reader = postgres.reader(FOLDER)
    assert reader.heads() == HEADS[:1]
    assert reader.meta() == {}


def test_postings_of_a_query_are_found_by_their_index(
    postgres: PostgresStores, postgres_url: str
) -> None:
    # given more terms than it is sensible to look through
    one = Postings(np.array([1], np.uint32), np.array([1], np.float16))
    writer = postgres.writer(FOLDER, None)
    writer.put_postings(Channel.WORDS, ((f"词{number}", one) for number in range(5_000)))
    writer.commit()
    # when the server is asked how it would look, right after the build
    asked = "channel = 0 AND term = ANY(ARRAY['词1', '词2'])"
    plan = on_server(f"EXPLAIN SELECT keys FROM {SCHEMA}.posting WHERE {asked}", postgres_url)
    assert "Index Scan" in str(plan)


# --- reading ---


def test_a_matrix_of_several_pages(
    postgres: PostgresStores, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given more passages than are read at a time, some of them out of use
    monkeypatch.setattr(postgres_storage, "_PAGE", 4)
    rows = [StoredPassage(key, 0, "名字") for key in (1, 2, 3) for _ in range(5)]
    writer = postgres.writer(FOLDER, None)
    for key in (1, 2, 3):
        writer.put_entry(Head(key, "e", "000000", "policy", "d", True, 1), "{}", "{}")
    writer.put_passages(rows, vectors_for(rows))
    writer.retire([2])
    writer.commit()
    # then they come in order, each once
    matrix = postgres.reader(FOLDER).matrix()
    assert matrix.owner.tolist() == [1] * 5 + [3] * 5
    assert matrix.rows is not None
    assert np.array_equal(matrix.rows, vectors_for(rows)[[*range(5), *range(10, 15)]])


def test_many_entries_are_sent_a_part_at_a_time(postgres: PostgresStores) -> None:
    heads = [Head(key, f"e{key}", "000000", "policy", "d", True, 1) for key in range(1, 1_203)]
    writer = postgres.writer(FOLDER, None)
    for head in heads:
        writer.put_entry(head, "{}", "{}")
    writer.commit()
    assert postgres.reader(FOLDER).heads() == heads


def test_a_server_started_anew_is_not_noticed(postgres: PostgresStores, postgres_url: str) -> None:
    put(postgres)
    reader = postgres.reader(FOLDER)
    assert reader.heads() == HEADS
    # when every connection is lost between two questions
    assert hang_up(postgres_url) >= 1
    # then the next is answered as ever
    assert reader.heads() == HEADS
    assert reader.names([1]) == PASSAGES[:2]


def test_a_build_that_somebody_dropped_is_told(postgres: PostgresStores) -> None:
    put(postgres)
    reader = postgres.reader(FOLDER)
    reader.heads()
    postgres.drop(FOLDER)
    with pytest.raises(StoreUnavailable) as gone:
        reader.heads()
    assert str(gone.value).endswith(
        f'没有办成：relation "{SCHEMA}.entry" does not exist。'
        "要读的知识库不在这个库里，可能被删了。运行 ershun knowledge build 重新建。"
    )


# --- what stands in the way of a build ---


def test_a_server_lost_in_the_middle_of_a_build(
    postgres: PostgresStores, postgres_url: str
) -> None:
    # given a build in use and another under way
    put(postgres)
    writer = postgres.writer(OTHER, FOLDER)
    # when its connection is lost
    hang_up(postgres_url)
    with pytest.raises(StoreUnavailable) as lost:
        writer.put_meta({"a": "b"})
    # then that is told with what to do, and the build in use is still there alone
    assert str(lost.value).endswith(
        "。这次的没有建成，原来的还在用。数据库好了，再运行 ershun knowledge build。"
    )
    assert schemas(postgres_url) == {SCHEMA}
    assert postgres.reader(FOLDER).heads() == HEADS


@pytest.fixture
def guest(postgres_url: str) -> Iterator[str]:
    """The database as a user sees it who may only look."""
    name = f"ershun_guest_{uuid.uuid4().hex[:8]}"
    on_server(f"CREATE ROLE {name} LOGIN")
    yield make_url(postgres_url).set(username=name).render_as_string(hide_password=False)
    on_server(f"DROP ROLE {name}")


def test_a_user_without_rights_is_told_which_to_ask_for(guest: str) -> None:
    stores = stores_at(guest)
    with pytest.raises(StoreUnavailable) as refused:
        stores.writer(FOLDER, None)
    database = make_url(guest).database
    assert str(refused.value).endswith(
        f"没有办成：permission denied for database {database}。"
        "这个用户权限不够。请管理数据库的人运行 GRANT CREATE ON DATABASE，再试一次。"
    )


def test_an_index_that_is_being_read_is_not_waited_for_for_ever(
    postgres: PostgresStores, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a backup in the middle of an index (and less patience than usual)
    monkeypatch.setattr(postgres_layout, "DROP", postgres_layout.DROP.replace("5s", "50ms"))
    put(postgres)
    with closing(psycopg2.connect(postgres_url)) as backup, backup.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {SCHEMA}.entry")
        # when it is to be dropped
        with pytest.raises(StoreUnavailable) as refused:
            postgres.drop(FOLDER)
    # then it is given up with a reason, and done later
    assert str(refused.value).endswith(
        "canceling statement due to lock timeout。"
        "别的程序正占着，比如在做备份。等它做完，再试一次。"
    )
    postgres.drop(FOLDER)
    assert not postgres.holds(FOLDER)
