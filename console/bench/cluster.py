"""A PostgreSQL cluster of its own on loopback, from Debian's packages: for tests and benchmarks, gone afterwards."""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PLACES = Path("/usr/lib/postgresql")
USERS = ("postgres", "nobody")  # as root: PostgreSQL refuses to run as root


class NoCluster(Exception):
    """There is no PostgreSQL that could be started here; the message says why."""


def programs() -> Path:
    """The folder of the newest server. Raises NoCluster."""
    found = sorted(PLACES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise NoCluster("Debian's package postgresql is not installed")
    folder = found[-1].parent
    if not (Path("/usr/share/postgresql") / folder.parent.name / "extension" / "postgis.control").exists():
        raise NoCluster("Debian's package postgis for PostgreSQL is not installed")
    return folder


@contextmanager
def cluster() -> Iterator[str]:
    """The address of an empty database in a running cluster. Raises NoCluster."""
    with Cluster() as made:
        yield made.address()


class Cluster:
    """A server on a folder of its own. It syncs as a real one does, unless `syncs` says that nothing hangs on it."""

    def __init__(self, *, syncs: bool = True, within: Path | None = None) -> None:
        """`within`: a folder on the disk that it is to lie on."""
        self._place(syncs=syncs, within=within)
        self._password = secrets.token_hex(16)
        word = self.folder / "word"
        word.write_text(self._password, encoding="ascii")
        if self._as:
            os.chown(word, self._as["user"], self._as["group"])
        self._run("initdb", "-D", str(self._data), "-U", "poc", "--auth=scram-sha-256", f"--pwfile={word}",
                  "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions")  # fmt: skip

    def _place(self, *, syncs: bool, within: Path | None = None) -> None:
        """Its folder, its port, and whom it runs as."""
        self._more = "" if syncs else " -c fsync=off -c full_page_writes=off"
        self._bin = programs()
        self._as: dict[str, Any] = {}
        self.folder = Path(tempfile.mkdtemp(prefix="poc-pg-", dir=within))
        if os.geteuid() == 0:
            name = next((name for name in USERS if _is_user(name)), None)
            if name is None:
                raise NoCluster("there is no user whom PostgreSQL could run as")
            account = pwd.getpwnam(name)
            os.chown(self.folder, account.pw_uid, account.pw_gid)
            self._as = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        self._data = self.folder / "data"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def address(self, database: str = "postgres") -> str:
        """Where it listens."""
        return f"postgresql://poc:{self._password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Starts the server, and waits until it answers."""
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -c unix_socket_directories={self.folder}"
        self._run("pg_ctl", "-D", str(self._data), "-l", str(self.folder / "log"), "-w", "-t", "60",
                  "-o", f"{options} -c max_connections=60 -c shared_buffers=128MB{self._more}", "start")  # fmt: skip

    def stop(self, how: str = "fast") -> None:
        """Stops it: `fast`, or `immediate` as if it had crashed."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", how, "stop")

    def kill(self) -> None:
        """As kill -9 does: the server and all its processes are gone at once."""
        pid = int((self._data / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        for each in (pid, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)

    def _run(self, program: str, *arguments: str) -> None:
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(  # noqa: S603 - programs of the system, by full path
            [str(self._bin / program), *arguments], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL, stderr=subprocess.STDOUT,
            text=True, check=False, **self._as,
        )  # fmt: skip
        if done.returncode:
            raise NoCluster(f"{program} failed: {done.stdout or ''}")

    def __enter__(self) -> Cluster:
        try:
            self.start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.stop("immediate")
        except NoCluster:  # stopped already
            pass
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


class Standby(Cluster):
    """A second server that takes everything from a running one, which answers a commit only once it is on both."""

    def __init__(self, primary: Cluster) -> None:
        self._place(syncs=True)
        self._primary = primary
        self._password = primary._password
        self._run("pg_basebackup", "-D", str(self._data), "-R", "-X", "stream", "-c", "fast",
                  "-d", f"{primary.address()}?application_name=standby")  # fmt: skip

    def follow(self) -> None:
        """Starts, and has the primary wait for it from now on."""
        import psycopg

        self.start()
        with psycopg.connect(self._primary.address(), autocommit=True) as db:
            db.execute("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
            db.execute("SELECT pg_reload_conf()")
            while db.execute("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'").fetchone() == (0,):
                time.sleep(0.05)

    def promote(self) -> None:
        """From now on it is the one that is written to."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-t", "60", "promote")

    def either(self) -> str:
        """The address of both servers, of which the one is meant that takes writes."""
        hosts = f"127.0.0.1:{self._primary.port},127.0.0.1:{self.port}"
        return f"postgresql://poc:{self._password}@{hosts}/postgres?target_session_attrs=read-write&connect_timeout=3"

    def __enter__(self) -> Standby:
        try:
            self.follow()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self


def _is_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
