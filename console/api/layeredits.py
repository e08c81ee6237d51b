"""Layer edits over the wire: drafts, their review, changesets, conflicts, what a feature was; typed and blocking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

from console.api.client import Client
from console.api.errors import Refused
from console.domain import wire
from console.domain.drafts import Draft
from console.domain.wire import Json
from layers.changes import Change, ChangeKind, Conflict
from layers.checks import Finding
from layers.features import Feature

T = TypeVar("T")
LONG_S = 120.0  # thousands of features in one request


class EditConflict(Refused):
    """Somebody else changed the same fields in between: nothing was done, and a person must decide each (409)."""

    def __init__(self, refused: Refused, layer: str) -> None:
        super().__init__(refused.status, refused.code, refused.detail, refused.extra)
        rows = refused.extra.get("conflicts") or []
        self.conflicts = [Conflict.from_json(row, layer) for row in rows]


class NotClean(Refused):
    """The checks found errors: nothing was done (422)."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.status, refused.code, refused.detail, refused.extra)
        self.findings = [Finding.from_json(row) for row in refused.extra.get("findings") or []]


class DraftMoved(Refused):
    """The draft is another than the one that was seen (412): `draft` is the one that stands."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.status, refused.code, refused.detail, refused.extra)
        self.draft = Draft.from_json(refused.extra["current"])


@dataclass(frozen=True, slots=True)
class Sheet:
    """A draft as it stands, and the actions (domain.drafts.DRAFT_ACTIONS) that this user may take now."""

    draft: Draft
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """What publishing would do to one feature as it stands. `merged`: somebody else changed other fields of it."""

    id: str
    kind: ChangeKind
    fields: tuple[str, ...]
    before: Feature | None
    after: Feature | None
    merged: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What publishing a draft would do to the layer at `layer_version`, and what stands against it."""

    layer: str
    layer_version: int
    rows: tuple[DifferenceRow, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """A word about a draft, or about one feature of it, at a place (degrees) or none."""

    by: str
    at: datetime | None
    text: str
    feature: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class FeatureVersion:
    """One edit of a feature: who made which version of it, and what it was before and after (None: not there)."""

    version: int
    at: datetime | None
    by: str
    kind: ChangeKind
    draft: str
    before: Feature | None
    after: Feature | None


class LayerEdits:
    """The edits of one signed-in user. Thread-safe as its client. Raises what the client raises, and its own kinds."""

    def __init__(self, client: Client) -> None:
        self._client = client

    # --- drafts --------------------------------------------------------------------------------

    def begin(
        self, layer: str, title: str, note: str = "", publish_at: datetime | None = None, draft_id: str = ""
    ) -> Sheet:
        """A new draft. With the same id it is the same draft, however often it is sent."""
        body = {"id": draft_id or wire.uuid7(), "layer": layer, "title": title, "note": note, **_at(publish_at)}
        return _sheet(self._send("POST", "/drafts", body))

    def drafts(self, *states: str, layer: str = "", author: str = "") -> list[Sheet]:
        """The drafts in these states (none: in any), those touched last first."""
        found = self._client._get("/drafts", {"state": ",".join(states), "layer": layer, "author": author})
        return [_sheet(row) for row in found["drafts"]]

    def draft(self, draft_id: str) -> Sheet:
        """One draft."""
        return _sheet(self._client._get(f"/drafts/{draft_id}"))

    def describe(self, draft: Draft, **fields: Any) -> Sheet:
        """Other title, note or publish_at (a moment, or None for none)."""
        body = {key: value.isoformat() if isinstance(value, datetime) else value for key, value in fields.items()}
        return _sheet(self._send("PATCH", f"/drafts/{draft.id}", body, draft.version))

    def put(self, draft: Draft, changes: Iterable[Change], gone: Iterable[str] = (), whole: bool = False) -> Sheet:
        """Puts changes into a draft and takes those of `gone` back; with `whole` they are all that it has."""
        body = {"changes": [change.to_json() for change in changes], "gone": list(gone), "whole": whole}
        return _sheet(self._send("PUT", f"/drafts/{draft.id}/changes", body, draft.version))

    def changes(self, draft: Draft) -> list[Change]:
        """What a draft changes, each with what it was based on."""
        found = self._client._get(f"/drafts/{draft.id}/changes", timeout=LONG_S)
        return [Change.from_json(row, draft.layer) for row in found["changes"]]

    def findings(self, draft_id: str) -> list[Finding]:
        """What the checks say, errors first."""
        found = self._client._get(f"/drafts/{draft_id}/findings", timeout=LONG_S)
        return [Finding.from_json(row) for row in found["findings"]]

    def difference(self, draft_id: str) -> Difference:
        """What publishing the draft would do just now."""
        found = self._client._get(f"/drafts/{draft_id}/difference", timeout=LONG_S)
        layer = str(found["layer"])
        rows = tuple(
            DifferenceRow(
                str(row["id"]),
                ChangeKind(row["kind"]),
                tuple(row["fields"]),
                _feature(row["before"], layer),
                _feature(row["after"], layer),
                bool(row["merged"]),
            )
            for row in found["rows"]
        )
        conflicts = tuple(Conflict.from_json(row, layer) for row in found["conflicts"])
        return Difference(layer, int(found["layer_version"]), rows, conflicts)

    def act(self, draft: Draft, action: str, reason: str = "") -> Sheet:
        """Submit, approve, reject (with a reason), reopen, publish or withdraw the draft as it was seen.

        Raises EditConflict, NotClean, DraftMoved.
        """
        body = {"reason": reason} if reason else {}
        work = self._send
        return _sheet(_told(lambda: work("POST", f"/drafts/{draft.id}/{action}", body, draft.version), draft.layer))

    def comments(self, draft_id: str) -> list[Comment]:
        """What was said about a draft, oldest first."""
        rows = self._client._get(f"/drafts/{draft_id}/comments")["comments"]
        return [_comment(row) for row in rows]

    def comment(
        self, draft_id: str, text: str, feature: str = "", lon: float | None = None, lat: float | None = None
    ) -> Comment:
        """Says something about a draft."""
        body = {"id": wire.uuid7(), "text": text, "feature": feature, "lon": lon, "lat": lat}
        return _comment(self._send("POST", f"/drafts/{draft_id}/comments", body))

    # --- at once -------------------------------------------------------------------------------

    def push(
        self, layer: str, title: str, changes: Iterable[Change], publish: bool = False, changeset_id: str = ""
    ) -> Sheet:
        """One changeset, all or nothing: handed in for review, or published at once by whoever may.

        Sent again with the same id after a lost connection, it is done once. Raises EditConflict, NotClean.
        """
        rows = [change.to_json() for change in changes]
        body = {"id": changeset_id or wire.uuid7(), "title": title, "changes": rows, "publish": publish}
        return _sheet(_told(lambda: self._send("POST", f"/layers/{layer}/changesets", body), layer))

    def history(self, layer: str, feature_id: str) -> list[FeatureVersion]:
        """What people did to a feature, oldest first."""
        found = self._client._get(f"/layers/{layer}/features/{quote(feature_id)}/history")
        return [
            FeatureVersion(
                int(row["version"]),
                wire.time_of(row, "at"),
                str(row["by"]),
                ChangeKind(row["kind"]),
                str(row["draft"]),
                _state(row["before"], layer, feature_id),
                _state(row["after"], layer, feature_id),
            )
            for row in found["versions"]
        ]

    def put_back(self, layer: str, feature_id: str, version: int, publish: bool = False) -> Sheet:
        """Makes a feature what it was at a version, by way of review like any other edit."""
        body = {"id": wire.uuid7(), "version": version, "publish": publish}
        path = f"/layers/{layer}/features/{quote(feature_id)}/put-back"
        return _sheet(_told(lambda: self._send("POST", path, body), layer))

    def _send(self, method: str, path: str, body: Json, version: int | None = None) -> Json:
        try:
            return self._client._send(method, path, body, version=version, timeout=LONG_S)
        except Refused as error:
            if error.status == 412 and "current" in error.extra:
                raise DraftMoved(error) from error
            raise


def _told(work: Callable[[], T], layer: str) -> T:
    """What was refused, as its kind."""
    try:
        return work()
    except Refused as error:
        if error.code == "conflict" and "conflicts" in error.extra:
            raise EditConflict(error, layer) from error
        if error.code == "findings":
            raise NotClean(error) from error
        raise


def _sheet(data: Mapping[str, Any]) -> Sheet:
    return Sheet(Draft.from_json(data), tuple(data.get("actions") or ()))


def _comment(data: Mapping[str, Any]) -> Comment:
    at, place = wire.time_of(data, "at"), (data.get("lon"), data.get("lat"))
    return Comment(str(data["by"]), at, str(data["text"]), str(data.get("feature") or ""), *place)


def _at(moment: datetime | None) -> Json:
    return {"publish_at": moment.isoformat()} if moment else {}


def _feature(data: Mapping[str, Any] | None, layer: str) -> Feature | None:
    return Feature.from_geojson(data, layer) if data else None


def _state(data: Mapping[str, Any] | None, layer: str, feature_id: str) -> Feature | None:
    return Feature.from_geojson({"type": "Feature", "id": feature_id, **data}, layer) if data else None
