"""`./poc run`: the service is started before the windows are loaded, so that both get ready at the same time."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path

from console.api.connect import begin, elsewhere
from console.api.errors import NotStarted
from console.resources import data_folder

EMBEDDED = "embedded"  # said as the service: this computer's own, whatever the settings say


def run(arguments: list[str]) -> int:
    """Opens the console, and with it an embedded service when none runs on the data folder."""
    parser = argparse.ArgumentParser(prog="poc run", description=__doc__)
    parser.add_argument("--data", type=Path, default=data_folder(), help="the folder that keeps everything")
    parser.add_argument("--no-demo", action="store_true", help="a city of one's own: nothing made up, people sign in")
    parser.add_argument("--leave-when-shown", action="store_true", help="for `bench start`: say when, and end")
    parser.add_argument("--service", default=os.environ.get("POC_SERVICE"), help="https://… of a room, or: embedded")
    parser.add_argument("--ca", default=os.environ.get("POC_CA"), help="a file with the city's own CA (PEM)")
    given = parser.parse_args(arguments)
    console = platform.node() or "desk"
    address, ca = whereabouts(given.service, given.ca)
    try:
        if address:
            connect = elsewhere(address, Path(ca).expanduser() if ca else None, os.environ.get("POC_KEY", ""), console)
        else:
            connect = begin(given.data, *([] if given.no_demo else ["--demo"]), console=console)
    except NotStarted as error:
        sys.stderr.write(f"{error}.\n")
        return 3
    except OSError as error:
        sys.stderr.write(f"The folder {given.data} can't be used: {error.strerror}. Choose another one with --data.\n")
        return 3
    from console.app import open_console  # Qt and the windows load while the service starts

    return open_console(given.data, connect, given.leave_when_shown)


def whereabouts(service: str | None, ca: str | None) -> tuple[str, str]:
    """The service's address (empty: one of this computer's own) and the CA file: as said, else as the settings say."""
    from PySide6.QtCore import QSettings

    from console.settings import NAME, SERVICE_CA, SERVICE_URL

    kept = QSettings(NAME, NAME)
    address = SERVICE_URL.read(kept) if service is None else service
    return ("" if address == EMBEDDED else address), SERVICE_CA.read(kept) if ca is None else ca
