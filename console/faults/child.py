"""The service with a fault inside its own process: a disk that refuses now and then, or a clock that jumps.

`python -m console.faults.child ORDERS serve-arguments…`. ORDERS is a JSON file that may change at any time:
`write_share`, `sync_share` (how many of these calls the disk refuses), `clock_s` (how far the clock is off).
"""

from __future__ import annotations

import json
import os
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path

from console.faults.disk import IOERR_FSYNC, IOERR_WRITE, Watcher, watched
from console.service import auth


class Orders:
    """What the file says now."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = -1
        self._orders: dict[str, float] = {}

    def get(self, name: str) -> float:
        """One figure; 0 where nothing is said."""
        seen = self._path.stat().st_mtime_ns
        if seen != self._seen:
            self._orders, self._seen = json.loads(self._path.read_text(encoding="utf-8")), seen
        return self._orders.get(name, 0.0)


def give(path: Path, **orders: float) -> None:
    """Writes orders; they hold from the next call on."""
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(orders), encoding="utf-8")
    fresh.replace(path)


def refused(path: Path) -> int:
    """How often the disk has refused so far."""
    try:
        return path.with_suffix(".refused").stat().st_size
    except OSError:
        return 0


class _Refusing(Watcher):
    """EIO, now and then; each is counted by a byte in a file beside the orders."""

    def __init__(self, orders: Orders, path: Path) -> None:
        self._orders = orders
        self._chance = random.Random(orders.get("seed"))  # noqa: S311 - repeatable, not secret
        self._count = os.open(path.with_suffix(".refused"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, name: str, data: bytes, offset: int) -> int:
        """Refuses `write_share` of the writes."""
        return self._refuse("write_share", IOERR_WRITE)

    def sync(self, name: str) -> int:
        """Refuses `sync_share` of the syncs."""
        return self._refuse("sync_share", IOERR_FSYNC)

    def _refuse(self, name: str, code: int) -> int:
        share = self._orders.get(name)
        if not share or self._chance.random() >= share:
            return 0
        os.write(self._count, b".")
        return code


def main(arguments: list[str]) -> int:
    """Serves until it is ended."""
    path = Path(arguments[0])
    orders, real = Orders(path), auth.now

    def shifted() -> datetime:
        return real() + timedelta(seconds=orders.get("clock_s"))

    vars(auth)["now"] = shifted  # the one clock of the service; all that follows takes it from there
    from console.service.app import serve_command

    with watched(_Refusing(orders, path)):
        return serve_command(arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
