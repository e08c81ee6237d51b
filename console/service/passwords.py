"""What a password must be: long, and not one that everybody tries first. No rule about kinds of characters."""

from __future__ import annotations

import re
from collections.abc import Iterable

SHORTEST, LONGEST = 12, 200
_COMMON = (
    "password passw0rd pass admin administrator root user login welcome letmein qwerty qwertyuiop asdfgh "
    "asdfghjkl zxcvbn zxcvbnm iloveyou sunshine princess football monkey dragon master superman batman secret "
    "changeme default test demo guest abc abcdef abcdefg alphabet trustno sandi katasandi rahasia sayang cinta "
    "bismillah alhamdulillah indonesia jakarta bekasi kotabekasi patriot patriotsiaga poc operator supervisor "
    "diskominfo diskominfostandi dishub dlh pemkot pemkotbekasi garuda merdeka pancasila jawabarat selamat "
    "selamatdatang terimakasih komputer kantor"
)
COMMON = frozenset(_COMMON.split())
RUNS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890123456789", "1qaz2wsx3edc4rfv5tgb")


def weakness(password: str, about: Iterable[str] = ()) -> str:
    """Why this can't be a password, as a sentence; empty where it can. `about`: the user's name and title."""
    if len(password) < SHORTEST:
        return f"A password has at least {SHORTEST} characters."
    plain = password.casefold()
    if len(set(plain)) < 5 or _is_run(plain) or _repeats(plain):
        return "This password is a simple row or repetition. Take several words that don't belong together."
    bare = re.sub(r"[\W\d_]+", "", plain)
    own = {re.sub(r"[\W\d_]+", "", word.casefold()) for word in about} - {""}
    rest = bare
    for word in sorted(COMMON | own, key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(rest) < 4 and (bare or plain.isdecimal()):
        return "This password is among the first that are tried. Take several words that don't belong together."
    return ""


def _is_run(plain: str) -> bool:
    """Whether it goes along the alphabet, the digits or the keyboard, either way."""
    return any(plain in run * 3 or plain[::-1] in run * 3 for run in RUNS)


def _repeats(plain: str) -> bool:
    """Whether it is a short piece again and again."""
    return re.fullmatch(r"(.{1,5}?)\1+.{0,4}", plain) is not None
