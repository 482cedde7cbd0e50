#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records rtu-modbus-serial.pcap: RTU framing over TCP, the npm package `modbus-serial` and a libmodbus server behind a serial line.

Needs the Debian packages libmodbus-dev, gcc, socat, nodejs, tcpdump, tshark, iproute2, and the node modules of package.json;
installs nothing.
"""
import plant
from plant import CONVERTER, HMI, lab

plant.need()
lab.need(node="nodejs")
lab.need_node(plant.RECIPE, "modbus-serial")
with lab.Lab(__doc__, "rtu-modbus-serial", plant.HOSTS) as site:
    plant.serve_rtu(site)
    site.run(HMI.name, "node", plant.RECIPE / "client.js", "rtu", CONVERTER.ip, plant.RTU_PORT, plant.UNIT, HMI.ip, told=site.did_by_itself)
