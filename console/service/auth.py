"""Who is there: passwords (argon2), opaque tokens stored hashed, limits of time and of tries, the demo's users."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from console.domain.roles import Role, User
from console.domain.wire import Json
from console.service.passwords import weakness
from console.service.problems import Problem, busy
from console.service.settings import DEMO_PASSWORD, ServiceSettings
from console.service.store.contract import Actor, CannotOpen, Store, Token, Transaction
from console.service.tries import Tries
from console.service.writer import Writer

T = TypeVar("T")
DEMO_USERS: tuple[User, ...] = (
    User("operator", "Operator", Role.OPERATOR),
    User("supervisor", "Supervisor", Role.SUPERVISOR),
    User("gis", "GIS editor", Role.GIS_EDITOR),
    User("officer", "Officer, Dishub", Role.OFFICER, "dishub"),
    User("executive", "Executive", Role.EXECUTIVE),
    User("auditor", "Auditor", Role.AUDITOR),
    User("admin", "Administrator", Role.ADMIN),
)
AT_ONCE = 2  # passwords that are tried at the same time: each takes 64 MiB and a core
WAITING = 40


def hasher() -> PasswordHasher:
    """Argon2id with the second recommendation of RFC 9106: three passes over 64 MiB, four lanes."""
    return PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4, hash_len=32, salt_len=16)


KNOWN_FOR_S = 1.0  # on a store that others write to as well; the log's news of it mostly come sooner
SIGNING = ("session.", "user.")


def now() -> datetime:
    """The present moment, aware UTC: the one clock of the service."""
    return datetime.now(UTC)


def digest_of(token: str) -> bytes:
    """What the store keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def weak_password(why: str, field: str) -> Problem:
    """422: not this one."""
    return Problem(422, "weak-password", why, {"field": field})


def check_first(password: str, store: Store) -> None:
    """Raises CannotOpen where the first administrator would get a password that can't be taken."""
    weak = weakness(password, ("admin",)) if password and not store.read.users() else ""
    if weak:
        raise CannotOpen(f"$POC_ADMIN_PASSWORD can't be taken: {weak[0].lower()}{weak[1:-1]}")


class Auth:
    """Signs people in and knows them again."""

    def __init__(self, store: Store, writer: Writer, settings: ServiceSettings) -> None:
        self._store = store
        self._writer = writer
        self._settings = settings
        self._hasher = hasher()
        self._decoy = ""
        self._tries = Tries()
        self._waiting = 0
        self._noted: dict[str, float] = {}  # user → when a refusal for too many tries was logged last
        self.ended: Callable[[], None] = lambda: None  # called when somebody's sign-in ended
        self.workers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="password")
        self._used: dict[bytes, float] = {}  # token → when it last did something (monotonic seconds)
        self._lock = threading.Lock()
        self._known: dict[bytes, Token] = {}  # sign-ins that were looked up; emptied whenever one may have ended
        self._turn = 0
        self._asked_at = 0.0

    def prepare(self) -> None:
        """In the demo: one user a role, all with the password that the sign-in page says."""
        known = {user.name for user in self._store.read.users()}
        missing = [user for user in DEMO_USERS if user.name not in known]
        if not self._settings.demo or not missing:
            return
        # Everybody can read this password on the sign-in page: costly hashing would protect nothing.
        password_hash = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(DEMO_PASSWORD)

        def put(tx: Transaction) -> None:
            for user in missing:
                tx.put_user(user, password_hash)

        self._writer.do(put)
        self._forget()

    def first_administrator(self, password: str) -> None:
        """Into a store without users: `admin`, who can add the others."""
        if password and not self._store.read.users():
            self.put(User("admin", "Administrator", Role.ADMIN), password, Actor("service", Role.ADMIN, now()))

    def put(self, user: User, password: str, actor: Actor) -> User:
        """A user, new or changed, as kept; without a password the old one stays. Ends the user's sign-ins."""
        password_hash = self._hasher.hash(password) if password else ""

        def put(tx: Transaction) -> User:
            known = tx.user(user.name)
            kept, its_hash = user, password_hash
            if known and not password_hash:
                kept, its_hash = replace(user, must_change=known[0].must_change), known[1]
            tx.put_user(kept, its_hash)
            tx.drop_tokens(name=user.name)
            about: Json = {"role": str(user.role), "department": user.department, "password": bool(password)}
            tx.append(actor, "user.changed" if known else "user.added", "user", user.name, 0, about)
            return kept

        kept = self._writer.do(put)
        self._forget()
        self.ended()
        return kept

    def change_password(self, user: User, old: str, new: str, address: str, actor: Actor) -> None:
        """One's own; ends all sign-ins of this user. Raises Problem 401, 422 or 429."""
        self.verify(user.name, old, address)
        weak = weakness(new, (user.name, user.title)) or ("This is the old password." if new == old else "")
        if weak:
            raise weak_password(weak, "new")
        self.put(replace(user, must_change=False), new, actor)

    def remove(self, name: str, actor: Actor) -> None:
        """Takes a user away, and ends the user's sign-ins."""

        def drop(tx: Transaction) -> None:
            tx.drop_tokens(name=name)
            tx.drop_user(name)
            tx.append(actor, "user.removed", "user", name)

        self._writer.do(drop)
        self._forget()
        self.ended()

    def check_key(self, given: str) -> None:
        """Raises Problem 401 unless the embedded service's secret was given."""
        wanted = self._settings.key
        if wanted and not hmac.compare_digest(given.encode(), wanted.encode()):
            raise Problem(401, "unauthorized", "This service belongs to another program.")

    def verify(self, name: str, password: str, address: str) -> User:
        """Whose password it is. Raises Problem 401, or 429 after too many tries. Takes some 50 ms by intent."""
        self._tries.begin(name, address)
        found = self._store.read.user(name)
        if not self._matches(found[1] if found else self._decoy_hash(), password) or found is None:
            raise Problem(401, "unauthorized", "The name or the password is wrong.")
        self._tries.fitted(name, address)
        return found[0]

    def sign_in(self, name: str, password: str, console: str, address: str) -> tuple[str, Token]:
        """A new token. Raises Problem 401, or 429 after too many tries."""
        try:
            user, at = self.verify(name, password, address), now()
        except Problem as problem:
            self._note_refusal(name, problem, console)
            raise
        text = secrets.token_urlsafe(32)
        token = Token(user, at, at + self._settings.session_limit)
        again = self._made_costlier(name, password)

        def put(tx: Transaction) -> None:
            tx.drop_tokens(expired_at=at - timedelta(days=1))
            tx.put_token(digest_of(text), token)
            if again:
                tx.put_user(user, again)
            tx.append(Actor(user.name, user.role, at, console), "session.opened", "user", user.name)

        self._writer.do(put)
        self._forget()
        self._use(digest_of(text))
        return text, token

    async def aside(self, work: Callable[[], T]) -> T:
        """Runs what hashes a password beside everything else, few at a time. Raises Problem 503 when many wait."""
        if self._waiting >= WAITING:
            raise busy(2)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.workers, work)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Lets the threads go."""
        self.workers.shutdown(wait=True)

    def sign_out(self, text: str, user: User, console: str) -> None:
        """Ends this sign-in at once."""

        def drop(tx: Transaction) -> None:
            tx.drop_tokens(digest_of(text))
            tx.append(Actor(user.name, user.role, now(), console), "session.closed", "user", user.name)

        self._writer.do(drop)
        self._used.pop(digest_of(text), None)
        self._forget()
        self.ended()

    def who(self, text: str, *, writes: bool) -> User:
        """The user of a token. Raises Problem 401 when it does not hold, or was idle too long for writing."""
        digest = digest_of(text)
        token = self._token(digest) if text else None
        if token is None or token.expires_at <= now():
            raise Problem(401, "unauthorized", "Sign in, please.")
        if writes:
            idle = self._settings.idle.total_seconds()
            if time.monotonic() - self._used.setdefault(digest, time.monotonic()) > idle:
                raise Problem(401, "idle", "Nobody has worked here for a while. Sign in again to change something.")
            self._use(digest)
        return token.user

    def heard(self, kind: str) -> None:
        """Another service on the same store wrote such an event: who was signed out there is signed out here."""
        if kind.startswith(SIGNING):
            self._forget()

    def _token(self, digest: bytes) -> Token | None:
        """The sign-in as the store knows it. Where others write to the store as well, it is asked again each second."""
        if not self._store.is_alone and time.monotonic() - self._asked_at > KNOWN_FOR_S:
            self._forget()
        known = self._known.get(digest)
        if known is not None:
            return known
        turn = self._turn
        found = self._store.read.token(digest)
        if found is not None:
            with self._lock:
                if turn == self._turn:  # nobody was signed out meanwhile
                    self._known[digest] = found
        return found

    def _forget(self) -> None:
        with self._lock:
            self._turn += 1
            self._known.clear()
            self._asked_at = time.monotonic()

    def _use(self, digest: bytes) -> None:
        moment = time.monotonic()
        if len(self._used) > 10_000:
            ended = moment - self._settings.session_limit.total_seconds()
            self._used = {key: at for key, at in self._used.items() if at > ended}
        self._used[digest] = moment

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (Argon2Error, InvalidHashError):
            return False

    def _decoy_hash(self) -> str:
        """Somebody unknown takes as long as somebody known."""
        if not self._decoy:
            self._decoy = self._hasher.hash(secrets.token_hex(8))
        return self._decoy

    def _made_costlier(self, name: str, password: str) -> str:
        """The hash anew, where it was made with lesser parameters than today's; else an empty text."""
        found = self._store.read.user(name)
        if self._settings.demo or found is None or not self._hasher.check_needs_rehash(found[1]):
            return ""
        return self._hasher.hash(password)

    def _note_refusal(self, name: str, problem: Problem, console: str) -> None:
        """A refused sign-in of somebody who is known stands in the log: guessing must show. Others' names may be
        passwords in the wrong field, and never stand anywhere; a flood of tries is one line a minute."""
        found = self._store.read.user(name)
        at = time.monotonic()
        if found is None or (problem.status == 429 and at - self._noted.get(name, -60.0) < 60.0):
            return
        if problem.status == 429:
            self._noted[name] = at
        actor, about = Actor(name, found[0].role, now(), console), {"why": problem.code}
        self._writer.do(lambda tx: tx.append(actor, "session.refused", "user", name, 0, about))
