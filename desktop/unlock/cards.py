"""Where the cards of the lock screen lie: of all of them one is visible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.widgets.layouts import Column

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Cards(Column):
    """The screen's own cards, the first of them shown, and for a time another way in."""

    def __init__(self, *own: QWidget) -> None:
        super().__init__(*own, gap=0)
        self._own = own
        self.other: QWidget | None = None
        for card in own[1:]:
            card.hide()

    def show_own(self, card: QWidget) -> bool:
        """Show one of the screen's own, unless another way in is open: that one stays until it
        ends. Whether it is shown."""
        self._show(self.other or card)
        return self.other is None

    def open_other(self, card: QWidget) -> None:
        """Show another way in; one that was open before is destroyed."""
        if card is not self.other:
            self.end_other()
            self.other = card
            self.addWidget(card)
        self._show(card)

    def end_other(self) -> None:
        """Destroy the other way in."""
        card, self.other = self.other, None
        if card is not None:
            self.removeWidget(card)
            card.hide()
            card.deleteLater()

    def _show(self, card: QWidget) -> None:
        for each in self._own:
            if each is not card:
                each.hide()
        card.show()
