"""The checks after every build of the verifier alone: ``check_verifier.py FOLDER``; faults exit 1.

Size and files, links and libraries as for the bundle, nothing in it of the rest of the program, and
that it judges files of the corpus as documented, with no Python on the machine and no network.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import check_bundle

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES, MOST_FILES = 38_000_000 * 105 // 100, 100 * 105 // 100
TESTS: Final = Path(__file__).resolve().parent.parent / "tests"
SIGNED, TRUSTED = TESTS / "data/signed/files", TESTS / "packaging/trusted"
AT: Final = "2026-11-24T02:30:00Z"
"""When the corpus is judged (tests/data/signed/pki.py)."""
TRUST: Final = ("--trust", str(TRUSTED / "trust.antin"), "--unit", str(TRUSTED / "unit.antin"))
REST: Final = ("PySide6", "sqlalchemy", "sqlcipher3", "alembic", "reportlab", "pkcs11", "urllib3")
ALONE: Final = ("unshare", "--map-root-user", "--net")
"""In a network of its own, which leads nowhere."""


@dataclass(frozen=True)
class Case:
    """What the program is asked, and its exit code, verdict and complaints (how they begin)."""

    arguments: tuple[str, ...]
    code: int
    verdict: str
    told: str = ""


CASES: Final = (
    Case((str(SIGNED / "good/pdfkit_pyhanko.pdf"), *TRUST), 0, "VALID", "By trust list 7"),
    Case((str(SIGNED / "incremental-saving/content.pdf"), *TRUST), 1, "ALTERED", "By trust list 7"),
    Case((str(SIGNED / "good/pdfkit_pyhanko.pdf"),), 2, "UNKNOWN"),
    Case(("not-a.pdf",), 2, "UNREADABLE"),
    Case(("not-a.pdf", "--trust", "not-a.pdf"), 2, "", "A certificate"),
)


def over_budget(bundle: Path) -> Iterator[str]:
    """More bytes or files than planned."""
    yield from check_bundle.over_budget(bundle, MOST_BYTES, MOST_FILES)


def holds(bundle: Path) -> Iterator[str]:
    """Something of the rest: as a file, or by its name in the program's archive of modules."""
    archive = (bundle / "antin-verify").read_bytes()
    present = {part for file in bundle.rglob("*") for part in file.relative_to(bundle).parts}
    for name in REST:
        if name in present or f"{name}.".encode() in archive:
            yield f"{name} is in it"


def judges(bundle: Path) -> Iterator[str]:
    """The documented exit codes, and reports that are written."""
    away = ALONE if _can_be_alone() else ()
    if not away:
        print("  SKIPPED: no network of its own can be made here; judged with this machine's")
    for case in CASES:
        done = _run([*away, str(bundle / "antin-verify"), *case.arguments])
        print(f"  {Path(case.arguments[0]).name}: {done.returncode}")
        if _differs(case, done):
            yield f"{' '.join(case.arguments)}: {done.returncode}\n{done.stdout}{done.stderr}"


def _differs(case: Case, done: subprocess.CompletedProcess[str]) -> bool:
    told = done.stderr.startswith(case.told) and bool(done.stderr) == bool(case.told)
    verdicts = [row["verdict"] for row in json.loads(done.stdout or "[]")]
    return (
        not told
        or done.returncode != case.code
        or verdicts != ([case.verdict] * bool(case.verdict))
    )


def writes(bundle: Path) -> Iterator[str]:
    """The reports as a page and as XML, in an otherwise empty home."""
    with tempfile.TemporaryDirectory() as home:
        page, xml = Path(home, "report.html"), Path(home, "report.xml")
        wanted = ["--html", str(page), "--xml", str(xml)]
        _run([str(bundle / "antin-verify"), *CASES[0].arguments, *wanted])
        for file, words in ((page, b"By trust list 7"), (xml, b"mainindication:total-passed")):
            if not file.exists() or words not in file.read_bytes():
                yield f"{file.name} was not written"


def _can_be_alone() -> bool:
    try:
        return subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as home:
        Path(home, "not-a.pdf").write_text("no PDF")
        return subprocess.run(
            [*command, "--json", "--language", "en", "--at", AT],
            env={"PATH": "/usr/bin:/bin" if command[0] == ALONE[0] else home, "HOME": home},
            cwd=home,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


CHECKS: Final = (
    over_budget,
    check_bundle.dangling,
    check_bundle.libraries,
    holds,
    judges,
    writes,
)

if __name__ == "__main__":
    sys.exit(check_bundle.told(CHECKS, Path(sys.argv[1]).resolve()))
