"""The corpus of tests/data/signed: every file gets its verdict for its reason, none a crash.

Hostile files are shown to open elsewhere with what their forger wanted to be read: poppler prints
the forged words, or draws another page than the one that was signed.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from core.signing.trust import Trust, read_trust
from core.signing.verify import Verdict
from desktop.commands.verifying import MEMORY_MB, SECONDS
from desktop.worker import run_limited
from tests.data.signed import pki
from tests.data.signed.judging import Said, judged
from tests.data.signed.make import FILES, TRUST, read

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
    names = [str(row["file"]) for row in ROWS]
    given = [(FILES / name).read_bytes() for name in names]
    found = run_limited(
        judged, given, trust(), pki.AT_MS,
        returns=list[Said], seconds=ALL_AT_ONCE, memory_mb=MEMORY_MB,
    )  # fmt: skip
    return dict(zip(names, found, strict=True))


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


def test_files_and_rows_belong_together() -> None:
    there = {str(path.relative_to(FILES)) for path in FILES.rglob("*.pdf")}
    assert there == {str(row["file"]) for row in ROWS}


def test_only_what_shows_the_signed_words_is_called_valid() -> None:
    """A hostile file may be valid only where its trick changes nothing that is seen."""
    harmless = {
        str(row["file"]): row["shows"] for row in HOSTILE if row["verdict"] == Verdict.VALID
    }
    assert set(harmless) == {"differentials/range-escaped.pdf"}


def _text(path: Path) -> str:
    run = subprocess.run(["pdftotext", "-q", str(path), "-"], capture_output=True, check=False)
    return run.stdout.decode("utf-8", "replace")


def _picture(pdf: bytes) -> bytes:
    run = ["pdftoppm", "-q", "-r", "24", "-gray", "-singlefile", "-"]
    return subprocess.run(run, input=pdf, capture_output=True, check=False).stdout


def _looks_other(pdf: bytes) -> bool:
    """Whether the page is drawn otherwise than its first revision."""
    first = _picture(pdf[: pdf.index(b"%%EOF\n") + 6])
    return bool(first) and _picture(pdf) != first


def test_hostile_files_open_elsewhere_with_the_forged_words() -> None:
    """Words in annotations and looks are drawn, but not among the words that poppler prints."""
    silent = [
        row["file"]
        for row in HOSTILE
        if row["shows"]
        and str(row["shows"]) not in _text(path := FILES / str(row["file"]))
        and not _looks_other(path.read_bytes())
    ]
    assert silent == []


def test_what_was_hidden_when_signed_is_seen_elsewhere() -> None:
    hidden = [row["file"] for row in HOSTILE if row["hides"]]
    assert [name for name in hidden if not _looks_other((FILES / str(name)).read_bytes())] == []


def test_the_expectations_can_be_read_by_people() -> None:
    """One row a line, so that a difference shows which file it is about."""
    lines = (FILES.parent / "expected.json").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(ROWS) + 2
    assert [json.loads(line.rstrip(","))["file"] for line in lines[1:-1]] == [
        row["file"] for row in ROWS
    ]
