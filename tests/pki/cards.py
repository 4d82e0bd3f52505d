"""Tokens that sign: SoftHSM with keys and certificates of the test authority, and a spy that counts
what is asked of the module.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.pki.softhsm import MODULES, PIN

if TYPE_CHECKING:
    from tests.pki.authority import Holder

SPIES = ("/usr/lib/x86_64-linux-gnu/pkcs11-spy.so", "/usr/lib64/pkcs11-spy.so")
FLAGS = bytes.fromhex("000000008000534b0000000000000002")
"""How SoftHSM's file of a token begins the word of its flags."""
LENGTH = "pSignature[*pulSignatureLen] NULL"
LOCKED, FINAL = 0x40000, 0x20000
_HOLD = """
import json, sys, pkcs11
from pkcs11 import Attribute
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate
told = json.loads(sys.argv[1])
token = pkcs11.lib(told["module"]).get_token(token_serial=told["serial"].encode())
decode = decode_rsa_private_key if told["rsa"] else decode_ec_private_key
key = decode(bytes.fromhex(told["key"]))
more = {Attribute.ID: bytes.fromhex(told["id"]), Attribute.TOKEN: True}
own = {Attribute.PRIVATE: True, Attribute.SENSITIVE: True, Attribute.SIGN: True}
own[Attribute.ALWAYS_AUTHENTICATE] = told["always"]
with token.open(rw=True, user_pin=told["pin"]) as session:
    session.create_object({**key, **more, **own})
    session.create_object({**decode_x509_certificate(bytes.fromhex(told["certificate"])), **more})
"""


@dataclass
class Cards:
    """A module in a folder of the test, with its tokens; ``environ`` leads the module there."""

    module: str
    folder: Path
    spy: str
    environ: dict[str, str] = field(default_factory=dict)

    def add(self, label: str) -> Card:
        """One more token; two may have one label."""
        before = set(self._places())
        words = ("--label", label, "--so-pin", PIN, "--pin", PIN)
        command = ["softhsm2-util", "--init-token", "--free", *words]
        subprocess.run(command, env=self.environ, check=True, capture_output=True)
        [place] = set(self._places()) - before
        return Card(self, place, label)

    def _places(self) -> list[Path]:
        return list((self.folder / "tokens").iterdir())

    def log(self) -> Path:
        """Where the spy writes."""
        return self.folder / "spy.log"

    def asked(self, function: str) -> int:
        """How often a function of PKCS#11 was called through the spy; asking how long a signature
        will be (v2.40 §5.2) is no signature.
        """
        text = self.log().read_text(errors="replace") if self.log().exists() else ""
        calls = [call for call in text.split("\n\n") if f": {function}\n" in call]
        return sum(LENGTH not in call for call in calls)


@dataclass
class Card:
    """One token."""

    cards: Cards
    place: Path
    label: str

    @property
    def serial(self) -> str:
        return self.place.name.replace("-", "")[-16:]

    def hold(self, holder: Holder, number: str = "01", *, always: bool = False) -> None:
        """Put a key with its certificate on it under a CKA_ID (hex)."""
        private = holder.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
        told = {"module": self.cards.module, "serial": self.serial, "pin": PIN, "id": number}
        told |= {"key": private.hex(), "certificate": holder.der.hex()}
        rest = {"rsa": isinstance(holder.key, rsa.RSAPrivateKey), "always": always}
        command = [sys.executable, "-c", _HOLD, json.dumps(told | rest)]
        subprocess.run(command, env=self.cards.environ, check=True)

    def unplug(self) -> None:
        """Take it away."""
        self.place.rename(self.cards.folder / self.place.name)

    def plug_in(self) -> None:
        """Put it back."""
        (self.cards.folder / self.place.name).rename(self.place)

    def flag(self, *, put: int = 0, take: int = 0) -> None:
        """Change what its PIN can bear, where SoftHSM keeps it: it never locks by itself."""
        file = self.place / "token.object"
        content = file.read_bytes()
        at = content.index(FLAGS) + len(FLAGS)
        flags = int.from_bytes(content[at : at + 8]) & ~take | put
        file.write_bytes(content[:at] + flags.to_bytes(8) + content[at + 8 :])


def make(folder: Path) -> Cards:
    """A module without a token; skips where SoftHSM or the spy is not installed."""
    module = next((path for path in MODULES if Path(path).is_file()), None)
    spy = next((path for path in SPIES if Path(path).is_file()), None)
    if module is None or spy is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM and OpenSC's spy are not installed")
    (folder / "tokens").mkdir(parents=True)
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    cards = Cards(module, folder, spy)
    cards.environ |= {"SOFTHSM2_CONF": str(config), "PATH": "/usr/bin:/bin"}
    cards.environ |= {"PKCS11SPY": module, "PKCS11SPY_OUTPUT": str(cards.log())}
    return cards
