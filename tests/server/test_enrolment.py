"""New machines join: over the server's relay, or by two files; wrong codes and strange answers."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.commits.ids import b64
from core.errors import (
    BadInput,
    CertificateRefused,
    EmptyFile,
    EnrolAnswerForeign,
    EnrolCodeMistyped,
    EnrolCodeWrong,
    EnrolRefused,
    NotAllowed,
    NotFound,
    OtherFile,
    ServerBusy,
    VaultExists,
)
from core.sync import enrol
from db import opening
from db.actions import admission, enrolment, incoming, relay
from db.actions.enrolment import Newcomer
from db.keys.protectors import by_key_file
from db.open_vault import OpenVault
from db.queries import documents, office
from db.vault import Vault
from desktop import clock
from desktop.session import APP, CLOCK
from desktop.sync import enrolling
from tests.server.test_exchange import all_equal
from tests.server.town import PEOPLE, Machine, Town, key_file


def person(admin: Machine, name: str) -> str:
    return next(each.id for each in office.people(admin.store) if each.name == name)


def begin(
    town: Town, name: str, code: str, provision: bytes | None = None
) -> tuple[OpenVault, bytes]:
    folder = town.folder / name
    vault = Vault(opening.folder_of(folder), clock.random_bytes)
    who = Newcomer(f"Máy {name}", "Người mới", by_key_file(key_file(folder)))
    file = provision or (town.folder / "provision.antin").read_bytes()
    opened, request = enrolment.begin(vault, file, code, who, CLOCK)
    town.stack.callback(opened.close)
    return opened, request


def invite(admin: Machine, name: str = PEOPLE["clerk"], label: str = "") -> str:
    return admission.invite(admin.store, person(admin, name), label)


def test_by_files_without_any_server(town: Town) -> None:
    admin, clerk = town.machine("admin"), town.machine("clerk")
    document = clerk.register()
    with town.running():
        town.sync(clerk, admin)
    opened, request = begin(town, "third", invite(admin, PEOPLE["commander"], "Máy chỉ huy 2"))
    assert enrolment.pending(opened) == request
    approved = admission.approve(admin.store, request, everything=True)
    assert b"217/TM-TH" not in approved.answer
    enrolment.finish(opened, approved.answer, CLOCK)
    assert enrolment.pending(opened) is None
    third = town.machine("third")
    assert third.store.author.device == approved.device
    assert third.person == person(admin, PEOPLE["commander"])
    assert office.me(third.store).name == PEOPLE["commander"]
    assert documents.page(third.store, document) is not None
    assert [row.label for row in office.devices(admin.store) if row.id == approved.device] == [
        "Máy chỉ huy 2"
    ]
    incoming.submit(clerk.store, document)
    with town.running():
        town.sync(admin, clerk, third, clerk, admin)
    all_equal(town, third, clerk, admin)


def test_over_the_server(either_town: Town) -> None:
    town = either_town
    admin = town.machine("admin")
    opened, request = begin(town, "third", invite(admin))
    with town.running():
        assert enrolling.poll(opened, APP, CLOCK) is False
        with town.road(admin) as road:
            assert road.requests() == (request,)
            approved = admission.approve(admin.store, request, everything=False)
            town.sync(admin)
            road.reply(approved.request, approved.answer)
            assert road.requests() == ()
        assert enrolling.poll(opened, APP, CLOCK) is True
        assert enrolling.poll(opened, APP, CLOCK) is True
        third = town.machine("third")
        [done] = town.sync(third)
        assert done.equal
    all_equal(town, third)


def test_a_refused_request(town: Town) -> None:
    admin = town.machine("admin")
    opened, request = begin(town, "third", invite(admin))
    with town.running(), town.road(admin) as road:
        assert enrolling.poll(opened, APP, CLOCK) is False
        road.reply(enrol.request_hash(enrol.request_of(request)), b"")
        with pytest.raises(EnrolRefused):
            enrolling.poll(opened, APP, CLOCK)
        again = enrolment.ask_again(opened, invite(admin), "Máy mới", CLOCK)
        assert enrolling.poll(opened, APP, CLOCK) is False
        assert road.requests() == (again,)
        with pytest.raises(NotFound):
            road.reply(enrol.request_hash(enrol.request_of(request)), b"late")


def test_codes(town: Town) -> None:
    admin, clerk = town.machine("admin"), town.machine("clerk")
    code = invite(admin)
    with pytest.raises(EnrolCodeMistyped):
        begin(town, "third", code[:-1] + ("0" if code[-1] != "0" else "1"))
    assert not Vault(opening.folder_of(town.folder / "third"), clock.random_bytes).exists()
    unknown = enrol.code_text(bytes(range(16)))
    _, request = begin(town, "third", unknown)
    with pytest.raises(EnrolCodeWrong):
        admission.approve(admin.store, request, everything=True)
    _, first = begin(town, "fourth", code)
    approved = admission.approve(admin.store, first, everything=True)
    again = admission.approve(admin.store, first, everything=True)
    assert (again.device, again.done.changed) == (approved.device, frozenset())
    _, second = begin(town, "fifth", code)
    with pytest.raises(EnrolCodeWrong):
        admission.approve(admin.store, second, everything=True)
    with pytest.raises(NotAllowed):
        admission.invite(clerk.store, clerk.person, "")
    with pytest.raises(NotFound):
        admission.invite(admin.store, clerk.store.new_id(), "")
    assert [each.device for each in admission.pending(admin.store) if each.device] != []


def test_strange_answers_change_nothing(town: Town) -> None:
    admin = town.machine("admin")
    opened, request = begin(town, "third", invite(admin))
    _, other = begin(town, "fourth", invite(admin))
    foreign = admission.approve(admin.store, other, everything=True).answer
    ours = admission.approve(admin.store, request, everything=True).answer
    provision = (town.folder / "provision.antin").read_bytes()
    for wrong, error in (
        (foreign, EnrolAnswerForeign),
        (b"", EmptyFile),
        (provision, OtherFile),
        (request, OtherFile),
    ):
        with pytest.raises(error):
            enrolment.finish(opened, wrong, CLOCK)
    for cut in (ours[:-1], ours[:-2000], ours[:40], ours[:-100] + bytes(100)):
        with pytest.raises(BadInput):
            enrolment.finish(opened, cut, CLOCK)
    assert enrolment.pending(opened) == request
    enrolment.finish(opened, ours, CLOCK)
    with pytest.raises(EnrolAnswerForeign):
        enrolment.finish(opened, ours, CLOCK)


def test_a_machine_is_enrolled_once_and_by_a_file_in_force(town: Town) -> None:
    admin = town.machine("admin")
    code = invite(admin)
    begin(town, "third", code)
    with pytest.raises(VaultExists):
        begin(town, "third", code)
    late = opening.Clock(lambda: clock.now_ms() + 20 * 366 * 86_400_000, clock.random_bytes)
    folder = town.folder / "late"
    vault = Vault(opening.folder_of(folder), clock.random_bytes)
    who = Newcomer("Máy", "Người", by_key_file(key_file(folder)))
    file = (town.folder / "provision.antin").read_bytes()
    with pytest.raises(CertificateRefused):
        enrolment.begin(vault, file, code, who, late)


def test_the_relay_keeps_few_requests_and_not_for_ever(town: Town) -> None:
    admin = town.machine("admin")
    _, request = begin(town, "third", invite(admin))
    body = enrol.request_of(request)
    key = Ed25519PrivateKey.generate()
    public = b64(key.public_key().public_bytes_raw())

    def another(number: int) -> bytes:
        changed = msgspec.structs.replace(body, sign=public, nonce=b64(number.to_bytes(32)))
        return enrol.write_request(changed, bytes(16), key.sign)

    with town.opened() as found:
        for number in range(relay.MOST):
            assert relay.ask(found.store, another(number)) is None
        with pytest.raises(ServerBusy):
            relay.ask(found.store, another(1000))
        assert relay.ask(found.store, another(5)) is None
        later = replace(found.store, now=lambda: clock.now_ms() + relay.LIFE + 1000)
        assert relay.ask(later, another(1000)) is None
        assert len(relay.waiting(later)) == 1
