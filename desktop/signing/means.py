"""What the unit allows to sign with: keys in files, families of tokens. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.queries import reference
from desktop.keys import token_modules

if TYPE_CHECKING:
    from db.acting import Store

SOFT: Final = "soft"


def soft_keys(store: Store) -> bool:
    """Whether keys in files may sign today: TT 15/2025 wants a device, the unit decides."""
    return any(item.code == SOFT for item in reference.means(store).items)


def modules(store: Store) -> tuple[str, ...]:
    """The PKCS#11 modules on this machine: of the machine's policy file, else of the families in
    force in the unit.
    """
    names = [name for item in reference.means(store).items for name in item.files()]
    return token_modules.modules(known=token_modules.places(names))
