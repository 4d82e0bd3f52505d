"""A form of documents as an administrator keeps it: the unit's own words on one of the forms of PL
III, of which a new one is a copy.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from typing_extensions import override

from core.office import overlay
from core.office.draft import clean
from core.office.family import Family, label_line, with_parts
from db.actions import reference as saying
from desktop import clock, reference
from desktop.catalogues.sheets import FieldSheet, do_quietly
from desktop.widgets.date_edit import DateEdit
from desktop.widgets.field import Field, LineEdit, TextEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Grid
from desktop.widgets.typed_dates import read_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QKeyEvent

    from core.office.catalogue import Catalogue
    from core.office.family import Part
    from db.acting import Done
    from desktop.context import Context

FORMS: Final = "forms"
LINES: Final = ("vi", "en", "types", "verb", "opening", "closing")
TEXTS: Final = ("facts", "starter")
DATES: Final = ("since", "until")
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LinesEdit(TextEdit):
    """Several lines: Enter begins the next one, Ctrl+Enter belongs to the sheet."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and event.modifiers():
            event.ignore()
        else:
            QPlainTextEdit.keyPressEvent(self, event)


class FormSheet(FieldSheet):
    """``base`` is the form that is changed, or of which a new one is made."""

    def __init__(
        self, context: Context, table: Catalogue[Family], base: Family, *, new: bool
    ) -> None:
        self._context, self._table, self._base, self._new = context, table, base, new
        names = (*(("code",) if new else ()), *LINES, *TEXTS, *DATES)
        self.edits = {name: _edit(name) for name in names}
        self.fields = {
            name: Field(f"catalogues.field.{name}", edit, _hint(name))
            for name, edit in self.edits.items()
        }
        grid = Grid((1, 1), gaps=(12, 6))
        if new:
            grid.addWidget(self.fields["code"], 0, 0, 1, 2)
        for place, name in enumerate((*LINES, *TEXTS, *DATES)):
            grid.addWidget(self.fields[name], 1 + place // 2, place % 2)
        about = Label("catalogues.form.copy" if new else "", "val", wrap=True, name=base.vi)
        if not new:
            about.show_text(f"{base.vi} ({base.code})")
        key = "catalogues.add" if new else "catalogues.change"
        super().__init__(key, Column(about, grid, gap=8), f"{key}.go", icon="document_edit")
        self.set_width(860)
        self._fill(base)

    def _fill(self, base: Family) -> None:
        if not self._new:
            self.edits["vi"].setText(base.vi)
            self.edits["en"].setText(base.en)
            for name in DATES:
                edit = self.edits[name]
                assert isinstance(edit, DateEdit)  # noqa: S101 – made so by _edit
                edit.set_value(getattr(base, name))
        for name in ("verb", "opening", "closing"):
            self.edits[name].setText(getattr(base, name))
        self.edits["types"].setText(", ".join(_names(base.types)))
        self.edits["facts"].setText("\n".join(map(label_line, base.facts)))
        self.edits["starter"].setText("\n".join(base.starter))

    def entered(self) -> dict[str, Any]:
        """All fields of the form, those that the sheet does not show as the base has them."""
        said = {name: clean(edit.text()) for name, edit in self.edits.items()}
        facts, starter = (_lines(self.edits[name]) for name in TEXTS)
        filled: dict[Part, bool] = {
            "verb": bool(said["verb"]),
            "opening": bool(said["opening"]),
            "facts": bool(facts),
        }
        if said["closing"]:
            filled["closing"] = True
        kept = {**plain(self._base), "code": self._base.code}
        dates = {name: _day(self.edits[name]) for name in DATES}
        parts = with_parts(self._base.parts, filled)
        own = {"types": _codes(said["types"]), "facts": facts, "starter": starter}
        return {**kept, **said, **dates, **own, "parts": list(parts)}

    @override
    def answer(self) -> None:
        """Keep it, or say at each field what is wrong."""
        fields = self.entered()
        if problems := overlay.check_entry(self._table, Family, fields, self._new):
            self._show(problems)
            return
        act = partial(saying.set_entry, catalogue=FORMS, fields=fields, new=self._new)
        self.carry_out(self._context, act, self._done)

    def _done(self, _done: Done) -> None:
        """A form that was added stays: it ends; one that was changed can be as it was."""
        toast, name = self._context.frame.toast, self.edits["vi"].text()
        if self._new:
            toast("catalogues.added", name=name)
            return
        before = plain(self._base)
        back = partial(saying.set_entry, catalogue=FORMS, fields=before, new=False)
        toast("catalogues.changed", partial(do_quietly, self._context, back), name=name)


def plain(family: Family) -> dict[str, Any]:
    """A form as a commit carries it: its labels as lines, no day as nothing."""
    found = msgspec.to_builtins(family) | {"facts": list(map(label_line, family.facts))}
    return {
        name: list(value) if isinstance(value, tuple) else "" if value is None else value
        for name, value in found.items()
    }


def _names(codes: tuple[str, ...]) -> Iterator[str]:
    types = reference.document_types()
    return (reference.named(types.find(code), "vi", code) for code in codes)


def _codes(text: str) -> list[str]:
    """The codes of the types named; a name that nobody has stays, and is no type."""
    known = {one.vi.casefold(): one.code for one in reference.document_types().items}
    named = (clean(part).casefold() for part in text.replace(";", ",").split(","))
    return [known.get(name, name) for name in named if name]


def _edit(name: str) -> Any:
    if name in DATES:
        return DateEdit(lambda text: read_date(text, clock.today()))
    if name in TEXTS:
        return LinesEdit(3)
    return TextEdit(2) if name in ("opening", "closing") else LineEdit()


def _lines(edit: TextEdit) -> list[str]:
    return [line for line in map(clean, edit.toPlainText().split("\n")) if line]


def _day(edit: DateEdit) -> str:
    found = edit.value()
    return found.isoformat() if found else edit.text()


def _hint(name: str) -> str:
    hinted = ("code", "types", "facts", "opening", "starter", "until")
    return f"catalogues.hint.{name}" if name in hinted else ""
