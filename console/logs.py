"""Loggers, Qt's own messages, and the last resort for what nobody caught. Free of Qt: the service logs alike."""

from __future__ import annotations

import logging
import re
import sys
import threading
import time
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

log = logging.getLogger(__name__)

FILE = "console.log"
BYTES_PER_FILE = 2_000_000
FILES_KEPT = 5
FORM = "%(asctime)s.%(msecs)03dZ %(levelname)-7s %(name)s: %(message)s"
# A log is read by maintainers: a citizen's phone number and a session's token have no business there.
MASKED = (
    (re.compile(r"(?<![\d.])(?:\+?62[\s-]?|0)8[\d\s-]{7,13}\d(?![\d.])"), "08…"),
    (re.compile(r"(?i)\b(bearer|token|secret|password|api_key)([\"'=:\s]+)[^\s\"',;&]+"), r"\1\2…"),
)
LEVEL_OF = {
    "QtDebugMsg": logging.DEBUG,
    "QtInfoMsg": logging.INFO,
    "QtWarningMsg": logging.WARNING,
    "QtCriticalMsg": logging.ERROR,
    "QtFatalMsg": logging.CRITICAL,
}

Shown = Callable[[BaseException], None]


class Masking(logging.Formatter):
    """Writes UTC times, and masks phone numbers and secrets, in tracebacks too."""

    def __init__(self) -> None:
        super().__init__(FORM, "%Y-%m-%dT%H:%M:%S")
        self.converter = time.gmtime

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """What was said, on one line: outside text must not pass for a line of ours."""
        record.message = "".join(map(_visible, record.message))
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for pattern, instead in MASKED:
            text = pattern.sub(instead, text)
        return text


def _visible(sign: str) -> str:
    return sign if sign.isprintable() else sign.encode("unicode_escape", "surrogatepass").decode("ascii")


def start(folder: Path | None, *, name: str = FILE, loud: bool = False) -> Callable[[], None]:
    """Write all from INFO to a rotating file in this folder, and warnings to standard error (`loud`: all from INFO).

    A folder that cannot be written to is no reason not to start: the complaint goes to standard error, the log too.
    Gives the function that takes it all back.
    """
    root = logging.getLogger()
    before = root.level
    stderr = logging.StreamHandler(sys.stderr)
    stderr.setLevel(logging.INFO if loud else logging.WARNING)
    handlers: list[logging.Handler] = [stderr]
    trouble: OSError | None = None
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / name
            handlers.append(
                RotatingFileHandler(path, maxBytes=BYTES_PER_FILE, backupCount=FILES_KEPT - 1, encoding="utf-8")
            )
        except OSError as error:
            trouble = error
    for handler in handlers:
        handler.setFormatter(Masking())
        root.addHandler(handler)
    root.setLevel(logging.INFO)
    if trouble is not None:
        log.warning("no log file: %s", trouble)

    def stop() -> None:
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(before)

    return stop


def hear_qt(install: Callable[[Any], Any]) -> Callable[[], None]:
    """Take Qt's messages into the logs, under `qt` and their category; give it `qInstallMessageHandler`.

    Gives the function that puts the handler before it back.
    """
    before = install(_on_qt_message)
    return lambda: install(before) and None


def _on_qt_message(kind: Any, context: Any, message: str) -> None:
    category = getattr(context, "category", None) or "default"
    name = "qt" if category == "default" else f"qt.{category.removeprefix('qt.')}"
    logging.getLogger(name).log(LEVEL_OF.get(getattr(kind, "name", ""), logging.WARNING), "%s", message)


def last_resort(shown: Shown) -> Callable[[], None]:
    """What nobody caught, in any thread, is written down with its traceback and then shown by `shown`.

    `shown` may be called from any thread. If it fails itself that is written down, and nothing more is tried.
    Ctrl+C ends the program as ever. Gives the function that puts everything back.
    """
    hook, thread_hook = sys.excepthook, threading.excepthook
    showing = threading.local()

    def catch(error: BaseException, where: str) -> None:
        log.critical("not caught, in %s", where, exc_info=error)
        if getattr(showing, "now", False):
            return  # an error while an error is shown
        showing.now = True
        try:
            shown(error)
        except Exception:
            log.exception("and it could not be shown")
        finally:
            showing.now = False

    def on_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            hook(kind, error, trace)
            return
        catch(error, "the main thread")

    def on_thread_error(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            catch(args.exc_value, args.thread.name if args.thread else "a thread")

    sys.excepthook, threading.excepthook = on_error, on_thread_error

    def back() -> None:
        sys.excepthook, threading.excepthook = hook, thread_hook

    return back
