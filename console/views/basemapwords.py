"""Why nothing came of a source of tiles, in detail: the sentences of Trouble and NotASource for the screen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.basemaps.web import Trouble
from console.i18n import QT_TRANSLATE_NOOP
from layers.tilesources import NotASource

DETAILS = (
    QT_TRANSLATE_NOOP("BasemapDetails", "the address can't be read"),
    QT_TRANSLATE_NOOP("BasemapDetails", "only https addresses and files are read"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the address must hold no name and no password"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the address holds blanks or control characters"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the host lies in a private network (POC_BASEMAP_HOSTS allows one)"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the host's name is not known"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the server can't be reached"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the server's certificate does not hold"),
    QT_TRANSLATE_NOOP("BasemapDetails", "no answer within {seconds} s"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the server answers too slowly"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the server asks to be left alone for a while ({status})"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the server does not let us in ({status})"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the server answered {status}"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the server answered 304 to a plain question"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the server does not give parts of a file"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the address leads elsewhere (a redirect), which is not followed"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the answer is larger than {most} bytes"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the file has changed on the server meanwhile; begin anew"),
    QT_TRANSLATE_NOOP("BasemapDetails", "a tile of {size} pixels is none"),
    QT_TRANSLATE_NOOP("BasemapDetails", "a web page came in place of a picture"),
    QT_TRANSLATE_NOOP("BasemapDetails", "a message of the map service came in place of a picture"),
    QT_TRANSLATE_NOOP("BasemapDetails", "what came is no picture, or a broken one"),
    QT_TRANSLATE_NOOP("BasemapDetails", "no source of tiles: {reason}"),
    QT_TRANSLATE_NOOP("BasemapDetails", "zoom levels go from 0 to {most}, the farther one first"),
    QT_TRANSLATE_NOOP("BasemapDetails", "a source needs a title, an address, and tiles of 256 or 512 pixels"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the address needs {z}, {x} and {y}"),
    QT_TRANSLATE_NOOP("BasemapDetails", "nothing is known of {names} in the address"),
    QT_TRANSLATE_NOOP("BasemapDetails", "what the server says of itself holds entities, which are not read"),
    QT_TRANSLATE_NOOP("BasemapDetails", "what the server says of itself can't be read: {reason}"),
    QT_TRANSLATE_NOOP("BasemapDetails", "this describes neither a WMS nor a WMTS ({what})"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the service has no layer in web mercator (EPSG:3857)"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the service gives no pictures in png, jpeg or webp"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the service has no layer {layer} in web mercator"),
    QT_TRANSLATE_NOOP("BasemapDetails", "this is no TileJSON, and neither a WMS nor a WMTS"),
    QT_TRANSLATE_NOOP("BasemapDetails", "vector tiles are drawn from a file: .pmtiles or .mbtiles"),
    QT_TRANSLATE_NOOP(
        "BasemapDetails", "vector tiles are drawn from a file: take the city out first, with ./poc basemap extract"
    ),
    QT_TRANSLATE_NOOP("BasemapDetails", "its tiles are neither vector tiles nor png, jpeg or webp"),
    QT_TRANSLATE_NOOP("BasemapDetails", "the file can't be read: {reason}"),
    QT_TRANSLATE_NOOP(
        "BasemapDetails",
        "{name}: .pmtiles and .mbtiles are read as they are; for GeoPackage, GeoJSON and Shapefile: "
        "./poc import basemap",
    ),
)


def detail(error: Trouble | NotASource) -> str:
    """The error's sentence in the language of the screen, with its figures."""
    words = QCoreApplication.translate("BasemapDetails", error.sentence)
    return words.format(**error.figures) if error.figures else words
