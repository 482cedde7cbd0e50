# SPDX-License-Identifier: Apache-2.0
"""MQTT: what each connection's client says it did, against the packets of that connection as we tell them."""
import collections
import datetime

import recording

# Our types of what a client sends by itself, and the action that led to each.
ACTIONS = {"publish": "publish", "subscribe": "subscribe", "unsubscribe": "unsubscribe", "disconnect": "disconnect"}
ANSWERS = {1: ["puback"], 2: ["pubrec", "pubcomp"]}
SPARKPLUG = {"message_type": "message_type", "group": "group_id", "edge_node": "edge_node_id", "device": "device_id"}
TYPES = ("connect", "connack", "publish", "puback", "pubrec", "pubrel", "pubcomp", "subscribe", "suback", "unsubscribe", "unsuback", "pingreq",
         "pingresp", "disconnect", "auth")  # 1 is the first


class Connection:
    """One flow: the CONNECT's sender is the client."""

    def __init__(self, records):
        self.records = records
        opened = next(r for r in records if r["body"]["type"] == "connect")
        self.connect, self.host, self.port = opened["body"], opened["src_ip"], opened["src_port"]

    def sent(self, *types):
        return [r["body"] for r in self.records if r["src_port"] == self.port and r["src_ip"] == self.host and r["body"]["type"] in types]

    def got(self, *types):
        return [r["body"] for r in self.records if r["dest_port"] == self.port and r["dest_ip"] == self.host and r["body"]["type"] in types]

    def seconds(self):
        first, last = (datetime.datetime.fromisoformat(self.records[i]["timestamp"].replace("Z", "+00:00")[:26] + "+00:00") for i in (0, -1))
        return (last - first).total_seconds()


def connections(records):
    """By client id, in the order in which they were opened."""
    flows = collections.defaultdict(list)
    for record in records:
        flows[record["flow_id"]].append(record)
    found = collections.defaultdict(list)
    for flow in flows.values():
        made = Connection(flow)
        found[made.connect["client_id"]].append(made)
    for of_one in found.values():
        of_one.sort(key=lambda c: c.records[0]["pcap_cnt"])
    return found


def done(lines):
    """By client id, the lines of each connection, in their order."""
    by_number = collections.defaultdict(list)
    for line in lines:
        by_number[line["connection"]].append(line)
    found = collections.defaultdict(list)
    for number in sorted(by_number):
        found[by_number[number][0]["client"]].append(by_number[number])
    return found


def as_action(body):
    """What we tell of a packet, in the form of an action."""
    kind = body["type"]
    if kind == "publish":
        return kind, body.get("topic"), body["qos"], body["retain"], body["payload_length"]
    if kind == "subscribe":
        return kind, [(s["filter"], s["qos"]) for s in body["subscriptions"]]
    if kind == "unsubscribe":
        return kind, [s["filter"] for s in body["subscriptions"]]
    return (kind,)


def as_packet(line):
    """What a client says it did, in the same form."""
    kind = line["action"]
    if kind in ("publish", "receive"):
        return "publish", line["topic"], line["qos"], line["retain"], line["length"]
    if kind == "subscribe":
        return kind, [(s["filter"], s["qos"]) for s in line["subscriptions"]]
    if kind == "unsubscribe":
        return kind, line["filters"]
    return (kind,)


def check_connect(line, connection, where):
    wanted = {key: line[key] for key in ("version", "clean_start", "keep_alive", "username", "will") if key in line}
    wanted["password_present"] = line.get("password", False)
    yield from recording.differences(wanted, connection.connect, f"{where} connect")
    if "will" not in line and "will" in connection.connect:
        yield f"{where}: a will that the client hasn't got"
    if line["host"] != connection.host:
        yield f"{where}: from {connection.host}, was {line['host']}"


def check_sent(lines, connection, where):
    said = [as_packet(line) for line in lines if line["action"] in ACTIONS]
    told = [as_action(body) for body in connection.sent(*ACTIONS) if not body.get("dup")]
    for at, (mine, theirs) in enumerate(zip(told, said)):
        if mine != theirs:
            yield f"{where} packet {at}: {mine}, was {theirs}"
            return
    if len(said) != len(told):
        yield f"{where}: {len(told)} packets from the client, were {len(said)}: {(told[len(said):] or said[len(told):])[:3]}"


def check_received(lines, connection, where):
    if any(line["action"] == "sparkplug_received" for line in lines):
        return  # told by check_sparkplug
    said = collections.Counter(as_packet(line) for line in lines if line["action"] == "receive")
    publishes = connection.got("publish")
    told = collections.Counter(as_action(body) for body in publishes)
    # A second delivery may be the first that the client speaks of; who was killed may have been sent more than it could tell.
    killed = any(line["action"] == "kill" for line in lines)
    surplus = collections.Counter(as_action(body) for body in publishes if not body.get("dup") and not killed) - said
    if said - told or surplus:
        yield f"{where}: received {dict(surplus)} more, {dict(said - told)} less than the client says"


def check_answers(lines, connection, where):
    connacks = connection.got("connack")
    codes = [body["reason_code"] for body in connacks]
    for line in lines:
        if line["action"] == "connected":
            wanted = {key: line[key] for key in ("reason_code", "session_present") if line.get(key) is not None}
            yield from recording.differences(wanted, connacks[0] if connacks else {}, f"{where} connack")
        if line["action"] == "refused" and (not codes or codes[0] == 0):
            yield f"{where}: connack {codes}, was refused"
        if line["action"] == "error" and codes != [line["code"]]:
            yield f"{where}: connack {codes}, was {line['code']}"
    for publish in connection.sent("publish"):
        for kind in ANSWERS.get(publish["qos"], ()):
            if not any(body["packet_id"] == publish["packet_id"] for body in connection.got(kind)):
                yield f"{where}: no {kind} for publish {publish['packet_id']}"
    keep_alive = connection.connect["keep_alive"]
    if keep_alive and connection.seconds() > 2 * keep_alive and not (connection.sent("pingreq") and connection.got("pingresp")):
        yield f"{where}: no ping, though the client was there for {connection.seconds()} s"


class Names:
    """Aliases as the births of the recording gave them, by device."""

    def __init__(self):
        self.known = {}

    def expected(self, line):
        """The metrics as they are meant: an alias without a name stands for the name of the birth."""
        for metric in line["metrics"]:
            key = line.get("device"), metric.get("alias")
            if "name" in metric and "alias" in metric:
                self.known[key] = metric["name"]
            yield {**metric, **({"name": self.known[key]} if key in self.known else {})}


def check_sparkplug(lines, connection, where):
    said = [line for line in lines if line["action"] == "sparkplug"]
    told = [body["sparkplug"] for body in connection.sent("publish") if body.get("sparkplug", {}).get("message_type") not in (None, "STATE")]
    if len(said) != len(told):
        yield f"{where}: {len(told)} Sparkplug messages, were {len(said)}"
    names, sequence = Names(), None
    for at, (line, body) in enumerate(zip(said, told)):
        here = f"{where} Sparkplug message {at} ({line['message_type']})"
        yield from recording.differences({ours: line[theirs] for theirs, ours in SPARKPLUG.items() if theirs in line}, body, here)
        counts = line["message_type"] not in ("NCMD", "DCMD")
        sequence = 0 if line["message_type"] == "NBIRTH" else sequence + 1 if counts else sequence
        if line.get("compress"):
            continue  # number and metrics are inside what is compressed
        if counts:
            yield from recording.differences({"seq": sequence}, body, here)
        # The library adds bdSeq to a birth.
        for metric, found in zip(names.expected(line), body.get("metrics", []) + [{}] * len(line["metrics"])):
            yield from recording.differences(metric, found, f"{here} {metric}")
    heard = [line for line in lines if line["action"] == "sparkplug_received"]
    for line, body in zip(heard, [b["sparkplug"] for b in connection.got("publish") if "sparkplug" in b] + [{}] * len(heard)):
        wanted = {ours: line[theirs] for theirs, ours in SPARKPLUG.items() if theirs in line}
        yield from recording.differences(wanted, body, f"{where} received")
        if [m.get("name") for m in body.get("metrics", [])] != line["metrics"]:
            yield f"{where}: received {body.get('metrics')}, was {line['metrics']}"


CHECKS = (check_sent, check_received, check_answers, check_sparkplug)


def problems(recorded):
    told, said = connections(recorded.records), done(recorded.did)
    if set(told) != set(said):
        yield f"clients {sorted(told)}, were {sorted(said)}"
    for client in sorted(set(told) & set(said)):
        if len(told[client]) != len(said[client]):
            yield f"{client}: {len(told[client])} connections, were {len(said[client])}"
        for number, (connection, lines) in enumerate(zip(told[client], said[client])):
            where = f"{client}#{number}"
            yield from check_connect(lines[0], connection, where)
            for check in CHECKS:
                yield from check(lines, connection, where)


def problems_beside_tshark(recorded):
    """Which packets are in which frame. tshark doesn't look into WebSocket frames that hold a part of a packet only."""
    said = recording.said_by_tshark(recorded.path, "mqtt", ["mqtt.msgtype"]) if "websocket" not in recorded.path.name else None
    if said is None:
        return
    told = collections.defaultdict(list)
    for record in recorded.records:
        told[record["pcap_cnt"]].append(TYPES.index(record["body"]["type"]) + 1)
    for frame in sorted(set(told) | set(said)):
        theirs = [int(text) for text in said.get(frame, [[]])[0]]
        if told[frame] != theirs:
            yield f"frame {frame}: types {told[frame]}, tshark's {theirs}"
