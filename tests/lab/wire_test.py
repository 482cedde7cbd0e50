# SPDX-License-Identifier: Apache-2.0
"""What the lab makes is right on the wire, for tshark and for our own decoders: quiet, attacked and on odd days."""
import shutil
import subprocess
import unittest

import support
from lab import Case, Listed, run
from support import main

CHECKED = [option for kind in ("ip", "tcp", "udp") for option in ("-o", f"{kind}.check_checksum:TRUE")]
WARNING = 6291456
# Ends of connections, and an address at two MACs, are warnings to tshark; attacks and restarts mean them.
MEANT = "tcp.connection.rst || arp.duplicate-address-detected"
FAULTS = (f"_ws.malformed || (_ws.expert.severity >= {WARNING} && !({MEANT})) || tcp.analysis.lost_segment || "
          "tcp.analysis.ack_lost_segment || tcp.analysis.out_of_order")
LOSES_FRAMES = "capture_loss"      # the capture's own, so that sequence numbers have gaps
HALF_SENT = "slow_connections"     # messages that never end are what it is about


class Wire(Case):
    def setUp(self):
        super().setUp()
        self.listed = Listed()

    def captures(self, without):
        """Five hours of a morning at each site: quiet, attacked, and on an odd day."""
        for site in self.listed.sites:
            for scene, option, names in (("quiet", "", []), ("attacked", "--attack", self.listed.attacks),
                                         ("odd", "--hard-case", self.listed.hard_cases)):
                played = [word for name in names if name not in without and self.can_play(site, option, name)
                          for word in (option, name)]
                yield site, scene, self.made(f"{site}-{scene}", "--site", site, "--devices", 30, "--days", 0.2,
                                             "--seed", 11, "--start", "2026-03-10T05:00:00Z", *played)

    def can_play(self, site, option, name):
        return run("make", "--site", site, "--devices", 30, "--days", 0.001, "--output", "/dev/null", option,
                   name).returncode == 0

    @unittest.skipUnless(shutil.which("tshark"), "no tshark")
    def test_tshark_finds_nothing_wrong(self):
        for site, scene, made in self.captures(without={LOSES_FRAMES}):
            with self.subTest(site=site, scene=scene):
                found = subprocess.run(["tshark", "-n", "-r", made.capture, *CHECKED, "-Y", FAULTS],
                                       capture_output=True, timeout=support.PATIENCE)
                self.assertEqual(found.returncode, 0, found.stderr)
                self.assertEqual(found.stdout.decode()[:2000], "")

    def test_our_decoders_find_nothing_malformed(self):
        for site, scene, made in self.captures(without={LOSES_FRAMES, HALF_SENT}):
            with self.subTest(site=site, scene=scene):
                result = support.run("decode", made.capture)
                self.ends(0, result)
                bad = [line for line in support.lines(result.stdout) if '"malformed"' in line]
                self.assertEqual(bad[:3], [])
                self.assertGreater(len(support.lines(result.stdout)), 100)


if __name__ == "__main__":
    main()
