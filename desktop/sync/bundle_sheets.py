"""Sheets of bundles: whom a bundle is for and where it is written; what one has brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.widgets.check_box import CheckBox
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column
from desktop.widgets.path_sheet import PathSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from db.queries.rows import DeviceRow

FILTER = "Ấn Tín (*.antin)"


class Recipients(QWidget):
    """A box for each machine, and one for all of them; the first is ticked when there is only
    one.
    """

    def __init__(self, devices: Sequence[DeviceRow]) -> None:
        super().__init__()
        self.boxes = {device.id: _box(device.label) for device in devices}
        for box in self.boxes.values():
            box.setChecked(len(self.boxes) == 1)
        self.problem = Label("sync.export.nobody", "err")
        self.everybody = CheckBox("sync.export.all")
        boxes = self.boxes.values()
        head = Label("sync.export.for", "label")
        self.setLayout(Column(head, *boxes, self.everybody, self.problem, gap=4))
        self.problem.hide()
        self.everybody.setHidden(len(devices) < 2)
        self.everybody.clicked.connect(self._choose_all)
        for box in boxes:
            box.toggled.connect(self._chose)

    def _choose_all(self, ticked: bool) -> None:
        for box in self.boxes.values():
            box.setChecked(ticked)

    def _chose(self) -> None:
        self.problem.hide()
        self.everybody.setChecked(all(box.isChecked() for box in self.boxes.values()))

    def chosen(self) -> list[str]:
        """The ids of the machines that are ticked."""
        return [device for device, box in self.boxes.items() if box.isChecked()]


class _NamedBox(CheckBox):
    """A box whose words are a name, the same in every language."""

    @override
    def _speak(self) -> None:
        self.setText(self._key)
        self.setAccessibleName(self._key)


def _box(label: str) -> CheckBox:
    return _NamedBox(label)


class ExportSheet(PathSheet):
    """Asks for the machines and the file; Enter writes."""

    def __init__(
        self,
        devices: Sequence[DeviceRow],
        start: Path,
        write: Callable[[list[str], Path], None],
    ) -> None:
        self.recipients = Recipients(devices)

        def chosen(paths: list[Path]) -> None:
            write(self.recipients.chosen(), paths[0])

        super().__init__(
            "sync.export.title",
            chosen,
            filters=FILTER,
            saving=True,
            start=start,
            extra=self.recipients,
        )

    @override
    def complete(self) -> bool:
        """A bundle is for somebody."""
        chosen = bool(self.recipients.chosen())
        self.recipients.problem.setVisible(not chosen)
        if not chosen:
            next(iter(self.recipients.boxes.values()), self.edit).setFocus()
            self.adjustSize()
        return chosen

    @override
    def first(self) -> QWidget | None:
        """The path, where the machine is ticked already."""
        return self.edit if self.recipients.chosen() else super().first()
