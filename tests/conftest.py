"""What every test gets: windows without a screen, and no trace of the user's own settings."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for name in ("LANGUAGE", "QT_STYLE_OVERRIDE", "QT_SCALE_FACTOR", "XDG_CONFIG_HOME"):
    os.environ.pop(name, None)
