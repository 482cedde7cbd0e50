#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records rtu-libmodbus.pcap: RTU framing over TCP, libmodbus on both ends of serial lines that socat carries.

Needs the Debian packages libmodbus-dev, gcc, socat, tcpdump, tshark, iproute2; installs nothing.
"""
import plant
from plant import CONVERTER, HMI, lab

plant.need()
with lab.Lab(__doc__, "rtu-libmodbus", plant.HOSTS) as site:
    plant.serve_rtu(site)
    device = plant.serial_line(site, HMI.name, f"TCP:{CONVERTER.ip}:{plant.RTU_PORT},nodelay")
    site.run(HMI.name, plant.build(site, "client"), device, plant.UNIT, HMI.ip, told=site.did_by_itself)
