"""A bundle carries the licence of everything in it, or is not built."""

from __future__ import annotations

from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path

import pytest

from notices import BY_HAND, NOT_SHIPPED, notices, of_modules

ROOT = Path(__file__).resolve().parents[2]


def library(folder: Path, name: str, licence: str | None) -> Distribution:
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    record = f"{info.name}/METADATA,,\n"
    if licence:
        (info / "LICENSE").write_text(licence)
        record += f"{info.name}/LICENSE,,\n"
    (info / "RECORD").write_text(record)
    return PathDistribution(info)


def test_texts_stand_under_their_library_in_order(tmp_path: Path) -> None:
    found = [library(tmp_path, "zebra", "Z terms"), library(tmp_path, "Ant", "A terms")]
    text = notices(found)
    assert text.index("Ant 1.0") < text.index("A terms") < text.index("zebra 1.0")
    assert notices(reversed(found)) == text


def test_a_library_without_a_licence_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="bare"):
        notices([library(tmp_path, "bare", None)])


def test_installers_are_left_out_and_qt_is_kept_by_hand(tmp_path: Path) -> None:
    own = [library(tmp_path, name, None) for name in (*NOT_SHIPPED, *BY_HAND)]
    text = notices(own)
    assert not any(f"\n{name} 1.0" in text for name in NOT_SHIPPED)
    assert all(f"\n{name} 1.0" in text for name in BY_HAND)
    shipped = {file.name for file in (ROOT / "LICENSES").iterdir()}
    assert {"Qt.txt", "LGPL-3.0.txt", "GPL-3.0.txt"} <= shipped


def test_what_reads_and_writes_spreadsheets_brings_its_licences() -> None:
    text = notices(distribution(name) for name in ("openpyxl", "et_xmlfile", "defusedxml"))
    parts = text.split("=" * 80)[1::2]
    assert [part.split()[0] for part in parts] == ["defusedxml", "et_xmlfile", "openpyxl"]
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in text
    assert text.count("MIT Licence") == 2


def test_the_verifier_names_what_its_modules_come_from_and_nothing_else() -> None:
    found = of_modules(["pyhanko.sign", "core.signing", "cryptography.x509", "json", "pyhanko"])
    assert {each.name for each in found} - set(NOT_SHIPPED) == {"pyHanko", "cryptography"}
