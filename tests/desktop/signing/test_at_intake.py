"""What stays with a file that is taken in: what it says of signatures, and that it always fits."""

from __future__ import annotations

import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commits import bodies, canonical
from core.commits.intake_bodies import LONGEST, MOST, Intake
from core.signing.report import CertificateFacts, Entry, Person, Reason, Report, Verdict
from core.signing.verify import judge
from desktop import intake_words
from desktop.phrases import LANGUAGES, Language
from desktop.signing.at_intake import kept
from tests.pki.documents import LATER_MS, five, once, trust


def test_each_signature_is_kept_with_whose_it_is_and_by_which_certificate() -> None:
    report = judge(five(), trust(), LATER_MS)
    found = kept(report, 3, LATER_MS - 86_400_000)
    assert (found.verdict, found.reason, found.at) == ("VALID", "Good", LATER_MS)
    assert [one.role for one in found.signatures] == ["nhay", "chinh", "so", "ngay", "dau"]
    for one, entry in zip(found.signatures, report.signatures, strict=True):
        assert entry.certificate is not None
        assert (one.signer, one.serial) == (
            entry.certificate.subject.name,
            entry.certificate.serial,
        )
        assert (one.claimed, one.level) == (entry.claimed_ms, "B")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_name_verdict_time_list_and_signers(language: Language) -> None:
    found = kept(judge(once(), trust(), LATER_MS), 3, LATER_MS)
    said = intake_words.at_intake(found, language)
    assert intake_words.today(found, "VALID", language) != said
    assert "2026" in said
    [by, signature] = intake_words.details(found, language)
    assert "3" in by
    assert found.signatures[0].signer in signature
    assert found.signatures[0].serial in signature


def test_two_codes_that_say_the_same_are_not_called_different() -> None:
    found = Intake(verdict="UNREADABLE", reason="Limit", at=LATER_MS)
    same = intake_words.today(found, "UNKNOWN", "vi")
    assert same == "hôm nay: Không xác minh được"
    assert intake_words.differs(found, "INVALID")


def test_a_code_of_a_later_program_is_shown_as_it_is() -> None:
    later = Intake(verdict="SPLENDID", reason="Splendid", at=LATER_MS)
    assert "SPLENDID" in intake_words.at_intake(later, "vi")


names = st.text(max_size=400)
instants = st.none() | st.integers(-(10**13), 253402300799999)


@given(names, names, instants, st.integers(0, MOST + 3))
def test_whatever_a_stranger_calls_himself_it_can_be_recorded(
    signer: str, issuer: str, claimed: int | None, count: int
) -> None:
    certificate = CertificateFacts(
        subject=Person(name=signer), issuer=issuer, serial="0A",
        valid_from_ms=0, valid_to_ms=0, sha256="",
    )  # fmt: skip
    entry = Entry(
        field="X", role="other", verdict=Verdict.UNKNOWN, reason=Reason.UNTRUSTED,
        certificate=certificate, claimed_ms=claimed,
    )  # fmt: skip
    report = Report(
        verdict=Verdict.UNKNOWN, reason=Reason.UNTRUSTED, at_ms=LATER_MS, sha256="", size=1,
        signatures=(entry,) * count,
    )  # fmt: skip
    data = canonical.encode(kept(report, None, None))
    read = canonical.decode_as(Intake, data)
    msgspec.convert(msgspec.to_builtins(read), bodies.Intake)
    for one in read.signatures:
        assert len(one.signer) <= LONGEST
        assert one.signer == unicodedata.normalize("NFC", one.signer)
        assert one.signer.isprintable()
