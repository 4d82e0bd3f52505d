"""What a provisioning file says of its unit, to be compared with the paper that came with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.widgets.labels import Label
from desktop.widgets.layouts import Grid

if TYPE_CHECKING:
    from desktop.people.enrol_acts import UnitFile


def unit_face(unit: UnitFile) -> Grid:
    """Name, code, fingerprint of the root, address of the server."""
    groups = unit.fingerprint.split()
    fingerprint = "\n".join((" ".join(groups[:4]), " ".join(groups[4:])))
    rows = [
        ("people.unit.name", unit.body.name),
        ("people.unit.code", unit.body.code),
        ("people.unit.fingerprint", fingerprint),
    ]
    if unit.body.server is not None:
        rows.append(("people.unit.server", unit.body.server.url.removeprefix("https://")))
    return facts_grid(rows)


def facts_grid(rows: list[tuple[str, str]]) -> Grid:
    """Labels at the left, values at the right."""
    grid = Grid((0, 1), gaps=(16, 6))
    for place, (key, text) in enumerate(rows):
        value = Label(role="val", wrap=True)
        value.show_text(text)
        value.setAccessibleName(text)
        grid.addWidget(Label(key, "sub", "text3"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, place, 1)
    return grid
