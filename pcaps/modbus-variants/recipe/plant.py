# SPDX-License-Identifier: Apache-2.0
"""The hosts of these recordings: a controller behind a serial converter, and who asks it."""
import pathlib
import subprocess
import sys
import time

RECIPE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(RECIPE.parents[1] / "mqtt/recipe"))

import lab  # noqa: E402

CONVERTER = lab.Host("converter", "10.20.1.13", "00:90:e8:00:00:13")
HMI = lab.Host("hmi", "10.20.1.21", "00:0c:29:00:00:21")
HOSTS = [CONVERTER, HMI]
UNIT = 17
RTU_PORT = 4001
UDP_PORT = 502


def need():
    lab.need(socat="socat", gcc="gcc")
    if not pathlib.Path("/usr/include/modbus/modbus.h").exists():
        lab.die("libmodbus is missing: install the package libmodbus-dev")


def build(site, program):
    subprocess.run(["gcc", "-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-I/usr/include/modbus", str(RECIPE / f"{program}.c"), "-o",
                    str(site.work / program), "-lmodbus"], check=True)
    return site.work / program


def serial_line(site, host, end):
    """A pseudo-terminal whose bytes go over TCP, as a serial converter's do. Returns its name."""
    device = site.work / f"{host}.tty"
    site.start(host, "socat", "-d", "-d", f"PTY,link={device},raw,echo=0,wait-slave", end)
    for _ in range(200):
        if device.exists():
            return device
        time.sleep(0.02)
    lab.die(f"no serial line in {host}")


def serve_rtu(site):
    """The converter: it accepts one connection and passes all on to the serial line, where the controller is."""
    device = serial_line(site, CONVERTER.name, f"TCP-LISTEN:{RTU_PORT},reuseaddr,nodelay")
    site.start(CONVERTER.name, build(site, "server"), "rtu", device, UNIT).expect("serving")
    time.sleep(0.5)


def serve_udp(site):
    """libmodbus doesn't know UDP, whose messages are those of TCP: socat carries them from one to the other."""
    site.start(CONVERTER.name, build(site, "server"), "tcp", "127.0.0.1", 1502).expect("serving")
    site.start(CONVERTER.name, "socat", f"UDP4-LISTEN:{UDP_PORT},bind={CONVERTER.ip}", "TCP4:127.0.0.1:1502,nodelay")
    time.sleep(0.5)
