"""The trust list of a machine: made by an administrator, taken in, used, and never an older one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from core.errors import CertificateRefused, NotAllowed, TrustListOlder
from core.signing.algorithms import BUILT_IN
from core.signing.report import Reason, Verdict
from core.signing.trust import Trust
from core.signing.verify import judge
from db.actions import trusting
from desktop.signing.report_words import why
from desktop.signing.trust import trust_for
from desktop.signing.trust_line import trust_line
from tests.db.test_ledger import World
from tests.pki import authority
from tests.pki.documents import LATER_MS, once

ROOTS, CAS = (authority.root().der,), (authority.issuing().der,)
GIVEN = Trust(roots=ROOTS, intermediates=CAS, crls=authority.crls())
DAY_MS = 86_400_000


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def test_a_list_is_made_taken_in_and_judged_by(world: World) -> None:
    admin, clerk = world.admin.store, world.clerk.store
    assert trusting.held(clerk) is None
    assert judge(once(), trust_for(clerk), LATER_MS).verdict is Verdict.UNKNOWN
    assert trust_line(None, 0).key == "sync.trust.none"
    first = trusting.make(admin, GIVEN, 30)
    second = trusting.make(admin, GIVEN, 60)
    assert trusting.take(clerk, second).number == 2
    assert trusting.take(clerk, second).number == 2  # the same again does no harm
    with pytest.raises(TrustListOlder):
        trusting.take(clerk, first)
    held = trusting.held(clerk)
    assert held is not None
    assert held.number == 2
    assert judge(once(), trust_for(clerk), LATER_MS).verdict is Verdict.VALID
    assert trust_line(held, held.next - 1).key == "sync.trust.held"
    assert trust_line(held, held.next).expired
    newer = authority.crl(
        authority.issuing(), at=datetime.now(UTC) + timedelta(days=9), revoked={12: authority.NOW}
    )
    trusting.take(clerk, trusting.make(admin, replace(GIVEN, crls=(*GIVEN.crls, newer)), 30))
    assert newer in trust_for(clerk).crls
    assert len(trust_for(clerk).crls) == 2


def test_its_algorithms_and_timestamp_authorities_are_judged_by_and_shown(world: World) -> None:
    """Signed by RSA 2048: good by the built-in table, weak by a list that wants 3072."""
    admin, clerk = world.admin.store, world.clerk.store
    authorities = replace(BUILT_IN[0], uses=("authority",))
    table = (authorities, replace(BUILT_IN[0], bits=3072, uses=("signature",)))
    stampers = (authority.timestamper().der,)
    more = replace(GIVEN, timestampers=stampers, algorithms=table)
    trusting.take(clerk, trusting.make(admin, more, 30))
    assert (trust_for(clerk).timestampers, trust_for(clerk).algorithms) == (stampers, table)
    report = judge(once(), trust_for(clerk), LATER_MS)
    assert (report.verdict, report.reason) == (Verdict.INVALID, Reason.WEAK)
    assert why(report, "en") == "The algorithm or key length is not safe. [RSA-2048 PSS SHA256]"
    assert "RSA ≥ 3072" in trust_line(trusting.held(clerk), 0).algorithms
    trusting.take(clerk, trusting.make(admin, GIVEN, 30))
    assert trust_line(trusting.held(clerk), 0).algorithms == ""
    assert judge(once(), trust_for(clerk), LATER_MS).verdict is Verdict.VALID


def test_only_an_administrator_on_an_administrators_machine_makes_one(world: World) -> None:
    with pytest.raises((NotAllowed, CertificateRefused)):
        trusting.make(world.clerk.store, replace(GIVEN, crls=()), 30)
