"""Which certificates may sign now, and what is known of a key before its PIN."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from core.signing.algorithms import BUILT_IN
from core.signing.trust import Trust, read_trust
from desktop.signing import acts, certificates
from desktop.signing.holders import holder
from tests.desktop.desk_rig import PIN, Desk
from tests.pki import authority as pki

TRUST: Trust = read_trust([pki.root().der], [pki.issuing().der], list(pki.crls()))


@pytest.fixture
def desk(tmp_path: Path, qapp: object) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def why(certificate: bytes, now: int = pki.NOW_MS) -> str:
    found = certificates.unfit(certificate, TRUST, now)
    return str(found.facts["reason"]) if found else ""


def test_a_good_certificate_may_sign() -> None:
    assert why(pki.person("chi-huy").der) == ""


@pytest.mark.parametrize("kind", ["revoked", "expired"])
def test_a_faulty_one_may_not(kind: str) -> None:
    assert why(pki.faulty(kind).der) == kind


def test_none_signs_by_an_algorithm_that_does_not_count() -> None:
    """By the built-in table, or by the trust list's own, from its end on; asked before the PIN, as
    far as the certificate tells, and with the padding once the key is open.
    """
    assert why(pki.faulty("weak").der) == "algorithm"
    pss = replace(BUILT_IN[0], paddings=("pss",), end=pki.NOW_MS + 1)
    listed = replace(TRUST, algorithms=(pss,))
    for now, mechanism, fit in (
        (pki.NOW_MS, "", True),
        (pki.NOW_MS, "pss", True),
        (pki.NOW_MS, "pkcs1", False),
        (pki.NOW_MS + 1, "pss", False),
    ):
        found = certificates.unfit(pki.person("chi-huy").der, listed, now, mechanism)
        assert (found is None) == fit
    curve = pki.curve_person().der
    assert certificates.unfit(curve, TRUST, pki.NOW_MS, "ecdsa") is None
    assert certificates.unfit(curve, listed, pki.NOW_MS, "ecdsa") is not None


def test_none_signs_before_its_time() -> None:
    long_ago = pki.NOW_MS - int(timedelta(days=20_000).total_seconds() * 1000)
    assert why(pki.person("chi-huy").der, long_ago) == "early"


def test_the_age_of_the_revocation_list_is_known() -> None:
    assert certificates.list_time(pki.person("chi-huy").der, TRUST) is not None
    assert certificates.list_time(pki.person("chi-huy").der, Trust()) is None


def test_a_key_is_known_once_it_was_opened(desk: Desk) -> None:
    store = desk.day.commander
    before = holder(store)
    assert before.key
    assert before.until is None
    acts.hand(store, desk.ring, acts.PERSON, PIN)
    after = holder(store)
    assert after.until == certificates.end(pki.person("chi-huy").der)
    assert after.refusal is None


def test_who_has_no_key_is_told_so(desk: Desk) -> None:
    found = holder(desk.day.clerk)
    assert found.refusal is not None
    assert found.refusal.code == "SigningKeyMissing"
