# SPDX-License-Identifier: Apache-2.0
"""The published vectors of Community ID, as packets: what the program says, what Wireshark says of the same files, and
that the files are what their recipe makes."""
import json
import os
import subprocess
import sys
import unittest

import shark

SOURCE = os.environ["VEDETTE_SOURCE_DIR"]
FOLDER = os.path.join(SOURCE, "pcaps", "community-id")
sys.path.insert(0, os.path.join(FOLDER, "recipe"))

import make  # noqa: E402
from vectors import VECTORS  # noqa: E402


def capture(name):
    return os.path.join(FOLDER, f"{name}.pcap")


def pair(source, target):
    return tuple(sorted((source, target)))


class CommunityId(unittest.TestCase):
    def test_every_conversation_has_the_published_id(self):
        for name, (_, vectors) in VECTORS.items():
            with self.subTest(capture=name):
                run = subprocess.run([os.environ["VEDETTE"], "decode", capture(name), "--protocol", "flow", "--quiet"],
                                     stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=120)
                records = [json.loads(line) for line in run.stdout.splitlines()]
                told = sorted((pair(r["src_ip"], r["dest_ip"]), r["community_id"]) for r in records)
                self.assertEqual(told, sorted({(pair(v[0], v[1]), v[4]) for v in vectors}))

    @unittest.skipUnless(shark.available(), "tshark is not installed")
    def test_wireshark_finds_the_published_id_in_every_frame(self):
        with shark.Shark() as wireshark:
            for name, (protocol, vectors) in VECTORS.items():
                frames = wireshark.frames(capture(name), shark.FIELDS[:-1] + ("communityid",))
                self.assertEqual(len(frames), len(vectors))
                for frame, vector in zip(frames, vectors):
                    self.assertFalse(frame.malformed())
                    if protocol == make.RSVP and ":" in vector[0]:
                        continue  # Wireshark 4.0 has no id for protocols without ports over IPv6
                    self.assertEqual(frame.all("communityid"), [vector[4]], f"{name} {vector}")

    def test_the_files_are_what_the_recipe_makes(self):
        for name, (protocol, vectors) in VECTORS.items():
            with open(capture(name), "rb") as file:
                self.assertEqual(file.read(), make.capture(protocol, vectors), name)


if __name__ == "__main__":
    unittest.main()
