#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records foreign-device.pcap: a foreign device registers with a BBMD and asks through it (npm packages of both stacks).

Needs the Debian packages nodejs, tcpdump, tshark, iproute2, gcc, and the node modules of package.json; installs nothing.
"""
import building
from building import AHU, BBMD, FOREIGN, lab

building.need()
with lab.Lab(__doc__, "foreign-device", [AHU, BBMD, FOREIGN]) as site:
    for host in (AHU, BBMD):
        site.route(host, "10.20.4.0/24")
    site.route(FOREIGN, "10.20.3.0/24")
    site.start("ahu", "node", building.RECIPE / "device.js", "bacstack", building.INSTANCE).expect("serving")
    site.start("bbmd", "node", building.RECIPE / "bbmd.js").expect("serving")
    site.run("remote", "node", building.RECIPE / "foreign.js", FOREIGN.ip, BBMD.ip, told=site.did_by_itself)
