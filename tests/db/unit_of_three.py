"""A fictional unit for tests: a root, a server, an administrator's device, a clerk's and a
commander's, all real stores.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from core.commits.ids import b64, text_id, unb64
from core.commits.signatures import Signed
from core.commits.trust import Certificate, Provision, Stream, issue, provision
from core.office.terms import Role
from db import opening
from db.acting import Store
from db.actions import authority
from db.engine import writes
from db.keys.protectors import by_key_file, write_key_file
from db.open_vault import OpenVault
from db.opening import Clock, Installation
from db.vault import Vault

LABELS = {"clerk": "Máy văn thư", "commander": "Máy chỉ huy"}
START = 1_795_000_000_000  # 2026-11-18


class Dice:
    """Bytes that look random and are the same in every run."""

    def __init__(self, seed: str) -> None:
        self._seed, self._count = seed, 0

    def __call__(self, size: int) -> bytes:
        self._count += 1
        return hashlib.shake_128(f"{self._seed}/{self._count}".encode()).digest(size)


class Watch:
    """A clock that moves by a second each time it is read."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> int:
        self.time += 1000
        return self.time


@dataclass
class Machine:
    """A device of the unit with its open store."""

    vault: OpenVault
    mine: Installation
    store: Store


class Unit:
    """Founded anew in a folder; ``machine`` adds a device for a person."""

    def __init__(self, folder: Path) -> None:
        self.names: dict[str, str] = {}
        self.folder, self.watch, self.dice = folder, Watch(), Dice("unit")
        self.clock = Clock(self.watch, self.dice)
        self.root = Ed25519PrivateKey.from_private_bytes(self.dice(32))
        self.realm, self.unit, self.authority, self.stream = (self.new_id() for _ in range(4))
        self.server_key = Ed25519PrivateKey.from_private_bytes(self.dice(32))
        self.server_id, self.admin_id = self.new_id(), self.new_id()
        self.admin_key = Ed25519PrivateKey.from_private_bytes(self.dice(32))
        founders = (
            self._founder("server", self.server_id, self.server_key),
            self._founder("administrator", self.admin_id, self.admin_key),
        )
        body = Provision(
            schema="antin-provision-1",
            serial=1,
            created=START,
            expires=START + 10**11,
            realm=self.realm,
            unit=self.unit,
            code="X99.01.02",
            name="Sư đoàn Bộ binh 999 (giả lập)",
            root=b64(self.root.public_key().public_bytes_raw()),
            recovery=b64(self.dice(32)),
            streams=(Stream(self.authority, "authority"), Stream(self.stream, "unit")),
            certificates=founders,
        )
        self.provision: Signed = provision(body, self.root.sign)

    def new_id(self) -> str:
        return text_id(self.dice(16))

    def certificate(
        self, kind: str, device: str, sign: bytes, box: bytes, issuer: str
    ) -> Certificate:
        return Certificate(
            v=1,
            realm=self.realm,
            device=device,
            kind=kind,
            label=LABELS.get(self.names.get(device, ""), f"máy {kind}"),
            sign=b64(sign),
            box=b64(box),
            unit=self.unit,
            streams=tuple(sorted((self.authority, self.stream))),
            start=START - 1000,
            end=START + 10**11,
            issuer=issuer,
            serial=1,
        )

    def _founder(self, kind: str, device: str, key: Ed25519PrivateKey) -> Signed:
        box = X25519PrivateKey.from_private_bytes(self.dice(32)).public_key().public_bytes_raw()
        return issue(
            self.certificate(kind, device, key.public_key().public_bytes_raw(), box, "root"),
            self.root.sign,
        )

    def machine(self, name: str, person: str) -> Machine:
        self.folder.joinpath("keys").mkdir(exist_ok=True)
        key = self.folder / "keys" / name
        write_key_file(key, self.dice)
        vault = Vault(self.folder / name, self.dice).create(person, name, by_key_file(key))
        mine = opening.prepare(vault, self.provision, self.clock)
        if name == "admin":
            mine = Installation(
                self.admin_id, b64(self.admin_key.private_bytes_raw()), mine.box, mine.inc
            )
            store = self.open(vault)
            with writes(store.engine).begin() as connection:
                opening.keep_installation(connection, mine)
            store.engine.dispose()
        self.names[mine.device] = name
        return Machine(vault, mine, self.open(vault))

    def open(self, vault: OpenVault) -> Store:
        return opening.open_store(vault, "passphrase", "test", self.clock)

    def admit(self, admin: Machine, machine: Machine) -> Certificate:
        sign = (
            Ed25519PrivateKey.from_private_bytes(unb64(machine.mine.sign))
            .public_key()
            .public_bytes_raw()
        )
        box = (
            X25519PrivateKey.from_private_bytes(unb64(machine.mine.box))
            .public_key()
            .public_bytes_raw()
        )
        certificate = self.certificate("device", machine.mine.device, sign, box, self.admin_id)
        authority.admit_device(admin.store, certificate, issue(certificate, self.admin_key.sign))
        return certificate


def people(unit: Unit, admin: Machine, **roles: Role) -> dict[str, str]:
    """Name people and give each a role; by the given name."""
    authority.set_unit(
        admin.store,
        unit.unit,
        name="Sư đoàn Bộ binh 999 (giả lập)",
        short="SĐ999",
        code="X99.01.02",
    )
    found = {}
    for name, role in roles.items():
        found[name] = person = unit.new_id()
        authority.set_person(
            admin.store, person, name=f"Người {name}", rank="Đại úy", post=name, unit=unit.unit
        )
        authority.give_grant(admin.store, person, role, "2026-01-01")
    return found
