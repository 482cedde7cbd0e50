# SPDX-License-Identifier: Apache-2.0
"""Why two programs may tell a conversation differently. Each rule looks at what the dissectors say of the frames in
question (and at our record), never at the name of a capture; the first that fits is the reason."""
import dataclasses

# The link types that `decode` takes apart (docs/reference/links.md), in Wireshark's words.
LINKS = {"eth", "sll", "null", "raw", "ppp", "chdlc", "pppoes", "nflog", ""}
TUNNELS_OF_OTHERS = {"ayiya": "AYIYA", "l2tp": "L2TP", "wlan": "IEEE 802.11 in GRE", "ipcomp": "IP compression",
                     "comp_data": "IP compression", "cfp": "Cisco FabricPath", "ieee8021ah": "IEEE 802.1ah",
                     "6lowpan": "6LoWPAN", "cmd": "Cisco MetaData", "vntag": "VN-Tag", "fr": "Frame Relay",
                     "arcnet": "ARCNET", "lwapp": "LWAPP", "capwap.data": "CAPWAP", "wccp": "WCCP redirection", "clip": "classical IP over ATM", "vssmonitoring": "a tap's trailer"}


@dataclasses.dataclass
class Case:
    """One deviation with what is known of its frames."""
    deviation: object
    frames: list  # tshark's, of the conversation; of one that only we tell, the frame where it ended
    places: list  # of these
    links: set  # of the whole capture
    refused: str = None  # why we don't read the capture
    hollow: bool = False  # frames of this conversation are in a tunnel with no IP inside
    opened: set = dataclasses.field(default_factory=set)  # layers of all frames between these addresses, whatever is in them
    everywhere: set = dataclasses.field(default_factory=set)  # layers of the whole capture

    def any_frame(self, test):
        return any(test(frame) for frame in self.frames)

    def expert(self, *words):
        return self.any_frame(lambda frame: any(word in frame.one("_ws.expert.message") for word in words))

    def uses_port(self, port):
        return self.any_frame(lambda f: port in f.all("udp.dstport") or port in f.all("udp.srcport"))

    def layers(self):
        return {layer for frame in self.frames for layer in frame.one("frame.protocols").split(":")}


def malformed(case):
    return "malformed" in case.opened or case.any_frame(lambda f: f.malformed()) or case.expert("Bogus", "bogus", "Malformed", "malformed",
                                                                          "exceeds", "Truncated", "too short")


def snapped(case):
    return case.any_frame(lambda f: int(f.one("frame.cap_len")) < int(f.one("frame.len")))


def reset_with_data(case):
    return case.any_frame(lambda f: "Connection reset (RST)" in f.one("_ws.expert.message") and
                          any(int(n) for n in f.all("tcp.len")))


def copies_of_pieces(case):
    d = case.deviation
    return d.our_talk and d.their_talk and any(place.made_of for place in case.places) and \
        sum(d.our_talk.packets.values()) + d.our_talk.copies < sum(d.their_talk.packets.values())


def pieces(case):
    return any(place.made_of for place in case.places)


def extension_headers(frame):
    return sum(layer.startswith("ipv6.") or layer == "ah" for layer in frame.one("frame.protocols").split(":"))


def in_and_out_of_tunnels(case):
    return case.deviation.field == "streams" and len({"gre" in f.one("frame.protocols") for f in case.frames}) > 1


def one_byte(case):
    return case.deviation.field == "streams" and not case.deviation.ours and \
        all(digest.bytes == 1 for _, digest in case.deviation.theirs)


REFUSED = "a capture that is refused by name"
NOT_TAKEN_APART = "link type that is not taken apart"
NOT_OPENED = "a tunnel that is not opened: "
BROKEN = "tshark finds the packet malformed"

RULES = [
    (REFUSED, lambda c: c.refused),
    ("a lone byte where a capture begins is taken for a keep-alive probe; tshark's follow takes it for data", one_byte),
    ("conversations apart by their VLANs; tshark's follow joins them",
     lambda c: c.deviation.field == "streams" and len(c.deviation.their_talk.vlans) > 1),
    ("copies of fragments are counted for the whole run, not for the conversation", copies_of_pieces),
    ("a datagram of which a piece came more than 30 s after the first was given up",
     lambda c: pieces(c) and c.deviation.field == "present"),
    ("fragments that repeat or overlap others", pieces),
    ("the same ends in a tunnel with an id and outside are two conversations; tshark's follow joins them", in_and_out_of_tunnels),
    ("VXLAN on port 8472, which tshark does not know",
     lambda c: c.uses_port("8472")),
    (NOT_OPENED + "Cisco FabricPath, by tshark in some of the frames", lambda c: "cfp" in c.everywhere),
    ("a segment longer than its headers can say (BIG TCP): tshark does not open the tunnel",
     lambda c: c.expert("Bad length value 0")),
    ("more than 8 extension headers: a named defect", lambda c: c.any_frame(lambda f: extension_headers(f) > 8)),
    ("an extension header of IPv6 behind IPv4", lambda c: c.any_frame(lambda f: ":ip:ipv6.hopopts" in f.one("frame.protocols"))),
    ("loopback with an Ethernet type in the place of the family", lambda c: c.links == {"null"}),
    (NOT_OPENED + "Ethernet in IPv6", lambda c: c.any_frame(lambda f: "ipv6.routing:eth:" in f.one("frame.protocols"))),
    (NOT_OPENED + "a payload of GRE without a number that is known",
     lambda c: c.deviation.field == "present" and "gre" in c.opened),
    ("in a tunnel no IP that can be read: the tunnel itself is told", lambda c: c.hollow),
    ("keep-alive probes repeat a byte from before the capture; tshark's follow takes it for data",
     lambda c: c.deviation.field == "streams" and c.expert("TCP keep-alive segment") and not c.deviation.ours),
    ("data in a reset is no part of the stream (RFC 9293, 3.5.3); tshark's follow takes it for data",
     lambda c: c.deviation.field == "streams" and reset_with_data(c)),
    ("the mirror made copies; tshark's follow takes them for the other direction or as retransmissions",
     lambda c: c.deviation.field == "streams" and c.deviation.our_talk.copies),
    ("MACsec, which tshark opens where it only protects integrity", lambda c: "macsec" in c.layers()),
    ("a header that says it is longer than the packet: no receiver takes it",
     lambda c: c.expert("Bogus TCP header length", "Bogus, must be", "bogus, must be", "must not exceed")),
    ("MPLS in UDP", lambda c: "mpls" in c.layers() and "udp" in c.layers()),
    (NOT_TAKEN_APART, lambda c: not c.links <= LINKS),
    *((NOT_OPENED + name, lambda c, layer=layer: layer in c.layers())
      for layer, name in TUNNELS_OF_OTHERS.items()),
    *((NOT_OPENED + name, lambda c, layer=layer: layer in c.opened)
      for layer, name in TUNNELS_OF_OTHERS.items()),
    (BROKEN, malformed),
    ("the capture holds less of the frames than was on the wire", snapped),
]


def is_in_scope(reason):
    """Not: what we say that we don't read."""
    return reason is None or not (reason in (REFUSED, NOT_TAKEN_APART) or reason.startswith(NOT_OPENED))


def explain(case):
    return next((name for name, fits in RULES if fits(case)), None)
