"""The licences of every Python library in a bundle, as one text for its folder LICENSES.

Called by ``build.spec`` in the environment that is frozen, so nothing can be listed that is not
there or be there without being listed. A library without a licence text fails the build, unless
its text is kept in LICENSES by hand.
"""

from __future__ import annotations

import re
from importlib.metadata import Distribution, distribution, distributions, packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

NOT_SHIPPED: Final = ("antin", "pip", "setuptools")
BY_HAND: Final = ("PySide6_Essentials", "shiboken6")  # LICENSES/Qt.txt
RULE: Final = "=" * 80
_TEXT = re.compile(r"\.dist-info/.*(?:licen[sc]e|copying|notice|third-party)", re.IGNORECASE)


def notices(found: Iterable[Distribution] | None = None) -> str:
    """Name, version and licence texts, sorted by name. Raises ValueError for one without any."""
    wanted = distributions() if found is None else found
    parts = sorted((part.name.lower(), part) for part in wanted if part.name not in NOT_SHIPPED)
    return "\n".join(_notice(part) for _, part in parts)


def of_modules(names: Iterable[str]) -> list[Distribution]:
    """The installed libraries that these modules, by their full names, come from."""
    homes = packages_distributions()
    tops = {name.partition(".")[0] for name in names}
    wanted = sorted({home for top in tops for home in homes.get(top, ())})
    return [distribution(name) for name in wanted]


def _notice(part: Distribution) -> str:
    files = sorted(str(file) for file in part.files or () if _TEXT.search(str(file)))
    texts = [_read(Path(str(part.locate_file(file)))) for file in files]
    if not texts and part.name not in BY_HAND:
        raise ValueError(f"{part.name} carries no licence text")
    body = "\n".join(texts) or "See Qt.txt.\n"
    return f"{RULE}\n{part.name} {part.version}\n{RULE}\n\n{body}"


def _read(file: Path) -> str:
    data = file.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:  # old texts write © in Latin-1
        text = data.decode("latin-1")
    return text.strip() + "\n"
