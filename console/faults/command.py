"""`./poc faults NAME`: FAULTS, one row each; every one prints one JSON object and ends with 0 only when all held."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from console.bench.cluster import NoCluster
from console.bench.served import STORES
from console.faults import seeds
from console.faults.tally import Tally, Trial

Rounds = Callable[[Trial, Iterable[int]], Iterator[tuple[int, Tally]]]
BOTH = STORES
SQLITE, POSTGRES = ("sqlite",), ("postgres",)
MOST_CRASHES = 5  # of the tool itself, then it gives up


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: what it does, where its code lies, how often by default, and on which stores it makes sense."""

    name: str
    meaning: str
    times: int
    stores: tuple[str, ...] = BOTH
    has_control: bool = False

    def load(self) -> Rounds:
        """Its function: seeds in, one tally each out."""
        place = importlib.import_module(f"console.faults.{self.name.replace('-', '')}")
        rounds: Rounds = place.rounds
        return rounds


FAULTS = (
    Fault("kill9", "SIGKILL of the service at a random moment, consoles at work; started again. One run: a kill", 1000),
    Fault(
        "powerloss", "The disk after the power went, as an image; with --control: unsynced commits", 5000, SQLITE, True
    ),
    Fault("chaos", "A network that cuts, delays, repeats and truncates, and kills. One run: an action", 5000),
    Fault("diskfull", "The disk is filled to the last byte under work, then there is room again", 10),
    Fault("eio", "Two of a hundred writes end in an I/O error, then syncs too. One run: an action", 4000, SQLITE),
    Fault("pgcrash", "PostgreSQL crashes or is killed under work, and is started again", 25, POSTGRES),
    Fault("netcut", "30 s without a network and 500 actions; all gone out 30 s after its return", 1),
    Fault("duplicates", "Everything sent two to six times at once, some with another body. One run: a request", 2000),
    Fault("two-operators", "Two people on one report from what each last saw; held against a model", 1000),
    Fault("tamper", "An exported log is changed; audit verify must find it. One run: a change", 10_000),
    Fault("stream", "The live stream is cut under writes; its listener must have all, once. One run: a cut", 20),
    Fault("clock", "The service's clock jumps up to 26 h, forwards or back, under work", 20),
)
BY_NAME = {fault.name: fault for fault in FAULTS}


def run(arguments: list[str]) -> int:
    """Runs one fault; 0: all held (or the control failed as it must), 1: not so, 2: no such fault here."""
    given = _parser().parse_args(arguments)
    fault = BY_NAME[given.name]
    store = given.store or fault.stores[0]
    if store not in fault.stores or (given.control and not fault.has_control):
        what = "has no control" if store in fault.stores else f"is not one of {store}"
        sys.stderr.write(f"{fault.name} {what}.\n")
        return 2
    trial = Trial(fault.name, store, given.control, given.seconds)
    times = given.times or fault.times
    path = given.seeds or seeds.seeds_file()
    case = f"{fault.name}:{store}"
    again = [] if given.control else seeds.known(path, case)
    wanted = [*again, *range(given.seed, given.seed + times)]
    began = time.monotonic()
    try:
        whole, failed, runs = _drive(fault, trial, wanted, given.within, quiet=given.json)
    except NoCluster as error:
        sys.stderr.write(f"There is no PostgreSQL to try: {error}.\n")
        return 2
    ok = whole.lost > 0 if trial.control else not failed
    if failed and not trial.control:
        seeds.keep(path, case, failed)
    about = {
        "name": fault.name, "runs": runs, "acknowledged": whole.acknowledged, "lost": whole.lost,
        "duplicated": whole.duplicated, "seconds": round(time.monotonic() - began, 1), "ok": ok, "store": store,
        "control": trial.control, "seed": given.seed, "regressions": len(again), "failed_seeds": failed[:20],
        "broken": whole.broken, **{name: round(value, 3) for name, value in sorted(whole.figures.items())},
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    }  # fmt: skip
    sys.stdout.write(json.dumps(about) + "\n")
    return 0 if ok else 1


def _drive(
    fault: Fault, trial: Trial, wanted: list[int], within_s: float, *, quiet: bool
) -> tuple[Tally, list[int], int]:
    whole, failed, left = Tally(), list[int](), list(wanted)
    crashes = 0
    until = time.monotonic() + within_s if within_s else float("inf")
    while left and crashes < MOST_CRASHES and time.monotonic() < until:
        for seed, tally in _guarded(fault.load(), trial, left):
            left.remove(seed)
            crashes += "crashed" in tally.figures
            whole.add(tally)
            if not tally.ok:
                failed.append(seed)
            if not quiet:
                state = "ok" if tally.ok else f"lost {tally.lost}, duplicated {tally.duplicated}, {tally.broken[:2]}"
                sys.stderr.write(f"{fault.name} {len(wanted) - len(left)}/{len(wanted)} seed {seed}: {state}\n")
            if time.monotonic() > until:
                break
    return whole, failed, len(wanted) - len(left)


def _guarded(rounds: Rounds, trial: Trial, left: list[int]) -> Iterator[tuple[int, Tally]]:
    """The rounds; one that could not be carried out is one that failed, and the others follow all the same."""
    left = list(left)
    try:
        for seed, tally in rounds(trial, tuple(left)):
            left.remove(seed)
            yield seed, tally
    except NoCluster:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it was, it is a finding
        tally = Tally()
        tally.fail(f"{type(error).__name__}: {error}")
        tally.count("crashed")
        yield left[0], tally


def _parser() -> argparse.ArgumentParser:
    rows = "\n".join(f"  {fault.name:<14} {fault.meaning} ({', '.join(fault.stores)})" for fault in FAULTS)
    parser = argparse.ArgumentParser(
        prog="poc faults", description="Break things on purpose, and count what is lost.", epilog=f"faults:\n{rows}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("name", choices=list(BY_NAME), metavar="NAME")
    parser.add_argument("--times", type=int, default=0, help="how many runs (default: the full count of the fault)")
    parser.add_argument("--store", choices=STORES, default="")
    parser.add_argument("--seed", type=int, default=1, help="the first run's seed; the others follow it")
    parser.add_argument("--control", action="store_true", help="without the protection: it must lose, else it fails")
    parser.add_argument("--seeds", type=Path, default=None, help="where seeds that failed are kept and read from")
    parser.add_argument("--seconds", type=float, default=0, help="how long the fault lasts, where one lasts (netcut)")
    parser.add_argument("--within", type=float, default=0, help="begin no further run after so many seconds")
    parser.add_argument("--json", action="store_true", help="print nothing but the JSON object")
    return parser
