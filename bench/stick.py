"""A medium as slow as a USB stick: a file system of its own in a file, whose blocks the kernel lets
through at a stick's speed (control groups of the first kind, block input and output; root only).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

WRITES, READS = 20_000_000, 30_000_000
"""Bytes a second, of an ordinary stick."""
_LIMITS = Path("/sys/fs/cgroup/blkio")
_LIMIT = "blkio.throttle.{}_bps_device"
_CACHES = Path("/proc/sys/vm/drop_caches")


@contextmanager
def stick(folder: Path, size: int) -> Iterator[Path | None]:
    """A stick of so many bytes, made in a folder and plugged in; None, with the reason on stderr,
    where the system does not permit one.
    """
    with ExitStack() as stack:
        try:
            found = _plugged(stack, folder, size)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"not measured on a stick: {error}", file=sys.stderr)
            found = None
        yield found


def cold() -> None:
    """Write back what is to be written, and forget what was read: the stick is plugged in anew."""
    os.sync()
    _CACHES.write_text("1")


def _plugged(stack: ExitStack, folder: Path, size: int) -> Path:
    image, place = folder / "stick.img", folder / "stick"
    limits = [_LIMITS / _LIMIT.format(way) for way in ("write", "read")]
    for path in (*limits, _CACHES):
        if not os.access(path, os.W_OK):
            raise PermissionError(f"{path} cannot be written")
    with image.open("wb") as file:
        file.truncate(size)
    _run("mkfs.ext4", "-q", image)
    device = Path(_run("losetup", "--find", "--show", image).strip())
    stack.callback(_run, "losetup", "--detach", device)
    place.mkdir()
    _run("mount", device, place)
    stack.callback(_run, "umount", place)
    number = device.stat().st_rdev
    name = f"{os.major(number)}:{os.minor(number)}"
    for path, speed in zip(limits, (WRITES, READS), strict=True):
        path.write_text(f"{name} {speed}")
        stack.callback(path.write_text, f"{name} 0")
    return place


def _run(*words: str | Path) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout
