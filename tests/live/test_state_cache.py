"""The states in memory are bounded by what they weigh, so by their entries, and not by how many tables there are."""

import pytest

from dialoog.live.journal import state_cache
from dialoog.live.journal.state_cache import CachedState, StateCache


def test_a_thousand_tables_stay_in_memory() -> None:
    cache = StateCache()
    for number in range(1_000):
        cache.put(CachedState(f"t{number}", version=250))
    assert len(cache) == 1_000


def test_the_least_recently_used_states_go_beyond_so_many_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_cache, "MAX_ENTRIES", 100 + 2 * state_cache.EMPTY_STATE)
    cache = StateCache()
    for dialogue, version in (("linde", 40), ("eik", 40), ("linde", 50)):
        cache.put(CachedState(dialogue, version=version))
    cache.put(CachedState("beuk", version=30))
    assert [cache.get(dialogue).version for dialogue in ("linde", "eik", "beuk")] == [50, 0, 30]
    cache.forget("linde")
    cache.put(CachedState("es", version=70))
    assert [cache.get(dialogue).version for dialogue in ("beuk", "es")] == [30, 70]


def test_one_state_larger_than_that_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is at that table needs it for every command."""
    monkeypatch.setattr(state_cache, "MAX_ENTRIES", 100)
    cache = StateCache()
    cache.put(CachedState("linde", version=400))
    assert cache.get("linde").version == 400


def test_states_without_entries_weigh_something_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_cache, "MAX_ENTRIES", 100)
    cache = StateCache()
    for number in range(1_000):
        cache.put(CachedState(f"t{number}", version=1))
    assert len(cache) < 10
