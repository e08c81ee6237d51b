"""Whom the client trusts: the computer's own authorities, or the city's own CA; and what is wrong, as an error."""

from __future__ import annotations

import ssl
from pathlib import Path

from console.api.errors import NotStarted, NotTrusted, Unreachable

EXPIRED, NOT_YET, UNKNOWN_ROOT = 10, 9, (18, 19, 20, 21, 27)  # X509_V_ERR_… of OpenSSL
WRONG_NAME = (62, 64)


def context_of(ca: Path | None = None) -> ssl.SSLContext:
    """What the client checks a service's certificate against; with a file, nothing but what stands in it. Raises
    NotStarted when the file holds no certificate."""
    try:
        made = ssl.create_default_context(cafile=str(ca) if ca else None)
    except (OSError, ssl.SSLError) as error:
        raise NotStarted(f"{ca} holds no certificate of a CA that can be read (PEM)") from error
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


def context_of_own(cert: Path) -> ssl.SSLContext:
    """For the service of this computer's own folder, which names its certificate: that one, whatever its name."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    try:
        made.load_verify_locations(cert)
    except (OSError, ssl.SSLError) as error:
        raise NotStarted(f"{cert} holds no certificate that can be read (PEM)") from error
    return made


def cut(error: BaseException) -> Unreachable:
    """Why nothing came back: a certificate that does not hold says which way; all else is a cut."""
    found = _refusal_within(error)
    if found is None:
        return Unreachable(str(error) or type(error).__name__)
    number = found.verify_code
    if number == EXPIRED:
        return NotTrusted("certificate-expired", str(found))
    if number == NOT_YET:
        return NotTrusted("certificate-not-yet", str(found))
    if number in WRONG_NAME:
        return NotTrusted("certificate-name", str(found))
    return NotTrusted("certificate-unknown", str(found))


def _refusal_within(error: BaseException | None) -> ssl.SSLCertVerificationError | None:
    """The refusal among the causes of an error."""
    seen = 0
    while error is not None and seen < 10:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error
        error, seen = error.__cause__ or error.__context__, seen + 1
    return None
