# SPDX-License-Identifier: Apache-2.0
"""The same conversations as two programs tell them, and where they differ.

Keys are unordered: protocol, both addresses, both ports. Who of the two is the client, and how often a pair of ports was
used again, is not compared: what one program tells in several records is added up.
"""
import collections
import dataclasses
import hashlib

FIELDS = ("present", "packets", "bytes", "vlans", "streams")
PROTOCOLS = {"HOPOPT": 0, "ICMP": 1, "IGMP": 2, "IPV4": 4, "TCP": 6, "EGP": 8, "IGP": 9, "UDP": 17, "DCCP": 33, "IPV6": 41,
             "RSVP": 46, "GRE": 47, "ESP": 50, "AH": 51, "IPV6-ICMP": 58, "ICMPV6": 58, "IPV6-NONXT": 59, "EIGRP": 88,
             "OSPF": 89, "PIM": 103, "VRRP": 112, "L2TP": 115, "SCTP": 132, "UDPLITE": 136}
EMPTY = hashlib.sha256(b"").hexdigest()


@dataclasses.dataclass
class Talk:
    """One conversation, whoever tells of it. Packets and bytes by the end that sent them."""
    packets: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    bytes: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    vlans: set = dataclasses.field(default_factory=set)
    frames: list = dataclasses.field(default_factory=list)  # numbers: all of them, or those where a record ended
    copies: int = 0
    copy_bytes: int = 0
    streams: list = dataclasses.field(default_factory=list)  # of each time that the ports were used: {end: Digest}
    records: list = dataclasses.field(default_factory=list)
    stream_numbers: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class Digest:
    bytes: int
    sha256: str

    @staticmethod
    def of(data):
        return Digest(len(data), hashlib.sha256(data).hexdigest())


def two_innermost(vlans):
    """A conversation names two tags at most."""
    return tuple(vlans)[-2:]


def from_frames(frames, places):
    """tshark's conversations: {key: Talk}."""
    talks = collections.defaultdict(Talk)
    for frame in frames:
        place = places.get(frame.number)
        if not place or place.piece or place.headless or place.hollow:
            continue
        talk = talks[place.key()]
        talk.packets[place.source] += 1
        talk.bytes[place.source] += int(frame.one("frame.len"))
        talk.vlans.add(two_innermost(place.vlans))
        talk.frames.append(frame.number)
        if place.stream is not None and place.stream not in talk.stream_numbers:
            talk.stream_numbers.append(place.stream)
    return dict(talks)


def protocol_of(name, named_numbers):
    """The number; -1 for those without a name in tshark, which are not told apart there."""
    number = PROTOCOLS.get(name.upper())
    if number is None:
        digits = "".join(c for c in name if c.isdigit())
        number = int(digits) if digits else None
    return number if number in named_numbers or number is None else -1


def from_records(records, named_numbers):
    """Our conversations out of the lines of `decode --protocol flow`: {key: Talk}."""
    talks = collections.defaultdict(Talk)
    for record in sorted(records, key=lambda r: r["flow"].get("start", "")):
        if "src_ip" not in record:
            continue
        client = (record["src_ip"], record.get("src_port", 0))
        server = (record["dest_ip"], record.get("dest_port", 0))
        ends = frozenset((client, server)) if client != server else frozenset((client, "itself"))
        talk = talks[protocol_of(record["proto"], named_numbers), ends]
        flow = record["flow"]
        for end, way in ((client, "toserver"), (server, "toclient")):
            talk.packets[end] += flow[f"pkts_{way}"]
            talk.bytes[end] += flow[f"bytes_{way}"]
        talk.copies += flow.get("copies", 0)
        talk.copy_bytes += flow.get("copy_bytes", 0)
        talk.vlans.add(two_innermost(record.get("vlan", ())))
        if "vlan_toclient" in flow:
            talk.vlans.add(two_innermost(flow["vlan_toclient"]))
        talk.frames.append(record["pcap_cnt"])
        talk.records.append(record)
        if "stream_toserver" in flow:
            talk.streams.append({end: Digest(flow[f"stream_{way}"]["bytes"], flow[f"stream_{way}"]["sha256"])
                                 for end, way in ((client, "toserver"), (server, "toclient"))})
    return dict(talks)


@dataclasses.dataclass
class Deviation:
    key: tuple
    field: str
    ours: object
    theirs: object
    our_talk: Talk = None
    their_talk: Talk = None
    reason: str = None


def counts(talk, what):
    return {end: n for end, n in getattr(talk, what).items() if n}


def same_counts(ours, theirs, what, copies):
    """With copies of a mirror only the sums can be compared: a copy has no direction of its own in a record."""
    if copies:
        return sum(getattr(ours, what).values()) + copies == sum(getattr(theirs, what).values())
    return counts(ours, what) == counts(theirs, what)


def with_bytes(streams):
    """What each end said, one entry for each time, in a fixed order. Connections over which nothing was said are left
    out (a program may or may not tell of them), and directions are not joined: where they came in tunnels of different
    network ids, we tell two conversations."""
    return sorted(((end, d) for stream in streams for end, d in stream.items() if d.bytes), key=str)


def compare(ours, theirs):
    """{key: [Deviation, …]} for every conversation that either tells of, empty where both say the same; and of which
    fields how many were compared."""
    found, compared = {}, collections.Counter()
    for key in sorted(set(ours) | set(theirs), key=str):
        mine, other = ours.get(key), theirs.get(key)
        deviations = found[key] = []
        compared["present"] += 1
        if mine is None or other is None:
            deviations.append(Deviation(key, "present", mine is not None, other is not None, mine, other))
            continue
        # A copy that a mirror made has the tags of where it was made: they are not told.
        same_vlans = mine.vlans <= other.vlans if mine.copies else mine.vlans == other.vlans
        checks = [("packets", same_counts(mine, other, "packets", mine.copies)),
                  ("bytes", same_counts(mine, other, "bytes", mine.copy_bytes)), ("vlans", same_vlans)]
        if other.streams:
            checks.append(("streams", with_bytes(mine.streams) == with_bytes(other.streams)))
        for field, same in checks:
            compared[field] += 1
            if not same:
                told = (with_bytes(mine.streams), with_bytes(other.streams)) if field == "streams" else \
                    (getattr(mine, field), getattr(other, field))
                deviations.append(Deviation(key, field, *told, mine, other))
    return found, compared
