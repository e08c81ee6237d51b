"""Signs the log: every 1,000 events or 60 s a checkpoint, its RFC 6962 root under the service's Ed25519 key."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from console.domain.audit import Tree, checkpoint_note, first_break
from console.service.auth import now
from console.service.store.contract import CannotOpen, Checkpoint, Published, Reader, Store
from console.service.writer import Writer

log = logging.getLogger(__name__)
EVERY_EVENTS = 1000
EVERY_S = 60.0
PAGE = 1000
AT_MOST = 20_000  # events in one checkpoint: a store without any is signed in steps, and can be closed in between
KEY_FILE = "audit.key"
_MAKING = threading.Lock()  # two threads may ask for the key at once, and there must be one


class LogChanged(Exception):
    """The log is not what it was; `seq` is the first event that does not fit."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"the log was changed at event {seq}")
        self.seq = seq


@dataclass(frozen=True, slots=True)
class Seal:
    """The key that signs."""

    private: Ed25519PrivateKey

    @classmethod
    def of(cls, folder: Path) -> Seal:
        """The key of a data folder, made when there is none; its owner alone can read it."""
        path = folder / KEY_FILE
        with _MAKING:
            if not path.exists():
                cls._make(path)
        return cls(Ed25519PrivateKey.from_private_bytes(path.read_bytes()))

    @classmethod
    def check(cls, folder: Path) -> None:
        """Raises CannotOpen for a key that can't be used: nobody would notice that nothing is signed any more."""
        try:
            if (folder / KEY_FILE).exists():
                cls.of(folder)
        except (OSError, ValueError) as error:
            raise CannotOpen(
                f"the log's key {folder / KEY_FILE} can't be used; bring it back from a backup ({error})"
            ) from error

    @staticmethod
    def _make(path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self.private.public_key().public_bytes_raw()

    def checkpoint(self, tree: Tree) -> Checkpoint:
        """The signed head of this tree, now."""
        at, root = now().isoformat(timespec="seconds"), tree.root()
        signature = self.private.sign(checkpoint_note(tree.size, at, root))
        return Checkpoint(tree.size, at, root, b"".join(tree.peaks), signature, self.public)


def grown(read: Reader, known: Checkpoint | None, upto: int) -> Tree:
    """The tree of the log up to an event, from a checkpoint on. Raises LogChanged when the chain does not hold."""
    tree = Tree.from_peaks(known.seq, known.peaks) if known else Tree()
    last = read.links(tree.size - 1, 1) if tree.size else []
    while tree.size < upto:
        links = read.links(tree.size, min(PAGE, upto - tree.size))
        if not links:
            raise LogChanged(tree.size + 1)
        broken = first_break([*last, *links], last[0].prev) if last else first_break(links)
        if broken is not None:
            raise LogChanged(broken)
        for link in links:
            tree = tree.plus(link.hash)
        last = links[-1:]
    return tree


class Notary:
    """A thread that signs what came since the last checkpoint."""

    def __init__(
        self,
        store: Store,
        writer: Writer,
        folder: Path,
        every_s: float = EVERY_S,
        leads: Callable[[], bool] = lambda: True,
    ) -> None:
        """`leads`: whether this service is the one that signs."""
        self._store = store
        self._writer = writer
        self._folder = folder
        self._every_s = every_s
        self._leads = leads
        self._unsigned = 0
        self._wake = threading.Event()
        self._closing = False
        self.is_behind = False
        self.broken: int | None = None  # the first event that was changed behind the service's back
        self._thread = threading.Thread(target=self._run, name="notary", daemon=True)

    def start(self) -> None:
        """Begins to sign."""
        self._thread.start()

    def close(self) -> None:
        """Signs what is not signed yet, and ends."""
        self._closing = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(30)

    def saw(self, news: Sequence[Published]) -> None:
        """So much more was committed."""
        self._unsigned += sum(1 for item in news if item.event is not None)
        if self._unsigned >= EVERY_EVENTS:
            self._wake.set()

    def found(self, seq: int) -> None:
        """Somebody else found that the log was changed: nothing more is signed."""
        self.broken = seq

    def sign(self) -> Checkpoint | None:
        """A checkpoint of the log as it stands; None when the last one covers it. Raises LogChanged."""
        self._unsigned = 0
        read = self._store.read
        known, head = read.last_checkpoint(), read.head()
        self.is_behind = head - (known.seq if known else 0) > AT_MOST
        head = min(head, (known.seq if known else 0) + AT_MOST)
        if not head or (known is not None and known.seq >= head):
            return None
        try:
            made = Seal.of(self._folder).checkpoint(grown(read, known, head))
        except LogChanged as error:
            self.broken = error.seq
            raise
        self._writer.do(lambda tx: tx.put_checkpoint(made))
        return made

    def _run(self) -> None:
        while self.broken is None:
            ends = self._closing or (self._wake.wait(0.0 if self.is_behind else self._every_s) and self._closing)
            self._wake.clear()
            try:
                if self._leads():
                    self.sign()
            except LogChanged as error:
                log.critical("%s: no more checkpoints are signed", error)
            except Exception:
                log.exception("no checkpoint could be signed")
            if ends:
                return
