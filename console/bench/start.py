"""`./poc bench start`: how long from the command until the first window shows its queue, service included."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from console.bench.given import whole


def run(arguments: list[str]) -> int:
    """Starts the console several times on a prepared data folder; prints the median as `first_window_s`."""
    parser = argparse.ArgumentParser(prog="poc bench start", description=__doc__)
    parser.add_argument("--times", type=whole(1, 1000), default=3)
    parser.add_argument("--data", type=Path, help="a data folder to start on; a new one with the demo city otherwise")
    parser.add_argument("--json", action="store_true", help="print nothing but the JSON object")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        data = given.data or Path(folder)
        first = _once(data)  # the very first start seeds the demo city: told, but not the figure that counts
        times = [_once(data) for _ in range(given.times)]
    figures = {"first_window_s": round(statistics.median(times), 3), "worst_s": round(max(times), 3)}
    sys.stdout.write(json.dumps({**figures, "seeding_start_s": round(first, 3), "times": given.times}) + "\n")
    return 0


def _once(data: Path) -> float:
    """Seconds from starting the process until it says that the window was painted with its queue filled."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "console", "run", "--data", str(data), "--leave-when-shown"],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the console did not start: {done.stderr[-2000:]}")
    return float(json.loads(done.stdout.strip().splitlines()[-1])["shown_at"]) - began
