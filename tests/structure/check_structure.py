#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the tree against its rules: who may include whom, which library stays in which folder, how a file looks.

usage: check_structure.py ROOT | --self-test

Linking does not show a wrong include, since every folder's headers are found from the root. Prints one line for each
offence and exits 1 if there was any. --self-test makes a small tree with one offence of each kind and expects exactly
those.
"""
import os
import re
import sys
import tempfile

# docs/architecture: the direction of dependencies. A folder may always include itself.
MAY_INCLUDE = {
    "core": set(),
    "capture": {"core"},
    "decoders": {"core"},
    "models": {"core"},
    "baselines": {"core", "models"},
    "detectors": {"core", "models", "baselines"},
    "exporters": {"core", "models"},
    # Simple detectors to compare with: `backtest` runs them beside the sensor's own.
    "tests/lab/rivals": {"core"},
    "app": {"core", "capture", "decoders", "models", "baselines", "detectors", "exporters", "tests/lab/rivals"},
}
# Third-party types stay in their folder. A library that is not here needs a line here first.
LIBRARIES = {
    "fmt/": set(MAY_INCLUDE),
    "xxhash.h": {"core"},
    "openssl/": {"core", "decoders", "exporters"},
    "pcap/": {"capture"},
    "pcap.h": {"capture"},
    "zlib.h": {"capture"},
    "zstd.h": {"capture"},
    "yaml-cpp/": {"models"},
    "google/protobuf/": {"models", "exporters"},
    "zmq": {"exporters"},
    "sqlite3.h": {"exporters"},
    "nlohmann/": {"exporters", "app"},
    "CLI/": {"app"},
}
GENERATED_SCHEMA = {"models", "exporters"}  # *.pb.h: no protobuf type on the packet path
POSIX = re.compile(r"(?:arpa|net|netinet|sys|linux)/[a-z_0-9]+\.h|"
                   r"(?:dirent|fcntl|math|netdb|poll|pthread|pwd|signal|stdio_ext|termios|time|unistd)\.h")

MAX_LINES = {"tests": 600}  # tables of cases may be long
MAX_LINES_ELSEWHERE = 420
# No casts over wire bytes: core/bytes.h has the only ones. The others turn text of ours into what a C library takes.
MAY_CAST = {
    "core/bytes.h": "bytes as text and back",
    "core/flow_key.cpp": "OpenSSL's base64 text",
    "exporters/keys.cpp": "OpenSSL's DER, which is ours",
    "tests/core/arena_test.cpp": "looks at the alignment of a pointer",
    "tests/exporters/keys_test.cpp": "OpenSSL's base64 text",
}
CODE = (".h", ".cpp", ".c", ".cc", ".hpp")
NEEDS_LICENCE = CODE + (".py", ".sh", ".cmake", ".proto", "CMakeLists.txt")
SKIPPED_FOLDERS = {".git", "build", "__pycache__", "node_modules", "corpus"}
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
MACHINE_PATH = re.compile(r"/(?:home|root|work|Users)/\w")
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


def files_of(root):
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in SKIPPED_FOLDERS)
        for name in sorted(names):
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                data = file.read()
            if b"\0" in data:
                continue  # a capture or another binary
            try:
                yield os.path.relpath(path, root), data.decode().splitlines()
            except UnicodeDecodeError:
                continue


def folder_of(path):
    """The folder that the table knows, else the topmost one."""
    folder = os.path.dirname(path)
    return folder if folder in MAY_INCLUDE else path.split("/")[0]


def check_include(path, folder, quoted, header):
    """What is wrong with one #include, or nothing."""
    top = folder_of(header)
    if quoted:
        if top not in MAY_INCLUDE or "/" not in header:
            return f'"{header}" is not a path from the root'
        if header.endswith(".pb.h") and folder not in GENERATED_SCHEMA:
            return f'"{header}": protobuf types stay in {" and ".join(sorted(GENERATED_SCHEMA))}'
        if top != folder and top not in MAY_INCLUDE[folder]:
            allowed = ", ".join(sorted(MAY_INCLUDE[folder])) or "nothing"
            return f'"{header}": {folder} may include {allowed}'
        return None
    if "/" not in header and "." not in header or POSIX.fullmatch(header):
        return None
    if top in MAY_INCLUDE and "/" in header:
        return f'<{header}>: own headers are included with "…"'
    for prefix, allowed in LIBRARIES.items():
        if header.startswith(prefix):
            return None if folder in allowed else f'<{header}> belongs in {" and ".join(sorted(allowed))}'
    return f"<{header}>: a library that the table of this check does not know"


def check_includes(path, lines, paths):
    folder = folder_of(path)
    first = None
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        first = first or match[2]
        if folder in MAY_INCLUDE:
            wrong = check_include(path, folder, match[1] == '"', match[2])
            if wrong:
                yield number, wrong
    own = re.sub(r"\.cpp$", ".h", path)
    if path.endswith(".cpp") and own in paths and first != own:
        yield 1, f'its own header "{own}" is not the first include'
    if path.endswith(".h") and folder in (*MAY_INCLUDE, "tests") and "#pragma once" not in lines:
        yield 1, "a header without #pragma once"


def check_text(path, lines):
    if path.endswith(NEEDS_LICENCE) or lines and lines[0].startswith("#!"):
        head = lines[1:2] if lines and lines[0].startswith("#!") else lines[:1]
        if not head or "SPDX-License-Identifier: Apache-2.0" not in head[0]:
            yield 1, "does not open with its licence (SPDX-License-Identifier: Apache-2.0)"
    if path.endswith(CODE):
        limit = MAX_LINES.get(path.split("/")[0], MAX_LINES_ELSEWHERE)
        if len(lines) > limit:
            yield limit, f"{len(lines)} lines, more than {limit}: one idea per file"
    for number, line in enumerate(lines, 1):
        if UNFINISHED.search(line):
            yield number, "unfinished work is an issue, not a comment"
        if MACHINE_PATH.search(line):
            yield number, "a path of one machine"
        if "reinterpret_cast" in line and path.endswith(CODE) and path not in MAY_CAST:
            yield number, "reinterpret_cast: core/bytes.h has as_text() and as_bytes()"


def check(root):
    files = list(files_of(root))
    paths = {path for path, _ in files}
    offences = []
    for path, lines in files:
        found = list(check_text(path, lines))
        if path.endswith(CODE):
            found += check_includes(path, lines, paths)
        offences += [f"{path}:{number}: {what}" for number, what in sorted(found)]
    return len(files), offences


LICENCE = "// SPDX-License-Identifier: Apache-2.0\n"
# Path, content, and a part of the one offence expected of it (None: none).
MADE_UP = [
    ("core/good.h", LICENCE + "#pragma once\n#include <vector>\n#include <fmt/format.h>\n", None),
    ("capture/good.h", LICENCE + "#pragma once\n", None),
    ("capture/good.cpp", LICENCE + '#include "capture/good.h"\n#include <pcap/pcap.h>\n#include "core/good.h"\n', None),
    ("tests/app/good_test.cpp", LICENCE + '#include "app/x.h"\n#include <zmq.h>\n', None),
    ("core/up.h", LICENCE + '#pragma once\n#include "models/model.h"\n', "core/up.h:3: "),
    ("detectors/left.cpp", LICENCE + '#include "decoders/frame.h"\n', "detectors may include baselines, core, models"),
    ("exporters/left.cpp", LICENCE + '#include "detectors/judge.h"\n', "exporters may include core, models"),
    ("app/rivals.cpp", LICENCE + '#include "tests/lab/rivals/rival.h"\n', None),
    ("detectors/rivals.cpp", LICENCE + '#include "tests/lab/rivals/rival.h"\n', "detectors may include baselines, core"),
    ("tests/lab/rivals/left.cpp", LICENCE + '#include "app/pipeline.h"\n', "tests/lab/rivals may include core"),
    ("app/zmq.cpp", LICENCE + "#include <zmq.h>\n", "<zmq.h> belongs in exporters"),
    ("decoders/pcap.cpp", LICENCE + "#include <pcap/pcap.h>\n", "<pcap/pcap.h> belongs in capture"),
    ("baselines/proto.h", LICENCE + '#pragma once\n#include "models/schema/model.pb.h"\n', "protobuf types stay"),
    ("core/proto.cpp", LICENCE + "#include <google/protobuf/message.h>\n", "belongs in exporters and models"),
    ("core/boost.cpp", LICENCE + "#include <boost/asio.hpp>\n", "does not know"),
    ("core/angle.cpp", LICENCE + "#include <core/good.h>\n", "own headers"),
    ("core/near.cpp", LICENCE + '#include "good.h"\n', "not a path from the root"),
    ("core/order.h", LICENCE + "#pragma once\n", None),
    ("core/order.cpp", LICENCE + '#include <vector>\n#include "core/order.h"\n', "not the first include"),
    ("core/twice.h", LICENCE, "without #pragma once"),
    ("core/bare.cpp", "int x;\n", "licence"),
    ("scripts/bare", "#!/bin/sh\necho\n", "licence"),
    ("core/long.cpp", LICENCE + "\n" * 420, "421 lines"),
    ("core/later.cpp", LICENCE + "// TO" "DO: think\n", "unfinished"),
    ("docs/place.md", "Look in /ho" "me/somebody/x.\n", "a path of one machine"),
    ("core/cast.cpp", LICENCE + "auto p = reinterpret_cast<char*>(q);\n", "reinterpret_cast"),
    ("build/ignored.cpp", "anything", None),
]


def self_test():
    with tempfile.TemporaryDirectory() as root:
        for path, content, _ in MADE_UP:
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), "w") as file:
                file.write(content)
        _, offences = check(root)
    failures = []
    for path, _, expected in MADE_UP:
        mine = [o for o in offences if o.startswith(path + ":")]
        if expected is None and mine or expected is not None and (len(mine) != 1 or expected not in mine[0]):
            failures.append(f"{path}: expected {expected!r}, found {mine}")
    print("\n".join(failures) or f"{len(MADE_UP)} made-up files judged as expected")
    return 1 if failures else 0


def main():
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    if sys.argv[1] == "--self-test":
        return self_test()
    count, offences = check(sys.argv[1])
    print("\n".join(offences) or f"{count} files, no offence")
    return 1 if offences or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
