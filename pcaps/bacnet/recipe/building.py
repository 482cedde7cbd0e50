# SPDX-License-Identifier: Apache-2.0
"""The hosts of the BACnet recordings, and how the lab is found."""
import pathlib
import sys

RECIPE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(RECIPE.parents[1] / "mqtt/recipe"))

import lab  # noqa: E402

AHU = lab.Host("ahu", "10.20.3.11", "00:40:ae:00:03:11")
BMS = lab.Host("bms", "10.20.3.21", "00:0c:29:00:03:21")
BBMD = lab.Host("bbmd", "10.20.3.2", "00:40:ae:00:03:02")
FOREIGN = lab.Host("remote", "10.20.4.21", "00:0c:29:00:04:21")
INSTANCE = 1203


def need():
    lab.need(node="nodejs")
    lab.need_node(RECIPE, "bacstack", "@bacnet-js/client")


def record(description, capture, client, device):
    """A client of one stack and a device of the other."""
    need()
    with lab.Lab(description, capture, [AHU, BMS]) as site:
        site.start("ahu", "node", RECIPE / "device.js", device, INSTANCE).expect("serving")
        site.run("bms", "node", RECIPE / "client.js", client, BMS.ip, AHU.ip, told=site.did_by_itself)
