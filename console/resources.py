"""Where things lie: the files beside the code, a profile's tables as plain dictionaries, and the data folder."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESOURCES = ROOT / "resources"
PROFILE_FILES = ("profile", "departments", "categories", "routing", "deadlines")


class ResourceMissing(LookupError):
    """A file that the program needs is not there or can't be read; the message names it."""


def data_folder() -> Path:
    """Where this computer keeps the data: $POC_DATA, else the platform's place for an application's data."""
    if given := os.environ.get("POC_DATA"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "poc-console"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "poc-console"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "poc-console"


def resource_path(*parts: str) -> Path:
    """A file or folder below resources/. Raises ResourceMissing when there is none."""
    path = RESOURCES.joinpath(*parts)
    if not path.exists():
        raise ResourceMissing(f"{path} is missing")
    return path


def profile_tables(name: str, folder: Path | None = None) -> dict[str, Any]:
    """The tables of a city profile, as `City.from_tables` reads them.

    `folder` holds the profile's files when they don't lie in resources/. Raises ResourceMissing.
    """
    home = folder or resource_path("profiles", name)
    tables = {key: _toml(home / f"{key}.toml") for key in PROFILE_FILES}
    holidays = str(tables["profile"].get("holidays", ""))
    tables["holidays"] = _toml(resource_path("holidays", f"{holidays}.toml")) if holidays else {"year": []}
    return tables


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ResourceMissing(f"{path}: {error}") from error
