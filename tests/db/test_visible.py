"""What a person may see: no query and no act passes the rule by; each way: test_visible_ways."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import astuple, replace

import pytest
import sqlalchemy as sa

import db.actions
import db.queries
from core.errors import BlobMissing, NotAllowed, NotFound
from core.office import true_copies
from core.office.books import Form, Scope
from core.office.copies import Way
from core.office.terms import Act, Kind
from db import models
from db.acting import Store
from db.actions import (
    bulk,
    comments,
    copying,
    discarded,
    dispatching,
    dossiers,
    exports,
    files,
    handling,
    incoming,
    outgoing,
    resolving,
    undoing,
)
from db.actions.bulk import Carried, Given
from db.actions.completing import grown, take_over
from db.actions.exports import Copy, Leaving
from db.actions.incoming import Task
from db.actions.marks import Signature
from db.actions.outgoing import Outgoing
from db.actions.undoing import Footing, Stood
from db.queries import (
    books,
    checks,
    completing,
    conflicts,
    deadlines,
    dispatches,
    documents,
    filters,
    handings,
    numbers,
    office,
    old_books,
    records,
    reports,
    setting_aside,
    shelf,
    signings,
    slips,
    submissions,
    versions,
    worklists,
)
from db.queries import comments as remarks
from db.queries import dossiers as shelves
from db.queries.asking import Filter
from db.queries.documents import View
from tests.db.hidden_shelf import MARK, Shelf, shelved
from tests.db.test_ledger import FILE, _calendar
from tests.db.without_documents import MACHINES, NO_DOCUMENT, PEOPLE

ALL = View((Kind.INCOMING, Kind.OUTGOING))


@pytest.fixture(scope="module")
def shelf_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    made = shelved(tmp_path_factory.mktemp("unit"))
    yield made
    made.world.close()


# -- every function -------------------------------------------------------------------------------

Reads = dict[str, Callable[[Shelf, Store], object]]
READS: Reads = {
    "actions.undoing.footing": lambda at, s: undoing.footing(s, "submit", at.hidden, STOOD),
    "queries.books.lines": lambda at, s: [
        line
        for form in Form
        for line in books.lines(s, form, Scope(register=at.world.book, dossier=at.dossier))
    ],
    "queries.books.cover": lambda at, s: (
        books.cover(s, Form.CONTENTS, Scope(dossier=at.dossier), []).name
    ),
    "queries.documents.ids": lambda at, s: set(documents.ids(s, ALL, "99/MARK")) & {at.row},
    "queries.documents.rows": lambda at, s: documents.rows(s, [at.row]),
    "queries.documents.counts": lambda _, s: documents.counts(s, {"in": View((Kind.INCOMING,))}),
    "queries.documents.same": lambda at, s: documents.same(s, _key(at)),
    "queries.old_books.doubles": lambda at, s: old_books.doubles(s, [_key(at)]),
    "queries.documents.page": lambda at, s: documents.page(s, at.hidden),
    "queries.documents.related": lambda at, s: documents.related(s, at.own).documents,
    "queries.documents.story": lambda at, s: documents.story(s, at.hidden),
    "queries.numbers.fates": lambda at, s: [
        one for one in numbers.fates(s, at.world.book) if one.document or one.subject
    ],
    "queries.office.issuers": lambda _, s: office.issuers(s),
    "queries.office.sync": lambda _, s: office.sync(s).conflicts,
    "queries.shelf.dossiers": lambda _, s: shelf.dossiers(s),
    "queries.dispatches.dispatches": lambda at, s: dispatches.dispatches(s, at.hidden),
    "queries.dispatches.loans": lambda at, s: dispatches.loans(s, at.hidden),
    "queries.dispatches.recall_notice": lambda at, s: dispatches.recall_notice(s, at.hidden),
    "queries.dispatches.waiting": lambda _, s: dispatches.waiting(s),
    "queries.dossiers.ids": lambda _, s: list(shelves.ids(s, shelves.Asked())),
    "queries.dossiers.rows": lambda _, s: shelves.rows(s, [1]),
    "queries.dossiers.counts": lambda _, s: shelves.counts(s, {"in": shelves.Asked()}),
    "queries.dossiers.named": lambda at, s: shelves.named(s, [at.dossier]),
    "queries.dossiers.page": lambda at, s: shelves.page(s, at.dossier),
    "queries.handings.handing": lambda at, s: handings.handing(s, at.dossier),
    "queries.records.describe": lambda at, s: records.describe(s, at.dossier),
    "queries.dossiers.suggested": lambda at, s: shelves.suggested(s, [at.hidden]),
    "queries.checks.checks": lambda at, s: checks.checks(s, at.hidden),
    "queries.signings.signings": lambda at, s: signings.signings(s, at.hidden),
    "queries.checks.asks": lambda at, s: checks.asks(s, at.hidden, Act.SUBMIT),
    "queries.deadlines.board": lambda _, s: deadlines.board(s, False).undated > 1,
    "queries.deadlines.digest": lambda _, s: sum(astuple(deadlines.digest(s))),
    "queries.reports.figures": lambda at, s: [
        one for one in reports.figures(s).incoming if one.n == at.row
    ],
    "queries.slips.slip": lambda at, s: slips.slip(s, at.hidden),
    "queries.submissions.returned": lambda at, s: submissions.returned(s, at.hidden),
    "queries.submissions.submission": lambda at, s: submissions.submission(s, at.hidden),
    "queries.worklists.desk": lambda _, s: worklists.desk(s).counts.get("unit_open", 0),
    "queries.worklists.ids": lambda at, s: set(worklists.ids(s, "unit_open")) & {at.row},
    "queries.filters.ids": lambda at, s: set(filters.ids(s, Filter(words="99/MARK"))) & {at.row},
    "queries.filters.counts": lambda _, s: filters.counts(
        s, {"in": filters.Question(Filter((Kind.INCOMING,)))}
    ),
    "queries.filters.total": lambda _, s: filters.total(s) > 1,
    "actions.discarded.waits": lambda at, s: discarded.waits(s, at.hidden),
    "actions.bulk.forecast": lambda at, s: _foretold(s, at.hidden),
    "actions.files.content": lambda at, s: _content(s, at.blob),
    "actions.files.opened": lambda at, s: _content(s, at.blob, files.opened),
    "queries.versions.versions": lambda at, s: versions.versions(s, at.hidden),
    "queries.versions.content": lambda at, s: _version(s, at.hidden, at.blob),
    "queries.versions.text": lambda at, s: _version(s, at.hidden, at.blob),
    "queries.comments.comments": lambda at, s: remarks.comments(s, at.hidden),
    "queries.conflicts.waiting": lambda _, s: conflicts.waiting(s),
    "queries.conflicts.conflict": lambda at, s: conflicts.conflict(s, "document", at.hidden),
    "queries.setting_aside.items": lambda _, s: setting_aside.items(s),
    "queries.setting_aside.item": lambda _, s: setting_aside.item(s, "A" * 43),
    "queries.setting_aside.everything": lambda _, s: setting_aside.everything(s),
    "queries.setting_aside.of": lambda at, s: setting_aside.of(s, "document", at.hidden),
    "queries.completing.listed": lambda _, s: completing.listed(s, 9),
    "queries.completing.due": lambda _, s: completing.due(s, 9),
    "queries.completing.orphans": lambda _, s: completing.orphans(s, 9),
}
"""Everything that tells of documents, asked for the hidden one: empty for who may not see it."""

ALIKE = {
    "queries.handings.handing",
    "queries.deadlines.digest",
    "queries.checks.asks",
    "queries.checks.checks",
    "queries.signings.signings",
    "actions.undoing.footing",
    "actions.discarded.waits",
    "queries.dispatches.dispatches",
    "queries.dispatches.loans",
    "queries.dispatches.recall_notice",
    "queries.dispatches.waiting",
    "queries.office.sync",
    "queries.submissions.returned",
    "queries.submissions.submission",
    "queries.versions.versions",
    "queries.versions.content",
    "queries.versions.text",
    "queries.comments.comments",
    "queries.conflicts.waiting",
    "queries.conflicts.conflict",
    "queries.setting_aside.items",
    "queries.setting_aside.item",
    "queries.setting_aside.everything",
    "queries.setting_aside.of",
    "queries.completing.listed",
    "queries.completing.due",
    "queries.completing.orphans",
}
"""Those of READS whose answer about the hidden document is empty for everybody; tested below."""


def _key(at: Shelf) -> str:
    with at.world.clerk.store.engine.begin() as connection:
        key = sa.select(models.Document.duplicate_key).where(models.Document.id == at.hidden)
        return str(connection.execute(key).scalar_one())


def _foretold(store: Store, document: str) -> list[object]:
    found = bulk.forecast(store, "submit", [document])
    return [one for one in found if not isinstance(one.error, NotFound)]


def _carried(store: Store, document: str) -> Carried:
    return Carried(frozenset(), _footing(store, document))


def _footing(store: Store, document: str) -> Footing:
    with store.engine.begin() as connection:
        mark = undoing.last(connection, document)
    return Footing(document, "submit", STOOD, mark)


def _completion(at: Shelf) -> completing.Completion:
    return completing.Completion(
        document=at.hidden, subject="", symbol="", number=None, kind="incoming", slot="main",
        name="", type="", blob=at.blob, of=at.blob, signs="", since=0, keeper="", label="",
        taken=False, mine=True, waits=False, note=completing.Note(),
    )  # fmt: skip


STOOD = Stood({"step": {"name": "registered"}}, 0)


def _content(store: Store, blob: str, read: Callable[[Store, str], bytes] = files.content) -> bytes:
    try:
        return read(store, blob)
    except BlobMissing:
        return b""


def _version(store: Store, document: str, blob: str) -> bytes:
    try:
        return versions.content(store, document, blob)
    except BlobMissing:
        return b""


ACTS: Reads = {
    "actions.resolving.resolve": lambda at, s: resolving.resolve(
        s, "document", at.hidden, [conflicts.Choice("subject", False, ("x",), "x")]
    ),
    "actions.resolving.give_back": lambda at, s: resolving.give_back(
        s, "document", at.hidden, at.world.people["si"], "x"
    ),
    "actions.resolving.close": lambda at, s: resolving.close(s, "document", at.hidden, ["x"], "x"),
    "actions.comments.comment": lambda at, s: comments.comment(s, at.hidden, at.blob, "x"),
    "actions.completing.grown": lambda at, s: grown(s, _completion(at), b"x", "lta", None),
    "actions.completing.take_over": lambda at, s: take_over(s, _completion(at)),
    "actions.comments.reply": lambda at, s: comments.reply(s, at.hidden, "x", "x"),
    "actions.exports.note": lambda at, s: exports.note(s, at.hidden, at.blob),
    "actions.exports.take": lambda at, s: exports.take(
        s, Copy("slip", "document", at.hidden), Leaving(Way.PRINT, at.blob)
    ),
    "actions.bulk.carry": lambda at, s: bulk.carry(s, "submit", at.hidden, Given(_calendar())),
    "actions.bulk.take_back": lambda at, s: bulk.take_back(
        s, "submit", _carried(s, at.hidden), Given(_calendar()), "x"
    ),
    "actions.bulk.do_again": lambda at, s: bulk.do_again(
        s, "submit", _carried(s, at.hidden), Given(_calendar()), {}
    ),
    "actions.discarded.bring_back": lambda at, s: discarded.bring_back(s, at.hidden),
    "actions.undoing.do_again": lambda at, s: undoing.do_again(
        s, _footing(s, at.hidden), lambda own: incoming.submit(own, at.hidden), {}
    ),
    "actions.undoing.stand": lambda at, s: undoing.stand(s, at.hidden),
    "actions.undoing.take_back": lambda at, s: undoing.take_back(s, _footing(s, at.hidden), "x"),
    "actions.undoing.take_out": lambda at, s: undoing.take_out(s, at.dossier, (at.hidden,)),
    "actions.dossiers.put": lambda at, s: dossiers.put(s, at.dossier, at.hidden),
    "actions.dossiers.put_all": lambda at, s: dossiers.put_all(s, at.dossier, [at.hidden]),
    "actions.dossiers.take": lambda at, s: dossiers.take(s, at.dossier, at.hidden),
    "actions.dossiers.change": lambda at, s: dossiers.change(s, at.dossier, "x", "x", "x"),
    "actions.dossiers.close": lambda at, s: dossiers.close(s, at.dossier),
    "actions.dossiers.reopen": lambda at, s: dossiers.reopen(s, at.dossier, "x"),
    "actions.dossiers.hand_over": lambda at, s: dossiers.hand_over(s, [at.dossier]),
    "actions.dossiers.accept": lambda at, s: dossiers.accept(s, [at.dossier]),
    "actions.dossiers.refuse": lambda at, s: dossiers.refuse(s, [at.dossier], "x"),
    "actions.incoming.submit": lambda at, s: incoming.submit(s, at.hidden),
    "actions.incoming.direct": lambda at, s: incoming.direct(
        s, at.hidden, "x", [Task("lead", at.world.people["si"])], _calendar()
    ),
    "actions.incoming.assign": lambda at, s: incoming.assign(
        s, at.hidden, [Task("lead", at.world.people["si"])], _calendar()
    ),
    "actions.incoming.answer": lambda at, s: incoming.answer(s, at.hidden, at.own),
    "actions.incoming.complete": lambda at, s: incoming.complete(s, at.hidden, "x"),
    "actions.incoming.take_note": lambda at, s: incoming.take_note(s, at.hidden, "x"),
    "actions.incoming.give_back": lambda at, s: incoming.give_back(s, at.hidden, "x"),
    "actions.incoming.step_for_reason": lambda at, s: incoming.step_for_reason(
        s, at.hidden, Act.SEND_BACK, "x"
    ),
    "actions.incoming.edit": lambda at, s: incoming.edit(s, at.hidden, subject="x"),
    "actions.handling.ask_coordination": lambda at, s: handling.ask_coordination(
        s, at.hidden, [at.world.people["si"]], "x", None, _calendar()
    ),
    "actions.handling.coordinate": lambda at, s: handling.coordinate(s, at.hidden, "x"),
    "actions.handling.transfer": lambda at, s: handling.transfer(
        s, at.hidden, at.world.people["si"], "x"
    ),
    "actions.handling.ask_extension": lambda at, s: handling.ask_extension(s, at.hidden, "x"),
    "actions.handling.extend": lambda at, s: handling.extend(s, at.hidden, 1, "x", _calendar()),
    "actions.handling.deny_extension": lambda at, s: handling.deny_extension(s, at.hidden, "x"),
    "actions.handling.withdraw": lambda at, s: handling.withdraw(s, at.hidden, "x"),
    "actions.handling.merge_duplicate": lambda at, s: handling.merge_duplicate(
        s, at.hidden, at.own, "x"
    ),
    "actions.handling.acknowledge": lambda at, s: handling.acknowledge(s, at.hidden),
    "actions.handling.keep_paper": lambda at, s: handling.keep_paper(s, at.hidden, "x", 1, 1),
    "actions.handling.add_files": lambda at, s: handling.add_files(s, at.hidden, [FILE]),
    "actions.outgoing.draft": lambda at, s: outgoing.draft(
        s, Outgoing("x", "cong-van", "CV", ("y",), "z"), b"{}", FILE, answers=at.hidden
    ),
    "actions.outgoing.revise": lambda at, s: outgoing.revise(
        s, at.hidden, Outgoing("x", "cong-van", "CV", ("y",), "z"), b"{}", FILE
    ),
    "actions.outgoing.initial": lambda at, s: outgoing.initial(s, at.hidden, at.blob, MARKING),
    "actions.dispatching.dispatch": lambda at, s: dispatching.dispatch(
        s, at.hidden, [dispatching.Sending("x", "hand")]
    ),
    "actions.dispatching.receive": lambda at, s: dispatching.receive(
        s, at.hidden, [dispatching.Receipt("x", "2026-11-20")]
    ),
    "actions.dispatching.recall": lambda at, s: dispatching.recall(s, at.hidden, "x"),
    "actions.dispatching.lend": lambda at, s: dispatching.lend(
        s, at.hidden, dispatching.Loan("x", "2026-11-20", "y")
    ),
    "actions.dispatching.restore": lambda at, s: dispatching.restore(s, at.hidden, "x"),
    "actions.outgoing.check": lambda at, s: outgoing.check(s, at.hidden, Act.CHECK_FORMAT, at.blob),
    "actions.outgoing.take_back": lambda at, s: outgoing.take_back(s, at.hidden, Act.RETURN, "x"),
    "actions.outgoing.discard": lambda at, s: outgoing.discard(s, at.hidden),
    "actions.outgoing.submit": lambda at, s: outgoing.submit(s, at.hidden),
    "actions.outgoing.sign": lambda at, s: outgoing.sign(s, at.hidden, at.blob, MARKING),
    "actions.outgoing.number": lambda at, s: outgoing.number(
        s, at.hidden, at.world.book, at.blob, lambda *_: ()
    ),
    "actions.copying.copy": lambda at, s: copying.copy(
        s,
        replace(COPYING, source=at.hidden, blob=at.blob),
        at.world.book,
        lambda *_: FILE,
    ),
    "actions.outgoing.seal": lambda at, s: outgoing.seal(s, at.hidden, at.blob, MARKING),
}
"""Every act on a document that is here already, tried on the hidden one."""

COPYING = copying.Copying(
    *("", "", true_copies.Form.FULL, true_copies.Source.ORIGINAL),
    *(true_copies.Medium.PAPER, true_copies.Medium.PAPER, "x", "SY", ("y",), "z", ("Z",)),
)
MARKING = Signature("KyChinh", "main", b"%PDF", "A" * 43, 0)


def _functions() -> Iterator[str]:
    """Every public function of actions and queries that is given a store."""
    for package in (db.queries, db.actions):
        for module in pkgutil.iter_modules(package.__path__):
            loaded = importlib.import_module(f"{package.__name__}.{module.name}")
            for name, function in inspect.getmembers(loaded, inspect.isfunction):
                first = next(iter(inspect.signature(function).parameters.values()), None)
                own = function.__module__ == loaded.__name__ and not name.startswith("_")
                if own and first is not None and first.annotation in {"Store", Store}:
                    yield f"{loaded.__name__.removeprefix('db.')}.{name}"


def test_every_function_is_known_here() -> None:
    named = READS.keys() | ACTS.keys() | NO_DOCUMENT
    others = {name for name in _functions() if name.rpartition(".")[0] not in {*PEOPLE, *MACHINES}}
    assert others - named == set(), "ask db.visible, and add the function to READS or ACTS"
    assert named - others == set()


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize("who", ["si", "quan", "nobody"])
def test_no_query_tells_of_a_hidden_document(shelf_of: Shelf, who: str, name: str) -> None:
    found = READS[name](shelf_of, shelf_of.seen_by(who))
    assert not found or found == {"in": 0}, found
    said = repr(found)
    assert not [word for word in (MARK, shelf_of.hidden, shelf_of.blob) if word in said]


@pytest.mark.parametrize("name", sorted(READS.keys() - ALIKE))
@pytest.mark.parametrize("who", ["van", "chi", "luu", "tra"])
def test_who_sees_the_units_documents_is_told(shelf_of: Shelf, who: str, name: str) -> None:
    found = READS[name](shelf_of, shelf_of.seen_by(who))
    assert found
    assert found != {"in": 0}


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("who", ["si", "quan", "nobody"])
def test_nobody_acts_on_what_he_may_not_see(shelf_of: Shelf, who: str, name: str) -> None:
    store = shelf_of.seen_by(who)
    with pytest.raises((NotFound, NotAllowed)):
        ACTS[name](shelf_of, store)
    with store.engine.begin() as connection:
        query = sa.select(models.Document.subject).where(models.Document.id == shelf_of.hidden)
        assert connection.execute(query).scalar_one() == MARK
