# SPDX-License-Identifier: Apache-2.0
"""`backtest` over the bundled site, learned on its quiet captures: what it must find stands in the labels."""
import datetime
import json
import re
import xml.etree.ElementTree as xml

from support import Case, alerts, main, pcap, read, run, write

ATTACK, COMMANDS = "attack", "controller-commands"
RIVALS = ["box_plot", "bounds", "modbus_automaton", "interarrival", "random_walk"]
PCAP_HEADER = bytes.fromhex("d4c3b2a1020004000000000000000000ffff000001000000")


def labels_of(name):
    return pcap(name + ".labels.yaml")


def facts(name):
    """Head and events of a label file, as texts."""
    head, _, rest = read(labels_of(name)).decode().partition("events:\n")
    split = [dict(re.findall(r"(\w+): (.*)", part)) for part in rest.split("  - ")[1:]]
    return dict(re.findall(r"^(\w+): (.*)$", head, re.M)), split


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


class Backtest(Case):
    def setUp(self):
        super().setUp()
        self.model = self.path("model.yaml")
        self.site = ["--site", pcap("site.yaml"), "--model", self.model]
        self.ends(0, run("learn", pcap("quiet-1.pcap"), pcap("quiet-2.pcap"), "--site", pcap("site.yaml"), "--output",
                         self.model))

    def backtest(self, capture, labels, *more):
        result = run("backtest", capture, *self.site, "--labels", labels, "--format", "json", *more)
        self.ends(0, result)
        return json.loads(result.stdout)

    def test_what_the_labels_say_is_found(self):
        for name in (ATTACK, COMMANDS):
            with self.subTest(capture=name):
                head, events = facts(name)
                found = self.backtest(pcap(name + ".pcap"), labels_of(name))
                days = int(head["devices"]) * (seconds(head["to"]) - seconds(head["from"])) / 86400
                self.assertAlmostEqual(found["device_days"], days, places=9)
                self.assertEqual(found["packets"], int(head["packets"]))
                self.assertEqual(found["events"], len(events))
                self.assertEqual([e["id"] for e in found["events_detail"]], [e["id"] for e in events])
                # What a rule forbids is seen at once and for what it is.
                for event, said in zip(events, found["events_detail"]):
                    if event["protocol"] != "modbus":
                        continue
                    self.assertTrue(said["detected"], event["id"])
                    self.assertLess(said["time_to_detect_s"], 0.01, event["id"])
                    self.assertGreater(said["right"], 0, event["id"])
                for scenario in found["scenarios"]:
                    key = (scenario["id"], scenario["intensity"])
                    same = [e for e in events if (e["scenario"], e["intensity"]) == key]
                    self.assertEqual(scenario["events"], len(same))
                    self.assertEqual(sorted(scenario["attack"]), sorted(e["attack"] for e in same))
                self.assertEqual(found["false_alerts"], 0)
                self.assertEqual(found["interval"][0], 0)

    def test_it_counts_what_replay_tells(self):
        found = self.backtest(pcap("attack.pcap"), labels_of(ATTACK))
        replayed = run("replay", pcap("attack.pcap"), *self.site, "--format", "json", "--sightings")
        opened = [a["severity"] for a in alerts(replayed.stdout) if a["status"] == "open"]
        self.assertEqual(found["sightings"], opened.count("info"))
        self.assertEqual(sum(d["alerts"] for d in found["detectors"]), len(opened) - opened.count("info"))

    def test_without_priors_minutes_of_history_are_not_enough(self):
        # That a controller begins to command another one is known to be rare from the template alone, where no rule
        # forbids it: five minutes of quiet can't say so.
        site = self.path("names.yaml")
        write(site, re.sub(rb"\n    modbus:.*?(?=\n  hmi:)", b"", read(pcap("site.yaml")), flags=re.S))
        self.ends(0, run("learn", pcap("quiet-1.pcap"), pcap("quiet-2.pcap"), "--site", site, "--output", self.model))
        detected = {}
        for priors in ([], ["--without-priors"]):
            result = run("backtest", pcap(COMMANDS + ".pcap"), "--site", site, "--model", self.model, "--labels",
                         labels_of(COMMANDS), "--format", "json", *priors)
            self.ends(0, result)
            detected[bool(priors)] = [e["detected"] for e in json.loads(result.stdout)["events_detail"]]
        self.assertEqual(detected, {False: [True], True: [False]})

    def test_quiet_is_no_event_and_no_alert(self):
        count = sum(1 for _ in re.finditer(r'"pcap_cnt"', run("decode", pcap("quiet-2.pcap")).stdout.decode()))
        self.assertGreater(count, 0)
        head = self.quiet_labels()
        found = self.backtest(pcap("quiet-2.pcap"), write(self.path("quiet.yaml"), head))
        self.assertEqual((found["events"], found["false_alerts"]), (0, 0))
        self.assertIsNone(found["detection_rate"])
        self.assertGreater(found["interval"][1], 0)

    def quiet_labels(self):
        """Of quiet-2: 3,382 packets, by the README of the captures; the times are read from the capture."""
        data = read(pcap("quiet-2.pcap"))
        stamps, at = [], 24
        while at < len(data):
            whole, part, kept = (int.from_bytes(data[at + i:at + i + 4], "little") for i in (0, 4, 8))
            time = datetime.datetime.fromtimestamp(whole, datetime.timezone.utc)
            stamps.append(f"{time:%Y-%m-%dT%H:%M:%S}.{part:06d}Z")
            at += 16 + kept
        self.assertEqual(len(stamps), 3382)
        return f"version: 1\nfrom: {stamps[0]}\nto: {stamps[-1]}\npackets: {len(stamps)}\ndevices: 4\n"

    def test_labels_of_another_capture_are_refused(self):
        text = read(labels_of(ATTACK)).decode()
        head, _ = facts(ATTACK)
        later = lambda m: f"{m[1]}{int(m[2]) + 1:02d}{m[3]}"
        wrong = {"shifted by an hour": re.sub(r"(2026-11-21T)(\d\d)(:\S+Z)", later, text),
                 "a packet more": text.replace("packets: 5055", "packets: 5056"),
                 "another end": text.replace(f"to: {head['to']}", "to: 2026-11-21T01:55:30Z")}
        for what, labels in wrong.items():
            with self.subTest(what):
                path = write(self.path("wrong.yaml"), labels)
                result = run("backtest", pcap("attack.pcap"), *self.site, "-q", "--labels", path)
                self.refused(2, result, "wrong.yaml", "labels of another capture")
        self.refused(2, run("backtest", pcap("attack.pcap"), *self.site, "-q", "--labels", labels_of(COMMANDS)),
                     "another capture")
        self.refused(2, run("backtest", pcap("attack.pcap"), *self.site, "--labels", pcap("site.yaml")), "site.yaml:")
        self.refused(3, run("backtest", pcap("attack.pcap"), *self.site, "--labels", self.path("none.yaml")),
                     "none.yaml")

    def test_a_capture_without_packets(self):
        empty = write(self.path("empty.pcap"), PCAP_HEADER)
        found = self.backtest(empty, write(self.path("empty.yaml"), "version: 1\n"), "--rivals")
        self.assertEqual(found["device_days"], 0)
        self.assertIsNone(found["false_alerts_per_1000_device_days"])
        result = run("backtest", empty, "--labels", self.path("empty.yaml"), "--svg", self.path("empty.svg"))
        self.ends(0, result)
        self.assertNotIn(b"nan", result.stdout)
        xml.parse(self.path("empty.svg"))

    def test_rivals_are_measured_by_the_same_rules(self):
        command = [pcap("attack.pcap"), labels_of(ATTACK)]
        found = self.backtest(*command, "--rivals")
        self.assertEqual([r["name"] for r in found["rivals"]], RIVALS)
        head, events = facts(ATTACK)
        # They learn up to the first event and are judged from there.
        judged = int(head["devices"]) * (seconds(head["to"]) - seconds(events[0]["from"])) / 86400
        for rival in found["rivals"]:
            self.assertAlmostEqual(rival["device_days"], judged, places=9)
            self.assertEqual(rival["events"], len(events))
        learned = self.backtest(*command, "--rivals-learn", pcap("quiet-1.pcap"), pcap("quiet-2.pcap"))
        by_name = {r["name"]: r for r in learned["rivals"]}
        self.assertAlmostEqual(by_name["box_plot"]["device_days"], learned["device_days"], places=9)

        def finds(name, scenario):
            return sum(s["detected"] for s in by_name[name]["scenarios"] if s["id"] == scenario)
        # Each finds what it is made for: failed connections; a client that never spoke Modbus here.
        self.assertEqual(finds("random_walk", "port_scan"), 1)
        self.assertEqual(finds("random_walk", "rogue_master"), 0)
        for scenario in ("device_identification", "unit_register_sweep", "rogue_master"):
            self.assertGreater(finds("modbus_automaton", scenario), 0, scenario)
        # Without rivals there are none, and the sensor's own figures stay what they were.
        alone = self.backtest(*command)
        self.assertEqual(alone["rivals"], [])
        self.assertEqual({k: v for k, v in alone.items() if k != "rivals"},
                         {k: v for k, v in learned.items() if k != "rivals"})

    def test_budgets_side_by_side(self):
        command = [pcap("attack.pcap"), labels_of(ATTACK)]
        self.assertEqual([p["budget_per_device_day"] for p in self.backtest(*command)["curve"]], [0.0001, 0.001, 0.01])
        found = self.backtest(*command, "--budget", "0.05")
        self.assertEqual(found["budget_per_device_day"], 0.05)
        self.assertEqual([p["budget_per_device_day"] for p in found["curve"]], [0.0001, 0.001, 0.01, 0.05])
        for point in found["curve"]:
            alone = self.backtest(*command, "--budget", str(point["budget_per_device_day"]))
            self.assertEqual((alone["detected"], alone["false_alerts"]), (point["detected"], point["false_alerts"]))

    def test_same_for_any_number_of_workers(self):
        command = ["backtest", pcap("attack.pcap"), *self.site, "--labels", labels_of(ATTACK), "--rivals", "--format",
                   "json", "--workers"]
        first = run(*command, "1")
        self.ends(0, first)
        self.assertEqual(run(*command, "3").stdout, first.stdout)

    def test_for_people(self):
        picture = self.path("picture.svg")
        result = run("backtest", pcap("attack.pcap"), *self.site, "--labels", labels_of(ATTACK), "--rivals", "--svg",
                     picture)
        self.ends(0, result)
        text = result.stdout.decode()
        _, events = facts(ATTACK)
        for word in [e["scenario"] for e in events] + RIVALS + ["median time", "by chance", "per 1,000 device-days"]:
            self.assertIn(word, text)
        root = xml.parse(picture).getroot()
        self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")
        shown = " ".join(t.text or "" for t in root.iter("{http://www.w3.org/2000/svg}text"))
        for word in RIVALS + ["budget 1 per 1,000 device-days"]:
            self.assertIn(word, shown)
        self.assertNotIn("href", read(picture).decode())

    def test_wrong_usage(self):
        help_text = run("backtest", "--help").stdout.decode()
        self.assertIn("vedette backtest attack.pcap", help_text)
        labels = ["--labels", labels_of(ATTACK)]
        for arguments in ([], [pcap("attack.pcap")], [*labels], [pcap("attack.pcap"), *labels, "--budget", "0"],
                          [pcap("attack.pcap"), *labels, "--budget", "nan"],
                          [pcap("attack.pcap"), *labels, "--format", "eve"]):
            with self.subTest(arguments=arguments):
                result = run("backtest", *arguments)
                self.ends(2, result)
                self.assertEqual(result.stdout, b"")
        self.refused(3, run("backtest", pcap("attack.pcap"), *labels, "-q", "--svg", self.path("no/folder.svg")),
                     "folder.svg")


if __name__ == "__main__":
    main()
