"""From nothing to the first window, against a bare PySide6 window with the same fonts (ux.md)."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from measure import in_turns, tell

import resources

ANTIN = Path(sys.executable).with_name("antin")
BARE = """
import sys
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication([])
for font in sys.argv[1:]:
    QFontDatabase.addApplicationFont(font)
window = QWidget()
window.resize(1366, 768)
window.show()
application.processEvents()
print("ready", flush=True)
application.exec()
"""


def cpu_until_ready(command: list[str]) -> float:
    """Processor seconds until the program says that it is ready."""
    before = getrusage(RUSAGE_CHILDREN)
    _until_ready(command)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def wall_until_ready(command: list[str]) -> float:
    """Seconds until the program says that it is ready."""
    return _until_ready(command)


def _until_ready(command: list[str]) -> float:
    begun = time.perf_counter()
    environ = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as program:
        said = any(line == "ready\n" for line in program.stdout or ())
        taken = time.perf_counter() - begun
        program.kill()
    if not said:
        raise SystemExit(f"{command[0]} ended before it was ready")
    return taken


def main(home: str) -> None:
    """Both programs off-screen, each with the bytecode that an installation has."""
    fonts = sorted(map(str, resources.path("fonts/ui").glob("*.ttf")))
    ours = [str(ANTIN), "--home", home, "--announce"]
    bare = [sys.executable, "-c", BARE, *fonts]
    for what, measured, limit in (("CPU", cpu_until_ready, 4), ("wall", wall_until_ready, 4)):
        here, peer = in_turns(10, partial(measured, ours), partial(measured, bare))
        tell(f"first window, {what}", here, "s", against="bare window", peer=peer, limit=limit)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(f"{folder}/home")
