# SPDX-License-Identifier: Apache-2.0
"""Who is in the project's captures, as `devices` lists it."""
import json
import os
import struct

from support import PCAPS, SHARED, Case, lines, main, pcap, record, run, write

SITE = os.path.join(PCAPS, "site.yaml")
HEADER = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)


def mac(text):
    return bytes.fromhex(text.replace(":", ""))


def arp(sender_mac, sender_ip):
    """A gratuitous reply (RFC 826), to everybody: the address is its own."""
    def ip(text):
        return bytes(int(part) for part in text.split("."))
    body = struct.pack(">HHBBH", 1, 0x0800, 6, 4, 2) + mac(sender_mac) + ip(sender_ip) + b"\xff" * 6 + ip(sender_ip)
    return b"\xff" * 6 + mac(sender_mac) + b"\x08\x06" + body + bytes(18)


class Devices(Case):
    def listed(self, *arguments):
        result = run("devices", "--format", "json", *arguments)
        self.ends(0, result)
        devices = [json.loads(line) for line in lines(result.stdout)]
        return {device["name"]: device for device in devices}

    def test_a_quiet_site_is_what_is_written(self):
        devices = self.listed(pcap("quiet-1.pcap"), "--site", SITE)
        self.assertEqual(list(devices), ["plc-1", "plc-2", "hmi", "historian"])
        plc = devices["plc-1"]
        self.assertEqual(plc["role"], "plc")
        self.assertEqual(plc["role_reason"], "written in the site file")
        self.assertEqual([(a["ip"], a["origin"]) for a in plc["addresses"]], [("10.20.1.11", "written")])
        self.assertEqual(plc["macs"], [{"mac": "00:1d:9c:00:00:11", "vendor": "Rockwell Automation", "own": True}])
        self.assertEqual(plc["identities"], [{"kind": "modbus_unit", "number": 1}])
        self.assertEqual([p["name"] for p in plc["peers"]], ["hmi", "historian"])
        self.assertEqual({s["protocol"] for s in plc["serves"]}, {"modbus", "tcp/502"})
        self.assertEqual({s["protocol"] for s in devices["hmi"]["uses"]}, {"modbus", "tcp/502"})
        self.assertTrue(all(device["kind"] == "device" and not device["conflicts"] for device in devices.values()))

    def test_without_a_site_file_roles_are_likely_and_say_why(self):
        devices = self.listed(pcap("quiet-1.pcap"))
        self.assertEqual(list(devices), ["10.20.1.11", "10.20.1.12", "10.20.1.21", "10.20.1.31"])
        self.assertEqual(devices["10.20.1.11"]["role_reason"], "likely, because it serves modbus")

    def test_a_scan_does_not_fill_the_list(self):
        result = run("devices", pcap("attack.pcap"), "--site", SITE)
        self.ends(0, result)
        text = result.stdout.decode()
        titles = [line for line in lines(result.stdout) if not line.startswith(" ")]
        self.assertEqual(titles[:5], ["plc-1", "plc-2", "hmi", "historian", "10.20.1.66"])
        self.assertRegex(titles[-1], r"^and \d+ addresses that never answered")
        self.assertTrue(all(len(line) <= 110 for line in lines(result.stdout)), text)
        self.assertNotIn("\x1b", text)
        everybody = run("devices", pcap("attack.pcap"), "--site", SITE, "--all").stdout.decode()
        self.assertIn("none from it", everybody)

    def test_a_known_device_that_does_not_show_is_named(self):
        path = write(self.path("one.pcap"), HEADER + record(1, 0, arp("00:0c:29:00:00:21", "10.20.1.21")))
        result = run("devices", path, "--site", SITE)
        self.ends(0, result)
        self.assertIn("plc-1  not seen\n", result.stdout.decode())
        self.assertIn("3 known and not seen", result.stderr.decode())
        self.assertEqual([d["seen"] for d in self.listed(path, "--site", SITE).values()], [False, False, True, False])

    def test_a_stolen_address_is_a_conflict_and_stays(self):
        frames = [arp("00:0c:29:00:00:05", "10.0.0.5"), arp("00:0c:29:00:00:66", "10.0.0.66"),
                  arp("00:0c:29:00:00:66", "10.0.0.5"), arp("00:0c:29:00:00:66", "10.0.0.5")]
        path = write(self.path("spoof.pcap"), HEADER + b"".join(record(i + 1, 0, f) for i, f in enumerate(frames)))
        result = run("devices", path)
        self.assertIn("warning: 2 claims of what is another device's", self.ends(0, result))
        self.assertIn("conflict      00:0c:29:00:00:66 also claims 10.0.0.5 (2 times", result.stdout.decode())
        devices = self.listed(path)
        self.assertEqual(devices["10.0.0.5"]["conflicts"][0]["count"], 2)
        self.assertEqual([m["mac"] for m in devices["10.0.0.5"]["macs"]], ["00:0c:29:00:00:05"])

    def test_any_number_of_workers_gives_the_same(self):
        one, other = (run("devices", pcap("attack.pcap"), "--all", "--workers", n).stdout for n in (1, 3))
        self.assertEqual(one, other)

    def test_what_is_no_capture_is_refused(self):
        self.refused(2, run("devices", write(self.path("text"), "not a capture\n")), "text")
        self.refused(3, run("devices", self.path("missing")), "missing")
        self.refused(3, run("devices", pcap("quiet-1.pcap"), "--site", self.path("missing.yaml")), "missing.yaml")

    def test_a_capture_without_packets_lists_nobody(self):
        result = run("devices", write(self.path("empty.pcap"), HEADER))
        self.ends(0, result)
        self.assertEqual(result.stdout, b"")

    def test_a_router_is_told_from_those_behind_it(self):
        capture = os.path.join(SHARED, "pcaps/iot/IoT_Sentinel/Aria/Setup-A-1-STA.pcap")
        if not os.path.exists(capture):
            self.skipTest(f"{capture} is absent")
        devices = self.listed(capture)
        self.assertEqual(devices["10.10.10.1"]["kind"], "router")
        outside = [device for device in devices.values() if device["outside"]]
        self.assertEqual([m["of"] for device in outside for m in device["macs"]], ["10.10.10.1"] * len(outside))


if __name__ == "__main__":
    main()
