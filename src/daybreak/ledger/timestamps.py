"""Timestamps (RFC 3161): an authority outside signs that it saw these bytes at this time.

data -> request_bytes() -> (the caller carries it to the authority and back) -> verify_response() -> Timestamp

Only the SHA-256 of the data leaves. The request holds no nonce: the same data gives the same request, and an earlier answer
about the same data is as true as a new one. Certificates are checked as of the time in the answer, so that it
stays valid after they end; whether one was revoked is not asked, since nothing here reaches out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from daybreak.errors import WrongTimestamp

#: What goes over HTTP with the bytes (RFC 3161, 3.4).
REQUEST_TYPE: Final = "application/timestamp-query"
RESPONSE_TYPE: Final = "application/timestamp-reply"


@dataclass(frozen=True, slots=True)
class Timestamp:
    """When an authority saw the data, under which of its policies, and the number it gave the answer."""

    at: datetime
    policy: str
    serial: int


def request_bytes(data: bytes) -> bytes:
    """The request for an authority to sign the time of the data's SHA-256, its certificate included in the answer."""
    if not data:
        raise WrongTimestamp("There is nothing to timestamp: no bytes were given.", "Give the line of a head, or a file.")
    builder = TimestampRequestBuilder(data=data, hash_algorithm=HashAlgorithm.SHA256, nonce=False, cert_req=True)
    return builder.build().as_bytes()


def verify_response(response: bytes, data: bytes, roots: bytes) -> Timestamp:
    """When the data was seen; WrongTimestamp unless an authority under these roots signed just this data.

    roots: the certificates that are trusted, in PEM, one or more one after another.
    """
    trusted = _certificates(roots)
    answer = _decode(response)
    try:
        VerifierBuilder(roots=trusted).build().verify_message(answer, data)
        found = answer.tst_info
        return Timestamp(found.gen_time.astimezone(UTC), found.policy.dotted_string, found.serial_number)
    except (VerificationError, ValueError) as error:
        raise WrongTimestamp(
            f"The timestamp does not hold for this data: {error}.",
            "Do not rely on it. Check that data and answer belong together, and the root with the authority itself."
        ) from None


def _decode(response: bytes) -> TimeStampResponse:
    """The answer as it came; WrongTimestamp when it is none."""
    try:
        return decode_timestamp_response(response)
    except ValueError:
        raise WrongTimestamp(
            "This cannot be read as the answer of a timestamp authority (RFC 3161, in strict DER).",
            "Ask the authority again: it may have sent a web page, or certificates in an order that DER does not allow."
        ) from None


def _certificates(pem: bytes) -> list[x509.Certificate]:
    """The certificates in a PEM text, at least one."""
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError:
        raise WrongTimestamp("The root certificates cannot be read: PEM text was expected, with one or more of them.",
                             "Take the certificate from the authority, in PEM (BEGIN CERTIFICATE).") from None
