# SPDX-License-Identifier: Apache-2.0
"""BACnet: what a client says it asked, sent and received, against the messages as we tell them."""
import recording

ANSWERS = ("simple_ack", "complex_ack", "error", "reject", "abort")
PDU_TYPES = ("confirmed_request", "unconfirmed_request", "simple_ack", "complex_ack", "segment_ack", "error", "reject", "abort")
# A line's key: ours.
ABOUT = {"bvlc": "bvlc", "service": "service", "device_instance": "device_instance", "vendor_id": "vendor_id", "result_code": "result_code", "ttl": "ttl"}


def is_whole(record):
    """Not one of the segments that only lead to a message."""
    return not record["body"].get("segmented") or "segments" in record["body"]


def value_differs(expected, found):
    """An enumeration may be told by its name, with the number beside it; NULL has no value in JSON of ours."""
    if expected is None:
        return found.get("value") not in (None, "null")
    if isinstance(expected, int) and not isinstance(expected, bool) and "value_code" in found:
        return found["value_code"] != expected
    return not recording.same(expected, found.get("value"))


# The clients call codes so; decode has the number under the plain name and its words beside it.
ERROR_NAMES = {"error_class_code": "error_class", "error_code_code": "error_code"}


def errors_as_decoded(line):
    return {ERROR_NAMES[key]: line[key] for key in ERROR_NAMES if key in line}


def object_differences(expected, found, where):
    if len(expected) != len(found):
        yield f"{where}: {len(found)} objects, were {len(expected)}: {found[:4]}"
    for at, (wanted, told) in enumerate(zip(expected, found)):
        here = f"{where} object {at}"
        yield from recording.differences({ERROR_NAMES.get(key, key): value for key, value in wanted.items() if key != "value"}, told, here)
        if "value" in wanted and value_differs(wanted["value"], told):
            yield f"{here}: value is {told.get('value')!r}, was {wanted['value']!r}"
        if "priority" in told and "priority" not in wanted:
            yield f"{here}: a priority that nobody gave"


def check_message(line, record, where):
    body = dict(record["body"])
    if "initiating_device" in body:
        body["device_instance"] = body["initiating_device"]["instance"]
    yield from recording.differences({ours: line[key] for key, ours in ABOUT.items() if key in line}, body, where)
    ends = {"src_ip": line["from"]} if "from" in line else {"dest_ip": line["to"]}
    yield from recording.differences(ends, record, where)
    if "objects" in line:
        yield from object_differences(line["objects"], body.get("objects", []), where)


def check_result(line, record, where):
    body, outcome = record["body"], line["outcome"]
    kinds = ("reject", "abort") if outcome == "refused" else (outcome,)
    if body["apdu"] not in kinds:
        yield f"{where}: {body['apdu']}, was {outcome}"
    if outcome == "refused" and body.get(f"{body['apdu']}_reason") != line["reason_code"]:
        yield f"{where}: reason {body.get(body['apdu'] + '_reason')}, was {line['reason_code']}"
    if outcome == "error":
        yield from recording.differences(errors_as_decoded(line), body, where)
    if "objects" in line:
        yield from object_differences(line["objects"], body.get("objects", []), where)


def said_and_told(recorded, host):
    """Lines and records of one kind after the other, each in its order: (what, lines, records)."""
    lines = {action: [x for x in recorded.did if x["action"] == action] for action in ("send", "receive", "request", "result")}
    mine = [r for r in recorded.records if is_whole(r)]
    sent = [r for r in mine if r["src_ip"] == host]
    # A broadcast is heard by the host too; what goes to somebody else is not.
    heard = [r for r in mine if r["src_ip"] != host and (r["dest_ip"] == host or r["dest_ip"].endswith(".255"))]
    requests = [r for r in sent if r["body"].get("apdu") == "confirmed_request"]
    answers = [r for r in heard if r["body"].get("apdu") in ANSWERS]
    yield "request", lines["request"], requests
    yield "result", lines["result"], answers
    yield "send", lines["send"], [r for r in sent if r not in requests and r["body"].get("apdu") != "segment_ack"]
    yield "receive", lines["receive"], [r for r in heard if r not in answers]


def problems(recorded):
    host = recorded.did[0]["host"]
    for what, lines, records in said_and_told(recorded, host):
        # The foreign device's network hears nothing of the broadcasts of the other.
        records = [r for r in records if not (what == "receive" and r["dest_ip"].endswith(".255") and "bvlc" in lines[0])]
        if len(lines) != len(records):
            yield f"{what}: {len(records)} messages, were {len(lines)}"
        for at, (line, record) in enumerate(zip(lines, records)):
            where = f"{what} {at} ({line.get('service', line.get('bvlc'))}, frame {record['pcap_cnt']})"
            yield from (check_result if what == "result" else check_message)(line, record, where)


def problems_beside_tshark(recorded):
    """The PDU type, service and invoke id of each frame."""
    said = recording.said_by_tshark(recorded.path, "bacapp", ["bacapp.type", "bacapp.confirmed_service", "bacapp.unconfirmed_service",
                                                              "bacapp.invoke_id"])
    if said is None:
        return
    told = {record["pcap_cnt"]: record["body"] for record in recorded.records if "apdu" in record["body"]}
    for frame in sorted(set(told) | set(said)):
        body = told.get(frame, {})
        kinds, confirmed, unconfirmed, invoke = said.get(frame, [[], [], [], []])
        ours = (body.get("apdu"), body.get("service_code"), body.get("invoke_id"))
        services = [int(text) for text in confirmed or unconfirmed]
        theirs = (PDU_TYPES[int(kinds[0])] if kinds else None, services[0] if services else None, int(invoke[0]) if invoke else None)
        if ours != theirs:
            yield f"frame {frame}: {ours}, tshark's {theirs}"
