# SPDX-License-Identifier: Apache-2.0
"""What an analyst decides over the bundled site: allowed, forbidden, excepted, weighed, and all of it only until it
expires."""
from support import Case, alerts, main, pcap, run

ALLOW = """allow:
  - scope: { peer: plc-1, protocol: modbus }
    functions: [write_single_coil]
    object: coil 0-10
    decision: { author: ana, reason: commissioning, expires: %s }
"""
DENY = """deny:
  - scope: { role: historian }
    functions: [read_input_registers]
    decision: { author: ana, reason: the historian moves, expires: %s }
"""
EXCEPT = """exceptions:
  - scope: { device: plc-2 }
    detector: novelty
    decision: { author: ana, reason: a known test, expires: %s }
"""
ONCE = """exceptions:
  - { once: true, decision: { author: ana, reason: seen, expires: 2100-01-01T00:00:00Z, alert: %s } }
"""
LATER, EARLIER = "2100-01-01T00:00:00Z", "2020-01-01T00:00:00Z"


class Tuning(Case):
    def setUp(self):
        super().setUp()
        self.model = self.path("model.yaml")
        self.ends(0, run("learn", pcap("quiet-1.pcap"), "--site", pcap("site.yaml"), "--output", self.model))

    def replay(self, capture, tuning=None):
        files = ["--site", pcap("site.yaml"), "--model", self.model]
        if tuning is not None:
            path = self.path("tuning.yaml")
            with open(path, "w", encoding="utf-8") as file:
                file.write("version: 1\n" + tuning)
            files += ["--tuning", path]
        result = run("replay", pcap(capture), "--format", "json", *files)
        self.ends(0, result)
        return [a for a in alerts(result.stdout) if a["status"] == "open"]

    def test_what_is_allowed_raises_nothing_until_it_expires(self):
        coil_writes = lambda found: [a for a in found if a.get("object") == "coil 3"]
        self.assertEqual(len(coil_writes(self.replay("attack.pcap"))), 1)
        self.assertEqual(coil_writes(self.replay("attack.pcap", ALLOW % LATER)), [])
        self.assertEqual(len(coil_writes(self.replay("attack.pcap", ALLOW % EARLIER))), 1)
        self.assertIn("holding 105", [a.get("object") for a in self.replay("attack.pcap", ALLOW % LATER)])

    def test_what_is_forbidden_alerts_though_the_site_allows_it(self):
        found = self.replay("quiet-2.pcap", DENY % LATER)
        self.assertEqual({(a["device"]["name"], a["detector"]) for a in found}, {("historian", "policy")})
        self.assertIn("the historian moves", found[0]["explanation"])
        self.assertEqual(self.replay("quiet-2.pcap", DENY % EARLIER), [])

    def test_an_exception_is_for_its_detector_alone(self):
        found = self.replay("controller-commands.pcap", EXCEPT % LATER)
        self.assertEqual({a["detector"] for a in found}, {"policy"})

    def test_benign_once_is_that_alert_alone(self):
        before = self.replay("attack.pcap")
        after = self.replay("attack.pcap", ONCE % before[0]["id"])
        self.assertNotIn(before[0]["id"], [a["id"] for a in after])
        self.assertEqual({a["id"] for a in before[1:]} - {a["id"] for a in after}, set())


if __name__ == "__main__":
    main()
