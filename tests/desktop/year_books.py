"""The eight printed books of a played year, worked out slowly and anew: out of the folded states
and the bare payloads of the commits, with no query, no row and no table of columns of the program.

Law: NĐ 30/2020/NĐ-CP PL IV and PL V, as domain.md §13 has the columns.
"""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import resources

State = dict[str, Any]
Row = tuple[str, ...]
PARTS = ("lead", "support", "inform")
GONE = {
    "cancelled": ("Đã hủy", ("cancel", "obey_recall", "merge")),
    "recalled": ("Đã thu hồi", ("recall",)),
    "returned": ("Đã trả lại nơi gửi", ("send_back",)),
}
LINKED = (
    ("replaces", False, "Thay thế"),
    ("replaces", True, "Được thay thế bởi"),
    ("corrects", False, "Đính chính"),
    ("corrects", True, "Được đính chính bởi"),
    ("duplicates", False, "Trùng với"),
)
ROMAN = ("I", "II", "III", "IV", "V", "VI")


def _catalogue(name: str) -> dict[str, str]:
    items = json.loads(resources.text(f"catalogues/{name}.json"))["items"]
    return {item["code"]: item["vi"] for item in items}


TYPES, RETENTIONS = _catalogue("document-types"), _catalogue("retention")
STATES = {
    name.removeprefix("office.state."): said["vi"]
    for name, said in json.loads(resources.text("i18n/office.json")).items()
    if name.startswith("office.state.")
}


def dmy(iso: str) -> str:
    """``2026-01-05`` as printed; nothing for nothing."""
    return "/".join(reversed(iso.split("-"))) if iso else ""


def on(time: int) -> str:
    """The day in Vietnam of an instant (ms UTC), as printed."""
    moment = datetime.datetime.fromtimestamp(time / 1000, datetime.UTC)
    return (moment + datetime.timedelta(hours=7)).strftime("%d/%m/%Y")


def each(parts: Iterable[str]) -> str:
    """What is there, each once."""
    return "; ".join(dict.fromkeys(part for part in parts if part))


def value(state: State, name: str) -> Any:
    """What stands in a field; the empty text where nothing does."""
    return state.get("fields", {}).get(name, [["", ""]])[0][1]


def listed(state: State, name: str) -> list[tuple[str, State]]:
    """What was appended to a list, or stands in a set, in the order of time."""
    found = [*state.get("lists", {}).get(name, ()), *state.get("sets", {}).get(name, ())]
    return [(op, one) for op, one in found]


@dataclass
class Books:
    """The states of each kind by id, and every operation in the order of the clock."""

    documents: Mapping[str, State]
    dossiers: Mapping[str, State]
    plans: Mapping[str, State]
    registers: Mapping[str, State]
    people: Mapping[str, State]
    units: Mapping[str, State]
    ops: list[State]
    unit: str

    # -- a document ------------------------------------------------------------------------------

    def code(self, state: State) -> str:
        given = state.get("number")
        if state["kind"] == "incoming" or given is None:
            return str(value(state, "code"))
        symbol = given.get("symbol") or value(state, "symbol")
        return f"{given['number']:02}{given.get('suffix', '')}/{symbol}"

    def date(self, state: State) -> str:
        if state["kind"] == "incoming":
            return str(value(state, "document_date"))
        return str(state.get("number", {}).get("date", ""))

    def titled(self, state: State) -> str:
        kind, subject = TYPES.get(value(state, "type"), ""), value(state, "subject")
        return subject if subject.lower().startswith(kind.lower()) else f"{kind}: {subject}"

    def pages(self, state: State) -> int:
        files = (found[0][1] for found in state.get("files", {}).values() if found)
        text = [one for one in files if one["role"] in ("main", "appendix", "received")]
        return int(value(state, "pages") or sum(one.get("pages", 0) for one in text))

    def notes(self, name: str) -> str:
        """The last column, its parts in an order of their own."""
        state, told = self.documents[name], []
        step = state["step"]["name"]
        if step in GONE:
            word, acts = GONE[step]
            why = [body.get("reason", "") for body in self.moves[name] if body["act"] in acts]
            told.append(f"{word}: {why[-1]}")
        for relation, backwards, word in LINKED:
            others = map(self.code, self.related(name, relation, backwards))
            told += [f"{word} {code}" for code in others if code]
        return "; ".join(sorted(set(told)))

    def related(self, name: str, relation: str, backwards: bool) -> list[State]:
        """The documents on the other side of links of a kind."""
        others = (self.back if backwards else self.forth)[name, relation]
        return [self.documents[other] for other in others]

    @cached_property
    def moves(self) -> dict[str, list[State]]:
        """The steps of each document, one after the other."""
        found: dict[str, list[State]] = defaultdict(list)
        for op in self.ops:
            if op["kind"] == "document.move":
                found[op["id"]].append(op["body"])
        return found

    @cached_property
    def forth(self) -> dict[tuple[str, str], list[str]]:
        """By document and relation, to which others it is linked."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for source, state in self.documents.items():
            for _, link in listed(state, "links"):
                found[source, link["relation"]].append(link["target"])
        return found

    @cached_property
    def back(self) -> dict[tuple[str, str], list[str]]:
        """By document and relation, which others are linked to it."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for (source, relation), targets in self.forth.items():
            for target in targets:
                found[target, relation].append(source)
        return found

    def handlers(self, state: State) -> list[State]:
        """Who was given it, the lead first."""
        given = [one for _, one in listed(state, "assignments")]
        return sorted(given, key=lambda one: (PARTS.index(one["part"]), one["time"]))

    def inside(self, dossier: State) -> list[State]:
        """The documents of a dossier in the order of their dates."""
        names = {one["document"] for _, one in listed(dossier, "documents")}
        found = [self.documents[name] for name in names]
        return sorted(found, key=lambda one: (self.date(one), one["created"]["time"]))

    # -- the books -------------------------------------------------------------------------------

    def numbered(self, book: str) -> list[tuple[tuple[int, int, str], str, State]]:
        """The documents of a register by number."""
        return sorted(
            ((number["number"], len(suffix), suffix), name, state)
            for name, state in self.documents.items()
            if (number := state.get("number", {})).get("register") == book
            for suffix in [number.get("suffix", "")]
        )

    def days(self, book: str, form: str) -> tuple[datetime.date, datetime.date]:
        """The first and last day that the cover of a register names."""
        found = [
            value(state, "arrived") if form == "incoming" else state["number"]["date"]
            for _, _, state in self.numbered(book)
        ]
        return datetime.date.fromisoformat(min(found)), datetime.date.fromisoformat(max(found))

    def spare(self, book: str) -> Iterator[tuple[tuple[int, int, str], str]]:
        """Numbers without a document, with what is said of them."""
        words = (("voids", "Số bỏ"), ("reserved", "Số đang giữ"))
        for name, word in words:
            for number, reason, _ in self.registers[book].get(name, ()):
                yield (number, 0, ""), f"{word}: {reason}"

    def outgoing(self, book: str) -> list[Row]:
        found = {key: self._sent(name, state) for key, name, state in self.numbered(book)}
        found |= {key: (f"{key[0]:02}", *[""] * 8, said) for key, said in self.spare(book)}
        return [found[key] for key in sorted(found)]

    def _sent(self, name: str, state: State) -> Row:
        sent = listed(state, "dispatches")
        back = {one["dispatch"]: one for _, one in listed(state, "receipts")}
        signed = [one["by"]["name"] for _, one in listed(state, "signatures")
                  if one["kind"] == "main"]  # fmt: skip
        got = [f"{back[op].get('name') or one['to']}, {dmy(back[op]['day'])}"
               for op, one in sent if op in back]  # fmt: skip
        home = value(self.people[state["created"]["author"]], "unit")
        own = self.units[home] if home in self.units and home != self.unit else None
        copies = value(state, "copies") or sum(one.get("copies", 1) for _, one in sent)
        return (
            self.code(state),
            dmy(self.date(state)),
            self.titled(state),
            each(signed) or value(state, "signer"),
            each([*value(state, "recipients"), *(one["to"] for _, one in sent)]),
            each(["VT", (value(own, "short") or value(own, "name")) if own else ""]),
            str(copies or ""),
            dmy(sent[0][1]["day"]) if sent else "",
            each(got),
            self.notes(name),
        )

    def incoming(self, book: str) -> list[Row]:
        found = {}
        for key, name, state in self.numbered(book):
            handlers = self.handlers(state)
            given = min((one["time"] for one in handlers), default=None)
            found[key] = (
                dmy(value(state, "arrived")),
                f"{key[0]:02}{key[2]}",
                value(state, "issuer"),
                self.code(state),
                dmy(self.date(state)),
                self.titled(state),
                each(one["to"]["name"] for one in handlers),
                on(given) if given else "",
                each(self._read(state, one) for one in handlers),
                self.notes(name),
            )
        for key, said in self.spare(book):
            found[key] = ("", f"{key[0]:02}", *[""] * 7, said)
        return [found[key] for key in sorted(found)]

    def _read(self, state: State, given: State) -> str:
        """That somebody said that he has read it: the first time after it was given."""
        times = [
            note["time"]
            for _, note in listed(state, "notes")
            if note["author"] == given["assignee"] and note["time"] >= given["time"]
        ]
        return f"{given['to']['name']}, {on(min(times))}" if times else ""

    def follow_up(self, book: str) -> list[Row]:
        found = []
        for key, name, state in self.numbered(book):
            handlers = self.handlers(state)
            leads = sorted((one for one in handlers if one["part"] == "lead"),
                           key=lambda one: one["time"])  # fmt: skip
            step = state["step"]
            day = f", {on(step['time'])}" if "time" in step else ""
            answers = self.related(name, "answers", backwards=True)
            found.append(
                (
                    f"{key[0]:02}{key[2]}",
                    f"{TYPES[value(state, 'type')]} số {self.code(state)} ngày "
                    f"{dmy(self.date(state))} của {value(state, 'issuer')}",
                    each(one["to"]["name"] for one in handlers if one["part"] != "inform"),
                    dmy(leads[-1].get("due", "") if leads else value(state, "due")),
                    STATES[step["name"]] + day,
                    each(map(self.code, answers)),
                    self.notes(name),
                )
            )
        return found

    def post(self) -> list[Row]:
        found = []
        for name, state in self.documents.items():
            back = {one["dispatch"]: one for _, one in listed(state, "receipts")}
            for op, one in listed(state, "dispatches"):
                if one["way"] == "post":
                    got = back.get(op, {})
                    cells = (dmy(one["day"]), self.code(state), one["to"], str(one["envelopes"]),
                             each([got.get("name", ""), dmy(got.get("day", ""))]),
                             one.get("note", ""))  # fmt: skip
                    found.append(((one["day"], name, op), cells))
        return [cells for _, cells in sorted(found)]

    def loans(self) -> list[Row]:
        found = []
        lent = {name: state for name, state in self.documents.items() if listed(state, "loans")}
        for name, state in lent.items():
            back = {one["loan"]: one["day"] for _, one in listed(state, "restored")}
            holding = sorted(
                value(one, "code")
                for one in self.dossiers.values()
                if name in [put["document"] for _, put in listed(one, "documents")]
            )
            for op, one in listed(state, "loans"):
                due = f"Hạn trả {dmy(one['until'])}" if "until" in one else ""
                cells = (dmy(one["day"]), one["borrower"],
                         f"{self.code(state)}, {dmy(self.date(state))}", self.titled(state),
                         each(holding), "", dmy(back.get(op, "")), one["allowed"],
                         each([due, one.get("note", "")]))  # fmt: skip
                found.append(((one["day"], name, op), cells))
        return [cells for _, cells in sorted(found)]

    def listing(self, year: int) -> list[Row]:
        entries = sorted(
            (value(one, "place"), value(one, "code"), name, one)
            for name, one in self.plans.items()
            if value(one, "year") == year and value(one, "dropped") is not True
        )
        found, upper, lower, larges, smalls = list[Row](), "", "", 0, 0
        for _, code, _, one in entries:
            large, _, small = (part.strip() for part in value(one, "heading").partition(" / "))
            if large and large != upper:
                found.append(("", f"{ROMAN[larges]}. {large.upper()}", "", "", ""))
                larges, smalls, lower = larges + 1, 0, ""
            if small and small != lower:
                smalls += 1
                found.append(("", f"{smalls}. {small}", "", "", ""))
            upper, lower = large, small
            keeper = self.people.get(value(one, "keeper"))
            named = value(keeper, "name") if keeper else ""
            kept = RETENTIONS[value(one, "retention")]
            found.append((code, value(one, "title"), kept, named, value(one, "note")))
        return found

    def handed_over(self) -> list[Row]:
        given = sorted(
            (value(one, "code"), name, one)
            for name, one in self.dossiers.items()
            if one["step"]["name"] in ("handed_over", "archived")
        )
        return [
            (
                f"{at:02}",
                code,
                value(one, "title"),
                " – ".join(dict.fromkeys(dmy(value(one, end)) for end in ("start", "until"))),
                RETENTIONS[value(one, "retention")],
                f"{sum(map(self.pages, self.inside(one))):,}".replace(",", "."),
                value(one, "note"),
            )
            for at, (code, _, one) in enumerate(given, 1)
        ]

    def contents(self, dossier: str) -> list[Row]:
        found, page = list[Row](), 1
        for at, one in enumerate(self.inside(self.dossiers[dossier]), 1):
            last = page + self.pages(one) - 1
            own = one["kind"] != "incoming"
            author = value(self.units[self.unit], "name") if own else value(one, "issuer")
            place = f"{page}–{last}" if last > page else str(page)
            cells = (f"{at:02}", self.code(one), dmy(self.date(one)), self.titled(one), author)
            found.append((*cells, place, value(one, "note")))
            page = last + 1
        return found
