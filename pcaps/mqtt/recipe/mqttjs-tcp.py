#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records mqttjs-tcp.pcap: clients of the npm package `mqtt` against mosquitto, over TCP (mqttjs.js says what they do).

Needs the Debian packages mosquitto, nodejs, tcpdump, tshark, iproute2, gcc, and the node modules of package.json; installs nothing.
"""
import lab
import mosquitto

mosquitto.need()
lab.need(node="nodejs")
lab.need_node(mosquitto.recipe_folder(), "mqtt")
with lab.Lab(__doc__, "mqttjs-tcp", mosquitto.HOSTS) as site:
    mosquitto.start_broker(site)
    site.run("gateway-1", "node", mosquitto.recipe_folder() / "mqttjs.js", f"mqtt://{mosquitto.BROKER.ip}:1883", mosquitto.GATEWAY_1.ip,
             mosquitto.PASSWORD, told=site.did_by_itself)
