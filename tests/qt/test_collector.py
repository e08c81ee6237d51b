"""Garbage is collected on the GUI thread: a forgotten widget never dies in a worker."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject

from console.collector import Collector


class Knot(QObject):
    """Holds itself: only the collector of cycles can free it."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


def test_a_worker_that_allocates_frees_no_object_of_qt(qapp):
    collector = Collector()
    died_in: list[str] = []
    knot = Knot()
    weakref.finalize(knot, lambda: died_in.append(threading.current_thread().name))
    del knot
    worker = threading.Thread(target=lambda: [[number] for number in range(200_000)], name="worker")
    worker.start()
    worker.join()
    assert died_in == []
    held = []  # what is let go at once counts for nothing: a collection is due by what stays
    while not died_in:
        held.append([[number] for number in range(2_000)])
        collector.tick()
    assert died_in == [threading.main_thread().name]
    collector.close()


def test_python_collects_by_itself_again_when_the_console_has_closed(qapp):
    was_on = gc.isenabled()
    gc.enable()
    collector = Collector()
    assert not gc.isenabled()
    collector.close()
    assert gc.isenabled()
    if not was_on:
        gc.disable()
