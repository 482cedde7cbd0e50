#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check.py CAPTURE…: refuses a capture with artefacts of its making; prints the counts of the README."""
import collections
import hashlib
import pathlib
import struct
import subprocess
import sys

HOSTS = {"10.20.1.11": "00:1d:9c:00:00:11", "10.20.1.12": "00:1d:9c:00:00:12", "10.20.1.21": "00:0c:29:00:00:21",
         "10.20.1.31": "00:0c:29:00:00:31", "10.20.1.66": "3c:52:82:00:00:66"}
FIELDS = ["frame.time_epoch", "frame.protocols", "eth.src", "ip.src", "arp.src.proto_ipv4", "tcp.dstport",
          "modbus.func_code", "modbus.exception_code", "ip.checksum.status", "tcp.checksum.status", "frame.len",
          "_ws.malformed", "_ws.expert.message"]
# Connections that open, close or are refused; not retransmissions, gaps or anything malformed.
EXPECTED_NOTES = ("Connection establish", "Connection finish", "Connection reset", "This frame initiates",
                  "This frame undergoes")


def packets(path):
    """Time and bytes of each record, read without tshark: what is checked is the file itself."""
    data = pathlib.Path(path).read_bytes()
    if data[:4] != b"\xd4\xc3\xb2\xa1":
        sys.exit(f"{path}: not a classic little-endian pcap in microseconds")
    at = 24
    while at < len(data):
        whole, part, kept, length = struct.unpack_from("<IIII", data, at)
        if kept != length:
            sys.exit(f"{path}: a packet was cut")
        yield whole * 10**6 + part, data[at + 16:at + 16 + kept]
        at += 16 + kept


def check(path):
    problems = []
    seen, last, first = {}, 0, None
    for number, (time, frame) in enumerate(packets(path), 1):
        first = time if first is None else first
        if time < last:
            problems.append(f"frame {number}: time goes back")
        last = time
        key = hashlib.sha256(frame).digest()
        # ARP and resets repeat byte for byte by nature, but never within a millisecond.
        if key in seen and (time - seen[key] < 1000 or frame[12:14] == b"\x08\x00" and not frame[47] & 4):
            problems.append(f"frame {number}: is there twice")
        seen[key] = time

    command = ["tshark", "-r", path, "-d", "tcp.port==502,mbtcp", "-o", "tcp.check_checksum:TRUE",
               "-o", "ip.check_checksum:TRUE", "-T", "fields", "-E", "occurrence=a", "-E", "aggregator=|"]
    command += [a for f in FIELDS for a in ("-e", f)]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    kinds, functions, largest = collections.Counter(), collections.Counter(), 0
    for number, line in enumerate(text.splitlines(), 1):
        row = dict(zip(FIELDS, line.split("\t")))
        kind = "ARP" if ":arp" in row["frame.protocols"] else "TCP" if ":tcp" in row["frame.protocols"] else "other"
        kinds[kind] += 1
        largest = max(largest, int(row["frame.len"]))
        if kind == "other":
            problems.append(f"frame {number}: {row['frame.protocols']}")
        if HOSTS.get(row["ip.src"] or row["arp.src.proto_ipv4"]) != row["eth.src"]:
            problems.append(f"frame {number}: from a stranger")
        if "0" in (row["ip.checksum.status"], row["tcp.checksum.status"]):
            problems.append(f"frame {number}: bad checksum")
        if row["_ws.malformed"]:
            problems.append(f"frame {number}: malformed")
        for note in filter(None, row["_ws.expert.message"].split("|")):
            if not note.startswith(EXPECTED_NOTES):
                problems.append(f"frame {number}: {note}")
        if row["modbus.func_code"]:
            way = "requests" if row["tcp.dstport"] == "502" else "responses"
            way = "exceptions" if row["modbus.exception_code"] else way
            functions[int(row["modbus.func_code"]), way] += 1

    print(f"{pathlib.Path(path).name}: {sum(kinds.values())} packets ({kinds['TCP']} TCP, {kinds['ARP']} ARP), "
          f"{(last - first) / 1e6:.1f} s, {pathlib.Path(path).stat().st_size} bytes, largest frame {largest}")
    for code in sorted({c for c, _ in functions}):
        print(f"  function {code:2}: " + ", ".join(f"{functions[code, w]} {w}" for w in
                                                  ("requests", "responses", "exceptions")))
    for problem in problems[:20]:
        print(f"{path}: {problem}", file=sys.stderr)
    return not problems


sys.exit(0 if all([check(path) for path in sys.argv[1:]]) else 1)
