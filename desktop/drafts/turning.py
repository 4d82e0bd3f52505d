"""Changing the type of what is being written: which, what goes with it, and the way back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from desktop import reference
from desktop.drafts import retyping
from desktop.screens import Command
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column
from desktop.words import word, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.context import Context
    from desktop.drafts.keeping import Begun, Task
    from desktop.drafts.kinds import Kind, KindChooser
    from desktop.drafts.retyping import Lost, Turned
    from desktop.drafts.writing import Written
    from desktop.drafts.writing_page import WritingPage

_SHOWN: Final = 60
"""Letters of what goes that are shown."""


class Turning:
    """``kinds`` asks which type; the page shows the form on it."""

    def __init__(self, context: Context, page: WritingPage, kinds: KindChooser) -> None:
        self._context, self._page, self._kinds = context, page, kinds

    def commands(self) -> tuple[Command, ...]:
        """To another type, and back to the form as it was before."""
        begun = self._page.begun
        found = (Command("retype", "drafts.retype", self.ask, "document_edit"),)
        if begun is None or begun.before is None:
            return found
        return (*found, Command("retype_back", "drafts.retype_back", self.go_back, "arrow_undo"))

    def ask(self) -> None:
        """Which type it is to be; where something has no place there, that is said first."""
        begun = self._page.begun
        if begun is None:
            return
        written = self._page.written()

        def chosen(kind: Kind) -> None:
            if kind.key != (written.template, written.type):
                self._context.read(
                    lambda store: retyping.turned(store, written, kind),
                    lambda found: self._check(begun, written, found),
                )

        self._kinds.pick(chosen)

    def go_back(self) -> None:
        """The form as it was before; the one of now can be gone back to then."""
        begun = self._page.begun
        if begun is not None and begun.before is not None:
            self._turn(begun, self._page.written(), begun.before)

    def _check(self, begun: Begun, written: Written, found: Turned) -> None:
        def go() -> None:
            self._turn(begun, written, found.written)

        if found.lost:
            kind = _name(found.written)
            self._context.frame.open_sheet(LossSheet(kind, found.lost, go))
        else:
            go()

    def _turn(self, begun: Begun, now: Written, then: Written) -> None:
        self._page.keep()

        def shown() -> None:
            self._page.editor.banner.hush()
            self._page.told.emit()

        def turned(task: Task) -> None:
            undo = partial(self._undo, task)
            self._page.begin(task, shown)
            self._context.frame.toast("drafts.retyped", undo, kind=_name(then))

        self._context.read(lambda store: retyping.turn(store, begun.task, now, then), turned)

    def _undo(self, task: Task) -> None:
        """The draft that was changed goes back, though another may be open by now."""
        begun = self._page.begun
        if begun is not None and begun.task == task:
            self.go_back()
        else:
            self._context.read(lambda store: retyping.back(store, task), lambda _none: None)


class LossSheet(AskSheet):
    """What has no place on a form of the other type."""

    def __init__(self, kind: str, lost: tuple[Lost, ...], go: Callable[[], None]) -> None:
        self._go = go
        said = Label("drafts.retype_lost", "val", wrap=True, kind=kind)
        lines = Label(role="val", wrap=True)
        lines.show_text("\n".join(map(_line, lost)))
        kept = Label("drafts.retype_kept", "hint", wrap=True)
        super().__init__("drafts.retype", Column(said, lines, kept, gap=8), "drafts.retype_go")

    @override
    def answer(self) -> None:
        """Go on."""
        self.finish()
        self._go()


def _line(lost: Lost) -> str:
    name = word(f"drafts.field.{lost.field}") if lost.field else lost.label.strip(" :")
    text = " ".join(lost.text.split())
    return f"– {name}: {text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}"


def _name(written: Written) -> str:
    found = reference.document_types().find(written.type)
    return reference.named(found, words.language, written.type)
