# SPDX-License-Identifier: Apache-2.0
"""A seed is a site: the same bytes for the same seed, however many workers; others for another one."""
import re

from lab import Case, Listed
from support import main, read, records

ALL = ("--devices", 30, "--attacks", "all", "--hard-cases", "all", "--loss", 0.001)


def devices(path):
    """Names and addresses of a site file."""
    return sorted(re.findall(r"[0-9a-f]{2}(?::[0-9a-f]{2}){5}|\d+\.\d+\.\d+\.\d+", read(path).decode()))


def frames(made):
    return [frame for _, _, frame in records(read(made.capture))]


class Reproducible(Case):
    def setUp(self):
        super().setUp()
        self.sites = Listed().sites

    def test_any_number_of_workers_makes_the_same_bytes(self):
        for site in self.sites:
            with self.subTest(site=site):
                one, two, three = (self.made("run", "--site", site, "--days", 0.08, "--seed", 5, "--workers", n, *ALL)
                                   .bytes() for n in (1, 2, 3))
                self.assertEqual(one, two)
                self.assertEqual(one, three)

    def test_another_seed_makes_another_site(self):
        for site in self.sites:
            with self.subTest(site=site):
                one, other = (self.made(f"seed-{seed}", "--site", site, "--devices", 30, "--days", 0.01, "--seed", seed)
                              for seed in (5, 6))
                self.assertNotEqual(read(one.capture), read(other.capture))
                self.assertNotEqual(devices(one.site), devices(other.site))

    def test_a_later_start_is_the_same_site_later(self):
        for site in self.sites:
            with self.subTest(site=site):
                one, later = (self.made(start, "--site", site, "--devices", 30, "--days", 0.02, "--start", start)
                              for start in ("2026-03-02T08:00:00Z", "2026-03-03T08:00:00Z"))
                self.assertEqual(read(one.site), read(later.site))
                self.assertNotEqual(frames(one), frames(later))


if __name__ == "__main__":
    main()
