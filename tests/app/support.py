# SPDX-License-Identifier: Apache-2.0
"""What the tests that run the built binary share. CTest sets the environment (see CMakeLists.txt)."""
import json
import os
import re
import struct
import subprocess
import tempfile
import unittest

VEDETTE = os.environ["VEDETTE"]
SOURCE = os.environ["VEDETTE_SOURCE_DIR"]
SHARED = os.environ["VEDETTE_SHARED_DIR"]
SANITIZED = os.environ.get("VEDETTE_SANITIZE", "") != ""
PCAPS = os.path.join(SOURCE, "pcaps", "modbus")
PATIENCE = 120  # seconds until a run counts as hanging; nothing is judged by time


def pcap(name):
    return os.path.join(PCAPS, name)


def run(*arguments, stdin=subprocess.DEVNULL, timeout=PATIENCE, **environment):
    return subprocess.run([VEDETTE, *map(str, arguments)], stdin=stdin, capture_output=True, timeout=timeout,
                          env={**os.environ, **environment})


def start(*arguments):
    return subprocess.Popen([VEDETTE, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)


def lines(data):
    return [line for line in data.decode().split("\n") if line]


def alerts(data):
    return [json.loads(line) for line in lines(data)]


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, data):
    with open(path, "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())
    return path


def records(data):
    """The records of a classic little-endian pcap, each as (seconds, fraction, bytes)."""
    at = 24
    while at + 16 <= len(data):
        seconds, fraction, captured, _ = struct.unpack_from("<IIII", data, at)
        yield seconds, fraction, data[at + 16:at + 16 + captured]
        at += 16 + captured


def record(seconds, fraction, frame):
    return struct.pack("<IIII", seconds, fraction, len(frame), len(frame)) + frame


class Case(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="vedette-")  # short: paths of sockets are limited
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def ends(self, code, result):
        """The exit code; and never more than results on stdout, never a trace of a crash."""
        said = result.stderr.decode(errors="replace")
        self.assertEqual(result.returncode, code, said[-2000:])
        return said

    def refused(self, code, result, *words):
        """One clear line on stderr, nothing on stdout."""
        said = self.ends(code, result)
        self.assertEqual(result.stdout, b"")
        complaints = [line for line in said.split("\n") if re.match("vedette: (?!warning)", line)]
        self.assertEqual(len(complaints), 1, said)
        for word in words:
            self.assertIn(word, complaints[0])
        return complaints[0]


def main():
    """Like unittest.main(); exits 77, which CTest calls skipped, where nothing could be run."""
    program = unittest.main(exit=False)
    result = program.result
    if not result.wasSuccessful():
        raise SystemExit(1)
    raise SystemExit(77 if len(result.skipped) == result.testsRun > 0 else 0)
