"""A signature beside an appendix is completed with the document's other files; a stranger's own
container in its place is not shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
import sqlalchemy as sa

from core.commits.ids import b64
from core.errors import BlobDamaged, BlobMissing
from core.signing.beside import judge_beside
from core.signing.container import grew
from core.signing.detached import sign_beside
from core.signing.report import Level, Verdict
from core.signing.trust import Trust
from core.signing.verify import judge
from db import models
from db.acting import Store
from db.actions import completing as kept
from db.actions import files, outgoing
from db.engine import writes
from db.queries import completing, documents
from desktop.commands.main import main
from desktop.drafts import brought
from desktop.signing import appendix_seals, setting
from desktop.signing.completing import run
from tests.db.unit_of_three import START
from tests.desktop.signing.test_appendix_seals import SHEET, Long, marks
from tests.pki.responder import Responder

SOON = START + 60_000
BESIDE = "appendix-3-p7s"


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Long]:
    folder = tmp_path_factory.mktemp("long")
    made = Long(folder)
    path = folder / "so-do.pdf"
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(842, 595))
        document.save(path)
    made.brought = brought.read(path, as_pdf=False)
    yield made
    made.world.close()


def made(day: Long) -> str:
    """One more document whose appendices are all signed."""
    document = day.signed()
    blob, pdf = day.main(day.clerk, document)
    hand = day.hand("van-thu")
    outgoing.number(
        day.clerk, document, day.book, blob,
        lambda number, _symbol, when: setting.number_and_date(pdf, number, when, hand),
    )  # fmt: skip
    blob, mark = marks(day, document)
    own = appendix_seals.seals(day.clerk, document, day.hand("con-dau"))
    outgoing.seal(day.clerk, document, blob, mark, own)
    return document


@pytest.fixture(scope="module")
def sealed(day: Long) -> str:
    return made(day)


def beside(day: Long, store: Store, document: str) -> tuple[str, bytes]:
    """The signature beside the sheet: its hash and bytes."""
    page = documents.page(store, document)
    assert page is not None
    [file] = [file for file in page.files if file.slot == BESIDE]
    return file.blob, files.content(store, file.blob)


@pytest.fixture(scope="module")
def signed(day: Long, sealed: str) -> bytes:
    """The signature as it was made, before anything is added."""
    return beside(day, day.clerk, sealed)[1]


@pytest.fixture(scope="module")
def completed(day: Long, sealed: str, signed: bytes) -> bytes:
    """The same after rounds on the machine that signed; every file of the document was seen to."""
    listed = {one.slot: one for one in completing.listed(day.clerk, 99) if one.document == sealed}
    assert set(listed) == {"main", "appendix-1", "appendix-2", BESIDE}
    assert listed[BESIDE].signs == day.files(sealed)[2].blob
    while changed := run(day.clerk, Responder(SOON).ask, day.trust):
        assert {kind for kind, _ in changed} >= {"document"}
    assert sealed not in {one.document for one in completing.listed(day.clerk, 99)}
    return beside(day, day.clerk, sealed)[1]


def test_it_is_completed_with_the_other_files_and_everybody_gets_it(
    day: Long, sealed: str, signed: bytes, completed: bytes
) -> None:
    assert completed != signed
    assert grew(signed, completed)
    report = judge_beside(SHEET.content, completed, Trust(roots=day.trust.roots), SOON + 3_600_000)
    assert (report.verdict, report.signatures[0].level) == (Verdict.VALID, Level.LTA)
    day.carry()
    assert beside(day, day.commander, sealed)[1] == completed
    for machine in (day.world.clerk, day.world.commander):
        assert not day.world.push(machine).refused
        day.world.pull(machine)
    hashes = [day.world.hashes(each) for each in (day.world.clerk, day.world.commander)]
    assert hashes[0] == hashes[1]


@pytest.mark.parametrize("slot", ["appendix-1", "appendix-2"])
def test_so_are_its_pdf_appendices(day: Long, sealed: str, completed: bytes, slot: str) -> None:
    assert completed
    [file] = [file for file in day.files(sealed) if file.slot == slot]
    pdf = files.content(day.clerk, file.blob)
    report = judge(pdf, Trust(roots=day.trust.roots), SOON + 3_600_000)
    assert (report.verdict, report.signatures[0].level) == (Verdict.VALID, Level.LTA)


def test_the_stand_alone_check_says_so(
    day: Long, completed: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bieu.xlsx").write_bytes(SHEET.content)
    (tmp_path / "bieu.xlsx.p7s").write_bytes(completed)
    at = datetime.fromtimestamp((SOON + 3_600_000) / 1000, UTC).isoformat()
    words = ["verify", str(tmp_path / "bieu.xlsx.p7s"), "--file", str(tmp_path / "bieu.xlsx")]
    assert main([*words, "--json", "--root", str(day.paths["root"]), "--at", at]) == 0
    [said] = json.loads(capsys.readouterr().out)
    assert (said["verdict"], said["signatures"][0]["level"]) == ("VALID", "LTA")


def test_while_what_was_signed_is_not_here_it_is_not_shown(
    day: Long, sealed: str, signed: bytes, completed: bytes
) -> None:
    blob = beside(day, day.clerk, sealed)[0]
    with writes(day.clerk.engine).begin() as connection:
        connection.execute(
            sa.update(models.Blob)
            .where(models.Blob.id == b64(sha256(signed).digest()))
            .values(complete=False)
        )
    try:
        with pytest.raises(BlobMissing):
            files.content(day.clerk, blob)
    finally:
        with writes(day.clerk.engine).begin() as connection:
            connection.execute(sa.update(models.Blob).values(complete=True))


def test_another_container_in_its_place_is_not_shown(day: Long) -> None:
    """Over the very file by another key; with a byte more; with a byte less."""
    document, key = made(day), day.key("can-bo")
    own = beside(day, day.clerk, document)[1]
    foreign = sign_beside(
        SHEET.content, sign=key.sign, certificate=key.certificate, chain=key.chain,
        mechanism=key.mechanism, at_ms=START,
    )  # fmt: skip
    for content in (foreign, own + b"\n", own[:-1]):
        [one] = [
            each
            for each in completing.listed(day.clerk, 99)
            if (each.document, each.slot) == (document, BESIDE)
        ]
        kept.grown(day.clerk, one, content, "t", None)
        day.carry()
        for store in (day.clerk, day.commander):
            with pytest.raises(BlobDamaged):
                beside(day, store, document)
