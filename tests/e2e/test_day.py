"""A document's whole day through real windows, looked at from outside once it is over."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.e2e import checks, day, office, report
from tests.e2e.stage import Stage

pytestmark = [pytest.mark.window, pytest.mark.slow, pytest.mark.timeout(900)]
MACHINES = ("workstation", "laptop", "third", "server")


@pytest.fixture(scope="session")
def final(played: Stage) -> Path:
    """The signed PDF that the clerk saved."""
    return played.exports / day.FINAL


@pytest.fixture(scope="session")
def states(played: Stage) -> dict[str, dict[str, Any]]:
    """Every store read back from the ground."""
    return checks.states(played)


def test_every_step_was_played_and_pictured(played: Stage) -> None:
    assert [step.number for step in played.steps] == ["0", "1", "2", "3", "4", "5"]
    shots = sorted(path.name for path in played.shots.iterdir())
    assert shots == [name for step in played.steps for name in step.shots]
    assert all(step.shots for step in played.steps)


def test_nothing_listened_between_the_ceremony_and_the_last_step(played: Stage) -> None:
    """Every hand-over before went by a bundle; the server heard nobody meanwhile."""
    bundles = sorted(path.name for path in played.carried.iterdir())
    assert [name.split(".")[0] for name in bundles] == [
        "1-workstation-laptop",
        "2-laptop-workstation",
        "3-workstation-laptop",
        "4-laptop-workstation",
    ]
    log = (played.logs / "server.log").read_text("utf-8")
    assert log.count('"event": "serving"') == log.count('"event": "stopped"') == 2


def test_five_signatures_are_valid_at_level_b(played: Stage, final: Path) -> None:
    found = checks.verified(played, final)
    assert (found["verdict"], found["exit"]) == ("VALID", 0)
    each = [(one["field"], one["verdict"], one["level"]) for one in found["signatures"]]
    assert each == [(field, "VALID", "B") for field in checks.FIELDS]
    names = [one["certificate"]["subject"]["name"] for one in found["signatures"]]
    assert names == [
        "Trần Văn Thí Dụ",
        "Lê Văn Giả Định",
        "Nguyễn Thị Mẫu",
        "Nguyễn Thị Mẫu",
        "Sư đoàn Bộ binh 999 (giả lập)",
    ]


def test_another_verifier_agrees_and_the_seal_covers_the_whole(played: Stage, final: Path) -> None:
    said = checks.poppler(played, final)
    assert len(said) == 5
    for each in said:
        assert "Signature Validation: Signature is Valid." in each
        assert "Certificate Validation: Certificate is Trusted." in each
    assert "- Total document signed" in said[-1]
    assert all("- Not total document signed" in each for each in said[:-1])


def test_a_changed_letter_is_noticed_by_both(played: Stage, final: Path, tmp_path: Path) -> None:
    """The two tests before can fail."""
    changed = bytearray(final.read_bytes())
    changed[200] ^= 1
    forged = tmp_path / "forged.pdf"
    forged.write_bytes(changed)
    assert checks.verified(played, forged)["exit"] == 1
    assert not any("Signature is Valid." in each for each in checks.poppler(played, forged))


def test_the_letter_says_what_was_written(final: Path) -> None:
    said, today = checks.text(final), office.today()
    assert "Số: 01/SĐ999-TH" in said
    assert f"ngày {today:%d} tháng" in said
    assert "V/v trả lời về chuẩn bị diễn tập khu vực phòng thủ" in said
    assert "DỮ LIỆU GIẢ LẬP" in said
    for line in day.BODY.split("\n\n")[1:]:
        assert re.sub(r"\s+", " ", line).strip()[:60] in said


def test_all_stores_are_equal(states: dict[str, dict[str, Any]]) -> None:
    heads = {name: report._heads(states[name]) for name in MACHINES}
    assert heads["workstation"] == heads["laptop"] == heads["third"] == heads["server"]
    kinds = [head[0] for head in heads["server"]]
    assert kinds == ["authority", "unit"]


@pytest.mark.parametrize("machine", MACHINES)
def test_every_receipt_and_every_file_holds(
    states: dict[str, dict[str, Any]], machine: str
) -> None:
    state = states[machine]
    assert state["exit"] == 0
    for stream in state["streams"]:
        assert stream["sum_holds"]
        assert (stream["wrong"], stream["unsent"]) == (0, 0)
        assert stream["receipts"] == stream["place"] > 0
    assert (state["damaged"], state["missing"], state["held"]) == (0, 0, 0)
    assert state["files"] == states["server"]["files"] > 10


def test_the_journal_of_the_server_has_the_same_order(played: Stage) -> None:
    assert checks.journal(played).code == 0


def test_the_standard_sqlite_reads_no_store(played: Stage) -> None:
    databases = checks.databases(played)
    assert len(databases) == 5  # three desktops, the administrator, the server
    assert not any(checks.standard_sqlite_reads(path) for path in databases)


@pytest.mark.parametrize("machine", ["workstation", "laptop", "third", "administrator"])
def test_another_implementation_opens_a_store_with_the_raw_key(played: Stage, machine: str) -> None:
    tables = checks.tables(played, machine)
    assert {"commits", "documents", "blobs"} <= set(tables)


def test_no_word_of_a_document_is_readable_anywhere(played: Stage) -> None:
    files = checks.left(played)
    assert {"server.log", "workstation.log", "settings.json"} <= {path.name for path in files}
    assert any(path.suffix == ".antin" for path in files)
    assert checks.readable(played) == []


def test_the_report_says_that_all_is_well(played: Stage, final: Path) -> None:
    assert report.write(played, final) == []
    page = (played.out / "report.md").read_text("utf-8")
    assert page.count("VALID, mức B") == 5
    assert len(page.splitlines()) < 70
