"""The command line: COMMANDS, one row each; a command's code is loaded only when it is asked for."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, what it is for, and where its function `(arguments) -> exit code` lives."""

    name: str
    meaning: str
    place: str

    def load(self) -> Callable[[list[str]], int]:
        """The function."""
        module, _, function = self.place.partition(":")
        found: Callable[[list[str]], int] = getattr(importlib.import_module(module), function)
        return found


COMMANDS = (
    Command("run", "open the console, with its service", "console.launch:run"),
    Command("tour", "drive the real windows through one shift", "console.tour.command:run"),
    Command("serve", "run the service alone", "console.service.app:serve_command"),
    Command("import", "take in reports, a basemap or a layer from files", "console.imports.command:run"),
    Command("basemap", "tiles for the map: sources, and a city out of a larger file", "console.basemaps.command:run"),
    Command("backup", "copy a data folder whole, while the service runs", "console.service.backup:backup_command"),
    Command("restore", "bring a backup back", "console.service.backup:restore_command"),
    Command("audit", "export the log, or verify an export", "console.audit:run"),
    Command("bench", "measure: start, map", "console.bench.command:run"),
    Command("faults", "break things on purpose, and count what is lost", "console.faults.command:run"),
)


def main(arguments: list[str]) -> int:
    """Runs one command; its exit code."""
    name = arguments[0] if arguments else "run"
    if name in ("-h", "--help", "help"):
        print("\n".join(f"{command.name:8} {command.meaning}" for command in COMMANDS))
        return 0
    for command in COMMANDS:
        if command.name == name:
            return command.load()(arguments[1:])
    print(f"no command {name!r}; there are: {', '.join(command.name for command in COMMANDS)}", file=sys.stderr)
    return 2
