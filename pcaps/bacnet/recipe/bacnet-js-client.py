#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records bacnet-js-client.pcap: a client of the npm package `@bacnet-js/client` and a device made with `bacstack`.

Needs the Debian packages nodejs, tcpdump, tshark, iproute2, gcc, and the node modules of package.json; installs nothing.
"""
import building

building.record(__doc__, "bacnet-js-client", client="bacnet-js", device="bacstack")
