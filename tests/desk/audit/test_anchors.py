"""A real time-stamp authority, on this machine, signs when the combined head was; a false one is refused."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from daybreak.errors import WrongHead, WrongSetting, WrongTimestamp
from daybreak.ledger.chain import Verdict
from daybreak_web.accounts.models import User
from daybreak_web.audit.acts import record
from daybreak_web.audit.checks import anchored_heads, verify_all
from daybreak_web.audit.models import Anchor, Entry
from daybreak_web.audit.tasks import anchor

CONFIGURATION = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[signs]
basicConstraints = CA:FALSE
extendedKeyUsage = critical,timeStamping
"""


def openssl(folder: Path, *words: str) -> None:
    """Run openssl in a folder."""
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True, timeout=30)


class Authority:
    """A folder with keys, and an address on this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.instead: bytes | None = None
        (folder / "c").write_text(CONFIGURATION.format(folder=folder))
        (folder / "serial").write_text("01\n")
        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
        openssl(folder, "req", "-x509", *curve, "-config", "c", "-extensions", "ca", "-subj", "/CN=Root", "-days", "2",
                "-keyout", "root.key", "-out", "root.pem")
        openssl(folder, "req", *curve, "-config", "c", "-subj", "/CN=Clock", "-keyout", "one.key", "-out", "one.csr")
        openssl(folder, "x509", "-req", "-in", "one.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
                "-days", "2", "-extfile", "c", "-extensions", "signs", "-out", "one.pem")
        self.roots = (folder / "root.pem").read_bytes()
        self.address = ""

    def answer(self, request: bytes) -> bytes:
        """Sign the time of a request."""
        (self.folder / "q").write_bytes(request)
        openssl(self.folder, "ts", "-reply", "-config", "c", "-queryfile", "q", "-signer", "one.pem", "-inkey", "one.key",
                "-out", "a")
        return (self.folder / "a").read_bytes() if self.instead is None else self.instead


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    """An authority that answers."""
    made = Authority(tmp_path)

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = made.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        made.address = f"http://127.0.0.1:{server.server_port}/"
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield made
        server.shutdown()
        thread.join()


def test_the_authority_s_word_is_kept_and_vouches_for_every_chain(ada: User, authority: Authority) -> None:
    record(ada, "lead.judged")
    kept = anchor(authority.address, authority.roots)
    assert Anchor.objects.get() == kept and abs((kept.at - Entry.objects.earliest("at").at).total_seconds()) < 60
    desk = verify_all(anchored_heads(authority.roots))[0].finding
    assert (desk.covered, desk.size, desk.verdict) == (1, 2, Verdict.TAIL_UNKNOWN)
    assert Entry.objects.latest("sequence").act == "audit.anchored"


def test_an_answer_under_other_roots_is_refused_and_not_kept(
    ada: User, authority: Authority, tmp_path_factory: pytest.TempPathFactory
) -> None:
    record(ada, "lead.judged")
    other = Authority(tmp_path_factory.mktemp("other"))
    with pytest.raises(WrongTimestamp):
        anchor(authority.address, other.roots)
    assert not Anchor.objects.exists()


@pytest.mark.parametrize("instead", [b"", b"<html>sign in</html>", b"\x30\x03\x02\x01\x02", b"0" * (1 << 21)])
def test_an_answer_that_is_none_is_refused_and_not_kept(ada: User, authority: Authority, instead: bytes) -> None:
    record(ada, "lead.judged")
    authority.instead = instead
    with pytest.raises(WrongTimestamp):
        anchor(authority.address, authority.roots)
    assert not Anchor.objects.exists()


def test_an_old_answer_for_another_head_is_refused(ada: User, authority: Authority) -> None:
    record(ada, "lead.judged")
    authority.instead = bytes(anchor(authority.address, authority.roots).token)
    with pytest.raises(WrongTimestamp):
        anchor(authority.address, authority.roots)
    assert Anchor.objects.count() == 1


@pytest.mark.parametrize("address", ["", "ftp://example.org", "http://example.org/tsa", "file:///etc/passwd", "https://"])
def test_an_address_that_would_leave_unprotected_is_refused(ada: User, address: str) -> None:
    record(ada, "lead.judged")
    with pytest.raises(WrongSetting, match="makes no sense"):
        anchor(address, b"")


def test_an_authority_that_does_not_answer_is_said(ada: User) -> None:
    record(ada, "lead.judged")
    with pytest.raises(WrongTimestamp, match="did not answer"):
        anchor("http://127.0.0.1:9/", b"")


def test_without_a_time_stamp_there_is_none_to_check_against(db: None) -> None:
    with pytest.raises(WrongHead, match="No head was time-stamped"):
        anchored_heads(b"")
    with pytest.raises(WrongSetting, match="nothing in the audit"):
        anchor("https://example.org", b"")
