"""How old a layer is, and whether that is too old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from layers.catalog import Layer


@dataclass(frozen=True, slots=True)
class Age:
    """A layer's age in whole seconds (None: nothing was ever received) and whether it must be marked old.

    What was never received is not old: nobody has set up a source for the layer, or its feed says itself that it fails.
    """

    seconds: int | None
    stale: bool


def age_of(layer: Layer, heard_at: datetime | None, now: datetime) -> Age:
    """Age since the layer was last confirmed by its source; a layer without a cadence is never stale."""
    if heard_at is None:
        return Age(None, False)
    seconds = max(0, int((now - heard_at).total_seconds()))
    limit = layer.stale_after_s()
    return Age(seconds, bool(limit) and seconds > limit)
