"""Gives back to the system what pictures have left: the C library keeps it for pictures that do not come."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Costs some milliseconds and lets the GIL go: for a thread. Does nothing where the C library can't."""
    if not sys.platform.startswith("linux"):
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
