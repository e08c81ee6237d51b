"""What every import says at the terminal, who signs in for it, and the list of rows that were refused."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from console.api.client import Client
from console.api.connect import connect_or_start
from console.domain.city import City
from console.domain.roles import Right
from console.resources import RESOURCES
from layers.basemap import Basemap, load_basemap
from layers.refusals import REASONS, Refusal, grouped, write_refusals

DONE, NOTHING_TAKEN, CAN_NOT = 0, 1, 2
FILE_WORDS: tuple[tuple[type[OSError], str], ...] = (
    (FileNotFoundError, "there is no file {name}"),
    (IsADirectoryError, "{name} is a folder, not a file"),
    (PermissionError, "{name} is closed to this user: it can't be read, or not be written"),
)


class NotPossible(Exception):
    """The import can't be done; the message is for the person at the terminal."""


@contextmanager
def signed_in(given: argparse.Namespace, right: Right) -> Iterator[Client]:
    """A client of the service that runs on the data folder, or of one that is started for this command."""
    arguments = () if given.user else ("--demo",)  # whoever names a user has a service with users of its own
    client, service = connect_or_start(given.data, *arguments, console="import")
    try:
        welcome = client.welcome()
        if given.user:
            password = os.environ.get("POC_PASSWORD") or _asked(given.user)
            given.who = client.sign_in(given.user, password)
        else:
            user = next((user for user in welcome.demo_users if user.may(right) and user.may(Right.IMPORT)), None)
            if user is None:
                raise NotPossible("this service has users of its own: say who you are with --user NAME")
            given.who = client.sign_in(user.name, "demo")
        yield client
    finally:
        client.close()
        if service is not None:
            service.stop()


def _asked(user: str) -> str:
    """The password, typed unseen. Raises NotPossible where nobody can type."""
    try:
        return getpass.getpass(f"password of {user}: ")
    except EOFError:
        raise NotPossible("nobody can type the password here: put it into POC_PASSWORD") from None


def pairs(words: Sequence[str]) -> dict[str, str]:
    pairs = [word.partition("=") for word in words]
    if not all(mark for _, mark, _ in pairs):
        raise NotPossible("--map needs a name and a column: --map text=Description")
    return {key.strip(): value.strip() for key, _, value in pairs}


def say(given: argparse.Namespace, line: str) -> None:
    """A line for the person; with --json standard output is kept for the outcome."""
    stream = sys.stderr if given.json else sys.stdout
    stream.write(f"{visible(line)}\n")
    stream.flush()


def visible(text: str) -> str:
    """Without the signs that a terminal would obey: names of columns come from files of others."""
    return "".join(sign if sign.isprintable() or sign == "\n" else "\ufffd" for sign in text)


def sentence_of(error: Exception) -> str:
    """What is wrong, for a person: also where it is the system that says no."""
    if not isinstance(error, OSError) or error.filename is None:
        return visible(str(error))
    name = visible(str(error.filename))
    known = next((words for kind, words in FILE_WORDS if isinstance(error, kind)), "{name} can't be used: {why}")
    return known.format(name=name, why=error.strerror)


def tell(
    given: argparse.Namespace, rows: int, taken: int, refused: dict[str, list[Refusal]], verb: str, **more: Any
) -> int:
    """Says the outcome and lists the refused rows in a file; the exit code."""
    say(given, f"{taken:,} of {rows:,} rows {verb}")
    lists: dict[str, str] = {}
    for name, bad in refused.items():
        if not bad:
            continue
        folder = given.out or given.data / "imports"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.refused.csv"
        write_refusals(path, bad)
        lists[name] = str(path)
        say(given, f"{name}: {len(bad):,} rows refused; each is in {path}")
        for reason, count in grouped(bad).items():
            example = next(row for row in bad if row.reason == reason)
            say(given, f"  {count:7,}  {REASONS[reason]}  (line {example.line}: {example.sentence})")
    if given.json:
        reasons = grouped(row for bad in refused.values() for row in bad)
        outcome = {"rows": rows, "taken": taken, "refused": reasons, "lists": lists, **more}
        sys.stdout.write(json.dumps(outcome, ensure_ascii=False) + "\n")
    return DONE if taken or not rows else NOTHING_TAKEN


def basemap_of(city: City) -> Basemap:
    """The basemap that came with the city's profile."""
    return load_basemap(RESOURCES / "basemap" / city.basemap)
