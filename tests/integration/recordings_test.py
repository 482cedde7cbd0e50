#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds what we decode of the recordings of real stacks against what their clients say they did.

usage: recordings_test.py VEDETTE [TEST…]

The recordings and how they were made: pcaps/mqtt, pcaps/bacnet, pcaps/modbus-variants. Where tshark is installed, what it
finds in the same frames is compared too.
"""
import os
import sys
import unittest

import bacnet_recording
import modbus_recording
import mqtt_recording
from recording import DUMMY_PASSWORD, PCAPS, Recording

RECORDINGS = {
    "mqtt": ("mqtt", mqtt_recording),
    "bacnet": ("bacnet", bacnet_recording),
    "modbus-variants": ("modbus", modbus_recording),
}
VEDETTE = os.environ.get("VEDETTE", "vedette")
SHOWN = 12


class Recordings(unittest.TestCase):
    def hold(self, folder, name):
        event_type, module = RECORDINGS[folder]
        recorded = Recording(VEDETTE, folder, name, event_type)
        found = [] if recorded.records else [f"no record of {event_type}"]
        for record in recorded.records:
            if "malformed" in record["body"] or "malformed" in record["body"].get("sparkplug", {}):
                found.append(f"frame {record['pcap_cnt']}: malformed: {record['body']}")
        if not found:
            found += module.problems(recorded)
            found += module.problems_beside_tshark(recorded)
        if DUMMY_PASSWORD in recorded.output:
            found.append("a password is told")
        self.assertFalse(found, f"{len(found)} problems:\n" + "\n".join(found[:SHOWN]))

    def test_every_capture_has_its_lines(self):
        for folder in RECORDINGS:
            captures = {path.stem for path in (PCAPS / folder).glob("*.pcap")}
            lines = {path.name.removesuffix(".did.jsonl") for path in (PCAPS / folder).glob("*.did.jsonl")}
            self.assertEqual(captures, lines)
            self.assertTrue(captures)


def add_tests():
    for folder in RECORDINGS:
        for path in sorted((PCAPS / folder).glob("*.pcap")):
            def test(self, folder=folder, name=path.stem):
                self.hold(folder, name)
            setattr(Recordings, f"test_{folder}_{path.stem}".replace("-", "_"), test)


add_tests()

if __name__ == "__main__":
    if len(sys.argv) > 1 and os.access(sys.argv[1], os.X_OK):
        VEDETTE = sys.argv.pop(1)
    unittest.main()
