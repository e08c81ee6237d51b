"""The sender: what is unsent goes out in order, again and again until it is answered."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from console.api.errors import Unreachable
from console.api.outbox import Entry, Outbox
from console.api.sender import Outcome, Sender


class Patchy:
    """A service behind a net that breaks at every third question."""

    def __init__(self) -> None:
        self.asked = 0
        self.heard: list[str] = []

    def note(self, report_id: str, text: str, key: str) -> None:
        self.asked += 1
        if self.asked % 3 == 0:
            raise Unreachable("cut")
        self.heard.append(text)


class Hasty(threading.Event):
    """Writes down how long somebody wanted to wait, and waits for nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        if timeout is None:
            return super().wait()
        self.pauses.append(timeout)
        return super().wait(0)


def test_a_net_that_breaks_now_and_then_is_asked_again_at_once(tmp_path: Path):
    client: Any = Patchy()
    outcomes: list[Outcome] = []
    sender = Sender(client, lambda: Outbox(tmp_path / "outbox.sqlite"), outcomes.append, lambda unsent: None)
    sender._wake = wake = Hasty()
    for n in range(20):
        sender.send(Entry(f"key-{n}", "report", "note", {"text": f"note {n}"}))
    sender.start()
    assert sender.wait_idle(10)
    sender.close()
    assert client.heard == [f"note {n}" for n in range(20)]
    assert len(wake.pauses) == 9
    assert max(wake.pauses) <= 0.1


def test_nothing_handed_over_is_taken_for_done(tmp_path: Path):
    client: Any = Patchy()
    sender = Sender(client, lambda: Outbox(tmp_path / "outbox.sqlite"), lambda outcome: None, lambda unsent: None)
    sender.start()
    for n in range(30):
        sender.send(Entry(f"key-{n}", "report", "note", {"text": f"note {n}"}))
        assert sender.wait_idle(10)
        assert len(client.heard) == n + 1
    sender.close()
