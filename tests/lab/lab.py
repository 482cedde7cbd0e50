# SPDX-License-Identifier: Apache-2.0
"""What the tests that run the lab's program share. CTest sets the environment (see CMakeLists.txt)."""
import os
import re
import subprocess

import support

LAB = os.environ["VEDETTE_LAB"]
WHEN = ("2026-03-02", "2026-07-04")  # a Monday in winter, a Saturday in summer


def run(*arguments, timeout=support.PATIENCE):
    return subprocess.run([LAB, *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout)


class Listed:
    """What `vedette-lab list` says there is."""

    def __init__(self):
        said = run("list").stdout.decode()
        sites, attacks, hard_cases = re.split(r"\n\n\w[\w ]*:\n", said.removeprefix("Sites:\n"))
        self.sites = re.findall(r"^  (\w+) ", sites, re.M)
        self.attacks = re.findall(r"^ {2,3}\d+ (\w+) ", attacks, re.M)
        self.hard_cases = re.findall(r"^ {2,}([a-z]\w+) ", hard_cases, re.M)


class Made:
    """One run: its capture, labels and site file."""

    def __init__(self, folder, name, *arguments):
        self.capture, self.labels, self.site = (os.path.join(folder, name + end)
                                                for end in (".pcap", ".labels.yaml", ".site.yaml"))
        self.result = run("make", "--output", self.capture, "--labels", self.labels, "--site-file", self.site,
                          *arguments)

    def bytes(self):
        return [support.read(path) for path in (self.capture, self.labels, self.site)]


class Case(support.Case):
    def made(self, name, *arguments):
        made = Made(self.folder, name, *arguments)
        self.ends(0, made.result)
        return made

    def refused(self, code, result, *words):
        said = self.ends(code, result)
        self.assertEqual(result.stdout, b"")
        complaints = [line for line in said.split("\n") if line]
        for word in words:
            self.assertIn(word, said)
        return complaints
