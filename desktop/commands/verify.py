"""``antin verify``: the signatures of PDF files, as the small program; and reports as PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.clock import now_ms
from desktop.commands import verifying

if TYPE_CHECKING:
    import argparse

    from desktop.commands.verifying import Exports, Judged
    from desktop.phrases import Language


def arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """The options of the command."""
    verifying.arguments(parser, language, _EXPORTS)


def run(options: argparse.Namespace) -> int:
    """As ``verifying.run``."""
    return verifying.run(options, _EXPORTS)


def _pdf(judged: Judged) -> bytes:
    from desktop.signing import report_paper

    return report_paper.sheet(judged, now_ms())


_EXPORTS: Exports = {**verifying.EXPORTS, "pdf": _pdf}
