#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what `vedette decode` says of who a device is, and whom it asks for, with what tshark's dissectors say.

usage: tshark_identity.py VEDETTE [CAPTURE_OR_FOLDER…] [--show N]

Names and answers of DNS, server names and certificates of TLS, host names of DHCP and so on: identity_fields.py lists
the fields. Prints for each how many of tshark's values we tell too, in the same frame (our pcap_cnt) or, in the same
conversation and at about the same time, in another: where a mirror delivers a frame twice we tell it once, and where a
message lies in several segments the two may differ on which one completes it. Counted apart are values that only we tell,
and those hidden in links and tunnels that we don't take apart. Exits 0 if each field agrees in at least 99.5 %, 1 if not, 77 where there is nothing to compare.

JA4 isn't compared: tshark learned it after 4.0. It is held by its own published vectors.
"""
import argparse
import collections
import concurrent.futures
import datetime
import functools
import json
import os
import re
import subprocess
import sys

import identity_fields
import identity_tshark
import shark

AGREE = 0.995
# Seconds between a frame of tshark's and ours that may be the same message: segments of a stream, or copies by a mirror.
NEAR_IN_STREAM, NEAR = 5.0, 0.1
CAPTURE = re.compile(r"\.(pcap|pcapng|cap|trace)(\.gz|\.zst)?$")
FOLDERS = ("iot", "attacks", "encap")
PCAPS = os.path.join(os.environ.get("VEDETTE_SHARED_DIR", os.path.join(os.path.dirname(__file__), "../../../shared")), "pcaps")


def captures(places):
    for place in places:
        if os.path.isfile(place):
            yield place
        for root, folders, names in os.walk(place):
            folders.sort()
            yield from (os.path.join(root, n) for n in sorted(names) if CAPTURE.search(n))


def seconds(timestamp):
    """RFC 3339, however precise."""
    whole, _, rest = timestamp.partition(".")
    fraction = re.match(r"\d*", rest).group()
    when = datetime.datetime.fromisoformat(whole.rstrip("Z")[:19]).replace(tzinfo=datetime.timezone.utc)
    return when.timestamp() + (float(f"0.{fraction}") if fraction else 0.0)


class Said:
    """A value that one side tells."""
    __slots__ = ("value", "frame", "ends", "time", "near")

    def __init__(self, value, frame, ends, time, near=NEAR):
        self.value, self.frame, self.ends, self.time, self.near = value, frame, ends, time, near

    def __str__(self):
        return f"frame {self.frame}: {self.value!r}"


def decode(vedette, path, *options):
    run = subprocess.run([vedette, "decode", path, "--quiet", *options], stdin=subprocess.DEVNULL, capture_output=True,
                         timeout=identity_tshark.PATIENCE)
    if run.returncode not in (0, 2, 3):
        raise SystemExit(f"{path}: exit {run.returncode}: {run.stderr.decode(errors='replace')[-2000:]}")
    return [json.loads(line) for line in run.stdout.splitlines()]


def ends_of(record):
    ends = [(record.get(f"{side}_ip"), record.get(f"{side}_port")) for side in ("src", "dest")]
    return frozenset(ends if ends[0][1] is not None else (address for address, _ in ends))


def our_values(vedette, path, fields):
    """{field name: [Said, …]}"""
    by_event = collections.defaultdict(list)
    for field in fields:
        by_event[field.event].append(field)
    said = collections.defaultdict(list)
    for record in decode(vedette, path):
        event = record["event_type"]
        for field in by_event.get(event, ()):
            for value in field.ours(record.get(event, {})):
                said[field.name].append(Said(value, record["pcap_cnt"], ends_of(record), seconds(record["timestamp"])))
    return said


def their_values(path, fields, environment):
    said = collections.defaultdict(list)
    for frame in identity_tshark.frames(path, identity_fields.tshark_names(fields), environment):
        near = NEAR_IN_STREAM if "tcp" in frame.layers else NEAR
        for field in fields:
            for value in field.theirs(frame):
                said[field.name].append(Said(value, frame.number, frame.ends, frame.time, near))
    return said


class Tally:
    """How one field of one capture, or of all, agrees."""

    def __init__(self):
        self.total = self.same = self.near = self.beyond = self.hidden = 0
        self.missing, self.extra = [], []

    def __iadd__(self, other):
        for count in ("total", "same", "near", "beyond", "hidden"):
            setattr(self, count, getattr(self, count) + getattr(other, count))
        self.missing += other.missing
        self.extra += other.extra
        return self

    @property
    def matched(self):
        return self.same + self.near


def compare(ours, theirs, conversations):
    """By frame and value, each once; what is left of tshark's then by conversation, value and time, where one of ours may
    stand for several copies. What is in a conversation that we don't know of, in a link or tunnel that isn't taken apart, is
    told apart: tshark_flows.py judges that."""
    tally = Tally()
    everything, theirs = theirs, [said for said in theirs if len(said.ends) != 2 or said.ends in conversations]
    tally.total, tally.hidden = len(theirs), len(everything) - len(theirs)
    here = collections.Counter((said.frame, said.value) for said in ours)
    left = []
    for said in theirs:
        if here[said.frame, said.value] > 0:
            here[said.frame, said.value] -= 1
            tally.same += 1
        else:
            left.append(said)
    # An address that isn't there (ARP, odd links) is no obstacle.
    elsewhere = collections.defaultdict(list)
    for said in ours:
        elsewhere[said.value].append(said)
    used = set()
    for said in left:
        found = next((other for other in elsewhere[said.value] if abs(other.time - said.time) <= said.near and
                      (not said.ends or not other.ends or said.ends == other.ends)), None)
        if found is None:
            tally.missing.append(str(said))
        else:
            used.add((found.frame, found.value))
            tally.near += 1
    for said in ours:
        key = said.frame, said.value
        if here[key] > 0:
            here[key] -= 1
            if key not in used:
                tally.beyond += 1
                tally.extra.append(str(said))
    return tally


def examine(vedette, environment, path):
    """{field name: Tally}, or nothing where tshark refuses the capture."""
    fields, _ = identity_fields.available_fields()
    ours = our_values(vedette, path, fields)
    try:
        theirs = their_values(path, fields, environment)
    except identity_tshark.Refused:
        return None
    conversations = {ends_of(record) for record in decode(vedette, path, "--protocol", "flow")}
    return {field.name: compare(ours[field.name], theirs[field.name], conversations) for field in fields}


def percent(tally):
    return f"{100 * tally.matched / tally.total:.2f}" if tally.total else "-"


def fails(tally):
    return tally.matched < AGREE * tally.total


def print_report(tallies, show):
    print(f"{'field':<22}{'tshark':>8}{'agree':>8}{'%':>9}{'elsewhere':>11}{'beyond':>8}{'hidden':>8}")
    for field, tally in tallies.items():
        counts = f"{tally.total:>8}{tally.matched:>8}{percent(tally):>9}{tally.near:>11}{tally.beyond:>8}{tally.hidden:>8}"
        print(f"{field:<22}{counts}{'  <' if fails(tally) else ''}")
    for field, tally in tallies.items():
        for what, told in (("only tshark's", tally.missing), ("only ours", tally.extra)):
            for text in told[:show]:
                print(f"    {field}, {what}: {text[:300]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("vedette", nargs="?", metavar="VEDETTE", default=os.environ.get("VEDETTE", "vedette"))
    parser.add_argument("places", nargs="*", metavar="CAPTURE_OR_FOLDER")
    parser.add_argument("--show", type=int, default=2, metavar="N", help="how many deviations of each field are printed")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    if not shark.available():
        print("SKIPPED: tshark and sharkd are not installed")
        return 77
    places = options.places or [os.path.join(PCAPS, folder) for folder in FOLDERS]
    paths = list(captures(places))
    if not paths:
        print(f"SKIPPED: no captures in {', '.join(places)}")
        return 77
    fields, missing = identity_fields.available_fields()
    for program in missing:
        print(f"{program} is not installed: {', '.join(f.name for f in identity_fields.FIELDS if f.needs_program == program)} not compared")
    print(f"Identities in {len(paths)} captures beside those of {shark.version()}")
    tallies = {field.name: Tally() for field in fields}
    refused = 0
    with shark.Shark() as preferences, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        one = functools.partial(examine, options.vedette, preferences.environment())
        for path, result in zip(paths, pool.map(one, paths)):
            refused += result is None
            for field, tally in (result or {}).items():
                short = os.path.relpath(path, PCAPS) if path.startswith(PCAPS) else path
                tally.missing = [f"{short} {text}" for text in tally.missing]
                tally.extra = [f"{short} {text}" for text in tally.extra]
                tallies[field] += tally
    print_report(tallies, options.show)
    if refused:
        print(f"Refused by tshark: {refused}")
    failed = [field for field, tally in tallies.items() if fails(tally)]
    print(f"Below {100 * AGREE:.1f} %: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
