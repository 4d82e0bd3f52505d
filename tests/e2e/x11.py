"""Keys and mouse for a display, as its server takes them from hardware (XTEST), and its picture."""

from __future__ import annotations

import ctypes
import select
import struct
import time
import zlib
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_uint, c_ulong, c_void_p
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

LEFT: Final = 1
_NAMES: Final = {
    "Enter": "Return",
    "Esc": "Escape",
    "Ctrl": "Control_L",
    "Alt": "Alt_L",
    "Shift": "Shift_L",
    "PgDn": "Next",
    "PgUp": "Prior",
}
_UNICODE: Final = 0x01000000
_RETURN: Final = 0xFF0D
_SHIFT_LEVELS: Final = (0, 1)
_TRUE_PIXELS: Final = 2  # ZPixmap
_CLIENT_MESSAGE: Final = 33
_NEWS: Final = 1 << 19 | 1 << 17  # of the root and its windows
_PATIENCE: Final = 30.0  # seconds


class _Image(ctypes.Structure):
    _fields_ = (
        ("width", c_int),
        ("height", c_int),
        ("xoffset", c_int),
        ("format", c_int),
        ("data", c_void_p),
        ("byte_order", c_int),
        ("bitmap_unit", c_int),
        ("bitmap_bit_order", c_int),
        ("bitmap_pad", c_int),
        ("depth", c_int),
        ("bytes_per_line", c_int),
    )


class _Attributes(ctypes.Structure):
    """The beginning of XWindowAttributes, and room for the rest."""

    _fields_ = (
        ("x", c_int),
        ("y", c_int),
        ("width", c_int),
        ("height", c_int),
        ("border", c_int),
        ("depth", c_int),
        ("visual", c_void_p),
        ("root", c_ulong),
        ("kind", c_int),
        ("bit_gravity", c_int),
        ("win_gravity", c_int),
        ("backing_store", c_int),
        ("backing_planes", c_ulong),
        ("backing_pixel", c_ulong),
        ("save_under", c_int),
        ("colormap", c_ulong),
        ("map_installed", c_int),
        ("map_state", c_int),
        ("rest", c_long * 8),
    )


class _Message(ctypes.Structure):
    """XClientMessageEvent."""

    _fields_ = (
        ("type", c_int),
        ("serial", c_ulong),
        ("send_event", c_int),
        ("display", c_void_p),
        ("window", c_ulong),
        ("kind", c_ulong),
        ("format", c_int),
        ("data", c_long * 5),
    )


class _Event(ctypes.Union):
    _fields_ = (("type", c_int), ("message", _Message), ("room", c_long * 24))


_VIEWABLE: Final = 2
_HANDLER: Final = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)
_IGNORE: Final = _HANDLER(lambda _display, _event: 0)  # a window may close under our hands


def _libraries() -> tuple[ctypes.CDLL, ctypes.CDLL]:
    x, xtst = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
    x.XOpenDisplay.argtypes, x.XOpenDisplay.restype = [c_char_p], c_void_p
    x.XDefaultRootWindow.argtypes, x.XDefaultRootWindow.restype = [c_void_p], c_ulong
    x.XkbKeycodeToKeysym.argtypes = [c_void_p, c_uint, c_uint, c_uint]
    x.XkbKeycodeToKeysym.restype = c_ulong
    x.XStringToKeysym.argtypes, x.XStringToKeysym.restype = [c_char_p], c_ulong
    x.XGetImage.argtypes = [c_void_p, c_ulong, c_int, c_int, c_uint, c_uint, c_ulong, c_int]
    x.XGetImage.restype = POINTER(_Image)
    x.XDestroyImage.argtypes = [POINTER(_Image)]
    x.XQueryTree.argtypes = [
        c_void_p, c_ulong, POINTER(c_ulong), POINTER(c_ulong), POINTER(POINTER(c_ulong)),
        POINTER(c_uint),
    ]  # fmt: skip
    x.XGetWindowAttributes.argtypes = [c_void_p, c_ulong, POINTER(_Attributes)]
    x.XSetInputFocus.argtypes = [c_void_p, c_ulong, c_int, c_ulong]
    x.XInternAtom.argtypes, x.XInternAtom.restype = [c_void_p, c_char_p, c_int], c_ulong
    x.XSelectInput.argtypes = [c_void_p, c_ulong, c_long]
    x.XSendEvent.argtypes = [c_void_p, c_ulong, c_int, c_long, POINTER(_Event)]
    x.XNextEvent.argtypes = [c_void_p, POINTER(_Event)]
    x.XFree.argtypes = x.XCloseDisplay.argtypes = [c_void_p]
    x.XPending.argtypes = x.XConnectionNumber.argtypes = [c_void_p]
    x.XSync.argtypes = [c_void_p, c_int]
    xtst.XTestFakeKeyEvent.argtypes = [c_void_p, c_uint, c_int, c_ulong]
    xtst.XTestFakeButtonEvent.argtypes = [c_void_p, c_uint, c_int, c_ulong]
    xtst.XTestFakeMotionEvent.argtypes = [c_void_p, c_int, c_int, c_int, c_ulong]
    x.XSetErrorHandler(_IGNORE)
    return x, xtst


class Hands:
    """A person's hands at one display. Close it before the display goes."""

    def __init__(self, display: str) -> None:
        self._x, self._xtst = _libraries()
        self._display = self._x.XOpenDisplay(display.encode())
        if not self._display:
            raise ConnectionError(f"no display {display}")
        self._root = self._x.XDefaultRootWindow(self._display)
        self._x.XSelectInput(self._display, self._root, _NEWS)
        self._keys, self._pings = self._keyboard(), 0

    def close(self) -> None:
        """Let go of the display."""
        self._x.XCloseDisplay(self._display)

    # -- keys ----------------------------------------------------------------------------------

    def type(self, text: str, pause: float = 0.002) -> None:
        """Type a text, letter by letter; ``pause`` in seconds after each."""
        for letter in text:
            keysym = _keysym(letter)
            if keysym not in self._keys:
                raise KeyError(f"no key for {letter!r}")
            code, level = self._keys[keysym]
            self._stroke([self._code("Shift_L")] * level, code)
            time.sleep(pause)

    def press(self, *chords: str) -> None:
        """Press keys together, as ``Ctrl+Enter``, ``Alt+2``, ``F9``, ``Ctrl++``; chords in turn."""
        for chord in chords:
            *held, last = chord.replace("++", "+plus").split("+")
            self._stroke([self._code(name) for name in held], self._code(last))

    def _stroke(self, held: list[int], code: int) -> None:
        for each in (*held, code):
            self._xtst.XTestFakeKeyEvent(self._display, each, 1, 0)
        for each in (code, *reversed(held)):
            self._xtst.XTestFakeKeyEvent(self._display, each, 0, 0)
        self._x.XSync(self._display, 0)

    def _code(self, name: str) -> int:
        known = self._x.XStringToKeysym(_NAMES.get(name, name).encode())
        return self._keys[known or _keysym(name)][0]

    def _keyboard(self) -> dict[int, tuple[int, int]]:
        """Key code and level (1 with Shift) of each symbol, the nearest key first."""
        found: dict[int, tuple[int, int]] = {}
        for level in _SHIFT_LEVELS:
            for code in range(8, 256):
                keysym = self._x.XkbKeycodeToKeysym(self._display, code, 0, level)
                if keysym:
                    found.setdefault(keysym, (code, level))
        return found

    # -- mouse ---------------------------------------------------------------------------------

    def move(self, x: int, y: int) -> None:
        """Put the pointer somewhere."""
        self._xtst.XTestFakeMotionEvent(self._display, -1, x, y, 0)
        self._x.XSync(self._display, 0)

    def button(self, down: bool, number: int = LEFT) -> None:
        """Press or let go a mouse button."""
        self._xtst.XTestFakeButtonEvent(self._display, number, int(down), 0)
        self._x.XSync(self._display, 0)

    def click(self, x: int, y: int) -> None:
        """Click on a place."""
        self.move(x, y)
        self.button(True)
        self.button(False)

    def drag(self, start: tuple[int, int], end: tuple[int, int], steps: int = 24) -> None:
        """Press, carry and let go, as slowly as a hand would: drag and drop is a conversation."""
        (x, y), (to_x, to_y) = start, end
        self.move(x, y)
        self.button(True)
        for step in range(1, steps + 1):
            self.move(x + (to_x - x) * step // steps, y + (to_y - y) * step // steps)
            time.sleep(0.02)
        time.sleep(0.2)
        self.button(False)

    # -- windows and pictures ------------------------------------------------------------------

    def windows(self) -> list[tuple[int, int, int]]:
        """Top windows that can be seen, the lowest first: id, width, height."""
        root, parent = c_ulong(), c_ulong()
        children, count = POINTER(c_ulong)(), c_uint()
        self._x.XQueryTree(
            self._display, self._root, byref(root), byref(parent), byref(children), byref(count)
        )
        found = []
        for place in range(count.value):
            seen = _Attributes()
            self._x.XGetWindowAttributes(self._display, children[place], byref(seen))
            if seen.map_state == _VIEWABLE:
                found.append((int(children[place]), seen.width, seen.height))
        if count.value:
            self._x.XFree(children)
        return found

    def focus(self, window: int) -> None:
        """Give the keyboard to a window; there is no window manager that would."""
        self._x.XSetInputFocus(self._display, window, 1, 0)
        self._x.XSync(self._display, 0)

    def ask_to_close(self, window: int) -> None:
        """What the cross in a window's corner does (ICCCM, WM_DELETE_WINDOW)."""
        self._tell(window, b"WM_DELETE_WINDOW", 0)

    def _tell(self, window: int, what: bytes, number: int) -> None:
        atom = self._x.XInternAtom
        event = _Event()
        message = event.message
        message.type, message.window, message.format = _CLIENT_MESSAGE, window, 32
        message.kind = atom(self._display, b"WM_PROTOCOLS", 0)
        message.data[0], message.data[1] = atom(self._display, what, 0), number
        message.data[2] = window
        self._x.XSendEvent(self._display, window, 0, 0, byref(event))
        self._x.XSync(self._display, 0)

    def ping(self, window: int) -> None:
        """Wait until a window's program has read all that came before (EWMH, _NET_WM_PING)."""
        self._pings += 1
        self._tell(window, b"_NET_WM_PING", self._pings)
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            if self._answered(self._pings):
                return
        raise TimeoutError("the window does not answer")

    def _answered(self, number: int) -> bool:
        """Read what the display says, or wait for it; whether the answer to a ping was there."""
        if not self._x.XPending(self._display):
            select.select([self._x.XConnectionNumber(self._display)], [], [], 0.5)
        event, found = _Event(), False
        while self._x.XPending(self._display):
            self._x.XNextEvent(self._display, byref(event))
            found |= event.type == _CLIENT_MESSAGE and event.message.data[1] == number
        return found

    def picture(self, path: Path) -> None:
        """Write what the display shows as PNG, once it shows something and stands still."""
        before: bytes = b""
        now = self._pixels()
        for _ in range(40):
            if now[0] == before and any(before[:4096]):
                break
            time.sleep(0.04)
            before, now = now[0], self._pixels()
        path.write_bytes(_png(*now))

    def _pixels(self) -> tuple[bytes, int, int]:
        """Four bytes a pixel, width and height."""
        seen = _Attributes()
        self._x.XGetWindowAttributes(self._display, self._root, byref(seen))
        width, height = seen.width, seen.height
        image = self._x.XGetImage(
            self._display, self._root, 0, 0, width, height, 0xFFFFFFFF, _TRUE_PIXELS
        )
        line = image.contents.bytes_per_line
        pixels = ctypes.string_at(image.contents.data, line * height)
        self._x.XDestroyImage(image)
        return pixels, width, height


def _keysym(letter: str) -> int:
    if letter == "\n":
        return _RETURN
    code = ord(letter)
    return code if code < 0x100 else _UNICODE | code


def _png(pixels: bytes, width: int, height: int) -> bytes:
    """Pixels of four bytes (blue, green, red, nothing) as a PNG file."""
    rgb = bytearray(width * height * 3)
    for place, colour in enumerate((2, 1, 0)):
        rgb[place::3] = pixels[colour::4]
    lines = b"".join(
        b"\0" + rgb[start : start + width * 3] for start in range(0, len(rgb), width * 3)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
