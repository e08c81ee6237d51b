"""Makes the shift report: all its files from one frozen input, and none of them half."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from console.domain.calendar import WIB
from console.shiftreport.csvfile import figures_csv, reports_csv
from console.shiftreport.document import compose
from console.shiftreport.input import ShiftInput
from console.shiftreport.page import page
from console.shiftreport.pdf import pdf
from console.shiftreport.words import say
from console.shiftreport.xlsx import xlsx
from console.theme import Theme

__all__ = ["Made", "NotSaved", "ShiftInput", "make", "stem"]

log = logging.getLogger(__name__)

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
CLOSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class NotSaved(OSError):
    """The files could not be written. `why`: full, closed (not writable, or held open elsewhere), no_folder, other."""

    def __init__(self, folder: Path, why: str, detail: str) -> None:
        super().__init__(f"{folder}: {detail}")
        self.folder, self.why = folder, why


@dataclass(frozen=True, slots=True)
class Made:
    """Where the files of a shift report lie. `csv` lists the reports, `figures_csv` the figures; `xlsx` has both."""

    html: Path
    pdf: Path
    csv: Path
    figures_csv: Path
    xlsx: Path


def make(snapshot: ShiftInput, folder: Path, language: str, theme: Theme) -> Made:
    """Make the report in `folder`, which is made if need be; files of an earlier making of this report are replaced.

    `theme` should be the day look: the files are for paper. May run on any thread, once there is a QGuiApplication
    (the PDF needs its fonts). Raises NotSaved when the files can't be written, KeyError for an unknown language.
    """
    document = compose(snapshot, language)
    name = stem(snapshot, language)
    files = {
        f"{name}.html": page(snapshot, document, theme).encode("utf-8", "replace"),
        f"{name}.pdf": pdf(snapshot, document, theme),
        f"{name}.csv": reports_csv(snapshot, document),
        f"{name}-{say('file.figures', language)}.csv": figures_csv(snapshot, document),
        f"{name}.xlsx": xlsx(snapshot, document, theme),
    }
    return Made(*_save(folder, files))


def stem(snapshot: ShiftInput, language: str) -> str:
    """The files' name without its end: `laporan-regu-2026-11-21-pagi`; of a span that is no shift, with its hours."""
    start, end = snapshot.start.astimezone(WIB), snapshot.end.astimezone(WIB)
    last = say(f"file.{snapshot.shift}", language)
    if snapshot.shift == "span":
        until = f"{end:%H%M}" if end - start < timedelta(days=1) else f"{end:%Y-%m-%d-%H%M}"
        last = f"{last}-{start:%H%M}-{until}"
    return f"{say('file.stem', language)}-{start:%Y-%m-%d}-{last}"


def _save(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write all files beside their places first, then move them in: a reader never meets half a file."""
    waiting: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            waiting.append((_written(folder, data), folder / name))
        for temporary, place in waiting:
            temporary.replace(place)
    except OSError as error:
        log.warning("the shift report could not be written", exc_info=error)
        raise NotSaved(folder, _why(error), error.strerror or str(error)) from error
    finally:
        for temporary, _ in waiting:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    return [folder / name for name in files]


def _written(folder: Path, data: bytes) -> Path:
    """The data in a new file of the folder, on the disk. Leaves nothing behind when it can't be written whole."""
    handle, name = tempfile.mkstemp(prefix=".shift-report-", dir=folder)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)  # mkstemp makes it private; a report is passed on
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _why(error: OSError) -> str:
    if error.errno in FULL:
        return "full"
    if error.errno in CLOSED:
        return "closed"
    return "no_folder" if isinstance(error, NotADirectoryError | FileExistsError) else "other"
