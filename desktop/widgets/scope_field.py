"""For whom something is: the whole unit, or a restricted group whose people alone get it. That is
chosen when it begins and never changes: everything of a group stands in a stream of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.field import Field
from desktop.widgets.matching import Candidate
from desktop.words import bind, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.queries.rows import InGroup

    Scopes = Sequence[InGroup | None]


class ScopeEdit(CompletionEdit):
    """One of ``scopes``, None for the whole unit; Down offers all of them."""

    def __init__(self) -> None:
        super().__init__(lambda _typed: [Candidate(words_of(one)) for one in self.scopes])
        self.scopes: Scopes = (None,)

    def found(self) -> InGroup | None:
        """What stands there; raises ValueError where that is none of them."""
        typed = self.text().strip().casefold()
        named = {words_of(one).casefold(): one for one in self.scopes}
        if typed not in named:
            raise ValueError(typed)
        return named[typed]

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """All of them are few enough to be shown at once."""
        if event.key() == Qt.Key.Key_Down and not self._list.isVisible():
            self._look("")
        else:
            super().keyPressEvent(event)


class ScopeField(Field):
    """``changed`` says that a person chose another one. Nothing is asked where there is nothing to
    choose; what is fixed is shown and cannot be entered.
    """

    changed = Signal()

    def __init__(self) -> None:
        self.scope = ScopeEdit()
        self._value: str | None = ""
        super().__init__("groups.scope", self.scope)
        self.scope.textChanged.connect(self._typed)
        self.hide()
        bind(self, lambda: self.choose(self._value or ""))

    def offer(self, scopes: Scopes) -> None:
        """Where it may stand: only one of them where that is settled already."""
        self.scope.scopes = tuple(scopes)
        fixed = len(self.scope.scopes) == 1
        self.scope.setReadOnly(fixed)
        self.scope.setFocusPolicy(Qt.FocusPolicy.NoFocus if fixed else Qt.FocusPolicy.StrongFocus)
        self.set_hint("groups.scope.fixed" if fixed else "groups.scope.hint")
        self.setVisible(self.scope.scopes != (None,))

    def settle(self, scope: InGroup | None) -> None:
        """Show where something stands that was begun already."""
        self.offer((scope,))
        self.choose(scope.id if scope else "")

    def choose(self, group: str) -> None:
        """Show a group by its id, or the whole unit. A group that is not offered any more stands
        there as such: nothing of it becomes the whole unit's by itself.
        """
        known = {one.id if one else "": words_of(one) for one in self.scope.scopes}
        if group not in known:
            self.show()
        blocked = self.scope.blockSignals(True)
        self.scope.setText(known.get(group, word("groups.scope.gone")))
        self.scope.blockSignals(blocked)
        self._value = group

    def value(self) -> str | None:
        """The id of the group, empty for the whole unit; None where that cannot be told."""
        known = {one.id if one else "" for one in self.scope.scopes}
        return self._value if self._value in known else None

    def settled(self) -> bool:
        """Whether one of them stands there; says so below and takes the keyboard where not."""
        fits = self.value() is not None
        self.set_error("" if fits else "groups.scope.wrong")
        if not fits:
            self.edit.setFocus()
        return fits

    def kept(self) -> str:
        """What is kept of it with an entry that is not saved yet."""
        return self._value or ""

    def _typed(self) -> None:
        self.set_error()
        try:
            found = self.scope.found()
        except ValueError:
            self._value = None
        else:
            self._value = found.id if found else ""
            self.changed.emit()


def words_of(scope: InGroup | None) -> str:
    """A scope as it is chosen and shown."""
    return word("groups.mark", name=scope.name) if scope else word("groups.scope.unit")
