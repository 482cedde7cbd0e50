# SPDX-License-Identifier: Apache-2.0
"""What Wireshark's dissectors say of a capture, frame by frame and stream by stream.

sharkd comes with tshark and is the same code; it answers for one capture after the other, where tshark would spend a
fifth of a second to start for each of a thousand. Its preferences are in a folder of their own: what the user has set does not matter.
"""
import base64
import json
import os
import shutil
import subprocess
import tempfile
import threading

# One value for each time that the field occurs in a frame, outermost first. A request takes 32 columns; fields that are
# never in one frame, or of which only the presence matters, share one.
FIELDS = (
    "frame.protocols", "frame.len", "frame.cap_len", "vlan.id", "erspan.vlan or ieee8021ad.id", "ip.src", "ip.dst", "ip.proto", "ip.flags.mf",
    "ip.frag_offset", "ipv6.src", "ipv6.dst", "ipv6.nxt", "ipv6.hopopts.nxt", "ipv6.routing.nxt", "ipv6.dstopts.nxt or ah.next_header",
    "ipv6.fraghdr.nxt", "ipv6.fraghdr.more", "ipv6.fraghdr.offset",
    "ip.fragment or ipv6.fragment", "tcp.srcport", "tcp.dstport", "tcp.stream", "tcp.len", "udp.srcport",
    "udp.dstport", "sctp.srcport or dccp.srcport", "sctp.dstport or dccp.dstport", "icmp.type or icmpv6.type",
    "icmp.code or icmpv6.code", "_ws.expert.message", "tcp.analysis.lost_segment or tcp.analysis.ack_lost_segment")
AS_ONE_TEXT = {"frame.protocols", "_ws.expert.message"}
COLUMN_OF = {name: field for field in FIELDS for name in field.split(" or ")}

SHOWN_BY_NAME = ("ip.proto", "icmpv6.type")
LOADS = 20  # captures that one process reads
FRAMES_WORTH_A_START = 10_000
STREAMS_A_RUN = 200
PATIENCE = 120  # seconds until it counts as hanging

PREFERENCES = """
nameres.mac_name: FALSE
nameres.transport_name: FALSE
nameres.network_name: FALSE
nameres.dns_pkt_addr_resolution: FALSE
nameres.vlan_name: FALSE
ip.defragment: TRUE
ipv6.defragment: TRUE
tcp.desegment_tcp_streams: TRUE
"""


def available():
    return shutil.which("sharkd") is not None and shutil.which("tshark") is not None


def version():
    said = subprocess.run(["tshark", "--version"], capture_output=True, text=True, check=True).stdout
    return said.split("(Git")[0].strip()


def named_values():
    """Of the fields that are shown by name, what the names stand for: {field: {name: number}}."""
    said = subprocess.run(["tshark", "-G", "values"], capture_output=True, text=True, check=True).stdout
    named = {field: {} for field in SHOWN_BY_NAME}
    for row in (line.split("\t") for line in said.splitlines()):
        if len(row) == 4 and row[0] == "V" and row[1] in named:
            _, field, number, name = row
            # Numbers without a name share one: -1 stands for any of them.
            named[field][name] = -1 if name in named[field] else int(number, 0)
    return named


class Refused(Exception):
    """The capture can't be read."""


class Frame:
    def __init__(self, number, texts, fields=FIELDS):
        self.number = number
        self.values = {field: [text] if field in AS_ONE_TEXT else text.split(",")
                       for field, text in zip(fields, texts) if text}

    def all(self, field):
        return self.values.get(COLUMN_OF.get(field, field), [])

    def one(self, field, default=""):
        """The outermost."""
        return (self.all(field) or [default])[0]

    def has(self, field):
        return bool(self.all(field))

    def malformed(self):
        return "Malformed Packet" in self.one("_ws.expert.message")


class Shark:
    """One sharkd. Use as a context manager."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="vedette-")
        for name, text in (("preferences", PREFERENCES), ("enabled_protos", "communityid\n")):
            with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        self.process = None
        self.asked = self.loads = 0
        return self

    def __exit__(self, *_):
        self._stop()
        shutil.rmtree(self.folder)

    def _start(self):
        self.process = subprocess.Popen(
            ["sharkd", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=self.environment())

    def environment(self):
        return {**os.environ, "WIRESHARK_CONFIG_DIR": self.folder, "HOME": self.folder}

    def _stop(self):
        if self.process:
            self.process.stdin.close()
            self.process.stdout.close()
            self.process.kill()
            self.process.wait()
            self.process = None

    def ask(self, *questions):
        """The answers, each {"result": …} or nothing where there is none: sharkd is silent on a capture that ends inside
        a packet, and it may die of one (it's then started anew)."""
        if not self.process:
            self._start()
        watchdog = threading.Timer(PATIENCE, self.process.kill)
        watchdog.start()
        first = self.asked + 1
        answers = {}
        try:
            for method, parameters in questions:
                self.asked += 1
                question = {"jsonrpc": "2.0", "id": self.asked, "method": method, "params": parameters}
                self.process.stdin.write(json.dumps(question).encode() + b"\n")
            self.process.stdin.flush()
            while self.asked not in answers:
                answer = json.loads(self.process.stdout.readline().decode(errors="replace"), strict=False)
                answers[answer["id"]] = answer
        except (BrokenPipeError, json.JSONDecodeError):
            self._stop()
        watchdog.cancel()
        return [answers.get(at, {}).get("result") for at in range(first, self.asked + 1)]

    def frames(self, path, fields=FIELDS):
        """All frames of a capture, which is the one that stream() then speaks of."""
        if self.loads == LOADS:  # it keeps what it has loaded
            self._stop()
        self.loads = self.loads % LOADS + 1
        columns = {f"column{i}": f"{field}:0" for i, field in enumerate(fields)}
        _, status, rows = self.ask(("load", {"file": os.path.abspath(path)}), ("status", {}), ("frames", columns))
        if not status or status.get("filename") != os.path.basename(path) or rows is None:
            raise Refused(path)
        return [Frame(row["num"], row["c"], fields) for row in rows]

    def streams(self, path, numbers, frames):
        """{number: {(address, port): bytes}} of TCP streams. sharkd reads the capture once for each, so where that would
        cost more than to start tshark, that does them all in one pass."""
        if len(numbers) * frames > FRAMES_WORTH_A_START:
            return streams_by_tshark(path, numbers, self.environment())
        return {number: self._stream(number) for number in numbers}

    def _stream(self, number):
        answer, = self.ask(("follow", {"follow": "TCP", "filter": f"tcp.stream=={number}"}))
        if not answer or "payloads" not in answer:
            return {}
        server, client = (answer["shost"], int(answer["sport"])), (answer["chost"], int(answer["cport"]))
        said = {server: [], client: []}
        for payload in answer["payloads"]:
            said[server if payload.get("s") else client].append(base64.b64decode(payload["d"]))
        return {end: b"".join(parts) for end, parts in said.items()}


def node(line):
    """An end in tshark's words: "Node 0: 10.0.0.1:80", "Node 1: [::1]:80"."""
    address, port = line.split(": ", 1)[1].rsplit(":", 1)
    return address.strip("[]"), int(port or 0)


def streams_by_tshark(path, numbers, environment):
    found = {}
    for at in range(0, len(numbers), STREAMS_A_RUN):
        command = ["tshark", "-r", path, "-q"]
        for number in numbers[at:at + STREAMS_A_RUN]:
            command += ["-z", f"follow,tcp,raw,{number}"]
        said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, timeout=PATIENCE)
        number, ends, parts = None, [], []
        for line in said.stdout.decode(errors="replace").splitlines():
            if line.startswith("Filter: tcp.stream eq "):
                number, ends, parts = int(line.split()[-1]), [], ([], [])
            elif line.startswith("Node "):
                ends.append(node(line))
            elif line.startswith("====") and len(ends) == 2:
                found[number] = {end: b"".join(part) for end, part in zip(ends, parts)}
                ends = []
            elif len(ends) == 2:
                parts[1 if line.startswith("\t") else 0].append(bytes.fromhex(line))
    return found
