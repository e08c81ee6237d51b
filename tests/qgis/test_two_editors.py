"""Two people edit one layer at once, in the console and in QGIS: whoever changed something finds it, or is asked.

`POC_TWO_EDITORS=0-1000` makes the runs of these seeds; the suite makes a few.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from shapely import Point

from console.api.client import Client
from console.api.connect import EmbeddedService
from console.api.layeredits import EditConflict, LayerEdits
from console.domain import wire
from layers.changes import Conflict, changed_fields, content, difference, with_content
from layers.features import Feature
from tests.qgis.test_plugin import ENVIRONMENT, PYTHON

LAYER = "wifi_hotspot"
FIELDS = ("name", "ssid", "users", "geometry")
SEEDS = range(*map(int, os.environ.get("POC_TWO_EDITORS", "0-10").split("-")))
STEPS = 10
Truth = dict[str, dict[str, Any]]
GONE = object()


class ConsoleSide:
    """An editor in the console: the layer as it was fetched, what was made of it, and pushes by the real client."""

    def __init__(self, service: EmbeddedService) -> None:
        self.client = Client(service.url, service.key, console="console")
        self.client.sign_in("admin", "demo")
        self.edits = LayerEdits(self.client)

    def begin(self, folder: Path) -> None:
        self.base = {feature.id: feature for feature in self.client.features(LAYER).features}
        self.now = dict(self.base)
        self.disputed: dict[str, Conflict] = {}

    def states(self) -> Truth:
        return {ident: state_of(feature) for ident, feature in self.now.items()}

    def edit(self, ident: str, field: str, value: Any) -> None:
        shown = Point(value) if field == "geometry" else value
        self.now[ident] = with_content(self.now[ident], content(self.now[ident]) | {field: shown})

    def delete(self, ident: str) -> None:
        del self.now[ident]

    def insert(self, name: str, place: tuple[float, float]) -> None:
        new = Feature(LAYER, wire.uuid7(), Point(place), {"name": name, "state": "aktif"})
        self.now[new.id] = new

    def push(self) -> list[list[Any]]:
        changes = difference(self.base, self.now)
        if changes:
            try:
                self.edits.push(LAYER, "run", changes, publish=True)
            except EditConflict as error:
                self.disputed = {conflict.id: conflict for conflict in error.conflicts}
                return [[conflict.id, list(conflict.fields)] for conflict in error.conflicts]
        self.begin(Path())
        return []

    def decide(self, ident: str, side: str) -> None:
        """From now on this editor has seen what the other side made of it."""
        conflict = self.disputed.pop(ident)
        mine, theirs = conflict.mine, conflict.theirs
        if mine is None or theirs is None:
            taken = mine if side == "mine" else theirs
        else:
            own = [
                key
                for key in changed_fields(self.base.get(ident), mine)
                if side == "mine" or key not in conflict.fields
            ]
            taken = with_content(theirs, content(theirs) | {key: content(mine).get(key) for key in own})
        for held, state in ((self.base, theirs), (self.now, taken)):
            if state is None:
                held.pop(ident, None)
            else:
                held[ident] = state


class QgisSide:
    """An editor in a real QGIS, led by lines of JSON."""

    def __init__(self, service: EmbeddedService, home: Path) -> None:
        command = [PYTHON, str(Path(__file__).with_name("editor.py")), service.url, service.key, "admin"]
        self.child = subprocess.Popen(
            command,
            env={**ENVIRONMENT, "HOME": str(home)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._hear()

    def _hear(self) -> dict[str, Any]:
        assert self.child.stdout is not None
        while not (line := self.child.stdout.readline()).startswith("{"):
            assert line, "QGIS has ended"
        return dict(json.loads(line))

    def _do(self, what: str, *values: Any) -> Any:
        assert self.child.stdin is not None
        self.child.stdin.write(json.dumps({"do": what, "with": values}) + "\n")
        self.child.stdin.flush()
        answer = self._hear()
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def begin(self, folder: Path) -> None:
        self._do("pull", str(folder / f"{wire.uuid7()}.gpkg"))

    def states(self) -> Truth:
        return {ident: {**row, "geometry": tuple(row["geometry"])} for ident, row in self._do("states").items()}

    def edit(self, ident: str, field: str, value: Any) -> None:
        self._do("edit", ident, field, value)

    def delete(self, ident: str) -> None:
        self._do("delete", ident)

    def insert(self, name: str, place: tuple[float, float]) -> None:
        self._do("insert", name, place)

    def push(self) -> list[list[Any]]:
        return list(self._do("push"))

    def decide(self, ident: str, side: str) -> None:
        self._do("decide", ident, side)

    def close(self) -> None:
        assert self.child.stdin is not None
        self.child.stdin.close()
        self.child.wait(30)
        assert self.child.stdout is not None
        self.child.stdout.close()


def state_of(feature: Feature) -> dict[str, Any]:
    """What the runs look at."""
    fields = {key: feature.properties.get(key) for key in FIELDS if key != "geometry"}
    return {**fields, "geometry": (feature.geometry.x, feature.geometry.y)}


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[EmbeddedService, ConsoleSide, QgisSide]]:
    home = tmp_path_factory.mktemp("two")
    asked = subprocess.run(
        [PYTHON, "-c", "import qgis.core"], env={**ENVIRONMENT, "HOME": str(home)}, capture_output=True
    )
    if asked.returncode:
        pytest.skip("no QGIS for /usr/bin/python3: apt-get install python3-qgis qgis-providers")
    service = EmbeddedService(home / "data", "--demo", "--no-seed")
    service.start()
    console, qgis = ConsoleSide(service), QgisSide(service, home)
    yield service, console, qgis
    console.client.close()
    qgis.close()
    service.stop()


class Run:
    """One run: what each side wants that is not published yet, and what must stand."""

    def __init__(self, chance: random.Random, console: ConsoleSide, qgis: QgisSide) -> None:
        self.chance, self.judge = chance, console.client
        self.sides: tuple[ConsoleSide | QgisSide, ...] = (console, qgis)
        self.wanted: list[dict[str, Any]] = [{}, {}]  # id or new name -> GONE, or field -> value
        self.truth = self.served()
        self.asked = 0

    def served(self) -> Truth:
        return {feature.id: state_of(feature) for feature in self.judge.features(LAYER).features}

    def step(self) -> None:
        who = self.chance.randrange(2)
        what = self.chance.choices(("edit", "delete", "insert", "push"), (6, 1, 1, 3))[0]
        side, wanted = self.sides[who], self.wanted[who]
        here = sorted(ident for ident in side.states() if ident in self.truth or not ident.startswith("fid:"))
        here = [ident for ident in here if ident in self.known(who)]
        if what == "push":
            self.push(who)
        elif what == "insert":
            name = f"Baru {self.chance.random()}"
            place = self.place()
            side.insert(name, place)
            wanted[name] = {"name": name, "ssid": None, "users": None, "geometry": place}
        elif here:
            ident = self.chance.choice(here)
            if what == "delete":
                side.delete(ident)
                wanted[ident] = GONE
            else:
                field = self.chance.choice(FIELDS)
                value = self.place() if field == "geometry" else self.value(field)
                side.edit(ident, field, value)
                wanted.setdefault(ident, {})[field] = value

    def known(self, who: int) -> set[str]:
        """What this side may touch: published features that it has not deleted itself."""
        return {ident for ident in self.seen[who] if self.wanted[who].get(ident) is not GONE}

    def place(self) -> tuple[float, float]:
        return 106.97 + self.chance.randrange(4000) / 1e5, -6.26 + self.chance.randrange(4000) / 1e5

    def value(self, field: str) -> Any:
        return self.chance.randrange(3) if field == "users" else f"{field} {self.chance.randrange(3)}"

    def begin(self, folder: Path) -> None:
        for side in self.sides:
            side.begin(folder)
        self.seen = [set(self.truth), set(self.truth)]

    def push(self, who: int) -> None:
        side, wanted = self.sides[who], self.wanted[who]
        for _ in range(8):
            conflicts = side.push()
            if not conflicts:
                break
            for ident, fields in conflicts:
                self.judge_conflict(ident, fields, wanted)
                choice = self.chance.choice(("mine", "theirs"))
                side.decide(ident, choice)
                if choice == "theirs":
                    self.give_up(wanted, ident, fields)
                elif wanted.get(ident) is not GONE and ident not in self.truth:
                    whole = side.states()[ident]  # it was deleted there, and comes back whole
                    wanted[ident] = whole
        else:
            raise AssertionError("the conflicts never end")
        self.overlay(wanted)
        assert self.served() == self.truth
        wanted.clear()
        assert side.states() == self.truth, "who has pushed sees what stands"
        self.seen[who] = set(self.truth)

    def judge_conflict(self, ident: str, fields: list[str], wanted: dict[str, Any]) -> None:
        """A person is asked only where both sides really disagree."""
        self.asked += 1
        assert ident in wanted, "asked about what this side did not touch"
        if wanted[ident] is not GONE and ident in self.truth:
            assert set(fields) <= set(wanted[ident]), "asked about fields that this side did not touch"
            assert any(self.truth[ident][key] != wanted[ident][key] for key in fields)

    def give_up(self, wanted: dict[str, Any], ident: str, fields: list[str]) -> None:
        if wanted[ident] is GONE or ident not in self.truth:
            del wanted[ident]
            return
        for field in fields:
            del wanted[ident][field]

    def overlay(self, wanted: dict[str, Any]) -> None:
        served = self.served()
        for key, want in wanted.items():
            if want is GONE:
                self.truth.pop(key, None)
            elif key in self.truth:
                self.truth[key] |= want
            else:
                ident = key if key in served else next((i for i, row in served.items() if row["name"] == key), key)
                self.truth[ident] = dict(want)


def run(seed: int, service: EmbeddedService, console: ConsoleSide, qgis: QgisSide, folder: Path) -> int:
    """One run from an empty layer; how often a person was asked."""
    chance = random.Random(seed)
    present = console.client.features(LAYER).features
    spots = [
        Feature(LAYER, f"w{n}", Point(106.98 + n / 1000, -6.25), {"name": f"Taman {n}", "state": "aktif"})
        for n in range(4)
    ]
    clear = difference({feature.id: feature for feature in present}, {spot.id: spot for spot in spots})
    if clear:
        console.edits.push(LAYER, "begin", clear, publish=True)
    made = Run(chance, console, qgis)
    made.begin(folder)
    for _ in range(STEPS):
        made.step()
    made.push(0)
    made.push(1)
    return made.asked


def test_whatever_the_two_do_no_edit_is_lost(sides, tmp_path):
    asked = 0
    for seed in SEEDS:
        try:
            asked += run(seed, *sides, tmp_path)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error
        for copy in tmp_path.iterdir():
            copy.unlink()
    assert asked, "not one conflict came up: the runs prove nothing"
