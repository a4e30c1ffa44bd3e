"""Contracts 1, 2, 4 and 5: floors, wings, circles; and an engine that stands on its own dependencies alone."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

#: What reaches out of the machine. Nothing is fetched at run time.
REACHING = {
    "urllib.request", "http.client", "http.server", "socket", "ssl", "ftplib", "smtplib", "requests", "webbrowser",
}

#: (module of the desk, what it reaches with) -> whom it asks, and who decides that it does. The engine is never here.
ASKED_OUTSIDE: dict[tuple[str, str], str] = {
    ("daybreak_web/audit/tasks.py", "urllib.request"): "the timestamp authority that a person names on the command line",
}

#: Dependencies that nobody imports by name, with why they are there all the same.
NOT_IMPORTED: dict[str, str] = {}

#: The same for the desk: Django imports them by the names that stand in the settings.
NAMED_IN_SETTINGS = {"argon2-cffi", "django-allauth", "django-axes", "gunicorn", "psycopg", "whitenoise"}

#: (module, what it says) -> why that changes no result.
STEADY: dict[tuple[str, str], str] = {
    ("text/workers.py", "os.environ"): "a worker process starts with the surroundings of its parent",
}

_IMPORT_EVERYTHING = """
import importlib, pkgutil, sys, warnings
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked}:
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Absent())
import daybreak
names = [m.name for m in pkgutil.walk_packages(daybreak.__path__, "daybreak.") if not m.name.endswith("__main__")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def test_rooms_import_only_rooms_below_them(
    top: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(top)
    status = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_the_engine_imports_with_no_extra_installed(top: Path) -> None:
    extras = _project(top)["optional-dependencies"]
    wanted = {_plain(d) for group in extras.values() for d in group}
    blocked = {module for module, names in packages_distributions().items() if wanted & {_plain(n) for n in names}}
    assert "pytest" in blocked
    code = _IMPORT_EVERYTHING.replace("{blocked}", repr(sorted(blocked)))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20


def test_what_the_engine_imports_is_what_it_declares(engine: dict[Path, ast.Module], top: Path) -> None:
    used = _used(engine)
    declared = {_plain(d) for d in _project(top)["dependencies"]}
    assert used - declared == set(), "imported, but not in [project] dependencies"
    assert declared - used - set(NOT_IMPORTED) == set(), "in [project] dependencies, but never imported"


def test_what_the_desk_imports_is_what_it_declares(web: dict[Path, ast.Module], top: Path) -> None:
    extras = _project(top)["optional-dependencies"]
    extra = {_plain(d) for name in ("desk", "postgres") for d in extras[name]}
    used = _used(web) - {_plain(d) for d in _project(top)["dependencies"]}
    assert used - extra == set(), "imported, but neither in [project] dependencies nor in the extra desk"
    assert extra - used - set(NAMED_IN_SETTINGS) == set(), "in the extra desk, but never imported"


def test_nothing_reaches_outside_the_machine_but_what_is_named(source: dict[Path, ast.Module], top: Path) -> None:
    reaching = {(path.relative_to(top / "src").as_posix(), name)
                for path, tree in source.items() for name in _imported(tree) if name in REACHING}
    assert reaching - set(ASKED_OUTSIDE) == set()


def test_the_engine_reads_no_clock_no_environment_and_no_dice(engine: dict[Path, ast.Module], top: Path) -> None:
    """The same input, settings and seed give the same bytes. Stop-watches (perf_counter, monotonic) are for the log."""
    unsteady = re.compile(
        r"\b(os\.environ|os\.getenv|datetime\.(now|utcnow|today)|date\.today|time\.time\b|time\.time_ns"
        r"|default_rng\(\)|np\.random\.(?!default_rng|Generator)\w+|uuid\.uuid[14]|secrets\.)"
    )
    dice = re.compile(r"random\.(?!Random|SystemRandom)\w+")     # the module's own, which everybody shares
    found = []
    for path, tree in engine.items():
        name = path.relative_to(top / "src" / "daybreak").as_posix()
        if name.startswith("cli/"):
            continue
        shared = "random" in _imported(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call | ast.Attribute):
                said = ast.unparse(node)
                if (name, said) not in STEADY and (unsteady.match(said) or (shared and dice.match(said))):
                    found.append(f"{path}:{node.lineno}: {said[:60]}")
    assert found == []


def _used(modules: dict[Path, ast.Module]) -> set[str]:
    """The distributions whose modules these import."""
    owners = packages_distributions()
    return {
        _plain(owners[name][0]) if name in owners else name
        for tree in modules.values() for module in _imported(tree)
        if (name := module.partition(".")[0]) not in sys.stdlib_module_names and name not in ("daybreak", "daybreak_web")
    }


def _imported(tree: ast.Module) -> list[str]:
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names


def _project(top: Path) -> dict[str, dict[str, list[str]]]:
    whole = tomllib.loads((top / "pyproject.toml").read_text(encoding="utf-8"))
    project: dict[str, dict[str, list[str]]] = whole["project"]
    return project


def _plain(requirement: str) -> str:
    """The name of a distribution, comparable: 'Types_PyYAML>=6' -> 'types-pyyaml'."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None, requirement
    return re.sub(r"[-_.]+", "-", name.group()).lower()
