# SPDX-License-Identifier: Apache-2.0
"""Why two programs may tell a conversation differently. Each rule looks at what the dissectors say of the frames in
question (and at our record), never at the name of a capture; the first that fits is the reason."""
import dataclasses

# The link types that `decode` takes apart (docs/reference/links.md), in Wireshark's words.
LINKS = {"eth", "sll", "null", "raw", "ppp", "chdlc", "pppoes", "nflog", ""}
TUNNELS_OF_OTHERS = {"ayiya": "AYIYA", "l2tp": "L2TP", "wlan": "IEEE 802.11 in GRE", "ipcomp": "IP compression",
                     "comp_data": "IP compression", "cfp": "Cisco FabricPath", "ieee8021ah": "IEEE 802.1ah",
                     "6lowpan": "6LoWPAN", "cmd": "Cisco MetaData", "vntag": "VN-Tag", "fr": "Frame Relay",
                     "arcnet": "ARCNET", "clip": "classical IP over ATM", "vssmonitoring": "a tap's trailer"}


@dataclasses.dataclass
class Case:
    """One deviation with what is known of its frames."""
    deviation: object
    frames: list  # tshark's, of the conversation; of one that only we tell, the frame where it ended
    places: list  # of these
    links: set  # of the whole capture

    def any_frame(self, test):
        return any(test(frame) for frame in self.frames)

    def expert(self, *words):
        return self.any_frame(lambda frame: any(word in frame.one("_ws.expert.message") for word in words))

    def layers(self):
        return {layer for frame in self.frames for layer in frame.one("frame.protocols").split(":")}


def malformed(case):
    return case.any_frame(lambda f: f.malformed()) or case.expert("Bogus", "bogus", "Malformed", "malformed",
                                                                          "exceeds", "Truncated", "too short")


def snapped(case):
    return case.any_frame(lambda f: int(f.one("frame.cap_len")) < int(f.one("frame.len")))


def reset_with_data(case):
    return case.any_frame(lambda f: "Connection reset (RST)" in f.one("_ws.expert.message") and
                          any(int(n) for n in f.all("tcp.len")))


RULES = [
    ("keep-alive probes repeat a byte from before the capture; tshark's follow takes it for data",
     lambda c: c.deviation.field == "streams" and c.expert("TCP keep-alive segment") and not c.deviation.ours),
    ("data in a reset is no part of the stream (RFC 9293, 3.5.3); tshark's follow takes it for data",
     lambda c: c.deviation.field == "streams" and reset_with_data(c)),
    ("the mirror made copies; tshark's follow takes them for the other direction or as retransmissions",
     lambda c: c.deviation.field == "streams" and c.deviation.our_talk.copies),
    ("MACsec, which tshark opens where it only protects integrity", lambda c: "macsec" in c.layers()),
    ("VXLAN on port 8472, which tshark does not know",
     lambda c: "vxlan" not in c.layers() and c.any_frame(lambda f: "8472" in f.all("udp.dstport"))),
    ("MPLS in UDP", lambda c: "mpls" in c.layers() and "udp" in c.layers()),
    ("link type that is not taken apart", lambda c: not c.links <= LINKS),
    *((f"a tunnel that is not opened: {name}", lambda c, layer=layer: layer in c.layers())
      for layer, name in TUNNELS_OF_OTHERS.items()),
    ("tshark finds the packet malformed", malformed),
    ("the capture holds less of the frames than was on the wire", snapped),
]


def explain(case):
    return next((name for name, fits in RULES if fits(case)), None)
