# SPDX-License-Identifier: Apache-2.0
"""`decode --follow` on a capture that grows: messages come when their packets do, and it ends when it is told to."""
import json
import os
import signal
import subprocess
import tempfile
import threading
import unittest

VEDETTE = os.environ["VEDETTE"]
CAPTURE = os.path.join(os.environ["VEDETTE_SOURCE_DIR"], "pcaps/modbus/controller-commands.pcap")
PATIENCE = 120  # seconds, under every sanitizer and load


class Follow(unittest.TestCase):
    def setUp(self):
        with open(CAPTURE, "rb") as file:
            self.bytes = file.read()
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = os.path.join(self.folder.name, "growing.pcap")

    def expected(self):
        run = subprocess.run([VEDETTE, "decode", CAPTURE], capture_output=True, check=True, timeout=PATIENCE)
        return run.stdout.splitlines()

    def start(self, *more):
        process = subprocess.Popen([VEDETTE, "decode", self.path, "--follow", *more], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        watchdog = threading.Timer(PATIENCE, process.kill)
        watchdog.start()
        self.addCleanup(watchdog.cancel)
        return process

    def test_messages_come_as_the_file_grows(self):
        expected = self.expected()
        half = len(self.bytes) // 2  # inside a record, as a rule
        with open(self.path, "wb") as file:
            file.write(self.bytes[:half])
        process = self.start()
        first = process.stdout.readline()
        self.assertEqual(first.strip(), expected[0])
        with open(self.path, "ab") as file:
            file.write(self.bytes[half:])
        lines = [first] + [process.stdout.readline() for _ in expected[1:]]
        self.assertEqual([line.strip() for line in lines], expected)
        process.send_signal(signal.SIGINT)
        out, err = process.stdout.read(), process.stderr.read()
        self.assertEqual((process.wait(), out), (0, b""), err)

    def test_a_file_that_goes_away_ends_it_with_a_word(self):
        with open(self.path, "wb") as file:
            file.write(self.bytes)
        process = self.start()
        self.assertIn("timestamp", json.loads(process.stdout.readline()))
        os.unlink(self.path)
        rest, err = process.stdout.readlines(), process.stderr.read()
        self.assertEqual(process.wait(), 0)
        self.assertEqual(len(rest) + 1, len(self.expected()))
        self.assertIn(b"was removed", err)

    def test_only_one_plain_capture_can_be_followed(self):
        run = subprocess.run([VEDETTE, "decode", CAPTURE, CAPTURE, "--follow"], capture_output=True, timeout=PATIENCE)
        self.assertEqual(run.returncode, 2)
        self.assertIn(b"one capture can be followed", run.stderr)


if __name__ == "__main__":
    unittest.main()
