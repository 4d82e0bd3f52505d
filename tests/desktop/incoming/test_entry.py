"""The form's values: what is wrong with them, what they become, what is kept of them."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.incoming.entry import (
    Entry,
    Queue,
    cleared,
    filled,
    read_queue,
    record,
    type_code,
    wrong,
)
from desktop.intake.fields import Reading
from desktop.phrases import LANGUAGES, phrase

TODAY = date(2026, 11, 20)
GOOD = Entry(
    issuer="Bộ Tham mưu",
    code="217/BTM-TC",
    document_date="16/11/2026",
    type="Công văn",
    pages="3",
    subject="V/v diễn tập",
)
READ = Reading("Bộ Tham mưu", "217/BTM-TC", date(2026, 11, 16), "cong-van", "V/v diễn tập")


def with_(**changes: str) -> Entry:
    return msgspec.structs.replace(GOOD, **changes)


def test_a_good_entry_has_nothing_against_it_and_becomes_a_record() -> None:
    entry = with_(due="+5", urgency="urgent")
    assert wrong(entry, TODAY) == ()
    found = record(entry, TODAY)
    assert (found.code, found.type, found.pages) == ("217/BTM-TC", "cong-van", 3)
    assert (found.document_date, found.arrived, found.due) == (
        "2026-11-16", "2026-11-20", "2026-11-30",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field", "asks"),
    [
        ({"issuer": ""}, "issuer", False),
        ({"issuer": "x" * 501}, "issuer", False),
        ({"code": ""}, "code", True),
        ({"code": "217"}, "code", True),
        ({"code": "x/" + "y" * 300}, "code", False),
        ({"document_date": "hôm qua"}, "document_date", False),
        ({"document_date": ""}, "document_date", True),
        ({"document_date": "21/11/2026"}, "document_date", True),
        ({"document_date": "01/01/1900"}, "document_date", False),
        ({"type": ""}, "type", False),
        ({"type": "Thư tay"}, "type", False),
        ({"pages": "ba"}, "pages", False),
        ({"pages": "0"}, "pages", False),
        ({"subject": " "}, "subject", False),
        ({"subject": "TUYỆT MẬT"}, "subject", False),
        ({"secrecy": "secret"}, "secrecy", False),
        ({"due": "19/11/2026"}, "due", False),
        ({"due": "mai"}, "due", False),
        ({"due": "20/11/2046"}, "due", True),
        ({"arrived": "21/11/2026"}, "arrived", False),
    ],
)
def test_what_is_wrong_with_one_field(changes: dict[str, str], field: str, asks: bool) -> None:
    [found] = wrong(with_(**changes), TODAY)
    assert (found.field, found.asks) == (field, asks)
    for language in LANGUAGES:
        about = {"field": phrase(language, found.about)} if found.about else {}
        assert phrase(language, found.key, **{**found.facts, **about})


def test_problems_stand_in_the_order_of_the_form() -> None:
    assert [one.field for one in wrong(Entry(due="x", pages="x"), TODAY)] == [
        "issuer", "code", "document_date", "type", "pages", "subject", "due",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("công văn", "cong-van"),
        ("Cong van", "cong-van"),
        ("Official letter", "cong-van"),
        ("QĐ", "quyet-dinh"),
        ("ttr", "to-trinh"),
        ("", ""),
        ("Thư tay", "Thư tay"),
    ],
)
def test_types_by_name_in_both_languages_or_abbreviation(typed: str, code: str) -> None:
    assert type_code(typed) == code


def test_reading_fills_what_is_empty_and_marks_it() -> None:
    entry = filled(Entry(path="/a.pdf", subject="của tôi"), READ, 3)
    assert entry.subject == "của tôi"
    assert set(entry.read) == {"issuer", "code", "document_date", "type", "pages"}
    assert (entry.document_date, entry.type, entry.pages) == ("16/11/2026", "Công văn", "3")
    assert cleared(entry) == Entry(path="/a.pdf", subject="của tôi")


def test_reading_of_a_scan_gives_the_pages_alone() -> None:
    assert filled(Entry(), Reading(), 7) == Entry(pages="7", read=("pages",))


def test_a_queue_moves_saves_and_keeps() -> None:
    queue = Queue().adding(Entry(path="/a"), Entry(path="/b"))
    assert (queue.place, queue.current.path) == (0, "/a")
    assert queue.stepped(1).current.path == "/b"
    assert queue.stepped(5).place == 1
    assert queue.stepped(-5).place == 0
    assert queue.without_current() == Queue((Entry(path="/b"),))
    assert queue.stepped(1).without_current() == Queue((Entry(path="/a"),))
    assert Queue((Entry(),)).without_current() == Queue()
    again = queue.with_current(GOOD).adding(Entry(path="/c"))
    assert [one.path for one in again.entries] == ["", "/b", "/c"]
    assert again.current.path == "/c"


def test_a_blank_entry_is_not_kept_beside_new_ones() -> None:
    assert Queue((Entry(),)).adding(Entry(path="/a")).entries == (Entry(path="/a"),)


@pytest.mark.parametrize("changes", [{"secrecy": "secret"}, {"subject": "TỐI MẬT"}])
def test_a_state_secret_is_not_even_kept_as_a_draft(changes: dict[str, str]) -> None:
    body = Queue((GOOD, with_(**changes))).body()
    assert read_queue(body).entries == (GOOD,)


TEXTS = st.text(max_size=30)
ENTRIES = st.builds(
    Entry, issuer=TEXTS, code=TEXTS, document_date=TEXTS, type=TEXTS, pages=TEXTS, subject=TEXTS,
    due=TEXTS, arrived=TEXTS,
)  # fmt: skip


@given(ENTRIES)
def test_nothing_typed_makes_checking_fail_and_all_of_it_is_kept(entry: Entry) -> None:
    found = wrong(entry, TODAY)
    assert len({one.field for one in found}) == len(found)
    again = read_queue(Queue((entry,)).body())
    secret = any("secret" in one.key for one in found)
    assert again.entries == (() if secret or not entry.begun() else (entry,))


@given(ENTRIES)
def test_an_entry_without_problems_is_a_record_that_the_store_takes(entry: Entry) -> None:
    good = replace_empty(entry)
    if not wrong(good, TODAY):
        fields = record(good, TODAY).fields()
        assert fields["subject"]
        assert fields["arrived"] <= TODAY.isoformat()


def replace_empty(entry: Entry) -> Entry:
    """The entry with a known type, so that some get through."""
    return msgspec.structs.replace(entry, type="Công văn", issuer=entry.issuer or "A")
