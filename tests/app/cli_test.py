# SPDX-License-Identifier: Apache-2.0
"""The command line as a user meets it: help, exit codes, streams, bad input."""
import os
import re
import signal
import subprocess
import unittest

from support import VEDETTE, Case, alerts, lines, main, pcap, read, run, start, write

COMMANDS = [["replay"], ["learn"], ["decode"], ["subscribe"], ["keygen"], ["journal"], ["journal", "verify"], ["site"],
            ["site", "check"], ["model"], ["model", "show"], ["describe"], ["backtest"]]
PCAP_HEADER = bytes.fromhex("d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000")


class Help(Case):
    def test_every_command_has_help_with_an_example(self):
        for command in COMMANDS:
            with self.subTest(command=command):
                result = run(*command, "--help")
                self.ends(0, result)
                self.assertEqual(result.stderr, b"")
                self.assertIn("Example:\n  vedette " + command[0], result.stdout.decode())

    def test_the_root_help_names_every_command_and_the_exit_codes(self):
        text = run("--help").stdout.decode()
        for command in COMMANDS:
            self.assertRegex(text, rf"(?m)^  {command[0]} ")
        self.assertIn("Exit codes", text)

    def test_version(self):
        result = run("--version")
        self.ends(0, result)
        self.assertRegex(result.stdout.decode(), r"^vedette \d+\.\d+\.\d+\n$")

    def test_describe(self):
        result = run("describe")
        self.ends(0, result)
        for word in ("modbus", "read_holding_registers", "novelty", "policy", "rate", "modbus_server"):
            self.assertIn(word, result.stdout.decode())


class WrongUsage(Case):
    def test_is_told_in_one_line(self):
        capture = pcap("quiet-2.pcap")
        for arguments in ([], ["frobnicate"], ["replay"], ["learn", capture], ["journal"], ["site"], ["model", "show"],
                          ["subscribe", "ipc:///nowhere"], ["decode", capture, "--protocol", "smoke"],
                          ["replay", capture, "--frobnicate"], ["replay", capture, "--workers", "0"],
                          ["replay", capture, "--workers", "x"], ["replay", capture, "--format", "xml"],
                          ["replay", capture, "--speed", "-1"], ["replay", capture, "--fail-on", "awful"],
                          ["replay", capture, "--publish", "smoke://signal"],
                          ["replay", capture, "--publish", "tcp://192.0.2.1:5556"]):
            with self.subTest(arguments=arguments):
                self.refused(2, run(*arguments))


class Captures(Case):
    def refusals(self, path, code, *words):
        for command in (["decode", path], ["replay", path], ["learn", path, "--output", self.path("model.yaml")]):
            with self.subTest(command=command):
                self.refused(code, run(*command), os.path.basename(path), *words)
                self.assertFalse(os.path.exists(self.path("model.yaml")))

    def test_missing(self):
        self.refusals(self.path("missing.pcap"), 3, "No such file")

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_unreadable(self):
        path = write(self.path("secret.pcap"), PCAP_HEADER)
        os.chmod(path, 0)
        self.refusals(path, 3, "Permission denied")

    def test_directory(self):
        self.refusals(self.folder, 2, "directory")

    def test_empty(self):
        self.refusals(write(self.path("empty.pcap"), b""), 2, "empty")

    def test_no_capture(self):
        self.refusals(write(self.path("text.pcap"), "once upon a time there was a plant\n" * 10), 2)

    def test_unknown_link_type(self):
        self.refusals(write(self.path("link.pcap"), PCAP_HEADER[:20] + (147).to_bytes(4, "little")), 2, "link")

    def test_without_packets(self):
        result = run("replay", write(self.path("none.pcap"), PCAP_HEADER))
        self.ends(0, result)
        self.assertEqual(result.stdout, b"")

    def test_the_first_bad_one_of_several_is_named(self):
        result = run("replay", pcap("quiet-2.pcap"), write(self.path("empty.pcap"), b""))
        self.refused(2, result, "empty.pcap")

    def test_cut_inside_its_last_record(self):
        cut = write(self.path("cut.pcap"), read(pcap("quiet-2.pcap"))[:-7])
        whole = lines(run("decode", pcap("quiet-2.pcap")).stdout)
        for command in ("decode", "replay"):
            result = run(command, cut)
            said = self.ends(0, result)
            warnings = [line for line in said.split("\n") if "warning" in line]
            self.assertEqual(len(warnings), 1, said)
            self.assertIn("cut.pcap", warnings[0])
        self.assertEqual(lines(run("decode", cut).stdout), [line for line in whole if '"pcap_cnt":3382,' not in line])

    def test_cut_inside_its_first_record(self):
        result = run("replay", write(self.path("cut.pcap"), read(pcap("quiet-2.pcap"))[:40]))
        said = self.ends(0, result)
        self.assertEqual(said.count("warning"), 1, said)

    def test_standard_input_from_a_pipe(self):
        with subprocess.Popen(["cat", pcap("attack.pcap")], stdout=subprocess.PIPE) as cat:
            piped = run("decode", "-", stdin=cat.stdout)
        self.ends(0, piped)
        self.assertEqual(piped.stdout, run("decode", pcap("attack.pcap")).stdout)

    def test_several_in_any_order_are_one(self):
        names = [pcap("quiet-1.pcap"), pcap("quiet-2.pcap"), pcap("attack.pcap")]
        there, back = run("decode", *names), run("decode", *reversed(names))
        self.ends(0, there)
        self.assertEqual(there.stdout, back.stdout)
        self.assertEqual(len(lines(there.stdout)), sum(len(lines(run("decode", n).stdout)) for n in names))


class Files(Case):
    def test_site_with_a_typo(self):
        text = read(pcap("site.yaml")).decode()
        line = next(i for i, l in enumerate(text.split("\n"), 1) if l.strip().startswith("zone: control"))
        bad = write(self.path("site.yaml"), text.replace("    zone: control", "    zoen: control", 1))
        for command in (["site", "check", bad], ["replay", pcap("quiet-2.pcap"), "--site", bad],
                        ["learn", pcap("quiet-2.pcap"), "--site", bad, "--output", "-"]):
            self.refused(2, run(*command), f"site.yaml:{line}", "zoen", "zone")

    def test_site_check_of_a_good_one(self):
        result = run("site", "check", pcap("site.yaml"))
        self.ends(0, result)
        self.assertIn("brewery-north", result.stdout.decode())

    def test_missing_files(self):
        for option in ("--site", "--model", "--tuning"):
            self.refused(3, run("replay", pcap("quiet-2.pcap"), option, self.path("missing.yaml")), "missing.yaml")
        self.refused(3, run("model", "show", self.path("missing.yaml")), "missing.yaml")

    def test_model_of_another_version(self):
        model = self.path("model.yaml")
        self.ends(0, run("learn", pcap("quiet-2.pcap"), "--output", model))
        newer = write(self.path("newer.yaml"), re.sub(r"(?m)^version: 1$", "version: 2", read(model).decode()))
        self.refused(2, run("replay", pcap("quiet-2.pcap"), "--model", newer), "newer.yaml:", "version", "2", "1")

    def test_a_model_is_no_site_and_a_capture_neither(self):
        model = self.path("model.yaml")
        self.ends(0, run("learn", pcap("quiet-2.pcap"), "--output", model))
        self.refused(2, run("replay", pcap("quiet-2.pcap"), "--site", model), "model.yaml:")
        self.refused(2, run("replay", pcap("quiet-2.pcap"), "--model", pcap("site.yaml")), "site.yaml:")
        self.refused(2, run("replay", pcap("quiet-2.pcap"), "--site", pcap("quiet-2.pcap")), "quiet-2.pcap")

    def test_model_show(self):
        model = self.path("model.yaml")
        self.ends(0, run("learn", pcap("quiet-2.pcap"), "--site", pcap("site.yaml"), "--output", model))
        self.assertIn("device plc-1", run("model", "show", model, "plc-1").stdout.decode())
        self.refused(2, run("model", "show", model, "plc-9"), "plc-9")

    def test_learning_on_is_written_the_same_way(self):
        first, second = self.path("first.yaml"), self.path("second.yaml")
        self.ends(0, run("learn", pcap("quiet-1.pcap"), "--output", first))
        self.ends(0, run("learn", pcap("quiet-2.pcap"), "--continue", first, "--output", second))
        self.ends(0, run("replay", pcap("quiet-1.pcap"), "--model", second))
        self.assertGreater(len(read(second)), 0)

    def test_keygen_overwrites_nothing(self):
        keys = self.path("keys")
        self.ends(0, run("keygen", keys))
        self.assertEqual(os.stat(os.path.join(keys, "sensor.key")).st_mode & 0o777, 0o600)
        before = read(os.path.join(keys, "sensor.key"))
        self.refused(2, run("keygen", keys), "sensor.key")
        self.assertEqual(read(os.path.join(keys, "sensor.key")), before)


class Output(Case):
    def test_can_not_be_written(self):
        for command in (["replay", pcap("attack.pcap"), "--sightings"], ["decode", pcap("attack.pcap")],
                        ["learn", pcap("quiet-2.pcap")]):
            with self.subTest(command=command):
                self.refused(3, run(*command, "--output", self.path("no/such/folder")), "no/such/folder")
                self.refused(3, run(*command, "--output", "/dev/full"), "/dev/full", "No space left")

    def test_standard_output_is_full(self):
        with open("/dev/full", "wb") as full:
            for command in (["decode", pcap("attack.pcap")], ["site", "check", pcap("site.yaml")], ["describe"],
                            ["learn", pcap("quiet-2.pcap"), "--output", "-"], ["--help"]):
                with self.subTest(command=command):
                    process = subprocess.run([VEDETTE, *command], stdout=full, stderr=subprocess.PIPE, timeout=60)
                    self.assertEqual(process.returncode, 3, process.stderr)
                    self.assertIn(b"No space left", process.stderr)

    def test_devices_are_written_in_place(self):
        result = run("decode", pcap("attack.pcap"), "--output", "/dev/null")
        self.ends(0, result)
        self.assertTrue(os.path.exists("/dev/null"))

    def test_a_reader_that_goes_away_ends_it(self):
        process = start("decode", pcap("quiet-1.pcap"))
        process.stdout.close()
        said = process.stderr.read()
        process.stderr.close()
        self.assertEqual(process.wait(60), 3, said)

    def test_results_on_stdout_all_else_on_stderr(self):
        result = run("replay", pcap("controller-commands.pcap"), "--format", "json")
        self.ends(0, result)
        self.assertTrue(all(a["id"] for a in alerts(result.stdout)))
        self.assertNotEqual(result.stderr, b"")
        self.assertEqual(run("replay", pcap("controller-commands.pcap"), "--format", "json", "--quiet").stderr, b"")

    def test_no_colour_and_no_progress_in_a_pipe(self):
        result = run("replay", pcap("attack.pcap"), "--site", pcap("site.yaml"), NO_COLOR="1")
        self.ends(0, result)
        self.assertNotIn(b"\x1b", result.stdout + result.stderr)
        self.assertNotIn(b"\r", result.stdout + result.stderr)

    def test_fail_on(self):
        attack = ["replay", pcap("attack.pcap"), "--site", pcap("site.yaml"), "--output", "/dev/null", "--fail-on"]
        self.ends(1, run(*attack, "high"))
        self.ends(1, run(*attack, "low"))
        self.ends(0, run(*attack, "critical"))
        self.ends(0, run("replay", pcap("quiet-2.pcap"), "--fail-on", "low"))

    def test_json_does_not_depend_on_host_or_clock(self):
        command = ["replay", pcap("attack.pcap"), "--site", pcap("site.yaml"), "--format", "json", "--sightings"]
        first = run(*command)
        second = run(*command, TZ="Asia/Kolkata", LC_ALL="C.UTF-8", HOME="/nonexistent")
        self.ends(0, first)
        self.assertEqual(first.stdout, second.stdout)


class Signals(Case):
    def test_the_first_one_ends_it_in_good_order(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number):
                process = start("replay", pcap("quiet-1.pcap"), "--speed", "1", "--format", "json", "--sightings")
                # Once it has said what it assumes, it is past everything but its loop.
                self.assertNotEqual(process.stderr.readline(), b"")
                process.send_signal(number)
                out, said = process.communicate(timeout=60)
                self.assertEqual(process.returncode, 0, said)
                self.assertIn(b"stopped before the end of the input", said)
                alerts(out)

    def test_learning_keeps_what_came_before(self):
        fifo = self.path("fifo")
        os.mkfifo(fifo)
        process = start("learn", fifo, "--output", self.path("model.yaml"))
        with open(fifo, "wb") as feed:
            feed.write(read(pcap("quiet-1.pcap"))[:300_000])
            feed.flush()
            process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, said)
        self.ends(0, run("model", "show", self.path("model.yaml")))


if __name__ == "__main__":
    main()
