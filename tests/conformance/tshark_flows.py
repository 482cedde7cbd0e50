#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the conversations that `vedette decode --protocol flow` tells with those that tshark's dissectors see, over
all captures beside the checkout.

usage: tshark_flows.py [--folder F] [--list FIELD] [CAPTURE…]

Prints, per folder, of how many conversations each field agrees, and every deviation by its reason (reasons.py). Exits 0
if at least 99.5 % of those in links and tunnels that we take apart agree in all fields and every deviation has a reason, 1 if not, 77 where there is nothing to compare.

What is compared: which conversations there are (protocol, innermost addresses and ports), packets and bytes of both
directions, VLAN tags (the two innermost), and of TCP the bytes that were delivered, for connections of which tshark says
that no segment was lost and no frame was cut. Streams are compared by their digests with tshark's "follow"; limits are
MAX_STREAMS and MAX_STREAM_BYTES below, and what they left out is told.
"""
import argparse
import atexit
import collections
import concurrent.futures
import json
import os
import re
import subprocess
import sys

import flows
import frames as frames_
import reasons
import shark

AGREE = 0.995
MAX_STREAMS = 400  # per capture
MAX_STREAM_BYTES = 16 << 20  # per capture
CAPTURE = re.compile(r"\.(pcap|pcapng|cap|trace)(\.gz|\.zst)?$")
LOST = "tcp.analysis.lost_segment"  # or what was acknowledged and never seen

VEDETTE = os.environ.get("VEDETTE", "vedette")
PCAPS = os.path.join(os.environ.get("VEDETTE_SHARED_DIR", os.path.join(os.path.dirname(__file__), "../../../shared")), "pcaps")


def captures(folders):
    for folder in folders:
        for root, _, names in sorted(os.walk(os.path.join(PCAPS, folder))):
            yield from ((folder, os.path.join(root, name)) for name in sorted(names) if CAPTURE.search(name))


def our_records(path):
    """The records, or why there are none."""
    run = subprocess.run([VEDETTE, "decode", path, "--protocol", "flow", "--stream-digests", "--quiet"],
                         stdin=subprocess.DEVNULL, capture_output=True, timeout=shark.PATIENCE)
    if run.returncode not in (0, 2, 3):
        raise SystemExit(f"{path}: exit {run.returncode}: {run.stderr.decode(errors='replace')[-2000:]}")
    records = [json.loads(line) for line in run.stdout.splitlines()]
    return records, run.stderr.decode(errors="replace").strip() if run.returncode else None


class Result:
    """What one capture gave."""

    def __init__(self, folder, path):
        self.folder, self.path = folder, path
        self.refused = None  # by whom
        self.conversations = self.agree = self.streams = self.streams_left_out = 0
        self.pieces = self.headless = self.hollow = self.out_of_scope = 0
        self.compared, self.same = collections.Counter(), collections.Counter()
        self.deviations = []  # (reason, field, text)


def follow(wireshark, path, all_frames, places, talks, result):
    """Puts the bytes of undamaged TCP connections into tshark's conversations."""
    by_number = {frame.number: frame for frame in all_frames}
    wanted, size = {}, 0
    for key, talk in talks.items():
        if not talk.stream_numbers:
            continue
        own = [by_number[n] for n in talk.frames]
        data = sum(int(v) for f in own for v in f.all("tcp.len")[-1:])
        if data == 0 or any(f.has(LOST) for f in own) or \
                any(f.one("frame.cap_len") != f.one("frame.len") or f.malformed() for f in own):
            continue
        size += data
        if sum(map(len, wanted.values())) + len(talk.stream_numbers) > MAX_STREAMS or size > MAX_STREAM_BYTES:
            result.streams_left_out += 1
            continue
        wanted[key] = talk.stream_numbers
    numbers = sorted(n for of_one in wanted.values() for n in of_one)
    said = wireshark.streams(path, numbers, len(all_frames)) if numbers else {}
    for key, of_one in wanted.items():
        talks[key].streams = [{end: flows.Digest.of(data) for end, data in said.get(n, {}).items()} for n in of_one]
        result.streams += len(of_one)


def addresses_of(key):
    return frozenset(end[0] for end in key[1] if end != "itself")


def describe(deviation):
    protocol, ends = deviation.key
    copies = f", copies {deviation.our_talk.copies}" if deviation.our_talk and deviation.our_talk.copies else ""
    pair = " ".join(sorted(str(end if end == "itself" else f"{end[0]}/{end[1]}") for end in ends))
    told = f"ours {deviation.ours}{copies}, tshark {deviation.theirs}" if deviation.field != "present" else \
        "only ours" if deviation.ours else "only tshark's"
    return re.sub(r"Counter\((\{.*?\})\)", r"\1", f"protocol {protocol} {pair}: {told}")


def examine(folder, path):
    result = Result(folder, path)
    records, refusal = our_records(path)
    try:
        all_frames = WORKER.frames(path)
    except shark.Refused:
        result.refused = "both" if refusal else "tshark"
        return result
    places = frames_.places(all_frames, NAMED)
    theirs = flows.from_frames(all_frames, places)
    result.pieces = sum(place.piece for place in places.values())
    result.headless = sum(place.headless and not place.piece for place in places.values())
    result.hollow = sum(place.hollow for place in places.values())
    ours = flows.from_records(records, set(NAMED["ip.proto"].values()))
    if refusal:
        result.refused = f"vedette ({refusal.splitlines()[-1].removeprefix('vedette: ').removeprefix(path + ': ').split(';')[0]})"
    follow(WORKER, path, all_frames, places, theirs, result)
    found, result.compared = flows.compare(ours, theirs)
    by_number = {frame.number: frame for frame in all_frames}
    links = {frame.one("frame.protocols").split(":")[0] for frame in all_frames}
    everywhere = {layer for frame in all_frames for layer in frame.one("frame.protocols").split(":")}
    hollow = {place.key() for place in places.values() if place.hollow}
    opened = collections.defaultdict(set)
    for frame in all_frames:
        for addresses in zip(frame.all("ip.src") + frame.all("ipv6.src"), frame.all("ip.dst") + frame.all("ipv6.dst")):
            opened[frozenset(addresses)] |= set(frame.one("frame.protocols").split(":"))
            if frame.malformed():
                opened[frozenset(addresses)].add("malformed")
    for deviations in found.values():
        result.conversations += 1
        result.agree += not deviations
        reasons_of_one = []
        for d in deviations:
            numbers = (d.their_talk or d.our_talk).frames
            case = reasons.Case(d, [by_number[n] for n in numbers if n in by_number],
                                [places[n] for n in numbers if n in places], links, refusal, d.key in hollow,
                                opened[addresses_of(d.key)], everywhere)
            reasons_of_one.append(reasons.explain(case))
            result.deviations.append((reasons_of_one[-1], d.field, describe(d)))
        result.out_of_scope += bool(deviations) and not any(map(reasons.is_in_scope, reasons_of_one))
    result.same = result.compared - collections.Counter(field for _, field, _ in result.deviations)
    return result


def start_worker():
    global WORKER, NAMED
    WORKER, NAMED = shark.Shark().__enter__(), shark.named_values()
    atexit.register(WORKER.__exit__)


def percent(part, whole):
    return f"{100 * part / whole:.2f}" if whole else "-"


def print_table(results):
    print(f"{'folder':<12}{'files':>7}{'talks':>9}{'agree':>9}{'%':>8}" + "".join(f"{f:>10}" for f in flows.FIELDS))
    folders = list(dict.fromkeys(r.folder for r in results))
    for folder in folders + ["all"]:
        these = [r for r in results if folder in (r.folder, "all")]
        talks, agree = sum(r.conversations for r in these), sum(r.agree for r in these)
        compared = sum((r.compared for r in these), collections.Counter())
        same = sum((r.same for r in these), collections.Counter())
        print(f"{folder:<12}{len(these):>7}{talks:>9}{agree:>9}{percent(agree, talks):>8}" +
              "".join(f"{percent(same[f], compared[f]):>10}" for f in flows.FIELDS))


def print_deviations(results, limit):
    by_reason = collections.defaultdict(list)
    for result in results:
        for reason, field, text in result.deviations:
            by_reason[reason or "", field].append(f"{os.path.relpath(result.path, PCAPS)}: {text}")
    for (reason, field), texts in sorted(by_reason.items(), key=lambda item: (item[0][0], -len(item[1]))):
        print(f"\n{len(texts)} {field}: {reason or 'UNEXPLAINED'}")
        for text in texts[:limit if reason else None]:
            print(f"    {text[:600]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("captures", nargs="*", metavar="CAPTURE")
    parser.add_argument("--folder", action="append", help="only this one of the shared captures")
    parser.add_argument("--examples", type=int, default=2, help="how many of each explained deviation are printed")
    options = parser.parse_args()
    if not shark.available():
        print("SKIPPED: tshark and sharkd are not installed")
        return 77
    if not options.captures and not os.path.isdir(PCAPS):
        print(f"SKIPPED: no captures beside the checkout ({PCAPS})")
        return 77
    folders = options.folder or sorted(f for f in os.listdir(PCAPS) if os.path.isdir(os.path.join(PCAPS, f)))
    cases = [("given", path) for path in options.captures] or list(captures(folders))
    print(f"Conversations of {len(cases)} captures beside those of {shark.version()}")
    with concurrent.futures.ProcessPoolExecutor(2, initializer=start_worker) as pool:
        results = list(pool.map(examine, *zip(*cases), chunksize=4))

    print_table(results)
    streams, left_out = sum(r.streams for r in results), sum(r.streams_left_out for r in results)
    print(f"\nTCP streams compared byte by byte: {streams}; conversations left out for their number or size: {left_out}")
    print(f"Frames that are in no conversation of tshark's: {sum(r.pieces for r in results)} fragments of datagrams that "
          f"never became whole, {sum(r.headless for r in results)} whose transport header is not there, "
          f"{sum(r.hollow for r in results)} in tunnels with no IP inside")
    for who in sorted({r.refused for r in results if r.refused}):
        paths = [os.path.relpath(r.path, PCAPS) for r in results if r.refused == who]
        print(f"Refused by {who}: {len(paths)} ({', '.join(paths[:4])}{', …' if len(paths) > 4 else ''})")
    print_deviations(results, options.examples)
    talks, agree = sum(r.conversations for r in results), sum(r.agree for r in results)
    unexplained = sum(reason is None for r in results for reason, _, _ in r.deviations)
    in_scope = talks - sum(r.out_of_scope for r in results)
    print(f"\n{agree} of {talks} conversations agree in every field ({percent(agree, talks)} %), of {in_scope} in links and "
          f"tunnels that are taken apart {percent(agree, in_scope)} %; {unexplained} deviations unexplained")
    return 0 if talks and agree >= AGREE * in_scope and not unexplained else 1


if __name__ == "__main__":
    sys.exit(main())
