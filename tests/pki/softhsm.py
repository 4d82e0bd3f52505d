"""A real PKCS#11 token in a folder of the test: SoftHSM, with RSA keys of our making."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
)
PIN = "271828"


@dataclass
class Token:
    """A token with its module; ``environ`` leads the module to the folder of the token."""

    module: str
    folder: Path
    label: str = "Thẻ giả lập"
    environ: dict[str, str] = field(default_factory=dict)

    def util(self, *words: str) -> None:
        """Run softhsm2-util."""
        command = ["softhsm2-util", *words]
        subprocess.run(command, env=self.environ, check=True, capture_output=True)

    def add_key(self, name: str, number: str, bits: int = 2048) -> None:
        """A new RSA key with its public half."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        file = self.folder / "key.pem"
        file.write_bytes(pem)
        words = ("--token", self.label, "--label", name, "--id", number, "--pin", PIN)
        self.util("--import", str(file), *words)
        file.unlink()

    def add_signing_key(self, name: str) -> None:
        """A key pair that the token made, which may sign and nothing else."""
        self._do(f"s.generate_keypair(KeyType.RSA, 2048, label={name!r}, store=True, "
                 "capabilities=MechanismFlag.SIGN | MechanismFlag.VERIFY)")  # fmt: skip

    def remove_key(self, name: str) -> None:
        """Destroy what has this label."""
        self._do(f"[o.destroy() for o in list(s.get_objects({{Attribute.LABEL: {name!r}}}))]")

    def _do(self, statement: str) -> None:
        """A statement about a session ``s``, in a process of its own."""
        code = (
            "import pkcs11; from pkcs11 import Attribute, KeyType, MechanismFlag\n"
            f"t = pkcs11.lib({self.module!r}).get_token(token_label={self.label!r})\n"
            f"with t.open(rw=True, user_pin={PIN!r}) as s: {statement}\n"
        )
        subprocess.run([sys.executable, "-c", code], env=self.environ, check=True)

    def unplug(self) -> None:
        """Take it away."""
        (self.folder / "tokens").rename(self.folder / "away")
        (self.folder / "tokens").mkdir()

    def plug_in(self) -> None:
        """Put it back."""
        (self.folder / "tokens").rmdir()
        (self.folder / "away").rename(self.folder / "tokens")


def make(folder: Path, *, bits: int = 2048) -> Token:
    """A token with one key; skips where SoftHSM is not installed."""
    module = next((path for path in MODULES if Path(path).is_file()), None)
    if module is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM is not installed")
    (folder / "tokens").mkdir(parents=True)
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    environ = {"SOFTHSM2_CONF": str(config), "PATH": "/usr/bin:/bin"}
    token = Token(module, folder, environ=environ)
    token.util("--init-token", "--free", "--label", token.label, "--so-pin", PIN, "--pin", PIN)
    token.add_key("khóa mở kho", "01", bits)
    return token
