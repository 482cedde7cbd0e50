#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records mosquitto-v5.pcap: mosquitto_pub, mosquitto_sub and mosquitto_rr against mosquitto, MQTT 5 with properties.

Needs the Debian packages mosquitto, mosquitto-clients, tcpdump, tshark, iproute2, gcc; installs nothing.
"""
import signal
import time

import lab
import mosquitto
from mosquitto import Client

V5 = "mqttv5"
PROPERTIES = ["-D", "publish", "content-type", "text/plain", "-D", "publish", "user-property", "line", "3",
              "-D", "publish", "user-property", "line", "4", "-D", "publish", "message-expiry-interval", "600",
              "-D", "publish", "payload-format-indicator", "1"]

mosquitto.need()
with lab.Lab(__doc__, "mosquitto-v5", mosquitto.HOSTS) as site:
    mosquitto.start_broker(site)

    scada = Client(site, "scada", "scada-1", V5, keep_alive=5)
    everything = scada.subscribe(["brewery/+/temperature", "brewery/+/state"], 2, options=["-D", "subscribe", "subscription-identifier", "7"])
    for qos in (0, 1, 2):
        Client(site, "gateway-1", "cooler-1", V5, username=mosquitto.USER).publish("brewery/cooler-1/temperature", f"{4 + qos}.25", qos,
                                                                                  options=PROPERTIES)
    # The alias stands for the topic from the second message on.
    Client(site, "gateway-1", "cooler-1", V5).publish("brewery/cooler-1/temperature", "4.5", 1, repeat=4,
                                                      options=["-D", "publish", "topic-alias", "5"])
    Client(site, "gateway-1", "cooler-1", V5).publish("brewery/cooler-1/setpoint", "4.0", 1, retain=True)
    Client(site, "gateway-2", "cooler-2", V5).subscribe(["brewery/cooler-1/setpoint"], 1, count=1).end()

    # Refused for the password; a publish that is refused with a reason; one that nobody listens to, which is told too.
    Client(site, "gateway-2", "cooler-2", V5, username=mosquitto.USER, password="dummy-wrong", refused=True).publish("brewery/x", "1")
    Client(site, "gateway-2", "cooler-2", V5).publish("elsewhere/secret", "1", 1)
    Client(site, "gateway-2", "cooler-2", V5).publish("brewery/nobody/listens", "1", 2)

    # A will with properties: the client is killed, the broker speaks for it.
    will = {"topic": "brewery/cooler-2/state", "qos": 1, "retain": False, "length": 7}
    dying = Client(site, "gateway-2", "cooler-2", V5, will=will).subscribe(
        ["brewery/cooler-2/command"], 0, options=["-D", "will", "content-type", "text/plain", "-D", "will", "user-property", "why", "x"])
    dying.end(signal.SIGKILL)

    # A session that outlives its connection, then is taken over from another host: the first is told so.
    session = Client(site, "gateway-2", "keeper", V5, clean=False).subscribe(["brewery/orders/#"], 2)
    session.end(signal.SIGINT)
    for n in range(3):
        Client(site, "gateway-1", "orderer", V5).publish(f"brewery/orders/{n}", "brew", n)
    resumed = Client(site, "gateway-2", "keeper", V5, clean=False).subscribe(["brewery/orders/#"], 2).expect("brewery/orders/2")
    taker = Client(site, "scada", "keeper", V5, clean=False).subscribe(["brewery/orders/#"], 1)
    resumed.end(signal.SIGKILL)  # before it comes back
    Client(site, "gateway-1", "orderer", V5).publish("brewery/orders/3", "brew", 2)
    taker.expect("brewery/orders/3").end(signal.SIGINT)

    leaver = Client(site, "gateway-2", "leaver", V5).subscribe(["brewery/a", "brewery/b"], 1, unsubscribe=["brewery/a"])
    leaver.expect("UNSUBACK")
    for topic in ("brewery/a", "brewery/b"):
        Client(site, "gateway-1", "orderer", V5).publish(topic, "after", 1)
    leaver.expect("brewery/b\t1").end(signal.SIGINT)

    # Two topics under one alias each would need a client of another make: see mqttjs-tcp.
    time.sleep(6)  # long enough for the first listener, whose keep-alive is 5 s, to ping
    everything.end(signal.SIGINT)
