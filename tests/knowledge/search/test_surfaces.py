"""How alike a question and the names of an entry look and sound."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from knowledge.search import surfaces as module
from knowledge.search.passages import Field, passages
from knowledge.search.stored_library import StoredLibrary
from knowledge.search.surfaces import Shape, Surfaces
from knowledge.search.text import clean_query, dice, pairs, sounds
from tests.knowledge.search.conftest import Watched


@pytest.fixture
def keys(watched: Watched) -> dict[str, int]:
    """Entry -> key, national variants only."""
    return {head.id: head.key for head in watched.heads() if head.region == "000000"}


def match(watched: Watched, key: int, said: str) -> tuple[float, float, float]:
    found = Surfaces(watched).match([key], Shape.of(clean_query(said)))
    assert set(found) == {key}
    return found[key]


@pytest.mark.parametrize("said", ["社保卡挂失", "社保卡，挂失。", "请问社保卡挂失"])
def test_a_name_said_exactly_is_hit_exactly(
    watched: Watched, keys: dict[str, int], said: str
) -> None:
    assert match(watched, keys["card-report"], said) == (1, 1, 1)


def test_what_sounds_the_same_sounds_alike_and_looks_different(
    watched: Watched, keys: dict[str, int]
) -> None:
    # given a recogniser that took 社 for 设 and 保 for 宝
    characters, spoken, exact = match(watched, keys["card-report"], "设宝卡挂失")
    assert (spoken, exact) == (1, 0)
    # ^设 设宝 宝卡 卡挂 挂失 失$: three of six pairs are those of the name
    assert characters == pytest.approx(0.5)


def test_the_nearest_of_several_names_counts(watched: Watched, keys: dict[str, int]) -> None:
    said = "怕别人用社保卡"
    characters, _, exact = match(watched, keys["card-report"], said)
    alias = "怕别人用我的社保卡"
    assert characters == dice(pairs(said), pairs(alias)) > dice(pairs(said), pairs("社保卡挂失"))
    assert exact == 0


def test_what_only_the_body_says_is_no_name(watched: Watched, keys: dict[str, int]) -> None:
    # given a sentence of the answer
    assert match(watched, keys["card-cost"], "加急的另问。")[2] == 0


def test_an_entry_without_names_is_like_nothing(watched: Watched) -> None:
    assert match(watched, 999, "社保卡") == (0, 0, 0)


def test_names_are_read_once(watched: Watched, keys: dict[str, int]) -> None:
    surfaces = Surfaces(watched)
    both = [keys["card-report"], keys["card-cost"]]
    surfaces.match(both[:1], Shape.of("挂失"))
    surfaces.match(both, Shape.of("多少钱"))
    surfaces.match(both, Shape.of("挂失"))
    assert watched.names_read == both
    assert surfaces.match([], Shape.of("挂失")) == {}


def test_forgetting_changes_no_answer(
    watched: Watched, keys: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a memory so short that every question begins it anew
    said, every = Shape.of("社保卡挂失"), sorted(keys.values())
    whole = Surfaces(watched).match(every, said)
    monkeypatch.setattr(module, "_REMEMBERED", 0)
    forgetful = Surfaces(watched)
    for key in [*every, *every]:
        assert forgetful.match([key, every[0]], said) == {
            key: whole[key],
            every[0]: whole[every[0]],
        }
    # then it did forget
    assert len(watched.names_read) > 2 * len(every)


def test_many_may_compare_at_once(watched: Watched, keys: dict[str, int]) -> None:
    said, every = Shape.of("补办社保卡"), sorted(keys.values())
    whole = Surfaces(watched).match(every, said)
    shared = Surfaces(watched)
    parts = [every[n % len(every) :] for n in range(60)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda part: shared.match(part, said), parts))
    assert found == [{key: whole[key] for key in part} for part in parts]


@given(said=st.text(st.sampled_from("社设保宝卡挂失补办老年证丢了多少钱 ，"), max_size=12))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_all_entries_are_compared_by_the_names_the_files_give_them(
    watched: Watched, keys: dict[str, int], said: str
) -> None:
    stored = StoredLibrary(watched)
    cleaned = clean_query(said)
    found = Surfaces(watched).match(list(keys.values()), Shape.of(cleaned))
    for entry_id, key in keys.items():
        entry = stored.variants[entry_id]["000000"].entry
        names = [clean_query(p.text) for p in passages(entry) if p.field is not Field.BODY]
        assert found[key] == (
            max(dice(pairs(cleaned), pairs(name)) for name in names),
            max(dice(pairs(sounds(cleaned)), pairs(sounds(name))) for name in names),
            float(cleaned in names),
        )
