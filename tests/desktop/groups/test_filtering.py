"""Lists are narrowed to a group, or to what the whole unit has, by keys; a book's cover names its
group.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from core.office.books import Form, Scope
from db.actions import incoming
from db.queries import books, documents, filters
from db.queries.asking import UNIT, Filter
from desktop.filters.parts import Known, known, said
from desktop.filters.sheet import FilterSheet
from tests.db.test_ledger import ENTRY
from tests.desktop.groups.rig import Group
from tests.desktop.incoming.rig import ALT, CTRL, ENTER, Rig, register


def test_the_register_shows_a_group_alone(group: Group, clerk: Rig) -> None:
    plain = register(group.world)
    inside = incoming.register(clerk.store, ENTRY, None, group.book).entity
    assert not {plain, inside} - {row.id for row in clerk.rows()}
    clerk.press(Qt.Key.Key_L, ALT)
    clerk.rest()
    sheet = clerk.window.scrim.card
    assert isinstance(sheet, FilterSheet)
    assert sheet.fields["scope"].isVisible()
    sheet.scope.setFocus()
    clerk.type("nhom")
    clerk.press(ENTER)
    clerk.press(ENTER, CTRL)
    clerk.rest()
    page = clerk.screen.register
    [shown] = documents.rows(clerk.store, page.model.ids)
    assert shown.id == inside
    assert group.mark in [chip.text() for chip in page.filters.bar.chips.chips]


def test_what_a_scope_finds_and_how_it_is_called(group: Group) -> None:
    store = group.world.clerk.store
    plain = register(group.world)
    inside = incoming.register(store, ENTRY, None, group.book).entity

    def found(scope: str) -> list[str]:
        numbers = filters.ids(store, Filter(scope=scope))
        return [row.id for row in documents.rows(store, numbers)]

    assert (found(group.id), found(UNIT)) == ([inside], [plain])
    names = known(store).names
    assert said(("scope", group.id), names) == group.mark
    assert said(("scope", UNIT), names) == "Cả đơn vị"
    group.let_out("van")
    assert found(group.id) == []
    assert said(("scope", group.id), known(store).names) == "Nhóm hạn chế không còn đọc được"
    assert known(store).groups == Known().groups


def test_the_cover_of_a_groups_book_says_so(group: Group) -> None:
    store = group.world.clerk.store
    named = {
        book: books.cover(store, Form.INCOMING, Scope(register=book), []).name
        for book in (group.book, group.world.book)
    }
    assert named == {group.book: f"Sổ hạn chế ({group.mark})", group.world.book: "Sổ đến"}
    guest = replace(store, author=replace(store.author, person=group.world.people["si"]))
    assert books.cover(guest, Form.INCOMING, Scope(register=group.book), []).name == ""
