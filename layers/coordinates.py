"""Coordinates as people type them: decimal degrees, degrees with minutes and seconds, UTM zone 48S; and back as text.

DGN95, which Indonesian maps are in, lies on WGS 84 to within a metre and is taken as it; so EPSG says too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

UTM_48S = "EPSG:32748"
_NUMBER = r"[+\-−]?\d+(?:[.,]\d+)?"
_SIDE = r"LS|LU|BT|BB|[NSEW]"
_DEGREES = r"([+\-−]?\d{1,3})\s*[°d:\s]\s*(\d{1,2})(?:\s*['′m:\s]\s*(\d{1,2}(?:[.,]\d+)?))?\s*[\"″s']*"
_FORMS: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {  # letters before the number, letters after it or none
    form: (
        re.compile(rf"(?P<side>{_SIDE})\s*{number}", re.IGNORECASE),
        re.compile(rf"{number}\s*(?P<side>{_SIDE})?", re.IGNORECASE),
    )
    for form, number in (("dms", _DEGREES), ("decimal", rf"({_NUMBER})\s*°?"))
}
_UTM = re.compile(
    rf"^(?:UTM\s*)?(?:(?:zona|zone)?\s*48\s*[SM]\b)?\s*,?\s*(?:E|X|mE)?\s*[:=]?\s*({_NUMBER})\s*(?:mE|E|m)?\s*[,;\s]\s*"
    rf"(?:N|Y|mN)?\s*[:=]?\s*({_NUMBER})\s*(?:mN|N|m)?\s*$",
    re.IGNORECASE,
)
_SOUTH_WEST = {"LS", "S", "BB", "W"}
_NORTH_SOUTH = {"LS", "LU", "N", "S"}


@dataclass(frozen=True, slots=True)
class Typed:
    """A place, and how it was read: `form` is decimal, dms or utm; `lat_first` of the two that have an order."""

    lon: float
    lat: float
    form: str
    lat_first: bool = True


def read(text: str) -> Typed | None:
    """A place out of text; None: it is none. Without letters the number that can only be a longitude is taken as it."""
    text = text.strip().strip("()[]")
    return _utm(text) or _pair(text, "dms") or _pair(text, "decimal")


def decimal_text(lon: float, lat: float) -> str:
    """Latitude first, as other programs take it in."""
    return f"{lat:.7f}, {lon:.7f}"


def dms_text(lon: float, lat: float) -> str:
    """Degrees, minutes, seconds, latitude first, with the letters of Indonesian maps."""
    return f"{_dms(lat, 'LU', 'LS')}  {_dms(lon, 'BT', 'BB')}"


def utm_text(lon: float, lat: float) -> str:
    """Metres of UTM zone 48S (DGN95), easting first."""
    x, y = _to_utm().transform(lon, lat)
    return f"48S  {x:.2f} mE  {y:.2f} mN"


def _utm(text: str) -> Typed | None:
    found = _UTM.match(text)
    if not found:
        return None
    x, y = (_number(found[place]) for place in (1, 2))
    if not (100_000 <= x <= 900_000 and 8_000_000 <= y <= 10_000_000):
        return None
    lon, lat = _from_utm().transform(x, y)
    return Typed(float(lon), float(lat), "utm", lat_first=False)


def _pair(text: str, name: str) -> Typed | None:
    form = _FORMS[name][0 if text[:1].isalpha() else 1]
    parts = list(form.finditer(text))
    rest = form.sub("", text).strip(" ,;/\t")
    if len(parts) != 2 or rest:
        return None
    values, sides = zip(*(_value(part, name) for part in parts), strict=True)
    lat_first = _lat_first(values, sides)
    lat, lon = values if lat_first else values[::-1]
    if lat_first is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return Typed(lon, lat, name, lat_first)


def _value(part: re.Match[str], form: str) -> tuple[float, str]:
    first = 2 if part.re.groupindex["side"] == 1 else 1
    side = (part["side"] or "").upper()
    if form == "dms":
        degrees, minutes, seconds = _number(part[first]), float(part[first + 1]), _number(part[first + 2] or "0")
        if minutes >= 60 or seconds >= 60:
            return float("nan"), side
        size = abs(degrees) + minutes / 60 + seconds / 3600
        value = -size if part[first].lstrip()[0] in "-−" else size
    else:
        value = _number(part[first])
    return (-abs(value) if side in _SOUTH_WEST else value), side


def _lat_first(values: tuple[float, ...], sides: tuple[str, ...]) -> bool | None:
    if any(sides):
        north = [side in _NORTH_SOUTH if side else None for side in sides]
        if north[0] is not None and north[0] == north[1]:
            return None
        return north[0] if north[0] is not None else not north[1]
    return not abs(values[0]) > 90  # as maps and telephones write it, unless the first can be no latitude


def _number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", "."))


def _dms(value: float, plus: str, minus: str) -> str:
    hundredths = round(abs(value) * 360_000)
    degrees, rest = divmod(hundredths, 360_000)
    minutes, seconds = divmod(rest, 6_000)
    return f"{degrees}°{minutes:02d}′{seconds / 100:05.2f}″ {plus if value >= 0 else minus}"


@cache
def _to_utm() -> Any:
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", UTM_48S, always_xy=True)


@cache
def _from_utm() -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(UTM_48S, "EPSG:4326", always_xy=True)
