# SPDX-License-Identifier: Apache-2.0
"""Alerts from one process to another: published, verified, stored, and what happens where they were tampered with."""
import os
import shutil
import sqlite3

from support import Case, alerts, lines, main, pcap, read, run, start, write

ATTACK = ["replay", pcap("attack.pcap"), "--site", pcap("site.yaml"), "--format", "json"]


def without_sequence(received):
    return [{k: v for k, v in alert.items() if k != "sequence"} for alert in received]


class Publishing(Case):
    def setUp(self):
        super().setUp()
        for name in ("keys", "others"):
            self.ends(0, run("keygen", self.path(name)))
        self.key, self.trust = self.path("keys/sensor.key"), self.path("keys/sensor.pub")
        self.endpoint = "ipc://" + self.path("alerts")
        self.expected = alerts(run(*ATTACK).stdout)
        self.assertGreater(len(self.expected), 5)

    def publish(self, *more):
        process = start(*ATTACK, "--publish", self.endpoint, "--linger", "60", "--key", self.key, *more)
        self.addCleanup(self.end, process)
        return process

    def subscriber(self, *more):
        process = start("subscribe", self.endpoint, "--until-closed", "--format", "json", *(more or ["--trust", self.trust]))
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()

    def received(self, subscriber):
        out, said = subscriber.communicate(timeout=100)
        self.assertEqual(subscriber.returncode, 0, said)
        return alerts(out)

    def test_a_subscriber_who_is_early_gets_everything(self):
        subscriber = self.subscriber()
        publisher = self.publish()
        received = self.received(subscriber)
        out, said = publisher.communicate(timeout=100)
        self.assertEqual(publisher.returncode, 0, said)
        self.assertEqual(alerts(out), self.expected)
        self.assertEqual(without_sequence(received), self.expected)
        sequences = [a["sequence"] for a in received]
        self.assertEqual(sequences, sorted(set(sequences)))

    def test_a_subscriber_who_is_late_gets_everything(self):
        publisher = self.publish("--journal", self.path("journal"))
        # The last line of its results means that all is published; it then waits for whoever comes late.
        for _ in self.expected:
            self.assertNotEqual(publisher.stdout.readline(), b"")
        received = self.received(self.subscriber())
        self.assertEqual(without_sequence(received), self.expected)
        publisher.communicate(timeout=100)
        self.assertEqual(publisher.returncode, 0)

    def test_from_a_sequence_on(self):
        subscriber = self.subscriber("--trust", self.trust, "--from", "4")
        self.publish()
        self.assertEqual([a["sequence"] for a in self.received(subscriber)][0], 4)

    def test_another_key_is_not_believed(self):
        subscriber = self.subscriber("--trust", self.path("others/sensor.pub"))
        self.publish()
        out, said = subscriber.communicate(timeout=100)
        self.assertEqual(subscriber.returncode, 1, said)
        self.assertEqual(out, b"")
        self.assertRegex(said.decode(), r"record 1\b")

    def test_nobody_acknowledges(self):
        result = run(*ATTACK, "--publish", self.endpoint, "--linger", "0.2", "--key", self.key)
        said = self.ends(3, result)
        self.assertIn("acknowledged", said)
        self.assertEqual(alerts(result.stdout), self.expected)

    def test_trust_is_no_key(self):
        self.refused(3, run("subscribe", self.endpoint, "--trust", self.path("missing.pub")), "missing.pub")
        self.refused(2, run("subscribe", self.endpoint, "--trust", pcap("site.yaml")), "site.yaml")
        self.refused(2, run("subscribe", self.endpoint, "--trust", self.key), "sensor.key")


class Journal(Case):
    def setUp(self):
        super().setUp()
        self.journal = self.path("site.journal")
        self.ends(0, run(*ATTACK, "--journal", self.journal))

    def sql(self, *statements):
        with sqlite3.connect(self.journal) as database:
            for statement in statements:
                database.execute(*statement if isinstance(statement, tuple) else (statement,))
        database.close()

    def verify(self, *more):
        return run("journal", "verify", self.journal, *more)

    def says_no(self, result, *words):
        said = self.ends(1, result) + result.stdout.decode()
        for word in words:
            self.assertRegex(said, word)

    def count(self):
        with sqlite3.connect(self.journal) as database:
            return database.execute("select count(*) from records").fetchone()[0]

    def test_good(self):
        result = self.verify()
        self.ends(0, result)
        self.assertIn(f"records 1 to {self.count()} are sound", result.stdout.decode())
        self.assertIn("end not proven", result.stdout.decode())

    def test_changed_byte(self):
        envelope = bytearray(self.envelope(4))
        for at in (len(envelope) // 4, len(envelope) // 2, len(envelope) - 3):
            changed = bytearray(envelope)
            changed[at] ^= 1
            self.sql(("update records set envelope = ? where sequence = 4", (bytes(changed),)))
            self.says_no(self.verify(), r"record 4\b")
        self.sql(("update records set envelope = ? where sequence = 4", (bytes(envelope),)))
        self.ends(0, self.verify())

    def envelope(self, sequence):
        with sqlite3.connect(self.journal) as database:
            return database.execute("select envelope from records where sequence = ?", (sequence,)).fetchone()[0]

    def test_deleted_record(self):
        self.sql("delete from records where sequence = 4")
        self.says_no(self.verify(), r"record [45]\b")

    def test_deleted_and_closed_up(self):
        last = self.count()
        self.sql("delete from records where sequence = 4",
                 *[f"update records set sequence = {n - 1} where sequence = {n}" for n in range(5, last + 1)])
        self.says_no(self.verify(), r"record [45]\b")

    def test_first_record_deleted(self):
        self.sql("delete from records where sequence = 1")
        self.says_no(self.verify(), r"record [12]\b")

    def test_swapped_records(self):
        self.sql("update records set sequence = -1 where sequence = 4",
                 "update records set sequence = 4 where sequence = 5",
                 "update records set sequence = 5 where sequence = -1")
        self.says_no(self.verify(), r"record 4\b")

    def test_cut_end_shows_only_against_an_anchor(self):
        last = self.envelope(self.count())
        anchor = write(self.path("anchor"), last)
        self.ends(0, self.verify("--anchor", anchor))
        self.sql(f"delete from records where sequence = {self.count()}")
        self.ends(0, self.verify())
        self.says_no(self.verify("--anchor", anchor))

    def test_record_of_another_journal(self):
        other = self.path("other.journal")
        self.ends(0, run(*ATTACK, "--journal", other))
        with sqlite3.connect(other) as database:
            foreign = database.execute("select envelope from records where sequence = 4").fetchone()[0]
        self.sql(("update records set envelope = ? where sequence = 4", (foreign,)))
        self.says_no(self.verify(), r"record 4\b")

    def test_wrong_key(self):
        self.ends(0, run("keygen", self.path("others")))
        self.says_no(self.verify("--trust", self.path("others/sensor.pub")), r"record 1\b")

    def test_own_key(self):
        self.ends(0, run("keygen", self.path("keys")))
        mine = self.path("mine.journal")
        self.ends(0, run(*ATTACK, "--journal", mine, "--key", self.path("keys/sensor.key")))
        self.ends(0, run("journal", "verify", mine, "--trust", self.path("keys/sensor.pub")))
        self.refused(3, run("journal", "verify", mine), "mine.journal.pub")

    def test_no_journal(self):
        for path, code in ((self.path("missing"), 3), (pcap("attack.pcap"), 2), (write(self.path("empty"), b""), 2)):
            self.refused(code, run("journal", "verify", path, "--trust", self.journal + ".pub"), os.path.basename(path))

    def test_the_journal_was_cut(self):
        data = read(self.journal)
        write(self.journal, data[:len(data) // 2])
        result = self.verify()
        self.assertIn(result.returncode, (1, 2), result)
        self.assertEqual(len(lines(result.stderr)) + len(lines(result.stdout)), 1, result)

    def test_a_journal_is_not_overwritten(self):
        before = read(self.journal)
        result = run(*ATTACK, "--journal", self.journal)
        self.refused(2, result, "site.journal", "exists already")
        self.assertEqual(read(self.journal), before)

    def test_can_not_be_written(self):
        result = run(*ATTACK, "--output", "/dev/null", "--journal", self.path("no/such/journal"))
        self.refused(3, result, "no/such/journal")

    def test_copy_verifies(self):
        shutil.copy(self.journal, self.path("copy"))
        self.ends(0, run("journal", "verify", self.path("copy"), "--trust", self.journal + ".pub"))


if __name__ == "__main__":
    main()
