# SPDX-License-Identifier: Apache-2.0
"""Attacks on a testbed that others recorded and labelled: after learning from the harmless frames, the intruder is
named."""
import os
import unittest

import lemay_report
from support import SHARED, VEDETTE, main

FOLDER = os.path.join(SHARED, "pcaps", "modbus", "antoine-lemay")


def capture(start):
    names = [name for name in sorted(os.listdir(FOLDER)) if name.startswith(start) and name.endswith(".pcap")]
    return os.path.join(FOLDER, names[0])


@unittest.skipUnless(os.path.isdir(FOLDER), "the captures are not beside the checkout")
class Lemay(unittest.TestCase):
    def names_the_intruder_and_nobody_on_harmless_frames(self, start):
        with_peers, _, on_quiet = lemay_report.examine(VEDETTE, capture(start))
        def acts(found):
            return {(lemay_report.name_of(a["device"]), lemay_report.name_of(a.get("peer", {}))) for a in found}

        intruder = lemay_report.EXPECTED[start]
        self.assertIn(intruder, acts(with_peers))
        # The exploit's very first packet (frame 2, a SYN) bears the label 0: to name the intruder for it is right.
        self.assertLessEqual(acts(on_quiet), {intruder})

    def test_a_controller_that_reads_another(self):
        self.names_the_intruder_and_nobody_on_harmless_frames("characterization")

    def test_an_exploit_from_one_controller_to_another(self):
        self.names_the_intruder_and_nobody_on_harmless_frames("exploit")


if __name__ == "__main__":
    main()
