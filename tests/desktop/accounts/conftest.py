"""The whole application on an administrator's machine."""

from tests.desktop.app.conftest import homes, made_homes, start

__all__ = ["homes", "made_homes", "start"]
