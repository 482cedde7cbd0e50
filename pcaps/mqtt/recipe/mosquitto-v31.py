#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records mosquitto-v31.pcap: mosquitto_pub and mosquitto_sub against mosquitto, MQTT 3.1 ("MQIsdp").

Needs the Debian packages mosquitto, mosquitto-clients, tcpdump, tshark, iproute2, gcc; installs nothing.
"""
import signal

import lab
import mosquitto
from mosquitto import Client

mosquitto.need()
with lab.Lab(__doc__, "mosquitto-v31", mosquitto.HOSTS) as site:
    mosquitto.start_broker(site)
    listener = Client(site, "scada", "scada-1", "mqttv31").subscribe(["brewery/#"], 2)
    for qos in (0, 1, 2):
        Client(site, "gateway-1", "old-cooler", "mqttv31", username=mosquitto.USER).publish("brewery/old/temperature", "7.5", qos)
    Client(site, "gateway-1", "old-cooler", "mqttv31").publish("brewery/old/state", "on", 1, retain=True)
    Client(site, "gateway-2", "reader", "mqttv31").subscribe(["brewery/old/state"], 1, count=1).end()
    Client(site, "gateway-2", "reader", "mqttv31", username=mosquitto.USER, password="dummy-wrong", refused=True).publish("brewery/x", "1")
    will = {"topic": "brewery/old/state", "qos": 2, "retain": True, "length": 4}
    Client(site, "gateway-2", "dying", "mqttv31", will=will).subscribe(["brewery/none"], 0).end(signal.SIGKILL)
    listener.expect("brewery/old/state\t2\t0\t4").end(signal.SIGINT)
