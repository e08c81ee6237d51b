"""A layer's local copy: a GeoPackage to edit with QGIS's own tools, also off line, and its way back to the service."""

import hashlib
import json
import uuid
from contextlib import suppress
from pathlib import Path

from qgis.core import QgsExpression, QgsFeatureRequest, QgsVectorLayer, QgsWkbTypes

from .basecopy import BaseCopy
from .edits import DELETE, Conflict, blend, difference, merge
from .errors import Conflicts, CopyError, NotTheService, Refused, SchemaChanged
from .geometry import to_geojson
from .geopackage import IDENT, base_row, feature_of, geometry_of, is_name, named_gpkg, plain, read_states, write
from .looks import dress
from .words import say, title_of


class LocalCopy:
    """One layer on this computer. Edits lie in the GeoPackage; what they began with lies beside it."""

    def __init__(self, path, layer=None):
        """`layer`: where the GeoPackage lies on the map already, this one is worked with. Raises CopyError."""
        self.path = Path(path)
        if not self.path.is_file():
            raise CopyError(say("There is no pulled layer at {path}.", path=path))
        self.base = BaseCopy(self.path.with_suffix(".base"))
        self.schema = self.base.note("schema")
        if self.schema is None:
            raise CopyError(say("There is no pulled layer at {path}.", path=path))
        self.key = self.schema["key"]
        self.layer = layer
        if layer is None:
            source = f"{self.path}|layername={self.key}"
            self.layer = QgsVectorLayer(source, title_of(self.schema, self.schema["title"]), "ogr")
            if self.layer.isValid():
                dress(self.layer, self.schema)
        if not self.layer.isValid():
            raise CopyError(say("The GeoPackage {path} can't be read.", path=path))
        self._names = [field["key"] for field in self.schema["fields"]]

    @classmethod
    def pull(cls, service, key, path):
        """Takes the whole layer to a new GeoPackage. Raises CopyError where one lies already."""
        path = named_gpkg(path)
        base_path = path.with_suffix(".base")
        if path.exists() or base_path.exists():
            raise CopyError(say("{path} is there already: open it, or choose another name.", path=path))
        schema, found = service.schema(key), service.features(key)
        try:
            puts = write(path, schema, found["features"])
            BaseCopy(base_path, new=True).write(puts, notes={"schema": schema, "version": found["version"]})
            return cls(path)
        except BaseException as error:
            for half in (path, base_path):
                with suppress(OSError):
                    half.unlink()
            if isinstance(error, (KeyError, TypeError, IndexError, ValueError)):
                raise NotTheService(f"what was given is no layer: {error!r}") from error
            raise

    # --- what was edited -----------------------------------------------------------------------

    def review(self):
        """What was added, changed and deleted since the pull; edits that are not saved yet among it."""
        bases = self.base.states()
        return difference(bases, self.states(bases))

    def states(self, bases=None):
        """The states (see edits.py) of what lies here by id. Raises CopyError where not all can be read."""
        if bases is None:
            bases = self.base.states()
        return read_states(self.layer, self.path, self.key, self._names, bases)

    def _check_saved(self):
        if self.layer.isEditable():
            raise CopyError(say("Save your edits first."))

    def _name_new(self):
        """Gives everything that was drawn here an id of its own, for good."""
        self._check_saved()
        bases = self.base.states()
        self.states(bases)  # raises where not all of it can be read
        place, seen, named = self.layer.fields().indexFromName(IDENT), set(), {}
        for feature in self.layer.getFeatures():
            ident = plain(feature.attribute(place))
            if not is_name(ident, bases) or ident in seen:
                ident = str(uuid.uuid4())
                named[feature.id()] = {place: ident}
            seen.add(ident)
        if named and not self.layer.dataProvider().changeAttributeValues(named):
            raise CopyError(say("The GeoPackage can't be written."))
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
            edits = self.review()
            if not edits:
                return None
            self._check_drawn(edits)
            changes = [self._change(edit) for edit in edits]
            waiting = self._in_review(service, changes)
            if waiting is not None:
                return waiting
            pending = {"id": str(uuid.uuid4()), "title": title, "changes": changes, "publish": publish}
            self.base.write(notes={"pending": pending})
        try:
            draft = service.push(self.key, pending)
        except Refused as error:
            if error.status < 500 and error.status != 401:  # not signed in any more: it goes out again as it is
                self.base.write(notes={"pending": None})
            if error.code != "conflict":
                raise
            raise Conflicts(self.update(service)) from error
        handed_in = {"id": draft["id"], "digest": _digest(pending["changes"])}
        self.base.write(notes={"pending": None, "handed_in": handed_in})
        if draft["state"] == "published":
            self.update(service, pending["changes"])
        return draft

    def _check_drawn(self, edits):
        """A feature has a place on the map, or is deleted. Raises CopyError."""
        bare = [edit for edit in edits if edit.kind != DELETE and geometry_of(edit.after["geometry"]).isEmpty()]
        if bare:
            told = ", ".join(self.name(edit.id, edit.after) for edit in bare[:5])
            raise CopyError(say("Without geometry: {names}. Draw it, or delete the feature.", names=told))

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
        theirs = self.base.states()
        mine = self.states(theirs)
        return [Conflict(ident, fields, None, mine.get(ident), theirs.get(ident)) for ident, fields in rows]

    def update(self, service, sent=()):
        """Takes in what others published, field by field; local edits stay. The conflicts that a person must decide.

        `sent`: changes of ours that are published now; what was edited here since then began with them.
        """
        self._check_schema(service)
        self._name_new()
        found = service.features(self.key, int(self.base.note("version") or 0))
        theirs = {row["id"]: row for row in found["features"]}
        bases = self.base.states()
        mine = self.states(bases)
        known = set(bases)
        for change in sent:
            bases[change["id"]] = self._state(change["feature"])
        conflicts, write_here, puts, gone = [], {}, [], []
        for ident in (*theirs, *found["removed"]):
            there = self._state(theirs.get(ident))
            if ident not in mine and ident not in known and there is None:
                continue
            result = merge(ident, bases.get(ident), mine.get(ident), there)
            if isinstance(result, Conflict):
                conflicts.append(result)
                if result.mine is not None and result.theirs is not None:
                    write_here[ident] = blend(result)
            else:
                write_here[ident] = result
            if ident in theirs:
                puts.append(base_row(theirs[ident], self._names, self._single()))
            else:
                gone.append(ident)
        self._apply(write_here)
        new = {conflict.id: list(conflict.fields) for conflict in conflicts}
        open_ones = [row for row in self.base.note("conflicts") or [] if row[0] not in new] + [*map(list, new.items())]
        self.base.write(puts, gone, {"version": found["version"], "conflicts": open_ones})
        return self.conflicts()

    def decide(self, conflict, side):
        """`side` is "mine": it stays here and goes out with the next push; or "theirs": it is taken here.

        What is not in dispute was merged already, and stays.
        """
        self._check_saved()
        if side == "theirs" and conflict.mine is not None and conflict.theirs is not None:
            taken = {key: conflict.theirs.get(key) for key in conflict.fields}
            self._apply({conflict.id: {**conflict.mine, **taken}})
        elif side == "theirs":
            self._apply({conflict.id: conflict.theirs})
        left = [row for row in self.base.note("conflicts") or [] if row[0] != conflict.id]
        self.base.write(notes={"conflicts": left})

    def name(self, ident, *states):
        """What a person calls a feature: by the field that labels it, else its id."""
        label = self.schema["label"]
        return next((str(state[label]) for state in states if state and state.get(label)), ident)

    def name_of(self, ident):
        """The same for a feature that lies here."""
        asked = QgsFeatureRequest().setFilterExpression(f'"{IDENT}" = {QgsExpression.quotedValue(ident)}')
        state = next(
            ({self.schema["label"]: plain(row[self.schema["label"]])} for row in self.layer.getFeatures(asked)), {}
        )
        return self.name(ident, state)

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
                place = to_geojson(geometry_of(edit.after["geometry"]), single=True)
            change["feature"] = {"type": "Feature", "id": edit.id, "geometry": place, "properties": properties}
        return change

    def _state(self, feature):
        """The state (see edits.py) of a feature as GeoJSON; None without one."""
        if feature is None:
            return None
        _, _, wkb, fields, _ = base_row(feature, self._names, self._single())
        return {**fields, "geometry": wkb}

    def _single(self):
        return not QgsWkbTypes.isMultiType(self.layer.wkbType())

    def _apply(self, states):
        """Brings features of the GeoPackage to these states (None: gone), in one go."""
        if not states:
            return
        provider, fids, place = self.layer.dataProvider(), {}, self.layer.fields().indexFromName(IDENT)
        for feature in self.layer.getFeatures():
            fids[plain(feature.attribute(place))] = feature.id()
        places = {name: self.layer.fields().indexFromName(name) for name in self._names}
        new, values, shapes, gone = [], {}, {}, []
        for ident, state in states.items():
            fid = fids.get(ident)
            if state is None:
                gone += [fid] if fid is not None else []
            elif fid is None:
                new.append(feature_of(self.layer.fields(), ident, state, self._names))
            else:
                values[fid] = {places[name]: state.get(name) for name in self._names}
                shapes[fid] = geometry_of(state["geometry"])
        done = provider.deleteFeatures(gone) if gone else True
        done = done and (provider.changeFeatures(values, shapes) if values else True)
        done = done and (provider.addFeatures(new)[0] if new else True)
        provider.reloadData()
        self.layer.triggerRepaint()
        if not done:
            raise CopyError(say("The GeoPackage can't be written."))


def _digest(changes):
    return hashlib.sha256(json.dumps(changes, sort_keys=True).encode()).hexdigest()
