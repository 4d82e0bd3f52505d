"""A keyboard with every Vietnamese letter on a key of its own, so that typing never remaps one.

The usual American keys, and on the keys above them, which no program asks for, the letters with
marks: small plain, capital with Shift; behind them the signs of Vietnamese typography.
"""

from __future__ import annotations

import subprocess
from typing import Final

TONES: Final = "aàáảãạ ăằắẳẵặ âầấẩẫậ eèéẻẽẹ êềếểễệ iìíỉĩị oòóỏõọ ôồốổỗộ ơờớởỡợ uùúủũụ ưừứửữự yỳýỷỹỵ"
MARKED: Final = tuple(letter for letter in "đ" + TONES.replace(" ", "") if letter > "z")
"""The 67 small letters that an American keyboard lacks."""
SIGNS: Final = "–…“”‘’§·"
FREE: Final = (*range(140, 191), *range(208, 256))
"""Key codes that neither a letter nor a modifier of the usual keyboard has."""

_MAP: Final = """xkb_keymap {
xkb_keycodes { include "evdev" %s };
xkb_types { include "complete" };
xkb_compat { include "complete" };
xkb_symbols { include "pc+us" %s };
};
"""


def keymap() -> str:
    """The keyboard as xkbcomp reads it."""
    pairs = [(letter, letter.upper()) for letter in MARKED] + [(sign, sign) for sign in SIGNS]
    keys = [(f"<V{code:03}>", code, pair) for code, pair in zip(FREE, pairs, strict=False)]
    codes = " ".join(f"{name} = {code};" for name, code, _ in keys)
    symbols = " ".join(
        f"key {name} {{ [ U{ord(plain):04X}, U{ord(shifted):04X} ] }};"
        for name, _, (plain, shifted) in keys
    )
    return _MAP % (codes, symbols)


def load(display: str) -> None:
    """Give a display this keyboard; before the programs on it start."""
    subprocess.run(
        ["xkbcomp", "-w0", "-", display], input=keymap().encode(), check=True, capture_output=True
    )
