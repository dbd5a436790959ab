"""A clock may count from the day a letter leaves; that letter itself says the dates it sets."""

import unittest

from office import OfficeTest, case, complainant, parsed, pdf_text

PROCEDURE = """
id: from-acknowledgement
title: Ten working days from the acknowledgement
clocks:
  answer:
    title: Answer
    starts: {sent: acknowledgement}
    stops: [stage1_responded, closed]
    target: {days: 10}
steps:
  - id: acknowledgement
    title: Acknowledge the complaint
    source: "Policy, paragraph 1"
    when: {event: received}
    letter: corporate/thanks
    to: complainant
    acknowledges: true
  - id: answer-due
    title: The answer is due
    source: "Policy, paragraph 2"
    when: {clock: answer, day: 10}
    task: "Answer the complainant."
    to: complaints_officer
"""

LETTER = """---
title: Acknowledgement
channels: [letter, email]
subject: "Your complaint: our reference {{reference}}"
promises: answer_day_10
fields: [reference, answer_day_10]
---
# We have your complaint

You will have our answer by **{{answer_day_10}}**.
"""


class AClockFromALettersSending(OfficeTest):
    def setUp(self):
        super().setUp()
        for place, text in (("config/procedures/from-acknowledgement.yaml", PROCEDURE),
                            ("letters/corporate/thanks.md", LETTER)):
            path = self.office.data / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def take_in(self, channel):
        """Received on Tuesday 1 April 2025 and logged on Friday 4 April, before Easter."""
        one = case("CC-2025-0001", "2025-04-01", complainant(channel),
                   procedure="from-acknowledgement")
        self.office.import_cases([one], "2025-04-04")
        self.office.run("2025-04-04")

    def test_says_and_promises_the_day_counted_from_its_own(self):
        self.take_in("email")
        text = parsed(self.office.emails()[0]).get_body(("plain",)).get_content()
        # 7 to 11, 14 to 17 and 22 April: Good Friday and Easter Monday do not count.
        self.assertIn("Tuesday 22 April 2025", text)
        promised = self.office.sql("SELECT promised FROM promises")
        self.assertEqual(promised, [("2025-04-22",)])

    def test_is_counted_from_the_day_of_posting(self):
        self.take_in("letter")
        self.assertIn("Tuesday 22 April 2025", pdf_text(self.office.letters_in_tray()[0]))
        self.office.do("outbox", "posted", "--tray", "2025-04-04", "--on", "2025-04-07")
        self.office.run("2025-04-22")
        self.assertEqual(self.office.tasks(step="answer-due"), [])
        self.office.run("2025-04-23")
        self.assertEqual(len(self.office.tasks(step="answer-due")), 1)


if __name__ == "__main__":
    unittest.main()
