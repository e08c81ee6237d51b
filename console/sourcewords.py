"""What feeds and readers of files say of a source, in the language of the screens.

They know no Qt and speak English, in sentences with gaps. SENTENCES has a row for each; a test reads their code and
finds none missing. What fills a gap is said in the screens' language too where it has a row, else it stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QCoreApplication

from console.i18n import QT_TRANSLATE_NOOP

SENTENCES: tuple[str, ...] = (
    # why a source is not fetched
    QT_TRANSLATE_NOOP("Sources", "a file must be given with its whole path, on this computer"),
    QT_TRANSLATE_NOOP("Sources", "the address must hold no name, password or fragment"),
    QT_TRANSLATE_NOOP("Sources", "the address can't be read"),
    QT_TRANSLATE_NOOP("Sources", "only https addresses and files are read"),
    QT_TRANSLATE_NOOP("Sources", "this host is not on the list of allowed hosts (POC_FEED_HOSTS)"),
    QT_TRANSLATE_NOOP("Sources", "there is no such file"),
    QT_TRANSLATE_NOOP("Sources", "the file is empty"),
    QT_TRANSLATE_NOOP("Sources", "the file can't be read: {why}"),
    QT_TRANSLATE_NOOP("Sources", "the file is larger than {size} MB"),
    QT_TRANSLATE_NOOP("Sources", "the address leads elsewhere (a redirect), which is not followed"),
    QT_TRANSLATE_NOOP("Sources", "the server answered {status}"),
    QT_TRANSLATE_NOOP("Sources", "no answer within {seconds} s"),
    QT_TRANSLATE_NOOP("Sources", "the server's certificate does not hold"),
    QT_TRANSLATE_NOOP("Sources", "the server can't be reached"),
    QT_TRANSLATE_NOOP("Sources", "the answer is larger than {size} MB"),
    QT_TRANSLATE_NOOP("Sources", "the host's name is not known"),
    QT_TRANSLATE_NOOP("Sources", "the host lies in a private network, which is not read"),
    # what bytes look like
    QT_TRANSLATE_NOOP("Sources", "nothing at all"),
    QT_TRANSLATE_NOOP("Sources", "a ZIP archive"),
    QT_TRANSLATE_NOOP("Sources", "a gzip archive"),
    QT_TRANSLATE_NOOP("Sources", "a PDF"),
    QT_TRANSLATE_NOOP("Sources", "a picture (PNG)"),
    QT_TRANSLATE_NOOP("Sources", "a picture (JPEG)"),
    QT_TRANSLATE_NOOP("Sources", "a database (SQLite or GeoPackage)"),
    QT_TRANSLATE_NOOP("Sources", "a FlatGeobuf file"),
    QT_TRANSLATE_NOOP("Sources", "a PMTiles archive"),
    QT_TRANSLATE_NOOP("Sources", "a web page (HTML)"),
    QT_TRANSLATE_NOOP("Sources", "bytes that are not text"),
    QT_TRANSLATE_NOOP("Sources", "text"),
    # what a source is instead of what was asked for
    QT_TRANSLATE_NOOP("Sources", "this is {seems}, not JSON in UTF-8"),
    QT_TRANSLATE_NOOP("Sources", "this is {seems}, not JSON"),
    QT_TRANSLATE_NOOP("Sources", "this is {seems}, not a table of text (CSV)"),
    QT_TRANSLATE_NOOP("Sources", "this is {seems}, not a CAP alert in XML: {why}"),
    QT_TRANSLATE_NOOP("Sources", "it breaks off or is damaged, not a CAP alert in XML: {why}"),
    QT_TRANSLATE_NOOP("Sources", "this begins like JSON, but breaks off or is damaged: {why}"),
    QT_TRANSLATE_NOOP("Sources", "this is an empty table: there is no header line"),
    QT_TRANSLATE_NOOP("Sources", "the header line can't be read: {why}"),
    QT_TRANSLATE_NOOP("Sources", "this is JSON, but not a GeoJSON FeatureCollection"),
    QT_TRANSLATE_NOOP("Sources", "this FeatureCollection has no list of features"),
    QT_TRANSLATE_NOOP("Sources", "this is GeoJSON, not the Waze for Cities feed; the adapter geojson_url reads it"),
    QT_TRANSLATE_NOOP("Sources", "this is JSON, but not an object with alerts and jams"),
    QT_TRANSLATE_NOOP("Sources", "this is JSON, but it holds neither alerts nor jams nor irregularities"),
    QT_TRANSLATE_NOOP("Sources", "this is Waze's Traffic View (travel times of routes), not the Waze for Cities feed"),
    QT_TRANSLATE_NOOP("Sources", "{name} is no list, so this is not the Waze for Cities feed"),
    QT_TRANSLATE_NOOP("Sources", "no row of it can be read as Waze for Cities: {why}"),
    QT_TRANSLATE_NOOP("Sources", "this is JSON, but not BMKG's Infogempa"),
    QT_TRANSLATE_NOOP("Sources", "no earthquake in it can be read: {why}"),
    QT_TRANSLATE_NOOP("Sources", "this XML defines entities, which no alert needs; it is not read"),
    QT_TRANSLATE_NOOP("Sources", "this is a list of alerts (RSS or Atom); give the address of the alert itself"),
    QT_TRANSLATE_NOOP("Sources", "this XML is no CAP alert: its outermost element is <{name}>"),
    QT_TRANSLATE_NOOP("Sources", "no alert in it can be read: {why}"),
    QT_TRANSLATE_NOOP("Sources", "this is JSON, but no list of service requests (GeoReport v2)"),
    QT_TRANSLATE_NOOP("Sources", "this XML defines entities, which no request needs; it is not read"),
    QT_TRANSLATE_NOOP("Sources", "this XML breaks off or is damaged: {why}"),
    QT_TRANSLATE_NOOP("Sources", "this XML is no list of service requests: its outermost element is <{name}>"),
    QT_TRANSLATE_NOOP("Sources", "no request in it can be read: {why}"),
    QT_TRANSLATE_NOOP("Sources", "the option 'layer' must be one of {keys}; it is {key}"),
    QT_TRANSLATE_NOOP("Sources", "the layer {layer} holds {shapes}s; a table of text gives points"),
    QT_TRANSLATE_NOOP("Sources", "no feature fits the layer {layer}: {why}"),
    QT_TRANSLATE_NOOP("Sources", "no row fits the layer {layer}: {why}"),
    # of a file of shapes
    QT_TRANSLATE_NOOP("Sources", "this is {seems}; GeoPackage, GeoJSON, Shapefile, KML, FlatGeobuf or CSV are read"),
    QT_TRANSLATE_NOOP("Sources", "this is JSON, but neither GeoJSON nor an answer of Overpass"),
    QT_TRANSLATE_NOOP("Sources", "no columns of a place; there are: {columns}"),
    QT_TRANSLATE_NOOP("Sources", "there is no table {table}; there are: {tables}"),
    QT_TRANSLATE_NOOP("Sources", "the file holds nothing"),
    QT_TRANSLATE_NOOP("Sources", "this is {seems}, or a damaged {format}: {why}"),
    QT_TRANSLATE_NOOP("Sources", "the table {table} has no shapes"),
    QT_TRANSLATE_NOOP("Sources", "its letters fit no encoding that was tried: {why}"),
    # before any of them
    QT_TRANSLATE_NOOP("Sources", "{file}: {why}"),
)
DEEP = 4  # sentences within sentences


def in_our_words(sentence: str, deep: int = DEEP) -> str:
    """The sentence in the language in force; as it is when it has no row."""
    for english, pattern in _patterns():
        found = pattern.fullmatch(sentence)
        if found is not None:
            gaps = {name: in_our_words(text, deep - 1) if deep else text for name, text in found.groupdict().items()}
            return QCoreApplication.translate("Sources", english).format(**gaps)
    return sentence


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """A pattern for each row, those with most words first: what is in the gaps may be anything."""
    rows = sorted(SENTENCES, key=lambda row: len(re.sub(r"{\w+}", "", row)), reverse=True)
    return tuple((row, re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(row)), re.DOTALL)) for row in rows)
