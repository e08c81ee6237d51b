"""Faults on purpose, in small counts: what was acknowledged is there, once, and the log holds.

The full counts are in docs/reliability.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from console.faults.command import run

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
        ("kill9", 2), ("powerloss", 60), ("chaos", 40), ("diskfull", 1), ("eio", 20), ("duplicates", 25),
        ("two-operators", 6), ("tamper", 100), ("stream", 4), ("clock", 2),
    ],
)  # fmt: skip
def test_nothing_acknowledged_is_lost_and_nothing_counts_twice(faults: Faulty, name: str, times: int):
    told = faults(name, "--times", str(times))
    assert (told["runs"], told["lost"], told["duplicated"], told["broken"]) == (times, 0, 0, [])
    assert told["acknowledged"] > 0


def test_what_was_done_without_a_network_goes_out_after_it(faults: Faulty):
    told = faults("netcut", "--seconds", "1")
    assert told["lost"] == 0
    assert told["queued"] > 400


def test_without_syncing_a_power_loss_loses(faults: Faulty):
    assert faults("powerloss", "--times", "60", "--control")["lost"] > 0
