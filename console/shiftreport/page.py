"""The shift report as one HTML file that works with the cable pulled: figures, tables, and a map that can be moved."""

from __future__ import annotations

import base64
import hashlib
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from console.i18n import hour
from console.shiftreport.document import Document, department_word
from console.shiftreport.ground import OnGround
from console.shiftreport.input import ShiftInput
from console.shiftreport.leaflet import leaflet
from console.shiftreport.mapscript import DATA_ID, MapParts, legend, map_parts
from console.shiftreport.tables import Table
from console.shiftreport.words import say
from console.theme import Theme

HERE = Path(__file__).parent
SHOWN_TOKENS = {  # name in the style sheet: token of the theme
    **{
        name: name.replace("-", "_")
        for name in ("ground", "surface", "raised", "line", "line-strong", "text", "muted", "disabled", "accent")
    },
    **{name: name.replace("-", "_") for name in ("ok", "soon", "late", "on-late")},
    "outside": "map.outside",
    "label": "map.label_district",
    "halo": "map.halo",
}


class UnsafeScript(ValueError):
    """A script that can't stand inside a page: it would end its own element."""


def page(given: ShiftInput, document: Document, theme: Theme) -> str:
    """The whole file. Nothing in it asks for anything from outside, and its policy forbids what did.

    Citizens' words stand in it as text: the template escapes all it is given, and the map reads them from a block of
    JSON into text nodes. The policy lets only these very scripts run, by their hashes: a slip would still run nothing.
    """
    return sealed(
        "page.html",
        map_parts(given, document, theme.tokens),
        theme,
        doc=document,
        say=partial(_say, document.language),
        legend=legend(document, department_word(given, document.language), theme.tokens),
        attribution=attribution(given, document.language),
        hours=_hours(document),
        shares=_shares,
    )


def sealed(template: str, parts: MapParts, theme: Theme, **values: object) -> str:
    """A page of ours with a map in it: all that it is given is escaped, and only its own scripts may run."""
    library = leaflet()
    scripts = [_script(text) for text in (f"/*! Leaflet\n{library.licence}\n*/\n{library.script}", *parts.scripts)]
    return _template(template).render(
        **values,
        map=Markup(parts.element),  # noqa: S704 - folium's empty element
        map_data=Markup(parts.data),  # noqa: S704 - JSON with <, > and & escaped
        data_id=DATA_ID,
        styles=Markup(f"{_root(theme)}\n{library.style}\n{_sheet()}"),  # noqa: S704 - ours and Leaflet's, no data in it
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - as above
        policy=_policy(scripts),
    )


def attribution(given: OnGround, language: str) -> str:
    """Whose the ground is; of a schematic at least that it is one."""
    if given.basemap is None:
        return ""
    text = given.basemap.attribution.get(language, "").strip().rstrip(".")
    return f"{text}." if text else say("map.schematic", language) if given.basemap.schematic else ""


def _say(language: str, key: str) -> str:
    return say(key, language)


@cache
def _template(name: str) -> Template:
    loader = FileSystemLoader(HERE)
    engine = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return engine.get_template(name)


@cache
def _sheet() -> str:
    return (HERE / "page.css").read_text(encoding="utf-8")


def _root(theme: Theme) -> str:
    """The tokens of the theme as properties of the style sheet."""
    colors = [f"--{name}: {theme.tokens[token]};" for name, token in SHOWN_TOKENS.items()]
    colors.append(f"--late-tint: {theme.tint('late').name()};")
    family = ", ".join(f"'{name}'" for name in theme.families)
    return f":root {{ {' '.join(colors)} --family: {family}, system-ui, sans-serif; }}"


def _script(text: str) -> str:
    text = text.replace("\r\n", "\n")
    if "</script" in text.lower() or "<!--" in text:
        raise UnsafeScript("a script of the page holds what would end its element")
    return text


def _policy(scripts: list[str]) -> str:
    """What the page may do: run these scripts, use its own styles and the pictures inside them, and nothing else."""
    hashes = (base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii") for script in scripts)
    allowed = " ".join(f"'sha256-{each}'" for each in hashes)
    rules = (
        f"script-src {allowed}",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(("default-src 'none'", *rules))


def _shares(table: Table) -> list[int]:
    """How long the bar of each row is, in percent of the longest."""
    if table.bars is None:
        return []
    values = [row[table.bars].value or 0 for row in table.rows]
    longest = max(values, default=0) or 1
    return [round(100 * value / longest) for value in values]


def _hours(document: Document) -> list[dict[str, object]]:
    rows = document.figures.hours
    most = max((max(row.received, row.closed) for row in rows), default=0) or 1
    return [
        {
            "label": hour(row.start),
            "received": row.received,
            "closed": row.closed,
            "received_share": round(100 * row.received / most),
            "closed_share": round(100 * row.closed / most),
        }
        for row in rows
    ]
