# SPDX-License-Identifier: Apache-2.0
"""Real and damaged captures from outside the checkout: each is processed or refused in one clear line, never crashed
on, and gives the same bytes twice."""
import concurrent.futures
import hashlib
import os
import re
import unittest

from support import SANITIZED, SHARED, Case, main, read, run

FOLDERS = ("modbus", "malformed", "encap")
OTHERS = ("iot", "attacks", "mqtt", "bacnet")
SMALL = 64 * 1024


def captures(folders=FOLDERS):
    for folder in folders:
        for root, _, names in sorted(os.walk(os.path.join(SHARED, "pcaps", folder))):
            for name in sorted(names):
                if re.search(r"\.(pcap|pcapng|cap)(\.gz|\.zst)?$", name):
                    yield os.path.join(root, name)


def complaint(path, command):
    """What is wrong with one run over one capture, or nothing."""
    arguments = [command, path] + (["--format", "json", "--sightings"] if command == "replay" else [])
    first, second = run(*arguments), run(*arguments)
    where = f"{command} {path}"
    said = first.stderr.decode(errors="replace")
    if first.returncode not in (0, 2, 3):
        return f"{where}: exit {first.returncode}: {said[-2000:]}"
    if first.returncode != 0 and not re.fullmatch(r"vedette: [^\n]+\n", said):
        return f"{where}: not one clear line: {said}"
    if first.returncode != 0 and os.path.basename(path) not in said:
        return f"{where}: the refusal does not name the capture: {said}"
    if (first.returncode, first.stderr) != (second.returncode, second.stderr):
        return f"{where}: says something else when run again"
    if hashlib.sha256(first.stdout).digest() != hashlib.sha256(second.stdout).digest():
        return f"{where}: other bytes when run again"
    try:
        first.stdout.decode()
    except UnicodeDecodeError as error:
        return f"{where}: not UTF-8: {error}"
    return None


@unittest.skipUnless(any(captures()), "no captures beside the checkout")
class Captures(Case):
    def test_every_one_ends_well(self):
        cases = [(path, command) for path in captures() for command in ("decode", "replay")]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            found = pool.map(lambda case: complaint(*case), cases)
            self.assertEqual([c for c in found if c], [])

    def test_the_small_ones_of_all_protocols_can_be_learned(self):
        small = [path for path in captures(OTHERS) if os.path.getsize(path) <= SMALL]
        if SANITIZED:
            small = small[::8]

        def learned(path):
            model = self.path(re.sub(r"\W", "_", path)[-200:])
            return path, run("learn", path, "--output", model)

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for path, result in pool.map(learned, small):
                with self.subTest(capture=path):
                    self.assertIn(result.returncode, (0, 2), result.stderr.decode(errors="replace")[-2000:])

    def test_what_was_learned_can_be_read_again_and_is_the_same(self):
        model, again = self.path("model.yaml"), self.path("again.yaml")
        for path in captures():
            if os.sep + "modbus" + os.sep not in path:
                continue
            with self.subTest(capture=path):
                self.ends(0, run("learn", path, "--output", model))
                self.ends(0, run("learn", path, "--output", again, "--workers", "2"))
                self.assertEqual(read(model), read(again))
                self.ends(0, run("replay", path, "--model", model, "--output", "/dev/null"))
                self.ends(0, run("model", "show", model))


if __name__ == "__main__":
    main()
