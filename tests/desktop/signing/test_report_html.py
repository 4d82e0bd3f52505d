"""The page of a report: whole in itself, in both languages, with nothing of a file's own in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.signing.report import (
    Algorithm,
    Basis,
    CertificateFacts,
    Entry,
    Person,
    Reason,
    Report,
    Verdict,
    verdict_of,
)
from desktop.signing.report_html import page
from desktop.theme.tokens import DARK, LIGHT
from tests.desktop.looks import contrast

VOID = {"meta"}


class Read(HTMLParser):
    """The tags in order, whether each was closed, and the text of the cells."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(content.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def report(name: str = "Nguyễn Văn Giả Lập", reason: Reason = Reason.GOOD) -> Report:
    certificate = CertificateFacts(
        subject=Person(name=name, organisation=name),
        issuer="CA giả lập",
        serial="A",
        valid_from_ms=0,
        valid_to_ms=1,
        sha256="00",
    )
    entry = Entry(
        field=name,
        role="chinh",
        verdict=verdict_of(reason),
        reason=reason,
        certificate=certificate,
        algorithm=Algorithm(key="RSA", size=2048, digest="sha256", padding="pss"),
        stated_reason=name,
    )
    return Report(
        verdict=entry.verdict,
        reason=reason,
        at_ms=1_795_000_000_000,
        sha256="ab" * 32,
        size=7,
        signatures=(entry,),
    )


def test_vietnamese_first_with_the_english_below_it() -> None:
    read = Read(page([("12-CV.pdf", report())]))
    assert not read.open
    assert ("lang", "vi") in read.attributes
    assert ("lang", "en") in read.attributes
    for words in ("12-CV.pdf", "Hợp lệ Valid", "Người ký Signer", "Nguyễn Văn Giả Lập", "ab" * 32):
        assert words in read.text
    assert read.tags.count("h1") == 1
    assert read.tags.count("th") == sum(each == ("scope", "row") for each in read.attributes)


def test_nothing_is_fetched_and_nothing_runs() -> None:
    content = page([("a.pdf", report())]).decode()
    assert not {"script", "img", "link", "iframe", "a", "form"} & set(Read(content.encode()).tags)
    assert "default-src 'none'" in content
    assert not re.search(r"https?:|url\(|@import", content)


@given(some.text(alphabet="<>&\"'`/=;!-x\u202e\x00\x1b\n", min_size=1))
def test_a_hostile_name_stays_text(name: str) -> None:
    plain = Read(page([("a.pdf", report("x"))]))
    hostile = Read(page([(name, report(name))]))
    assert hostile.tags == plain.tags
    assert hostile.attributes == plain.attributes
    assert not hostile.open
    assert not set("\u202e\x00\x1b") & set(hostile.text)


@pytest.mark.parametrize("reason", Reason)
def test_only_a_valid_file_is_green(reason: Reason) -> None:
    read = Read(page([("a.pdf", report(reason=reason))]))
    classes = {value for name, value in read.attributes if name == "class"}
    assert len(classes) == 1
    assert ("verdict ok" in classes) == (verdict_of(reason) is Verdict.VALID)


def test_light_and_dark_can_be_read() -> None:
    content = page([("a.pdf", report())]).decode()
    assert "prefers-color-scheme:dark" in content
    for tokens in (LIGHT, DARK):
        assert tokens.surface in content
        for tone in ("ok", "warn", "danger", "neutral"):
            assert contrast(getattr(tokens, tone), getattr(tokens, f"{tone}_soft")) >= 4.5
        assert contrast(tokens.text2, tokens.surface) >= 4.5


def test_the_trust_list_is_told_and_whether_it_ran_out() -> None:
    judged = report()
    for until, words in (
        (judged.at_ms + 1, "Theo danh sách tin cậy số 7"),
        (judged.at_ms, "quá hạn"),
    ):
        basis = Basis(number=7, made_ms=judged.at_ms - 1, next_ms=until)
        read = Read(page([("a.pdf", msgspec.structs.replace(judged, basis=basis))]))
        assert words in read.text
        assert "Căn cứ Judged by" in read.text


def test_several_files_stand_one_below_the_other() -> None:
    unsigned = msgspec.structs.replace(
        report(), verdict=Verdict.UNSIGNED, reason=Reason.NO_SIGNATURE, signatures=()
    )
    read = Read(page([("a.pdf", report()), ("b.pdf", unsigned)]))
    assert read.tags.count("article") == 2
    assert read.tags.count("section") == 1
    assert "Không có chữ ký" in read.text
