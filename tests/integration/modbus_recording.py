# SPDX-License-Identifier: Apache-2.0
"""Modbus over RTU and UDP: what a client says it asked and was answered, against the messages as we tell them."""
import recording

# A line's key: ours.
ABOUT = {"unit": "unit_id", "function": "function_code", "address": "address", "quantity": "quantity", "values": "values",
         "write_address": "write_address", "write_quantity": "write_quantity", "and_mask": "and_mask", "or_mask": "or_mask",
         "exception_code": "exception_code"}
SINGLE_WRITES = (5, 6)  # their quantity is one without being said
ECHOES = (5, 6, 15, 16, 22)


def expected(line):
    wanted = {ours: line[key] for key, ours in ABOUT.items() if key in line}
    if line["function"] in SINGLE_WRITES:
        wanted.pop("quantity", None)
    return {"kind": line["action"], **wanted}


def problems(recorded):
    lines = [line for line in recorded.did if line["action"] != "silence"]
    if len(lines) != len(recorded.records):
        yield f"{len(recorded.records)} messages, were {len(lines)}"
    for at, (line, record) in enumerate(zip(lines, recorded.records)):
        where = f"message {at} (frame {record['pcap_cnt']})"
        yield from recording.differences(expected(line), record["body"], where)
        end = "src_ip" if line["action"] == "request" else "dest_ip"
        yield from recording.differences({end: line["host"]}, record, where)
        if line["action"] != "request" and "request_pcap_cnt" not in record["body"]:
            yield f"{where}: not matched to its request"


def problems_beside_tshark(recorded):
    """Which frame holds which function."""
    rule = "udp.port==502,mbudp" if recorded.path.name.startswith("udp") else "tcp.port==4001,mbrtu"
    said = recording.said_by_tshark(recorded.path, "modbus or mbrtu or mbudp", ["modbus.func_code"], [rule])
    if said is None:
        return
    told = {record["pcap_cnt"]: record["body"]["function_code"] for record in recorded.records}
    theirs = {frame: int(codes[0]) for frame, (codes,) in said.items() if codes}
    # A request without data behind its function is none to tshark's RTU.
    for frame in sorted(set(told) | set(theirs)):
        if told.get(frame) != theirs.get(frame) and not (frame not in theirs and told[frame] == 17):
            yield f"frame {frame}: function {told.get(frame)}, tshark's {theirs.get(frame)}"
