"""Carries out the acts on the chosen document: at once, or after a sheet asked what they need."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.office.format.finding import Record
from core.office.terms import Act
from core.office.workflow import Ask
from db.actions import files, handling, incoming
from db.queries import office
from desktop.copying.sheet import ask_copy
from desktop.documents.format_sheet import FormatSheet
from desktop.dossiers.choose import ChooseDossier
from desktop.incoming import copy_sheet, slip
from desktop.incoming.acts import Extra, main_act
from desktop.incoming.adding import Adding
from desktop.incoming.asking import TEXTS
from desktop.incoming.copy_sheet import CopySheet
from desktop.incoming.directive_sheet import DirectiveSheet
from desktop.incoming.edit_sheet import EditSheet
from desktop.incoming.extend_sheet import ExtendSheet
from desktop.incoming.faces import arrival_number
from desktop.incoming.hand_sheets import CoordinationSheet, TransferSheet
from desktop.incoming.merge_sheet import MergeSheet
from desktop.incoming.notices import asked
from desktop.incoming.paper_sheet import PaperSheet
from desktop.incoming.registration import prepare
from desktop.incoming.stamp_view import stamp_of
from desktop.printing.sheet import PrintSheet
from desktop.screens import Command
from desktop.signing.report_sheet import ReportSheet
from desktop.undoing import Undoable
from desktop.widgets.text_sheet import TextSheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.acting import Done, Store
    from db.queries.rows import PersonRow
    from desktop.context import Context
    from desktop.incoming.acts import Step
    from desktop.incoming.copy_sheet import Copy
    from desktop.incoming.gathered import Gathered
    from desktop.incoming.register_page import RegisterPage
    from desktop.incoming.registration import Prepared
    from desktop.printing.leaving import Papers


class Dispatch(QObject):
    """Acts on the document that is shown, never on one that is still being read."""

    def __init__(self, context: Context, register: RegisterPage) -> None:
        super().__init__(register)
        self._context, self._pane = context, register.pane
        self._adding = Adding(context, self)
        self._begin: dict[Step, Callable[[Gathered], None]] = {
            Act.SUBMIT: self._submit,
            Act.ANSWER: lambda found: context.frame.go("drafts", ("reply", found.page.row.id)),
            Act.FILE: lambda found: self._open(ChooseDossier(context, [found.page.row.id])),
            Act.DIRECT: partial(self._with_people, self._direct, Act.DIRECT),
            Act.ASSIGN: partial(self._with_people, self._direct, Act.ASSIGN),
            Act.TRANSFER: partial(self._with_people, self._transfer, Act.TRANSFER),
            Act.ASK_COORDINATION: partial(
                self._with_people, self._coordinate, Act.ASK_COORDINATION
            ),
            Act.EXTEND: self._extend,
            Act.EDIT: self._begin_edit,
            Act.MERGE: self._merge,
            Extra.ACKNOWLEDGE: self._acknowledge,
            Extra.PAPER: self._paper,
            Extra.FILES: self._adding.ask,
            Extra.SLIP: self._slip,
            Extra.PRINT: self._print,
            Extra.FORMAT: self._check_format,
            Extra.SIGNATURES: partial(_check_signatures, context),
            Extra.COPY: lambda found: ask_copy(context, found.page.row.id),
        }
        self._open = context.frame.open_sheet
        self._pane.act_wanted.connect(self.begin)
        self._pane.go_wanted.connect(context.frame.go)

    def commands(self) -> tuple[Command, ...]:
        """The acts that are open to the person now; Ctrl+Enter is the one that moves it on."""
        offered, found = self._pane.doings(), self._pane.found
        main = main_act(found.page, offered) if found else None
        shown = [(f"act.{doing.act}", doing, doing.shortcut) for doing in offered]
        shown += [("main", doing, "Ctrl+Enter") for doing in offered if doing.act is main]
        return tuple(
            Command(name, doing.key, partial(self.begin, doing.act), doing.icon, keys,
                    enabled=lambda: bool(self._pane.document()))
            for name, doing, keys in shown
        )  # fmt: skip

    def begin(self, act: Step) -> None:
        """Do an act, asking first what it needs."""
        found = self._pane.found
        if found is None or not self._pane.document():
            return
        if act not in {doing.act for doing in self._pane.doings()}:
            return
        if act in TEXTS:
            self._ask_text(Act(act), found)
        elif act in self._begin:
            self._begin[act](found)

    # -- at once -------------------------------------------------------------------------------

    def _submit(self, found: Gathered) -> None:
        document, undoable = found.page.row.id, self._undoable(Act.SUBMIT, found)
        undoable.context.act(
            lambda store: incoming.submit(store, document),
            lambda _: self._say(Act.SUBMIT, found, undoable),
        )

    def _acknowledge(self, found: Gathered) -> None:
        document = found.page.row.id
        self._context.act(
            lambda store: handling.acknowledge(store, document),
            lambda _: self._say(Extra.ACKNOWLEDGE, found),
        )

    # -- after a sheet -------------------------------------------------------------------------

    def _with_people(
        self,
        ask: Callable[[Act, Gathered, list[PersonRow]], None],
        act: Act,
        found: Gathered,
    ) -> None:
        self._context.read(office.people, partial(ask, act, found))

    def _direct(self, act: Act, found: Gathered, people: list[PersonRow]) -> None:
        document, undoable = found.page.row.id, self._undoable(act, found)
        context, then = undoable.context, partial(self._say, act, found, undoable)
        with_text = act is Act.DIRECT
        self._open(
            DirectiveSheet(context, document, people, found.today, then, with_text=with_text)
        )

    def _transfer(self, act: Act, found: Gathered, people: list[PersonRow]) -> None:
        row, undoable = found.page.row, self._undoable(act, found)
        then = partial(self._say, act, found, undoable)
        self._open(TransferSheet(undoable.context, row.id, people, row.lead_person or "", then))

    def _coordinate(self, act: Act, found: Gathered, people: list[PersonRow]) -> None:
        document, then = found.page.row.id, partial(self._say, act, found)
        self._open(CoordinationSheet(self._context, document, people, found.today, then))

    def _extend(self, found: Gathered) -> None:
        row = found.page.row
        now = date.fromisoformat(row.due) if row.due else None

        def then(given: bool) -> None:
            self._context.frame.toast(
                "incoming.did.extend" if given else "incoming.did.deny", n=arrival_number(row)
            )

        days = (found.today, now)
        self._open(ExtendSheet(self._context, row.id, days, asked(found), then))

    def _begin_edit(self, found: Gathered) -> None:
        self._context.read(prepare, partial(self._edit, found))

    def _edit(self, found: Gathered, prepared: Prepared) -> None:
        undoable = self._undoable(Act.EDIT, found)
        then = partial(self._say, Act.EDIT, found, undoable)
        self._open(EditSheet(undoable.context, found, prepared.offers(), then))

    def _merge(self, found: Gathered) -> None:
        then = partial(self._say, Act.MERGE, found)
        self._open(MergeSheet(self._context, found.page.row.id, found.same, then))

    def _paper(self, found: Gathered) -> None:
        page, undoable = found.page, self._undoable(Act.EDIT, found)
        then = partial(self._say, Extra.PAPER, found, undoable)
        self._open(PaperSheet(undoable.context, page.row.id, page.fields, then))

    def _slip(self, found: Gathered) -> None:
        row = found.page.row
        name = f"phieu-giai-quyet-{row.number}{row.suffix}-{(row.dated or '')[:4]}"

        def show(papers: Papers) -> None:
            self._open(PrintSheet(self._context, papers))

        self._context.read(lambda store: slip.papers(store, row.id, name), show)

    def _print(self, found: Gathered) -> None:
        row, file = found.page.row, found.main_file()
        if file is None:
            return
        blob, stamp = file.blob, stamp_of(found)
        name = file.name.removesuffix(".pdf")

        def show(copied: Copy) -> None:
            self._open(CopySheet(self._context, row.id, copied, stamp, name))

        self._context.read(lambda store: copy_sheet.copy(store, blob), show)

    def _check_format(self, found: Gathered) -> None:
        row, file = found.page.row, found.main_file()
        if file is not None:
            blob, record = file.blob, Record(type=row.type)
            content = partial(files.content, blob=blob)
            self._open(FormatSheet(self._context, content, record))

    def _ask_text(self, act: Act, found: Gathered) -> None:
        asking, document = TEXTS[act], found.page.row.id
        final = any(move.act is act and Ask.FINAL in move.asks for move in found.page.moves)
        warning = f"office.ask.{Ask.FINAL}" if final else ""
        undoable = self._undoable(act, found)
        then = partial(self._say, act, found, undoable)

        def do(store: Store, text: str) -> Done:
            return asking.act(store, document, text)

        place = f"text:{act}:{document}"
        context = undoable.context
        self._open(TextSheet(context, asking.key, asking.label, do, then, warning, place))

    # -- what was done -------------------------------------------------------------------------

    def _undoable(self, act: Act, found: Gathered) -> Undoable:
        return Undoable(self._context, act.value, found.page.row.id)

    def _say(self, act: Step, found: Gathered, undoable: Undoable | None = None) -> None:
        """What was done, with the way back where there is one."""
        key, n = f"incoming.did.{act}", arrival_number(found.page.row)
        if undoable:
            undoable.say(key, "incoming.did.undo", n=n)
        else:
            self._context.frame.toast(key, n=n)


def _check_signatures(context: Context, found: Gathered) -> None:
    file = found.main_file()
    if file is not None:
        content = partial(files.content, blob=file.blob)
        sheet = ReportSheet(context, content, found.page.row.id, file.name, file.intake)
        context.frame.open_sheet(sheet)
