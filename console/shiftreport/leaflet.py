"""Leaflet's own files from the package that carries them, ready to stand inside a page: no address is left in them."""

from __future__ import annotations

import base64
import importlib.metadata
import importlib.util
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE, DISTRIBUTION = "js_lib_leaflet", "django-js-lib-leaflet"


class LeafletMissing(LookupError):
    """The package that carries Leaflet is not installed, or it holds other files than it should."""


@dataclass(frozen=True, slots=True)
class Leaflet:
    """The script, the style sheet with its pictures inside, and the licence (BSD-2), which must go with them."""

    script: str
    style: str
    licence: str


@cache
def leaflet() -> Leaflet:
    """Reads the files; the package is found, not imported. Raises LeafletMissing."""
    found = importlib.util.find_spec(PACKAGE)
    places = (found.submodule_search_locations or []) if found else []
    for place in places:
        folder = Path(place, "static", PACKAGE)
        try:
            script = (folder / "leaflet.js").read_text(encoding="utf-8")
            style = (folder / "leaflet.css").read_text(encoding="utf-8")
            licence = importlib.metadata.distribution(DISTRIBUTION).read_text("LICENSE") or ""
        except (OSError, importlib.metadata.PackageNotFoundError) as error:
            raise LeafletMissing(f"{DISTRIBUTION} is incomplete: {error}") from error
        return Leaflet(_without_map(script), _with_pictures(style, folder), licence.strip())
    raise LeafletMissing(f"{DISTRIBUTION} is not installed")


def _without_map(script: str) -> str:
    """Without the line that makes a browser's developer tools ask for a source map."""
    return re.sub(r"//# sourceMappingURL=\S+\s*$", "", script).strip() + "\n"


def _with_pictures(style: str, folder: Path) -> str:
    def inside(match: re.Match[str]) -> str:
        picture = (folder / match[1]).read_bytes()
        return f"url(data:image/png;base64,{base64.b64encode(picture).decode('ascii')})"

    style = re.sub(r"behavior:\s*url\([^)]*\);", "", style)  # only old Internet Explorers read it
    return re.sub(r"url\((images/[\w.-]+)\)", inside, style)
