# SPDX-License-Identifier: Apache-2.0
"""Labels and site file agree with the capture; every attack leaves a trace at every intensity, wherever it can be
played, and every hard case as well."""
import unittest

import support
from lab import Case, Listed, run
from support import main, read, records

try:
    import yaml
except ImportError:
    yaml = None

INTENSITIES = ("loud", "medium", "stealthy")


def nanoseconds(stamp):
    """Of what PyYAML made of a time."""
    whole = int(stamp.replace(microsecond=0).timestamp())
    return (whole * 1_000_000 + stamp.microsecond) * 1000


def frames_of(event):
    for part in str(event.get("frames", "")).split():
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def as_list(value):
    return value if isinstance(value, list) else [value]


@unittest.skipUnless(yaml, "no PyYAML")
class Labels(Case):
    def setUp(self):
        super().setUp()
        self.listed = Listed()

    def check(self, made):
        """Every event of the run lies in its capture, and concerns who it says."""
        packets = [((seconds * 1_000_000 + micro) * 1000, frame)
                   for seconds, micro, frame in records(read(made.capture))]
        labels = yaml.safe_load(read(made.labels))
        self.assertEqual(labels["packets"], len(packets))
        self.assertEqual([stamp for stamp, _ in packets], sorted(stamp for stamp, _ in packets))
        self.assertEqual(nanoseconds(labels["from"]), packets[0][0])
        self.assertEqual(nanoseconds(labels["to"]), packets[-1][0])
        for event in labels.get("events", []):
            with self.subTest(event=event["id"]):
                self.check_event(event, labels, packets)
        return labels

    def check_event(self, event, labels, packets):
        begin, end = nanoseconds(event["from"]), nanoseconds(event["to"])
        self.assertLessEqual(begin, end)
        self.assertLessEqual(begin, packets[-1][0])
        parties = [event["attacker"]] if "attacker" in event else []
        parties += as_list(event.get("victims", []))
        macs = {bytes.fromhex(mac.replace(":", ""))
                for party in parties for mac in as_list(labels["parties"][party]["mac"])}
        self.assertTrue(macs)
        concerned = 0
        for number in frames_of(event):
            stamp, frame = packets[number - 1]
            self.assertTrue(begin <= stamp <= end, f"frame {number} lies outside of the event")
            concerned += bool(macs & {frame[0:6], frame[6:12]})
            if event.get("protocol") == "modbus" and not event.get("benign"):
                self.assertTrue(macs & {frame[0:6], frame[6:12]}, f"frame {number} is of nobody who takes part")
        # Others may answer to all, and what is sent to all may be passed on.
        self.assertTrue(concerned or not event.get("frames"), "no frame is of anybody who takes part")

    def test_every_scenario_leaves_a_trace_at_every_intensity(self):
        seen = set()
        for site in self.listed.sites:
            for intensity in INTENSITIES:
                made = self.made(f"{site}-{intensity}", "--site", site, "--devices", 30, "--days", 1, "--seed", 21,
                                 "--attacks", "all", "--hard-cases", "all", "--intensity", intensity)
                labels = self.check(made)
                seen |= {(event["scenario"], event.get("intensity", "")) for event in labels["events"]}
                checked = support.run("site", "check", made.site)
                self.ends(0, checked)
        expected = {(name, intensity) for name in self.listed.attacks for intensity in INTENSITIES}
        expected |= {(name, "") for name in self.listed.hard_cases}
        self.assertEqual(expected - seen, set())

    def test_each_can_be_played_alone_in_an_hour(self):
        for site in self.listed.sites:
            for name in self.listed.attacks + self.listed.hard_cases:
                kind = "--attack" if name in self.listed.attacks else "--hard-case"
                result = run("make", "--site", site, "--devices", 30, "--days", 0.04, kind, f"{name}@day0T00:10",
                             "--output", "/dev/null", "--labels", self.path("labels.yaml"))
                if result.returncode == 2 and b"needs a site that speaks" in result.stderr:
                    continue
                with self.subTest(site=site, scenario=name):
                    self.ends(0, result)
                    events = yaml.safe_load(read(self.path("labels.yaml")))["events"]
                    self.assertEqual([event["scenario"] for event in events], [name])


if __name__ == "__main__":
    main()
