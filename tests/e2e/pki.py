"""Keys of the play's people: certificates of the fictional unit's own authority, key files, lists.

Made anew for each run from resources/demo/unit.json, which is read as data.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tests.pki import authority

ROOT: Final = Path(__file__).resolve().parents[2]
UNIT: Final = ROOT / "resources/demo/unit.json"
PIN: Final = "Khóa giả lập 999"
SEAL: Final = "con-dau"
DAYS: Final = 30
"""How long the revocation lists are good."""


def unit() -> dict[str, Any]:
    """The fictional unit: people, posts, books."""
    found: dict[str, Any] = json.loads(UNIT.read_text("utf-8"))
    return found


def person(who: str) -> dict[str, str]:
    """One of its people by id."""
    found: dict[str, str] = next(each for each in unit()["people"] if each["id"] == who)
    return found


@dataclass(frozen=True)
class Pki:
    """Files: trusted root, issuing authority, lists of both (PEM), and a key file for each."""

    folder: Path
    root: Path
    intermediate: Path
    crls: tuple[Path, Path]
    keys: dict[str, Path]


def make(folder: Path, people: tuple[str, ...]) -> Pki:
    """The authority's files and a key file for each of these people and for the agency's seal."""
    folder.mkdir(parents=True)
    now = datetime.now(UTC)
    both = (authority.root(), authority.issuing())
    root, intermediate = (folder / name for name in ("root.pem", "intermediate.pem"))
    crls = (folder / "root.crl.pem", folder / "intermediate.crl.pem")
    for path, holder in zip((root, intermediate), both, strict=True):
        path.write_bytes(authority.pem(holder.certificate))
    for path, holder in zip(crls, both, strict=True):
        der = authority.crl(holder, at=now, days=DAYS)
        path.write_bytes(x509.load_der_x509_crl(der).public_bytes(Encoding.PEM))
    keys = {}
    for number, who in enumerate((*people, SEAL), 100):
        path = keys[who] = folder / f"{who}.p12"
        path.write_bytes(authority.p12(_holder(who, number, now), PIN))
        path.chmod(0o600)
    return Pki(folder, root, intermediate, crls, keys)


def _holder(who: str, number: int, now: datetime) -> authority.Holder:
    """A certificate of the last half year."""
    if who == SEAL:
        subject = authority.name(authority.ORGANISATION)
    else:
        found = person(who)
        units = {each["id"]: each["name"] for each in unit()["units"]}
        subject = authority.name(found["name"], units[found["unit"]], found["post"])
    start = now - timedelta(days=180)
    end = now + timedelta(days=730)
    key = authority.rsa_key(number)
    return authority.issue(
        authority.Request(subject, key, number, start=start, end=end), authority.issuing()
    )
