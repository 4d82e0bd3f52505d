"""Each rule of the house bites: a breach is planted in a copy and must be named with its line."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture import places, sizes, source, tracked

ROOT = Path(__file__).resolve().parents[2]


def plant(root: Path, name: str, text: str) -> Path:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return root


HOMELESS = [
    ("desktop/home/page.py", "import threading\n"),
    ("db/vault.py", "from PySide6.QtCore import QThread\n"),
    ("desktop/home/page.py", "import PySide6.QtCore as q\nq.QThreadPool.globalInstance()\n"),
    ("desktop/commands/x.py", "import subprocess\n"),
    ("server/x.py", "import os\nos.fork()\n"),
    ("desktop/__main__.py", "from multiprocessing import Process\n"),
    ("desktop/sync/loop.py", "import urllib3\n"),
    ("desktop/intake/x.py", "import http.client\n"),
    ("db/ledger.py", "from datetime import datetime as d\nd.now()\n"),
    ("core/x.py", "import datetime\ndatetime.date.today()\n"),
    ("server/app.py", "from os import urandom\n"),
    ("desktop/x.py", "from time import time\n"),
    ("desktop/home/x.py", "from PySide6.QtWidgets import QMessageBox\n"),
    ("desktop/books/x.py", "from PySide6.QtPrintSupport import QPrinter\n"),
    ("desktop/books/x.py", "from desktop.written import write_whole\n"),
    ("desktop/books/x.py", "from db.actions import exports\nexports.take()\n"),
]


@pytest.mark.parametrize(("name", "text"), HOMELESS)
def test_a_name_outside_its_home(tmp_path: Path, name: str, text: str) -> None:
    found = places.homeless(plant(tmp_path, name, text))
    assert {(b.file, b.line) for b in found} == {(name, text.count("\n"))}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("desktop/background.py", "import threading\n"),
        ("desktop/worker.py", "import subprocess\n"),
        ("desktop/__main__.py", "from multiprocessing import freeze_support\nfreeze_support()\n"),
        ("desktop/clock.py", "import time\ntime.time_ns()\n"),
        ("server/clock.py", "import secrets\n"),
        ("desktop/sync/client.py", "import urllib3\n"),
        ("desktop/widgets/ask.py", "from PySide6.QtWidgets import QMessageBox\n"),
        ("desktop/printing/x.py", "from PySide6.QtPrintSupport import QPrinter\n"),
        ("desktop/printing/leaving.py", "import desktop.written\n"),
        ("desktop/home/x.py", "import time\ntime.monotonic()\n"),
    ],
)
def test_a_name_at_home(tmp_path: Path, name: str, text: str) -> None:
    assert not list(places.homeless(plant(tmp_path, name, text)))


@pytest.mark.parametrize(
    "line",
    [
        "import os",
        "from pathlib import Path",
        "import random",
        "import logging",
        "import yaml",
        "import pikepdf",
        "open('x')",
        "print('x')",
        "Ed25519PrivateKey.generate()",
        "import desktop",
    ],
)
def test_core_that_is_not_pure(tmp_path: Path, line: str) -> None:
    found = list(places.impure(plant(tmp_path, "core/office/x.py", f"'doc'\n{line}\n")))
    assert found
    assert {(b.file, b.line) for b in found} == {("core/office/x.py", 2)}


def test_only_signing_has_the_pdf_libraries(tmp_path: Path) -> None:
    plant(tmp_path, "core/signing/x.py", "import pikepdf\nfrom pyhanko.sign import fields\n")
    assert not list(places.impure(tmp_path))


@pytest.mark.parametrize(
    "line",
    [
        "x = 'color: #1A2b3c'",
        "x = '#fff'",
        "x = 'rgba(0, 0, 0, 20)'",
        "QColor(255, 0, 0)",
        "w.setStyleSheet('')",
    ],
)
def test_colour_and_style_outside_the_theme(tmp_path: Path, line: str) -> None:
    found = list(
        places.coloured(plant(tmp_path, "desktop/home/x.py", f"'#fff in words'\n{line}\n"))
    )
    assert [b.line for b in found] == [2]


def test_colour_and_style_in_the_theme(tmp_path: Path) -> None:
    plant(tmp_path, "desktop/theme/tokens.py", "x = '#ffffff'\n")
    plant(tmp_path, "desktop/theme/sheet.py", "w.setStyleSheet('')\n")
    assert not list(places.coloured(tmp_path))


def test_sizes_and_a_stale_exception(tmp_path: Path) -> None:
    plant(tmp_path, "core/file.py", "x = 1\n" * (sizes.FILE + 1))
    plant(tmp_path, "core/function.py", "def f():\n" + "    x = 1\n" * sizes.FUNCTION)
    methods = "".join(f"    def m{n}(self): ...\n" for n in range(sizes.METHODS + 1))
    plant(tmp_path, "core/klass.py", "class C:\n" + methods)
    plant(tmp_path, "tests/test_x.py", "def f():\n" + "    x = 1\n" * sizes.FUNCTION)
    assert [b.file for b in sizes.oversized(tmp_path, {})] == [
        "core/file.py",
        "core/function.py",
        "core/klass.py",
    ]
    listed = {"core/file.py": "", "core/function.py::f": "", "core/klass.py::C": ""}
    assert not list(sizes.oversized(tmp_path, listed))
    stale = list(sizes.oversized(tmp_path, {**listed, "core/gone.py::g": ""}))
    assert [b.file for b in stale] == ["core/gone.py::g"]


def test_empty_names_and_work_left_behind(tmp_path: Path) -> None:
    plant(tmp_path, "desktop/utils.py", "x = 1\n")
    plant(tmp_path, "desktop/home.py", "x = 1  # TO" + "DO: finish\n")
    assert [(b.file, b.line) for b in sizes.nameless(tmp_path)] == [
        ("desktop/home.py", 1),
        ("desktop/utils.py", 1),
    ]


def test_a_missing_and_a_long_readme(tmp_path: Path) -> None:
    for folder in sizes.FOLDERS[1:]:
        plant(tmp_path, f"{folder}/README.md", "x\n" * (20 if folder == "db" else 3))
    assert [b.file for b in sizes.unexplained(tmp_path)] == ["core/README.md", "db/README.md"]


@pytest.mark.parametrize(
    "line",
    ["see /" + "root/x", "cd /" + "work/main", "pip -i x.py" + "pi.org", "deb.deb" + "ian.org"],
)
def test_a_machine_or_registry_is_named(tmp_path: Path, line: str) -> None:
    plant(tmp_path, "docs/x.md", f"fine: /usr/lib, ~/work/x and db/home/x\n{line}\n")
    found = list(tracked.machine_bound(tmp_path, ["docs/x.md"]))
    assert [(b.file, b.line) for b in found] == [("docs/x.md", 2)]


def test_a_loose_lock() -> None:
    good = "a-b==1.0 ; x\n    --hash=sha256:" + "0" * 64 + "\n    # via c\n"
    assert not list(tracked.loose_lock(good))
    for bad in ("a==1\n", good + "b>=2\n", good + "--find-links https://x\n"):
        assert list(tracked.loose_lock(bad))


def test_dependencies_and_lock_disagree() -> None:
    lock = "a-b==1.0\n    --hash=sha256:" + "0" * 64 + "\n"
    top = '[build-system]\nrequires = []\n[project]\ndependencies = [\n    "{}",{}\n]\n'
    assert not list(tracked.unlocked(top.format("A_b==1.0", "  # why"), lock))
    for name, why in (("a-b>=1.0", "# w"), ("a-b==2.0", "# w"), ("c==1", "# w"), ("a-b==1.0", "")):
        found = list(tracked.unlocked(top.format(name, why), lock))
        assert [b.line for b in found] == [5]


PLANTED = {
    "core/planted.py": "import db\n",
    "core/office/planted.py": "import PySide6\nimport pikepdf\n",
    "desktop/planted.py": "import sqlalchemy\nimport db.models\nimport desktop.keys\n",
    "desktop/forms/planted.py": "import PySide6.QtGui\n",
    "desktop/theme/planted.py": "import desktop.widgets.planted\n",
    "desktop/widgets/planted.py": "import desktop.theme.planted\n",
    "db/planted.py": "import PySide6\n",
    "server/planted.py": "import desktop.keys\n",
}
BROKEN = (
    "core.planted -> db (l.1)",
    "server.planted -> desktop.keys (l.1)",
    "core.office.planted -> PySide6 (l.1)",
    "core.office.planted -> pikepdf (l.2)",
    "desktop.planted -> sqlalchemy (l.1)",
    "desktop.planted -> db.models (l.2)",
    "desktop.planted -> desktop.keys (l.3)",
    "db.planted -> PySide6 (l.1)",
    "desktop.forms.planted -> PySide6 (l.1)",
)


def test_every_import_contract_bites(tmp_path: Path) -> None:
    kept = shutil.ignore_patterns("__pycache__", "[!_]*.json", "*.svg", "*.ttf", "*.pdf")
    for folder in source.CODE:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=kept)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, text in PLANTED.items():
        plant(tmp_path, name, text)
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert f"Contracts: 0 kept, {len(contracts['contracts'])} broken" in done.stdout, done.stdout
    for line in BROKEN:
        assert line in done.stdout, done.stdout
