# SPDX-License-Identifier: Apache-2.0
"""Which conversation a frame belongs to, by what the dissectors found in it: the innermost addresses and ports that
were on the wire, and the VLAN tags."""
import collections
import dataclasses

from shark import COLUMN_OF

# What these carry is a copy or a description of a packet, not one that is under way.
QUOTING = {"icmp", "icmpv6", "sflow", "openflow", "openflow_v1", "openflow_v4", "nhrp", "lisp", "pcap_pktdata",
           "mpls-echo"}
NEXT_HEADER = {"ipv6.hopopts": "ipv6.hopopts.nxt", "ipv6.routing": "ipv6.routing.nxt", "ipv6.dstopts": "ipv6.dstopts.nxt",
               "ipv6.fraghdr": "ipv6.fraghdr.nxt", "ah": "ah.next_header"}
PORTED = {"tcp": 6, "udp": 17, "sctp": 132, "dccp": 33}
TRANSPORTS = {**PORTED, "icmp": 1, "icmpv6": 58}
IP_IN_IP = {4, 41}
TAGS = {"vlan": "vlan.id", "ieee8021ad": "ieee8021ad.id", "erspan": "erspan.vlan"}
LINKS = {"eth", "wlan", "llc", "ppp", "fr", "sll", "null"}

# Community ID: the two types of one exchange; other messages have their code in the second place.
ICMP_ANSWERS = {8: 0, 0: 8, 13: 14, 14: 13, 15: 16, 16: 15, 17: 18, 18: 17, 10: 9, 9: 10}
ICMPV6_ANSWERS = {128: 129, 129: 128, 133: 134, 134: 133, 135: 136, 136: 135, 130: 131, 131: 130, 144: 145, 145: 144,
                  139: 140, 140: 139}


@dataclasses.dataclass
class Place:
    """Where a frame belongs."""
    protocol: int = None
    source: tuple = None  # address and port
    target: tuple = None
    vlans: tuple = ()  # between the innermost IP and the IP around it, outermost first
    layers: tuple = ()  # the dissectors' names up to the innermost IP
    ended_in: str = ""  # the layer that quotes or that has no IP, if one did
    headless: bool = False  # of a transport whose header is not there
    hollow: bool = False  # in a tunnel inside which there is no IP, or none that can be read
    piece: bool = False  # of a datagram that isn't whole in this frame
    made_of: list = dataclasses.field(default_factory=list)  # frames of which this one made datagrams whole
    stream: int = None

    def key(self):
        return self.protocol, frozenset((self.source, self.target)) if self.source != self.target else \
            frozenset((self.source, "itself"))


class Reader:
    """Gives out each occurrence of a field once, in the order of layers."""

    def __init__(self, frame):
        self.frame, self.taken = frame, collections.Counter()

    def next(self, field):
        field = COLUMN_OF[field]
        values = self.frame.all(field)
        at = self.taken[field]
        self.taken[field] += 1
        return values[at] if at < len(values) else None


def number(text):
    return int(text, 0) if text else None


def is_set(text):
    return text in ("Set", "1", "True", "Yes")


def ip_layer(place, layer, reader, named):
    place.source, place.target = (reader.next(f"{layer}.src"), 0), (reader.next(f"{layer}.dst"), 0)
    place.protocol = named["ip.proto"].get(reader.next("ip.proto" if layer == "ip" else "ipv6.nxt"), -1)
    place.piece = False
    if layer == "ip":
        more, offset = reader.next("ip.flags.mf"), reader.next("ip.frag_offset")
        place.piece = is_set(more) or (number(offset) or 0) != 0


def transport_layer(place, layer, reader, named):
    place.protocol = TRANSPORTS[layer]
    if layer in PORTED:
        ends = [number(reader.next(f"{layer}.{side}port")) for side in ("src", "dst")]
    else:
        kind, code = reader.next(f"{layer}.type"), number(reader.next(f"{layer}.code"))
        kind = named["icmpv6.type"].get(kind) if layer == "icmpv6" else number(kind)
        answers = ICMP_ANSWERS if layer == "icmp" else ICMPV6_ANSWERS
        ends = [kind, answers.get(kind, code)]
    place.source, place.target = ((end[0], port) for end, port in zip((place.source, place.target), ends))
    if layer == "tcp":
        place.stream = number(reader.next("tcp.stream"))


def ends_of(place):
    return place.source[1], place.target[1]


def place_of(frame, named):
    """Nothing where the frame carries no IP."""
    place, reader = Place(), Reader(frame)
    vlans, transport, last_link, last_ip, mirrored = [], None, -1, -1, False
    layers = frame.one("frame.protocols").split(":")
    for at, layer in enumerate(layers):
        if layer in ("ip", "ipv6"):
            ip_layer(place, layer, reader, named)
            place.vlans, vlans = tuple(v for v in vlans if v), []
            transport, last_ip, mirrored = None, at, False
        elif layer in NEXT_HEADER and last_ip >= 0 and transport is None:
            place.protocol = named["ip.proto"].get(reader.next(NEXT_HEADER[layer]), place.protocol)
            if layer == "ipv6.fraghdr":
                more, offset = reader.next("ipv6.fraghdr.more"), reader.next("ipv6.fraghdr.offset")
                place.piece = is_set(more) or (number(offset) or 0) != 0
        elif layer in TAGS:
            # What ERSPAN says of the mirrored frame's tag counts where the frame has none itself.
            if layer == "vlan" and mirrored:
                vlans.pop()
            mirrored = layer == "erspan"
            vlans.append(number(reader.next(TAGS[layer])))
        elif layer in LINKS:
            last_link = at
        elif layer in TRANSPORTS and transport is None and last_ip >= 0:
            transport_layer(place, layer, reader, named)
            transport = layer
        if layer in QUOTING and last_ip >= 0:
            place.ended_in = layer
            break
    if place.source is None or place.source[0] is None:
        return None
    if not place.ended_in and last_link > last_ip:
        place.ended_in = layers[last_link]
        place.hollow = True
    place.hollow |= place.protocol in IP_IN_IP
    place.layers = tuple(layers[:last_ip + 1])
    place.headless = place.protocol in TRANSPORTS.values() and (transport is None or None in ends_of(place))
    # The frame that made a datagram whole names all of its pieces, also those of a tunnel around it.
    place.made_of = [number(text) for text in frame.all("ip.fragment")]
    if place.made_of and transport is not None:
        place.piece = False
    return place


def places(frames, named):
    """Place by frame number. A piece is where its datagram is, once that is whole."""
    found = {}
    for frame in frames:
        place = place_of(frame, named)
        if place:
            found[frame.number] = place
    for place in list(found.values()):
        for at in place.made_of:
            if at in found and found[at].piece and not place.piece:
                found[at] = dataclasses.replace(place, vlans=found[at].vlans or place.vlans)
    return found
