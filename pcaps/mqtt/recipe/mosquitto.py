# SPDX-License-Identifier: Apache-2.0
"""mosquitto and its clients as hosts of the lab, and what these clients were told to do as lines of `did`."""
import pathlib
import signal
import subprocess

import lab

PASSWORD = "dummy-password"  # in the clear in the captures; it protects nothing
USER = "cooler"
VERSIONS = {"mqttv31": 3, "mqttv311": 4, "mqttv5": 5}

BROKER = lab.Host("broker", "10.20.2.10", "00:0c:29:00:02:10")
GATEWAY_1 = lab.Host("gateway-1", "10.20.2.21", "b8:27:eb:00:02:21")
GATEWAY_2 = lab.Host("gateway-2", "10.20.2.22", "b8:27:eb:00:02:22")
SCADA = lab.Host("scada", "10.20.2.31", "00:0c:29:00:02:31")
HOSTS = [BROKER, GATEWAY_1, GATEWAY_2, SCADA]

CONFIGURATION = """
user root
persistence false
log_type all
connection_messages true
allow_anonymous true
password_file {folder}/passwords
acl_file {folder}/acl
max_keepalive 65535
listener 1883
listener 9001
protocol websockets
"""
# Nobody may write beside these: such a publish is answered, and in MQTT 5 with a reason.
ACCESS = "topic readwrite brewery/#\ntopic readwrite spBv1.0/#\npattern readwrite brewery/#\npattern readwrite spBv1.0/#\n"


def start_broker(site):
    folder = site.work / "broker"
    folder.mkdir()
    (folder / "broker.conf").write_text(CONFIGURATION.format(folder=folder))
    (folder / "acl").write_text(ACCESS)
    (folder / "passwords").touch(mode=0o600)
    subprocess.run(["mosquitto_passwd", "-b", str(folder / "passwords"), USER, PASSWORD], check=True)
    return site.start("broker", "mosquitto", "-c", folder / "broker.conf").expect("running")


class Client:
    """One connection of mosquitto_pub or mosquitto_sub. Options of the program that this has no name for go through."""
    connections = 0

    def __init__(self, site, host, client_id, version="mqttv311", clean=True, keep_alive=60, username=None, password=PASSWORD,
                 will=None, refused=False):
        Client.connections += 1
        self.site, self.host, self.refused = site, host, refused
        self.common = {"host": site.hosts[host].ip, "client": client_id, "connection": Client.connections}
        self.options = ["-h", BROKER.ip, "-V", version, "-i", client_id, "-k", keep_alive]
        connect = {"version": VERSIONS[version], "clean_start": clean, "keep_alive": keep_alive}
        if not clean:
            self.options += ["-c"] if version != "mqttv5" else ["-c", "-x", 300]
        if username:
            self.options += ["-u", username, "-P", password]
            connect |= {"username": username, "password": True}
        if will:
            self.options += ["--will-topic", will["topic"], "--will-payload", "x" * will["length"], "--will-qos", will["qos"]]
            self.options += ["--will-retain"] if will["retain"] else []
            connect["will"] = will
        self.did("connect", **connect)
        if refused:
            self.did("refused")

    def did(self, action, **more):
        self.site.did(**self.common, action=action, **more)

    def publish(self, topic, text="", qos=0, retain=False, options=(), repeat=1):
        """One publish, or one for each line of the text if the options say -l."""
        lines = text.splitlines() if "-l" in options else [text] * repeat
        if not self.refused:
            for line in lines:
                self.did("publish", topic=topic, qos=qos, retain=retain, length=len(line.encode()))
            self.did("disconnect")
        command = ["mosquitto_pub", *self.options, "-t", topic, "-q", qos, *options]
        command += ["-r"] if retain else []
        command += ["--repeat", repeat] if repeat > 1 else []
        command += [] if "-l" in options else ["-s"]
        self.site.run(self.host, *command, text=text)

    def subscribe(self, filters, qos, count=None, unsubscribe=(), options=()):
        """Starts to listen; ends by itself after `count` messages."""
        self.did("subscribe", subscriptions=[{"filter": f, "qos": qos} for f in filters])
        if unsubscribe:
            self.did("unsubscribe", filters=list(unsubscribe))
        # What it receives is told by the program itself: topic, quality, retained, length.
        command = ["mosquitto_sub", *self.options, "-q", qos, "-F", "got\t%t\t%q\t%r\t%l", "-d", *options]
        for f in filters:
            command += ["-t", f]
        for f in unsubscribe:
            command += ["-U", f]
        command += ["-C", count] if count else []
        job = self.site.start(self.host, *command, told=self._told)
        return job.expect("Subscribed (mid")

    def _told(self, job):
        for line in job.text().splitlines():
            if line.startswith("got\t"):
                _, topic, qos, retain, length = line.split("\t")
                self.did("receive", topic=topic, qos=int(qos), retain=retain == "1", length=int(length))
        self.did("kill" if job.process.returncode == -signal.SIGKILL else "disconnect")


def recipe_folder():
    return pathlib.Path(__file__).resolve().parent


def need():
    lab.need(mosquitto="mosquitto", mosquitto_passwd="mosquitto", mosquitto_pub="mosquitto-clients", mosquitto_sub="mosquitto-clients")
