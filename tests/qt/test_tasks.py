"""Work off the GUI thread: what the log says when it fails."""

from __future__ import annotations

from concurrent.futures import Future

import pytest

from console.api.errors import ApiError, Unreachable
from console.tasks import Tasks


@pytest.fixture
def tasks(qapp):
    tasks = Tasks(foreseen=(ApiError,))
    yield tasks
    tasks.close()


def failing(error):
    def work():
        raise error

    return work


@pytest.mark.parametrize(("error", "traced"), [(Unreachable("no route"), False), (KeyError("oops"), True)])
def test_a_foreseen_error_is_one_line_in_the_log_and_any_other_a_trace(qtbot, tasks, caplog, error, traced):
    failed = []
    tasks.run("history", failing(error), done=failed.append, failed=failed.append)
    qtbot.waitUntil(lambda: failed == [error])
    (record,) = caplog.records
    assert "task history failed" in record.getMessage()
    assert bool(record.exc_info) is traced


class AtOnce:
    """A pool whose work is done before `submit` returns, as a free thread may have it."""

    def submit(self, work):
        made = Future()
        made.set_result(work())
        return made

    def shutdown(self, **_):
        pass


def test_no_answer_comes_while_the_question_is_being_asked(qtbot, tasks):
    tasks._pool = AtOnce()
    heard = []
    tasks.run("roads", lambda: "answer", done=heard.append, failed=heard.append)
    assert heard == []
    qtbot.waitUntil(lambda: heard == ["answer"])
