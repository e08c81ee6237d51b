"""The GeoPackage of a layer: made from what the service gives, its rows read and named, never read in part."""

import sqlite3
from contextlib import closing
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsVectorFileWriter,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from .errors import CopyError
from .geometry import from_geojson
from .words import say

IDENT = "poc_id"
LONGEST_ID = 200  # that the service takes
# QVariant's types are the only enum used here by its short name: QGIS 4 adds it to PyQt6, which has no longer one.
TYPES = {"integer": QVariant.LongLong, "number": QVariant.Double, "flag": QVariant.Bool}
SHAPES = {
    "point": (QgsWkbTypes.Type.Point, QgsWkbTypes.Type.MultiPoint),
    "line": (QgsWkbTypes.Type.LineString, QgsWkbTypes.Type.MultiLineString),
    "polygon": (QgsWkbTypes.Type.Polygon, QgsWkbTypes.Type.MultiPolygon),
}


def named_gpkg(path):
    """The path with the ending that a GeoPackage has; dialogs do not add it everywhere."""
    path = Path(path)
    return path if path.suffix.lower() == ".gpkg" else path.with_name(path.name + ".gpkg")


def write(path, schema, rows):
    """The GeoPackage of a layer; the rows of its pristine copy."""
    single, multi = SHAPES[schema["geometry"]]
    kind = multi if any(row["geometry"]["type"].startswith("Multi") for row in rows) else single
    fields = QgsFields()
    fields.append(QgsField(IDENT, QVariant.String))
    for field in schema["fields"]:
        fields.append(QgsField(field["key"], TYPES.get(field["kind"], QVariant.String)))
    names = [field["key"] for field in schema["fields"]]
    puts = [base_row(row, names, kind == single) for row in rows]
    features = [feature_of(fields, put[0], {**put[3], "geometry": put[2]}, names) for put in puts]
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName, options.fileEncoding = "GPKG", schema["key"], "UTF-8"
    crs = QgsCoordinateReferenceSystem("EPSG:4326")
    writer = QgsVectorFileWriter.create(str(path), fields, kind, crs, QgsCoordinateTransformContext(), options)
    failed = writer.hasError() or not writer.addFeatures(features)
    words = writer.errorMessage()
    del writer  # closes the file
    if failed:
        raise CopyError(say("{path} can't be written: {why}", path=path, why=words))
    return puts


def base_row(row, names, single):
    """A feature of the service as a row of the pristine copy: id, version, WKB, fields, GeoJSON."""
    geometry = from_geojson(row["geometry"])
    if not single:
        geometry.convertToMultiType()
    fields = {name: row["properties"].get(name) for name in names}
    return row["id"], int(row.get("version") or 0), bytes(geometry.asWkb()), fields, row


def feature_of(fields, ident, state, names):
    """A state (see edits.py) as a feature of the GeoPackage."""
    feature = QgsFeature(fields)
    feature.setAttribute(IDENT, ident)
    for name in names:
        if state.get(name) is not None:
            feature.setAttribute(name, state[name])
    feature.setGeometry(geometry_of(state["geometry"]))
    return feature


def geometry_of(wkb):
    """The geometry of a state."""
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return geometry


def read_states(layer, path, table, names, known):
    """The states of all features by id, edits that are not saved among them; what is new, or a copy of another, has
    the id `fid:` and its number. `known`: ids that the service gave. Raises CopyError rather than read less than all:
    what is missing would count as deleted.
    """
    if not Path(path).is_file():
        raise CopyError(say("{path} is not there any more. Nothing was done.", path=path))
    if layer.subsetString():
        raise CopyError(say("A filter hides features of this layer. Take it off first."))
    columns = layer.fields()
    places = [columns.indexFromName(name) for name in (IDENT, *names)]
    lost = [name for name, place in zip((IDENT, *names), places) if place < 0]  # noqa: B905 - Python 3.9 on Windows
    if lost:
        words = "The copy has lost columns: {names}. Name them as they were, or pull the layer anew under another name."
        raise CopyError(say(words, names=", ".join(lost)))
    found, new, count = {}, [], 0
    for feature in layer.getFeatures():
        count += 1
        values = [plain(feature.attribute(place)) for place in places]
        geometry = feature.geometry()
        state = dict(zip(names, values[1:]))  # noqa: B905 - as above
        state["geometry"] = bytes(geometry.asWkb()) if not geometry.isNull() else b""
        ident = values[0]
        if not is_name(ident, known) or (feature.id() < 0 and ident in known):
            new.append((ident, feature.id(), state))
        elif ident in found:
            found[f"fid:{feature.id()}"] = state
        else:
            found[ident] = state
    for ident, fid, state in new:  # last: a part that was split off and is not saved yet comes before its origin
        free = is_name(ident, known) and ident not in found
        found[ident if free else f"fid:{fid}"] = state
    if count != _expected(layer, path, table):
        raise CopyError(say("{path} can't be read wholly. Nothing was done.", path=path))
    return found


def is_name(ident, known):
    """Whether a feature keeps this id: one that the service gave, or one that it would take."""
    if not isinstance(ident, str) or not ident:
        return False
    return ident in known or (len(ident) <= LONGEST_ID and ident.isprintable() and not ident.startswith("fid:"))


def _expected(layer, path, table):
    """How many features there must be: those of the file, and what the edits that are not saved make of it."""
    try:
        with closing(sqlite3.connect(str(path), timeout=10)) as db:
            (count,) = db.execute('SELECT count(*) FROM "{}"'.format(table.replace('"', '""'))).fetchone()  # noqa: S608 # nosec B608
    except sqlite3.Error as error:
        raise CopyError(say("{path} can't be read or written: {why}", path=path, why=error)) from error
    buffer = layer.editBuffer()
    return count if buffer is None else count + len(buffer.addedFeatures()) - len(buffer.deletedFeatureIds())


def plain(value):
    """A value of an attribute as JSON has it; QGIS's NULL is None."""
    if value is None or (isinstance(value, QVariant) and value.isNull()):
        return None
    return value.value() if isinstance(value, QVariant) else value
