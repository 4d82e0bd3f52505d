"""Names and reasons from a stranger's file, made safe to show: in a terminal, a page, in XML."""

from __future__ import annotations

REPLACEMENT = "\ufffd"


def harmless(text: str) -> str:
    """On one line, without the control characters by which a hostile file could steer a terminal or
    turn the order of letters round; what is left is allowed in XML 1.0.
    """
    return "".join(map(_letter, text))


def _letter(letter: str) -> str:
    if letter.isprintable():
        return letter
    return " " if letter.isspace() else REPLACEMENT
