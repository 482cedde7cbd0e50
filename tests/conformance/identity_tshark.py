# SPDX-License-Identifier: Apache-2.0
"""Frames of a capture as tshark's dissectors tell them: when, between whom, and the values of a list of fields."""
import dataclasses
import subprocess

BETWEEN_VALUES, BETWEEN_FIELDS = "\x1f", "\x1e"
ALWAYS = ("frame.number", "frame.time_epoch", "frame.protocols", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "tcp.srcport", "tcp.dstport",
          "udp.srcport", "udp.dstport")
# What these carry is a quotation of somebody else's packet.
QUOTING = {"icmp", "icmpv6"}
PATIENCE = 600
UNESCAPED = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\", "v": "\v", "f": "\f", "b": "\b", "a": "\a"}


class Refused(Exception):
    """The capture can't be read."""


@dataclasses.dataclass
class Frame:
    number: int
    time: float
    layers: tuple
    ends: frozenset  # of (address, port), or of addresses
    values: dict

    def all(self, field):
        return self.values.get(field, [])

    def ints(self, field):
        return [int(text, 0) for text in self.all(field)]


def unescape(text):
    if "\\" not in text:
        return text
    out, at = [], 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text) and text[at + 1] in UNESCAPED:
            out.append(UNESCAPED[text[at + 1]])
            at += 2
        else:
            out.append(text[at])
            at += 1
    return "".join(out)


def innermost(values, layers):
    """Both ends of the last IP and transport header."""
    ip = next((layer for layer in reversed(layers) if layer in ("ip", "ipv6")), None)
    transport = next((layer for layer in reversed(layers) if layer in ("tcp", "udp")), None)
    if ip is None:
        return frozenset()
    addresses = [values.get(f"{ip}.{side}", [""])[-1] for side in ("src", "dst")]
    if transport is None:
        return frozenset(addresses)
    ports = [int(values.get(f"{transport}.{side}port", ["0"])[-1]) for side in ("src", "dst")]
    return frozenset(zip(addresses, ports))


def frames(path, fields, environment):
    """Those that have any of the fields and quote nobody."""
    wanted = list(dict.fromkeys(ALWAYS + tuple(fields)))
    command = ["tshark", "-r", path, "-n", "-T", "fields", "-E", "occurrence=a", "-E", f"aggregator={BETWEEN_VALUES}", "-E",
               f"separator={BETWEEN_FIELDS}"]
    for field in wanted:
        command += ["-e", field]
    run = subprocess.run(command, capture_output=True, env=environment, timeout=PATIENCE)
    if run.returncode not in (0, 2) or (run.returncode and not run.stdout):  # 2: it ends inside a packet
        raise Refused(path)
    found = []
    for line in run.stdout.decode(errors="replace").split("\n"):
        row = line.split(BETWEEN_FIELDS)
        if len(row) != len(wanted):
            continue
        values = {field: [unescape(v) for v in text.split(BETWEEN_VALUES)] for field, text in zip(wanted, row) if text}
        layers = tuple(values.get("frame.protocols", [""])[0].split(":"))
        if QUOTING & set(layers) or not any(field in values for field in fields):
            continue
        found.append(Frame(int(values["frame.number"][0]), float(values["frame.time_epoch"][0]), layers, innermost(values, layers), values))
    return found
