#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the captures of this folder out of vectors.py: one frame for each vector, with right lengths and checksums.

usage: make.py [FOLDER]
"""
import ipaddress
import os
import struct
import sys

from vectors import VECTORS

ICMP, TCP, UDP, RSVP, SCTP = 1, 6, 17, 46, 132
EPOCH = 1_767_225_600  # 2026-01-01
CLIENT, SERVER = bytes.fromhex("02000000000a"), bytes.fromhex("02000000000b")


def checksum(data):
    """RFC 1071."""
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def crc32c(data):
    """RFC 9260, appendix A; octets of the result go out lowest first."""
    crc = 0xffffffff
    for octet in data:
        crc ^= octet
        for _ in range(8):
            crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
    return struct.pack("<I", crc ^ 0xffffffff)


def with_checksum(pseudo, data, at):
    return data[:at] + struct.pack(">H", checksum(pseudo + data)) + data[at + 2:]


def pseudo_header(source, target, protocol, length):
    return source.packed + target.packed + struct.pack(">IHBB" if source.version == 6 else ">xBH", *(
        (length, 0, 0, protocol) if source.version == 6 else (protocol, length)))


def quoted(source, target):
    """What an ICMP error quotes: the head of a UDP datagram that went the other way."""
    return ip(target, source, UDP, struct.pack(">HHHH", 40000, 33434, 8, 0))


def icmp_body(version, kind, source, target):
    """What follows type, code and checksum."""
    if kind in ((3, 11) if version == 4 else (1, 2, 3, 4)):
        return bytes(4) + quoted(source, target)
    if version == 6 and kind in (135, 136):  # RFC 4861, 4.3 and 4.4
        return bytes(4) + (target if kind == 135 else source).packed
    if version == 6 and kind == 134:  # RFC 4861, 4.2
        return bytes(12)
    return bytes(4)


def transport(protocol, source, target, first, second, answers):
    if protocol == TCP:
        return struct.pack(">HHIIBBHHH", first, second, 1000, 1001 if answers else 0, 5 << 4, 0x12 if answers else 0x02,
                           64240, 0, 0), 16
    if protocol == UDP:
        return struct.pack(">HHHH", first, second, 8, 0), 6
    if protocol == SCTP:  # RFC 9260, 3: a COOKIE ACK
        head, chunk = struct.pack(">HHI", first, second, 1), bytes([11, 0, 0, 4])
        return head + crc32c(head + bytes(4) + chunk) + chunk, None
    if protocol == RSVP:  # RFC 2205, 3.1.1: a Path message without objects
        return with_checksum(b"", struct.pack(">BBHBBH", 0x10, 1, 0, 64, 0, 8), 2), None
    return struct.pack(">BBH", first, second, 0) + icmp_body(source.version, first, source, target), 2


def ip(source, target, protocol, payload):
    if source.version == 6:
        return struct.pack(">IHBB", 6 << 28, len(payload), protocol, 255) + source.packed + target.packed + payload
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), 1, 0, 64, protocol, 0) + source.packed + target.packed
    return with_checksum(b"", head, 10) + payload


def frame(protocol, source, target, first, second, answers):
    source, target = ipaddress.ip_address(source), ipaddress.ip_address(target)
    payload, at = transport(protocol, source, target, first, second, answers)
    if at is not None:
        has_pseudo = protocol != ICMP
        payload = with_checksum(pseudo_header(source, target, protocol, len(payload)) if has_pseudo else b"", payload, at)
    ethertype = b"\x86\xdd" if source.version == 6 else b"\x08\0"
    ends = CLIENT + SERVER if source < target else SERVER + CLIENT
    return ends[6:] + ends[:6] + ethertype + ip(source, target, protocol, payload)


def capture(protocol, vectors):
    out = struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1)
    for at, (source, target, first, second, _) in enumerate(vectors):
        answers = any(vector[:2] == (target, source) for vector in vectors[:at])
        data = frame(protocol, source, target, first, second, answers)
        out += struct.pack("<IIII", EPOCH + at, 0, len(data), len(data)) + data
    return out


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
    for name, (protocol, vectors) in VECTORS.items():
        with open(os.path.join(folder, f"{name}.pcap"), "wb") as file:
            file.write(capture(protocol, vectors))


if __name__ == "__main__":
    main()
