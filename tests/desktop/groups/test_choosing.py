"""What is begun is put into a restricted group by keys, and its mark is wherever it is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from db.actions import desk
from desktop.incoming.entry import read_queue
from desktop.incoming.form_queue import PLACE
from desktop.widgets.chips import Chip
from tests.desktop.groups.rig import Group, said
from tests.desktop.incoming.rig import CTRL, ENTER, ESC, TAB, Rig, register

DOWN = Qt.Key.Key_Down


def chips(root: QWidget) -> list[str]:
    return [chip.accessibleName() for chip in root.findChildren(Chip) if chip.isVisible()]


def test_nothing_is_asked_of_who_reads_no_group(clerk: Rig) -> None:
    clerk.import_file("libreoffice-cong-van.pdf")
    assert not clerk.form.scope.isVisible()
    clerk.press(ENTER, CTRL)
    [row] = clerk.rows()
    assert row.group is None


def test_a_document_is_registered_into_a_group_by_keys(group: Group, clerk: Rig) -> None:
    register(group.world)  # the unit's own book goes on with 2
    clerk.import_file("libreoffice-cong-van.pdf")
    form = clerk.form
    assert (form.scope.isVisible(), form.number.text()) == (True, "2")
    clerk.type("+5")
    clerk.press(ENTER)
    assert form.focused() == "scope"
    assert "Phạm vi" in said()
    assert "không chuyển" in said()
    clerk.press(DOWN)
    clerk.press(DOWN)
    clerk.press(ENTER)
    assert (form.scope.scope.text(), form.number.text()) == (group.mark, "1")
    clerk.press(ENTER, CTRL)
    clerk.press(ENTER, CTRL)  # the same letter came to the unit already: asked once
    newest = clerk.rows()[0]
    assert (newest.number, newest.group) == (1, group.row)
    clerk.rest()
    assert clerk.screen.register.pane.document() == newest.id
    assert group.mark in chips(clerk.screen.register.pane)
    face = clerk.screen.register._face(newest)
    assert group.mark in face.spoken
    assert group.mark in [chip.text for chip in face.chips]


def test_it_cannot_be_moved_by_an_edit(group: Group, clerk: Rig) -> None:
    clerk.import_file("libreoffice-cong-van.pdf")
    clerk.form.scope.choose(group.id)
    clerk.press(ENTER, CTRL)
    clerk.rest()
    clerk.press(Qt.Key.Key_F2)
    form = clerk.window.scrim.card.form
    assert form.scope.scope.text() == group.mark
    assert form.scope.scope.isReadOnly()
    assert form.scope.scope.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert "Đã định từ khi lập" in form.scope.scope.accessibleDescription()
    clerk.press(ESC)


def test_what_is_no_group_is_refused_and_never_becomes_the_units(group: Group, clerk: Rig) -> None:
    clerk.import_file("libreoffice-cong-van.pdf")
    clerk.form.scope.scope.setFocus()
    clerk.form.scope.scope.setText("Nhóm khác")
    clerk.press(ENTER, CTRL)
    assert clerk.form.scope.wrong
    assert not clerk.rows()


def test_a_draft_of_a_group_that_is_no_longer_read_is_not_saved_to_the_unit(
    group: Group, clerk: Rig
) -> None:
    clerk.import_file("libreoffice-cong-van.pdf")
    clerk.form.scope.scope.setFocus()
    clerk.press(DOWN)
    clerk.press(DOWN)
    clerk.press(TAB)
    clerk.press(ESC)
    kept = desk.draft(clerk.store, PLACE)
    assert kept is not None
    assert read_queue(kept.body).current.scope == group.id
    group.let_out("van")
    clerk.screen.registration.resume()
    clerk.rest()
    assert clerk.form.scope.isVisible()
    clerk.press(ENTER, CTRL)
    assert clerk.form.scope.wrong
    assert not clerk.rows()
