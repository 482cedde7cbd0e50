#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records udp-modbus-serial.pcap: Modbus/UDP, the npm package `modbus-serial` and a libmodbus server behind socat.

Needs the Debian packages libmodbus-dev, gcc, socat, nodejs, tcpdump, tshark, iproute2, and the node modules of package.json;
installs nothing.
"""
import plant
from plant import CONVERTER, HMI, lab

plant.need()
lab.need(node="nodejs")
lab.need_node(plant.RECIPE, "modbus-serial")
with lab.Lab(__doc__, "udp-modbus-serial", plant.HOSTS) as site:
    plant.serve_udp(site)
    site.run(HMI.name, "node", plant.RECIPE / "client.js", "udp", CONVERTER.ip, plant.UDP_PORT, plant.UNIT, HMI.ip, told=site.did_by_itself)
