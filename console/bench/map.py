"""`./poc bench map`: finished frames of the real map widget, with all layers, labels, groups and symbols on.

Prints one JSON object. Times are milliseconds from the cause (a pan, a zoom step, a change) to the picture in the
window's backing store; `--live RATE` streams changes while panning is measured, `--seconds N`
pans for so long besides, and `--data FOLDER` shows a city's real files instead of the schematic.
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
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from console.bench.given import amount, pixels, whole
from console.bench.mapcity import SHARES, Points, jams, real_city, traffic
from console.collector import Collector
from console.map.canvas import MapCanvas
from console.map.memory import keep_for_pictures
from console.map.scene import Basemap, Scene
from console.map.screen import why_not_gl
from console.tasks import Tasks
from console.theme import Theme
from layers.basemap import load_basemap

BASEMAP = Path(__file__).resolve().parents[2] / "resources" / "basemap" / "kota_bekasi"
FRAME_S = 1 / 60  # of the long run


class Turns:
    """How long turns of the event loop held up the window. Counts, no list: millions of turns fit in a long run.

    `own_ms` is the longest by the processor time of the window's thread: what other programs took is not in it.
    """

    def __init__(self) -> None:
        self.longest_ms = self.own_ms = 0.0
        self.over_50_ms = self.own_over_50_ms = 0

    def time(self, work: Callable[[], object]) -> float:
        """Do the work of one turn; how long it took in milliseconds."""
        start, own = time.perf_counter(), time.thread_time()
        work()
        took, own = (time.perf_counter() - start) * 1000, (time.thread_time() - own) * 1000
        self.longest_ms, self.own_ms = max(self.longest_ms, took), max(self.own_ms, own)
        self.over_50_ms += took > 50
        self.own_over_50_ms += own > 50
        return took


class Bench:
    """One canvas and its measurements."""

    def __init__(self, options: argparse.Namespace, app: QApplication) -> None:
        self.options, self.app = options, app
        self.tasks = Tasks()
        self.collector = Collector()
        self.scene = Scene(self.tasks)
        self.basemap: Basemap = real_city(options.data) if options.data else load_basemap(options.basemap)
        self.points = [
            Points(key, max(1, round(options.points * share)), self.basemap.bbox, seed)
            for seed, (key, share) in enumerate(SHARES)
        ]
        for points in self.points:
            points.fill(self.scene)
        streets = jams(options.data) if options.data else traffic(options.lines, self.basemap.bbox)
        self.scene.set_layer("traffic_segment", streets)
        self.blocked = Turns()
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
        if self.options.seconds:
            result |= self.endure(self.options.seconds, self.options.live)
        result["rss_mb"] = rss_mb()
        result.setdefault("gui_block_max_ms", round(self.blocked.longest_ms, 1))
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
        self.canvas.use_gl(self.options.renderer == "gl")
        self.canvas.set_basemap(self.basemap)
        self.canvas.show()
        self.wait_sharp()
        return time.perf_counter() - start

    def wait_sharp(self) -> None:
        """Let the event loop run until all in view is drawn."""
        end = time.perf_counter() + 60
        while not self.canvas.picture.is_sharp() and time.perf_counter() < end:
            self.turn()
            if not self.canvas.is_drawing():
                time.sleep(0.0005)  # an event loop would sleep too, and leave the processor to the threads

    def turn(self) -> float:
        """One turn of the event loop: what is due is done, what is to be painted is painted. Milliseconds."""
        return self.blocked.time(self.app.processEvents)

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

    def endure(self, seconds: float, rate: float) -> dict[str, object]:
        """Constant panning at sixty frames a second while changes stream in; what it does to memory and the window."""
        self.blocked = Turns()
        frames: list[float] = []
        memory: list[tuple[float, int]] = []
        start = last = time.perf_counter()
        debt, x0, y0 = 0.0, 0.0, 0.0
        while (now := time.perf_counter()) - start < seconds:
            debt, last = debt + (now - last) * rate, now
            for points in self.points[: int(debt >= 1)]:
                self.blocked.time(lambda points=points, count=int(debt): points.change(self.scene, count))  # type: ignore[misc]
            debt -= int(debt)
            along = (now - start) / 12 * 2 * math.pi  # a round in twelve seconds
            x, y = 500 * math.sin(along), 250 * math.sin(2 * along)
            frames.append(self.frame(lambda dx=x - x0, dy=y - y0: self.canvas.push(dx, dy)))  # type: ignore[misc]
            x0, y0 = x, y
            if len(memory) <= now - start:
                memory.append((now - start, rss_mb()))
            while time.perf_counter() - now < FRAME_S:
                self.turn()
                time.sleep(0.0005)
        later = memory[len(memory) // 5 :]  # after what is filled once
        slope = np.polyfit([at for at, _ in later], [mb for _, mb in later], 1)[0] if len(later) > 1 else 0.0
        return {
            "endured_s": round(seconds),
            "endured_pan_ms": summary(frames[2:]),
            "endured_frames_per_s": round(len(frames) / seconds, 1),
            "gui_block_max_ms": round(self.blocked.longest_ms, 1),
            "gui_blocks_over_50_ms": self.blocked.over_50_ms,
            "gui_block_own_max_ms": round(self.blocked.own_ms, 1),
            "gui_blocks_own_over_50_ms": self.blocked.own_over_50_ms,
            "rss_start_mb": memory[0][1],
            "rss_end_mb": memory[-1][1],
            "rss_mb_a_minute": round(float(slope) * 60, 2),
        }

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
        frame = [self.frame(self.canvas.update) for _ in range(20)]
        start = time.perf_counter()
        picture.labels.place(picture.epoch.scale * 1.001)
        labels = (time.perf_counter() - start) * 1000
        picture.labels.place(picture.epoch.scale)
        return {
            "full_frame": round(float(np.median(frame)), 2),
            "blit": self.painted(lambda painter: picture.draw(painter, self.canvas.rect())),
            "overlay": self.overlay(),
            "place_labels": round(labels, 1),
            "redraw_symbols": self.redraw(lambda: picture.redraw(under=False)),
            "redraw_with_lines_and_labels": self.redraw(lambda: picture.redraw(under=True)),
            "redraw_with_ground": self.redraw(lambda: picture.begin(keep=False)),
        }

    def painted(self, draw: Callable[[QPainter], object]) -> float:
        """Milliseconds to paint something onto a picture of the window's size."""
        paper, times = QPixmap(self.canvas.size()), []
        for _ in range(20):
            painter = QPainter(paper)
            start = time.perf_counter()
            draw(painter)
            times.append((time.perf_counter() - start) * 1000)
            painter.end()
        return round(float(np.median(times)), 2)

    def overlay(self) -> float:
        """The same for what is drawn in each frame: 20 chosen symbols, one under the pointer, a measured line."""
        canvas, key = self.canvas, self.points[0].key
        canvas.select([(key, ident) for ident in self.points[0].ids[:20]])
        canvas.highlight((key, self.points[0].ids[-1]))
        canvas.use_tool("measure")
        for share in (0.2, 0.5, 0.8):
            at = canvas.camera.width * share, canvas.camera.height * share
            canvas.tool.press(*at, Qt.KeyboardModifier.NoModifier)
            canvas.tool.release(*at, Qt.KeyboardModifier.NoModifier)

        def draw(painter: QPainter) -> None:
            canvas.attention.draw(painter, canvas.theme)
            canvas.paint_above(painter)

        took = self.painted(draw)
        canvas.use_tool("explore")
        canvas.select([])
        canvas.highlight(None)
        return took

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


def run(argv: list[str]) -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(prog="poc bench map", description="Finished frames of the real map widget.")
    parser.add_argument("--points", type=whole(1, 5_000_000), default=100_000)
    parser.add_argument("--lines", type=whole(1, 100_000), default=1000, help="traffic segments of twenty points")
    parser.add_argument("--size", type=pixels, default=(1920, 1080), help="device pixels, e.g. 3840x2160")
    parser.add_argument("--frames", type=whole(10), default=120)
    parser.add_argument("--live", type=amount(0), default=0.0, help="changes per second while panning is measured")
    parser.add_argument("--theme", choices=("night", "day"), default="night")
    parser.add_argument("--renderer", choices=("raster", "gl"), default="raster")
    parser.add_argument("--seconds", type=amount(0), default=0.0, help="besides, pan so long, with --live")
    parser.add_argument("--data", type=Path, help="a folder with a city's real boundaries, roads, railways and jams")
    parser.add_argument("--basemap", type=Path, default=BASEMAP)
    parser.add_argument("--json", action="store_true", help="only the JSON object (it is printed anyway)")
    options = parser.parse_args(argv)
    if options.data and not (options.data / "boundaries").is_dir():
        parser.error(f"{options.data} is no folder of real data: it has no folder `boundaries`")
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY") and sys.platform == "linux":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    keep_for_pictures()
    app = QApplication.instance() or QApplication(["poc"])
    assert isinstance(app, QApplication)  # noqa: S101  # made above
    if options.renderer == "gl" and (why := why_not_gl()):
        sys.stderr.write(f"{why}; the processor paints instead\n")
        options.renderer = "raster"
    result = Bench(options, app).run()
    result |= {"points": options.points, "lines": options.lines, "size": "{}x{}".format(*options.size)}
    result |= {"platform": app.platformName(), "renderer": options.renderer}
    sys.stdout.write(json.dumps(result) + "\n")
    return 0
