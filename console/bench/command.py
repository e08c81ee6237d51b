"""`./poc bench NAME`: BENCHES, one row each; every one prints one JSON object as its last line."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable

BENCHES: dict[str, str] = {
    "start": "console.bench.start:run",
    "desk": "console.bench.desk:run",
    "map": "console.bench.map:run",
    "service": "console.bench.service:run",
    "fanout": "console.bench.fanout:run",
    "load": "console.bench.load:run",
    "queue": "console.bench.queue:run",
    "publish": "console.bench.publish:run",
}


def run(arguments: list[str]) -> int:
    """Runs one benchmark; its exit code."""
    place = BENCHES.get(arguments[0]) if arguments else None
    if place is None:
        sys.stderr.write(f"which benchmark? There are: {', '.join(BENCHES)}\n")
        return 2
    module, _, function = place.partition(":")
    bench: Callable[[list[str]], int] = getattr(importlib.import_module(module), function)
    return bench(arguments[1:])
