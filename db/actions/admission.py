"""An administrator lets machines in: gives out codes, certifies the machines that ask with them.

The answer is followed by a bundle of what this machine knows, sealed to the new one
(docs/formats/enrolment.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from core.commits import canonical
from core.commits.ids import b64, unb64
from core.commits.signatures import Sign, Signed
from core.commits.trust import Certificate, issue, unread
from core.errors import EnrolCodeWrong, NotAllowed, NotFound
from core.office.terms import Act
from core.sync import bundle, enrol, receipt, segment
from core.sync.bundle import Lock
from core.sync.chunks import Chunk
from core.sync.enrol import EnrolAnswer, EnrolRequest
from core.sync.invitation import Invitation
from core.sync.invitation import write as write_invitation
from core.sync.receipt import Pack
from core.sync.segment import Run
from db import commits, facts, local, models, opening
from db.acting import Acting, Done, Store, acting
from db.actions import bundles, rooting
from db.engine import writes
from db.ledger import Changed

INVITE = "invite."
YEAR, DAY = 366 * 86_400_000, 86_400_000
LIFE = 14 * DAY
"""Milliseconds that a code waits for its machine."""
CONTENT_KEY, PREFIX = 32, 7


class Invite(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A code that was given out: for whom, for which machine, when, and what it became."""

    code: str
    person: str
    label: str
    at: int
    request: str = ""
    device: str = ""

    @property
    def until(self) -> int:
        """The instant (milliseconds UTC) at which the code ends."""
        return self.at + LIFE


@dataclass(frozen=True)
class Approved:
    """The answer to a request, and the device and person that it is for."""

    done: Done
    device: str
    person: str
    request: str
    answer: bytes


def invite(store: Store, person: str, label: str) -> str:
    """A code for a person's new machine, to be handed over in a way that only he sees.

    Raises NotAllowed, NotFound for an unknown person.
    """
    secret = store.random(enrol.CODE_BYTES)
    made = Invite(b64(secret), person, label, store.now())
    with writes(store.engine).begin() as connection:
        _require(store, connection)
        known = sa.select(models.Person.id).where(models.Person.id == person)
        if connection.execute(known).first() is None:
            raise NotFound(kind="person")
        _keep(connection, enrol.code_name(secret), made)
    return enrol.code_text(secret)


def pending(store: Store) -> list[Invite]:
    """The codes given out, also those that became a device, the oldest first; raises NotAllowed."""
    with store.engine.begin() as connection:
        _require(store, connection)
        found = local.values(connection, INVITE).values()
    return sorted((canonical.decode_as(Invite, kept) for kept in found), key=lambda each: each.at)


def withdraw(store: Store, code: str) -> None:
    """Take a code back that no machine has used. Raises NotAllowed, EnrolCodeWrong."""
    name = enrol.code_name(enrol.read_code(code))
    with writes(store.engine).begin() as connection:
        _require(store, connection)
        kept = local.value(connection, INVITE + name)
        if kept is None or canonical.decode_as(Invite, kept).device:
            raise EnrolCodeWrong
        local.drop_value(connection, INVITE + name)


def invitation(store: Store, code: str) -> bytes:
    """A code of ours with the provisioning file, as a file for the new machine's user.

    Raises NotAllowed, EnrolCodeWrong for a code that is none of ours.
    """
    name = enrol.code_name(enrol.read_code(code))
    with store.engine.begin() as connection:
        _require(store, connection)
        kept = local.value(connection, INVITE + name)
        if kept is None:
            raise EnrolCodeWrong
        given = canonical.decode_as(Invite, kept)
        called = sa.select(models.Person.name).where(models.Person.id == given.person)
        made = Invitation(
            code=code,
            person=connection.execute(called).scalar() or "",
            machine=given.label,
            until=given.until,
            provision=opening.envelope(connection),
        )
    return write_invitation(made)


def approve(store: Store, data: bytes, *, everything: bool, root: Sign | None = None) -> Approved:
    """Certify the machine that asks, and tell everybody; the answer file. ``root`` makes it an
    administrator's.

    ``everything`` adds the unit's stream, for a machine without network; else only the authority's
    stream goes along. The same request again gets the same certificate. Raises NotAllowed,
    EnrolCodeWrong, and what reading the request raises.
    """
    request = enrol.request_of(data)
    realm = store.realm.provision
    with acting(store, realm.stream("authority")) as act:
        act.require(Act.ENROL_DEVICE)
        given = _invite_of(act.connection, data, request, store.now())
        if request.realm != realm.realm:
            raise EnrolCodeWrong
        if given.device:
            changed: Changed = frozenset()
        else:
            given, changed = _certify(act, request, given, root)
        streams = {realm.stream("authority"), *([realm.stream("unit")] if everything else ())}
        carried = _carried(act.connection, store, streams, unb64(request.box, 32))
        answer = EnrolAnswer(
            request=given.request,
            certificate=canonical.shape(Signed, _admitted(act.connection, given.device)[-1]),
            certificates=_issuers(act.connection, store),
            provision=realm.serial,
        )
    file = enrol.write_answer(answer) + carried
    done = Done(changed, given.device)
    return Approved(done, given.device, given.person, given.request, file)


def _require(store: Store, connection: sa.Connection) -> None:
    """Whoever may not let machines in gives out no code and reads none."""
    Acting(store, connection, store.stream).require(Act.ENROL_DEVICE)


def _keep(connection: sa.Connection, name: str, made: Invite) -> None:
    local.put_value(connection, INVITE + name, canonical.encode(made))


def _invite_of(connection: sa.Connection, data: bytes, request: EnrolRequest, now: int) -> Invite:
    """The invitation that a request was made with; a code serves one request, for two weeks."""
    kept = local.value(connection, INVITE + request.code)
    if kept is None:
        raise EnrolCodeWrong
    found = canonical.decode_as(Invite, kept)
    enrol.read_request(data, unb64(found.code, enrol.CODE_BYTES))
    if found.request not in {"", enrol.request_hash(request)}:
        raise EnrolCodeWrong
    if not found.device and now >= found.until:
        raise EnrolCodeWrong
    return found


def _certify(
    act: Acting, request: EnrolRequest, given: Invite, root: Sign | None
) -> tuple[Invite, Changed]:
    """Admit the device in a commit; its invitation as used."""
    certificate = _certificate(act.connection, act.store, request, given)
    if root is not None:
        certificate = rooting.administrators(certificate, act.store.now())
    envelope = issue(certificate, root or act.store.author.sign)
    act.add(
        "device.admit",
        certificate.device,
        certificate=msgspec.to_builtins(envelope),
        person=given.person,
    )
    changed = act.append()
    name = enrol.request_hash(request)
    used = msgspec.structs.replace(given, request=name, device=certificate.device)
    _keep(act.connection, request.code, used)
    return used, changed


def _certificate(
    connection: sa.Connection, store: Store, request: EnrolRequest, given: Invite
) -> Certificate:
    """A certificate for a year, within the administrator's own; it begins a day ago, as the new
    machine's clock may be behind. Raises NotAllowed on a device that is no administrator's.
    """
    own, _ = facts.certificate(connection, store.realm, store.author.device)
    if own is None or own.kind != "administrator":
        raise NotAllowed(act=Act.ENROL_DEVICE.value, roles="administrator")
    now = store.now()
    return Certificate(
        v=1,
        realm=request.realm,
        device=store.new_id(),
        kind="device",
        label=given.label or request.label,
        sign=request.sign,
        box=request.box,
        unit=store.unit,
        streams=tuple(sorted(stream.id for stream in store.realm.provision.streams)),
        start=max(own.start, now - DAY),
        end=min(own.end, now + YEAR),
        issuer=own.device,
        serial=1,
    )


def _admitted(connection: sa.Connection, device: str) -> list[object]:
    """The admissions of a device, the oldest first."""
    key = ("device", device)
    lists = facts.states(connection, [key]).get(key, {}).get("lists", {})
    return [value["certificate"] for _, value in lists.get("certificates", ())]


def _issuers(connection: sa.Connection, store: Store) -> tuple[Signed, ...]:
    """The founders' certificates, and those that the root made for this machine since."""
    own, realm = store.author.device, store.realm
    held, _ = facts.certificates(connection, realm, own)
    later = {canonical.encode(one) for one in held if one != realm.founders.get(own)}
    said = _admitted(connection, own)
    made = (each for each in said if canonical.encode(unread(each)) in later)
    return (*realm.provision.certificates, *(canonical.shape(Signed, each) for each in made))


def _carried(connection: sa.Connection, store: Store, streams: set[str], box: bytes) -> bytes:
    """A bundle of all commits of some streams with their receipts, sealed to a new machine."""
    mine = {part: seq for part, seq in commits.frontier(connection).items() if part[2] in streams}
    chosen = [
        commit
        for part, seq in sorted(mine.items())
        for commit in commits.run(connection, part, 1, seq)
    ]
    made = bundles.heading(connection, store, mine)
    ordered = commits.receipts(connection, [commit.id for commit in chosen])
    records: list[Run | Pack | Chunk] = [*segment.runs(chosen), *receipt.packs(ordered)]
    lock = Lock([box], store.random(CONTENT_KEY), store.random(PREFIX))
    return b"".join(bundle.write_bundle(made, records, lock, store.author.sign))
