"""The trust list by way of the server: handed over once, taken by each machine in its next round,
by the rules of a list from a stick; whatever the server hands out.
"""

from __future__ import annotations

import json
import logging

import msgspec
import pytest
from msgspec.structs import replace

from core.commits import canonical
from core.commits.ids import b64
from core.errors import (
    AntinError,
    CertificateRefused,
    NotCanonical,
    NotFound,
    SignatureWrong,
    TrustListOlder,
)
from core.signing.algorithms import BUILT_IN
from core.signing.trust import Trust
from core.sync import message, trust_list, wire
from core.sync.trust_list import TrustList
from db import local
from db.acting import Store
from db.actions import authority as acts
from db.actions import trusting
from db.engine import writes
from desktop.sync import rounds
from server.__main__ import main
from server.trust_answers import PIECE
from tests.pki import authority
from tests.server.town import Machine, Town

GIVEN = Trust(
    roots=(authority.root().der,), intermediates=(authority.issuing().der,), crls=authority.crls()
)
DETAILED = replace(GIVEN, algorithms=BUILT_IN)


def handed(town: Town, data: bytes) -> int:
    """The list given to the server on its command line; the exit code."""
    path = town.folder / "list.antin"
    path.write_bytes(data)
    words = ["trust", "--data", str(town.server_home), str(path)]
    return main(words if town.database is None else [*words, "--database", town.database])


def held(machine: Machine) -> int:
    return trusting.number(machine.store)


def test_each_machine_takes_the_newest_in_its_next_round(either_town: Town) -> None:
    town = either_town
    admin, clerk, commander = (town.machine(name) for name in ("admin", "clerk", "commander"))
    first, second = (trusting.make(admin.store, given, 30) for given in (GIVEN, DETAILED))
    with town.running():
        assert handed(town, first) == 0
        [done] = town.sync(clerk)
        assert (held(clerk), done.problems) == (1, ())
        assert ("trust", "1") in done.changed
        assert handed(town, second) == 0
        town.sync(clerk, commander, admin)
        assert [held(one) for one in (clerk, commander, admin)] == [2, 2, 2]
        assert handed(town, first) == 2  # an older one is refused, and the newer one stays
        [again] = town.sync(clerk)
        assert (held(clerk), again.changed, again.problems) == (2, frozenset(), ())
    assert trusting.held(clerk.store) == trusting.held(admin.store)


def test_without_a_newer_list_nothing_more_is_asked(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither where the server has none, nor where the machine's own is as new or newer."""
    admin, clerk = town.machine("admin"), town.machine("clerk")
    trusting.take(clerk.store, made := trusting.make(admin.store, GIVEN, 30))
    newer = trusting.make(admin.store, GIVEN, 30)
    with town.running(), town.road(clerk) as road:
        rounds.exchange(clerk.store, road)
        for step in ("none", "the same", "older than ours"):
            if step == "the same":
                assert handed(town, made) == 0
            if step == "older than ours":
                trusting.take(clerk.store, newer)
            with caplog.at_level(logging.INFO, "antin.server"):
                assert rounds.exchange(clerk.store, road).problems == ()
            paths = [json.loads(record.message)["path"] for record in caplog.records]
            assert paths == ["/v1/hello"]
            caplog.clear()
    assert held(clerk) == 2


def test_the_command_tells_and_warns(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    admin = town.machine("admin")
    words = ["trust", "--data", str(town.server_home)]
    assert main(words) == 0
    assert capsys.readouterr().out.startswith("Chưa có danh sách tin cậy")
    assert handed(town, trusting.make(admin.store, GIVEN, 30)) == 0
    assert capsys.readouterr().out.startswith("Đang giao danh sách tin cậy số 1")
    assert handed(town, b"") == 2
    assert main(["trust", "--data", str(town.server_home), str(town.folder / "nowhere")]) == 2
    assert handed(town, _expired(admin)) == 1
    assert capsys.readouterr().out.startswith("CẢNH BÁO: danh sách tin cậy số 2")
    assert main(words) == 1


def _expired(admin: Machine) -> bytes:
    """The next list, due an hour ago."""
    now = admin.store.now()
    return _by(admin, number=held(admin) + 1, made=now - 7_200_000, next=now - 3_600_000)


def _by(signer: Machine, **changes: object) -> bytes:
    """A list by the key of any machine."""
    fields: dict[str, object] = {
        "realm": signer.store.realm.provision.realm,
        "device": signer.store.author.device,
        "number": 9,
        "made": 1,
        "next": 1 << 42,
        "roots": (b64(authority.root().der),),
    }
    return trust_list.write(TrustList(**fields | changes), signer.store.author.sign)  # type: ignore[arg-type]


def test_an_expired_list_is_taken_and_says_so(town: Town) -> None:
    """Refused, a machine would judge by an older one still; taken, every place warns."""
    admin, clerk = town.machine("admin"), town.machine("clerk")
    with town.running():
        handed(town, _expired(admin))
        [done] = town.sync(clerk)
    assert done.problems == ()
    found = trusting.held(clerk.store)
    assert found is not None
    assert found.next < clerk.store.now()


def _forged(admin: Machine, clerk: Machine) -> dict[str, tuple[bytes, type[AntinError]]]:
    good = _by(admin)
    return {
        "a clerk's": (_by(clerk), CertificateRefused),
        "a clerk's in the administrator's name": (
            _by(clerk, device=admin.store.author.device),
            SignatureWrong,
        ),
        "of another unit": (_by(admin, realm="0" * 26), CertificateRefused),
        "cut": (good[:-9], NotCanonical),
        "older than it is said to be": (_by(admin, number=1), TrustListOlder),
    }


def test_a_server_that_hands_out_a_false_list_is_not_believed(town: Town) -> None:
    """The refusal is told, everything else of the round goes on, and the list held stays."""
    admin, clerk = town.machine("admin"), town.machine("clerk")
    trusting.take(clerk.store, trusting.make(admin.store, GIVEN, 30))
    trusting.take(clerk.store, trusting.make(admin.store, GIVEN, 30))
    before = trusting.held(clerk.store)
    with town.running() as home:
        for name, (data, error) in _forged(admin, clerk).items():
            _put(home.store, data, admin.store.author.device)
            clerk.register(name.encode(), code=name)
            [done] = town.sync(clerk)
            assert [type(each) for each in done.problems] == [error], name
            assert (done.sent, done.uploaded, done.complete, done.equal) == (1, 1, True, True)
            assert trusting.held(clerk.store) == before


def _put(store: Store, data: bytes, signer: str) -> None:
    """What a server does that is not ours any more: anything in the place of the list."""
    with writes(store.engine).begin() as connection:
        local.put_value(connection, trusting.HELD, data)
        note = trusting.Note(9, signer)
        local.put_value(connection, trusting.NOTED, canonical.encode(note))


def test_a_list_of_a_revoked_machine_is_not_handed_on(town: Town) -> None:
    """Nobody would take it; each greeting looks at the noted signer."""
    admin, clerk = town.machine("admin"), town.machine("clerk")
    lost = clerk.store.author.device
    with town.running() as home:
        _put(home.store, _by(clerk), lost)
        assert trusting.offered(home.store) == 9
        acts.revoke_device(admin.store, lost, "máy thất lạc")
        [done] = town.sync(admin)
        assert [type(each) for each in done.problems] == [CertificateRefused]
        assert trusting.offered(home.store) == 0
        [done] = town.sync(admin)
        assert done.problems == ()


def test_a_long_list_comes_in_pieces_and_a_cut_one_changes_nothing(town: Town) -> None:
    admin, clerk = town.machine("admin"), town.machine("clerk")
    long = replace(GIVEN, crls=(bytes(3 << 20),))
    made = trusting.make(admin.store, long, 30)
    assert len(made) > PIECE
    with town.running(), town.road(clerk) as road:
        assert handed(town, made) == 0
        calls = iter(range(100))
        cut = rounds.exchange(clerk.store, road, stop=lambda: next(calls) >= 1)
        assert (cut.complete, held(clerk)) == (False, 0)
        whole = rounds.exchange(clerk.store, road)
        assert (whole.complete, whole.problems, held(clerk)) == (True, (), 1)
        for number, place in ((1, len(made)), (2, 0)):
            with pytest.raises(NotFound):
                road.trust_piece(number, place)


class _OldHelloAnswer(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """As programs knew it that know of no list by the server."""

    versions: tuple[int, ...]
    min_push: int
    min_pull: int
    realm: str
    server: str
    epoch: int
    time: int
    nonce: str | None = None
    tips: tuple[wire.Tip, ...] = ()


def test_old_and_new_understand_each_other() -> None:
    old = _OldHelloAnswer(
        versions=(1,), min_push=1, min_pull=1, realm="0" * 26, server="0" * 26, epoch=1, time=5
    )
    fields = msgspec.structs.asdict(old)
    said, _ = message.decode(wire.HelloAnswer, message.encode(old))
    assert said.trust == 0
    heard, _ = message.decode(_OldHelloAnswer, message.encode(wire.HelloAnswer(**fields, trust=7)))
    assert heard == old
    assert message.encode(wire.HelloAnswer(**fields)) == message.encode(old)
