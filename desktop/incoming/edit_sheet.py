"""Corrects what was entered of a document (F2): the fields of registration, the same checks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from core.office.terms import Urgency
from db.actions import incoming
from desktop import reference
from desktop.incoming import entry as entries
from desktop.incoming.entry import Entry
from desktop.incoming.registration_form import RegistrationForm
from desktop.widgets.ask_sheet import AskSheet
from desktop.widgets.layouts import Column
from desktop.wording import day
from desktop.words import word, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.context import Context
    from desktop.incoming.gathered import Gathered
    from desktop.widgets.matching import Candidate

_KEPT = ("code", "issuer", "subject", "type", "document_date", "urgency", "pages", "due")
"""What may be corrected; number and day of arrival stand in the book."""


class EditSheet(AskSheet):
    """What is unusual is said once and saved when it is asked for again, as in registration."""

    def __init__(
        self,
        context: Context,
        found: Gathered,
        issuers: Sequence[Candidate],
        then: Callable[[], None],
    ) -> None:
        self._context, self._found, self._then = context, found, then
        self._asked: tuple[str, ...] = ()
        self.form = RegistrationForm()
        group = found.page.row.group
        self.form.set_known(found.today, issuers, scopes=(group,))
        self._before = _entry(found.page.fields, group.id if group else "")
        self.form.show_entry(self._before, found.page.row.number)
        self.form.number_field.label.say("incoming.fact.number")
        super().__init__(
            "incoming.edit.title", Column(self.form), "incoming.edit.do", icon="document_edit"
        )
        self.set_width(860)
        self.form.finished.connect(self.accept.setFocus)
        self.form.edited.connect(lambda _name: self.problem.hush())

    @override
    def answer(self) -> None:
        """Nothing wrong, or what is unusual confirmed: then only what is another value now."""
        self.form.settle()
        entry, today = self.form.entry(), self._found.today
        wrong = [one for one in entries.wrong(entry, today) if self._changed(entry, one.field)]
        self.form.show_wrong(wrong)
        stopping = [one for one in wrong if not one.asks]
        asked = tuple(f"{one.field} {one.key}" for one in wrong)
        if stopping:
            self.form.focus_on(stopping[0].field)
        elif asked and asked != self._asked:
            self._asked = asked
            self.problem.say("warn", "incoming.ask", sentence=_sentence(wrong))
        else:
            self._save(entry)

    def _changed(self, entry: Entry, name: str) -> bool:
        """What stood there before is not asked about again, as a deadline that has passed."""
        return bool(getattr(entry, name) != getattr(self._before, name))

    def _save(self, entry: Entry) -> None:
        before, document = self._found.page.fields, self._found.page.row.id
        record = entries.record(entry, self._found.today)
        now = {name: getattr(record, name) or "" for name in _KEPT}
        now["pages"] = record.pages
        changed = {name: value for name, value in now.items() if value != (before.get(name) or "")}
        if not record.pages and not before.get("pages"):
            changed.pop("pages", None)
        if not changed:
            self.finish()
            return
        self.carry_out(
            self._context,
            lambda store: incoming.edit(store, document, **changed),
            lambda _done: self._then(),
        )


def _entry(fields: Mapping[str, Any], scope: str) -> Entry:
    """The record as it would have been typed."""
    kind = reference.document_types().find(str(fields.get("type", "")))
    return Entry(
        issuer=str(fields.get("issuer") or ""),
        code=str(fields.get("code") or ""),
        subject=str(fields.get("subject") or ""),
        pages=str(fields.get("pages") or ""),
        type=reference.named(kind, words.language, str(fields.get("type", ""))),
        document_date=_day(fields.get("document_date")),
        urgency=str(fields.get("urgency") or Urgency.NORMAL),
        due=_day(fields.get("due")),
        arrived=_day(fields.get("arrived")),
        scope=scope,
    )


def _day(iso: object) -> str:
    return day(date.fromisoformat(str(iso))) if iso else ""


def _sentence(wrong: Sequence[entries.Wrong]) -> str:
    sentences = []
    for one in wrong:
        about = {"field": word(one.about)} if one.about else {}
        sentences.append(word(one.key, **{**one.facts, **about}))
    return " ".join(sentences)
