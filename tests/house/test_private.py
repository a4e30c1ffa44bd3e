"""Nothing of ours names the machine it was made on or the place a package was fetched from."""

from __future__ import annotations

import json
import re
from pathlib import Path

#: Put together here so that this file does not trip over itself.
MACHINE = re.compile("|".join(rf"(?<![\w.~-])/{folder}/" for folder in ("work", "root", "home", "opt", "Users")))
FETCHED = re.compile(
    r"https?://\S+\.(whl|tar\.gz|tgz|tar\.xz|deb)\b|" + "|".join(
        re.escape(".".join(host)) for host in (
            ("files", "pythonhosted", "org"), ("registry", "npmjs", "org"), ("deb", "debian", "org"), ("pypi", "org")))
)
PICTURES = {".png", ".jpg", ".parquet", ".gz", ".zst", ".bin", ".woff2"}


def test_no_tracked_file_names_the_machine_or_a_download(tracked: list[Path]) -> None:
    found = []
    for path in tracked:
        if path.suffix in PICTURES:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if MACHINE.search(line) or FETCHED.search(line):
                found.append(f"{path}:{number}: {line.strip()[:80]}")
    assert found == []


def test_lock_files_hold_hashes_and_no_addresses(top: Path) -> None:
    locks = sorted((top / "requirements").glob("*.txt"))
    assert {lock.name for lock in locks} >= {"run.txt", "test.txt", "docs.txt", "benchmark.txt"}
    for lock in locks:
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text, lock.name
        pins = re.findall(r"^[A-Za-z0-9][\w.-]*==\S+ \\$", text, re.MULTILINE)
        unpinned = [line for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line) and line not in pins]
        assert pins, lock.name
        assert unpinned == [], lock.name
        blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)
        assert all("--hash=sha256:" in block for block in blocks if block)


def test_the_lock_of_the_front_end_holds_hashes_and_no_addresses(top: Path) -> None:
    packages = json.loads((top / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    hashed = {name for name, package in packages.items() if package.get("integrity", "").startswith("sha512-")}
    assert set(packages) - hashed == {""}


def test_every_environment_that_we_install_together_agrees_on_versions(top: Path) -> None:
    pinned: dict[str, dict[str, str]] = {}
    for lock in ("run", "test", "docs", "benchmark"):
        text = (top / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        for name, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE):
            pinned.setdefault(name, {})[lock] = version
    assert {name: locks for name, locks in pinned.items() if len(set(locks.values())) > 1} == {}
