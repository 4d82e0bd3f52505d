"""A network of this process's own and the roads in it, of a chosen speed or of a chosen length too;
what they carried, and raw TCP beside.
"""

from __future__ import annotations

import fcntl
import heapq
import itertools
import os
import select
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.server.town import free_port

INSIDE = "--inside"
HERE, FAR = "10.0.0.1", "10.0.0.2"
"""This network's end of a long road, and the name that whatever listens here has at the other."""
_TUN, _PLAIN, _SET_NAME = 0x0001, 0x1000, 0x400454CA
_IPV4 = 0x45
"""A packet of the fourth version without options."""
_FULL_S = 0.1
"""A packet that would wait longer for its turn is dropped, as by a router."""


def inside() -> bool:
    """Whether this process has a network of its own; begins it again in one if not.

    Returns False, with the reason on stderr, where the system does not permit one.
    """
    if INSIDE in sys.argv:
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        return True
    try:
        tried = subprocess.run(
            ["unshare", "--net", "tc", "qdisc", "show"], capture_output=True, text=True, check=False
        )
        why = tried.stderr.strip()
    except FileNotFoundError as error:
        why = str(error)
    if why:
        print(f"not measured on a road of its own: {why}", file=sys.stderr)
        return False
    words = ["unshare", "--net", sys.executable, *sys.argv, INSIDE]
    raise SystemExit(subprocess.run(words, check=False).returncode)


def shape(mbit: int) -> None:
    """Give this network's loopback a speed."""
    how = ["tbf", "rate", f"{mbit}mbit", "burst", "256kb", "latency", "100ms"]
    subprocess.run(["tc", "qdisc", "replace", "dev", "lo", "root", *how], check=True)


@contextmanager
def long_road(port: int, mbit: int, round_trip_ms: int) -> Iterator[str]:
    """An address where what listens on a port of this network answers at the end of a long road, of
    a speed each way. Its packets are the kernel's own, so TCP begins as slowly as on a real one;
    both ends are to be processes of their own.
    """
    device = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(device, _SET_NAME, struct.pack("16sH", b"far", _TUN | _PLAIN))
    for words in (["addr", "add", f"{HERE}/30", "dev", "far"], ["link", "set", "far", "up"]):
        subprocess.run(["ip", *words], check=True)
    ended = threading.Event()
    how = (device, port, mbit * 1e6 / 8, round_trip_ms / 2000, ended)
    carrier = threading.Thread(target=_carry, args=how)
    carrier.start()
    try:
        yield FAR
    finally:
        ended.set()
        carrier.join()
        os.close(device)


def _carry(device: int, port: int, speed: float, delay: float, ended: threading.Event) -> None:
    """Each packet comes back after its time with its two addresses exchanged: what is sent to the
    far end arrives here as from there, and no checksum changes.
    """
    free = {True: 0.0, False: 0.0}
    under_way: list[tuple[float, int, bytes]] = []
    for number in itertools.count():
        if ended.is_set():
            return
        now = time.monotonic()
        while under_way and under_way[0][0] <= now:
            packet = heapq.heappop(under_way)[2]
            os.write(device, packet[:12] + packet[16:20] + packet[12:16] + packet[20:])
        rest = min(under_way[0][0] - now, _FULL_S) if under_way else _FULL_S
        if not select.select([device], [], [], rest)[0]:
            continue
        packet, now = os.read(device, 1 << 16), time.monotonic()
        back = packet[20:22] == port.to_bytes(2, "big")  # the sender's port, after 20 bytes of IPv4
        begun = max(now, free[back])
        if packet[0] == _IPV4 and begun - now <= _FULL_S:
            free[back] = begun + len(packet) / speed
            heapq.heappush(under_way, (free[back] + delay, number, packet))


def carried() -> int:
    """Bytes that this network's loopback has carried, both ways, with what TCP and TLS add."""
    line = next(line for line in Path("/proc/net/dev").read_text().splitlines() if "lo:" in line)
    return int(line.split(":")[1].split()[0])


_SINK = """
import socket, sys
with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as listener:
    print(flush=True)
    peer, _ = listener.accept()
    room = memoryview(bytearray(1 << 20))
    while peer.recv_into(room):
        pass
    peer.sendall(b".")
"""


def raw_tcp(size: int) -> float:
    """Seconds that one TCP stream takes for as many bytes, to another process that drops them."""
    port, piece = free_port(), bytes(1 << 20)
    with subprocess.Popen([sys.executable, "-c", _SINK, str(port)], stdout=subprocess.PIPE) as sink:
        assert sink.stdout is not None
        sink.stdout.readline()
        begun = time.perf_counter()
        with socket.create_connection(("127.0.0.1", port)) as road:
            for start in range(0, size, len(piece)):
                road.sendall(piece[: size - start])
            road.shutdown(socket.SHUT_WR)
            road.recv(1)
        return time.perf_counter() - begun
