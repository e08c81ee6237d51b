"""`./poc tour`: starts a service, drives the real windows through one shift, and prints one JSON object at the end."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from PySide6.QtCore import QSettings

from console.api.client import Client
from console.api.connect import begin
from console.api.errors import ApiError
from console.app import Console, get_ready, make_application
from console.arrival import sign_in_as_demo
from console.basemaps.city import basemap_folder, read_basemap
from console.domain.city import City
from console.domain.wire import Event, NewReport
from console.resources import RESOURCES
from console.tour.driver import DidNotHappen, Driver
from console.tour.gateway import Gateway, floods_of, from_seed
from console.tour.shift import Tour
from layers import seed
from layers.basemap import Basemap
from layers.feeds import Context
from layers.places import Gazetteer
from plugins.feeds import waze

WAZE = Path("traffic") / "waze_ccp_jabodetabek_2017-05-03.json"
AREAS = Path("boundaries") / "id3275_kota_bekasi.geojson"
ROADS = Path("basemap") / "roads_kota_bekasi_rbi25k.geojson"

# The pictures of the handbook (docs/pictures) and the step of the tour that each comes from.
HANDBOOK = {
    "desk-day.png": "desk-day-id",
    "desk-night.png": "desk-night-id",
    "desk-en.png": "desk-day-en",
    "card.png": "card",
    "assign.png": "assign",
    "intake.png": "call-form",
    "layers.png": "layers-day",
    "feeds.png": "feeds",
    "shift.png": "shift",
}


def run(arguments: list[str]) -> int:
    """`tour --out DIR [--data FOLDER] [--json]`: exit code 0 when the shift went through and nothing was lost."""
    parser = argparse.ArgumentParser(prog="poc tour", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("tour-out"), help="where pictures and the shift report go")
    parser.add_argument("--data", type=Path, help="a folder of real data; the made-up city otherwise")
    parser.add_argument("--handbook", type=Path, help="also put the handbook's pictures into this folder")
    parser.add_argument("--json", action="store_true", help="print nothing but the JSON object")
    given = parser.parse_args(arguments)
    say = _quiet if given.json else _to_stderr
    if given.data is not None and not given.data.is_dir():
        sys.stderr.write(f"there is no folder {given.data}\n")
        return 2
    store = given.out / "store"
    try:
        given.out.mkdir(parents=True, exist_ok=True)
        if store.exists():
            shutil.rmtree(store)
        store.mkdir()
        with on_a_big_screen():
            outcome = _tour(given.out, store, given.data, say)
    except (DidNotHappen, ApiError, OSError) as error:
        sys.stderr.write(f"the tour broke off: {error}\n")
        return 1
    if given.handbook is not None:
        for_the_handbook(outcome["pictures"], given.handbook)
    sys.stdout.write(json.dumps(outcome) + "\n")
    return 0 if not outcome["lost"] else 1


@contextmanager
def on_a_big_screen() -> Iterator[None]:
    """Without a display, the windows are drawn for a screen of 1920×1080; Qt's own default is 800×800.

    Qt is told of a file, and reads its name as Latin-1: it lies where names are plain, wherever the pictures go.
    """
    screen = {"name": "tour", "x": 0, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "dpr": 1}
    with TemporaryDirectory(prefix="poc-tour-") as folder:
        plan = Path(folder) / "screen.json"
        plan.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={plan}" if folder.isascii() else "offscreen"
        yield


def _tour(out: Path, store: Path, data: Path | None, say: Any) -> dict[str, Any]:
    began, began_at = time.monotonic(), datetime.now(UTC)
    application = make_application()
    start = get_ready(begin(store, "--demo", "--no-seed", console="desk"), sign_in_as_demo)
    if start is None:
        raise DidNotHappen("nobody signed in")
    settings = QSettings(str(store / "settings.ini"), QSettings.Format.IniFormat)
    console = Console(application, start, store, settings)
    driver = Driver(console.window, console.map_view.canvas.picture.is_sharp, out / "pictures", say)
    other = console.client.beside("gateway")
    other.sign_in("supervisor", "demo")
    gateway = Gateway(other, store / "gateway.sqlite")
    try:
        basemap, _ = read_basemap(basemap_folder(store, start.city))
        put_city_on_map(console.client, basemap)
        console.window.resize(1920, 1080)
        console.start()
        tour = Tour(console, gateway, driver, say)
        driver.until("the map's ground", lambda: console.map_view.canvas.scene.basemap is not None)
        tour.look_round()
        if data is not None:
            say("the city's own areas and roads are taken in")
            tour.take_in_basemap([str(data / path) for path in (AREAS, ROADS) if (data / path).is_file()], store)
        basemap, gazetteer = read_basemap(basemap_folder(store, start.city))
        reports = what_is_sent(data, gazetteer)
        say(f"{len(reports)} reports are sent in")
        gateway.send(reports)
        tour.take_in(len(reports), killed=True)
        alerts = alerts_in(data / WAZE, start.city, gazetteer) if data is not None else 0
        if data is not None:
            tour.read_waze(data / WAZE)
        tour.show_feeds()
        tour.take_a_call()
        tour.triage()
        solved = tour.follow()
        tour.show_shift()
        tour.show_looks()
        made = tour.report(console.client, basemap, out / "shift-report", began_at)
        events = list(console.client.events(kind="report.created"))
        return {
            "reports_in": len(events),
            "flood_reports": len(gateway.acknowledged),
            "alerts": alerts,
            "triaged": len(tour.tally.triaged),
            "assigned": len(tour.tally.assigned),
            "resolved": solved,
            "lost": count_lost(gateway, tour.tally.by_hand, alerts, events),
            "keystrokes_per_assignment": round(tour.tally.keys_for_assigning / max(1, tour.tally.assignments), 2),
            "pictures": [str(path) for path in driver.pictures],
            "shift_report": {"html": str(made.html), "pdf": str(made.pdf), "csv": str(made.csv)},
            "seconds": round(time.monotonic() - began, 1),
        }
    except DidNotHappen:
        driver.picture("broke-off")
        raise
    finally:
        gateway.close()
        console.close()


def put_city_on_map(client: Client, basemap: Basemap) -> None:
    """Hotspots, waste points, cameras and traffic of the made-up city."""
    admin = client.beside("tour")
    admin.sign_in("admin", "demo")
    for layer, features in seed.features(basemap, datetime.now(UTC)).items():
        admin.import_features(layer, features)
    admin.close()


def what_is_sent(data: Path | None, gazetteer: Gazetteer) -> list[NewReport]:
    """The flood reports of the real data, or the made-up citizens'."""
    if data is not None:
        return floods_of(data, gazetteer)
    rows = seed.report_rows(RESOURCES / "seed")
    return [from_seed(report) for report in seed.reports(gazetteer, rows, datetime.now(UTC))]


def count_lost(gateway: Gateway, by_hand: set[str], alerts: int, events: list[Event]) -> int:
    """What was sent and acknowledged, and does not stand in the event log; what stands there twice counts as well."""
    logged = [event.entity_id for event in events]
    expected = set(gateway.sent) - set(gateway.refused) | by_hand
    missing = expected - set(logged)
    doubled = len(logged) - len(set(logged))
    from_feeds = len(set(logged) - expected)
    return len(missing) + doubled + max(0, alerts - from_feeds)


def alerts_in(source: Path, city: City, gazetteer: Gazetteer) -> int:
    """How many alerts of the Waze file lie in the city or in its margin: so many reports must come of them."""
    reading = waze.read(source.read_bytes(), Context(datetime.now(UTC), city.bounds))
    near = (gazetteer.distance_to_city_m(item.lon, item.lat) <= city.accept_margin_m for item in reading.sightings)
    return sum(near)


def for_the_handbook(pictures: list[str], folder: Path) -> None:
    """The pictures that the handbook shows, in 256 colours: half the size, and a screen has hardly more."""
    folder.mkdir(parents=True, exist_ok=True)
    by_step = {Path(path).stem.partition("-")[2]: path for path in pictures}
    for name, step in HANDBOOK.items():
        if step in by_step:
            with Image.open(by_step[step]) as picture:
                picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(folder / name, optimize=True)


def _to_stderr(sentence: str) -> None:
    sys.stderr.write(f"{datetime.now():%H:%M:%S} {sentence}\n")  # noqa: DTZ005 - the reader's own clock


def _quiet(sentence: str) -> None:
    """Says nothing: the JSON object is all that is wanted."""
