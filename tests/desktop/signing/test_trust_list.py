"""The trust list of a machine: made by an administrator, taken in, used, and never an older one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import CertificateRefused, NotAllowed, TrustListOlder
from core.signing.report import Verdict
from core.signing.verify import judge
from db.actions import trusting
from desktop.signing.trust import trust_for
from desktop.signing.trust_line import trust_line
from tests.db.test_ledger import World
from tests.pki import authority
from tests.pki.documents import LATER_MS, once

ROOTS, CAS = [authority.root().der], [authority.issuing().der]
DAY_MS = 86_400_000


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("unit"))
    yield made
    made.close()


def test_a_list_is_made_taken_in_and_judged_by(world: World) -> None:
    admin, clerk = world.admin.store, world.clerk.store
    assert trusting.held(clerk) is None
    assert judge(once(), trust_for(clerk), LATER_MS).verdict is Verdict.UNKNOWN
    assert trust_line(None, 0).key == "sync.trust.none"
    first = trusting.make(admin, ROOTS, CAS, authority.crls(), 30)
    second = trusting.make(admin, ROOTS, CAS, authority.crls(), 60)
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
    trusting.take(clerk, trusting.make(admin, ROOTS, CAS, [*authority.crls(), newer], 30))
    assert newer in trust_for(clerk).crls
    assert len(trust_for(clerk).crls) == 2


def test_only_an_administrator_on_an_administrators_machine_makes_one(world: World) -> None:
    with pytest.raises((NotAllowed, CertificateRefused)):
        trusting.make(world.clerk.store, ROOTS, CAS, [], 30)
