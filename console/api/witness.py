"""The console's own memory of the log: the last checkpoint that it saw, and whether the log still goes on from there.

What it finds stays in its file until a person accepts it with a reason: no service can talk it away.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from console.api.client import Client
from console.api.errors import Refused
from console.domain.audit import checkpoint_note
from console.domain.proofs import is_consistent

log = logging.getLogger(__name__)
SHORTENED, REWRITTEN, OTHER_KEY = "shortened", "rewritten", "other_key"
BAD_SIGNATURE, FOUND_BY_SERVICE = "bad_signature", "found_by_service"


@dataclass(frozen=True, slots=True)
class Seen:
    """A checkpoint of the log, as the service signed it; hashes and key as hexadecimal."""

    seq: int
    at: str
    root: str
    signature: str
    key: str

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Seen:
        """As it came over the wire or out of the file."""
        return cls(int(data["seq"]), *(str(data[name]) for name in ("at", "root", "signature", "key")))

    def is_signed(self) -> bool:
        """Whether the signature is its key's."""
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.key))
            note = checkpoint_note(self.seq, self.at, bytes.fromhex(self.root))
            key.verify(bytes.fromhex(self.signature), note)
        except (InvalidSignature, ValueError):
            return False
        return True

    def text(self) -> str:
        """For people and for the log: up to which event, when, and the head."""
        return f"{self.seq} · {self.at} · {self.root[:16]}… · {self.key[:8]}…"


@dataclass(frozen=True, slots=True)
class Alarm:
    """What was found, when, against what; it stands until somebody accepts the present log with a reason."""

    finding: str
    at: str
    seen: str
    present: str


class Witness:
    """One file beside the console's outbox. Any thread may ask."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self.seen: Seen | None = None
        self.alarm: Alarm | None = None
        self._history: list[dict[str, Any]] = []
        self._load()

    def check(self, client: Client) -> Alarm | None:
        """Asks the service to prove that its log goes on from what was seen. Raises ApiError when it can't be asked.

        The first checkpoint ever seen pins the key. While an alarm stands, what was seen stays as it was.
        """
        with self._lock:
            try:
                data = client.checkpoint(self.seen.seq, self.seen.root) if self.seen else client.checkpoint()
            except Refused as error:
                if error.code != "log-differs" or self.seen is None:
                    raise
                data = error.extra | {"differs": True}
            finding, present = self._judged(data)
            if finding and self.alarm is None:
                now = datetime.now(UTC).isoformat(timespec="seconds")
                text = present.text() if present else f"{data.get('seq', 0)} · –"
                self.alarm = Alarm(finding, now, self.seen.text() if self.seen else "–", text)
                self._history.append({"alarm": asdict(self.alarm)})
                log.critical("the log of the service is not the one that was seen: %s", self.alarm)
                self._write()
            elif not finding and present is not None and self.alarm is None and present != self.seen:
                self.seen = present
                self._write()
            return self.alarm

    def _judged(self, data: dict[str, Any]) -> tuple[str, Seen | None]:
        """What is wrong (empty: nothing), and the checkpoint that the service shows now."""
        found, seen = data.get("checkpoint"), self.seen
        present = Seen.from_json(found) if isinstance(found, dict) else None
        if data.get("changed_at"):
            return FOUND_BY_SERVICE, present
        if present is None:
            return (SHORTENED if seen else ""), None
        if seen is not None and present.key != seen.key:
            return OTHER_KEY, present
        if not present.is_signed():
            return BAD_SIGNATURE, present
        if seen is None:
            return "", present
        if present.seq < seen.seq:
            return SHORTENED, present
        if data.get("differs"):
            return REWRITTEN, present
        proof = [bytes.fromhex(node) for node in data.get("proof", ())]
        roots = bytes.fromhex(seen.root), bytes.fromhex(present.root)
        return ("" if is_consistent(seen.seq, present.seq, *roots, proof) else REWRITTEN), present

    def accept(self, client: Client, who: str, reason: str) -> None:
        """A person takes the log as it stands now for the true one; that and why stays in the file."""
        data = client.checkpoint()
        with self._lock:
            found = data.get("checkpoint")
            self.seen = Seen.from_json(found) if isinstance(found, dict) else None
            about = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "who": who, "reason": reason}
            self._history.append({"accepted": about | {"present": self.seen.text() if self.seen else "–"}})
            self.alarm = None
            self._write()

    def _load(self) -> None:
        try:
            data = json.loads(self._file.read_text(encoding="utf-8"))
            self.seen = Seen.from_json(data["seen"]) if data.get("seen") else None
            self.alarm = Alarm(**data["alarm"]) if data.get("alarm") else None
            self._history = list(data.get("history", ()))
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError):
            log.warning("what this console saw of the log can't be read from %s: it begins anew", self._file)

    def _write(self) -> None:
        data = {
            "seen": asdict(self.seen) if self.seen else None,
            "alarm": asdict(self.alarm) if self.alarm else None,
            "history": self._history[-1000:],
        }
        fresh = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
                json.dump(data, out, ensure_ascii=False, indent=1)
                out.flush()
                os.fsync(out.fileno())
            fresh.replace(self._file)
        except OSError:
            log.warning("what was seen of the log could not be written to %s", self._file, exc_info=True)
