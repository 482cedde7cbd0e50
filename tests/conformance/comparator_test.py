# SPDX-License-Identifier: Apache-2.0
"""The comparison itself: planted differences are found, and only those. Needs neither captures nor tshark."""
import copy
import hashlib
import unittest

import flows
import frames
import reasons
import shark

NAMED = {"ip.proto": {"ICMP": 1, "TCP": 6, "UDP": 17, "Generic Routing Encapsulation": 47, "Unassigned": -1},
         "icmpv6.type": {"Neighbor Solicitation": 135}}
NUMBERS = set(NAMED["ip.proto"].values())


def frame(number, protocols, **fields):
    """A frame as sharkd tells it; in fields' names the first _ is a dot, unless there is one."""
    texts = {"frame.protocols": protocols, "frame.len": "100", "frame.cap_len": "100"}
    texts.update({name if "." in name else name.replace("_", ".", 1): str(value) for name, value in fields.items()})
    texts = {shark.COLUMN_OF[field]: text for field, text in texts.items()}
    return shark.Frame(number, [texts.get(field, "") for field in shark.FIELDS])


def tcp(number, source, target, ports, **more):
    layers = "eth:ethertype:vlan:ethertype:ip:tcp" if "vlan_id" in more else "eth:ethertype:ip:tcp"
    return frame(number, layers, ip_src=source, ip_dst=target, ip_proto="TCP", tcp_srcport=ports[0],
                 tcp_dstport=ports[1], tcp_stream=0, **more)


def record(**changes):
    """What `decode --protocol flow` says of the two frames in talk_of_two()."""
    flow = {"state": "closed", "start": "2026-01-01T00:00:00Z", "pkts_toserver": 1, "pkts_toclient": 1,
            "bytes_toserver": 100, "bytes_toclient": 100}
    flow.update({name: changes.pop(name) for name in list(changes) if name in flow or name.startswith(("copy", "copies",
                                                                                                       "stream"))})
    return {"pcap_cnt": 2, "src_ip": "10.0.0.1", "src_port": 1000, "dest_ip": "10.0.0.2", "dest_port": 502,
            "proto": "TCP", "flow": flow, **changes}


def talk_of_two(**more):
    both = [tcp(1, "10.0.0.1", "10.0.0.2", (1000, 502), **more), tcp(2, "10.0.0.2", "10.0.0.1", (502, 1000), **more)]
    return both, frames.places(both, NAMED)


def fields_that_differ(records, theirs):
    found, _ = flows.compare(flows.from_records(records, NUMBERS), theirs)
    return sorted({d.field for deviations in found.values() for d in deviations})


class Places(unittest.TestCase):
    def test_the_innermost_addresses_count(self):
        place = frames.place_of(frame(1, "eth:ethertype:vlan:ethertype:ip:gre:ip:udp", vlan_id=7, ip_src="1.0.0.1,10.0.0.1",
                                      ip_dst="1.0.0.2,10.0.0.2", ip_proto="Generic Routing Encapsulation,UDP",
                                      udp_srcport=5, udp_dstport=6), NAMED)
        self.assertEqual((place.protocol, place.source, place.target), (17, ("10.0.0.1", 5), ("10.0.0.2", 6)))
        self.assertEqual(place.vlans, ())  # the tunnel's, not the conversation's

    def test_what_an_error_quotes_is_not_under_way(self):
        place = frames.place_of(frame(1, "eth:ethertype:ip:icmp:ip:udp:dns", ip_src="1.0.0.1,10.0.0.1",
                                      ip_dst="1.0.0.2,10.0.0.2", ip_proto="ICMP,UDP", icmp_type=3, icmp_code=1,
                                      udp_srcport=5, udp_dstport=6), NAMED)
        self.assertEqual((place.protocol, place.source, place.target), (1, ("1.0.0.1", 3), ("1.0.0.2", 1)))

    def test_an_echo_and_its_reply_are_one_conversation(self):
        ask = frame(1, "eth:ip:icmp", ip_src="1.0.0.1", ip_dst="1.0.0.2", ip_proto="ICMP", icmp_type=8, icmp_code=0)
        answer = frame(2, "eth:ip:icmp", ip_src="1.0.0.2", ip_dst="1.0.0.1", ip_proto="ICMP", icmp_type=0, icmp_code=0)
        self.assertEqual(frames.place_of(ask, NAMED).key(), frames.place_of(answer, NAMED).key())

    def test_a_piece_belongs_to_its_datagram(self):
        address = {"ip_src": "1.0.0.1", "ip_dst": "1.0.0.2", "ip_proto": "UDP"}
        piece = frame(1, "eth:ip:data", **address, **{"ip.flags.mf": "Set"}, ip_frag_offset=0)
        last = frame(2, "eth:ip:udp:dns", **address, ip_frag_offset=185, udp_srcport=5, udp_dstport=6,
                     **{"ip.fragment": "1,2"})
        found = frames.places([piece, last], NAMED)
        self.assertEqual(found[1].key(), found[2].key())
        self.assertFalse(found[1].piece)

    def test_a_piece_of_nothing_has_no_ports(self):
        piece = frame(1, "eth:ip:data", ip_src="1.0.0.1", ip_dst="1.0.0.2", ip_proto="UDP", ip_frag_offset=5)
        place = frames.places([piece], NAMED)[1]
        self.assertTrue(place.piece)
        self.assertEqual(flows.from_frames([piece], {1: place}), {})


class Comparison(unittest.TestCase):
    def setUp(self):
        self.theirs = flows.from_frames(*talk_of_two())

    def test_the_same_is_the_same(self):
        self.assertEqual(fields_that_differ([record()], self.theirs), [])

    def test_who_is_the_client_does_not_matter(self):
        turned = record(src_ip="10.0.0.2", src_port=502, dest_ip="10.0.0.1", dest_port=1000)
        self.assertEqual(fields_that_differ([turned], self.theirs), [])

    def test_several_records_of_the_same_ports_are_added_up(self):
        halves = [record(pkts_toserver=0, bytes_toserver=0), record(pkts_toclient=0, bytes_toclient=0)]
        self.assertEqual(fields_that_differ(halves, self.theirs), [])

    def test_each_planted_difference_is_found(self):
        for changes, field in (({"src_port": 1001}, "present"), ({"proto": "UDP"}, "present"),
                               ({"pkts_toserver": 2}, "packets"), ({"bytes_toclient": 99}, "bytes"),
                               ({"vlan": [3]}, "vlans"), ({"copies": 1}, "packets")):
            with self.subTest(changes=changes):
                self.assertEqual(fields_that_differ([record(**changes)], self.theirs), [field])

    def test_directions_are_told_apart(self):
        swapped = record(pkts_toserver=2, pkts_toclient=0, bytes_toserver=150, bytes_toclient=50)
        self.assertEqual(fields_that_differ([swapped], self.theirs), ["bytes", "packets"])

    def test_a_copy_of_the_mirror_is_a_frame_of_theirs(self):
        once = record(pkts_toserver=0, bytes_toserver=0, copies=1, copy_bytes=100)
        self.assertEqual(fields_that_differ([once], self.theirs), [])

    def test_vlans_are_compared_by_the_two_innermost(self):
        tagged = flows.from_frames(*talk_of_two(vlan_id=7))
        self.assertEqual(fields_that_differ([record(vlan=[7])], tagged), [])
        self.assertEqual(fields_that_differ([record()], tagged), ["vlans"])
        self.assertEqual(flows.two_innermost((1, 2, 3)), (2, 3))

    def test_streams_are_compared_by_length_and_digest(self):
        key = next(iter(self.theirs))
        self.theirs[key].streams = [{("10.0.0.1", 1000): flows.Digest.of(b"ask"), ("10.0.0.2", 502): flows.Digest.of(b"")}]
        told = {"stream_toserver": {"bytes": 3, "sha256": hashlib.sha256(b"ask").hexdigest()},
                "stream_toclient": {"bytes": 0, "sha256": flows.EMPTY}}
        self.assertEqual(fields_that_differ([record(**told)], self.theirs), [])
        other = copy.deepcopy(told)
        other["stream_toserver"]["sha256"] = hashlib.sha256(b"axe").hexdigest()
        self.assertEqual(fields_that_differ([record(**other)], self.theirs), ["streams"])
        self.assertEqual(fields_that_differ([record()], self.theirs), ["streams"])

    def test_a_protocol_is_its_number(self):
        known = NUMBERS
        self.assertEqual(flows.protocol_of("TCP", known), 6)
        self.assertEqual(flows.protocol_of("GRE", known), 47)
        self.assertEqual(flows.protocol_of("253", known), -1)


class Reasons(unittest.TestCase):
    def reason(self, *of_frames):
        places = frames.places(of_frames, NAMED)
        return reasons.explain(reasons.Case(flows.Deviation((6, frozenset()), "packets", 1, 2), list(of_frames),
                                            list(places.values()), {f.one("frame.protocols").split(":")[0] for f in of_frames}))

    def test_nothing_unusual_is_no_reason(self):
        self.assertIsNone(self.reason(*talk_of_two()[0]))

    def test_what_tshark_says_is(self):
        odd = {"_ws.expert.message": "Malformed Packet (Exception occurred)"}
        self.assertIn("malformed", self.reason(tcp(1, "10.0.0.1", "10.0.0.2", (1, 2), **odd)))
        self.assertIn("less of the frames", self.reason(tcp(1, "10.0.0.1", "10.0.0.2", (1, 2), frame_cap_len=60)))
        self.assertIn("link type", self.reason(frame(1, "arcnet:ip:udp", ip_src="10.0.0.1", ip_dst="10.0.0.2", ip_proto="UDP")))


if __name__ == "__main__":
    unittest.main()
