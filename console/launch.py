"""`./poc run`: the service is started before the windows are loaded, so that both get ready at the same time."""

from __future__ import annotations

import argparse
import platform
import sys
from pathlib import Path

from console.api.connect import begin
from console.resources import data_folder


def run(arguments: list[str]) -> int:
    """Opens the console, and with it an embedded service when none runs on the data folder."""
    parser = argparse.ArgumentParser(prog="poc run", description=__doc__)
    parser.add_argument("--data", type=Path, default=data_folder(), help="the folder that keeps everything")
    parser.add_argument("--no-demo", action="store_true", help="a city of one's own: nothing made up, people sign in")
    parser.add_argument("--leave-when-shown", action="store_true", help="for `bench start`: say when, and end")
    given = parser.parse_args(arguments)
    try:
        connect = begin(given.data, *([] if given.no_demo else ["--demo"]), console=platform.node() or "desk")
    except OSError as error:
        sys.stderr.write(f"The folder {given.data} can't be used: {error.strerror}. Choose another one with --data.\n")
        return 3
    from console.app import open_console  # Qt and the windows load while the service starts

    return open_console(given.data, connect, given.leave_when_shown)
