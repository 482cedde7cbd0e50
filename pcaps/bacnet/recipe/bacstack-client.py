#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records bacstack-client.pcap: a client of the npm package `bacstack` and a device made with `@bacnet-js/client`.

Needs the Debian packages nodejs, tcpdump, tshark, iproute2, gcc, and the node modules of package.json; installs nothing.
"""
import building

building.record(__doc__, "bacstack-client", client="bacstack", device="bacnet-js")
