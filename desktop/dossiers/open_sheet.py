"""Names a dossier: opens a new one, of the year's list or self-defined, changes or closes one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from typing_extensions import override

from db.actions import dossiers
from db.queries import groups, plans
from desktop import clock, reference
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.completion_edit import CompletionEdit
from desktop.widgets.field import Field, TextEdit
from desktop.widgets.labels import Label
from desktop.widgets.layouts import Column
from desktop.widgets.matching import Candidate
from desktop.widgets.scope_field import ScopeField
from desktop.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.acting import Done, Store
    from db.queries.dossiers import DossierLine, DossierPage
    from db.queries.plans import PlanRow
    from desktop.context import Context

    Act = Callable[[str, str, str], Callable[[Store], Done]]

RETENTION: Final = "06"
"""Ten years, until a person sets another one (catalogue of retention)."""
WIDTH: Final = 560


class NameSheet(AskSheet):
    """Code, title and retention; ``act`` makes of them what is done once all three are there."""

    def __init__(self, context: Context, key: str, said: str, act: Act) -> None:
        self._context, self._said, self._act = context, said, act
        self._entries: list[PlanRow] = []
        self.code = CompletionEdit(self._offer_entries, free=True)
        self.name = TextEdit(2)
        self.retention = CompletionEdit(offer_retentions)
        self.fields = (
            Field("dossiers.open.code", self.code),
            Field("dossiers.open.name", self.name),
            Field("dossiers.open.retention", self.retention),
        )
        self.scope = ScopeField()
        self.body = Column(*self.fields, self.scope, gap=8)
        super().__init__(key, self.body, f"{key}.do", icon="folder_open")
        self.set_width(WIDTH)
        self.retention.returnPressed.connect(self.try_answer)

    def fill(self, code: str, title: str, retention: str) -> None:
        """What stands in the fields at first."""
        self.code.setText(code)
        self.name.setText(title)
        item = reference.retentions().find(retention)
        self.retention.setText(reference.named(item, words.language, retention))

    @override
    def answer(self) -> None:
        """Do it, or say what is missing."""
        code, title = (" ".join(edit.text().split()) for edit in (self.code, self.name))
        retention = retention_of(self.retention.text())
        wrong = (
            (self.fields[0], "" if code else "dossiers.missing.code"),
            (self.fields[1], "" if title else "dossiers.missing.title"),
            (self.fields[2], "" if retention else "dossiers.missing.retention"),
        )
        for field, key in wrong:
            field.set_error(key, text=self.retention.text())
        if not self.scope.settled():
            return
        if bad := [field for field, key in wrong if key]:
            bad[0].edit.setFocus()
            return
        self.carry_out(self._context, self._act(code, title, retention), self._done)

    def _done(self, _done: Done) -> None:
        self._context.frame.toast(self._said)

    def _offer_entries(self, _typed: str) -> Sequence[Candidate]:
        return [Candidate(row.code, row.title, id=row.id.encode()) for row in self._entries]


class OpenSheet(NameSheet):
    """A new dossier: of an ``entry`` of the year's list, or what is typed; a code of the list
    brings its title and retention along.
    """

    def __init__(self, context: Context, entry: PlanRow | None = None) -> None:
        self._entry = entry
        super().__init__(context, "dossiers.open", "dossiers.opened", self._open)
        self.fill("", "", RETENTION)
        self.code.taken.connect(self._take)
        if entry is None:
            year = clock.today().year
            context.read(lambda store: plans.plan(store, year), self._know)
        else:
            self._show(entry)
        context.read(groups.mine, lambda found: self.scope.offer((None, *found)))

    def _know(self, entries: list[PlanRow]) -> None:
        self._entries = entries

    def _take(self, chosen: Candidate) -> None:
        self._show(next(row for row in self._entries if row.id.encode() == chosen.id))

    def _show(self, entry: PlanRow) -> None:
        self._entry = entry
        self.fill(entry.code, entry.title, entry.retention)
        self.fields[0].set_hint("dossiers.open.of_list")

    def _open(self, code: str, title: str, retention: str) -> Callable[[Store], Done]:
        entry = self._entry
        plan = entry.id if entry is not None and entry.code == code else ""
        group = self.scope.value() or ""
        return lambda store: dossiers.open_dossier(
            replace(store, group=group), code, title, retention, plan
        )


class EditSheet(NameSheet):
    """What an open dossier is called."""

    def __init__(self, context: Context, row: DossierLine) -> None:
        super().__init__(context, "dossiers.edit", "dossiers.edited", partial(_change, row.id))
        self.fill(row.code, row.title, row.retention)
        self.scope.settle(row.group)


class CloseSheet(NameSheet):
    """Title and retention are checked again when a dossier is closed (NĐ 30/2020 Đ.29); what is
    to be known before stands above them.
    """

    def __init__(self, context: Context, page: DossierPage) -> None:
        close = partial(_close, page.row.id)
        super().__init__(context, "dossiers.close", "dossiers.closed", close)
        self.fill(page.row.code, page.row.title, page.row.retention)
        self.code.setReadOnly(True)
        self.code.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        said = Label("dossiers.close.what", "body", "text2", wrap=True, n=page.row.documents)
        self.body.insertWidget(0, said)
        for problem in reversed(page.problems):
            known = Label(f"dossiers.lack.{problem.lack}", "body", "warn", wrap=True)
            self.body.insertWidget(1, known)


def _change(dossier: str, code: str, title: str, retention: str) -> Callable[[Store], Done]:
    return lambda store: dossiers.change(store, dossier, code, title, retention)


def _close(dossier: str, _code: str, title: str, retention: str) -> Callable[[Store], Done]:
    return lambda store: dossiers.close(store, dossier, title, retention)


def offer_retentions(_typed: str) -> Sequence[Candidate]:
    """The retentions of the catalogue, to choose from."""
    items = reference.retentions().items
    return [Candidate(reference.named(item, words.language, item.code)) for item in items]


def retention_of(text: str) -> str:
    """The code of a retention as it is called in either language; nothing for another word."""
    for item in reference.retentions().items:
        if text.strip() in (item.vi, item.en, item.code):
            return item.code
    return ""
