"""`./poc bench publish`: how long it takes to publish many changed features of one layer in one piece."""

from __future__ import annotations

import argparse
import json
import sys
import time
from contextlib import ExitStack

from console.api.client import Client
from console.api.layeredits import LayerEdits
from console.bench.given import whole
from console.bench.served import CITY, STORES, served
from console.bench.service import database
from layers.changes import difference, with_content
from layers.features import Feature

LAYER = "wifi_hotspot"
A_ROW = 160  # hotspots side by side, twenty metres apart


def run(arguments: list[str]) -> int:
    """One JSON object: `publish_s`, `cpu_s` (of the service), `put_s` (into the draft), `difference_s`, `features`."""
    parser = argparse.ArgumentParser(prog="poc bench publish", description=__doc__)
    parser.add_argument("--features", type=whole(1, 1_000_000), default=25_000)
    parser.add_argument("--store", choices=STORES, default="sqlite")
    parser.add_argument("--json", action="store_true", help="the default: one JSON object")
    asked = parser.parse_args(arguments)
    with ExitStack() as stack:
        there = stack.enter_context(served(database=database(asked.store, stack), user="admin"))
        client = Client(there.url, there.headers["X-POC-Key"], console="bench")
        stack.callback(client.close)
        client.sign_in("admin", "demo")
        edits = LayerEdits(client)
        rows = [_spot(number) for number in range(asked.features)]
        edits.push(LAYER, "begin", difference({}, {row.id: row for row in rows}), publish=True)
        stands = {feature.id: feature for feature in client.features(LAYER).features}
        wanted = {key: with_content(row, {**_fields(row), "users": 7}) for key, row in stands.items()}
        changes = difference(stands, wanted)
        start = time.perf_counter()
        sheet = edits.put(edits.begin(LAYER, "bench").draft, changes)
        put_s, start = time.perf_counter() - start, time.perf_counter()
        edits.difference(sheet.draft.id)
        difference_s, used, start = time.perf_counter() - start, there.cpu_s() or 0.0, time.perf_counter()
        edits.act(sheet.draft, "publish")
        publish_s, cpu_s = time.perf_counter() - start, (there.cpu_s() or 0.0) - used
        after = client.features(LAYER).features
        is_whole = len(after) == asked.features and all(row.properties["users"] == 7 for row in after)
    told = {
        "publish_s": round(publish_s, 2),
        "cpu_s": round(cpu_s, 2),
        "put_s": round(put_s, 2),
        "difference_s": round(difference_s, 2),
        "features": asked.features,
        "whole": is_whole,
        "store": asked.store,
    }
    sys.stdout.write(json.dumps(told) + "\n")
    return 0 if is_whole else 1


def _fields(row: Feature) -> dict[str, object]:
    return {**row.properties, "geometry": row.geometry}


def _spot(number: int) -> Feature:
    from shapely import Point

    lon, lat = CITY
    place = Point(lon - 0.015 + (number % A_ROW) * 0.0002, lat - 0.015 + (number // A_ROW) * 0.0002)
    return Feature(LAYER, f"w{number}", place, {"name": f"Taman {number}", "state": "aktif", "users": 1})
