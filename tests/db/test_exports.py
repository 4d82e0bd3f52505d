"""What leaves the store is an act first: who may take what, and where it can be read afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import pytest

from core.commits.ids import b64
from core.errors import NotAllowed, NotFound
from core.office.books import Form
from core.office.copies import Paper, Way
from db.actions import exports
from db.actions.exports import Copy, Leaving
from db.queries import documents, journal
from db.queries.journal import Asked
from db.queries.rows import Taken
from tests.db.test_worklists import Office

DIGEST = b64(sha256(b"DU LIEU GIA LAP").digest())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = Office(tmp_path_factory.mktemp("unit"))
    yield made
    made.world.close()


def test_a_slip_on_paper_stands_in_the_document_s_history_and_in_the_journal(
    office: Office,
) -> None:
    document = office.given(office.task("lead", "si"))
    slip = Copy(Paper.SLIP, "document", document)
    exports.take(office.at("si"), slip, Leaving(Way.PRINT, DIGEST, pages=1, copies=2))
    last = documents.story(office.at("van"), document)[-1]
    assert (last.kinds, last.name) == (("copy.take",), "Người si")
    assert last.taken == Taken("slip", "print", lines=0, pages=1, copies=2)
    store = office.at("tra")
    lines = journal.rows(store, journal.ids(store, Asked(what="copy.take")))
    [line] = [line for line in lines if line.taken == last.taken]
    assert (line.area, line.about) == ("copy", "217/TM-TH · Về việc bảo đảm thông tin")


def test_who_reads_prints_but_only_who_may_export_takes_a_file(office: Office) -> None:
    book = Copy(Form.INCOMING, "register", office.world.book, 12, "2026-01-01", "2026-12-31")
    for who in ("van", "chi", "si", "phu", "tra"):
        exports.take(office.at(who), book, Leaving(Way.PRINT, DIGEST, 3))
    exports.take(office.at("van"), book, Leaving(Way.XLSX, DIGEST))
    for who, way in (("si", Way.PDF), ("phu", Way.XLSX), ("tra", Way.PDF), ("quan", Way.PRINT)):
        with pytest.raises(NotAllowed):
            exports.take(office.at(who), book, Leaving(way, DIGEST))


def test_the_journal_is_taken_out_by_who_may_read_it(office: Office) -> None:
    extract = Copy(Paper.JOURNAL, lines=7)
    for who in ("tra", "quan"):
        done = exports.take(office.at(who), extract, Leaving(Way.CSV, DIGEST))
        assert done.entity == office.world.unit.unit
    for who in ("van", "chi"):
        with pytest.raises(NotAllowed):
            exports.take(office.at(who), extract, Leaving(Way.PRINT, DIGEST, 1))


def test_of_what_nobody_has_or_sees_nothing_is_taken(office: Office) -> None:
    hidden = office.arrived()
    for who, thing in (("si", hidden), ("van", office.world.unit.new_id())):
        with pytest.raises(NotFound):
            exports.take(
                office.at(who),
                Copy(Paper.SLIP, "document", thing),
                Leaving(Way.PRINT, DIGEST, 1),
            )
