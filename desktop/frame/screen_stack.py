"""The screens of a session: built when first wanted, kept while the session lasts, one shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from desktop.context import Context
    from desktop.screens import Screen, ScreenView


class ScreenStack(QStackedWidget):
    """``turned`` says that another screen is current or that the current one has a new head."""

    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._context: Context | None = None
        self._screens: dict[str, Screen] = {}
        self._views: dict[str, ScreenView] = {}
        self._attending: list[QObject] = []
        self.current_id = ""

    def begin(self, context: Context, screens: tuple[Screen, ...]) -> None:
        """A person's screens; those of the person before are gone."""
        self.end()
        self._context = context
        self._screens = {screen.id: screen for screen in screens}
        self._attending = [screen.attend(context) for screen in screens if screen.attend]

    def end(self) -> None:
        """Destroy every view: another person must find nothing of this one's."""
        for view in self._views.values():
            self.removeWidget(view)
            view.deleteLater()
        for one in self._attending:
            one.deleteLater()
        self._attending.clear()
        self._views.clear()
        self._screens.clear()
        self.current_id = ""

    def view(self) -> ScreenView | None:
        """The view shown."""
        return self._views.get(self.current_id)

    def go(self, screen_id: str, argument: object) -> None:
        """Show a screen, keeping what the one before had unsaved. Raises KeyError for an unknown
        one."""
        if (before := self.view()) is not None and self.current_id != screen_id:
            before.keep()
        view = self._views.get(screen_id) or self._build(self._screens[screen_id])
        self.current_id = screen_id
        self.setCurrentWidget(view)
        view.open(argument)
        self.turned.emit()

    def keep_all(self) -> None:
        """Let every screen put its unsaved work away."""
        for view in self._views.values():
            view.keep()

    def _build(self, screen: Screen) -> ScreenView:
        if self._context is None:
            raise RuntimeError(screen.id)
        view = screen.build(self._context)
        self._views[screen.id] = view
        self.addWidget(view)
        view.head_changed.connect(lambda: self._turned(screen.id))
        view.commands_changed.connect(lambda: self._turned(screen.id))
        return view

    def _turned(self, screen_id: str) -> None:
        if screen_id == self.current_id:
            self.turned.emit()
