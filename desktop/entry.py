"""The way in: whom the lock screen offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.unlock.door import Holder

if TYPE_CHECKING:
    from desktop.session import Session
    from desktop.unlock.lock_screen import LockScreen


class Entry:
    """Shows on the lock screen what leads in."""

    def __init__(self, session: Session, lock_screen: LockScreen) -> None:
        self._session, self._lock_screen = session, lock_screen

    def show(self, last: str) -> None:
        """Offer the people of this installation, ``last`` first. Raises VaultDamaged."""
        found = [Holder(holder.person, holder.label) for holder in self._session.people()]
        self._lock_screen.show_holders(found, last)
