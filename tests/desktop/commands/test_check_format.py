"""``antin check-format`` as scripts see it: exit codes, words, JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.commands.main import main

PAPERS = Path(__file__).resolve().parents[2] / "data" / "format"
CLEAN, BROKEN = (str(PAPERS / name) for name in ("clean-cong-van.pdf", "broken-body-gap.pdf"))


def test_exit_codes_tell_clean_broken_and_unreadable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "note.pdf"
    other.write_bytes(b"a note")
    assert main(["check-format", CLEAN]) == 0
    assert main(["check-format", CLEAN, BROKEN]) == 1
    assert main(["check-format", BROKEN, str(other), str(tmp_path / "none.pdf")]) == 2
    capsys.readouterr()


def test_a_person_reads_place_rule_and_fix(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--language", "en", "check-format", BROKEN])
    shown = capsys.readouterr().out
    assert "1 deviation" in shown
    assert "page 1: The gap between two paragraphs" in shown
    assert "Decree 30/2020/NĐ-CP, Annex I, II.6" in shown


def test_json_names_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check-format", "--json", "--type", "cong-van", BROKEN])
    (row,) = json.loads(capsys.readouterr().out)
    assert [finding["rule"] for finding in row["findings"]] == ["body-gap"]
    assert row["findings"][0]["page"] == 1
