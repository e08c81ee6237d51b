"""Faults on purpose, in small counts: what was acknowledged is there, once, and the log holds.

The full counts are in docs/reliability.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from console.bench.cluster import NoCluster, programs
from console.faults import duplicates
from console.faults.command import run
from console.faults.tally import Tally, Trial

Faulty = Callable[..., dict[str, Any]]
WANTED = {"name", "runs", "acknowledged", "lost", "duplicated", "seconds", "ok"}


@pytest.fixture
def faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Faulty:
    """Runs a fault as the command does; its one JSON object."""

    def go(*arguments: str, ends: int = 0) -> dict[str, Any]:
        code = run([*arguments, "--json", "--seeds", str(tmp_path / "failing.json")])
        told: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert set(told) >= WANTED
        assert (code, told["ok"]) == (ends, ends == 0), told
        return told

    return go


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("kill9", 2), ("powerloss", 50), ("chaos", 30), ("diskfull", 1), ("eio", 10), ("duplicates", 20),
        ("two-operators", 5), ("tamper", 80), ("stream", 3), ("clock", 2),
    ],
)  # fmt: skip
def test_nothing_acknowledged_is_lost_and_nothing_counts_twice(faults: Faulty, name: str, times: int):
    told = faults(name, "--times", str(times))
    assert (told["runs"], told["lost"], told["duplicated"], told["broken"]) == (times, 0, 0, [])
    assert told["acknowledged"] > 0


def test_what_was_done_without_a_network_goes_out_after_it(faults: Faulty):
    told = faults("netcut", "--seconds", "1")
    assert told["lost"] == 0
    assert told["queued"] > 30


def test_without_syncing_a_power_loss_loses(faults: Faulty):
    assert faults("powerloss", "--times", "50", "--control")["lost"] > 0


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("kill9", 1), ("chaos", 20), ("pgcrash", 1), ("duplicates", 12), ("two-operators", 3), ("tamper", 60),
        ("stream", 2), ("clock", 1),
    ],
)  # fmt: skip
def test_it_holds_on_postgres_too(faults: Faulty, name: str, times: int):
    try:
        programs()
    except NoCluster as error:
        pytest.skip(str(error))
    told = faults(name, "--times", str(times), "--store", "postgres")
    assert (told["runs"], told["lost"], told["duplicated"], told["broken"]) == (times, 0, 0, [])
    assert told["acknowledged"] > 0


@pytest.mark.postgres
def test_a_full_disk_under_postgres_stops_intake_and_loses_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    code = run(["diskfull", "--store", "postgres", "--times", "1", "--json", "--seeds", str(tmp_path / "failing.json")])
    told = capsys.readouterr()
    if code == 2:
        pytest.skip(told.err)  # no PostgreSQL, or no small disk may be mounted here
    figures = json.loads(told.out)
    assert (code, figures["runs"], figures["lost"], figures["duplicated"], figures["broken"]) == (0, 1, 0, 0, [])
    assert figures["acknowledged"] > 0


def test_a_seed_that_failed_is_run_first_the_next_time(faults: Faulty, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seen: list[int] = []

    def rounds(trial: Trial, seeds: Iterable[int]) -> Iterator[tuple[int, Tally]]:
        for seed in seeds:
            seen.append(seed)
            yield seed, Tally(acknowledged=1, lost=int(seed == 7))

    monkeypatch.setattr(duplicates, "rounds", rounds)
    told = faults("duplicates", "--times", "3", "--seed", "6", ends=1)
    assert (told["lost"], told["failed_seeds"]) == (1, [7])
    faults("duplicates", "--times", "1", "--seed", "90", ends=1)
    assert seen == [6, 7, 8, 7, 90]


def test_a_run_that_breaks_off_counts_as_failed_and_the_others_follow(faults: Faulty, monkeypatch: pytest.MonkeyPatch):
    def rounds(trial: Trial, seeds: Iterable[int]) -> Iterator[tuple[int, Tally]]:
        for seed in seeds:
            if seed == 2:
                raise OSError("no more processes")
            yield seed, Tally(acknowledged=1)

    monkeypatch.setattr(duplicates, "rounds", rounds)
    told = faults("duplicates", "--times", "4", ends=1)
    assert (told["runs"], told["acknowledged"], told["failed_seeds"]) == (4, 3, [2])
    assert "no more processes" in told["broken"][0]


def test_a_fault_that_makes_no_sense_on_a_store_is_said(capsys: pytest.CaptureFixture[str]):
    assert run(["powerloss", "--store", "postgres"]) == 2
    assert run(["chaos", "--control"]) == 2
    assert "powerloss" in capsys.readouterr().err
