"""A new machine joins the unit: it asks with a code, and takes an administrator's answer.

The same two files go over the server's relay or by hand (docs/formats/enrolment.md). The answer is
followed by a bundle with what the administrator's machine knows, sealed to the new machine, so a
station without any network begins with people, rights and books.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from core.commits.format import Commit
from core.commits.ids import b64, text_id, unb64
from core.commits.signatures import Signed
from core.commits.trust import Certificate, Provision, ServerPlace, read_provision
from core.errors import BundleEdited, CertificateRefused, EnrolAnswerForeign
from core.sync import bundle, container, enrol, receipt, segment
from core.sync.bundle import Kind, Record
from core.sync.chunks import Chunk
from core.sync.container import FileKind
from core.sync.enrol import EnrolRequest
from core.sync.receipt import Receipted
from db import groups, ledger, local, opening
from db.engine import once
from db.incarnation import Installation
from db.keys.protectors import Protection
from db.open_vault import OpenVault
from db.opening import Clock
from db.vault import Vault

PENDING, PERSON = "enrol.pending", "person."


@dataclass(frozen=True)
class Newcomer:
    """A machine that asks, and the person who will unlock it: labels, and what protects the
    vault.
    """

    machine: str
    person: str
    protection: Protection


def begin(
    vault: Vault, provision: bytes, code: str, who: Newcomer, clock: Clock
) -> tuple[OpenVault, bytes]:
    """Make this machine's vault and keys; the open vault and the request file.

    Raises EnrolCodeMistyped, VaultExists, DiskFull, CertificateRefused for a provisioning file out
    of date, and what reading that file raises.
    """
    secret = enrol.read_code(code)
    envelope = container.read_json(FileKind.PROVISION, Signed, provision)
    body = read_provision(envelope)
    if clock.now() >= body.expires:
        raise CertificateRefused(reason="period")
    entry = text_id(clock.random(16))
    opened = vault.create(entry, who.person, who.protection, unb64(body.recovery, 32))
    opening.prepare(opened, envelope, clock)
    return opened, _ask(opened, body, secret, who.machine, clock)


def ask_again(vault: OpenVault, code: str, machine: str, clock: Clock) -> bytes:
    """Another request of a machine that was not certified yet, with another code."""
    with once(vault.connect) as connection:
        body = opening.realm(connection).provision
    return _ask(vault, body, enrol.read_code(code), machine, clock)


def _ask(vault: OpenVault, body: Provision, secret: bytes, machine: str, clock: Clock) -> bytes:
    with once(vault.connect, writing=True) as connection:
        mine = opening.installation(connection)
        data = request_of(mine, body, secret, machine, clock)
        local.put_value(connection, PENDING, data)
    return data


def request_of(
    mine: Installation, body: Provision, secret: bytes, machine: str, clock: Clock
) -> bytes:
    """The request file of an installation's keys, made with a code."""
    keys = opening.public_keys(mine)
    request = EnrolRequest(
        realm=body.realm,
        code=enrol.code_name(secret),
        label=machine,
        sign=keys.sign,
        box=keys.box,
        nonce=b64(clock.random(32)),
        at=clock.now(),
    )
    return enrol.write_request(request, secret, mine.signer())


def place(vault: OpenVault) -> ServerPlace | None:
    """Where the unit's server listens, by the provisioning file; None at an isolated station."""
    with once(vault.connect) as connection:
        return opening.realm(connection).provision.server


def pending(vault: OpenVault) -> bytes | None:
    """The request file that waits for its answer; None once this machine is certified."""
    with once(vault.connect) as connection:
        return local.value(connection, PENDING)


def finish(vault: OpenVault, data: bytes, clock: Clock) -> None:
    """Take the answer: keep the certificate and what follows it; the vault's person gets his id.

    Raises EnrolAnswerForeign, CertificateRefused, SignatureWrong, and what reading files and
    bundles raises; nothing is changed then.
    """
    with once(vault.connect, writing=True) as connection:
        waiting = local.value(connection, PENDING)
        if waiting is None:
            raise EnrolAnswerForeign
        ours = take(connection, opening.installation(connection), waiting, data, clock)
        if person := groups.person_of(connection, ours.device):
            local.put_value(connection, PERSON + vault.person, person.encode())
        local.drop_value(connection, PENDING)


def take(
    connection: sa.Connection, mine: Installation, waiting: bytes, data: bytes, clock: Clock
) -> Certificate:
    """Keep an installation with the certificate that answers its request, and what follows the
    answer; the certificate. Raises as ``finish``.
    """
    small, carried = container.parted(data)
    realm, request = opening.realm(connection), enrol.request_of(waiting)
    answer, known = enrol.read_answer(small, request, realm.root)
    ours = next(each for each in known.values() if each.sign == request.sign)
    if not ours.start <= clock.now() < ours.end:
        raise CertificateRefused(reason="period")
    named = msgspec.structs.replace(mine, device=ours.device, certificate=answer.certificate)
    opening.keep_installation(connection, named)
    if carried:
        arrived, ordered = _read_bundle(carried, unb64(mine.box, 32), known)
        ledger.take(connection, realm, arrived, ledger.checked(realm, ordered))
    return ours


def _read_bundle(
    data: bytes, private: bytes, known: dict[str, Certificate]
) -> tuple[list[Commit], list[Receipted]]:
    def public_of(device: str) -> bytes | None:
        return unb64(known[device].sign, 32) if device in known else None

    arrived: list[Commit] = []
    ordered: list[Receipted] = []
    for record in bundle.read_bundle([data], private, public_of):
        if isinstance(record, Record) and record.kind is Kind.SEGMENT:
            arrived.extend(segment.decode(record.data).commits)
        elif isinstance(record, Record):
            ordered.extend(receipt.decode_receipts(record.data))
        elif isinstance(record, Chunk):
            raise BundleEdited(where="records")
    return arrived, ordered
