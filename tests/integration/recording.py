# SPDX-License-Identifier: Apache-2.0
"""A recording: a capture of real stacks, what its clients say they did, and what we decode of it."""
import functools
import json
import pathlib
import shutil
import subprocess

PCAPS = pathlib.Path(__file__).resolve().parents[2] / "pcaps"
DUMMY_PASSWORD = b"dummy-"  # how all passwords in the recordings begin


class Recording:
    def __init__(self, vedette, folder, name, event_type):
        self.vedette, self.event_type = vedette, event_type
        self.path = PCAPS / folder / f"{name}.pcap"
        self.did = [json.loads(line) for line in (PCAPS / folder / f"{name}.did.jsonl").read_text().splitlines()]

    @functools.cached_property
    def output(self):
        run = subprocess.run([self.vedette, "decode", str(self.path), "--quiet"], capture_output=True, stdin=subprocess.DEVNULL, timeout=120)
        if run.returncode != 0:
            raise AssertionError(f"{self.path.name}: exit {run.returncode}: {run.stderr.decode(errors='replace')[-2000:]}")
        return run.stdout

    @functools.cached_property
    def records(self):
        """Those of the recording's protocol. What one says of the protocol is under `body`."""
        found = [json.loads(line) for line in self.output.splitlines()]
        return [{**record, "body": record[self.event_type]} for record in found if record["event_type"] == self.event_type]


def said_by_tshark(path, display_filter, fields, decode_as=()):
    """One list of texts for each frame and field, by frame number; nothing where there is no tshark."""
    if not shutil.which("tshark"):
        return None
    command = ["tshark", "-r", str(path), "-n", "-Y", display_filter, "-T", "fields", "-E", "separator=/t", "-E", "aggregator=;", "-e", "frame.number"]
    for field in fields:
        command += ["-e", field]
    for rule in decode_as:
        command += ["-d", rule]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows = (line.split("\t") for line in said.splitlines())
    return {int(row[0]): [text.split(";") if text else [] for text in row[1:]] for row in rows}


def differences(expected, found, where):
    """Of each key that is expected, where something else, or nothing, was found."""
    for key, value in expected.items():
        if not same(value, found.get(key)):
            yield f"{where}: {key} is {found.get(key)!r}, was {value!r}"


def same(expected, found):
    """What JavaScript calls a number may be a real of single precision; a flag may be a number."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(same(value, found.get(key)) for key, value in expected.items())
    if isinstance(expected, list):
        return isinstance(found, list) and len(expected) == len(found) and all(map(same, expected, found))
    if isinstance(expected, (int, float)) and isinstance(found, (int, float)):
        return abs(expected - found) <= 1e-6 * max(1, abs(expected))
    return expected == found
