"""Pages that are made from tables say what the tables say."""

from __future__ import annotations

import runpy
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"


def test_the_page_of_states_is_the_tables() -> None:
    made = runpy.run_path(str(DOCS / "make_states.py"))["page"]()
    assert (DOCS / "states.md").read_text(encoding="utf-8") == made


def test_the_page_of_rights_is_the_tables() -> None:
    made = runpy.run_path(str(DOCS / "make_access.py"))["page"]()
    assert (DOCS / "access.md").read_text(encoding="utf-8") == made
