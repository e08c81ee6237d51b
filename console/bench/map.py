"""`./poc bench map`: finished frames of the real map widget, with all layers, labels, groups and symbols on.

Prints one JSON object. Times are milliseconds from the cause (a pan, a zoom step, a change) to the picture in the
window's backing store; `--live RATE` streams changes while panning is measured.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shapely.geometry import LineString

from console.collector import Collector
from console.map.canvas import MapCanvas
from console.map.scene import Scene
from console.tasks import Tasks
from console.theme import Theme
from layers.basemap import load_basemap
from layers.features import Feature
from layers.style import DEFAULT, Symbol

Floats = npt.NDArray[np.float64]
BASEMAP = Path(__file__).resolve().parents[2] / "resources" / "basemap" / "kota_bekasi"
SHARES = (("incident", 0.4), ("wifi_hotspot", 0.4), ("waste_point", 0.2))
LOOKS: dict[str, tuple[dict[str, str | float | bool], ...]] = {
    "incident": tuple(
        {"category": category, "state": state, "priority": priority, "late": late}
        for category in ("flood", "fire", "road_damage", "street_light", "traffic_jam")
        for state, late in (("new", False), ("assigned", True), ("in_progress", False), ("resolved", False))
        for priority in ("low", "normal", "high")
    ),
    "wifi_hotspot": tuple({"state": state} for state in ("aktif", "gangguan", "nonaktif", "dicabut")),
    "waste_point": tuple(
        {"kind": kind, "fill_pct": fill} for kind in ("TPS", "liar", "TPS3R") for fill in (20.0, 95.0)
    ),
}


class Points:
    """Made-up points of one layer: half of them anywhere in the box, half in thirty crowds."""

    def __init__(self, key: str, count: int, box: tuple[float, float, float, float], seed: int) -> None:
        self.key = key
        self.random = np.random.default_rng(seed)
        west, south, east, north = box
        crowds = self.random.uniform((west, south), (east, north), (30, 2))
        place = self.random.uniform((west, south), (east, north), (count, 2))
        crowded = self.random.random(count) < 0.5
        spread = crowds[self.random.integers(0, 30, count)] + self.random.normal(0, 0.006, (count, 2))
        place[crowded] = spread[crowded]
        self.lon, self.lat = place[:, 0].clip(west, east), place[:, 1].clip(south, north)
        self.ids = [f"{key}{number}" for number in range(count)]
        self._symbols = [DEFAULT.symbol(key, look) for look in LOOKS[key]]

    def symbols(self, count: int) -> list[Symbol]:
        """That many looks, drawn by lot."""
        return [self._symbols[at] for at in self.random.integers(0, len(self._symbols), count).tolist()]

    def fill(self, scene: Scene) -> None:
        """Put all of them on the scene."""
        scene.set_columns(self.key, self.ids, self.lon, self.lat, self.symbols(len(self.ids)))

    def change(self, scene: Scene, count: int) -> None:
        """Some move a little and look different."""
        rows = self.random.integers(0, len(self.ids), count)
        self.lon[rows] += self.random.normal(0, 5e-4, count)
        self.lat[rows] += self.random.normal(0, 5e-4, count)
        ids = [self.ids[row] for row in rows.tolist()]
        scene.change_columns(self.key, ids, self.lon[rows], self.lat[rows], self.symbols(count))


def traffic(count: int, box: tuple[float, float, float, float]) -> list[Feature]:
    """Made-up streets of twenty points, with a level each."""
    random = np.random.default_rng(2)
    west, south, east, north = box
    start = random.uniform((west, south), (east, north), (count, 2))
    heading = random.choice(np.arange(8), (count, 1)) * (math.pi / 4) + np.cumsum(
        random.normal(0, 0.18, (count, 19)), 1
    )
    steps = np.stack((np.cos(heading), np.sin(heading)), 2) * 0.0008
    lines = np.concatenate((start[:, None, :], start[:, None, :] + np.cumsum(steps, 1)), 1)
    levels = random.integers(0, 6, count).tolist()
    return [
        Feature("traffic_segment", f"t{number}", LineString(line), {"level": level})
        for number, (line, level) in enumerate(zip(lines, levels, strict=True))
    ]


class Bench:
    """One canvas and its measurements."""

    def __init__(self, options: argparse.Namespace, app: QApplication) -> None:
        self.options, self.app = options, app
        self.tasks = Tasks()
        self.collector = Collector()
        self.scene = Scene(self.tasks)
        self.basemap = load_basemap(options.basemap)
        self.points = [
            Points(key, round(options.points * share), self.basemap.bbox, seed)
            for seed, (key, share) in enumerate(SHARES)
        ]
        for points in self.points:
            points.fill(self.scene)
        self.scene.set_layer("traffic_segment", traffic(options.lines, self.basemap.bbox))
        self.blocked: list[float] = []
        self.collector.settle()  # as the console does when it has opened

    def run(self) -> dict[str, object]:
        """All measurements, in order."""
        first_s = self.open()
        result: dict[str, object] = {"first_frame_s": round(first_s, 3)}
        result["pan_ms"] = summary(self.pan(self.options.live))
        result["zoom_ms"] = summary(self.zoom())
        result["sharp_ms"] = round(self.sharpen(), 1)
        result["live_ms"] = summary(self.live())
        result["hit_ms"] = summary(self.hits())["p95"]
        result["rss_mb"] = rss_mb()
        result["gui_block_max_ms"] = round(max(self.blocked), 1)
        result["parts_ms"] = self.parts()
        self.canvas.close_down()
        self.tasks.close()
        self.collector.close()
        return result

    def open(self) -> float:
        """Seconds from making the widget to everything drawn."""
        start = time.perf_counter()
        self.canvas = MapCanvas(Theme.load(self.options.theme), scene=self.scene)
        self.canvas.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        width, height = self.options.size
        self.canvas.resize(width, height)
        self.canvas.set_basemap(self.basemap)
        self.canvas.show()
        self.wait_sharp()
        return time.perf_counter() - start

    def wait_sharp(self) -> None:
        """Let the event loop run until all in view is drawn."""
        end = time.perf_counter() + 60
        while not self.canvas.picture.is_sharp() and time.perf_counter() < end:
            self.turn()

    def turn(self) -> float:
        """One turn of the event loop: what is due is done, what is to be painted is painted. Milliseconds."""
        start = time.perf_counter()
        self.app.processEvents()
        took = (time.perf_counter() - start) * 1000
        self.blocked.append(took)
        return took

    def frame(self, cause: Callable[[], object]) -> float:
        """Milliseconds from a cause to its finished frame."""
        start = time.perf_counter()
        cause()
        self.turn()
        return (time.perf_counter() - start) * 1000

    def pan(self, rate: float) -> list[float]:
        """A round trip across the city, one frame each step; changes stream in meanwhile."""
        frames, last, debt = [], time.perf_counter(), 0.0
        count = self.options.frames
        path = [
            (500 * math.sin(2 * math.pi * at / count), 250 * math.sin(4 * math.pi * at / count))
            for at in range(count + 1)
        ]
        for (x0, y0), (x1, y1) in itertools.pairwise(path):
            if rate:
                now = time.perf_counter()
                debt, last = debt + (now - last) * rate, now
                for points in self.points[: int(debt >= 1)]:
                    points.change(self.scene, int(debt))
                debt -= int(debt)
            frames.append(self.frame(lambda dx=x1 - x0, dy=y1 - y0: self.canvas.push(dx, dy)))  # type: ignore[misc]
        return frames[2:]

    def zoom(self) -> list[float]:
        """In by a level and a half and out again, a frame each small step."""
        steps = self.options.frames // 2
        frames = []
        for at in range(steps):
            levels = 3.0 / steps * (1 if at < steps / 2 else -1)
            frames.append(self.frame(lambda levels=levels: self.canvas.zoom_by(levels)))  # type: ignore[misc]
        return frames[1:]

    def sharpen(self) -> float:
        """Milliseconds from the end of a zoom (when the tiles begin) to everything drawn."""
        self.canvas.zoom_by(0.7)
        self.turn()
        start = time.perf_counter()
        self.canvas._begin_epoch()
        self.wait_sharp()
        took = (time.perf_counter() - start) * 1000
        self.canvas.zoom_by(-0.7)
        self.wait_sharp()
        return took

    def live(self) -> list[float]:
        """Changes at 200 a second, four at a time: from the change to the finished frame."""
        frames = []
        for _ in range(max(20, self.options.frames)):
            start = time.perf_counter()
            frames.append(self.frame(lambda: self.points[0].change(self.scene, 4)))
            while time.perf_counter() - start < 0.02:
                self.turn()
        return frames

    def hits(self) -> list[float]:
        """Looking for what is under the pointer."""
        random = np.random.default_rng(9)
        times = []
        for x, y in random.uniform((0, 0), self.options.size, (200, 2)).tolist():
            start = time.perf_counter()
            self.canvas.found_at(x, y)
            times.append((time.perf_counter() - start) * 1000)
        return times

    def parts(self) -> dict[str, float]:
        """What the parts of a frame and of the tile work cost."""
        picture = self.canvas.picture
        blit = [self.frame(self.canvas.update) for _ in range(20)]
        start = time.perf_counter()
        picture.labels.place(picture.epoch.scale * 1.001)
        labels = (time.perf_counter() - start) * 1000
        picture.labels.place(picture.epoch.scale)
        return {
            "full_frame": round(float(np.median(blit)), 2),
            "place_labels": round(labels, 1),
            "redraw_symbols": self.redraw(lambda: picture.redraw(under=False)),
            "redraw_with_lines_and_labels": self.redraw(lambda: picture.redraw(under=True)),
            "redraw_with_ground": self.redraw(lambda: picture.begin(keep=False)),
        }

    def redraw(self, spoil: Callable[[], None]) -> float:
        """Milliseconds to draw all tiles in view again, from what was spoilt on."""
        spoil()
        start = time.perf_counter()
        self.canvas.picture.finish()
        return round((time.perf_counter() - start) * 1000, 1)


def summary(times: list[float]) -> dict[str, float]:
    """Median, 95th percentile and worst, in milliseconds."""
    return {
        "median": round(float(np.median(times)), 2),
        "p95": round(float(np.percentile(times, 95)), 2),
        "max": round(max(times), 2),
    }


def rss_mb() -> int:
    """Resident memory of this process in MB; 0 where the system does not say it the Linux way."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def size_of(text: str) -> tuple[int, int]:
    """``3840x2160`` as two numbers."""
    width, _, height = text.partition("x")
    return int(width), int(height)


def run(argv: list[str]) -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(prog="poc bench map", description="Finished frames of the real map widget.")
    parser.add_argument("--points", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=1000, help="traffic segments of twenty points")
    parser.add_argument("--size", type=size_of, default=(1920, 1080), help="device pixels, e.g. 3840x2160")
    parser.add_argument("--frames", type=int, default=120)
    parser.add_argument("--live", type=float, default=0.0, help="changes per second while panning is measured")
    parser.add_argument("--theme", choices=("night", "day"), default="night")
    parser.add_argument("--renderer", choices=("raster",), default="raster")
    parser.add_argument("--basemap", type=Path, default=BASEMAP)
    parser.add_argument("--json", action="store_true", help="only the JSON object (it is printed anyway)")
    options = parser.parse_args(argv)
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY") and sys.platform == "linux":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(["poc"])
    assert isinstance(app, QApplication)  # noqa: S101  # made above
    result = Bench(options, app).run()
    result |= {"points": options.points, "lines": options.lines, "size": "{}x{}".format(*options.size)}
    result |= {"platform": app.platformName(), "renderer": options.renderer}
    sys.stdout.write(json.dumps(result) + "\n")
    return 0
