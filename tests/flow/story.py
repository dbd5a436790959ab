"""A case told in one go: what happens on which day, and what a person approves; run day by day."""

import datetime
import unittest

from office import OfficeTest, SharedOfficeTest, case, complainant, parsed, pdf_text, weekdays

CASE = "CC-2024-0031"


def event(name, on, **details):
    return {"name": name, "on": on, **details}


TO_STAGE_3 = [event("stage1_responded", "2025-03-12", finding="upheld", sent_by="service"),
              event("stage2_requested", "2025-03-20"),
              event("stage2_adjudicated", "2025-05-01", finding="upheld"),
              event("stage3_requested", "2025-05-12"),
              event("panel_fixed", "2025-05-20", panel_on="2025-06-16", time="10am")]


def joins(role, name, email, on):
    """Somebody takes up a role on the case."""
    return {"name": "party_changed", "on": on,
            "party": {"role": role, "name": name, "email": email}}


def investigators(on):
    """Those who look into the complaint at stage 2, named and appointed."""
    return [joins("investigating_officer", "Martin Hale", "martin.hale@council.example", on),
            joins("independent_person", "Grace Lindqvist", "grace@independent.example", on),
            joins("adjudicating_officer", "Ruth Okafor", "ruth.okafor@council.example", on),
            event("investigators_appointed", on)]


def panel(on, panel_on):
    """The panel, named, with its day."""
    return [joins("panel_chair", "Ngozi Adeyemi", "ngozi@panel.example", on),
            joins("panel_member", "Paul Reed", "paul@panel.example", on),
            event("panel_fixed", on, panel_on=panel_on, time="10am", venue="Room 2, County Hall")]


class Story(SharedOfficeTest):
    """The case of `made()` is logged on `logged`; what fell due before counts as done. Then every
    day up to `last` on which something is due is run, the post taken to the post office, and
    `approvals` {day: steps} done."""

    logged = last = None
    approvals = {}

    @classmethod
    def made(cls):
        raise NotImplementedError

    @classmethod
    def setUpClass(cls):
        if cls.logged is None:
            raise unittest.SkipTest("a story is told by its subclasses")
        super().setUpClass()
        office = cls.office
        office.import_cases([cls.made()], cls.logged, "--baseline")
        for day in weekdays(cls.logged, cls.last):
            if not (day in (cls.logged, cls.last) or day in cls.approvals or cls.due_by(day)):
                continue
            if day in cls.approvals:
                office.run(day)
                for step in cls.approvals[day]:
                    waiting = office.parcels(step=step, state="awaiting_approval")
                    # Copies are approved with their letters.
                    office.do("outbox", "approve", *(p["id"] for p in waiting
                                                     if not p["recipient"].startswith("copy.")))
            office.run_each_day([day])

    @classmethod
    def due_by(cls, day):
        """Whether Postroom itself means to look at the case by the close of that day's work."""
        close = datetime.datetime.fromisoformat(f"{day}T18:00:00+00:00").timestamp()
        (looks,) = cls.office.sql("SELECT min(next_look_at) FROM cases")
        return looks[0] is not None and looks[0] <= close * 1_000_000

    def sent(self, step, recipient="complainant"):
        """Days on which that step's letter went to that reader."""
        return [parcel["sent"] for parcel in self.office.parcels(step=step)
                if parcel["recipient"] == recipient and parcel["state"] == "accepted"]

    def readers(self, step):
        return sorted(p["recipient"] for p in self.office.parcels(step=step)
                      if p["state"] == "accepted")

    def tasks_of(self, step):
        """Days by which a person had to do that step's task."""
        return [task["due"] for task in self.office.tasks(step=step)]

    def never(self, *steps):
        for step in steps:
            self.assertEqual(self.office.outbox(step=step), [], step)

    def text(self, step, recipient="complainant", which=0):
        """What such a letter says, the first unless told, as its reader has it, in one line."""
        parcel = [p for p in self.office.parcels(step=step) if p["recipient"] == recipient][which]
        if parcel["channel"] == "letter":
            words = pdf_text(next((self.office.data / "tray").glob(f"*/{parcel['id']}.pdf")))
        else:
            mail = self.office.data / "maildir" / "new" / f"{parcel['id']}.postroom"
            words = parsed(mail).get_body(("plain",)).get_content()
        return " ".join(words.replace("*", "").split())

    def on_record(self, name):
        return [on for event_name, on, _ in self.office.events_on_record(CASE)
                if event_name == name]


class WordsTest(OfficeTest):
    """What single letters say, each in a case of its own."""

    cases = 0

    def text(self, letter, on, events, known=(), **more):
        """What the letter says in a case of its own with these events: learnt of on that day, or
        each on its own with `known=["--baseline"]`."""
        self.cases += 1
        reference = f"A-{self.cases}"
        self.office.import_cases([case(reference, who=complainant("email"), events=events, **more)],
                                 on, *known)
        page = self.office.data / "letter.txt"
        self.office.do("preview", letter, "--case", reference, "--on", on, "--as", "text", "-o",
                       page)
        return " ".join(page.read_text("utf-8").split())
