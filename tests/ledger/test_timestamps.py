"""Timestamps of a real authority, run here with `openssl ts`: the right one holds, everything else is refused."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybreak.errors import WrongTimestamp
from daybreak.ledger.heads import Head
from daybreak.ledger.timestamps import Timestamp, request_bytes, verify_response

DATA = Head("combined", 3, bytes(range(32))).as_text().encode()
POLICY = "1.3.6.1.4.1.13762.3"
CONFIG = f"""
[req]
distinguished_name = name
prompt = no
[name]
CN = Test authority
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[signer]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
serial = serial
signer_digest = sha256
default_policy = {POLICY}
digests = sha256
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True)
class Authority:
    """A root, a signer under it, and a folder with their files."""

    folder: Path

    @property
    def root(self) -> bytes:
        """The certificate to trust."""
        return (self.folder / "root.pem").read_bytes()

    def answers(self, request: bytes) -> bytes:
        """What the authority sends back."""
        (self.folder / "request").write_bytes(request)
        _openssl(self.folder, "ts -reply -config config -section tsa -queryfile request -inkey signer.key -signer signer.pem "
                              "-out answer")
        return (self.folder / "answer").read_bytes()


def _openssl(folder: Path, line: str) -> None:
    done = subprocess.run(["openssl", *line.split()], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _found(folder: Path) -> Authority:
    """A new authority."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not on this machine")
    (folder / "config").write_text(CONFIG, encoding="ascii")
    (folder / "serial").write_text("2A\n", encoding="ascii")
    new = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -config config"
    _openssl(folder, f"req -x509 {new} -extensions root -days 30 -keyout root.key -out root.pem")
    _openssl(folder, f"req {new} -subj /CN=Signer -keyout signer.key -out signer.csr")
    _openssl(folder, "x509 -req -in signer.csr -CA root.pem -CAkey root.key -CAcreateserial -days 20 -extfile config "
                     "-extensions signer -out signer.pem")
    return Authority(folder)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The authority that is trusted."""
    return _found(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Another one of the same name."""
    return _found(tmp_path_factory.mktemp("stranger"))


@pytest.fixture(scope="module")
def answer(authority: Authority) -> bytes:
    """Its answer about DATA."""
    return authority.answers(request_bytes(DATA))


def test_the_time_of_a_real_answer_is_read(authority: Authority, answer: bytes) -> None:
    found = verify_response(answer, DATA, authority.root)
    assert abs(found.at - datetime.now(UTC)) < timedelta(minutes=10)
    assert found.at.utcoffset() == timedelta(0)
    assert found.policy == POLICY
    assert found.serial > 0


def test_openssl_reads_our_request_and_finds_the_digest(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(DATA)
    _openssl(tmp_path, "ts -query -data data -sha256 -cert -no_nonce -out theirs")
    assert request_bytes(DATA) == (tmp_path / "theirs").read_bytes()


def test_the_same_data_gives_the_same_request_without_the_data_in_it() -> None:
    assert request_bytes(DATA) == request_bytes(DATA)
    assert DATA not in request_bytes(DATA)


def test_a_root_among_others_is_enough(authority: Authority, stranger: Authority, answer: bytes) -> None:
    assert verify_response(answer, DATA, stranger.root + authority.root).policy == POLICY


def test_a_wrong_root_is_refused(stranger: Authority, answer: bytes) -> None:
    with pytest.raises(WrongTimestamp) as refused:
        verify_response(answer, DATA, stranger.root)
    assert refused.value.do


def test_an_answer_of_a_stranger_is_refused(authority: Authority, stranger: Authority) -> None:
    with pytest.raises(WrongTimestamp):
        verify_response(stranger.answers(request_bytes(DATA)), DATA, authority.root)


@given(st.binary(max_size=200).filter(lambda data: data != DATA))
def test_other_data_is_refused(authority: Authority, answer: bytes, data: bytes) -> None:
    with pytest.raises(WrongTimestamp):
        verify_response(answer, data, authority.root)


def test_a_changed_answer_is_refused_or_says_exactly_the_same(authority: Authority, answer: bytes) -> None:
    """Every byte in turn. About ten of 900 lie outside the signature and carry nothing."""
    true, root, unharmed = verify_response(answer, DATA, authority.root), authority.root, 0
    for place in range(len(answer)):
        changed = bytearray(answer)
        changed[place] ^= 1 << place % 8
        unharmed += _read(bytes(changed), root, true)
    assert unharmed <= 20


@given(st.data())
def test_an_answer_cut_short_is_refused(authority: Authority, answer: bytes, data: st.DataObject) -> None:
    with pytest.raises(WrongTimestamp):
        verify_response(answer[:data.draw(st.integers(0, len(answer) - 1))], DATA, authority.root)


@given(st.binary(max_size=300))
def test_what_is_no_answer_is_refused(authority: Authority, data: bytes) -> None:
    with pytest.raises(WrongTimestamp):
        verify_response(data, DATA, authority.root)


def test_a_refusal_of_the_authority_is_no_timestamp(authority: Authority) -> None:
    refusal = authority.answers(request_bytes(DATA)[:-3])
    with pytest.raises(WrongTimestamp):
        verify_response(refusal, DATA, authority.root)


@pytest.mark.parametrize("roots", [b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_roots_that_cannot_be_read_are_told(answer: bytes, roots: bytes) -> None:
    with pytest.raises(WrongTimestamp, match="root certificates"):
        verify_response(answer, DATA, roots)


def test_there_is_no_timestamp_of_nothing() -> None:
    with pytest.raises(WrongTimestamp):
        request_bytes(b"")


def _read(changed: bytes, root: bytes, true: Timestamp) -> bool:
    """Whether it was accepted, and then said the same."""
    try:
        found = verify_response(changed, DATA, root)
    except WrongTimestamp:
        return False
    assert found == true
    return True
