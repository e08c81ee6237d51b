"""Departments of the city: a dated table of the profile, never code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Department:
    """One department (SKPD), kecamatan or kelurahan office. `online`: its officers answer in this system themselves."""

    code: str
    name: str
    full_name: str
    name_en: str
    kind: str
    online: bool = False
    area: str = ""

    @classmethod
    def from_table(cls, row: Mapping[str, Any]) -> Department:
        """Reads a row of departments.toml."""
        return cls(
            code=row["code"],
            name=row["name"],
            full_name=row.get("full_name", row["name"]),
            name_en=row.get("name_en", row["name"]),
            kind=row.get("kind", "dinas"),
            online=bool(row.get("online", False)),
            area=row.get("area", ""),
        )
