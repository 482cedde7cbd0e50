#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the lab's traffic against real captures: time between packets of a conversation, frame sizes, what is asked,
how long connections last. tshark reads both. Writes a picture for each protocol and prints the table of docs/lab.md.

    tests/lab/compare.py --lab build/release/vedette-lab --real ../shared/pcaps --pictures docs/lab
"""

import argparse
import collections
import math
import pathlib
import subprocess
import sys
import tempfile

# Ordinary operation only; all others hold attacks, or tests of a protocol's rare parts.
PROTOCOLS = {
    "modbus": {
        "site": "brewery", "filter": "mbtcp", "what": "modbus.func_code", "port": "tcp.port == 502",
        "real": ["modbus/ITI/modbus_test_data_part1.pcap", "modbus/ITI/modbus_test_data_part2.pcap",
                 "modbus/cisagov/modbus_example.pcap", "modbus/idaholab/Modicon.pcap", "modbus/OISF/modbus.pcap"],
    },
    "mqtt": {
        "site": "store", "filter": "mqtt", "what": "mqtt.msgtype", "port": "tcp.port == 1883",
        "real": ["mqtt/l-laura/benign-5mb-train.pcap", "mqtt/idaholab/MQTT.pcap", "mqtt/ntop/coap_mqtt.pcap"],
    },
    "bacnet": {
        "site": "office", "filter": "bacapp", "what": "bacapp.confirmed_service,bacapp.unconfirmed_service",
        "port": "udp.port == 47808",
        "real": ["bacnet/cisagov/bacnet_example.pcap", "bacnet/EmreEkin/bacnet-ip.pcap",
                 "bacnet/cisagov/bacnet_services.pcap"],
    },
}
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def shark(path, where, fields):
    command = ["tshark", "-r", str(path), "-Y", where, "-T", "fields", "-E", "occurrence=a"]
    for field in fields:
        command += ["-e", field]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [line.split("\t") for line in out.splitlines()]


class Sample:
    """What one or several captures show."""

    def __init__(self):
        self.gaps, self.sizes, self.lengths = [], [], []
        self.what = collections.Counter()

    def add(self, path, protocol):
        fields = protocol["what"].split(",")
        last, first, ends = {}, {}, {}
        rows = shark(path, protocol["port"],
                     ["frame.time_epoch", "ip.src", "ip.dst", "tcp.stream", "udp.stream", "frame.len", "tcp.flags.syn",
                      "tcp.flags.fin", *fields])
        for time, source, target, tcp, udp, size, syn, fin, *what in rows:
            time = float(time)
            key = (tcp, udp, source, target)
            if key in last:
                self.gaps.append(max(time - last[key], 1e-6))
            last[key] = time
            self.sizes.append(int(size))
            if tcp and syn in ("1", "True"):
                first.setdefault(tcp, time)
            if tcp and fin in ("1", "True"):
                ends[tcp] = time
            for name, values in zip(fields, what):
                for value in filter(None, values.split(",")):
                    self.what[name.split(".")[-1] + " " + value] += 1
        self.lengths += [ends[s] - first[s] for s in ends if s in first]


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


def table(name, real, lab):
    lines = []
    for title, attribute, unit in (("between packets of a direction", "gaps", "s"), ("frame size", "sizes", "octets"),
                                   ("length of a TCP connection", "lengths", "s")):
        for label, sample in (("real", real), ("lab", lab)):
            values = getattr(sample, attribute)
            if not values:
                continue
            shown = " | ".join(f"{quantile(values, q):.4g}" for q in QUANTILES)
            lines.append(f"| {name} | {title}, {unit} | {label} | {shown} | {len(values):,} |")
    return lines


def shares(real, lab, most=8):
    def of(sample):
        total = sum(sample.what.values()) or 1
        return {key: count / total for key, count in sample.what.items()}
    one, other = of(real), of(lab)
    keys = sorted(set(one) | set(other), key=lambda k: -(one.get(k, 0) + other.get(k, 0)))[:most]
    return [(key, one.get(key, 0.0), other.get(key, 0.0)) for key in keys]


class Picture:
    """Panels beside each other: cumulative shares, or bars."""

    WIDTH, HEIGHT, LEFT, TOP = 300, 200, 50, 34

    def __init__(self):
        self.parts, self.panels = [], 0

    def text(self, x, y, words, anchor="middle", size=11):
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}">{words}</text>')

    def frame(self, title):
        x = self.LEFT + self.panels * (self.WIDTH + 70)
        self.panels += 1
        self.parts.append(f'<rect x="{x}" y="{self.TOP}" width="{self.WIDTH}" height="{self.HEIGHT}" fill="none" stroke="#999"/>')
        self.text(x + self.WIDTH / 2, self.TOP - 12, title, size=13)
        return x

    def curves(self, title, unit, pairs):
        x0 = self.frame(title)
        values = [v for _, sample, _ in pairs for v in sample if v > 0]
        low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        high = max(high, low + 1)
        across = lambda v: x0 + self.WIDTH * (math.log10(v) - low) / (high - low)
        for power in range(low, high + 1):
            x = across(10.0 ** power)
            self.parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{self.TOP}" y2="{self.TOP + self.HEIGHT}" stroke="#eee"/>')
            if (power - low) % max(1, (high - low) // 4) == 0:
                self.text(x, self.TOP + self.HEIGHT + 15, f"{10.0 ** power:g}")
        for share in (0, 0.5, 1):
            self.text(x0 - 6, self.TOP + self.HEIGHT * (1 - share) + 4, f"{share:g}", "end")
        self.text(x0 + self.WIDTH / 2, self.TOP + self.HEIGHT + 31, unit)
        for row, (label, sample, style) in enumerate(pairs):
            ordered = sorted(v for v in sample if v > 0)
            if not ordered:
                continue
            points = []
            for step in range(201):
                v = ordered[min(len(ordered) - 1, step * len(ordered) // 200)]
                points.append(f"{across(v):.1f},{self.TOP + self.HEIGHT * (1 - step / 200):.1f}")
            self.parts.append(f'<polyline points="{" ".join(points)}" fill="none" {style}/>')
            self.parts.append(f'<line x1="{x0 + 10}" x2="{x0 + 34}" y1="{self.TOP + 14 + 16 * row}" y2="{self.TOP + 14 + 16 * row}" {style}/>')
            self.text(x0 + 40, self.TOP + 18 + 16 * row, label, "start")

    def bars(self, title, rows):
        x0 = self.frame(title)
        height = self.HEIGHT / max(1, len(rows))
        for i, (key, real, lab) in enumerate(rows):
            y = self.TOP + i * height
            self.parts.append(f'<rect x="{x0 + 150}" y="{y + 2:.1f}" width="{150 * real:.1f}" height="{height / 2 - 3:.1f}" fill="#333"/>')
            self.parts.append(f'<rect x="{x0 + 150}" y="{y + height / 2:.1f}" width="{150 * lab:.1f}" height="{height / 2 - 3:.1f}" fill="#fff" stroke="#06c"/>')
            self.text(x0 + 146, y + height / 2 + 4, key.replace("_", " "), "end", 10)

    def write(self, path):
        width = self.LEFT + self.panels * (self.WIDTH + 70)
        path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {self.HEIGHT + 80}" font-family="sans-serif">'
                        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(self.parts)}</svg>\n')


REAL_LINE, LAB_LINE = 'stroke="#333" stroke-width="2"', 'stroke="#06c" stroke-width="2" stroke-dasharray="6 3"'


def compare(name, protocol, options):
    real, lab = Sample(), Sample()
    for path in protocol["real"]:
        real.add(options.real / path, protocol)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "lab.pcap"
        subprocess.run([options.lab, "make", "--site", protocol["site"], "--devices", "30", "--days", "0.25", "--seed", "5",
                        "--start", "2026-03-03T08:00:00Z", "--output", path], check=True, capture_output=True)
        lab.add(path, protocol)
    picture = Picture()
    picture.curves("time between packets of a direction", "seconds", [("real", real.gaps, REAL_LINE), ("lab", lab.gaps, LAB_LINE)])
    picture.curves("frame size", "octets", [("real", real.sizes, REAL_LINE), ("lab", lab.sizes, LAB_LINE)])
    if real.lengths and lab.lengths:
        picture.curves("length of a TCP connection", "seconds",
                       [("real", real.lengths, REAL_LINE), ("lab", lab.lengths, LAB_LINE)])
    picture.bars("what is asked (real filled, lab open)", shares(real, lab))
    options.pictures.mkdir(parents=True, exist_ok=True)
    picture.write(options.pictures / f"{name}.svg")
    return table(name, real, lab)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lab", required=True)
    parser.add_argument("--real", type=pathlib.Path, required=True)
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    parser.add_argument("--protocols", default=",".join(PROTOCOLS))
    options = parser.parse_args()
    print("| | | | " + " | ".join(f"{100 * q:g} %" for q in QUANTILES) + " | of |")
    print("|---|---|---|" + "---|" * (len(QUANTILES) + 1))
    for name in options.protocols.split(","):
        print("\n".join(compare(name, PROTOCOLS[name], options)))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
