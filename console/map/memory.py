"""What the C library does with the memory of pictures: keeps it for the next ones, and gives it back when asked."""

from __future__ import annotations

import ctypes
import sys

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8  # glibc's numbers, malloc.h
KEPT_BYTES = 32 << 20  # of free memory, before the C library gives some back by itself
LARGEST_KEPT_BYTES = 4 << 20  # plates and tiles are smaller, and tables of a million points larger
ARENAS = 2  # what one thread frees, another takes


def keep_for_pictures() -> None:
    """Let freed pictures be used again. Call it once, before there are threads. Does nothing without glibc.

    By itself the library gives each plate back and asks for it anew, and the system hands it out in pages of 4 kB, each
    emptied: a third of the time of a new scale at 4K (`./poc bench map`).
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform.startswith("linux") else None
    if mallopt is not None:
        mallopt(M_MMAP_THRESHOLD, LARGEST_KEPT_BYTES)
        mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)
        mallopt(M_ARENA_MAX, ARENAS)


def give_back() -> None:
    """Costs some milliseconds and lets the GIL go: for a thread. Does nothing where the C library can't."""
    if not sys.platform.startswith("linux"):
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
