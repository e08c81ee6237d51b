"""`./poc backup`, `./poc restore`: a whole copy of a data folder while the service runs, checked before it counts."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from console.domain import wire
from console.domain.wire import Json
from console.resources import data_folder
from console.service.notary import KEY_FILE, LogChanged, grown
from console.service.serve import alone_with
from console.service.store.contract import CannotOpen
from console.service.store.migrating import copy_database
from console.service.store.opening import open_store
from console.service.store.sqlite import FILE, SCHEMA_VERSION, SqliteStore, library

MANIFEST = "backup.json"
PHOTOS = "photos"


class NotWhole(Exception):
    """A backup is not what it should be; the message is a sentence for a person."""


def backup_command(arguments: list[str]) -> int:
    """Makes a backup into a new folder, also while the service runs. Exit code 1: it is not whole; 3: no such data."""
    parser = argparse.ArgumentParser(prog="poc backup", description="A whole, checked copy, while the service runs.")
    parser.add_argument("folder", type=Path, help="a new folder for the backup")
    parser.add_argument("--data", type=Path, default=data_folder(), help="the service's data folder")
    _database(parser)
    return _said(lambda given: make(given.data, given.folder, given.database), parser.parse_args(arguments))


def restore_command(arguments: list[str]) -> int:
    """Brings a backup into a data folder that no service runs on. Exit code 1: it is not whole; 3: it can't be."""
    parser = argparse.ArgumentParser(prog="poc restore", description="Bring a backup back; it is checked first.")
    parser.add_argument("folder", type=Path, help="the folder of the backup")
    parser.add_argument("--data", type=Path, default=data_folder(), help="the data folder that it is brought into")
    _database(parser)
    return _said(lambda given: restore(given.folder, given.data, given.database), parser.parse_args(arguments))


def _database(parser: argparse.ArgumentParser) -> None:
    address = os.environ.get("POC_DATABASE", "")
    parser.add_argument("--database", default=address, help="the PostgreSQL of the service, if it has one")


def _said(work: Callable[[argparse.Namespace], Json], given: argparse.Namespace) -> int:
    try:
        about = work(given)
    except NotWhole as error:
        sys.stderr.write(f"{error}.\n")
        return 1
    except (CannotOpen, OSError) as error:
        sys.stderr.write(f"That can't be done: {error}.\n")
        return 3
    sys.stdout.write(json.dumps({"ok": True, **about}) + "\n")
    return 0


def make(data: Path, folder: Path, database: str = "") -> Json:
    """The database as of one moment, the photos that it knows, and the key of the log. Raises NotWhole, CannotOpen.

    A backup is a file of SQLite whatever the store is, so that it may be brought back into either.
    """
    if not database and not (data / FILE).is_file():
        raise CannotOpen(f"there is no store in {data}")
    _new(folder)
    sqlite = library()
    if database:
        from console.service.store.carrying import out_of

        out_of(database, sqlite, folder / FILE, SCHEMA_VERSION)
    else:
        source = sqlite.connect(str(data / FILE), isolation_level=None, timeout=30)
        try:
            if source.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
                raise CannotOpen(f"the store in {data} is of another version of this program")
            copy_database(sqlite, source, folder / FILE)
        finally:
            source.close()
    photos = _photos(folder / FILE)
    for name in photos:  # photos never change, and stand on disk before the store knows them
        for file in sorted((data / PHOTOS).rglob(f"{name}*")):
            target = folder / file.relative_to(data)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, target)
    return _sealed(data, folder, len(photos))


def make_of_schema(version: int, data: Path, folder: Path, database: str) -> Json:
    """A backup of a PostgreSQL with an earlier schema, without the photos: they stay. Raises NotWhole, CannotOpen."""
    from console.service.store.carrying import out_of

    _new(folder)
    out_of(database, library(), folder / FILE, version)
    return _sealed(data, folder, None)


def _new(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise CannotOpen(f"{folder} is not empty")
    folder.mkdir(parents=True, exist_ok=True)


def _sealed(data: Path, folder: Path, photos: int | None) -> Json:
    """The log's key beside the database, and the manifest, without which a backup is none. None: photos stay."""
    if (data / KEY_FILE).exists():
        shutil.copy2(data / KEY_FILE, folder / KEY_FILE)
    about = look_at(folder / FILE) | {
        "photos": photos,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "sha256": _sha256(folder / FILE),
    }
    manifest = folder / (MANIFEST + ".new")
    manifest.write_bytes(wire.dump(about))
    manifest.replace(folder / MANIFEST)
    _sync(folder)
    return about


def restore(folder: Path, data: Path, database: str = "") -> Json:
    """Checks the backup, lays what is in the folder aside and puts the backup in its place. Raises NotWhole.

    With a database it goes there, and only its photos and its key into the folder.
    """
    about = checked(folder)
    alone = alone_with(data)
    try:
        if database:  # first: it may not be empty
            _into_database(folder / FILE, database, data)
        aside = data / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
        replaced = (KEY_FILE,) if about["photos"] is None else (KEY_FILE, PHOTOS)
        there = [path for path in data.iterdir() if path.name.startswith(FILE) or path.name in replaced]
        if there:
            aside.mkdir()
        for path in sorted(there, key=lambda path: path.name != FILE + "-wal"):
            path.replace(aside / path.name)
        if (folder / PHOTOS).is_dir():
            shutil.copytree(folder / PHOTOS, data / PHOTOS)
        if (folder / KEY_FILE).exists():
            shutil.copy2(folder / KEY_FILE, data / KEY_FILE)
        if not database:
            fresh = data / (FILE + ".restoring")
            shutil.copyfile(folder / FILE, fresh)
            with fresh.open("rb+") as file:
                os.fsync(file.fileno())
            fresh.replace(data / FILE)
        _sync(data)
    finally:
        alone.close()
    _compare(about, data, database)
    return {**about, "aside": str(aside) if there else ""}


def checked(folder: Path) -> Json:
    """The figures of a backup that is what it says. Raises NotWhole."""
    try:
        manifest: Json = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise NotWhole(f"{folder} holds no finished backup") from error
    if _sha256(folder / FILE) != manifest["sha256"]:
        raise NotWhole("the backup is not what was written then")
    about = look_at(folder / FILE)
    differs = [name for name, count in about.items() if manifest.get(name) != count]
    if differs:
        raise NotWhole(f"the backup does not hold what it says: {', '.join(differs)}")
    return about | {"photos": manifest["photos"]}


def _compare(about: Json, data: Path, database: str) -> None:
    store = open_store(data, database)
    try:
        read = store.read
        after: Json = {"events": read.head(), "reports": sum(read.counts().values())}
        if database:  # not the file that was checked already
            after["root"] = grown(read, None, after["events"]).root().hex()
    finally:
        store.close()
    if any(after[name] != about[name] for name in after):
        raise NotWhole("what was brought back is not what the backup holds")


def _into_database(path: Path, database: str, data: Path) -> None:
    from console.service.store.carrying import into

    with tempfile.TemporaryDirectory(prefix="restoring-", dir=data) as folder:
        if _schema_of(path) != SCHEMA_VERSION:  # one of an earlier version is brought forward on the way
            shutil.copyfile(path, Path(folder) / FILE)
            SqliteStore(Path(folder)).close()
            path = Path(folder) / FILE
        db = _opened(path)
        try:
            into(database, db)
        finally:
            db.close()


def _schema_of(path: Path) -> int:
    db = _opened(path)
    try:
        return int(db.execute("PRAGMA user_version").fetchone()[0])
    finally:
        db.close()


def _opened(path: Path) -> Any:
    return library().connect(f"{path.absolute().as_uri()}?immutable=1", uri=True, isolation_level=None)


def look_at(path: Path) -> Json:
    """The figures of a database file, after a look at its pages, its chain and its counts. Raises NotWhole."""
    sqlite = library()
    db = _opened(path)
    try:
        from console.service.store.reading import SqliteReader

        if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise NotWhole("the database is damaged")
        read = SqliteReader(db)
        head = read.head()
        tree = grown(read, None, head)

        def count(query: str) -> int:
            return int(db.execute(query).fetchone()[0])

        about: Json = {
            "events": count("SELECT count(*) FROM events"),
            "reports": count("SELECT count(*) FROM reports"),
            "root": tree.root().hex(),
        }
        created = count("SELECT count(*) FROM events WHERE kind = 'report.created'")
        personal = count("SELECT count(*) FROM personal JOIN reports ON id = report_id")
        if not about["events"] == head == tree.size or not about["reports"] == created == personal:
            raise NotWhole("the counts do not fit the log")
    except LogChanged as error:
        raise NotWhole(str(error)) from error
    except sqlite.Error as error:
        raise NotWhole(f"the database can't be read: {error}") from error
    finally:
        db.close()
    return about


def _photos(path: Path) -> list[str]:
    db = library().connect(str(path), isolation_level=None)
    try:
        return [name for (name,) in db.execute("SELECT sha256 FROM photos")]
    finally:
        db.close()


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise NotWhole(f"{path} can't be read") from error


def _sync(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
