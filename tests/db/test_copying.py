"""Copies of documents on real stores: made and numbered in one act, sent, taken by other machines;
and what is refused leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import (
    AntinError,
    BrokenPdf,
    CopyUnlawful,
    NoLease,
    NotAllowed,
    NotCopiable,
    OutsideDelegation,
    RecipientsMissing,
    SecretRefused,
)
from core.office.numbering import Number
from core.office.terms import Act, Kind, State
from core.office.true_copies import Form, Medium, Source
from db.acting import Store
from db.actions import books, copying, dispatching, incoming, outgoing
from db.actions.copying import Copying
from db.actions.dispatching import Sending
from db.actions.files import NewFile
from db.queries import delegations, documents, numbers, reports
from tests.db.letter_rig import Letters, pdf
from tests.db.test_ledger import ENTRY, FILE


class Rig(Letters):
    """The unit with a book of copies, and a document that came."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        world = self.world
        opened = books.open_register(world.admin.store, "copies", "Sổ bản sao", "SĐ999", 2026)
        self.copies = opened.entity
        world.push(world.admin)
        arrivals, world.book = world.book, self.copies
        world.lease(world.clerk)
        world.book = arrivals
        world.pull(world.clerk)
        self.source = incoming.register(self.clerk, ENTRY, FILE, arrivals).entity
        signer = delegations.signers(self.clerk, Form.FULL)[0]
        page = documents.page(self.clerk, self.source)
        assert page is not None
        self.entry = Copying(
            self.source, page.files[0].blob, Form.FULL, Source.ORIGINAL, Medium.PAPER,
            Medium.PAPER, ENTRY.subject, "SY-SĐ999", ("Trung đoàn 9991",), signer.name,
            signer.lines,
        )  # fmt: skip

    def copy(self, entry: Copying, store: Store | None = None) -> str:
        return copying.copy(store or self.clerk, entry, self.copies, drawn).entity

    def left(self) -> tuple[int | None, int]:
        """The next number of the book, and how many documents there are."""
        found = numbers.registers(self.clerk, ["copies"])
        [book] = [one for one in found if one.id == self.copies]
        return book.next, len(documents.ids(self.clerk, documents.View(tuple(Kind))))


def drawn(number: Number, day: object) -> NewFile:
    return pdf(f"sao {number.text()} {day}")


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    found = Rig(tmp_path_factory.mktemp("copies"))
    yield found
    found.close()


def test_a_copy_is_a_document_of_its_own_with_a_number_of_its_own_series(rig: Rig) -> None:
    first = rig.left()[0]
    assert first is not None
    paper = rig.copy(rig.entry)
    file = rig.copy(replace(rig.entry, medium=Medium.ELECTRONIC))
    pages = [documents.page(rig.clerk, one) for one in (paper, file)]
    assert [page and page.row.state for page in pages] == [State.COPIED, State.NUMBERED]
    assert [page and (page.row.number, page.row.symbol) for page in pages] == [
        (first, "SY-SĐ999"), (first + 1, "SY-SĐ999"),
    ]  # fmt: skip
    found = documents.related(rig.clerk, rig.source)
    copies = {row.id for relation, row in found.documents if relation == "copies-by"}
    assert {paper, file} <= copies


def test_other_machines_take_it_as_it_is(rig: Rig) -> None:
    document = rig.copy(rig.entry)
    dispatching.dispatch(rig.clerk, document, [Sending("Trung đoàn 9991", "hand", 2)])
    world = rig.world
    world.push(world.clerk)
    world.pull(world.clerk)
    world.pull(world.commander)
    page = documents.page(world.commander.store, document)
    assert page is not None
    assert (page.row.state, page.row.conflicts) == (State.ISSUED, 0)
    assert world.hashes(world.commander) == world.hashes(world.server)


def test_it_counts_in_no_report_as_an_outgoing_document(rig: Rig) -> None:
    before = reports.figures(rig.clerk)
    rig.copy(rig.entry)
    assert len(reports.figures(rig.clerk).outgoing) == len(before.outgoing)


def test_an_electronic_one_waits_for_the_agency_one_on_paper_for_nothing(rig: Rig) -> None:
    file = rig.copy(replace(rig.entry, medium=Medium.ELECTRONIC))
    with pytest.raises(AntinError):
        dispatching.dispatch(rig.clerk, file, [Sending("x", "network")])
    outgoing.seal(rig.clerk, file, rig.blob(file), rig.mark("seal"))
    dispatching.dispatch(rig.clerk, file, [Sending("x", "network")])
    assert rig.state(file) == State.ISSUED
    paper, following = rig.copy(rig.entry), rig.left()[0]
    outgoing.take_back(rig.clerk, paper, Act.CANCEL, "Nhầm")
    assert rig.state(paper) == State.CANCELLED
    assert rig.left()[0] == following


REFUSED: dict[str, tuple[Callable[[Copying], Copying], type[AntinError]]] = {
    "unlawful": (lambda e: replace(e, of=Source.COPY), CopyUnlawful),
    "file to file": (
        lambda e: replace(e, origin=Medium.ELECTRONIC, medium=Medium.ELECTRONIC), CopyUnlawful,
    ),
    "whole extract": (lambda e: replace(e, form=Form.EXTRACT), CopyUnlawful),
    "part of a full copy": (lambda e: replace(e, pages="1"), CopyUnlawful),
    "for nobody": (lambda e: replace(e, recipients=()), RecipientsMissing),
    "another signer": (lambda e: replace(e, signer="Người si"), OutsideDelegation),
    "another ground": (lambda e: replace(e, lines=("TL. SƯ ĐOÀN TRƯỞNG",)), OutsideDelegation),
    "secret": (lambda e: replace(e, subject="TỐI MẬT"), SecretRefused),
    "another file": (lambda e: replace(e, blob="A" * 43), NotCopiable),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_leaves_nothing(rig: Rig, name: str) -> None:
    changed, error = REFUSED[name]
    before = rig.left()
    with pytest.raises(error):
        rig.copy(changed(rig.entry))
    assert rig.left() == before


def test_what_cannot_be_drawn_takes_no_number(rig: Rig) -> None:
    def broken(_number: Number, _day: object) -> NewFile:
        raise BrokenPdf

    before = rig.left()
    with pytest.raises(BrokenPdf):
        copying.copy(rig.clerk, rig.entry, rig.copies, broken)
    assert rig.left() == before
    rig.copy(rig.entry)


def test_only_the_clerk_and_only_from_this_machines_numbers(rig: Rig) -> None:
    with pytest.raises(NotAllowed):
        rig.copy(rig.entry, rig.officer)
    with pytest.raises(NotAllowed):
        rig.copy(rig.entry, rig.commander)
    world = rig.world
    elsewhere = books.open_register(world.admin.store, "copies", "Sổ khác", "SĐ999", 2026).entity
    world.push(world.admin)
    world.pull(world.clerk)
    with pytest.raises(NoLease):
        copying.copy(rig.clerk, rig.entry, elsewhere, drawn)


def test_what_does_not_count_any_more_is_not_copied(rig: Rig) -> None:
    draft = rig.numbered()
    with pytest.raises(NotCopiable):
        rig.copy(replace(rig.entry, source=draft, blob=rig.blob(draft)))
    issued = rig.sealed()
    rig.copy(replace(rig.entry, source=issued, blob=rig.blob(issued), origin=Medium.ELECTRONIC))
    other = incoming.register(rig.clerk, replace(ENTRY, code="218/TM"), FILE, rig.world.book).entity
    incoming.step_for_reason(rig.clerk, other, Act.SEND_BACK, "Nhầm nơi")
    with pytest.raises(NotCopiable):
        rig.copy(replace(rig.entry, source=other))
