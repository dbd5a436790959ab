"""A real relay on this machine: what goes over the wire, and what each refusal comes to."""

import asyncio
import logging
import pathlib
import shutil
import socket
import ssl
import subprocess
import tempfile
import unittest

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from office import OfficeTest, case, complainant

# The relay's own complaints about the handshakes that these tests break.
logging.getLogger("mail").setLevel(logging.CRITICAL)

LATER = "2025-03-03T18:30:00Z"


def certificate(folder, name, host="localhost"):
    """A self-signed certificate for `host`; its own authority."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                    "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}",
                    "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem"],
                   check=True, capture_output=True, timeout=60)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    return context


class Relay:
    """An SMTP server in this process that keeps what it took, and refuses as it is told."""

    def __init__(self, **settings):
        self.taken = []
        self.senders = []
        self.logins = []
        self.answer_to_sender = None
        self.answer_to_recipient = None
        self.not_for_now = None  # an address that it does not take yet
        self.hang_up_after_the_dot = False
        self.answer_after = 0
        self.when_it_takes_one = lambda: None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, **settings)

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.answer_to_sender:
            return self.answer_to_sender
        self.senders.append((address, session.ssl is not None))
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.answer_to_recipient:
            return self.answer_to_recipient
        if address == self.not_for_now:
            return "451 4.3.0 try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.taken.append((tuple(envelope.rcpt_tos), envelope.original_content))
        self.when_it_takes_one()
        await asyncio.sleep(self.answer_after)
        if self.hang_up_after_the_dot:
            server.transport.abort()
        return "250 OK"

    def log_in(self, server, session, envelope, mechanism, data):
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"open sesame", handled=False)


class SmtpTest(OfficeTest):
    @classmethod
    def setUpClass(cls):
        cls.certificates = pathlib.Path(tempfile.mkdtemp(prefix="postroom-flow-"))
        cls.addClassCleanup(shutil.rmtree, cls.certificates, ignore_errors=True)
        cls.tls = certificate(cls.certificates, "relay")
        certificate(cls.certificates, "stranger")

    def setUp(self):
        super().setUp()
        self.office.import_cases([case("A-1", who=complainant("email"))], "2025-03-03")

    def relay(self, **settings):
        settings = {"tls_context": self.tls, "require_starttls": True} | settings
        relay = Relay(**{key: value for key, value in settings.items() if value is not None})
        relay.controller.start()
        self.addCleanup(relay.controller.stop)
        self.use(relay.port)
        return relay

    def use(self, port, authority="relay"):
        self.office.environment |= {"POSTROOM_SMTP_HOST": "localhost",
                                    "POSTROOM_SMTP_PORT": str(port),
                                    "POSTROOM_SMTP_CA_FILE":
                                        str(self.certificates / f"{authority}.pem")}

    def states(self):
        return {p["state"] for p in self.office.parcels(channel="email")}

    def assert_all_waits(self, phase):
        """Nothing is lost or given up: it goes again, and says where it stopped."""
        self.assertEqual(self.states(), {"retry_wait"})
        for parcel in self.office.parcels(channel="email"):
            self.assertIn(phase, parcel["reason"])
        self.assertFalse((self.office.data / "maildir/new").exists())


class ARelayThatWorks(SmtpTest):
    def test_the_relay_gets_the_frozen_bytes_under_tls_each_reader_alone(self):
        relay = self.relay()
        report = self.office.run("2025-03-03")
        self.assertEqual((report["sent"], report["not_sent"], len(relay.taken)), (5, 0, 5))
        self.assertEqual(set(relay.senders), {("complaints@council.example", True)})
        frozen = {self.office.do("archive", "show", p["id"]).bytes
                  for p in self.office.parcels(channel="email")}
        self.assertEqual({content for _, content in relay.taken}, frozen)
        self.assertEqual({len(to) for to, _ in relay.taken}, {1})
        self.assertIn(("asha.quillfeather@mail.example",), [to for to, _ in relay.taken])
        self.assertEqual(self.states(), {"accepted"})
        self.office.run("2025-03-03")
        self.assertEqual(len(relay.taken), 5)

    def test_it_logs_in_with_the_password_from_its_file(self):
        password = self.folder / "password"
        password.write_text("open sesame\n", "utf-8")
        password.chmod(0o600)
        self.office.environment |= {"POSTROOM_SMTP_USER": "postroom",
                                    "POSTROOM_SMTP_PASSWORD_FILE": str(password)}
        relay = self.relay(auth_required=True, authenticator=lambda *given: relay.log_in(*given))
        self.assertEqual(self.office.run("2025-03-03")["sent"], 5)
        self.assertEqual(set(relay.logins), {(b"postroom", b"open sesame")})
        self.assertIn("takes the login", self.office.do("doctor").out)
        password.write_text("open barley\n", "utf-8")
        self.office.import_cases([case("A-2")], "2025-03-04")
        answer = self.refused("run", "--on", "2025-03-04", says="refused the login")
        self.assertEqual(len(relay.taken), 5)
        self.assertNotIn("barley", answer.err)
        reason = self.office.parcels(case="A-2", channel="email")[0]["reason"]
        self.assertIn("auth", reason)
        self.assertIn("refused the login", reason)
        examined = self.office.say("doctor")
        self.assertEqual(examined.code, 1)
        self.assertIn("refused the login", examined.out)
        self.assertNotIn("barley", examined.out)
        self.assertEqual(len(relay.taken), 5)
        password.chmod(0o644)
        examined = self.office.say("doctor")
        self.assertEqual(examined.code, 1)
        self.assertIn(str(password), examined.out)

    def test_beside_letters_too_an_email_is_claimed_only_when_its_turn_has_come(self):
        self.office.import_cases([case(f"L-{n}", area=f"l{n}") for n in range(3)], "2025-03-03")
        relay = self.relay()
        under_way = []
        relay.when_it_takes_one = lambda: under_way.append(self.office.sql(
            "SELECT COUNT(*) FROM parcels WHERE channel = 'email' "
            "AND state IN ('sending', 'committing')")[0][0])
        self.office.run("2025-03-03")
        self.assertEqual((len(under_way), set(under_way)), (17, {1}))


class AnOfficeThatPacesItself(SmtpTest):
    def test_outside_its_hours_only_what_is_due_goes(self):
        self.office.environment["POSTROOM_SENDING_HOURS"] = "08:00-17:00"
        relay = self.relay()
        self.office.do("run", "--at", "2025-03-03T19:00:00Z")
        due_today = {p["id"] for p in self.office.parcels(channel="email")
                     if p["due"] <= "2025-03-03"}
        accepted = {p["id"] for p in self.office.parcels(channel="email", state="accepted")}
        self.assertEqual(accepted, due_today)
        self.assertLess(len(accepted), 5)
        self.office.do("run", "--at", "2025-03-04T07:59:00Z")
        self.assertLess(len(relay.taken), 5)
        self.office.do("run", "--at", "2025-03-04T08:00:00Z")
        self.assertEqual({p["state"] for p in self.office.parcels(case="A-1", channel="email")},
                         {"accepted"})

    def test_no_more_go_in_a_minute_than_it_allows_earliest_deadline_first(self):
        self.office.environment["POSTROOM_SENDING_EMAILS_PER_MINUTE"] = "3"
        relay = self.relay()
        for _ in range(2):
            self.office.run("2025-03-03")
            self.assertEqual(len(relay.taken), 3)
        waiting = self.office.parcels(channel="email", state="rendered")
        went = self.office.parcels(channel="email", state="accepted")
        self.assertEqual((len(went), len(waiting)), (3, 2))
        self.assertLessEqual(max(p["due"] for p in went), min(p["due"] for p in waiting))
        self.office.sql("UPDATE attempts SET at = at - 60000000")
        self.office.run("2025-03-03")
        self.assertEqual(len(relay.taken), 5)


class ARelayThatRefuses(SmtpTest):
    def test_a_final_refusal_is_a_task_at_once_and_is_never_tried_again(self):
        relay = self.relay()
        relay.answer_to_recipient = "550 5.1.1 no such person"
        self.assertEqual(self.office.run("2025-03-03")["not_sent"], 5)
        self.assertEqual(self.states(), {"refused"})
        tasks = [t for t in self.office.tasks() if "refused" in t["reason"]]
        self.assertEqual(len(tasks), 5)
        relay.answer_to_recipient = None
        self.office.run("2025-03-04")
        self.assertEqual(relay.taken, [])
        self.office.do("archive", "verify")

    def test_a_refusal_of_our_sender_gives_up_no_letter_and_is_one_task_until_it_is_mended(self):
        relay = self.relay()
        relay.answer_to_sender = "550 5.7.60 SMTP; Client may not send as this sender"
        self.refused("run", "--on", "2025-03-03", says=("smtp.envelope_from", "550"))
        self.assert_all_waits("mail")
        task, = self.office.tasks(state="open")
        self.assertEqual((task["role"], task["case"]), ("complaints_manager", ""))
        self.assertIn("smtp.envelope_from", task["reason"])
        self.refused("run", "--at", LATER, says="took no email")
        self.assertEqual([t["id"] for t in self.office.tasks(state="open")], [task["id"]])
        relay.answer_to_sender = None
        self.office.do("run", "--at", "2025-03-03T19:30:00Z")
        self.assertEqual((self.states(), len(relay.taken)), ({"accepted"}, 5))
        self.assertEqual(self.office.tasks(state="open"), [])
        self.office.do("archive", "verify")

    def test_what_was_refused_goes_again_byte_for_byte_when_a_person_says_so(self):
        relay = self.relay()
        relay.answer_to_recipient = "550 5.1.1 no such person"
        self.office.run("2025-03-03")
        frozen = {p["id"]: self.office.do("archive", "show", p["id"]).bytes
                  for p in self.office.parcels(channel="email")}
        relay.answer_to_recipient = None
        dealt_with, one, *rest = self.office.parcels(channel="email")
        task, = [t for t in self.office.tasks(state="open")
                 if t["step"] == dealt_with["step"] and t["case"] == dealt_with["case"]][:1]
        refusal = self.refused("outbox", "send-again", code=2)
        self.assertIn("--refused", refusal.err)
        self.office.do("outbox", "send-again", one["id"], "--at", LATER)
        self.office.do("run", "--at", LATER)
        self.assertEqual([content for _, content in relay.taken], [frozen[one["id"]]])
        self.refused("outbox", "send-again", one["id"], says="accepted cannot be sent again")
        self.office.do("outbox", "resolve", task["id"], "--note", "sent by post")
        said = self.office.do("outbox", "send-again", "--refused", "--at", LATER, "--json").json()
        self.assertEqual(said, {"changed": 3})
        self.office.do("run", "--at", LATER)
        self.assertEqual(len(relay.taken), 4)
        self.assertLess({content for _, content in relay.taken}, set(frozen.values()))
        self.assertEqual(self.states(), {"accepted", "refused"})
        self.assertEqual(self.office.tasks(state="open"), [])
        self.office.do("archive", "verify")

    def test_a_refusal_for_now_is_tried_again_with_the_same_bytes(self):
        relay = self.relay()
        relay.answer_to_recipient = "451 4.3.0 try again"
        self.office.run("2025-03-03")
        self.assert_all_waits("rcpt")
        frozen = {p["id"]: self.office.do("archive", "show", p["id"]).bytes
                  for p in self.office.parcels(channel="email")}
        relay.answer_to_recipient = None
        self.office.do("run", "--at", "2025-03-03T17:30:30Z")
        self.assertEqual(relay.taken, [])
        self.office.do("run", "--at", LATER)
        self.assertEqual(self.states(), {"accepted"})
        self.assertEqual(sorted(content for _, content in relay.taken), sorted(frozen.values()))

    def test_no_answer_after_the_last_dot_is_uncertain_and_never_resent_blindly(self):
        relay = self.relay()
        relay.hang_up_after_the_dot = True
        self.office.run("2025-03-03")
        self.assertEqual(self.states(), {"uncertain"})
        self.assertEqual(len(relay.taken), 5)
        relay.hang_up_after_the_dot = False
        self.office.do("run", "--at", LATER)
        self.assertEqual(len(relay.taken), 5)
        one, other = self.office.parcels(step="allocation")
        self.office.do("outbox", "resolve", one["id"], "--sent", "--note", "in the relay's log",
                       "--at", LATER)
        self.office.do("outbox", "resolve", other["id"], "--not-sent", "--note", "not in its log",
                       "--at", LATER)
        self.office.do("run", "--at", LATER)
        self.assertEqual(len(relay.taken), 6)
        self.assertEqual({p["state"] for p in self.office.parcels(step="allocation")}, {"accepted"})
        self.office.do("archive", "verify")

    def test_the_relays_log_settles_what_it_had_and_leaves_the_rest_to_a_person(self):
        relay = self.relay()
        relay.hang_up_after_the_dot = True
        self.office.run("2025-03-03")
        one, *others = self.office.parcels(channel="email")
        log = self.office.write("mail.log", "".join(
            f"Mar  3 18:00:00 relay postfix/cleanup[7]: {queue}: message-id=<{p['message_id']}>\n"
            for queue, p in (("4F1A2B", one), ("5A0001", others[0]))) +
            "Mar  3 18:00:00 relay postfix/qmgr[8]: 4F1A2B: from=<c@council.example>, size=9, "
            "nrcpt=1 (queue active)\n")
        said = self.office.do("outbox", "relay-log", log, "--at", LATER, "--json").json()
        self.assertEqual(said, {"sent": 1, "uncertain": len(others)})
        self.assertEqual(self.office.outbox(id=one["id"])[0]["state"], "accepted")
        self.assertEqual({p["state"] for p in self.office.parcels(channel="email")},
                         {"accepted", "uncertain"})
        self.assertEqual(len(self.office.tasks(state="open")), len(others))
        self.office.do("archive", "verify")
        self.refused("outbox", "relay-log", self.folder / "no.log", says="no.log")
        for email in others:
            self.office.do("outbox", "resolve", email["id"], "--sent", "--note", "in the log",
                           "--at", LATER)
        self.assertEqual(self.office.do("outbox", "relay-log", log, "--at", LATER).err.strip(),
                         "No email is uncertain.")

    def test_an_email_that_is_uncertain_a_second_time_is_asked_about_a_second_time(self):
        relay = self.relay()
        relay.hang_up_after_the_dot = True
        self.office.run("2025-03-03")
        email = self.office.parcels(step="acknowledgement")[0]
        self.office.do("outbox", "resolve", email["id"], "--not-sent", "--note", "not in its log",
                       "--at", LATER)
        self.assertEqual(self.office.tasks(step="acknowledgement", state="open"), [])
        self.office.do("run", "--at", LATER)
        self.assertEqual(self.office.parcels(step="acknowledgement")[0]["state"], "uncertain")
        self.assertEqual(len(self.office.tasks(step="acknowledgement", state="open")), 1)

    def test_an_email_interrupted_at_the_dot_is_uncertain_even_when_the_relay_is_given_up(self):
        relay = self.relay()
        relay.answer_to_recipient = "451 4.3.0 try again"
        self.office.run("2025-03-03")
        self.office.sql("UPDATE parcels SET state = 'committing' WHERE step = 'acknowledgement'")
        del self.office.environment["POSTROOM_SMTP_HOST"]
        self.office.do("run", "--at", LATER)
        self.assertEqual(self.office.parcels(step="acknowledgement")[0]["state"], "uncertain")
        self.assertEqual(len(self.office.emails()), 4)


class ARelayThatStaysAway(SmtpTest):
    """The acknowledgement to the complainant is due on 6 March 2025, a Thursday."""

    def acknowledgement(self, kind):
        return kind(case="A-1", step="acknowledgement", role="complainant" if kind ==
                    self.office.parcels else "complaints_officer", state="retry_wait" if kind ==
                    self.office.parcels else "open")

    def test_a_person_is_told_once_while_post_can_still_keep_the_day(self):
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            self.use(nobody.getsockname()[1])
            told = []
            for day in ("03", "04", "05", "06", "07"):
                self.office.run(f"2025-03-{day}")
                told.append([t["id"] for t in self.acknowledgement(self.office.tasks)])
        email, = self.acknowledgement(self.office.parcels)
        self.assertEqual(email["due"], "2025-03-06")
        self.assertEqual([len(ids) for ids in told], [0, 0, 1, 1, 1])
        # On the 6th the email is written again, and so is the question about it.
        self.assertEqual(len(set(sum(told, []))), 2)
        task, = self.acknowledgement(self.office.tasks)
        self.assertIn("first-class post", task["reason"])
        relay = self.relay()
        self.office.run("2025-03-10")
        self.assertGreater(len(relay.taken), 0)
        self.assertEqual(self.acknowledgement(self.office.tasks), [])


class ARelayThatCannotBeTrusted(SmtpTest):
    def assert_nothing_goes_until_somebody_mends(self, *words):
        """The run says so by its exit code, and doctor by trying."""
        answer = self.refused("run", "--on", "2025-03-03", "--json", says=words)
        self.assertEqual(answer.json()["not_sent"], 5)
        self.refused("doctor", says=())
        for word in words:
            self.assertIn(word, self.office.say("doctor").out)
            for parcel in self.office.parcels(channel="email"):
                self.assertIn(word, parcel["reason"])

    def test_without_starttls_nothing_is_sent_in_clear(self):
        relay = self.relay(tls_context=None, require_starttls=None)
        self.assert_nothing_goes_until_somebody_mends("does not offer STARTTLS")
        self.assert_all_waits("starttls")
        self.assertEqual((relay.senders, relay.taken), ([], []))

    def test_a_certificate_of_another_authority_is_refused(self):
        relay = self.relay()
        self.use(relay.port, authority="stranger")
        self.assert_nothing_goes_until_somebody_mends("authority that is not trusted",
                                                      "smtp.ca_file")
        self.assert_all_waits("starttls")
        self.assertEqual(relay.senders, [])

    def test_a_certificate_for_another_host_is_refused(self):
        other = certificate(self.certificates, "other", host="relay.elsewhere.example")
        relay = self.relay(tls_context=other)
        self.use(relay.port, authority="other")
        self.assert_nothing_goes_until_somebody_mends("certificate is for another name")
        self.assert_all_waits("starttls")
        self.assertEqual(relay.senders, [])

    def test_no_encryption_is_for_this_machine_alone(self):
        relay = self.relay(tls_context=None, require_starttls=None)
        self.office.environment["POSTROOM_SMTP_TLS"] = "none"
        self.office.environment["POSTROOM_SMTP_HOST"] = "relay.council.example"
        self.refused("run", "--on", "2025-03-03", says=("unencrypted", "smtp.tls"))
        self.office.environment["POSTROOM_SMTP_HOST"] = "127.0.0.1"
        self.office.run("2025-03-03")
        self.assertEqual(len(relay.taken), 5)


class NoRelay(SmtpTest):
    def test_a_relay_that_does_not_listen_loses_nothing(self):
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            self.use(nobody.getsockname()[1])
            self.assertEqual(self.office.run("2025-03-03")["not_sent"], 5)
        self.assert_all_waits("(connect): connection refused")
        relay = self.relay()
        self.office.do("run", "--at", LATER)
        self.assertEqual(len(relay.taken), 5)
        self.assertEqual(self.states(), {"accepted"})


if __name__ == "__main__":
    unittest.main()
