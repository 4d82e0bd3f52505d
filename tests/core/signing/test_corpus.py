"""The corpus of tests/data/signed: every file gets its verdict for its reason, none a crash.

Hostile files are shown to open elsewhere with what their forger wanted to be read: poppler or
PDFium prints the forged words; a row that claims less says why, and is held to that as well.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache

import pytest

from core.signing.trust import Trust, read_trust
from core.signing.verify import Verdict, judge
from desktop.commands.verifying import MEMORY_MB, SECONDS
from desktop.worker import run_limited
from tests.data.signed import disguised, pki, styles
from tests.data.signed.judging import Said, judged
from tests.data.signed.make import FILES, TRUST, read
from tests.data.signed.pdf import TRUE, append, widget
from tests.data.signed.seen import unknown
from tests.data.signed.viewing import picture_by_poppler, words_by_pdfium, words_by_poppler

ROWS = read()
GOOD = [row for row in ROWS if str(row["file"]).startswith("good/")]
HOSTILE = [row for row in ROWS if row not in GOOD]
ALL_AT_ONCE = 100.0


@cache
def trust() -> Trust:
    files = {path.name: path.read_bytes() for path in TRUST.iterdir()}
    lists = [content for name, content in files.items() if name.endswith(".crl")]
    return read_trust([files["root.pem"]], [files["issuing.pem"]], lists)


@pytest.fixture(scope="module")
def said() -> dict[str, Said]:
    """The honest files are judged after the last of them was signed, by its program's clock."""
    return _said(HOSTILE, pki.AT_MS) | _said(GOOD, pki.LATER_MS)


def _said(rows: list[dict[str, object]], at_ms: int) -> dict[str, Said]:
    found = run_limited(
        judged, [_file(row) for row in rows], trust(), at_ms,
        returns=list[Said], seconds=ALL_AT_ONCE, memory_mb=MEMORY_MB,
    )  # fmt: skip
    return dict(zip((str(row["file"]) for row in rows), found, strict=True))


def test_every_file_gets_its_verdict_for_its_reason(said: dict[str, Said]) -> None:
    wrong = [
        f"{row['file']} ({row['how']}): {found.verdict}/{found.reason}"
        for row in ROWS
        if ((found := said[str(row["file"])]).verdict, found.reason)
        != (row["verdict"], row["reason"])
    ]
    assert wrong == []


def test_no_file_takes_longer_than_the_command_waits(said: dict[str, Said]) -> None:
    assert [name for name, found in said.items() if found.seconds > SECONDS] == []


def test_at_least_eight_constructions_of_each_class() -> None:
    classes = Counter(str(row["file"]).split("/")[0] for row in HOSTILE)
    assert len(classes) >= 20
    assert [kind for kind, count in classes.items() if count < 8] == []
    assert len({row["how"] for row in HOSTILE}) >= 8 * len(classes)


def test_no_honest_file_is_called_altered_or_invalid(said: dict[str, Said]) -> None:
    """By other programs than ours; one of them writes tables that no strict reader takes."""
    verdicts = Counter(said[str(row["file"])].verdict for row in GOOD)
    assert set(verdicts) <= {Verdict.VALID, Verdict.UNREADABLE}
    assert verdicts[Verdict.VALID] >= 40
    assert len({str(row["file"]).split("/")[1].split("_")[0] for row in GOOD}) >= 12


def test_forty_honest_files_were_signed_by_four_programs_that_share_nothing_with_ours() -> None:
    """pyHanko reads for us and signed some of them, so those do not count."""
    last = Counter(
        str(row["file"]).split("_")[1].split("-")[0].removesuffix(".pdf")
        for row in GOOD
        if "pyhanko" not in str(row["file"]) and row["verdict"] == Verdict.VALID
    )
    assert {"pdfbox", "itext5", "libreoffice", "pdfsig"} <= set(last)
    assert last.total() - last["openssl"] >= 40


def test_a_form_may_get_more_fonts_behind_a_signature() -> None:
    """As Acrobat and iText bring them; nothing that was there is drawn by them."""
    fonts = b"/F9 9 0 R /F8 40 0 R"
    later = {5: styles.form_of(fonts), 40: styles.FONT % b"ZapfDingbats"}
    pdf = append(styles.field_of(TRUE, TRUE), later)
    assert judge(pdf, trust(), pki.LATER_MS).verdict is Verdict.VALID


def test_a_timestamp_may_have_a_look_without_a_place() -> None:
    """As programs write that give every field a look."""
    pdf = disguised.stamped_in(widget("Dau", 21, b"0 0 0 0", disguised.LOOK))()
    assert judge(pdf, trust(), pki.LATER_MS).verdict is Verdict.VALID


def test_files_and_rows_belong_together() -> None:
    there = {str(path.relative_to(FILES)) for path in FILES.rglob("*.pdf")}
    assert there == {str(row["file"]) for row in ROWS}


def test_only_what_shows_the_signed_words_is_called_valid() -> None:
    """A hostile file may be valid only where its trick changes nothing that is seen."""
    assert {str(row["file"]) for row in HOSTILE if row["verdict"] == Verdict.VALID} == {
        "differentials/range-escaped.pdf",
        "byte-range/key-escaped.pdf",
        "byte-range/key-escaped-throughout.pdf",
    }


def test_only_what_has_no_trace_of_a_signature_is_called_unsigned() -> None:
    assert [row["file"] for row in ROWS if row["verdict"] == Verdict.UNSIGNED] == [
        "removed-fields/every-trace-gone.pdf"
    ]


def _file(row: dict[str, object]) -> bytes:
    return (FILES / str(row["file"])).read_bytes()


def _looks_other(pdf: bytes) -> bool:
    """Whether the page is drawn otherwise than its first revision."""
    first = picture_by_poppler(pdf[: pdf.index(b"%%EOF\n") + 6])
    return bool(first) and picture_by_poppler(pdf) != first


def _by_pdfium(rows: list[dict[str, object]]) -> list[str | None]:
    return run_limited(
        words_by_pdfium, [_file(row) for row in rows],
        returns=list[str | None], seconds=SECONDS, memory_mb=MEMORY_MB,
    )  # fmt: skip


def test_poppler_prints_the_words_that_it_is_said_to_print() -> None:
    rows = [row for row in HOSTILE if (row["seen"], row["viewer"]) == ("words", "poppler")]
    assert [
        row["file"] for row in rows if str(row["words"]) not in words_by_poppler(_file(row))
    ] == []


def test_pdfium_prints_what_poppler_does_not() -> None:
    rows = [row for row in HOSTILE if (row["seen"], row["viewer"]) == ("words", "pdfium")]
    wrong = [
        row["file"]
        for row, words in zip(rows, _by_pdfium(rows), strict=True)
        if str(row["words"]) not in str(words)
    ]
    assert wrong == []


def test_pages_are_drawn_otherwise_where_that_is_said() -> None:
    """Of words laid over others poppler prints what differs."""
    drawn = [row for row in HOSTILE if row["seen"] in {"drawn", "over"}]
    assert [
        row["file"] for row in drawn if str(row["words"]) not in words_by_poppler(_file(row))
    ] == []
    assert [row["file"] for row in drawn if not _looks_other(_file(row))] == []


def test_files_open_nowhere_where_that_is_said() -> None:
    shut = [row for row in HOSTILE if row["seen"] == "refused"]
    assert [row["file"] for row in shut if picture_by_poppler(_file(row))] == []
    assert set(_by_pdfium(shut)) == {None}


def test_every_hostile_file_shows_forged_words_or_says_why_not() -> None:
    assert unknown({str(row["file"]).removesuffix(".pdf") for row in HOSTILE}) == set()
    for row in HOSTILE:
        forged = row["seen"] in {"words", "over"} and row["words"] not in {"", TRUE}
        assert forged or row["why"], row["file"]


def test_what_was_hidden_when_signed_is_seen_elsewhere() -> None:
    hidden = [row for row in HOSTILE if row["hides"]]
    assert [row["file"] for row in hidden if not _looks_other(_file(row))] == []


def test_the_expectations_can_be_read_by_people() -> None:
    """One row a line, so that a difference shows which file it is about."""
    lines = (FILES.parent / "expected.json").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(ROWS) + 2
    assert [json.loads(line.rstrip(","))["file"] for line in lines[1:-1]] == [
        row["file"] for row in ROWS
    ]
