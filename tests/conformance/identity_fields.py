# SPDX-License-Identifier: Apache-2.0
"""Which fields are compared: how each is found in tshark's frames and in our records. A name that differs is one line here.

Both sides give plain texts, in one form.
"""
import dataclasses
import functools
import hashlib
import re
import shutil
import subprocess
import typing

GAVE_UP = "<Name too long>"  # what tshark says of a name that is too long for it
RR = {"A": 1, "CNAME": 5, "PTR": 12, "AAAA": 28}
RR_FIELD = {"A": "dns.a", "AAAA": "dns.aaaa", "CNAME": "dns.cname", "PTR": "dns.ptr.domain_name"}
DHCP_TYPES = {1: "discover", 2: "offer", 3: "request", 4: "decline", 5: "ack", 6: "nak", 7: "release", 8: "inform", 9: "forcerenew",
              10: "leasequery", 11: "leaseunassigned", 12: "leaseunknown", 13: "leaseactive"}
NTP_MODES = {0: "reserved", 1: "symmetric_active", 2: "symmetric_passive", 3: "client", 4: "server", 5: "broadcast", 6: "control", 7: "private"}
ARP_OPERATIONS = {1: "request", 2: "reply"}
CLIENT_ID = 1  # DHCPv6 option
DUID_OPTIONS = (1, 2)


@dataclasses.dataclass(frozen=True)
class Field:
    name: str
    needs: tuple  # tshark's fields
    theirs: typing.Callable  # frame -> texts
    event: str  # our event_type
    ours: typing.Callable  # body -> texts
    needs_program: str = ""


def texts(body, *path):
    """What stands at a path of keys, through lists; nothing where it is absent or empty."""
    found = [body]
    for key in path:
        found = [inner for value in found for inner in (value if isinstance(value, list) else [value])]
        found = [value[key] for value in found if isinstance(value, dict) and value.get(key) not in (None, "", [])]
    flat = [inner for value in found for inner in (value if isinstance(value, list) else [value])]
    return [str(value) for value in flat if value not in (None, "")]


def at(*path, change=str):
    return lambda body: [change(text) for text in texts(body, *path)]


def only(condition, inner):
    return lambda value: inner(value) if condition(value) else []


def plain(field, change=str):
    """A field of tshark as it is; an empty text says nothing."""
    return lambda frame: [change(text) for text in frame.all(field) if text and text != GAVE_UP]


def has_layer(*layers):
    return lambda frame: any(layer in frame.layers for layer in layers)


def lacks_layer(*layers):
    return lambda frame: not any(layer in frame.layers for layer in layers)


# --- DNS

def name(text):
    text = "" if text == "<Root>" else text
    return text.rstrip(".") or "."


def answers(kind):
    """Those of the answer section: tshark lists the records of all three sections in one row."""
    def find(frame):
        left, values, said = frame.ints("dns.resp.type"), iter(frame.all(RR_FIELD[kind])), []
        counts = [frame.ints(f"dns.count.{section}") for section in ("answers", "auth_rr", "add_rr")]
        for message in zip(*counts):
            for section, count in enumerate(message):
                here, left = left[:count], left[count:]
                for _ in range(here.count(RR[kind])):
                    value = next(values, None)
                    if section == 0 and value not in (None, GAVE_UP):
                        said.append(name(value))
        return said
    return find


def our_answers(kind):
    def find(body):
        return [name(str(rr["rdata"])) for rr in body.get("answers", []) if rr.get("rrtype") == kind and rr.get("rdata")]
    return find


# --- certificates

@functools.lru_cache(maxsize=None)
def common_names(digest, der):
    """(of the subject, of the issuer), by OpenSSL: tshark's fields don't tell one from the other."""
    del digest  # what the cache goes by
    said = subprocess.run(["openssl", "x509", "-inform", "der", "-noout", "-subject", "-issuer", "-nameopt", "multiline,-esc_msb,utf8"],
                          input=der, capture_output=True, check=False).stdout.decode(errors="replace")
    found = {}
    for line in said.splitlines():
        if line.startswith(("subject=", "issuer=")):
            whose = line.partition("=")[0]
        elif line.split("=")[0].strip() == "commonName":
            found[whose] = line.partition("=")[2].strip()  # the last is the most specific
    return found


def certificate(whose):
    def find(frame):
        said = []
        for text in frame.all("tls.handshake.certificate") + frame.all("dtls.handshake.certificate"):
            der = bytes.fromhex(text.replace(":", ""))
            said.append(common_names(hashlib.sha256(der).digest(), der).get(whose))
        return [text for text in said if text]
    return find


# --- HTTP and SSDP

def without_query(text):
    text = re.split(r"[?#]", text, maxsplit=1)[0]
    return re.sub(r"^[a-z]+://[^/]*", "", text) or "/"


def without_port(text):
    return re.sub(r":\d+$", "", text)


HEADERS = ("http.request.line", "http.response.line", "http.unknown_header")


def header(wanted):
    def find(frame):
        # A datagram is one message; tshark has a header in one of these fields or in two, by the kind of message.
        lines = {line.strip() for field in HEADERS for line in frame.all(field)}
        pairs = (line.partition(":") for line in lines)
        return [value.strip() for key, _, value in pairs if key.strip().upper() == wanted and value.strip()]
    return find


def ssdp_method(frame):
    return frame.all("http.request.method") + ["response"] * len(frame.all("http.response.code"))


# --- the rest

def requested_params(frame):
    numbers = frame.all("dhcp.option.request_list_item")
    return [",".join(numbers)] if numbers else []


def our_params(body):
    return [",".join(str(n) for n in body["params"])] if body.get("params") else []


def client_duid(frame):
    """DUIDs stand in options 1 and 2; which is which, the list of options tells."""
    options = [option for option in frame.ints("dhcpv6.option.type") if option in DUID_OPTIONS]
    return [hexadecimal(duid) for option, duid in zip(options, frame.all("dhcpv6.duid.bytes")) if option == CLIENT_ID]


def hexadecimal(text):
    return text.replace(":", "").lower()


def word(table):
    """A number by its name; what is a name already stays."""
    return lambda text: table.get(int(text, 0), text) if re.fullmatch(r"\d+|0x[0-9a-f]+", text) else text


def lower(text):
    return text.lower()


def joined(text):
    """DHCPLEASEQUERY may be told in one word or two."""
    return text.lower().replace("_", "")


def ssh_banner(body):
    if not body.get("proto_version"):
        return []
    return [f"SSH-{body['proto_version']}-{body.get('software_version', '')}".split(" ")[0]]


def slashed(parts):
    return ["/".join(parts)] if parts else []


SNI = ("tls.handshake.extensions_server_name", "dtls.handshake.extensions_server_name")
ALPN = ("tls.handshake.extensions_alpn_str", "dtls.handshake.extensions_alpn_str")
CERTIFICATES = ("tls.handshake.certificate", "dtls.handshake.certificate")
COUNTS = ("dns.resp.type", "dns.count.answers", "dns.count.auth_rr", "dns.count.add_rr")


def both(*fields):
    return lambda frame: [text for field in fields for text in frame.all(field) if text]


WEB, SSDP = lacks_layer("ssdp"), has_layer("ssdp")
FIELDS = (
    Field("dns query name", ("dns.qry.name",), plain("dns.qry.name", name), "dns", at("queries", "rrname", change=name)),
    *(Field(f"dns answer {kind}", (RR_FIELD[kind], *COUNTS), answers(kind), "dns", our_answers(kind)) for kind in RR),
    Field("tls sni", SNI, only(lacks_layer("quic"), both(*SNI)), "tls", at("sni")),
    Field("tls alpn", ALPN, only(lacks_layer("quic"), both(*ALPN)), "tls", at("alpn")),
    Field("tls subject", CERTIFICATES, certificate("subject"), "tls", at("certificates", "subject_cn"), "openssl"),
    Field("tls issuer", CERTIFICATES, certificate("issuer"), "tls", at("certificates", "issuer_cn"), "openssl"),
    Field("quic sni", SNI, only(has_layer("quic"), both(*SNI)), "quic", at("sni")),
    Field("quic alpn", ALPN, only(has_layer("quic"), both(*ALPN)), "quic", at("alpn")),
    Field("http host", ("http.host",), only(WEB, plain("http.host", without_port)), "http", at("hostname", change=without_port)),
    Field("http agent", ("http.user_agent",), only(WEB, plain("http.user_agent")), "http", at("http_user_agent")),
    Field("http method", ("http.request.method",), only(WEB, plain("http.request.method")), "http", at("http_method")),
    Field("http path", ("http.request.uri",), only(WEB, plain("http.request.uri", without_query)), "http", at("url", change=without_query)),
    Field("dhcp type", ("dhcp.option.dhcp",), plain("dhcp.option.dhcp", word(DHCP_TYPES)), "dhcp", at("type", change=joined)),
    Field("dhcp host name", ("dhcp.option.hostname",), plain("dhcp.option.hostname"), "dhcp", at("hostname")),
    Field("dhcp vendor class", ("dhcp.option.vendor_class_id",), plain("dhcp.option.vendor_class_id"), "dhcp", at("vendor_class")),
    Field("dhcp parameters", ("dhcp.option.request_list_item",), requested_params, "dhcp", our_params),
    Field("dhcp requested", ("dhcp.option.requested_ip_address",), plain("dhcp.option.requested_ip_address"), "dhcp", at("requested_ip")),
    Field("dhcpv6 fqdn", ("dhcpv6.client_domain",), plain("dhcpv6.client_domain", name), "dhcpv6", at("fqdn", change=name)),
    Field("dhcpv6 client duid", ("dhcpv6.duid.bytes", "dhcpv6.option.type"), client_duid, "dhcpv6", at("client_duid", change=hexadecimal)),
    Field("ssh banner", ("ssh.protocol",), plain("ssh.protocol", lambda text: text.split(" ")[0]), "ssh", ssh_banner),
    Field("ntp version", ("ntp.flags.vn",), plain("ntp.flags.vn"), "ntp", at("version")),
    Field("ntp mode", ("ntp.flags.mode",), plain("ntp.flags.mode", word(NTP_MODES)), "ntp", at("mode", change=word(NTP_MODES))),
    Field("ssdp method", ("http.request.method", "http.response.code"), only(SSDP, ssdp_method), "ssdp", at("method")),
    *(Field(f"ssdp {key}", HEADERS, only(SSDP, header(key.upper())), "ssdp", at(key))
      for key in ("st", "nt", "usn")),
    Field("arp operation", ("arp.opcode",), plain("arp.opcode", word(ARP_OPERATIONS)), "arp", at("operation", change=word(ARP_OPERATIONS))),
    Field("arp sender ip", ("arp.src.proto_ipv4",), plain("arp.src.proto_ipv4"), "arp", at("src_ip")),
    Field("arp sender mac", ("arp.src.hw_mac",), plain("arp.src.hw_mac"), "arp", at("src_mac", change=lower)),
    Field("coap path", ("coap.opt.uri_path",), lambda frame: slashed(frame.all("coap.opt.uri_path")), "coap",
          at("uri_path", change=lambda text: text.strip("/"))),
    Field("coap host", ("coap.opt.uri_host",), plain("coap.opt.uri_host"), "coap", at("uri_host")),
)


def available_fields():
    """Those for which all that is needed is installed, and what is missing."""
    missing = sorted({f.needs_program for f in FIELDS if f.needs_program and not shutil.which(f.needs_program)})
    return [f for f in FIELDS if f.needs_program not in missing], missing


def tshark_names(fields):
    return tuple(dict.fromkeys(field for f in fields for field in f.needs))
