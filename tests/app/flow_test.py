# SPDX-License-Identifier: Apache-2.0
"""`vedette decode --protocol flow`: one record per conversation, with nothing lost on the way."""
import hashlib
import json
import struct
import unittest

from support import Case, pcap, read, record, records, run, write

HEADER = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)
SYN, ACK, FIN = 2, 16, 1


def tagged(frame, *vlans):
    """The frame with tags, outermost first."""
    tags = b"".join(struct.pack(">HH", 0x8100 if i == len(vlans) - 1 else 0x88A8, vlan) for i, vlan in enumerate(vlans))
    return frame[:12] + tags + frame[12:]


def tcp(there, flags, sequence, acknowledgement, payload=b"", ident=1, ttl=64, macs=(1, 2)):
    ends = (b"\x0a\0\0\x01", b"\x0a\0\0\x02")
    source, target = ends if there else ends[::-1]
    ports = (40000, 502) if there else (502, 40000)
    segment = struct.pack(">HHIIBBHHH", *ports, sequence, acknowledgement, 0x50, flags, 1024, 0, 0) + payload
    ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(segment), ident, 0x4000, ttl, 6, 0) + source + target
    mac = [b"\x02\0\0\0\0" + bytes([m]) for m in (macs if there else macs[::-1])]
    return mac[1] + mac[0] + b"\x08\0" + ip + segment


def request(transaction):
    return struct.pack(">HHHBBHH", transaction, 0, 6, 1, 3, 0, 1)


class Flow(Case):
    def flows(self, path, *options):
        result = run("decode", path, "--protocol", "flow", *options)
        self.ends(0, result)
        return [json.loads(line) for line in result.stdout.splitlines()]

    def capture(self, frames):
        """Frames a millisecond apart; a pair gives the microseconds after the one before."""
        out, now = HEADER, 1_000_000
        for frame in frames:
            frame, after = frame if isinstance(frame, tuple) else (frame, 1000)
            now += after
            out += record(1_700_000_000 + now // 1_000_000, now % 1_000_000, frame)
        return write(self.path("made.pcap"), out)

    def test_every_frame_of_a_capture_is_in_one_record(self):
        path = pcap("quiet-1.pcap")
        frames = [data for _, _, data in records(read(path))]
        ip = [data for data in frames if data[12:14] in (b"\x08\x00", b"\x86\xdd")]
        told = self.flows(path)
        counts = [r["flow"] for r in told]
        self.assertEqual(sum(c["pkts_toserver"] + c["pkts_toclient"] + c["copies"] for c in counts), len(ip))
        self.assertEqual(sum(c["bytes_toserver"] + c["bytes_toclient"] + c["copy_bytes"] for c in counts),
                         sum(map(len, ip)))
        self.assertEqual(len({r["flow_id"] for r in told}), len(told))
        self.assertTrue(any(c.get("app_proto") == "modbus" for c in counts))

    def test_plain_decode_tells_messages_only(self):
        path = pcap("quiet-1.pcap")
        both = run("decode", path, "--protocol", "flow", "--protocol", "modbus", "--protocol", "arp").stdout.splitlines()
        messages = run("decode", path).stdout.splitlines()
        flows = run("decode", path, "--protocol", "flow").stdout.splitlines()
        self.assertTrue(messages and flows)
        self.assertFalse(set(messages) & set(flows))
        self.assertEqual(sorted(both), sorted(messages + flows))

    def test_digests_are_of_what_was_delivered(self):
        there, back = request(1) + request(2), b"\0\1\0\0\0\5\1\3\2\0\7"
        path = self.capture([tcp(True, SYN, 99, 0), tcp(False, SYN | ACK, 499, 100), tcp(True, ACK, 100, 500),
                             tcp(True, ACK, 112, 500, request(2), 3), tcp(True, ACK, 100, 500, request(1), 2),
                             (tcp(True, ACK, 100, 500, request(1), 4), 300_000), tcp(False, ACK, 500, 124, back, 2)])
        flow, = self.flows(path, "--stream-digests")
        told = flow["flow"]
        self.assertEqual(told["stream_toserver"], {"bytes": 24, "sha256": hashlib.sha256(there).hexdigest()})
        self.assertEqual(told["stream_toclient"], {"bytes": 11, "sha256": hashlib.sha256(back).hexdigest()})
        self.assertEqual(told["retransmitted_bytes"], 12)
        self.assertEqual((told["state"], told["reason"]), ("established", "end_of_input"))
        self.assertNotIn("stream_toserver", self.flows(path)[0]["flow"])

    def test_tags_and_the_copies_of_a_mirror(self):
        syn, answer = tcp(True, SYN, 99, 0), tcp(False, SYN | ACK, 499, 100)
        routed = tcp(True, SYN, 99, 0, ttl=63, macs=(7, 8))
        path = self.capture([tagged(syn, 5, 10), (tagged(routed, 20), 40), tagged(answer, 5, 10),
                             (tagged(answer, 5, 10), 3), tagged(tcp(True, ACK, 100, 500, request(1), 2), 20)])
        flow, = self.flows(path)
        self.assertEqual(flow["vlan"], [5, 10])
        self.assertNotIn("vlan_toclient", flow["flow"])
        self.assertEqual((flow["flow"]["pkts_toserver"], flow["flow"]["pkts_toclient"], flow["flow"]["copies"]), (2, 1, 2))
        self.assertEqual(flow["ether"], {"src_mac": "02:00:00:00:00:01", "dest_mac": "02:00:00:00:00:02"})

    def test_an_answer_in_another_vlan(self):
        path = self.capture([tagged(tcp(True, SYN, 99, 0), 10), tagged(tcp(False, SYN | ACK, 499, 100), 20)])
        flow, = self.flows(path)
        self.assertEqual((flow["vlan"], flow["flow"]["vlan_toclient"]), ([10], [20]))
        self.assertEqual(flow["flow"]["state"], "half_open")

    def test_the_whole_record(self):
        path = self.capture([tcp(True, SYN, 99, 0)])
        flow, = self.flows(path)
        frame = len(tcp(True, SYN, 99, 0))
        self.assertEqual(flow, {
            "timestamp": "2023-11-14T22:13:21.001000Z", "event_type": "flow", "pcap_cnt": 1, "flow_id": 1,
            "community_id": flow["community_id"], "src_ip": "10.0.0.1", "src_port": 40000, "dest_ip": "10.0.0.2",
            "dest_port": 502, "proto": "TCP",
            "ether": {"src_mac": "02:00:00:00:00:01", "dest_mac": "02:00:00:00:00:02"},
            "flow": {"state": "attempted", "reason": "end_of_input", "start": "2023-11-14T22:13:21.001000Z",
                     "end": "2023-11-14T22:13:21.001000Z", "pkts_toserver": 1, "pkts_toclient": 0,
                     "bytes_toserver": frame, "bytes_toclient": 0, "copies": 0, "copy_bytes": 0, "gaps": 0,
                     "gap_bytes": 0, "retransmitted_bytes": 0, "conflicting_overlaps": 0, "app_proto": "modbus"}})

    def test_checksums_are_judged_where_asked(self):
        path = self.capture([tcp(True, SYN, 99, 0)])  # its checksums are zero
        self.assertEqual(len(self.flows(path)), 1)
        self.assertEqual(self.flows(path, "--checksums"), [])


if __name__ == "__main__":
    unittest.main()
