"""The unit that every world begins with: founded once by the product's ceremony, then copied."""

from __future__ import annotations

import atexit
import random
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import resources
from core.commits.ids import text_id
from core.commits.signatures import Signed
from core.office.roster import load_roster
from core.sync import container
from core.sync.container import FileKind
from core.sync.founding import ServerRequest
from db import opening, serving
from db.actions import admission, enrolment, founding, lending
from db.actions.enrolment import Newcomer
from db.actions.lending import LeaseWish
from db.vault import Vault
from desktop.sync import rounds
from tests.sim.hosts import SPKI, Central, Device, Time
from tests.sim.net import Net, Road

START = 1_773_280_800_000
"""2026-03-12 09:00 in Vietnam."""
PEOPLE = {"clerk": "mau", "commander": "gia-dinh", "officer": "thi-du", "late": "mo-phong"}
YEAR_END = "2026-12-31"
LEASED = 12
WORDS = "mật khẩu chỉ để thử"


@dataclass(frozen=True)
class Template:
    """A founded unit on disk, the time at its end, the book of arrivals, and the provisioning
    file.
    """

    folder: Path
    time: int
    book: str
    provision: bytes


def shelf() -> str | None:
    """Memory where the system has it as a folder: nothing here has to last."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


@cache
def template() -> Template:
    """The founded unit of this process."""
    folder = Path(tempfile.mkdtemp(prefix="antin-sim-", dir=shelf()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    time = Time(START)
    central = Central(folder, "server", time, "template")
    admin = Device(folder, "admin", time, "template")
    provision, people = _found(central, admin)
    devices = [
        admin,
        *(join(admin, name, people[word], provision) for name, word in PEOPLE.items()),
    ]
    book = lending.find_register(admin.store, "incoming", 2026)
    central.open()
    net = Net(random.Random(0), lambda *_: None)
    for device in (admin, *devices[1:]):
        rounds.exchange(device.store, Road(net, central, device))
    lease(central, devices[1], book, LEASED)
    for device in devices:
        rounds.exchange(device.store, Road(net, central, device))
    net.close()
    for machine in (central, *devices):
        machine.stop()
    return Template(folder, time.now, book, provision)


def _found(central: Central, admin: Device) -> tuple[bytes, dict[str, str]]:
    """The ceremony: the provisioning file, and the people's ids by their short words."""
    machine = central.protection
    vault = Vault(central.vault_folder, central.random)
    opened = vault.create(text_id(central.random(16)), "server", machine)
    keys = serving.prepare(opened, central.clock)
    asked = ServerRequest(
        label="Máy chủ", sign=keys.sign, box=keys.box, spki=SPKI, at=central.now()
    )
    roster = load_roster(resources.text("demo/unit.json"))
    given = founding.Founding(roster, asked, "https://sim:443", (), (), WORDS, WORDS[::-1])
    of_admin = Vault(opening.folder_of(admin.folder), admin.random)
    made = founding.found(of_admin, given, admin.clock)
    serving.provision(opened, container.read_json(FileKind.PROVISION, Signed, made.provision), SPKI)
    opened.close()
    person = of_admin.people()[0].person
    made.vault.close()
    of_admin.change_protection(person, WORDS, admin.protection, admin.now())
    admin.open()
    return made.provision, founding.first_commits(admin.store, roster)


def join(
    admin: Device,
    name: str,
    person: str,
    provision: bytes,
    seed: str = "template",
    everything: bool = True,
) -> Device:
    """Enrol a machine for a person, by files; with ``everything`` of the unit's stream."""
    made = Device(admin.folder.parent, name, admin.time, seed)
    code = admission.invite(admin.store, person, name)
    vault = Vault(opening.folder_of(made.folder), made.random)
    who = Newcomer(name, name, made.protection)
    opened, asked = enrolment.begin(vault, provision, code, who, made.clock)
    answer = admission.approve(admin.store, asked, everything=everything).answer
    enrolment.finish(opened, answer, made.clock)
    opened.close()
    made.open()
    return made


def lease(
    central: Central, device: Device, book: str, count: int, lost: bool = False
) -> tuple[int, int]:
    """Numbers of a book for a device, as an administrator of the server gives them."""
    who, inc = lending.find_device(central.store, device.store.author.device)
    start = central.store.today().isoformat()
    wish = LeaseWish(who, inc, count, start, YEAR_END, lost)
    return lending.give_lease(central.store, central.home.registrar, book, wish)
