"""The client of the local API: typed and blocking. Everything that the window shows comes through here."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx2

from console.api.errors import Refused, Unreachable, refusal
from console.api.trust import cut
from console.domain import wire
from console.domain.calendar import WIB
from console.domain.city import City
from console.domain.claims import Claim
from console.domain.duplicates import Twin
from console.domain.reports import Report
from console.domain.roles import Role, User
from console.domain.shifts import Shift
from console.domain.wire import ActionBody, Event, Json, NewReport
from layers.features import Feature

TIMEOUT = httpx2.Timeout(10.0, connect=3.0)


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the service says before anybody is signed in."""

    demo: bool
    demo_users: tuple[User, ...]


@dataclass(frozen=True, slots=True)
class LayerState:
    """How far a layer is: its version, when its source last confirmed it (UTC), how many features."""

    key: str
    version: int
    heard_at: datetime | None
    count: int


@dataclass(frozen=True, slots=True)
class FeedState:
    """How a feed does. `state` is ok, late, failed, off or waiting."""

    key: str
    adapter: str
    title: str
    source: str
    cadence_s: int
    state: str
    last_ok_at: datetime | None
    last_error: str
    counts: Mapping[str, int]
    demo: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What stands at event `seq`: the reports of the desk, the layers, the feeds."""

    seq: int
    reports: tuple[Report, ...]
    layers: tuple[LayerState, ...]
    feeds: tuple[FeedState, ...]
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class LayerDelta:
    """What changed on a layer since the version that was asked from."""

    layer: str
    version: int
    heard_at: datetime | None
    features: tuple[Feature, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of one item of a batch: its number, or why not."""

    id: str
    number: str = ""
    problem: Refused | None = None


class Client:
    """Speaks to one service. Thread-safe. Raises Unreachable, or Refused and its kinds."""

    def __init__(
        self,
        base_url: str,
        key: str = "",
        console: str = "console",
        http: httpx2.Client | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        """`trust`: whose certificates hold, where they are not those that the computer trusts anyway."""
        self.base_url = base_url
        self.trust = trust
        self._key = key
        self.console = console
        self._token = ""
        self._http = http or httpx2.Client(timeout=TIMEOUT, trust_env=False, verify=trust or True)

    def move_to(self, base_url: str, key: str) -> None:
        """The service came up again at another address; who is signed in stays signed in."""
        self.base_url, self._key = base_url, key

    def address(self) -> tuple[str, str]:
        """Where the service is, and the secret that it asks for."""
        return self.base_url, self._key

    def beside(self, console: str) -> Client:
        """Another client of the same service; nobody is signed in on it."""
        return Client(self.base_url, self._key, console, trust=self.trust)

    def watch(self, report_id: str) -> None:
        """Tells the other consoles which report is looked at here; empty: none."""
        self._send("POST", "/presence", {"report": report_id or None})

    def close(self) -> None:
        """Lets the connections go."""
        self._http.close()

    # --- who -----------------------------------------------------------------------------------

    def welcome(self) -> Welcome:
        """Whether this is a demo, and whom one may sign in as then."""
        data = self._get("/welcome")
        return Welcome(bool(data.get("demo")), tuple(_user(row) for row in data.get("demo_users", ())))

    def sign_in(self, name: str, password: str) -> User:
        """Signs in; further calls carry the token."""
        data = self._send("POST", "/session", {"name": name, "password": password})
        self._token = str(data["token"])
        return _user(data["user"])

    def sign_out(self) -> None:
        """Ends the session at the service."""
        self._send("DELETE", "/session")
        self._token = ""

    def change_password(self, old: str, new: str) -> None:
        """Another password of one's own; every sign-in of this name ends with it, this one too."""
        self._send("POST", "/session/password", {"old": old, "new": new})
        self._token = ""

    def users(self) -> list[User]:
        """Everybody who may sign in; for administrators."""
        return [_user(row) for row in self._get("/users")["users"]]

    def put_user(self, user: User, password: str = "") -> User:
        """A user, new or changed; without a password the old one stays. Ends the user's sign-ins."""
        body: Json = {"title": user.title, "role": str(user.role)}
        more = {"department": user.department, "password": password}
        return _user(self._send("PUT", f"/users/{user.name}", body | {key: more[key] for key in more if more[key]}))

    def remove_user(self, name: str) -> None:
        """Nobody of this name may sign in any more."""
        self._send("DELETE", f"/users/{name}")

    # --- what stands ---------------------------------------------------------------------------

    def health(self) -> Json:
        """Whether the service lives and takes things in."""
        return self._get("/health")

    def city_tables(self) -> Json:
        """The profile's tables as JSON, as City.from_tables reads them."""
        return dict(self._get("/profile")["tables"])

    def city(self) -> City:
        """The profile of the city."""
        return City.from_tables(self.city_tables(), datetime.now(WIB).date())

    def snapshot(self) -> Snapshot:
        """Everything that the desk begins with."""
        data = self._get("/snapshot")
        layers = data["layers"]
        return Snapshot(
            seq=int(data["seq"]),
            reports=tuple(map(wire.report_from_json, data["reports"])),
            layers=tuple(layer_state({"layer": key, **row}) for key, row in layers.items()),
            feeds=tuple(map(feed_state, data["feeds"])),
            claims=tuple(map(Claim.from_json, data.get("claims", ()))),
        )

    def search(self, text: str = "", limit: int = 50, **filters: str) -> list[Report]:
        """Reports by words or number; filters: status, category, department, kelurahan (codes, comma between)."""
        data = self._get("/reports", {"q": text, "limit": str(limit), **filters})
        return [wire.report_from_json(row) for row in data["reports"]]

    def all_reports(self, **filters: str) -> Iterable[Report]:
        """Every report, page by page, in the service's order."""
        after = ""
        while True:
            data = self._get("/reports", {"limit": "500", **({"after": after} if after else {}), **filters})
            yield from map(wire.report_from_json, data["reports"])
            after = data.get("next") or ""
            if not after:
                return

    def report(self, report_id: str) -> Report:
        """One report as it stands."""
        return wire.report_from_json(self._get(f"/reports/{report_id}"))

    def history(self, report_id: str) -> list[Event]:
        """Everything that was done to a report, oldest first."""
        return [Event.from_json(row) for row in self._get(f"/reports/{report_id}/history")["events"]]

    def twins(self, report_id: str) -> list[Twin]:
        """Reports that probably tell of the same thing, likeliest first."""
        rows = self._get(f"/reports/{report_id}/twins")["twins"]
        return [
            Twin(
                wire.report_from_json(row["report"]),
                float(row["distance_m"]),
                timedelta(seconds=float(row["apart_s"])),
                float(row["score"]),
            )
            for row in rows
        ]

    def callers(self, phone: str) -> list[Report]:
        """Earlier reports of the caller with this telephone number."""
        return [wire.report_from_json(row) for row in self._get("/callers", {"phone": phone})["reports"]]

    def events(
        self, after: int = 0, start: datetime | None = None, end: datetime | None = None, kind: str = ""
    ) -> Iterable[Event]:
        """The log from an event on, page by page; `start` and `end` bound it in time (UTC, end excluded)."""
        bounds = {"from": start, "to": end}
        fixed = {key: moment.isoformat() for key, moment in bounds.items() if moment} | ({"kind": kind} if kind else {})
        cursor: int | None = after
        while cursor is not None:
            data = self._get("/events", {"after": str(cursor), "limit": "1000", **fixed})
            yield from (Event.from_json(row) for row in data["events"])
            cursor = data.get("next")

    # --- what is done --------------------------------------------------------------------------

    def create(self, new: NewReport) -> Report:
        """Sends a report in. The same report sent twice is one report."""
        return wire.report_from_json(self._send("POST", "/reports", new.to_json(), key=new.id))

    def create_many(self, news: Iterable[NewReport]) -> list[BatchResult]:
        """Sends up to 500 in at once; each is judged alone, and the answers come in the same order."""
        data = self._send("POST", "/reports/batch", {"reports": [new.to_json() for new in news]}, timeout=60.0)
        return [
            BatchResult(row["id"], str(row["number"]))
            if row["ok"]
            else BatchResult(row["id"], problem=refusal(int(row["problem"].get("status", 422)), row["problem"]))
            for row in data["results"]
        ]

    def act(self, report_id: str, version: int, action: str, body: ActionBody, key: str = "") -> Report:
        """Does an action (workflow.ACTIONS) to the report as seen at `version`."""
        path = f"/reports/{report_id}/actions/{action}"
        return wire.report_from_json(self._send("POST", path, body.to_json(), key or wire.uuid7(), version))

    def change(self, report_id: str, version: int, fields: Json, key: str = "") -> Report:
        """Changes fields (wire.CHANGEABLE) of the report as seen at `version`."""
        return wire.report_from_json(self._send("PATCH", f"/reports/{report_id}", fields, key or wire.uuid7(), version))

    def note(self, report_id: str, text: str, key: str = "") -> Event:
        """Adds a note."""
        return Event.from_json(self._send("POST", f"/reports/{report_id}/notes", {"text": text}, key or wire.uuid7()))

    def exported(self, what: str, count: int, key: str = "") -> Event:
        """Tells the log that so many rows were saved to a file here."""
        return Event.from_json(self._send("POST", "/exports", {"what": what, "count": count}, key or wire.uuid7()))

    def claim(self, report_id: str, reason: str = "") -> Claim:
        """Takes the report in hand, or says that work goes on; somebody else's with a reason."""
        body = {"reason": reason} if reason else {}
        return Claim.from_json(self._send("POST", f"/reports/{report_id}/claim", body)["claim"])

    def let_go(self, report_id: str) -> None:
        """Lets the own claim go."""
        self._send("DELETE", f"/reports/{report_id}/claim")

    def checkpoint(self, since: int = 0, root: str = "") -> Json:
        """The log's last signed head, and the proof that it goes on from the one seen before. Refused: it does not."""
        return self._get("/log/checkpoint", {"since": str(since), "root": root} if since else {})

    def finding(self, finding: str, seen: str, present: str, reason: str, key: str = "") -> None:
        """Tells the log what was found of it here, or that it was accepted."""
        body = {"finding": finding, "seen": seen, "present": present, "reason": reason}
        self._send("POST", "/log/findings", body, key or wire.uuid7())

    def claims(self) -> list[Claim]:
        """Who has which report in hand."""
        return [Claim.from_json(row) for row in self._get("/claims")["claims"]]

    def undo(self, report_id: str, version: int, key: str = "") -> Report:
        """Takes the last move back."""
        return wire.report_from_json(self._send("POST", f"/reports/{report_id}/undo", {}, key or wire.uuid7(), version))

    def upload(self, picture: bytes, kind: str = "image/jpeg") -> str:
        """Sends a photo; its SHA-256 name comes back."""
        headers = {"Content-Type": kind}
        return str(self._ask("POST", "/photos", content=picture, headers=headers, timeout=30.0).json()["sha256"])

    def photo(self, sha256: str, size: str = "full") -> bytes:
        """A photo's bytes (JPEG). `size` is thumb or full."""
        return self._ask("GET", f"/photos/{sha256}", params={"size": size}).content

    # --- layers and feeds ----------------------------------------------------------------------

    def features(self, layer: str, since: int = 0) -> LayerDelta:
        """What changed on a layer since a version; from 0: everything."""
        data = self._get(f"/layers/{layer}/features", {"since": str(since)} if since else {})
        return LayerDelta(
            layer,
            int(data["version"]),
            wire.time_of(data, "heard_at"),
            tuple(Feature.from_geojson(row, layer) for row in data["features"]),
            tuple(data["removed"]),
        )

    def import_features(self, layer: str, features: Iterable[Feature], replace: bool = False) -> Json:
        """Puts features on a layer, all or none; with `replace` what is not among them goes."""
        rows = [feature.to_geojson() for feature in features]
        return self._send("POST", f"/layers/{layer}/import", {"features": rows, "replace": replace}, timeout=60.0)

    def replace_areas(self, features: Iterable[Feature]) -> Json:
        """Puts the city's own areas in the place of the schematic ones."""
        rows = [feature.to_geojson() for feature in features]
        return self._send("POST", "/basemap/areas", {"features": rows}, timeout=60.0)

    def layers(self) -> list[LayerState]:
        """How far each layer is."""
        return [layer_state({"layer": row["key"], **row}) for row in self._get("/layers")["layers"]]

    def feeds(self) -> list[FeedState]:
        """How the feeds do."""
        return [feed_state(row) for row in self._get("/feeds")["feeds"]]

    def add_feed(self, key: str, adapter: str, source: str, options: Mapping[str, str] | None = None) -> FeedState:
        """Adds a feed: `source` is a file's path or an https address."""
        body = {"key": key, "adapter": adapter, "source": source, "options": dict(options or {})}
        return feed_state(self._send("POST", "/feeds", body, timeout=30.0))

    def read_feed(self, key: str) -> FeedState:
        """Reads a feed now."""
        return feed_state(self._send("POST", f"/feeds/{key}/read", {}, timeout=60.0))

    def remove_feed(self, key: str) -> None:
        """Removes a feed; what it brought ages and goes."""
        self._send("DELETE", f"/feeds/{key}")

    # --- shifts --------------------------------------------------------------------------------

    def shift(self) -> Shift:
        """The shift that runs."""
        data = self._get("/shifts/current")
        start, end = wire.time_of(data, "start"), wire.time_of(data, "end")
        if start is None or end is None:
            raise Refused(502, "malformed", "the service named no shift")
        return Shift(str(data["key"]), start, end)

    def shift_note(self, text: str, report_id: str = "") -> None:
        """Writes a line into the log of the shift, about a report or not."""
        self._send("POST", "/shifts/notes", {"text": text} | ({"notable": report_id} if report_id else {}))

    # --- the wire ------------------------------------------------------------------------------

    def headers(self) -> dict[str, str]:
        """The headers that every request carries."""
        found = {"X-Console": self.console, "X-POC-Key": self._key}
        return found | ({"Authorization": f"Bearer {self._token}"} if self._token else {})

    def _get(self, path: str, params: Mapping[str, str] | None = None, timeout: float = 10.0) -> Json:
        told = {k: v for k, v in (params or {}).items() if v}
        return _object(self._ask("GET", path, params=told, timeout=timeout))

    def _send(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        key: str = "",
        version: int | None = None,
        timeout: float = 10.0,
    ) -> Json:
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        content = wire.dump(body) if body is not None else b""
        return _object(self._ask(method, path, content=content, headers=headers, timeout=timeout))

    def _ask(self, method: str, path: str, **options: Any) -> httpx2.Response:
        headers = self.headers() | options.pop("headers", {})
        try:
            answer = self._http.request(method, self.base_url + path, headers=headers, **options)
        except httpx2.TransportError as error:
            raise cut(error) from error
        if answer.status_code >= 500 and answer.status_code not in (503, 507):
            raise Unreachable(f"the service failed ({answer.status_code})")  # whether it was done is not known
        if answer.is_error:
            raise refusal(answer.status_code, _object(answer))
        return answer


def _object(answer: httpx2.Response) -> Json:
    """The JSON object of an answer; an empty one where there is none."""
    if not answer.content:
        return {}
    try:
        data = answer.json()
    except ValueError as error:
        raise Unreachable("what answered is not the service") from error
    return data if isinstance(data, dict) else {}


def _user(data: Mapping[str, Any]) -> User:
    department, must_change = data.get("department"), bool(data.get("must_change"))
    return User(str(data["name"]), str(data["title"]), Role(data["role"]), department, must_change)


def layer_state(data: Mapping[str, Any]) -> LayerState:
    """A layer's state of a snapshot or of the stream."""
    return LayerState(
        str(data["layer"]), int(data["version"]), wire.time_of(data, "heard_at"), int(data.get("count") or 0)
    )


def feed_state(data: Mapping[str, Any]) -> FeedState:
    """A feed's state of a snapshot, the list of feeds or the stream."""
    return FeedState(
        key=str(data["key"]),
        adapter=str(data["adapter"]),
        title=str(data.get("title") or data["key"]),
        source=str(data.get("source") or ""),
        cadence_s=int(data.get("cadence_s") or 0),
        state=str(data["state"]),
        last_ok_at=wire.time_of(data, "last_ok_at"),
        last_error=str(data.get("last_error") or ""),
        counts=dict(data.get("counts") or {}),
        demo=bool(data.get("demo")),
    )
