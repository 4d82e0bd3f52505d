"""What bears the mark of a restricted group, in both themes, sizes and languages."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.desktop.groups.rig import Group
from tests.desktop.incoming.rig import CTRL, ENTER, Rig, register
from tests.desktop.incoming.test_looks import in_every_look, looked_at


def test_the_register_and_the_form(group: Group, clerk: Rig) -> None:
    register(group.world, code="92/KH-TM", urgency="urgent")
    clerk.import_file("libreoffice-cong-van.pdf")
    clerk.form.scope.choose(group.id)
    clerk.press(ENTER, CTRL)
    clerk.rest()
    assert clerk.screen.register.pane.document() == clerk.rows()[0].id
    for look in in_every_look(clerk):
        looked_at(clerk, f"restricted-{look}")
    clerk.import_file("qt-giay-moi.pdf")
    clerk.form.scope.scope.setFocus()
    clerk.press(Qt.Key.Key_Down)
    for look in in_every_look(clerk):
        looked_at(clerk, f"scope-{look}")
