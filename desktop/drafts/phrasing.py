"""Phrases while a draft is written: one key writes what a few letters stand for, goes on to the
next gap of what was written, or offers all that there are.

Another key opens the person's own ones, with what is chosen in the text as one more.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from core.office.draft import clean
from core.office.phrasing import Phrase, meant, typed
from core.text import fold
from db.actions import desk
from desktop import reference
from desktop.drafts import body_typing
from desktop.drafts.body_edit import composes
from desktop.drafts.phrases_sheet import PhrasesSheet
from desktop.frame.command_palette import Entry, PaletteCard, Wording, find_entries
from desktop.screens import Command
from desktop.widgets.matching import Candidate, Match

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.context import Context
    from desktop.drafts.body_edit import BlockEdit
    from desktop.drafts.parts_edit import PartsEdit

_WORDING: Final = Wording("drafts.phrases", "drafts.phrases_find", "drafts.phrases_keys", 40)


class PhraseBook:
    """The unit's phrases and the person's own, for the text in front."""

    def __init__(self, context: Context, parts: PartsEdit) -> None:
        self._context, self._parts = context, parts
        self._own: tuple[Phrase, ...] = ()

    def read(self) -> None:
        """Ask for the person's own; they are there before they are called."""
        self._context.read(desk.phrases, self._know)

    def commands(self) -> tuple[Command, ...]:
        """What can be done with phrases, with its keys."""
        return (
            Command("drafts.phrase", "drafts.phrase", self.call, "", "Ctrl+J"),
            Command("drafts.phrases_own", "drafts.phrases_own", self.keep, "", "Ctrl+Alt+J"),
        )

    def call(self) -> None:
        """Write what the letters before the cursor stand for; else the next gap of the block, or
        the list.
        """
        edit = self._front()
        cursor = edit.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        letters = "" if cursor.hasSelection() else typed(before)
        if composes(edit):
            return
        if letters and (found := meant(letters, self._known())) is not None:
            _write(edit, len(letters), found)
        elif body_typing.choose_gap(cursor):
            edit.setTextCursor(cursor)
        else:
            write = partial(_write, edit, 0)
            self._context.frame.open_sheet(
                phrases_card(self._own, reference.draft_phrases(), write)
            )

    def keep(self) -> None:
        """The person's own phrases as lines; what is chosen in the text is one more of them."""
        chosen = clean(self._front().textCursor().selectedText())
        sheet = PhrasesSheet(self._context, self._own, chosen, self._know)
        self._context.frame.open_sheet(sheet)
        sheet.begin()

    def _front(self) -> BlockEdit:
        edit = self._parts.front().body
        edit.setFocus()
        edit.finish_syllable()
        return edit

    def _known(self) -> tuple[Phrase, ...]:
        return self._own + reference.draft_phrases()

    def _know(self, own: tuple[Phrase, ...]) -> None:
        self._own = own


def phrases_card(
    own: Sequence[Phrase], units: Sequence[Phrase], write: Callable[[Phrase], None]
) -> PaletteCard:
    """The card on which a phrase is chosen: by its words, their initials, or its letters."""

    def line(group: str, one: Phrase, place: int) -> Entry:
        match = Match(Candidate(one.text, one.abbr, -place), ())
        return Entry(group, "document_text", match, one.abbr, partial(write, one))

    groups = (("drafts.phrases_mine", own), ("drafts.phrases_unit", units))
    found = [(group, one) for group, several in groups for one in several]
    entries = [line(group, one, place) for place, (group, one) in enumerate(found)]

    def by_letters(typed: str, deliver: Callable[[Sequence[Entry]], None]) -> None:
        shown = {each.match.candidate for each in find_entries(typed, entries, _WORDING.most)}
        hits = (each for each in entries if each.match.candidate not in shown)
        deliver([each for each in hits if fold(each.remark).startswith(fold(typed))])

    return PaletteCard(entries, by_letters, _WORDING)


def _write(edit: BlockEdit, letters: int, phrase: Phrase) -> None:
    cursor = edit.textCursor()
    body_typing.write_phrase(cursor, letters, phrase.text)
    edit.setTextCursor(cursor)
    edit.ensureCursorVisible()
    edit.setFocus()
