"""Files of words: none says a key twice, where the second would silently win, not even in two
files.
"""

from __future__ import annotations

import json
from collections import Counter

import resources


def test_no_words_stand_twice() -> None:
    found: list[str] = []

    def kept(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found.extend(key for key, _ in pairs if "." in key)
        return dict(pairs)

    for file in sorted(resources.path("i18n").glob("*.json")):
        json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=kept)
    assert len(found) > 1000
    assert [key for key, times in Counter(found).items() if times > 1] == []
