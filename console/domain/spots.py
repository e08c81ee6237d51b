"""What operators report from things on the map: a wifi outage, a full waste point, a jam. Rows of the profile."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MAX_REF = 200  # characters of a report's reference, as wire.NewReport takes it


@dataclass(frozen=True, slots=True)
class SpotReport:
    """One row: from a feature of `layer` a report of `category`; each of `sentences` by language code.

    It fits where the feature's `field` holds one of `values`, or at least the number `least`; without `field`, always.
    """

    layer: str
    category: str
    sentences: tuple[Mapping[str, str], ...]
    field: str = ""
    values: frozenset[str] = frozenset()
    least: float | None = None

    @classmethod
    def from_table(cls, row: Mapping[str, Any]) -> SpotReport:
        """Reads a row of profile.toml (or the same as JSON). Raises KeyError and TypeError for another shape."""
        least = row.get("least")
        return cls(
            layer=row["layer"],
            category=row["category"],
            sentences=tuple(dict(sentence) for sentence in row["sentences"]),
            field=row.get("field", ""),
            values=frozenset(row.get("values", ())),
            least=float(least) if least is not None else None,
        )

    def fits(self, properties: Mapping[str, object]) -> bool:
        """Whether this is what a feature with these properties gives cause for."""
        if not self.field:
            return True
        value = properties.get(self.field)
        if isinstance(value, int | float) and not isinstance(value, bool) and self.least is not None:
            return value >= self.least
        return value is not None and str(value) in self.values

    def words(self, properties: Mapping[str, object], language: str) -> str:
        """The report's words: each sentence whose fields are all known. Whole numbers without a point."""
        said = []
        for table in self.sentences:
            sentence = table.get(language) or next(iter(table.values()), "")
            keys = re.findall(r"\{(\w+)\}", sentence)
            if all(properties.get(key) not in (None, "") for key in keys):
                said.append(re.sub(r"\{(\w+)\}", lambda found: _plain(properties[found[1]]), sentence))
        return " ".join(said)


def spot_report(rows: Iterable[SpotReport], layer: str, properties: Mapping[str, object]) -> SpotReport | None:
    """The first row that fits; None: nothing is reported from such a feature."""
    return next((row for row in rows if row.layer == layer and row.fits(properties)), None)


def reference_to(layer: str, ident: str) -> str:
    """How a report names the feature that it was made from; a second report of the same one is known by it."""
    return f"{layer}/{ident}"[:MAX_REF]


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
