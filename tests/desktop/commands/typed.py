"""``antin`` as people type it: words handed over by a descriptor, never as an argument."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ANTIN = Path(sys.executable).with_name("antin")
WORDS = "gàu sòng tát nước trăng lên muộn"


def antin(*arguments: str | Path, words: str | None = WORDS) -> subprocess.CompletedProcess[str]:
    """Run it in English; ``words`` is the passphrase, None where none is asked for."""
    reading, writing = os.pipe()
    os.write(writing, f"{words}\n".encode())
    os.close(writing)
    clean = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    secret = [] if words is None else ["--passphrase-fd", str(reading)]
    try:
        return subprocess.run(
            [ANTIN, *map(str, arguments), *secret],
            env=clean | {"ANTIN_LANGUAGE": "en"},
            pass_fds=[reading],
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        os.close(reading)
