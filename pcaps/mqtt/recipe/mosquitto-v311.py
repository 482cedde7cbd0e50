#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records mosquitto-v311.pcap: mosquitto_pub and mosquitto_sub against mosquitto, MQTT 3.1.1.

Needs the Debian packages mosquitto, mosquitto-clients, tcpdump, tshark, iproute2, gcc; installs nothing.
"""
import signal
import time

import lab
import mosquitto
from mosquitto import Client

mosquitto.need()
with lab.Lab(__doc__, "mosquitto-v311", mosquitto.HOSTS) as site:
    mosquitto.start_broker(site)

    # Each quality of service, both ways; one message retained.
    scada = Client(site, "scada", "scada-1", keep_alive=5)
    everything = scada.subscribe(["brewery/+/temperature", "brewery/+/state"], 2)
    for qos in (0, 1, 2):
        Client(site, "gateway-1", "cooler-1", username=mosquitto.USER).publish("brewery/cooler-1/temperature", f"{4 + qos}.25", qos)
    Client(site, "gateway-1", "cooler-1").publish("brewery/cooler-1/setpoint", "4.0", 1, retain=True)
    late = Client(site, "gateway-2", "cooler-2").subscribe(["brewery/cooler-1/setpoint"], 1, count=1)
    late.end()

    # Refused for the password; a publish that the broker drops without a word.
    Client(site, "gateway-2", "cooler-2", username=mosquitto.USER, password="dummy-wrong", refused=True).publish("brewery/x", "1")
    Client(site, "gateway-2", "cooler-2").publish("elsewhere/secret", "1", 1)

    # A will: the client is killed, the broker speaks for it.
    will = {"topic": "brewery/cooler-2/state", "qos": 1, "retain": False, "length": 7}
    dying = Client(site, "gateway-2", "cooler-2", will=will).subscribe(["brewery/cooler-2/command"], 0)
    dying.end(signal.SIGKILL)

    # A session that outlives its connection: what was published meanwhile is delivered later.
    session = Client(site, "gateway-2", "keeper", clean=False).subscribe(["brewery/orders/#"], 2)
    session.end(signal.SIGINT)
    for n in range(3):
        Client(site, "gateway-1", "orderer").publish(f"brewery/orders/{n}", "brew", n)
    resumed = Client(site, "gateway-2", "keeper", clean=False).subscribe(["brewery/orders/#"], 2)
    resumed.expect("brewery/orders/2")
    # Taken over: a second client comes with the same name, from another host.
    taker = Client(site, "scada", "keeper", clean=False).subscribe(["brewery/orders/#"], 1)
    resumed.end(signal.SIGKILL)  # before it comes back
    Client(site, "gateway-1", "orderer").publish("brewery/orders/3", "brew", 2)
    taker.expect("brewery/orders/3").end(signal.SIGINT)

    # One that unsubscribes from one of its two topics.
    leaver = Client(site, "gateway-2", "leaver").subscribe(["brewery/a", "brewery/b"], 1, unsubscribe=["brewery/a"])
    leaver.expect("UNSUBACK")
    for topic in ("brewery/a", "brewery/b"):
        Client(site, "gateway-1", "orderer").publish(topic, "after", 1)
    leaver.expect("brewery/b\t1").end(signal.SIGINT)

    time.sleep(6)  # long enough for the first listener, whose keep-alive is 5 s, to ping
    everything.end(signal.SIGINT)
