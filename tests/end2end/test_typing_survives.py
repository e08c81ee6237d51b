"""What is being typed survives kill -9 within two seconds, also while the typing never pauses."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from console.state.drafts import Drafts

TYPIST = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from console.state.drafts import Drafts
from console.views.kept import keep_typed

application = QApplication(sys.argv[:1])
drafts = Drafts(Path(sys.argv[1]))
note, query = QPlainTextEdit(), QLineEdit()
keep_typed(note, drafts, "r1", "note")
keep_typed(query, drafts, "intake", "place")
count = 0


def key() -> None:
    global count
    count += 1
    note.insertPlainText("x")
    query.insert("y")
    sys.stdout.write(f"{time.time()} {count}\\n")
    sys.stdout.flush()


typing = QTimer(interval=50)  # twenty keys a second and never a pause
typing.timeout.connect(key)
typing.start()
application.exec()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 on this platform")
def test_what_was_typed_two_seconds_before_the_kill_is_on_disk(qapp: object, tmp_path: Path):
    file = tmp_path / "drafts.json"
    child = subprocess.Popen([sys.executable, "-c", TYPIST, str(file)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    typed = []
    for line in child.stdout:
        at, count = line.split()
        typed.append((float(at), int(count)))
        if len(typed) == 60:
            break
    os.kill(child.pid, signal.SIGKILL)
    killed_at = time.time()
    rest, _ = child.communicate()
    assert rest is not None
    before = max((count for at, count in typed if killed_at - at >= 2.0), default=0)
    again = Drafts(file)
    assert before > 0
    assert len(again.of("r1", "note")) >= before
    assert len(again.of("intake", "place")) >= before
