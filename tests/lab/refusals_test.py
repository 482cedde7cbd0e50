# SPDX-License-Identifier: Apache-2.0
"""What the lab can't do it says in one line; what is cut short ends well."""
import os
import signal
import subprocess
import time
import unittest

import support
from lab import LAB, Case, run
from support import main, read, records


class Refusals(Case):
    def make(self, *arguments, output=None):
        return run("make", "--output", output or self.path("x.pcap"), "--days", 0.01, *arguments)

    def test_unknown_things_are_named(self):
        for arguments, words in {
            ("--attack", "nonsense"): ["nonsense", "rogue_master"],
            ("--hard-case", "rogue_master"): ["rogue_master", "reboot"],
            ("--attack", "rogue_master:quiet"): ["quiet", "stealthy"],
            ("--attack", "rogue_master@noon"): ["noon", "day9"],
            ("--attack", "rogue_master@day3"): ["rogue_master@day3", "end"],
            ("--site", "zoo"): ["zoo"],
            ("--start", "yesterday"): ["yesterday", "2026-03-02"],
            ("--devices", "3"): ["devices"],
        }.items():
            with self.subTest(arguments=arguments):
                self.refused(2, self.make(*arguments), *words)
                self.assertFalse(os.path.exists(self.path("x.pcap")))

    def test_output_that_cant_be_written(self):
        for path in (self.path("no/such/folder.pcap"), self.folder, "/dev/full"):
            with self.subTest(path=path):
                self.refused(3, self.make(output=path), path)
        self.refused(3, self.make("--labels", self.path("no/labels.yaml")), "no/labels.yaml")

    def test_a_reader_that_leaves(self):
        maker = subprocess.Popen([LAB, "make", "--days", "30", "--output", "-"], stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE)
        self.assertEqual(maker.stdout.read(100)[:4], b"\xd4\xc3\xb2\xa1")
        maker.stdout.close()
        said = maker.stderr.read().decode()
        self.assertEqual(maker.wait(support.PATIENCE), 3, said)
        self.assertEqual(said.count("\n"), 1, said)
        maker.stderr.close()

    def test_an_interrupt_leaves_a_whole_capture_and_its_labels(self):
        capture, labels = self.path("x.pcap"), self.path("x.yaml")
        maker = subprocess.Popen([LAB, "make", "--days", "3650", "--devices", "50", "--output", capture, "--labels",
                                  labels], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        while not (os.path.exists(capture) and os.path.getsize(capture) > 2_000_000):
            self.assertIsNone(maker.poll())
            time.sleep(0.02)
        maker.send_signal(signal.SIGINT)
        said = maker.communicate(timeout=support.PATIENCE)[1].decode()
        self.assertEqual(maker.returncode, 0, said)
        self.assertIn("Stopped early", said)
        data = read(capture)
        self.assertEqual(24 + sum(16 + len(frame) for _, _, frame in records(data)), len(data))
        self.assertIn(b"packets:", read(labels))


if __name__ == "__main__":
    main()
