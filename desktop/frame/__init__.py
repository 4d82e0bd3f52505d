"""The parts of the window around a screen: navigation, top bar, status bar, palette, keys."""
