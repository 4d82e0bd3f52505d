"""The last question before a draft goes to its signer: who has not initialled or checked it yet,
and what in its layout deviates from the rules.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from shiboken6 import isValid
from typing_extensions import override

from core.errors import AntinError
from core.office.format.finding import Record
from core.office.terms import Act, Urgency
from db.actions import outgoing
from db.queries import checks, submissions
from desktop import reference
from desktop.background import Lane
from desktop.documents.finding_list import FindingList
from desktop.documents.finding_places import FindingPlaces, PlacesSheet
from desktop.drafts.kept_reasons import KeptReasons
from desktop.format_findings import findings_of
from desktop.kept_text import Kept
from desktop.latest import Latest
from desktop.signing import acts, initials
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.labels import Label
from desktop.widgets.layouts import STRETCH, Column, Row
from desktop.words import bind, explain, word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from core.office.format.finding import Finding
    from core.office.workflow import Ask
    from db.acting import Store
    from db.queries.rows import DocumentRow
    from desktop.context import Context

WIDE: Final = 620
"""Once something was found; with its page beside it, as wide as the window has room for."""


class _Known(NamedTuple):
    """What is asked before it goes, whose nháy is missing, the file that would go, and why rules
    were kept broken the last time that it went.
    """

    asks: tuple[Ask, ...] = ()
    missing: tuple[str, ...] = ()
    pdf: bytes = b""
    before: Mapping[str, str] = MappingProxyType({})


class SubmitSheet(PlacesSheet, AskSheet):
    """Ctrl+Enter submits (law: NĐ 30/2020 Đ.11); ``then`` is called once it is done. What deviates
    in its layout may be kept, each for a reason that stands in the commit; Enter on it shows where
    it is, Esc puts the page away again.
    """

    def __init__(self, context: Context, row: DocumentRow, then: Callable[[], None]) -> None:
        self._context, self._row, self._then = context, row, then
        self._known, self._asked = _Known(), Latest(context)
        self._found: tuple[Finding, ...] = ()
        self._checked = self._hurried = False
        self._subject, self._asks = Label(role="unread", wrap=True), Label(role="body", wrap=True)
        self._subject.show_text(row.subject)
        self._layout, self.list = Label("format.checking", "body", wrap=True), FindingList()
        self.places = FindingPlaces(context)
        self.reasons = KeptReasons()
        self.reasons.hide()
        left = Column(
            self._subject, self._asks, self._layout, self.list, self.reasons, STRETCH, gap=6
        )
        body = Row(gap=16)
        body.addLayout(left, 1)
        body.addWidget(self.places, 1)
        super().__init__("drafts.submit", body, "drafts.submit", icon="document_signature")
        self._wire()
        context.read(lambda store: _known(store, row.id), self._know)

    @override
    def answer(self) -> None:
        if self._known.missing:  # it could not be signed, and nobody can initial it any more
            return
        if not self._checked:
            self._hurried = True
            return
        lacking = self.reasons.lacking()
        if lacking is not None:
            self.list.choose(lacking)
            self.reasons.ask()
            return
        document, kept = self._row.id, self.reasons.kept()
        self.carry_out(
            self._context,
            lambda store: outgoing.submit(store, document, kept),
            lambda _: self._then(),
        )

    def _wire(self) -> None:
        reasons, place = self.reasons, f"format.kept:{self._row.id}"
        kept = Kept(self._context, place, reasons.body, reasons.take, self)
        self.keep_with(kept)
        reasons.changed.connect(kept.note)
        reasons.changed.connect(self._tell)
        self.list.wanted.connect(lambda place: self.places.show_place(self._found[place]))
        self.list.chosen.connect(self._choose)
        self.places.turned.connect(self.turn)
        bind(self, self._speak)

    def _tell(self) -> None:
        self.list.show_reasons(self.reasons.reasons)
        self.adjustSize()

    def _choose(self, place: int) -> None:
        self.reasons.choose(place)
        self.places.follow_place(self._found[place])

    def _know(self, known: _Known) -> None:
        if not isValid(self):
            return
        self._known = known
        self.places.hold(known.pdf)
        self.accept.setEnabled(not known.missing)
        self._layout.setVisible(not known.missing)
        if not known.missing:
            types, pdf = reference.document_types().items, known.pdf
            urgency = Urgency(self._row.urgency)
            record = Record(type=self._row.type, draft=True, urgency=urgency)
            self._asked.run(
                Lane.WORKER, lambda: findings_of(pdf, types, record), self._check, self._fail
            )
        self._speak()
        self.adjustSize()

    def _check(self, found: tuple[Finding, ...]) -> None:
        """From now on it may go: at once if that was wished and nothing was found."""
        if not isValid(self):
            return
        self._found, self._checked = found, True
        self._layout.say("format.found" if found else "format.none", n=len(found))
        self._layout.set_tone("warn" if found else "ok")
        self.list.show_found(found)
        self.reasons.setVisible(bool(found))
        self.reasons.show_found(found, self._known.before)
        if found:
            self.set_width(WIDE)
            self.list.setFocus()
        self.widened.emit()
        if self._hurried and not found:
            self.answer()

    def _fail(self, error: Exception) -> None:
        """What cannot be checked may go all the same: the checker is no judge."""
        if not isinstance(error, AntinError):
            self._context.frame.show_error(error)
        elif isValid(self):
            self._layout.say("format.unchecked", why=explain(error).sentence())
            self._checked = True
            self.adjustSize()

    def _speak(self) -> None:
        """Whose nháy is missing stops it. Which check is missing or was of another file is asked,
        and does not.
        """
        said = " ".join(word(f"office.ask.{ask}") for ask in self._known.asks)
        if self._known.missing:
            said = word("drafts.initials_missing", names=", ".join(self._known.missing))
        self._asks.show_text(said)
        self._asks.set_tone("warn" if self._known.missing else "")
        self._asks.setVisible(bool(said))


def _known(store: Store, document: str) -> _Known:
    last = submissions.submission(store, document)
    return _Known(
        checks.asks(store, document, Act.REQUEST_SIGNATURE),
        initials.missing(acts.boxes(store, document)),
        acts.shown(store, document).pdf,
        {one.rule: one.reason for one in last.kept} if last else {},
    )
