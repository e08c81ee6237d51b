"""What a service needs before it may be heard beyond this computer: a certificate, or a word that a proxy has one."""

from __future__ import annotations

import ipaddress
import logging
import os
import socket
import ssl
import stat
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509

log = logging.getLogger(__name__)
SOON = timedelta(days=30)


class Unsafe(Exception):
    """The service may not be heard like this; the message is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """The service's certificate (with those between it and the city's own CA) and its key, both as PEM files."""

    cert: Path
    key: Path


def is_this_computer(host: str) -> bool:
    """Whether this address is heard on this computer only."""
    try:
        found = {str(row[4][0]) for row in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(each.partition("%")[0]).is_loopback for each in found)


def check(host: str, *, demo: bool, encrypted: bool, behind_proxy: bool) -> None:
    """Raises Unsafe for a service that others could listen to, or sign in to with a password that everybody knows."""
    if is_this_computer(host):
        return
    if demo:
        raise Unsafe("everybody knows the demo's passwords: a demo is heard on this computer only")
    if not encrypted and not behind_proxy:
        raise Unsafe(
            f"{host} is heard on the network, and without --tls-cert and --tls-key everybody there could read along; "
            "where a proxy on the way encrypts, say so with --behind-tls-proxy"
        )
    if not encrypted:
        log.warning("heard on %s WITHOUT encryption: a proxy must encrypt, and nothing else may reach this port", host)


def context(files: Certificate) -> ssl.SSLContext:
    """What the server encrypts with: TLS 1.2 and 1.3. Raises Unsafe with what is wrong with the files."""
    _check_key(files.key)
    try:
        found = x509.load_pem_x509_certificates(files.cert.read_bytes())[0]
    except (OSError, ValueError, IndexError) as error:
        raise Unsafe(f"{files.cert} holds no certificate that can be read (PEM)") from error
    left = found.not_valid_after_utc - datetime.now(UTC)
    if left <= timedelta(0):
        raise Unsafe(f"the certificate {files.cert} ended on {found.not_valid_after_utc:%Y-%m-%d}: ask for a new one")
    if left < SOON:
        log.warning("the certificate %s ends on %s", files.cert, f"{found.not_valid_after_utc:%Y-%m-%d}")
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION
    try:
        made.load_cert_chain(files.cert, files.key, password=_no_password)
    except (OSError, ssl.SSLError, ValueError) as error:
        raise Unsafe(f"{files.key} is not the key of {files.cert}, or needs a password") from error
    return made


def _check_key(path: Path) -> None:
    """Raises Unsafe for a key that is not there, or that other accounts of this computer can read."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise Unsafe(f"the key {path} can't be read: {error.strerror}") from error
    if os.name == "posix" and mode & (stat.S_IRWXO | stat.S_IWGRP):
        raise Unsafe(f"others on this computer can read or change the key {path}: chmod 600 it")


def _no_password() -> str:
    raise ValueError("a key with a password can't be opened when nobody sits there")
