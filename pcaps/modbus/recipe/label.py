#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""label.py CAPTURE MARKS: the labels of a capture, from the times at which the attacker began and ended."""
import datetime
import pathlib
import subprocess
import sys

# What is there: name, address, MAC. Those before the intruder are the site's devices.
HOSTS = {"plc-1": ("10.20.1.11", "00:1d:9c:00:00:11"), "plc-2": ("10.20.1.12", "00:1d:9c:00:00:12"),
         "hmi": ("10.20.1.21", "00:0c:29:00:00:21"), "historian": ("10.20.1.31", "00:0c:29:00:00:31"),
         "intruder": ("10.20.1.66", "3c:52:82:00:00:66")}
NAMES = {ip: name for name, (ip, _) in HOSTS.items()}
# event: scenario, ATT&CK for ICS, intensity, attacker, victims, protocol, features that are right as first cause
EVENTS = {
    "port-scan": ("port_scan", "T0846", "loud", "intruder", ["plc-1", "plc-2", "hmi", "historian"], "tcp",
                  ["peer", "service", "connects", "errors"]),
    "identification": ("device_identification", "T0888", "medium", "intruder", ["plc-1", "plc-2"], "modbus",
                       ["sender", "peer", "side", "function"]),
    "register-sweep": ("unit_register_sweep", "T0861", "loud", "intruder", ["plc-1", "plc-2"], "modbus",
                       ["sender", "peer", "side", "function", "object", "reads", "errors"]),
    "coil-write": ("rogue_master", "T0855", "stealthy", "intruder", ["plc-1"], "modbus", ["sender", "peer", "side"]),
    "register-write": ("rogue_master", "T0836", "stealthy", "intruder", ["plc-1"], "modbus",
                       ["sender", "peer", "side", "object", "value"]),
    "controller-write": ("controller_commands", "T0855", "stealthy", "plc-2", ["plc-1"], "modbus",
                         ["sender", "peer", "side"]),
}


def frames_of(capture):
    fields = ["frame.time_epoch", "ip.src", "ip.dst", "arp.src.proto_ipv4", "arp.dst.proto_ipv4"]
    command = ["tshark", "-r", capture, "-T", "fields"] + [a for f in fields for a in ("-e", f)]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for line in text.splitlines():
        time, source, target, asking, asked = line.split("\t")
        whole, _, part = time.partition(".")
        yield (int(whole) * 10**6 + int(part[:6].ljust(6, "0")),
               NAMES.get(source or asking, "nobody"), NAMES.get(target or asked, "nobody"))


def read_marks(path):
    marks = {}
    for line in pathlib.Path(path).read_text().splitlines():
        event, edge, time = line.split()
        whole, _, part = time.partition(".")
        marks.setdefault(event, {})[edge] = int(whole) * 10**6 + int(part)
    return marks


def ranges(numbers):
    found = []
    for n in numbers:
        if found and found[-1][1] == n - 1:
            found[-1][1] = n
        else:
            found.append([n, n])
    return found


def rfc3339(microseconds):
    whole, part = divmod(microseconds, 10**6)
    return datetime.datetime.fromtimestamp(whole, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S") + f".{part:06d}Z"


def belongs(attacker, victims, ends):
    """An intruder's every frame is the attack's; a device of the site is at work with others meanwhile."""
    if attacker == "intruder":
        return attacker in ends
    return attacker in ends and any(v in ends for v in victims)


def print_head(capture, frames, parties):
    print("# SPDX-License-Identifier: Apache-2.0")
    print("# Made by recipe/label.py. `frames`: inclusive ranges, 1-based.")
    print(f"version: 1\ncapture: {pathlib.Path(capture).name}\nsite: brewery-north")
    print(f"from: {rfc3339(frames[0][0])}\nto: {rfc3339(frames[-1][0])}\npackets: {len(frames)}")
    print(f"devices: {len(HOSTS) - 1}\nparties:")
    for name in sorted(parties):
        print(f'  {name}: {{ ip: {HOSTS[name][0]}, mac: "{HOSTS[name][1]}" }}')
    print("events:")


def print_event(event, begin, end, numbers):
    scenario, attack, intensity, attacker, victims, protocol, causes = EVENTS[event]
    print(f"  - id: {event}")
    print(f"    scenario: {scenario}\n    attack: {attack}\n    intensity: {intensity}")
    print(f"    from: {rfc3339(begin)}\n    to: {rfc3339(end)}")
    print(f"    attacker: {attacker}\n    victims: [{', '.join(victims)}]")
    print(f"    protocol: {protocol}\n    causes: [{', '.join(causes)}]")
    print('    frames: "' + " ".join(f"{a}-{b}" if b > a else str(a) for a, b in ranges(numbers)) + '"')


def main():
    capture, marks = sys.argv[1], read_marks(sys.argv[2])
    frames = list(frames_of(capture))
    order = sorted(marks, key=lambda e: marks[e]["begin"])
    print_head(capture, frames, {p for e in order for p in [EVENTS[e][3], *EVENTS[e][4]]})
    for i, event in enumerate(order):
        attacker, victims = EVENTS[event][3:5]
        begin, end = marks[event]["begin"], marks[event]["end"]
        # Later ARP upkeep between the same two is a consequence of the event: in `frames`, but after `to`.
        limit = marks[order[i + 1]]["begin"] if i + 1 < len(order) else 1 << 62
        mine = [(n, f[0]) for n, f in enumerate(frames, 1)
                if begin <= f[0] < limit and belongs(attacker, victims, f[1:])]
        acts = [t for _, t in mine if t <= end]
        print_event(event, acts[0], acts[-1], [n for n, _ in mine])


if __name__ == "__main__":
    main()
