"""What a fault is asked for, and what was counted: acknowledged, lost, duplicated, and whatever else was broken."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

MOST_WORDS = 12  # sentences about what broke that are kept; the count goes on


@dataclass(frozen=True, slots=True)
class Trial:
    """One call of the tool: against which store, and whether it is the control that must fail."""

    name: str
    store: str = "sqlite"
    control: bool = False
    seconds: float = 0  # how long it lasts, where a fault lasts; 0: as long as it should

    def chance(self, seed: int) -> random.Random:
        """The dice of one run."""
        return random.Random(f"{self.name}:{seed}")  # noqa: S311 - repeatable, not secret


def grouped(seeds: Iterable[int], size: int) -> Iterator[list[int]]:
    """The seeds that share a folder, a recording or a storm; the same ones however many are asked for."""
    for _, some in groupby(seeds, lambda seed: (seed - 1) // size):
        yield list(some)


@dataclass(slots=True)
class Tally:
    """What was counted. `acknowledged`: told to a client as saved; `lost`: of those, not in the log or the state
    afterwards; `duplicated`: sent once and counted more than once; `broken`: sentences about anything else."""

    acknowledged: int = 0
    lost: int = 0
    duplicated: int = 0
    broken: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)  # summed; names that begin with `most_`: the largest

    @property
    def ok(self) -> bool:
        """Whether every promise held."""
        return not (self.lost or self.duplicated or self.broken)

    def fail(self, words: str) -> None:
        """Something else is not as it should be."""
        self.broken.append(words[:300])

    def count(self, name: str, value: float = 1) -> None:
        """A figure that says how hard the run was."""
        known = self.figures.get(name, 0)
        self.figures[name] = max(known, value) if name.startswith("most_") else known + value

    def add(self, other: Tally) -> None:
        """Takes another's counts in."""
        self.acknowledged += other.acknowledged
        self.lost += other.lost
        self.duplicated += other.duplicated
        self.broken += other.broken[: max(0, MOST_WORDS - len(self.broken))]
        for name, value in other.figures.items():
            self.count(name, value)
