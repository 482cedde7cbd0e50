#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records sparkplug.pcap: an edge node (npm package `sparkplug-client`) and a host application against mosquitto.

Needs the Debian packages mosquitto, nodejs, tcpdump, tshark, iproute2, gcc, and the node modules of package.json; installs nothing.
"""
import signal

import lab
import mosquitto

RECIPE = mosquitto.recipe_folder()
URL = f"mqtt://{mosquitto.BROKER.ip}:1883"

mosquitto.need()
lab.need(node="nodejs")
lab.need_node(RECIPE, "mqtt", "sparkplug-client", "sparkplug-payload")
with lab.Lab(__doc__, "sparkplug", mosquitto.HOSTS) as site:
    mosquitto.start_broker(site)
    application = site.start("scada", "node", RECIPE / "sparkplug-host.js", URL, mosquitto.SCADA.ip, told=site.did_by_itself)
    application.expect("listening")
    edge = site.start("gateway-1", "node", RECIPE / "sparkplug-edge.js", URL, mosquitto.GATEWAY_1.ip, mosquitto.PASSWORD,
                      told=site.did_by_itself)
    edge.expect("ready to die").end(signal.SIGKILL)
    site.did(host=mosquitto.GATEWAY_1.ip, client="edge-1", connection=1, action="kill")
    application.end()
