"""What is handed out: the wheel carries every data file, and works away from the repository."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(top: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what git keeps and the set-up makes."""
    if int(version("setuptools").partition(".")[0]) < 77:
        pytest.skip("needs setuptools 77 or newer (`make test` installs it)")
    work = tmp_path_factory.mktemp("wheel")
    shutil.copytree(top / "src", work / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(top / name, work / name)
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation", "--wheel-dir", "dist", "."],
        cwd=work, check=True)
    return next((work / "dist").glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_carries_every_file_of_the_engine(wheel: Path, top: Path) -> None:
    source = top / "src"
    ours = {str(path.relative_to(source)) for path in (source / "daybreak").rglob("*")
            if path.is_file() and "__pycache__" not in path.parts}
    assert ours - set(zipfile.ZipFile(wheel).namelist()) == set()


@pytest.mark.slow
def test_the_wheel_works_away_from_the_repository(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = (f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); import daybreak; print(daybreak.__file__); "
            "from daybreak.cli.main import daybreak as verbs; "
            "verbs.main(['sample', '--ads', '50', '--out', 'world'], standalone_mode=False)")
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) in done.stdout.splitlines()[0]
    assert (tmp_path / "world" / "truth.csv").exists()
