# SPDX-License-Identifier: Apache-2.0
"""Ten times the traffic of the same devices needs no more memory."""
import os
import subprocess
import unittest

from support import SANITIZED, VEDETTE, Case, main, pcap, read, record, records, run

MARGIN_KIB = 2048


def repeated(data, times, path):
    """The capture `times` times in a row, each later than the one before."""
    packets = list(records(data))
    span = packets[-1][0] - packets[0][0] + 10
    with open(path, "wb") as file:
        file.write(data[:24])
        for n in range(times):
            file.write(b"".join(record(seconds + n * span, fraction, frame) for seconds, fraction, frame in packets))
    return path


def peak_kib(*arguments):
    process = subprocess.Popen([VEDETTE, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss


@unittest.skipIf(SANITIZED, "sanitizers keep freed memory")
class Memory(Case):
    def test_is_flat_over_ten_times_the_traffic(self):
        quiet = read(pcap("quiet-1.pcap"))
        model = self.path("model.yaml")
        self.ends(0, run("learn", pcap("quiet-1.pcap"), "--output", model))
        once, tenfold = repeated(quiet, 2, self.path("once.pcap")), repeated(quiet, 20, self.path("tenfold.pcap"))
        for command in (["replay"], ["replay", "--workers", "2"], ["replay", "--model", model], ["decode"],
                        ["learn", "--output", "/dev/null"]):
            with self.subTest(command=command):
                code, before = peak_kib(command[0], once, *command[1:])
                self.assertEqual(code, 0)
                code, after = peak_kib(command[0], tenfold, *command[1:])
                self.assertEqual(code, 0)
                self.assertLess(after - before, MARGIN_KIB, f"{before} KiB, then {after} KiB")


if __name__ == "__main__":
    main()
