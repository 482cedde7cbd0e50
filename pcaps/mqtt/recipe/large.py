#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records large.pcap: a message of 100 KB to the broker and from it to a listener, and many small messages in few segments.

Needs the Debian packages mosquitto, mosquitto-clients, tcpdump, tshark, iproute2, gcc; installs nothing.
"""
import signal

import lab
import mosquitto
from mosquitto import Client

mosquitto.need()
with lab.Lab(__doc__, "large", mosquitto.HOSTS) as site:
    mosquitto.start_broker(site)
    listener = Client(site, "scada", "scada-1").subscribe(["brewery/camera/#"], 1)
    Client(site, "gateway-1", "camera-1").publish("brewery/camera/image", "x" * 100_000, 1)
    listener.expect("brewery/camera/image\t1\t0\t100000")
    lines = "".join(f"frame {n}\n" for n in range(200))
    Client(site, "gateway-1", "camera-1").publish("brewery/camera/log", lines, 0, options=["-l"])
    listener.expect("got\tbrewery/camera/log")
    for _ in range(100):
        if listener.text().count("got\tbrewery/camera/log") == 200:
            break
        lab.time.sleep(0.05)
    listener.end(signal.SIGINT)
