"""``antin-verify``: the same verdicts with nothing else of ours, in a fresh interpreter."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import resources
from bundle_rules import VERIFIER_WORDS
from desktop.phrases import tables
from tests.architecture.source import names_used, parse, strings
from tests.data.signed import judging, pki
from tests.packaging.make_trusted import FOLDER as TRUSTED
from tests.vectors.fixed import YEAR

ROOT = Path(__file__).resolve().parents[3]
SIGNED = Path(judging.__file__).parent
MODULE = "desktop.commands.verify_alone"
OTHERS = (
    *("PySide6", "shiboken6", "sqlalchemy", "alembic", "sqlcipher3", "psycopg", "reportlab"),
    *("PIL", "pikepdf", "pypdfium2", "pkcs11", "openpyxl", "lxml", "urllib3", "starlette"),
    *("server", "db.models", "db.acting", "db.queries", "desktop.keys", "desktop.app"),
)
"""Libraries and parts of ours that the program is without."""


def expected(verdict: str) -> str:
    rows = json.loads((SIGNED / "expected.json").read_text())
    return next(
        row["file"]
        for row in rows
        if row["verdict"] == verdict and not row["file"].startswith("bomb")
    )


def alone(*arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """The program as a person without an installation would start it from a checkout."""
    how = ["-c", code] if code else ["-m", MODULE]
    return subprocess.run(
        [sys.executable, *how, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def trusted() -> list[str]:
    trust = SIGNED / "trust"
    named = {"--root": "root.pem", "--intermediate": "issuing.pem", "--crl": "issuing.crl"}
    return [part for option, name in named.items() for part in (option, str(trust / name))]


def reached() -> set[str]:
    """Every name that the program's code imports, late imports too; our own files are followed."""
    found, waiting = set[str](), {MODULE}
    while waiting:
        name = waiting.pop()
        found.add(name)
        path = ROOT / name.replace(".", "/")
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.exists():
                used = {name for name, _ in names_used(parse(file))}
                waiting |= (used | {name.rpartition(".")[0] for name in used}) - found - {""}
    return found


def sources(names: set[str]) -> list[Path]:
    """Our own files among modules."""
    found = (ROOT / f"{name.replace('.', '/')}.py" for name in names)
    return [file for file in found if file.exists()]


def within(names: set[str]) -> set[str]:
    return {other for other in OTHERS for name in names if f"{name}.".startswith(f"{other}.")}


def test_its_code_names_nothing_of_the_rest() -> None:
    names = reached()
    assert "core.signing.verify" in names
    assert "core.sync.trust_list" in names
    assert not within(names)


def test_the_words_that_it_has_are_all_that_it_says() -> None:
    """Every key that its code spells out, or begins, lies in the files that are bundled with it."""
    has = set[str]()
    for name in VERIFIER_WORDS:
        has |= json.loads(resources.text(f"i18n/{name}.json")).keys()
    said = {text for file in sources(reached()) for text, _ in strings(parse(file))}
    begun = tuple(text for text in said if text.endswith(".") and text.count(".") > 1)
    keys = {key for key in tables() if key in said or key.startswith(begun)}
    assert "verify.reason.Good" in keys
    assert keys - has == set(), "name their file in packaging/bundle_rules.py, VERIFIER_WORDS"


def test_nothing_of_the_rest_is_loaded_and_the_exit_codes_are_those_of_antin_verify(
    tmp_path: Path,
) -> None:
    code = (
        f"import sys; from {MODULE} import main\n"
        "if __name__ == '__main__':\n"
        "    code = main()\n"
        "    print(*sys.modules, file=sys.stderr)\n"
        "    sys.exit(code)"
    )
    page = tmp_path / "report.html"
    altered = str(SIGNED / "files" / expected("ALTERED"))
    done = alone(altered, "--json", "--html", str(page), *trusted(), code=code)
    assert done.returncode == 1
    assert json.loads(done.stdout)[0]["verdict"] == "ALTERED"
    assert page.read_bytes().startswith(b"<!DOCTYPE html>")
    loaded = set(done.stderr.split())
    assert "core.signing.etsi_xml" in loaded
    assert not within(loaded)


@pytest.mark.parametrize("command", [[], ["desktop", "verify"]])
def test_a_trust_list_that_ran_out_is_told_with_every_verdict(
    tmp_path: Path, command: list[str]
) -> None:
    """By the program alone and by ``antin verify``: on the screen, on the page, in the data."""
    good = str(SIGNED / "files" / expected("VALID"))
    for number, (at, warns) in enumerate(((pki.AT_MS, False), (pki.AT_MS + YEAR, True))):
        page, xml = (tmp_path / f"report{number}.{kind}" for kind in ("html", "xml"))
        how = ["--html", str(page), "--xml", str(xml), "--json", "--at", _iso(at)]
        done = told("--trust", "trust.antin", "--unit", "unit.antin", *how, good, command=command)
        assert done.stderr.startswith("WARNING: trust list 7 ") == warns
        assert ("WARNING: trust list 7 " in page.read_text()) == warns
        [said] = json.loads(done.stdout)
        assert said["basis"]["next_ms"] == pki.AT_MS + YEAR
        assert (said["verdict"] == "VALID", done.returncode == 0) == (not warns, not warns)
        assert "list:next" in xml.read_text()


def _iso(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat()


def told(*arguments: str, command: list[str]) -> subprocess.CompletedProcess[str]:
    """A command in English, with the files of the made-up unit at hand."""
    kept = [str(TRUSTED / one) if one.endswith(".antin") else one for one in arguments]
    if not command:
        return alone("--language", "en", *kept)
    module, name = command
    words = [sys.executable, "-m", module, "--language", "en", name, *kept]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


def test_it_says_its_name_and_explains_itself() -> None:
    done = alone("--language", "en", "--help")
    assert done.stdout.startswith("usage: antin-verify ")
    assert "--pdf" not in done.stdout
    done = alone("missing.pdf", "--trust", "missing.antin")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
