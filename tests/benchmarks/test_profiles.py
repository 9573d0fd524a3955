"""The profiles and the floors of the page on performance."""

from __future__ import annotations

import pytest

from benchmarks import floors, profiles
from benchmarks.speed.sizes import QUICK
from tests.benchmarks.test_speed import TINY

pytestmark = pytest.mark.slow


def test_a_profile_has_the_ten_functions_with_the_largest_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "CALLS", 20)
    monkeypatch.setattr(profiles, "PAGES", 1)
    for title, times, profile in profiles.profiles():
        shares = [function.share for function in profiles.top(profile, times)]
        assert len(shares) == 10, title
        assert shares == sorted(shares, reverse=True)
        assert 0 < sum(shares) < 1


def test_a_profile_says_how_often_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "CALLS", 20)
    monkeypatch.setattr(profiles, "PAGES", 3)
    _, (_, times, page), _ = profiles.profiles()
    decoder = next(one for one in profiles.top(page, times) if one.name.endswith("<the decoder of Task> decode"))
    assert decoder.calls == QUICK.records == 500


def test_a_floor_is_below_what_it_is_the_floor_of() -> None:
    *_, memory = floors.floors(TINY)
    assert 0 < memory.floor < memory.cost


def test_the_unchecked_decoder_stores_the_values_as_they_are() -> None:
    (task,) = floors.unchecked()([{**dict.fromkeys(floors.NAMES.values()), "_id": 1, "title": ["x"]}])
    assert (task.id, task.title) == (1, ["x"])


def test_a_profile_says_which_packages_take_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "CALLS", 20)
    _, _, call = next(profiles.profiles())
    assert {"plutio_async", "h11", "httpcore", "anyio", "built-in"} <= dict(profiles.packages(call)).keys()
