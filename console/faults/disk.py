"""A disk that can be watched and can refuse: it lies under the very SQLite library that the store uses.

SQLite reaches its files through a table of functions (its VFS). Here some of them are replaced: opening hands out
files whose writing, syncing and truncating pass by a `Watcher` first. All else stays the library's own.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from console.service.store.sqlite import library

IOERR_WRITE, IOERR_FSYNC = 778, 1034
V, N, L = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
WRITE = ctypes.CFUNCTYPE(N, V, V, N, L)
TRUNCATE = ctypes.CFUNCTYPE(N, V, L)
SYNC = ctypes.CFUNCTYPE(N, V, N)
CLOSE = ctypes.CFUNCTYPE(N, V)
OPEN = ctypes.CFUNCTYPE(N, V, V, V, N, V)
DELETE = ctypes.CFUNCTYPE(N, V, V, N)
METHODS = (
    "close", "read", "write", "truncate", "sync", "size", "lock", "unlock", "reserved", "control", "sector", "device",
    "shm_map", "shm_lock", "shm_barrier", "shm_unmap", "fetch", "unfetch",
)  # fmt: skip


class _Methods(ctypes.Structure):
    _fields_ = [("version", N), *((name, V) for name in METHODS)]


class _Vfs(ctypes.Structure):
    _fields_ = [
        ("version", N), ("file_size", N), ("path_length", N), ("next", V), ("name", V), ("data", V),
        ("open", V), ("delete", V),
    ]  # fmt: skip


class Watcher:
    """Hears of everything that goes to the files, in its order. What it answers is SQLite's result: 0 goes on."""

    def write(self, name: str, data: bytes, offset: int) -> int:
        """Bytes are written at a place."""
        return 0

    def sync(self, name: str) -> int:
        """All that was written to the file must be on disk when this is over."""
        return 0

    def truncate(self, name: str, size: int) -> None:
        """The file is made shorter."""

    def delete(self, name: str, synced: bool) -> None:
        """The file goes; `synced`: also from the folder on disk."""


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Every file that SQLite opens within is watched. Close what was opened before this ends."""
    shim = _Shim(watcher)
    shim.put()
    try:
        yield
    finally:
        shim.take_away()


class _Shim:
    def __init__(self, watcher: Watcher) -> None:
        module = import_module(library().__name__.replace("dbapi2", "_sqlite3"))
        code = ctypes.CDLL(str(module.__file__))
        code.sqlite3_vfs_find.restype = V
        code.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
        self._vfs = _Vfs.from_address(code.sqlite3_vfs_find(None))
        self._watcher = watcher
        self._names: dict[int, str] = {}
        self._tables: dict[int, _Methods] = {}
        self._lock = threading.Lock()
        self._kept: list[Any] = []  # what C calls must not be freed
        self._before = (self._vfs.open, self._vfs.delete)
        self._open: Callable[..., int] = OPEN(self._vfs.open)
        self._delete: Callable[..., int] = DELETE(self._vfs.delete)

    def put(self) -> None:
        self._vfs.open, self._vfs.delete = self._call(OPEN, self._opened), self._call(DELETE, self._deleted)

    def take_away(self) -> None:
        self._vfs.open, self._vfs.delete = self._before

    def _call(self, kind: Any, work: Callable[..., int]) -> int | None:
        made = kind(work)
        self._kept.append(made)
        return ctypes.cast(made, V).value

    def _opened(self, vfs: int, name: int, file: int, flags: int, out: int) -> int:
        result = self._open(vfs, name, file, flags, out)
        if result == 0 and name:
            pointer = ctypes.cast(file, ctypes.POINTER(V))
            own = pointer[0]
            with self._lock:
                self._names[file] = Path(ctypes.string_at(name).decode()).name
                if own not in self._tables:
                    self._tables[own] = self._table(own)
            pointer[0] = ctypes.addressof(self._tables[own])
        return result

    def _deleted(self, vfs: int, name: int, synced: int) -> int:
        result = self._delete(vfs, name, synced)
        if result == 0:
            self._watcher.delete(Path(ctypes.string_at(name).decode()).name, bool(synced))
        return result

    def _table(self, own: int) -> _Methods:
        real = _Methods.from_address(own)
        made = _Methods.from_buffer_copy(real)
        write, truncate, sync, close = WRITE(real.write), TRUNCATE(real.truncate), SYNC(real.sync), CLOSE(real.close)
        names, watcher = self._names, self._watcher

        def on_write(file: int, data: int, size: int, offset: int) -> int:
            refused = watcher.write(names[file], ctypes.string_at(data, size), offset)
            return refused or int(write(file, data, size, offset))

        def on_truncate(file: int, size: int) -> int:
            watcher.truncate(names[file], size)
            return int(truncate(file, size))

        def on_sync(file: int, flags: int) -> int:
            return watcher.sync(names[file]) or int(sync(file, flags))

        def on_close(file: int) -> int:
            names.pop(file, None)
            return int(close(file))

        made.write, made.truncate = self._call(WRITE, on_write), self._call(TRUNCATE, on_truncate)
        made.sync, made.close = self._call(SYNC, on_sync), self._call(CLOSE, on_close)
        return made
