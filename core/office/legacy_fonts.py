"""Text of the fonts of before Unicode: TCVN3 (``.VnTime``, ABC) and VNI (``VNI-Times``).

In both a letter with marks is one or two letters of Latin-1 that only their fonts draw rightly, so
the name of the font says what is meant. TCVN3 has small letters; its capitals are fonts of their
own (``.VnTimeH``), and a few stand alone. In VNI the mark is a letter behind the vowel.

Both tables stand so in UniKey (vnconv, ``SingleByteTables`` TCVN3 and ``DoubleByteTables`` VNI-WIN)
and in xvnkb (``tcvn.h``, ``vni.h``), which do not rest on one another; that of TCVN3 is the upper
half of TCVN 5712:1993 (VN3) as iconv has it, too. The test holds the latter against ours.
"""

from __future__ import annotations

from typing import Final, Literal
from unicodedata import normalize

Charset = Literal["TCVN3", "VNI"]

TCVN3: Final = dict(
    zip(
        "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉËÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ®¡¢£¤¥¦§",
        "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵđĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_TONES: Final = (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT)
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
VNI_MARKS: Final = {
    **dict(zip("ùøûõï", _TONES, strict=True)),
    **dict(zip("âáàåãä", (_CIRCUMFLEX, *(_CIRCUMFLEX + one for one in _TONES)), strict=True)),
    **dict(zip("êéèúüë", (_BREVE, *(_BREVE + one for one in _TONES)), strict=True)),
}
VNI_LETTERS: Final = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))
_OWN: Final = frozenset("ăđĩũơưĂĐĨŨƠƯ")


def charset_of(font: str) -> Charset | None:
    """The charset of a font by its name; None for one of Unicode."""
    name = font.strip(" \"'").casefold()
    if name.startswith(".vn"):
        return "TCVN3"
    return "VNI" if name.startswith("vni-") else None


def decode(text: str, font: str) -> str:
    """What is meant by text in a font; text that has letters of Unicode alone is left as it is."""
    charset = charset_of(font)
    if charset is None or any(letter in _OWN or letter >= "\u1e00" for letter in _letters(text)):
        return text
    if charset == "VNI":
        return _vni(text)
    meant = "".join(TCVN3.get(letter, letter) for letter in text)
    return meant.upper() if font.strip(" \"'").casefold().endswith("h") else meant


def _letters(text: str) -> str:
    """Without quotation marks, dashes and the like, which both have where Windows has them."""
    return "".join(letter for letter in text if letter.isalpha())


def _vni(text: str) -> str:
    found = list[str]()
    for letter in text:
        mark = VNI_MARKS.get(letter.lower())
        if mark and found and len(meant := normalize("NFC", found[-1] + mark)) == 1:
            found[-1] = meant
        elif (single := VNI_LETTERS.get(letter.lower())) is not None:
            found.append(single.upper() if letter.isupper() else single)
        else:
            found.append(letter)
    return "".join(found)
