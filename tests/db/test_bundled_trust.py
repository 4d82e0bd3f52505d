"""The trust list in bundles: a unit without a server gets the newest that way, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from core.commits.ids import b64
from core.errors import CertificateRefused, NotCanonical
from core.signing.algorithms import BUILT_IN
from core.signing.trust import Trust
from core.sync import trust_list
from core.sync.trust_list import TrustList
from db import local
from db.actions import bundles, incoming, trusting
from db.actions.files import NewFile
from db.engine import writes
from db.queries import documents
from tests.db.test_ledger import ENTRY, World
from tests.db.unit_of_three import Machine
from tests.pki import authority

GIVEN = Trust(
    roots=(authority.root().der,),
    intermediates=(authority.issuing().der,),
    crls=(bytes(1 << 20),),  # some chunks
    algorithms=BUILT_IN,
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def carry(source: Machine, target: Machine) -> bundles.Imported:
    made = bundles.export(source.store, [target.mine.device])
    return bundles.import_(target.store, made.pieces)


def test_the_newest_list_goes_along_from_hand_to_hand(world: World) -> None:
    """From the administrator to the clerk by file, on by bundles; none that is older."""
    admin, clerk, commander = (each.store for each in (world.admin, world.clerk, world.commander))
    first = trusting.make(admin, GIVEN, 30)
    trusting.take(clerk, first)
    done = carry(world.clerk, world.commander)
    assert (done.files, done.notices) == (0, ())
    assert trusting.held(commander) == trusting.held(admin)
    trusting.take(commander, trusting.make(admin, replace(GIVEN, algorithms=()), 30))
    for _ in range(2):  # the older one from the clerk is passed over, without a word
        assert carry(world.clerk, world.commander).notices == ()
        assert trusting.number(commander) == 2
    carry(world.commander, world.clerk)
    assert trusting.held(clerk) == trusting.held(admin)


def test_a_false_list_is_refused_told_and_stops_nothing(world: World) -> None:
    clerk, commander = world.clerk.store, world.commander.store
    document = incoming.register(clerk, ENTRY, None, world.book).entity
    false = TrustList(
        realm=clerk.realm.provision.realm,
        device=clerk.author.device,
        number=9,
        made=1,
        next=1 << 42,
        roots=(b64(authority.root().der),),
    )
    data = trust_list.write(false, clerk.author.sign)
    for spoilt, error in ((data, CertificateRefused), (data[:-9], NotCanonical)):
        with writes(clerk.engine).begin() as connection:
            local.put_value(connection, trusting.HELD, spoilt)
        done = carry(world.clerk, world.commander)
        assert [type(each) for each in done.notices] == [error]
        assert trusting.held(commander) is None
    assert documents.page(commander, document) is not None


def test_a_document_that_is_a_list_is_a_document(world: World) -> None:
    """Somebody attaches a list to a letter: the machine does not begin to judge by it."""
    made = trusting.make(world.admin.store, GIVEN, 30)
    file = NewFile("tin-cay.antin", "application/octet-stream", made, 1)
    document = incoming.register(world.clerk.store, ENTRY, file, world.book).entity
    done = carry(world.clerk, world.commander)
    assert (done.files, done.notices) == (1, ())
    page = documents.page(world.commander.store, document)
    assert page is not None
    assert [each.here for each in page.files] == [True]
    assert trusting.held(world.commander.store) is None
