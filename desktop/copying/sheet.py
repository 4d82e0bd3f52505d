"""Asks how a document is copied (sao y, sao lục, trích sao) and shows the very pages beside it: of
what, onto what, who signs, for whom. What the decree does not know cannot be chosen, and why.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from core.office import authority
from core.office.numbering import Number
from core.office.true_copies import Form, Medium, Source, barred
from desktop.announce import announce
from desktop.copying import making
from desktop.copying.making import Asked, Original
from desktop.copying.preview import CopyPreview
from desktop.drafts.list_edit import ListEdit
from desktop.drafts.writing import listed
from desktop.theme.theme import theme
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.field import Field, LineEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column, Panel, Row, fix_size
from desktop.widgets.matching import Candidate
from desktop.widgets.pdf_pane import PdfPane
from desktop.widgets.segmented import Option, Segmented
from desktop.words import word

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent

    from core.errors import AntinError
    from db.acting import Done
    from db.queries.delegations import SignerRow
    from desktop.context import Context

WIDTH, BESIDE, HEIGHT, LEAST, AROUND = 1080, 440, 560, 300, 150
"""Of the sheet, of what is asked, of the pages, and of what stands around them."""

FORMS: Final = tuple(Option(form, f"truecopy.form.{form}") for form in Form)
OF: Final = tuple(Option(one, f"truecopy.of.{one}") for one in Source)
MEDIA: Final = tuple(Option(one, f"truecopy.medium.{one}") for one in Medium)
_Ground = tuple["SignerRow", tuple[str, ...]]


def ask_copy(context: Context, document: str) -> None:
    """Open the sheet for a document, or say why nothing can be copied."""
    context.read(
        lambda store: making.original(store, document),
        lambda found: context.frame.open_sheet(TrueCopySheet(context, found)),
    )


class TrueCopySheet(AskSheet):
    """Ctrl+Enter makes the copy and goes to it: there it is printed, or signed by the agency."""

    def __init__(self, context: Context, found: Original) -> None:
        self._context, self._found = context, found
        self._grounds: dict[str, _Ground] = {}
        self.of, self.form = Segmented("truecopy.of", OF), Segmented("truecopy.form", FORMS)
        self.origin = Segmented("truecopy.origin", MEDIA)
        self.medium = Segmented("truecopy.medium", MEDIA)
        self.pages, self.part = LineEdit(), LineEdit()
        self.recipients = ListEdit(2)
        self.recipients.offer([Candidate(name) for name in found.known])
        self.signer = CompletionEdit(lambda _typed: [Candidate(name) for name in self._grounds])
        self.pane = PdfPane("truecopy.preview", context.background)
        self.preview = CopyPreview(context, self.pane, self._cannot_show)
        self._why = Label(role="sub", wrap=True)
        self.fields = {
            "form": Field("truecopy.form", self.form),
            "pages": Field("truecopy.pages", self.pages, "truecopy.pages_hint"),
            "part": Field("truecopy.part", self.part, "truecopy.part_hint"),
            "signer": Field("truecopy.signer", self.signer),
            "recipients": Field("truecopy.recipients", self.recipients),
        }
        super().__init__("truecopy.title", self._body(), "truecopy.do", icon="document_signature")
        self.set_width(WIDTH)
        self._begin()

    def asked(self) -> Asked | None:
        """What the sheet says; None while nobody may sign it."""
        ground = self._grounds.get(" ".join(self.signer.text().split()))
        if ground is None:
            return None
        signer, lines = ground
        form = self.form.value()
        extract = form is Form.EXTRACT
        return Asked(
            form,
            self.of.value(),
            self.origin.value(),
            self.medium.value(),
            signer,
            lines,
            listed(self.recipients.toPlainText()),
            " ".join(self.pages.text().split()) if extract else "",
            " ".join(self.part.text().split()) if extract else "",
        )

    @override
    def answer(self) -> None:
        asked, why = self.asked(), self._barred()
        extract = self.form.value() is Form.EXTRACT
        said = bool(self.pages.text().strip() or self.part.text().strip())
        on_paper = self.medium.value() is Medium.PAPER
        wrong = {
            "form": f"truecopy.barred.{why}" if why else "",
            "pages": "truecopy.no_part" if extract and not said else "",
            "signer": "" if asked else "truecopy.no_signer",
            "recipients": "truecopy.no_recipients"
            if on_paper and asked and not asked.recipients
            else "",
        }
        for name, key in wrong.items():
            self.fields[name].set_error(key)
        first = next((name for name, key in wrong.items() if key), "")
        if first:
            self.fields[first].edit.setFocus()
        elif asked is not None:
            act = partial(making.copy, found=self._found, asked=asked)
            self.carry_out(self._context, act, self._done)

    # -- what follows from what is chosen --------------------------------------------------------

    def _begin(self) -> None:
        self.of.set_value(self._found.of)
        self.origin.set_value(Medium.ELECTRONIC if self._found.electronic else Medium.PAPER)
        self.form.set_value(Form.OF_COPY if self._found.of is Source.COPY else Form.FULL)
        self.medium.set_value(Medium.PAPER)
        for choice in (self.of, self.form, self.origin, self.medium):
            choice.chosen.connect(lambda _value: self._turn())
        for edit in (self.pages, self.recipients, self.signer):
            edit.textChanged.connect(self._draw)
        self._turn()

    def _turn(self) -> None:
        """Another kind, source or medium: who may sign it, what is asked, and whether it may be."""
        form = self.form.value()
        self.fields["pages"].setVisible(form is Form.EXTRACT)
        self.fields["part"].setVisible(form is Form.EXTRACT)
        signers = self._found.signers[form]
        grounds = [(one, authority.lines(held)) for one in signers for held in one.held]
        self._grounds = {
            f"{one.name} – {' / '.join(lines)}": (one, lines) for one, lines in grounds
        }
        if " ".join(self.signer.text().split()) not in self._grounds:
            self.signer.setText(next(iter(self._grounds), ""))
        why = self._barred()
        self._why.say(f"truecopy.barred.{why}" if why else f"truecopy.then.{self.medium.value()}")
        self.accept.setEnabled(why is None)
        for field in self.fields.values():
            field.set_error("")
        self._draw()
        self.adjustSize()

    def _barred(self) -> str | None:
        chosen = (self.form, self.of, self.origin, self.medium)
        return barred(*(one.value() for one in chosen))

    def _draw(self) -> None:
        asked, found, today = self.asked(), self._found, self._context.store().today()
        if asked is not None and self._barred() is None:
            self.problem.hush()
            self.preview.want(lambda: making.draw(found, asked, found.number, today)[0])

    def _cannot_show(self, error: AntinError) -> None:
        self.problem.say_error(error)
        self.adjustSize()

    def _done(self, done: Done) -> None:
        number = Number(done.number or 0).text()
        self._context.frame.toast("truecopy.did", number=number)
        announce(word("truecopy.did", number=number))
        self._context.frame.go("outgoing", ("document", done.entity))

    # -- how it stands ---------------------------------------------------------------------------

    @override
    def adjustSize(self) -> None:
        """The pages take what height the window has for them."""
        scrim = self.parentWidget()
        room = scrim.height() - theme.px(AROUND) if scrim is not None else theme.px(HEIGHT)
        self.pane.setFixedHeight(max(theme.px(LEAST), min(theme.px(HEIGHT), room)))
        super().adjustSize()

    @override
    def keep(self) -> None:
        self.preview.drop()
        super().keep()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Put away; a window that is only made small keeps what it shows."""
        if not event.spontaneous():
            self.preview.drop()
        super().hideEvent(event)

    def _body(self) -> Row:
        named = Label(role="unread", wrap=True)
        named.show_text(" ".join(self._found.row.subject.split()))
        column = Column(named, gap=8)
        column.addWidget(Field("truecopy.of", self.of))
        column.addWidget(self.fields["form"])
        media = Row(
            Field("truecopy.origin", self.origin), Field("truecopy.medium", self.medium), gap=12
        )
        column.addLayout(media)
        column.addWidget(self._why)
        for name in ("pages", "part", "signer", "recipients"):
            column.addWidget(self.fields[name])
        column.addStretch(1)
        asked = Panel("surface", column)
        fix_size(asked, width=BESIDE)
        return Row(asked, self.pane, gap=16)
