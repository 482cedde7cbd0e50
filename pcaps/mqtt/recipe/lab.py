# SPDX-License-Identifier: Apache-2.0
"""A made-up site to record: each host a network namespace of its own, all on one bridge, tcpdump on that bridge.

Nothing leaves the namespaces, and all is taken down at the end. IPv6 and every offload are off, so that checksums and segments are
those of a wire. What the clients do is written beside the capture, by the clients' own scripts, one JSON object for each action.
"""
import argparse
import dataclasses
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

TXOFF = pathlib.Path(__file__).resolve().parents[2] / "modbus/recipe/txoff.c"
PATIENCE = 15  # seconds until something that was to happen counts as failed
# What a capture may not show: it would be an artefact of its making. A retransmission is none: a busy kernel makes it.
ARTEFACTS = ("tcp.analysis.lost_segment || tcp.analysis.out_of_order || ip.checksum.status == 0 || "
             "tcp.checksum.status == 0 || udp.checksum.status == 0")


def die(text):
    sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {text}")


def need(**packages):
    """Programs, and the Debian package that has each."""
    for program, package in packages.items():
        if not shutil.which(program):
            die(f"{program} is missing: install the package {package}")


def need_node(recipe, *modules):
    """The folder of node modules: NODE_PATH if that is set, else the one that `npm ci` makes beside the recipe."""
    folder = os.environ.setdefault("NODE_PATH", str(recipe / "node_modules"))
    for module in modules:
        if not (pathlib.Path(folder) / module).is_dir():
            die(f"the node module {module} is missing: run `npm ci --ignore-scripts` in {recipe}")


@dataclasses.dataclass(frozen=True)
class Host:
    name: str
    ip: str
    mac: str


class Job:
    """A program that runs in a host."""

    def __init__(self, command, output, told):
        self.output, self.told, self.at = output, told, 0
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=open(output, "wb"), stderr=subprocess.STDOUT)

    def text(self):
        return self.output.read_text(errors="replace")

    def expect(self, text):
        """Waits until the program has written this."""
        for _ in range(PATIENCE * 50):
            if text in self.text():
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        if text not in self.text():
            die(f"{self.output.name}: no '{text}' in: {self.text()[-2000:]}")
        return self

    def say(self, line):
        self.process.stdin.write(line.encode())
        self.process.stdin.flush()

    def end(self, how=None):
        """Waits for the end, or brings it about."""
        if how is not None:
            self.process.send_signal(how)
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        try:
            code = self.process.wait(PATIENCE * 4)
        except subprocess.TimeoutExpired:
            die(f"{self.output.name}: does not end: {self.text()[-2000:]}")
        if self.told:
            self.told(self)
        return code


class Lab:
    """Use as a context manager: the capture is written where all went well."""

    def __init__(self, description, capture, hosts):
        parser = argparse.ArgumentParser(description=description.split("\n")[0])
        parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path(sys.argv[0]).resolve().parents[1],
                            help="folder for the capture and for what the clients did")
        self.output = parser.parse_args().output
        self.capture, self.hosts = capture, {h.name: h for h in hosts}
        self.did_lines, self.jobs, self.spaces = [], [], []
        self.tag = f"lab{os.getpid()}"  # so that two runs never meet
        self.work = None

    def __enter__(self):
        if os.geteuid() != 0:
            die("must run as root: it makes network namespaces")
        need(ip="iproute2", tcpdump="tcpdump", tshark="tshark", gcc="gcc")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="lab-"))
        try:
            self._build()
        except BaseException:
            self._take_down()
            raise
        return self

    def __exit__(self, kind, *_):
        try:
            if kind is None:
                self._keep()
        finally:
            self._take_down()

    def _build(self):
        subprocess.run(["gcc", "-O2", str(TXOFF), "-o", str(self.work / "txoff")], check=True)
        self._space("switch")
        self._ip("switch", "link add name br0 type bridge stp_state 0 mcast_snooping 0")
        self._ip("switch", "link set dev br0 up")
        for host in self.hosts.values():
            self._space(host.name)
            self._ip("switch", f"link add name {host.name} type veth peer name eth0 netns {self.tag}-{host.name}")
            self._ip("switch", f"link set dev {host.name} master br0 up")
            self._ip(host.name, f"link set dev eth0 address {host.mac}")
            self._ip(host.name, f"address add {host.ip}/24 broadcast + dev eth0")
            subprocess.run(self.inside(host.name, str(self.work / "txoff"), "eth0"), check=True)
            self._ip(host.name, "link set dev eth0 up")
            self._ip(host.name, "link set dev lo up")
        # A bridge in promiscuous mode hands up each frame that enters it, once.
        self.recorder = self.start("switch", "tcpdump", "-i", "br0", "-n", "-U", "-B", "8192", "-Z", "root", "-w",
                                   str(self.work / "capture.pcap")).expect("listening on")

    def _space(self, name):
        subprocess.run(["ip", "netns", "add", f"{self.tag}-{name}"], check=True)
        self.spaces.append(f"{self.tag}-{name}")
        for scope in ("all", "default"):
            setting = f"/proc/sys/net/ipv6/conf/{scope}/disable_ipv6"
            subprocess.run(self.inside(name, "sh", "-c", f"if [ -e {setting} ]; then echo 1 >{setting}; fi"), check=True)

    def _ip(self, name, words):
        subprocess.run(["ip", "-n", f"{self.tag}-{name}", *words.split()], check=True)

    def route(self, host, network):
        """Reaches another network over the same wire."""
        self._ip(host.name, f"route add {network} dev eth0")

    def inside(self, host, *command):
        return ["ip", "netns", "exec", f"{self.tag}-{host}", *command]

    def start(self, host, *command, told=None):
        """A program in a host, in the background; `told` reads what it said when it has ended."""
        job = Job(self.inside(host, "stdbuf", "-oL", *map(str, command)), self.work / f"{len(self.jobs)}-{host}.out", told)
        self.jobs.append(job)
        return job

    def run(self, host, *command, told=None, text=""):
        job = self.start(host, *command, told=told)
        job.say(text)
        return job.end()

    def did(self, **line):
        self.did_lines.append(line)

    def did_by_itself(self, job):
        """For programs that write their own lines."""
        self.did_lines += [json.loads(line) for line in job.text().splitlines() if line.startswith("{")]
        if job.process.returncode not in (0, -signal.SIGKILL):
            die(f"{job.output.name}: exit {job.process.returncode}: {job.text()[-2000:]}")

    def _keep(self):
        recorded = self.work / "capture.pcap"
        time.sleep(2.5)  # for what is still under way; the kernel hands packets over once a second
        self.recorder.end(signal.SIGTERM)
        if "\n0 packets dropped by kernel" not in self.recorder.text():
            die(f"tcpdump lost packets: {self.recorder.text()}")
        artefacts = subprocess.run(
            ["tshark", "-r", str(recorded), "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o",
             "udp.check_checksum:TRUE", "-Y", ARTEFACTS], check=True, capture_output=True, text=True).stdout
        if artefacts:
            die(f"artefacts in the capture; record it again:\n{artefacts}")
        shutil.copy(recorded, self.output / f"{self.capture}.pcap")
        lines = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in self.did_lines)
        (self.output / f"{self.capture}.did.jsonl").write_text(lines)
        print(f"{self.capture}: {recorded.stat().st_size} bytes, {len(self.did_lines)} actions")

    def _take_down(self):
        for job in self.jobs:
            if job.process.poll() is None:
                job.process.kill()
                job.process.wait()
        for space in self.spaces:
            subprocess.run(["ip", "netns", "del", space], check=False)
        shutil.rmtree(self.work, ignore_errors=True)
