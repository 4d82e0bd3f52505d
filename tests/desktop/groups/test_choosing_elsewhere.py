"""Drafts, dossiers and books of a restricted group, begun by keys; what belongs to it gets its own
books and dossiers alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from core.errors import NoLease
from core.office.numbering import RegisterKind
from core.office.terms import Kind
from db.actions import dossiers, incoming
from db.queries import documents, numbers
from db.queries import dossiers as shelves
from db.queries.rows import DocumentRow
from desktop.books.open_sheet import OpenSheet as BookSheet
from desktop.dossiers.choose import ChooseDossier
from desktop.dossiers.open_sheet import EditSheet, OpenSheet
from desktop.dossiers.screen import SCREEN as DOSSIERS
from desktop.drafts.faces import face
from desktop.drafts.screen import SCREEN as DRAFTS
from desktop.outgoing.book import book_of
from tests.db.test_ledger import ENTRY, FILE
from tests.desktop.groups.rig import Group
from tests.desktop.seat import CTRL, ENTER, Seat

K = Qt.Key
DRAFTED = documents.View((Kind.OUTGOING,))
Sit = Callable[..., Seat]


@pytest.fixture
def sit(group: Group, tmp_path: Path, qapp: object) -> Iterator[Sit]:
    made: list[Seat] = []

    def seat(*screens: object) -> Seat:
        made.append(Seat(group.world.clerk.store, tmp_path, screens[0], screens[1:]))  # type: ignore[arg-type]
        return made[-1]

    yield seat
    for one in made:
        one.close()


def drafted(group: Group) -> list[DocumentRow]:
    store = group.world.clerk.store
    return documents.rows(store, documents.ids(store, DRAFTED))


def choose(seat: Seat) -> None:
    """The first group, behind the whole unit, in the field that has the keyboard."""
    seat.press(K.Key_Down, times=2)
    seat.press(ENTER)


def test_a_draft_is_begun_in_a_group(group: Group, sit: Sit) -> None:
    seat = sit(DRAFTS)
    seat.press(K.Key_N, CTRL)
    seat.press(ENTER)
    editor = seat.view().writing.editor
    editor.subject.setText("nhan su du kien")
    seat.press(K.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    choose(seat)
    seat.press(K.Key_S, CTRL)
    [row] = drafted(group)
    assert row.group == group.row
    assert group.mark in face(row).spoken
    assert editor.scope.scope.text() == group.mark


def test_an_answer_to_what_stands_in_a_group_stands_there_too(group: Group, sit: Sit) -> None:
    document = incoming.register(group.world.clerk.store, ENTRY, FILE, group.book).entity
    seat = sit(DRAFTS)
    seat.window.go("drafts", ("reply", document))
    scope = seat.view().writing.editor.scope
    assert (scope.scope.text(), scope.scope.isReadOnly()) == (group.mark, True)
    seat.press(K.Key_S, CTRL)
    assert [row.group for row in drafted(group)] == [group.row]


def test_a_dossier_is_opened_in_a_group_and_stays_there(group: Group, sit: Sit) -> None:
    seat = sit(DOSSIERS)
    seat.press(K.Key_N, CTRL)
    sheet = seat.card()
    assert isinstance(sheet, OpenSheet)
    sheet.code.setText("09.HC")
    sheet.name.setText("Ho so rieng")
    sheet.scope.scope.setFocus()
    choose(seat)
    seat.press(ENTER, CTRL)
    store = group.world.clerk.store
    [line] = shelves.rows(store, list(shelves.ids(store, shelves.Asked())))
    assert (line.title, line.group) == ("Ho so rieng", group.row)
    edit = EditSheet(seat.context, line)
    assert edit.scope.scope.isReadOnly()
    assert edit.scope.value() == group.id


def test_a_document_of_a_group_is_offered_its_dossiers_alone(group: Group, sit: Sit) -> None:
    store = group.world.clerk.store
    dossiers.open_dossier(store, "01.TM", "Cả đơn vị đọc", "10")
    inside = dossiers.open_dossier(group.within(group.world.clerk), "02.TM", "Nhóm đọc", "10")
    document = incoming.register(store, ENTRY, FILE, group.book).entity
    plain = incoming.register(store, ENTRY, FILE, group.world.book).entity
    assert [one.row.id for one in shelves.suggested(store, [document])] == [inside.entity]
    assert [one.row.title for one in shelves.suggested(store, [plain])] == ["Cả đơn vị đọc"]
    seat = sit(DOSSIERS)
    seat.window.open_sheet(ChooseDossier(seat.context, [document]))
    seat.window.focusWidget().setText("03.TM – Mới mở")  # type: ignore[union-attr]
    seat.press(ENTER, CTRL)
    page = documents.page(store, document)
    assert page is not None
    [lying] = documents.related(store, document).dossiers
    assert (lying.title, lying.group) == ("Mới mở", group.row)


def test_a_book_is_opened_for_a_group_and_numbers_its_documents_alone(
    group: Group, sit: Sit
) -> None:
    store = group.world.clerk.store
    seat = sit(DOSSIERS)
    sheet = BookSheet(seat.context)
    seat.window.open_sheet(sheet)
    sheet.kind.set_value(RegisterKind.OUTGOING)
    sheet.name.setText("Sổ đi hạn chế")
    sheet.year.setText("2026")
    sheet.scope.scope.setFocus()
    choose(seat)
    seat.press(ENTER, CTRL)
    assert seat.card() is None
    [row] = [one for one in numbers.registers(store) if one.name == "Sổ đi hạn chế"]
    assert row.group == group.row
    assert book_of(store, "cong-van", group.row) == row.id
    with pytest.raises(NoLease):
        book_of(store, "cong-van")


def test_books_of_a_group_are_hidden_from_who_does_not_read_it(group: Group) -> None:
    store = group.world.clerk.store
    guest = replace(store, author=replace(store.author, person=group.world.people["si"]))
    assert group.book in {one.id for one in numbers.registers(store)}
    assert group.book not in {one.id for one in numbers.registers(guest)}
