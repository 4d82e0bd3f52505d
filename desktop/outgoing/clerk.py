"""Carries out the acts on an outgoing document: at once, or after a sheet asked what they need."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.office.terms import Act
from db.actions import discarded, dispatching
from db.queries import dispatches
from db.queries.dispatches import Waiting
from desktop.announce import announce
from desktop.copying.sheet import ask_copy
from desktop.documents.faces import code_of
from desktop.dossiers.choose import ChooseDossier
from desktop.drafts.initialling import ask_initial
from desktop.drafts.submit_sheet import SubmitSheet
from desktop.outgoing.acts import DOINGS, Extra, doings
from desktop.outgoing.book import book_of
from desktop.outgoing.check_sheet import CheckSheet
from desktop.outgoing.dispatch_sheet import DispatchSheet
from desktop.outgoing.export import export_pdf, papers_of
from desktop.outgoing.loan_sheet import LoanSheet
from desktop.outgoing.receipt_sheet import ReceiptSheet
from desktop.outgoing.stop_sheet import StopSheet
from desktop.printing.sheet import PrintSheet
from desktop.screens import Command, Place
from desktop.signing import acts
from desktop.signing.pin_sheet import PinSheet
from desktop.undoing import Undoable
from desktop.widgets.path_sheet import PathSheet
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.acting import Done, Store
    from db.queries.rows import DocumentPage
    from desktop.context import Context
    from desktop.outgoing.acts import Doable
    from desktop.outgoing.gathered import Gathered
    from desktop.printing.leaving import Papers
    from desktop.widgets.ask_sheet import AskSheet

MAIN: Final = "Ctrl+Return"
_KEYS: Final = {doing.act: doing.key for doing in DOINGS}


class Acts:
    """Each act asks what it needs in a sheet, does it in the database lane, and says so;
    ``show_notice`` shows what the receivers of a recalled document are told.
    """

    def __init__(self, context: Context, show_notice: Callable[[], None]) -> None:
        self._context, self._show_notice = context, show_notice

    def commands(self, found: Gathered | None) -> list[Command]:
        """What the person may do with a document now, the main act first; Ctrl+Enter does that."""
        if found is None:
            return []
        commands: list[Command] = []
        for doing in doings(found):
            taken = any(one.shortcut == doing.shortcut for one in commands)
            place: Place = "bar" if taken and doing.place == "primary" else doing.place
            run = partial(self._begin, doing.act, found)
            keys = "" if taken else doing.shortcut
            commands.append(Command(doing.act.value, doing.key, run, doing.icon, keys, place))
        first = next((one for one in commands if one.place == "primary"), None)
        if first is not None and all(one.shortcut != MAIN for one in commands):
            commands.append(Command("main", first.key, first.run, shortcut=MAIN))
        return commands

    def _begin(self, act: Doable, found: Gathered) -> None:
        if act is Act.INITIAL:
            said = partial(self._say, f"outgoing.did.{act}")
            ask_initial(self._context, found.page.row.id, lambda _done: said())
        elif act in (Act.NUMBER, Act.SEAL):
            self._ask_pin(Act(act), found.page)
        elif act is Extra.RESTORE:
            self._restore(found)
        elif act is Extra.BRING_BACK:
            self._bring_back(found.page.row.id)
        elif act is Extra.NOTICE:
            self._show_notice()
        elif act in (Extra.PRINT, Extra.COPY):
            (self._print if act is Extra.PRINT else self._copy)(found.page)
        elif act in (Extra.CORRECT, Extra.REPLACE):
            self._context.frame.go("drafts", (act.value, found.page.row.id))
        else:
            self._context.frame.open_sheet(self._sheet(act, found))

    def _sheet(self, act: Doable, found: Gathered) -> AskSheet:
        """The sheet that asks what an act needs."""
        context, row = self._context, found.page.row

        def said(n: int = 0) -> None:
            self._say(f"outgoing.did.{act}", n=n)

        undoable = Undoable(context, act.value, row.id)

        def undone() -> None:
            """Said with a way to take it back."""
            undoable.say(f"outgoing.did.{act}", "outgoing.did.undo")

        sheets: dict[Doable, Callable[[], AskSheet]] = {
            Act.CHECK_CONTENT: lambda: CheckSheet(context, Act.CHECK_CONTENT, found, said),
            Act.CHECK_FORMAT: lambda: CheckSheet(context, Act.CHECK_FORMAT, found, said),
            Act.REQUEST_SIGNATURE: lambda: SubmitSheet(undoable.context, row, undone),
            Act.DISCARD: lambda: StopSheet(undoable.context, Act.DISCARD, found, undone),
            Act.ISSUE: lambda: DispatchSheet(context, found, said, issues=True),
            Extra.SEND: lambda: DispatchSheet(context, found, said, issues=False),
            Act.CONFIRM_RECEIPT: lambda: ReceiptSheet(
                context, _waiting(found), found.today, said, ticked=True
            ),
            Act.FILE: lambda: ChooseDossier(context, [row.id]),
            Extra.LEND: lambda: LoanSheet(context, found, said),
        }
        return sheets[act]() if act in sheets else StopSheet(context, Act(act), found, said)

    def receive_all(self) -> None:
        """Ask who of all that wait has it."""
        self._context.read(dispatches.waiting, self._ask_receipts)

    def _ask_receipts(self, sent: Sequence[Waiting]) -> None:
        if not sent:
            self._say("outgoing.nothing_waits")
            return
        said = partial(self._say, f"outgoing.did.{Act.CONFIRM_RECEIPT}")
        today = self._context.store().today()
        self._context.frame.open_sheet(ReceiptSheet(self._context, sent, today, said))

    def _restore(self, found: Gathered) -> None:
        loan, document = found.away(), found.page.row.id
        if loan is not None:
            op = loan.op
            self._do(lambda store: dispatching.restore(store, document, op), "outgoing.did.restore")

    def _bring_back(self, document: str) -> None:
        """The new draft is opened: that is where it goes on."""

        def brought(done: Done) -> None:
            self._say("outgoing.did.bring_back")
            self._context.frame.go("drafts", ("open", done.entity))

        self._context.act(lambda store: discarded.bring_back(store, document), brought)

    def _do(self, action: Callable[[Store], Done], key: str) -> None:
        self._context.act(action, lambda _done: self._say(key))

    def _ask_pin(self, act: Act, page: DocumentPage) -> None:
        key = _KEYS[act]
        summary = (
            ("outgoing.pin.document", page.row.subject),
            ("outgoing.pin.code", code_of(page.row)),
        )
        use = acts.AGENCY if act is Act.SEAL else acts.PERSON
        sheet = PinSheet(
            self._context, use, key, summary, key, lambda pin: self._sign(act, page, pin, sheet)
        )
        self._context.frame.open_sheet(sheet)

    def _sign(self, act: Act, page: DocumentPage, pin: str, sheet: PinSheet) -> None:
        ring = self._context.ring

        def work(store: Store) -> Done:
            if act is Act.SEAL:
                return acts.seal(store, ring, page.row.id, pin)
            book = book_of(store, page.row.type, page.row.group)
            return acts.number(store, ring, page.row.id, book, pin)

        def done(result: Done) -> None:
            sheet.close_card()
            key = "outgoing.numbered" if result.number else "outgoing.sealed"
            self._say(key, n=result.number or 0)

        self._context.act(work, done, sheet.refuse)

    def _say(self, key: str, n: int = 0) -> None:
        self._context.frame.toast(key, n=n)
        announce(word(key, n=n))

    def _copy(self, page: DocumentPage) -> None:
        ask_copy(self._context, page.row.id)

    def _print(self, page: DocumentPage) -> None:
        document, name = page.row.id, _file_name(page)

        def show(papers: Papers) -> None:
            self._context.frame.open_sheet(PrintSheet(self._context, papers))

        self._context.read(lambda store: papers_of(store, document, name), show)

    def save(self, page: DocumentPage) -> None:
        """Ask where to, and write the signed file there."""
        start = Path.home() / f"{_file_name(page)}.pdf"
        document = page.row.id

        def write(paths: list[Path]) -> None:
            self._context.act(
                lambda store: export_pdf(store, document, paths[0]),
                lambda _: self._say("outgoing.saved"),
            )

        sheet = PathSheet(
            "outgoing.save_pdf", write, filters="PDF (*.pdf)", saving=True, start=start
        )
        self._context.frame.open_sheet(sheet)


def _waiting(found: Gathered) -> list[Waiting]:
    """What one document waits for, as the sheet of receipts takes it."""
    row = found.page.row
    return [Waiting(one, code_of(row), row.subject) for one in found.waiting()]


def _file_name(page: DocumentPage) -> str:
    return code_of(page.row).replace("/", "-").replace("…", "du-thao")
