"""The style sheets that the set-up makes: our colours in them, checked by hash."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from daybreak.errors import WrongSetting
from daybreak_web.look import build


def test_the_system_s_colours_become_our_variables_and_others_stay() -> None:
    assert build.paint(".a{color:#1b1b1b;background-color:#fff}") == ".a{color:var(--ink);background-color:var(--paper)}"
    assert build.paint(".a{border:1px solid #1b1b1b}.b{color:#123456}") == ".a{border:1px solid var(--line)}.b{color:#123456}"


def test_no_address_without_a_name_is_left_in_the_sheet() -> None:
    assert "url" not in build.paint('@supports(mask: url("")){.a{color:#fff}}')


def test_every_variable_of_the_sheet_is_set_in_light_and_in_dark() -> None:
    light, dark = (build.HERE / "static" / "look" / "desk.css").read_text(encoding="utf-8").split("prefers-color-scheme: dark", 1)
    for variable in sorted(set(build.COLOURS.values())):
        assert f"--{variable}:" in light and f"--{variable}:" in dark, variable


def test_a_sheet_with_other_bytes_is_refused_and_taken_away(tmp_path: Path) -> None:
    sheet = tmp_path / "parts.css"
    sheet.write_text("changed", encoding="utf-8")
    with pytest.raises(WrongSetting, match=r"differs from what we expect"):
        build._check(sheet)
    assert not sheet.exists()


def test_the_versions_of_packages_are_exact(top: Path) -> None:
    wanted = json.loads((top / "package.json").read_text(encoding="utf-8"))
    versions = (wanted["dependencies"] | wanted["devDependencies"]).values()
    assert all(version.replace(".", "").isdigit() for version in versions)


def test_what_was_built_is_what_we_expect() -> None:
    if not build.BUILT.exists():
        pytest.skip("the set-up has not built the style sheets")
    for name in build.EXPECTED:
        build._check(build.BUILT / name)
    pictures = set((build.BUILT / "parts.css").read_text(encoding="utf-8").split('url("./')[1:])
    assert all((build.BUILT / picture.partition('"')[0]).is_file() for picture in pictures)
