"""Signatures beside a file, completed later: what is added, what stays, and who accepts them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest
from asn1crypto import cms, core, parser, pem, x509
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import EvidenceUnfit, EvidenceUnreachable
from core.signing.archive import INDEX
from core.signing.beside import judge_beside
from core.signing.container import ARCHIVE, SIGNATURE, grew, spliced
from core.signing.detached import read_beside, sign_beside
from core.signing.report import Level, Reason, Report, Verdict
from core.signing.services import Service
from core.signing.trust import Trust
from core.signing.upgrade import Outcome, Stage, upgrade_beside
from tests.core.signing.test_detached import openssl
from tests.pki import authority
from tests.pki.authority import NOW, NOW_MS, Holder, Request, issue, name, rsa_key
from tests.pki.craft import attribute
from tests.pki.documents import signing, trust
from tests.pki.responder import OpenSsl, Responder
from tests.pki.stamping import token

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = b"PK a fictional sheet " * 50
MINUTE_MS, DAY_MS = 60_000, 86_400_000
SOON_MS = NOW_MS + 10 * MINUTE_MS
ROOT = Trust(roots=trust().roots)
DER = cms.ContentInfo.load


def signed(holder: Holder, content: bytes = CONTENT, at_ms: int = NOW_MS) -> bytes:
    given = {key: value for key, value in signing(holder).items() if key != "key_size"}
    return sign_beside(content, at_ms=at_ms, **given)


@cache
def once() -> bytes:
    """The agency's signature, by a certificate that names a responder."""
    return signed(holder())


@cache
def holder(serial: int = 90, days: int = 3650) -> Holder:
    asked = Request(
        name("Cơ quan giả lập"), rsa_key(serial), serial, end=NOW + timedelta(days=days),
        ocsp_address=True,
    )  # fmt: skip
    return issue(asked, authority.issuing())


def at(responder: Responder, signature: bytes, held: Trust | None = None) -> Outcome:
    """Upgraded at the responder's own time."""
    return upgrade_beside(CONTENT, signature, held or trust(), responder.ask, responder.at_ms)


def judged(signature: bytes, held: Trust = ROOT, at_ms: int = SOON_MS + MINUTE_MS) -> Report:
    return judge_beside(CONTENT, signature, held, at_ms)


@cache
def archived() -> bytes:
    done = at(Responder(SOON_MS), once())
    assert (done.stage, done.trouble, done.incident) == (Stage.LTA, None, None)
    return done.data


def kinds(signature: bytes) -> list[str]:
    [signer] = DER(signature)["content"]["signer_infos"]
    return [each["type"].dotted for each in signer["unsigned_attrs"]]


def test_it_reaches_the_last_level_with_nothing_but_roots_to_judge_it_by() -> None:
    responder = Responder(SOON_MS)
    done = at(responder, once())
    assert responder.asked.count(Service.TIMESTAMP) == 2
    report = judged(done.data)
    assert (report.verdict, report.reason) == (Verdict.VALID, Reason.GOOD)
    [entry] = report.signatures
    assert (entry.level, entry.proven_ms, entry.claimed_ms) == (Level.LTA, SOON_MS, NOW_MS)
    assert entry.revocation is not None
    assert sorted(kinds(done.data)) == sorted([SIGNATURE, ARCHIVE])
    assert judged(once()).verdict is not Verdict.VALID
    again = at(Responder(SOON_MS + MINUTE_MS), done.data)
    assert (again.data, again.stage) == (done.data, Stage.LTA)


def test_what_was_signed_stays_byte_for_byte() -> None:
    assert grew(once(), archived())
    assert grew(archived(), archived())
    assert not grew(archived(), once())
    [old], [new] = (DER(each)["content"]["signer_infos"] for each in (once(), archived()))
    for part in ("signed_attrs", "signature", "sid"):
        assert old[part].dump() == new[part].dump()
    assert read_beside(CONTENT, archived()) == read_beside(CONTENT, once())


def test_openssl_accepts_it_as_cades_and_of_this_file_only(tmp_path: Path) -> None:
    root = tmp_path / "root.pem"
    root.write_bytes(authority.pem(authority.root().certificate))
    assert b"CAdES Verification successful" in openssl(CONTENT, archived(), root)
    assert b"erification failure" in openssl(CONTENT + b"x", archived(), root)


def children(der: bytes) -> list[bytes]:
    """The elements within an element, each whole: read without our code."""
    content, found = parser.parse(der)[4], []
    while content:
        size = parser.peek(content)
        found.append(content[:size])
        content = content[size:]
    return found


def test_the_archive_timestamp_is_over_what_the_standard_says() -> None:
    """EN 319 122-1 §5.5.3, put together from the container's elements as they lie there."""
    data = children(children(archived())[1])[0]
    _, _, encapsulated, certificates, lists, signers = children(data)
    fields = children(children(signers)[0])
    values = {}
    for each in children(fields[6]):
        kind, [value] = children(each)[0], children(children(each)[1])
        values[core.ObjectIdentifier.load(kind).dotted] = kind + value
    [stamp] = [value for kind, value in values.items() if kind != ARCHIVE]
    archive = DER(values[ARCHIVE][parser.peek(values[ARCHIVE]) :])["content"]
    [stamper] = archive["signer_infos"]
    [index] = [
        each["values"][0] for each in stamper["unsigned_attrs"] if each["type"].dotted == INDEX
    ]
    named = [
        [core.OctetString.load(one).native for one in children(each)]
        for each in children(index.dump())[1:]
    ]
    covered = (children(certificates), children(lists), [stamp])
    assert [set(each) for each in named] == [
        {hashlib.sha256(one).digest() for one in each} for each in covered
    ]
    over = children(encapsulated)[0] + hashlib.sha256(CONTENT).digest()
    over += b"".join(fields[:6]) + index.dump()
    info = archive["encap_content_info"]["content"].parsed
    assert info["message_imprint"]["hashed_message"].native == hashlib.sha256(over).digest()


def test_another_producers_answers_do_as_well(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    lists = tuple(authority.crl(each, at=now) for each in (authority.root(), authority.issuing()))
    held = Trust(roots=trust().roots, intermediates=trust().intermediates, crls=lists)
    now_ms = int(now.timestamp() * 1000)
    # its responder knows this person
    person = signed(authority.person("chi-huy"), at_ms=now_ms)
    done = upgrade_beside(CONTENT, person, held, OpenSsl(tmp_path).ask, now_ms)
    assert (done.stage, done.trouble, done.incident) == (Stage.LTA, None, None)
    assert judged(done.data, ROOT, now_ms + MINUTE_MS).signatures[0].level is Level.LTA


@pytest.mark.parametrize("gone", ["revoked", "expired"])
def test_what_happens_to_a_certificate_afterwards_does_no_harm(gone: str) -> None:
    brief = signed(holder(91, 100))
    done = at(Responder(SOON_MS), brief)
    later = NOW + timedelta(days=700)
    revoked = {91: NOW + timedelta(days=50)} if gone == "revoked" else {}
    lists = (
        authority.crl(authority.root(), at=later, number=90),
        authority.crl(authority.issuing(), at=later, revoked=revoked, number=90),
    )
    held = Trust(roots=trust().roots, intermediates=trust().intermediates, crls=lists)
    later_ms = int(later.timestamp() * 1000)
    report = judged(done.data, held, later_ms)
    assert (report.verdict, report.signatures[0].level) == (Verdict.VALID, Level.LTA)
    assert judged(brief, held, later_ms).verdict is not Verdict.VALID


def test_an_archive_is_renewed_before_its_authority_ends() -> None:
    end = NOW + timedelta(days=400)
    asked = Request(
        name("TSA ngắn hạn"), rsa_key(92), 92, end=end, ocsp_address=True,
        purposes=(authority.Purpose.TIME_STAMPING,), critical_purposes=True,
    )  # fmt: skip
    first = at(Responder(SOON_MS, stamper=issue(asked, authority.issuing())), once())
    assert first.next_ms == int(end.timestamp() * 1000) - 90 * DAY_MS
    due = Responder(first.next_ms + DAY_MS)
    renewed = at(due, first.data, _today(due))
    assert (renewed.stage, renewed.trouble) == (Stage.LTA, None)
    assert grew(first.data, renewed.data)
    assert kinds(renewed.data).count(ARCHIVE) == 2
    after = Responder(int(end.timestamp() * 1000) + 30 * DAY_MS)
    report = judged(renewed.data, _today(after), after.at_ms)
    assert (report.verdict, report.signatures[0].proven_ms) == (Verdict.VALID, SOON_MS)
    assert judged(first.data, _today(after), after.at_ms).verdict is not Verdict.VALID


def _today(responder: Responder) -> Trust:
    lists = tuple(responder.crl(each) for each in (authority.root(), authority.issuing()))
    return Trust(roots=trust().roots, intermediates=trust().intermediates, crls=lists)


@pytest.mark.parametrize("serial", [90, 70])
def test_a_revoked_certificate_is_an_incident(serial: int) -> None:
    """The signer's or the timestamp authority's: the signature stays as it was."""
    done = at(Responder(SOON_MS, revoked={serial: NOW - timedelta(days=1)}), once())
    assert (done.data, done.stage) == (once(), Stage.B)
    assert done.incident is not None


def test_of_another_file_nothing_is_completed() -> None:
    responder = Responder(SOON_MS)
    done = upgrade_beside(CONTENT + b"x", once(), trust(), responder.ask, SOON_MS)
    assert (done.data, done.incident, responder.asked) == (once(), Reason.WRONG_DIGEST, [])
    nothing = upgrade_beside(CONTENT, b"no container", trust(), responder.ask, SOON_MS)
    assert (nothing.data, nothing.incident) == (b"no container", Reason.UNSUPPORTED)


def test_without_a_network_nothing_changes_and_a_timestamp_is_kept() -> None:
    nothing = at(Responder(SOON_MS, down={Service.TIMESTAMP}), once())
    assert (nothing.data, nothing.stage) == (once(), Stage.B)
    half = at(Responder(SOON_MS, down={Service.OCSP}), once())
    assert isinstance(half.trouble, EvidenceUnreachable)
    assert (half.stage, judged(half.data, trust()).signatures[0].level) == (Stage.T, Level.T)
    responder = Responder(SOON_MS + MINUTE_MS)
    whole = at(responder, half.data)
    assert (whole.stage, responder.asked.count(Service.TIMESTAMP)) == (Stage.LTA, 1)
    assert grew(half.data, whole.data)


def test_old_answers_are_kept_for_now_and_asked_again_after_the_next_list() -> None:
    made = NOW - timedelta(days=1)
    first = at(Responder(SOON_MS, list_at=made, unknown={Service.OCSP}), once())
    assert (first.stage, kinds(first.data)) == (Stage.INTERIM, [SIGNATURE])
    assert first.next_ms == int((made + timedelta(days=30, hours=1)).timestamp() * 1000)
    last = at(Responder(SOON_MS + 40 * DAY_MS, unknown={Service.OCSP}), first.data)
    assert (last.stage, last.trouble) == (Stage.LTA, None)
    assert grew(first.data, last.data)


@pytest.mark.parametrize("container", ["too long", "no container", "two signers"])
def test_what_cannot_grow_within_limits_is_trouble(container: str) -> None:
    info = DER(once())
    [signer] = info["content"]["signer_infos"]
    info["content"]["signer_infos"] = [signer, signer.copy()]
    given = {"too long": once(), "no container": b"0\x00", "two signers": info.dump(force=True)}
    lists = [b"\x30\x83\x0f\xff\xff" + bytes(0x0FFFFF)] * 4
    with pytest.raises(EvidenceUnfit):
        spliced(given[container], lists=lists if container == "too long" else lists[:1])


def test_one_that_came_as_text_is_completed_too() -> None:
    done = at(Responder(SOON_MS), pem.armor("PKCS7", once()))
    assert (done.stage, grew(pem.armor("PKCS7", once()), done.data)) == (Stage.LTA, True)


def changed(signature: bytes, kind: str) -> bytes:
    """An archived container by somebody who wants it otherwise."""
    info = DER(signature)
    data = info["content"]
    [signer] = data["signer_infos"]
    if kind == "another signer":
        data["certificates"] = [
            *data["certificates"],
            cms.CertificateChoices("certificate", x509.Certificate.load(_twin().der)),
        ]
    elif kind == "no list":
        data["crls"] = list(data["crls"])[1:]
    elif kind == "no timestamp":
        signer["unsigned_attrs"] = list(signer["unsigned_attrs"])[1:]
    elif kind == "countersigned":
        added = attribute("counter_signature", signer.copy())
        signer["unsigned_attrs"] = [*signer["unsigned_attrs"], added]
    elif kind == "another name":
        data["encap_content_info"]["content_type"] = "digested_data"
    data["signer_infos"] = [signer]
    return bytes(info.dump(force=True))


def _twin() -> Holder:
    """Another key's certificate under the very name and number."""
    asked = Request(name("Cơ quan giả lập"), rsa_key(93), 90, end=NOW + timedelta(days=99))
    return issue(asked, authority.issuing())


KINDS = ["another signer", "no list", "no timestamp", "countersigned", "another name"]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_else_can_be_added_or_taken_away(kind: str) -> None:
    """``changed`` itself changes nothing of what it does not name."""
    assert grew(archived(), changed(archived(), ""))
    assert not grew(archived(), changed(archived(), kind))


def test_another_signature_is_no_completion_of_this_one() -> None:
    assert not grew(once(), signed(holder(91, 100)))
    assert not grew(once(), signed(holder(), CONTENT + b"x"))
    assert not grew(once(), archived() + b"\0")
    assert not grew(b"", once())


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_byte_of_what_was_there_counts(data: st.DataObject) -> None:
    """Wherever one of the signed container's own parts is changed, it is no completion."""
    whole = archived()
    [signer] = DER(once())["content"]["signer_infos"]
    der = [each.dump() for each in DER(once())["content"]["certificates"]]
    der += [signer[part].dump() for part in ("signed_attrs", "signature", "sid")]
    part = data.draw(st.sampled_from(der))
    bent = bytearray(whole)
    bent[whole.index(part) + data.draw(st.integers(0, len(part) - 1))] ^= data.draw(
        st.integers(1, 255)
    )
    assert not grew(once(), bytes(bent))


def test_without_what_its_archive_names_the_timestamp_proves_nothing() -> None:
    for kind in ("no list", "no timestamp"):
        report = judged(changed(archived(), kind), trust())
        assert report.verdict is not Verdict.VALID or kind == "no timestamp"
        assert report.signatures[0].level is not Level.LTA
    bare = judged(changed(archived(), "no list"), trust())
    assert bare.reason is Reason.BAD_TIMESTAMP


def test_what_was_added_after_the_archive_is_not_archived() -> None:
    info = DER(archived())
    data = info["content"]
    extra = x509.Certificate.load(authority.agency().der)
    data["certificates"] = [*data["certificates"], cms.CertificateChoices("certificate", extra)]
    report = judged(info.dump())
    assert (report.verdict, report.signatures[0].level) == (Verdict.VALID, Level.LT)


@pytest.mark.parametrize("kind", [SIGNATURE, ARCHIVE])
def test_a_timestamp_of_another_signature_is_a_bad_one(kind: str) -> None:
    [other] = DER(at(Responder(SOON_MS), signed(holder(91, 100))).data)["content"]["signer_infos"]
    taken = [each for each in other["unsigned_attrs"] if each["type"].dotted == kind]
    info = DER(once())
    [signer] = info["content"]["signer_infos"]
    signer["unsigned_attrs"] = taken
    info["content"]["signer_infos"] = [signer]
    report = judged(info.dump(), trust())
    assert (report.verdict, report.reason) == (Verdict.UNPROVEN, Reason.BAD_TIMESTAMP)
    assert report.signatures[0].level is Level.B


def test_a_timestamp_without_an_index_is_a_bad_archive() -> None:
    info = DER(once())
    [signer] = info["content"]["signer_infos"]
    digest = hashlib.sha256(signer["signature"].native).digest()
    signer["unsigned_attrs"] = [attribute(ARCHIVE, token(digest, SOON_MS))]
    info["content"]["signer_infos"] = [signer]
    assert judged(info.dump(), trust()).reason is Reason.BAD_TIMESTAMP
