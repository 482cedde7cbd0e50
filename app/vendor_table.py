#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the table of vendors by MAC address out of the IEEE's registries (package ieee-data): run by CMake.

usage: vendor_table.py FOLDER OUTPUT.cpp

Assignments are of 24, 28 and 36 bits; the longest one that fits an address wins.
"""
import csv
import os
import re
import sys

FILES = {"oui.csv": 24, "mam.csv": 28, "oui36.csv": 36}
# What companies are, not who they are: left out at the end of a name, so that it fits a line.
FORMS = re.compile(r"[\s,]+(?:(?:co|company|corp|corporation|inc|incorporated|ltd|limited|llc|gmbh|ag|kg|bv|b\.v|s\.?a|"
                   r"s\.?p\.?a|s\.?r\.?l|plc|oy|ab|as|a/s|pty|pte|pvt)\b\.?|&\s*co\b\.?)+\s*$", re.IGNORECASE)


def short(name):
    """Printable ASCII or UTF-8, one space between words, without the legal form."""
    name = "".join(c if c.isprintable() else " " for c in name)
    name = " ".join(name.split())
    while True:
        less = FORMS.sub("", name).rstrip(" ,.")
        if not less or less == name:
            return name
        name = less


def read(folder):
    tables = {}
    for file, bits in FILES.items():
        with open(os.path.join(folder, file), encoding="utf-8", newline="") as lines:
            rows = csv.reader(lines)
            next(rows)
            # A few assignments stand in the registry twice: the first counts.
            table = tables.setdefault(bits, {})
            for row in rows:
                name = short(row[2])
                if name and name != "IEEE Registration Authority":
                    table.setdefault(int(row[1], 16), name)
    return tables


def literal(text):
    """C++ source of the text. A number after an escape would be read into it: octal ones have three digits."""
    return "".join(chr(b) if 32 <= b < 127 and b not in b'"\\?' else f"\\{b:03o}" for b in text.encode())


def write(tables, out):
    names = sorted({name for table in tables.values() for name in table.values()})
    offsets, at = {}, 0
    for name in names:
        offsets[name] = at
        at += len(name.encode()) + 1
    out.write('// Made by app/vendor_table.py.\n#include "app/vendor.h"\n\n'
              '#pragma GCC diagnostic ignored "-Woverlength-strings"\n\nnamespace vedette::app {\n\n'
              'const char vendor_names[] =\n')
    for name in names:
        out.write(f'    "{literal(name)}\\0"\n')
    out.write("    ;\n")
    for bits, table in sorted(tables.items()):
        out.write(f"\nstatic constexpr VendorEntry entries_{bits}[] = {{\n")
        for prefix, name in sorted(table.items()):
            out.write(f"{{0x{prefix:x}ULL,{offsets[name]}}},\n")
        out.write(f"}};\nconst std::span<const VendorEntry> vendors_{bits}{{entries_{bits}}};\n")
    out.write("\n}  // namespace vedette::app\n")


def main():
    tables = read(sys.argv[1])
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        write(tables, out)


if __name__ == "__main__":
    main()
