"""Starting the service from the command line: one that a console embeds, or one for a room of consoles."""

from __future__ import annotations

import argparse
import contextlib
import errno
import gc
import json
import logging
import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

import uvicorn

from console.domain.errors import DomainError
from console.resources import ResourceMissing, data_folder
from console.service import frontdoor, tls
from console.service.carrier import THREADS
from console.service.crew import MOST, SOCKET, Crew, until_told
from console.service.settings import ServiceSettings
from console.service.store.contract import CannotOpen
from console.service.tls import Certificate

log = logging.getLogger(__name__)
GRACE_S = 5
COLLECT_AFTER = (20_000, 20, 50)  # a report makes hundreds of objects: not a collection for every second one
SWITCH_S = 0.0005  # the writer waits for the event loop at every statement: not 5 ms each time
CANNOT_OPEN, PORT_TAKEN, CANNOT_LISTEN, UNSAFE = 3, 4, 5, 6


class CannotListen(Exception):
    """The address can't be listened on; `code` is the exit code."""

    def __init__(self, words: str, code: int) -> None:
        super().__init__(words)
        self.code = code


def serve_command(argv: list[str]) -> int:
    """`poc serve …`: runs until told to end. Exit code 0; 3: data folder, 4: port taken, 5: no such address."""
    options = _parser().parse_args(argv)
    os.umask(0o077)  # callers' names and numbers are for this account only
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    settings = ServiceSettings(
        data=options.data.expanduser(),
        host=options.host,
        port=options.port,
        key=secrets.token_urlsafe(32) if options.embedded else os.environ.get("POC_KEY", ""),
        demo=options.demo,
        database=options.database,
        mirror=Path(options.mirror).expanduser() if options.mirror else None,
        run_feeds=not options.no_feeds,
        allow_loopback_feeds=options.allow_loopback_feeds,
        admin_password=os.environ.get("POC_ADMIN_PASSWORD", ""),
        seed=not options.no_seed,
        certificate=_certificate(options.tls_cert, options.tls_key),
        open311_keys=frozenset(filter(None, os.environ.get("POC_OPEN311_KEYS", "").split(","))),
        read_keys=frozenset(filter(None, os.environ.get("POC_READ_KEYS", "").split(","))),
        feed_hosts=frozenset(filter(None, os.environ.get("POC_FEED_HOSTS", "").split(","))),
    )
    try:
        tls.check(
            options.host, demo=options.demo, encrypted=bool(options.tls_cert), behind_proxy=options.behind_tls_proxy
        )
        if options.processes > 1:
            return serve_together(settings, argv, options.processes, parent_pipe=options.parent_pipe)
        return serve(settings, parent_pipe=options.parent_pipe, shared=options.socket)
    except tls.Unsafe as error:
        print(f"The service can't start: {error}.", file=sys.stderr)  # noqa: T201
        return UNSAFE
    except (CannotOpen, ResourceMissing, DomainError) as error:
        print(f"The service can't start: {error}.", file=sys.stderr)  # noqa: T201 - the command's last words
        return CANNOT_OPEN
    except CannotListen as error:
        print(f"The service can't start: {error}.", file=sys.stderr)  # noqa: T201
        return error.code
    except OSError as error:  # of the folder: what it needs there is something else, or may not be written
        print(f"The service can't start: {error.filename or options.data}: {error.strerror}.", file=sys.stderr)  # noqa: T201
        return CANNOT_OPEN


def _certificate(cert: Path | None, key: Path | None) -> Certificate | None:
    """Both files; the key may lie in the certificate's."""
    return Certificate(cert.expanduser(), (key or cert).expanduser()) if cert else None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="poc serve", description="Run the service: the truth of a POC room.")
    parser.add_argument("--data", type=Path, default=data_folder(), help="the folder that keeps everything")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this computer only)")
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument(
        "--tls-cert", type=Path, help="a certificate with its chain (PEM): https, for --host beyond here"
    )
    parser.add_argument("--tls-key", type=Path, help="the certificate's key (PEM, without a password)")
    parser.add_argument("--behind-tls-proxy", action="store_true", help="no TLS here: a proxy before it encrypts")
    parser.add_argument("--embedded", action="store_true", help="ask for a secret that is made at every start")
    parser.add_argument("--parent-pipe", action="store_true", help="end when standard input ends")
    parser.add_argument("--demo", action="store_true", help="a demo city: made-up reports, one user per role")
    parser.add_argument("--no-seed", action="store_true", help="a demo without reports and features to begin with")
    database = os.environ.get("POC_DATABASE", "")
    parser.add_argument(
        "--database", default=database, help="PostgreSQL instead of SQLite: postgresql://… ($POC_DATABASE)"
    )
    mirror = os.environ.get("POC_MIRROR", "")
    parser.add_argument("--mirror", default=mirror, help="a folder on another disk: the log's copy ($POC_MIRROR)")
    parser.add_argument(
        "--processes", type=_processes, default=1, help="several services behind the port, on PostgreSQL (default: 1)"
    )
    parser.add_argument(SOCKET, type=int, help=argparse.SUPPRESS)
    parser.add_argument("--no-feeds", action="store_true", help="read no feeds")
    parser.add_argument("--allow-loopback-feeds", action="store_true", help="for tests: feeds from this computer")
    return parser


def _processes(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 to {MOST}")
    return int(text)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens already. Raises CannotListen with a sentence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let two programs share the port
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(512)
    except OverflowError as error:
        sock.close()
        raise CannotListen(f"there is no port {port}", CANNOT_LISTEN) from error
    except OSError as error:
        sock.close()
        if error.errno == errno.EADDRINUSE:
            raise CannotListen(f"port {port} on {host} is taken by another program", PORT_TAKEN) from error
        raise CannotListen(f"{host}:{port} can't be listened on: {error.strerror or error}", CANNOT_LISTEN) from error
    return sock


def serve_together(settings: ServiceSettings, argv: list[str], count: int, *, parent_pipe: bool) -> int:
    """Listens for several services on one database, says where once all take calls, until a signal or the end."""
    if not settings.database:
        raise CannotOpen("several processes need PostgreSQL: --database")
    sock, alone = listen(settings.host, settings.port), None
    try:
        alone = alone_with(settings.data)
        crew = Crew(_for_a_member(argv), count, sock, settings.key)
        until_told(crew)
        if parent_pipe:
            threading.Thread(target=_wait_for_parent, args=(crew.end,), name="parent", daemon=True).start()
        said, url = settings.data / "service.json", _url(sock, encrypted=settings.certificate is not None)
        code = crew.run(lambda: _say(said, url, settings.key, settings.certificate))
        said.unlink(missing_ok=True)
        return code
    finally:
        if alone is not None:
            alone.close()
        sock.close()


def _for_a_member(argv: list[str]) -> list[str]:
    """The options of one of several: what concerns all of them stays with the crew."""
    kept, skip = [], False
    for word in argv:
        if skip or word in ("--embedded", "--parent-pipe") or word.startswith("--processes="):
            skip = False
        elif word == "--processes":
            skip = True
        else:
            kept.append(word)
    return kept


def _url(sock: socket.socket, *, encrypted: bool) -> str:
    host, port = sock.getsockname()[:2]
    scheme = "https" if encrypted else "http"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def serve(settings: ServiceSettings, *, parent_pipe: bool = False, shared: int | None = None) -> int:
    """Listens, says where in one JSON line, and serves until a signal or the parent's end.

    `shared`: the number of a socket that several services take calls from; the folder is theirs together.
    """
    from console.service.app import create_app  # app brings this module in

    encrypted = tls.context(settings.certificate) if settings.certificate else None
    alone: IO[bytes] | None = None
    sock = listen(settings.host, settings.port) if shared is None else socket.socket(fileno=shared)
    sys.setswitchinterval(SWITCH_S)
    gc.set_threshold(*COLLECT_AFTER)
    try:
        if shared is None:
            alone = alone_with(settings.data)
        app = create_app(settings)
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=GRACE_S,
            timeout_keep_alive=75, proxy_headers=False, lifespan="on", **frontdoor.options(),
            ssl_context_factory=(lambda *_: encrypted) if encrypted else None,
        )  # fmt: skip
        server = _Server(config, app.state.service.hub.end)
        said, url = settings.data / "service.json", _url(sock, encrypted=encrypted is not None)
        server.up = lambda: _say(said if alone else None, url, settings.key, settings.certificate)
        if parent_pipe:
            threading.Thread(target=_wait_for_parent, args=(server.leave,), name="parent", daemon=True).start()
        signal.signal(signal.SIGTERM, lambda *_: None)  # uvicorn hands the signal on at its end: that is no failure
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[sock])
        if alone is not None:
            said.unlink(missing_ok=True)
            alone.close()
        _leave_hanging(0 if server.started else 1)
        return 0 if server.started else 1
    finally:
        if alone is not None:
            alone.close()
        sock.close()


def alone_with(data: Path) -> IO[bytes]:
    """Holds the folder until the file is closed or the process gone. Raises CannotOpen when another has it."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        file = (data / "service.lock").open("ab")
    except OSError as error:
        raise CannotOpen(f"the data folder {data} can't be written: {error.strerror}") from error
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise CannotOpen(f"another service is running on the data folder {data}") from error
    return file


def _leave_hanging(code: int) -> None:
    """Ends at once when a feed's thread still hangs in a library: the interpreter would crash in its last moments.

    Everything is on disk and closed by now.
    """
    if any(thread.name.startswith(THREADS) for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


class _Server(uvicorn.Server):
    """Says that it is up once it takes requests; lets the streams go before it waits for them."""

    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self.up: Callable[[], None] = lambda: None
        self._ending = ending

    def leave(self) -> None:
        """From any thread: it is to end."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self.up()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._ending()
        await super().shutdown(sockets=sockets)


def _say(path: Path | None, url: str, key: str, certificate: Certificate | None) -> None:
    """The address for whoever started this, and with the secret in a file that its owner alone can read."""
    line = {"url": url, "pid": os.getpid()}
    if path is not None:  # else the crew says it for all its members
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            own = {"certificate": str(certificate.cert.absolute())} if certificate else {}
            json.dump({**line, "key": key, **own}, file)
        fresh.replace(path)
    print(json.dumps(line), flush=True)  # noqa: T201 - what the starter reads


def _wait_for_parent(end: Callable[[], None]) -> None:
    """Ends the service when the pipe from the parent closes, however the parent ended."""
    while os.read(0, 1024):  # not sys.stdin: its lock would break the interpreter's end
        continue
    log.info("the parent has gone: ending")
    end()
