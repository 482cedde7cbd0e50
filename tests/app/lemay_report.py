#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is found in the attack captures of Lemay and Fernandez ("Providing SCADA Network Data Sets for Intrusion
Detection Research", CSET 2016) after learning from their harmless frames.

usage: lemay_report.py VEDETTE FOLDER

FOLDER holds CAPTURE.pcap with CAPTURE.pcap.labels.csv beside it ("frame;label", label 0: harmless). For each capture: a
model is learned from the frames labelled 0, then the whole is replayed, once as it is and once without judging who
talks to whom. Prints a table of alerts by detector and acting device. Exits 1 if an expected intruder is not named.
"""
import collections
import json
import os
import struct
import subprocess
import sys
import tempfile

# Acting device and whom it turns to, where the publication says so.
EXPECTED = {"characterization": ("192.168.1.101", "192.168.1.104"), "exploit": ("192.168.1.101", "192.168.1.105")}


def harmless(capture):
    """The frames labelled 0, as a capture. Classic pcap of either byte order."""
    with open(capture, "rb") as file:
        data = file.read()
    with open(capture + ".labels.csv") as file:
        labels = dict(line.strip().split(";")[:2] for line in file if ";" in line)
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    kept, at, frame = [data[:24]], 24, 0
    while at + 16 <= len(data):
        frame += 1
        end = at + 16 + struct.unpack_from(order + "I", data, at + 8)[0]
        if labels.get(str(frame), "0") == "0":
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def replay(vedette, capture, model, *more):
    result = subprocess.run([vedette, "replay", capture, "--model", model, "--format", "json", "--quiet", *more],
                            capture_output=True, check=True)
    alerts = map(json.loads, result.stdout.decode().splitlines())
    return [a for a in alerts if a["revision"] == 1 and a["severity"] != "info"]


def examine(vedette, capture):
    """Alerts with and without the novelty of peers, and those on what was learned from."""
    with tempfile.TemporaryDirectory() as folder:
        quiet, model = os.path.join(folder, "quiet.pcap"), os.path.join(folder, "model.yaml")
        with open(quiet, "wb") as file:
            file.write(harmless(capture))
        subprocess.run([vedette, "learn", quiet, "--output", model, "--quiet"], check=True)
        return (replay(vedette, capture, model), replay(vedette, capture, model, "--ignore-peers"),
                replay(vedette, quiet, model))


def name_of(device):
    return device.get("ip") or device.get("mac") or device.get("name", "")


def table(alerts):
    counted = collections.Counter((a["detector"], a["severity"], name_of(a["device"]), name_of(a.get("peer", {})),
                                   a["title"]) for a in alerts)
    for (detector, severity, device, peer, title), count in sorted(counted.items()):
        print(f"    {count:4}  {detector:<8} {severity:<7} {device:<15} -> {peer or '-':<15} {title}")


def main():
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    missed = 0
    for name in sorted(os.listdir(sys.argv[2])):
        if not name.endswith(".pcap") or not os.path.exists(os.path.join(sys.argv[2], name + ".labels.csv")):
            continue
        with_peers, without_peers, on_quiet = examine(sys.argv[1], os.path.join(sys.argv[2], name))
        print(f"{name}\n  all detectors: {len(with_peers)} alerts")
        table(with_peers)
        print(f"  without pair novelty: {len(without_peers)} alerts")
        table(without_peers)
        print(f"  on the harmless frames it learned from: {len(on_quiet)} alerts")
        expected = next((pair for start, pair in EXPECTED.items() if name.startswith(start)), None)
        if expected:
            found = any((name_of(a["device"]), name_of(a.get("peer", {}))) == expected for a in with_peers)
            print(f"  {expected[0]} acting on {expected[1]}: {'named' if found else 'NOT NAMED'}")
            missed += not found
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
