# SPDX-License-Identifier: Apache-2.0
"""The bundled site, as the demo shows it: quiet means silence, an attack names who did it."""
from support import Case, alerts, main, pcap, read, run

INTRUDER, PLC_2 = "10.20.1.66", "10.20.1.12"


class Site(Case):
    def setUp(self):
        super().setUp()
        self.with_site, self.without_site = self.path("with.yaml"), self.path("without.yaml")
        self.ends(0, run("learn", pcap("quiet-1.pcap"), "--site", pcap("site.yaml"), "--output", self.with_site))
        self.ends(0, run("learn", pcap("quiet-1.pcap"), "--output", self.without_site))

    def replay(self, capture, *more):
        result = run("replay", pcap(capture), "--format", "json", *more)
        self.ends(0, result)
        return alerts(result.stdout)

    def named(self, found):
        return {a["device"]["ip"] for a in found}

    def knowledge(self):
        """Every combination of files that a user may have."""
        site = ["--site", pcap("site.yaml")]
        return {"site and model": [*site, "--model", self.with_site], "site": site,
                "model": ["--model", self.without_site], "nothing": []}

    def test_nothing_to_say_of_quiet_traffic(self):
        for name, files in self.knowledge().items():
            for capture in ("quiet-1.pcap", "quiet-2.pcap"):
                with self.subTest(files=name, capture=capture):
                    self.assertEqual([a["title"] for a in self.replay(capture, *files)], [])

    def test_an_attack_names_the_intruder_alone(self):
        for name, files in self.knowledge().items():
            with self.subTest(files=name):
                found = self.replay("attack.pcap", *files)
                if name != "nothing":
                    self.assertEqual(self.named(found), {INTRUDER})
                self.assertLessEqual(self.named(found), {INTRUDER})

    def test_a_model_that_was_learned_before_there_was_a_site_file(self):
        """It knows the same devices under other names: refused, since everything would be new."""
        result = run("replay", pcap("quiet-2.pcap"), "--site", pcap("site.yaml"), "--model", self.without_site)
        self.ends(2, result)
        self.assertIn(b"learn again with --site", result.stderr)

    def test_the_writes_of_the_intruder_are_high(self):
        found = self.replay("attack.pcap", *self.knowledge()["site and model"])
        written = {(a["peer"]["name"], a["object"]) for a in found if a["severity"] == "high"}
        self.assertIn(("plc-1", "coil 3"), written)
        self.assertIn(("plc-1", "holding 105"), written)
        for alert in found:
            for part in ("id", "title", "explanation", "evidence", "attack", "observed", "expected"):
                self.assertTrue(alert.get(part), (part, alert))

    def test_evidence_is_where_the_labels_say(self):
        # attack.labels.yaml: the coil write is in frames 3335 to 3347, the register write in 4473 to 4482.
        found = self.replay("attack.pcap", *self.knowledge()["site and model"])
        frames = {frame["pcap_cnt"] for a in found if a["severity"] == "high" for frame in a["evidence"]}
        self.assertTrue(frames & set(range(3335, 3348)), frames)
        self.assertTrue(frames & set(range(4473, 4483)), frames)

    def test_a_controller_that_commands_a_peer(self):
        for name, files in self.knowledge().items():
            if name == "nothing":
                continue  # it may have been so always
            with self.subTest(files=name):
                found = self.replay("controller-commands.pcap", *files)
                self.assertEqual(self.named(found), {PLC_2})
                self.assertIn("high", {a["severity"] for a in found})

    def test_same_bytes_for_any_number_of_workers_and_size_of_batches(self):
        for capture in ("attack.pcap", "controller-commands.pcap", "quiet-2.pcap"):
            for name, files in self.knowledge().items():
                command = ["replay", pcap(capture), *files, "--format", "json", "--sightings", "--workers"]
                first = run(*command, "1")
                self.ends(0, first)
                for workers, batch in (("1", "1"), ("1", "4096"), ("2", "7"), ("2", "256"), ("8", "1"), ("8", "4096")):
                    with self.subTest(capture=capture, files=name, workers=workers, batch=batch):
                        self.assertEqual(run(*command, workers, "--batch-packets", batch).stdout, first.stdout)

    def test_learning_gives_the_same_bytes_for_any_number_of_workers(self):
        for workers in ("1", "2", "8"):
            model = self.path("model.yaml")
            self.ends(0, run("learn", pcap("quiet-1.pcap"), "--site", pcap("site.yaml"), "--output", model,
                             "--workers", workers))
            self.assertEqual(read(model), read(self.with_site))


if __name__ == "__main__":
    main()
