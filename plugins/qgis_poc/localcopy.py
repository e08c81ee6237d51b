"""A layer's local copy: a GeoPackage to edit with QGIS's own tools, also off line, and its way back to the service."""

import hashlib
import json
import uuid
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from .basecopy import BaseCopy
from .edits import DELETE, Conflict, blend, difference, merge
from .geometry import from_geojson, to_geojson
from .looks import dress
from .service import Refused, ServiceError

IDENT = "poc_id"
TYPES = {"integer": QVariant.LongLong, "number": QVariant.Double, "flag": QVariant.Bool}
SHAPES = {
    "point": (QgsWkbTypes.Point, QgsWkbTypes.MultiPoint),
    "line": (QgsWkbTypes.LineString, QgsWkbTypes.MultiLineString),
    "polygon": (QgsWkbTypes.Polygon, QgsWkbTypes.MultiPolygon),
}


class CopyError(Exception):
    """The local copy can't be made or read; the message is a sentence."""


class SchemaChanged(ServiceError):
    """The layer's fields are others than when it was pulled: `added`, `removed`. Nothing was done."""

    def __init__(self, added, removed):
        super().__init__("The layer has other fields now. Pull it anew. Your copy was not touched.")
        self.added = added
        self.removed = removed


class Conflicts(ServiceError):
    """Somebody changed the same fields: `conflicts` are to be decided one by one. Nothing was pushed."""

    def __init__(self, conflicts):
        super().__init__(f"Somebody else changed {len(conflicts)} of these features in the same fields.")
        self.conflicts = conflicts


class LocalCopy:
    """One layer on this computer. Edits lie in the GeoPackage; what they began with lies beside it."""

    def __init__(self, path):
        self.path = Path(path)
        self.base = BaseCopy(self.path.with_suffix(".base"))
        self.schema = self.base.note("schema")
        if self.schema is None or not self.path.exists():
            raise CopyError(f"There is no pulled layer at {self.path}.")
        self.key = self.schema["key"]
        self.layer = QgsVectorLayer(f"{self.path}|layername={self.key}", self.schema["title"], "ogr")
        if not self.layer.isValid():
            raise CopyError(f"The GeoPackage {self.path} can't be read.")
        dress(self.layer, self.schema)
        self._names = [field["key"] for field in self.schema["fields"]]

    @classmethod
    def pull(cls, service, key, path):
        """Takes the whole layer to a new GeoPackage. Raises CopyError where one lies already."""
        path = Path(path)
        base_path = path.with_suffix(".base")
        if path.exists() or base_path.exists():
            raise CopyError(f"{path} is there already: update it, or choose another name.")
        schema, found = service.schema(key), service.features(key)
        try:
            puts = _write(path, schema, found["features"])
            BaseCopy(base_path).write(puts, notes={"schema": schema, "version": found["version"]})
        except BaseException:
            for half in (path, base_path):
                half.unlink(missing_ok=True)
            raise
        return cls(path)

    # --- what was edited -----------------------------------------------------------------------

    def review(self):
        """What was added, changed and deleted since the pull; edits that are not saved yet among it."""
        return difference(self.base.states(), self._states())

    def _states(self):
        names, found = self._names, {}
        places = [self.layer.fields().indexFromName(name) for name in (IDENT, *names)]
        for feature in self.layer.getFeatures():
            values = [_plain(feature.attribute(place)) for place in places]
            ident = values[0]
            if not ident or ident in found:  # drawn here, or a copy of another
                ident = f"fid:{feature.id()}"
            geometry = feature.geometry()
            state = dict(zip(names, values[1:]))  # noqa: B905 - QGIS on Windows still brings Python 3.9
            found[ident] = {**state, "geometry": bytes(geometry.asWkb()) if not geometry.isNull() else b""}
        return found

    def _name_new(self):
        """Gives everything that was drawn here an id of its own, for good."""
        if self.layer.isEditable():
            raise CopyError("Save your edits first.")
        place, seen, named = self.layer.fields().indexFromName(IDENT), set(), {}
        for feature in self.layer.getFeatures():
            ident = _plain(feature.attribute(place))
            if not ident or ident in seen:
                ident = str(uuid.uuid4())
                named[feature.id()] = {place: ident}
            seen.add(ident)
        if named and not self.layer.dataProvider().changeAttributeValues(named):
            raise CopyError("The GeoPackage can't be written.")
        self.layer.dataProvider().reloadData()

    # --- to the service and back ---------------------------------------------------------------

    def push(self, service, title, publish=False):
        """Sends everything that was edited, all or nothing. The draft that it became; None when there is nothing.

        A push whose answer was lost is sent again as it was, and is done once. Raises Conflicts, SchemaChanged,
        Refused (its `extra["findings"]` say what the checks found), Unreachable, CopyError.
        """
        self._check_schema(service)
        self._name_new()
        undecided = self.conflicts()
        if undecided:
            raise Conflicts(undecided)
        pending = self.base.note("pending")
        if pending is None:
            changes = [self._change(edit) for edit in self.review()]
            if not changes:
                return None
            waiting = self._in_review(service, changes)
            if waiting is not None:
                return waiting
            pending = {"id": str(uuid.uuid4()), "title": title, "changes": changes, "publish": publish}
            self.base.write(notes={"pending": pending})
        try:
            draft = service.push(self.key, pending)
        except Refused as error:
            if error.status < 500:
                self.base.write(notes={"pending": None})
            if error.code != "conflict":
                raise
            raise Conflicts(self.update(service)) from error
        handed_in = {"id": draft["id"], "digest": _digest(pending["changes"])}
        self.base.write(notes={"pending": None, "handed_in": handed_in})
        if draft["state"] == "published":
            self.update(service)
        return draft

    def _in_review(self, service, changes):
        """The draft that these very changes were handed in with, while nobody has decided about it."""
        handed_in = self.base.note("handed_in")
        if not handed_in or handed_in["digest"] != _digest(changes):
            return None
        draft = service.draft(handed_in["id"])
        return draft if draft["state"] in ("in_review", "approved") else None

    def conflicts(self):
        """The conflicts that nobody has decided yet. Theirs is what the pristine copy holds."""
        rows = self.base.note("conflicts") or []
        if not rows:
            return []
        mine, theirs = self._states(), self.base.states()
        return [Conflict(ident, fields, None, mine.get(ident), theirs.get(ident)) for ident, fields in rows]

    def update(self, service):
        """Takes in what others published, field by field; local edits stay. The conflicts that a person must decide."""
        self._check_schema(service)
        self._name_new()
        found = service.features(self.key, int(self.base.note("version") or 0))
        theirs = {row["id"]: row for row in found["features"]}
        bases, mine = self.base.states(), self._states()
        conflicts, write, puts, gone = [], {}, [], []
        for ident in (*theirs, *found["removed"]):
            put = _base_row(theirs[ident], self._names, self._single()) if ident in theirs else None
            there = {**put[3], "geometry": put[2]} if put else None
            if ident not in mine and ident not in bases and there is None:
                continue
            result = merge(ident, bases.get(ident), mine.get(ident), there)
            if isinstance(result, Conflict):
                conflicts.append(result)
                if result.mine is not None and result.theirs is not None:
                    write[ident] = blend(result)
            else:
                write[ident] = result
            if put:
                puts.append(put)
            else:
                gone.append(ident)
        self._apply(write)
        new = {conflict.id: list(conflict.fields) for conflict in conflicts}
        open_ones = [row for row in self.base.note("conflicts") or [] if row[0] not in new] + [*map(list, new.items())]
        self.base.write(puts, gone, {"version": found["version"], "conflicts": open_ones})
        return self.conflicts()

    def decide(self, conflict, side):
        """`side` is "mine": it stays here and goes out with the next push; or "theirs": it is taken here.

        What is not in dispute was merged already, and stays.
        """
        if side == "theirs" and conflict.mine is not None and conflict.theirs is not None:
            taken = {key: conflict.theirs.get(key) for key in conflict.fields}
            self._apply({conflict.id: {**conflict.mine, **taken}})
        elif side == "theirs":
            self._apply({conflict.id: conflict.theirs})
        left = [row for row in self.base.note("conflicts") or [] if row[0] != conflict.id]
        self.base.write(notes={"conflicts": left})

    def _check_schema(self, service):
        schema = service.schema(self.key)
        if schema["digest"] != self.schema["digest"]:
            now, then = ([field["key"] for field in each["fields"]] for each in (schema, self.schema))
            raise SchemaChanged([key for key in now if key not in then], [key for key in then if key not in now])

    def _change(self, edit):
        version, base = self.base.feature(edit.id)
        change = {"kind": edit.kind, "id": edit.id, "base_version": version, "base": base, "feature": None}
        if edit.kind != DELETE:
            properties = {key: value for key, value in edit.after.items() if key != "geometry" and value is not None}
            if base is not None and "geometry" not in edit.fields:
                place = base["geometry"]
            else:
                place = _geojson(edit.after["geometry"])
            change["feature"] = {"type": "Feature", "id": edit.id, "geometry": place, "properties": properties}
        return change

    def _single(self):
        return not QgsWkbTypes.isMultiType(self.layer.wkbType())

    def _apply(self, states):
        """Brings features of the GeoPackage to these states (None: gone), in one go."""
        if not states:
            return
        provider, fids, place = self.layer.dataProvider(), {}, self.layer.fields().indexFromName(IDENT)
        for feature in self.layer.getFeatures():
            fids[_plain(feature.attribute(place))] = feature.id()
        places = {name: self.layer.fields().indexFromName(name) for name in self._names}
        new, values, shapes, gone = [], {}, {}, []
        for ident, state in states.items():
            fid = fids.get(ident)
            if state is None:
                gone += [fid] if fid is not None else []
            elif fid is None:
                new.append(_feature(self.layer.fields(), ident, state, self._names))
            else:
                values[fid] = {places[name]: state.get(name) for name in self._names}
                geometry = QgsGeometry()
                geometry.fromWkb(state["geometry"])
                shapes[fid] = geometry
        done = provider.deleteFeatures(gone) if gone else True
        done = done and (provider.changeFeatures(values, shapes) if values else True)
        done = done and (provider.addFeatures(new)[0] if new else True)
        provider.reloadData()
        self.layer.triggerRepaint()
        if not done:
            raise CopyError("The GeoPackage can't be written.")


def _write(path, schema, rows):
    """The GeoPackage of a layer; the rows of its pristine copy."""
    single, multi = SHAPES[schema["geometry"]]
    kind = multi if any(row["geometry"]["type"].startswith("Multi") for row in rows) else single
    fields = QgsFields()
    fields.append(QgsField(IDENT, QVariant.String))
    for field in schema["fields"]:
        fields.append(QgsField(field["key"], TYPES.get(field["kind"], QVariant.String)))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName, options.fileEncoding = "GPKG", schema["key"], "UTF-8"
    crs = QgsCoordinateReferenceSystem("EPSG:4326")
    writer = QgsVectorFileWriter.create(str(path), fields, kind, crs, QgsCoordinateTransformContext(), options)
    names = [field["key"] for field in schema["fields"]]
    puts = [_base_row(row, names, kind == single) for row in rows]
    features = [_feature(fields, put[0], {**put[3], "geometry": put[2]}, names) for put in puts]
    failed = writer.hasError() or not writer.addFeatures(features)
    words = writer.errorMessage()
    del writer  # closes the file
    if failed:
        raise CopyError(f"The GeoPackage can't be written: {words}")
    return puts


def _base_row(row, names, single):
    geometry = from_geojson(row["geometry"])
    if not single:
        geometry.convertToMultiType()
    fields = {name: row["properties"].get(name) for name in names}
    return row["id"], int(row["version"]), bytes(geometry.asWkb()), fields, row


def _feature(fields, ident, state, names):
    feature = QgsFeature(fields)
    feature.setAttribute(IDENT, ident)
    for name in names:
        if state.get(name) is not None:
            feature.setAttribute(name, state[name])
    geometry = QgsGeometry()
    geometry.fromWkb(state["geometry"])
    feature.setGeometry(geometry)
    return feature


def _digest(changes):
    return hashlib.sha256(json.dumps(changes, sort_keys=True).encode()).hexdigest()


def _geojson(wkb):
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return to_geojson(geometry, single=True)


def _plain(value):
    """A value of an attribute as JSON has it; QGIS's NULL is None."""
    if value is None or (isinstance(value, QVariant) and value.isNull()):
        return None
    return value.value() if isinstance(value, QVariant) else value
