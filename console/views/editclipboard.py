"""What is copied and pasted while a layer is edited: features for any GIS, and whatever lies on a map into this one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication, QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from console.domain import wire
from console.map.editsite import EditSite
from console.state.editing import LayerEditing
from console.views.editasking import AskFields, mapped
from layers.features import Feature, NotAFeature
from layers.pasting import Pasted, from_text, to_text, to_wkt
from layers.shaping import CanNotShape, as_kind

GEOJSON = "application/geo+json"


class EditClipboard:
    """`notice` says by a code why nothing was done; `told` and `refused` take sentences."""

    def __init__(
        self,
        site: EditSite,
        editing: LayerEditing,
        notice: Callable[[str], None],
        told: Callable[[str], None],
        refused: Callable[[str], None],
        window: QWidget,
    ) -> None:
        self._site, self._editing, self._window = site, editing, window
        self._notice, self._told, self._refused = notice, told, refused

    def copy(self) -> None:
        """What is chosen, as GeoJSON for any GIS, and as WKT where plain text is wanted."""
        chosen = self._site.chosen()
        if not chosen:
            self._notice("none_chosen")
            return
        data, text = QMimeData(), to_text(chosen)
        data.setData(GEOJSON, text.encode())
        data.setText(text if len(chosen) > 1 or chosen[0].properties else to_wkt(chosen))
        QGuiApplication.clipboard().setMimeData(data)
        self._told(QCoreApplication.translate("EditMode", "Copied: {count}").format(count=len(chosen)))

    def paste(self) -> None:
        """What lies on the clipboard, here; fields of another layer are mapped first."""
        data = QGuiApplication.clipboard().mimeData()
        raw = bytes(data.data(GEOJSON).data()).decode("utf-8", "replace") if data.hasFormat(GEOJSON) else data.text()
        try:
            pasted = from_text(raw)
            for item in pasted:
                as_kind(item.geometry, str(self._site.layer.geometry))
        except NotAFeature:
            self._refused(
                QCoreApplication.translate(
                    "EditMode", "The clipboard holds nothing that lies on a map: copy features, GeoJSON or WKT."
                )
            )
            return
        except CanNotShape as error:
            self._notice(error.code)
            return
        names = list(dict.fromkeys(name for item in pasted for name in item.properties))
        known = {field.key for field in self._site.layer.fields}
        if all(item.layer == self._editing.layer for item in pasted) or set(names) <= known:
            self._put(pasted, {name: name for name in known})
            return
        ask = AskFields(names, self._site.layer, self._window)
        ask.given.connect(partial(self._put, pasted))
        ask.open()

    def _put(self, pasted: Iterable[Pasted], fields: Mapping[str, str]) -> None:
        layer = self._editing.layer
        new = [Feature(layer, wire.uuid7(), item.geometry, mapped(item.properties, fields)) for item in pasted]
        if self._editing.apply(QCoreApplication.translate("EditMode", "Paste"), [(None, feature) for feature in new]):
            self._editing.select([feature.id for feature in new])
            self._told(QCoreApplication.translate("EditMode", "Pasted: {count}").format(count=len(new)))
