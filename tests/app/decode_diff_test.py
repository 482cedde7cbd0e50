# SPDX-License-Identifier: Apache-2.0
"""`vedette decode` against tshark, message by message: of our own captures where tshark is installed, of real ones
where their reference lies beside the checkout."""
import json
import os
import shutil
import subprocess
import sys
import unittest

from support import SHARED, VEDETTE, Case, lines, main, pcap, run

DIFF = os.path.join(SHARED, "tools", "decode_diff.py")
# Frames on which the specification is on our side, as the script names them, each with its reason. None at present.
EXPLAINED = {}  # e.g. "umas.pcap frame 7 ": "…"

COLUMNS = ["frame.number", "tcp.srcport", "mbtcp.trans_id", "mbtcp.unit_id", "modbus.func_code",
           "modbus.reference_num", "modbus.word_cnt", "modbus.bit_cnt", "modbus.exception_code"]
WRITES = (5, 6, 15, 16)  # their answers repeat the address, those of reads do not
COUNTED = (1, 2, 3, 4, 15, 16)


def from_tshark(line):
    """Frame and fields of a message as tshark has it. Our stacks send one at a time, so that no cell is a list."""
    row = dict(zip(COLUMNS, (int(cell, 0) if cell else None for cell in line.split("\t"))))
    frame, words, bits = (row.pop(name) for name in ("frame.number", "modbus.word_cnt", "modbus.bit_cnt"))
    row["modbus.func_code"] &= 0x7f
    row["quantity"] = words if words is not None else bits
    return frame, row


def as_tshark(record):
    """The same of a message as we have it, without what tshark does not say of such a one."""
    body = record["modbus"]
    code, kind = body["function_code"], body["kind"]
    said = kind == "request" or kind == "response" and code in WRITES
    return record["pcap_cnt"], {
        "tcp.srcport": record["src_port"],
        "mbtcp.trans_id": body["transaction_id"],
        "mbtcp.unit_id": body["unit_id"],
        "modbus.func_code": code,
        "modbus.reference_num": body.get("address") if said else None,
        "modbus.exception_code": body.get("exception_code"),
        "quantity": body.get("quantity") if said and code in COUNTED else None,
    }


@unittest.skipUnless(shutil.which("tshark"), "tshark is not installed")
class OwnCaptures(Case):
    def test_every_message_agrees(self):
        for name in ("quiet-1.pcap", "quiet-2.pcap", "attack.pcap", "controller-commands.pcap"):
            with self.subTest(capture=name):
                fields = [word for column in COLUMNS for word in ("-e", column)]
                tshark = subprocess.run(["tshark", "-r", pcap(name), "-Y", "mbtcp", "-T", "fields", *fields],
                                        capture_output=True, check=True, timeout=120)
                theirs = [from_tshark(line) for line in lines(tshark.stdout)]
                ours = [as_tshark(json.loads(line)) for line in lines(run("decode", pcap(name), "--protocol", "modbus").stdout)]
                self.assertGreater(len(theirs), 1000)
                self.assertEqual(len(theirs), len(ours))
                self.assertEqual([pair for pair in zip(theirs, ours) if pair[0] != pair[1]][:5], [])


@unittest.skipUnless(os.path.exists(DIFF), "no reference decodes beside the checkout")
class RealCaptures(unittest.TestCase):
    def test_every_frame_agrees_or_is_explained(self):
        captures = os.path.join(SHARED, "pcaps", "modbus")
        result = subprocess.run([sys.executable, DIFF, VEDETTE, captures, "--show", "1000"], capture_output=True,
                                timeout=280)
        said = result.stdout.decode()
        self.assertIn(" frames agree in ", said, result.stderr)
        self.assertNotEqual(result.returncode, 2, said)
        differing = [line.strip() for line in said.split("\n") if line.startswith("  ")]
        unexplained = [line for line in differing if not any(line.startswith(known) for known in EXPLAINED)]
        self.assertEqual(unexplained, [])
        if not differing:
            self.assertEqual(result.returncode, 0, said)

    def test_a_conversation_joined_in_the_middle(self):
        # Requests and answers of a poll that was under way when the capture began: the server is the end with port 502.
        path = os.path.join(SHARED, "pcaps", "modbus", "ITI", "ModbusTCP.pcap")
        messages = [json.loads(line) for line in lines(run("decode", path).stdout)]
        self.assertEqual(len({m["pcap_cnt"] for m in messages}), 11_881)
        for message in messages:
            body = message["modbus"]
            self.assertEqual(message["dest_port" if body["kind"] == "request" else "src_port"], 502)
        unmatched = [m["pcap_cnt"] for m in messages
                     if m["modbus"]["kind"] != "request" and "request_pcap_cnt" not in m["modbus"]]
        self.assertLess(max(unmatched, default=0), 10, "only what was asked before the capture began")


if __name__ == "__main__":
    main()
