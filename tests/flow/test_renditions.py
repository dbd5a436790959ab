"""Every letter of the catalogue in every rendition says the same; nobody's need is passed over."""

import concurrent.futures
import html
import re
import unittest

from facts import (facts_in, says, sentences_of, squeezed, words_of_braille, words_of_html, words_of_pdf,
                   written_down)
from office import SOURCE_TREE, SharedOfficeTest, parsed

# These count days from when a letter arrives, so paper and email differ on purpose.
BY_CHANNEL = ("answer_by_", "by_post", "by_email")

# Nobody who sees a locked screen may learn who complains of whom, or how it ended.
PEOPLE = {"Asha", "O’Neill", "Novák", "Beth", "Tariq", "Hale", "Iqbal", "mother", "father", "son",
          "daughter", "child", "parent", "carer", "young person"}
TEAMS = {"safeguarding", "child protection", "children in care", "looked after", "fostering",
         "adoption", "disab", "strengthening families", "first response", "early help",
         "social work", "social care", "locality", "court"}
OUTCOMES = {"upheld", "not upheld", "partly upheld", "finding", "fault", "refus", "reject",
            "accepted", "declin", "withdraw", "apolog", "compensat", "redress", "abuse", "neglect",
            "removed", "assault", "cadarnhau", "gwrthod", "ymddiheur"}


def every_letter():
    folder = SOURCE_TREE / "letters"
    used = set()
    for procedure in (SOURCE_TREE / "config/procedures").glob("*.yaml"):
        for line in procedure.read_text("utf-8").splitlines():
            key, _, value = line.strip().partition(": ")
            if key == "letter":
                used.add(value.strip())
    names = [path.relative_to(folder).as_posix().removesuffix(".md")
             for path in sorted(folder.rglob("*.md")) if not path.name.startswith("_")]
    bases = {name: name.removesuffix(".cy").removesuffix(".yp") for name in names}
    return [name for name in names if bases[name] in used]


def wording(name):
    return (SOURCE_TREE / "letters" / f"{name}.md").read_text("utf-8")


class EveryLetter(SharedOfficeTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.letters = every_letter()

        def preview(name):
            into = cls.folder / name.replace("/", "_")
            answer = cls.office.say("preview", name, "--as", "all", "-o", into)
            assert answer.code == 0, f"{name}: {answer.err}"

        with concurrent.futures.ThreadPoolExecutor(2) as workers:
            list(workers.map(preview, cls.letters))

    def file(self, name, ending):
        return self.folder / name.replace("/", "_") / (name.split("/")[-1] + ending)

    def for_each(self, check, welsh=False):
        for name in self.letters:
            if welsh or not name.endswith(".cy"):
                with self.subTest(letter=name):
                    check(name)

    def text(self, name):
        return self.file(name, ".txt").read_text("utf-8")

    def screen(self, name):
        """Renditions that go by email, as words."""
        message = parsed(self.file(name, ".eml"))
        yield "html", words_of_html(self.file(name, ".html").read_text("utf-8"))
        yield "page", words_of_html(self.file(name, ".page.html").read_text("utf-8"))
        yield "email's text", message.get_body(("plain",)).get_content()
        yield "email's html", words_of_html(message.get_body(("html",)).get_content())

    def paper(self, name):
        for ending in (".pdf", ".large-print.pdf", ".giant-print.pdf"):
            yield ending, words_of_pdf(self.file(name, ending))

    def test_there_are_letters(self):
        self.assertGreater(len(self.letters), 40)

    def assert_says(self, rendition, words, text):
        words = squeezed(words)
        for sentence in sentences_of(text):
            self.assertTrue(says(words, sentence), f"{rendition} lacks: {sentence}\n\n{words}")

    def test_every_sentence_is_in_every_rendition_for_the_screen(self):
        def check(name):
            for rendition, words in self.screen(name):
                self.assert_says(rendition, words, self.text(name))
        self.for_each(check, welsh=True)

    def test_every_sentence_is_in_every_print(self):
        def check(name):
            prints = dict(self.paper(name))
            facts = {rendition: facts_in(words) for rendition, words in prints.items()}
            for rendition, words in prints.items():
                self.assertEqual(facts[rendition], facts[".pdf"], rendition)
                if not any(word in wording(name) for word in BY_CHANNEL):
                    self.assert_says(rendition, words, self.text(name))
        self.for_each(check, welsh=True)

    def test_braille_read_back_is_the_letter(self):
        def check(name):
            words = squeezed(words_of_braille(self.file(name, ".brf").read_bytes().decode("ascii")))
            for sentence in sentences_of(self.text(name)):
                self.assertIn(squeezed(sentence), words)
        self.for_each(check)

    def test_facts_are_the_same_for_eye_finger_and_ear(self):
        def check(name):
            wanted = facts_in(self.text(name))
            self.assertIn("reference", {fact[0] for fact in wanted})
            heard = self.file(name, ".audio-script.txt").read_text("utf-8")
            brf = self.file(name, ".brf").read_bytes().decode("ascii")
            for rendition, words in (*self.screen(name), ("braille", words_of_braille(brf)),
                                     ("audio", written_down(heard))):
                self.assertEqual(facts_in(words), wanted, rendition)
        self.for_each(check)

    def test_every_print_is_pdf_ua_and_pdf_a(self):

        def both(name):
            path = self.file(name, ".bilingual.pdf")
            self.office.do("preview", name.removesuffix(".cy"), "--language", "bilingual",
                           "-o", path)

        with concurrent.futures.ThreadPoolExecutor(2) as workers:
            list(workers.map(both, [name for name in self.letters if name.endswith(".cy")]))
        prints = sorted(self.folder.rglob("*.pdf"))
        self.assertGreaterEqual(len(prints), 3 * len(self.letters))
        answer = self.office.say("pdf", "check", *prints)
        self.assertEqual(answer.code, 0, answer.out[-2000:] + answer.err[-2000:])

    def test_subject_and_first_line_tell_a_stranger_nothing(self):
        def check(name):
            message = parsed(self.file(name, ".eml"))
            hidden = re.search(r"display:none[^>]*>([^<]*)<", self.file(name, ".html")
                               .read_text("utf-8")).group(1)
            people = re.findall(r"(?:Dear|Annwyl) (.+)|\n\n(.+)\nChildren's complaints team",
                                self.text(name))
            names = {word for pair in people for part in pair for word in part.split()
                     if len(word) > 2}
            for shown in (message["subject"], html.unescape(hidden)):
                self.assertLessEqual(len(shown), 120)
                for word in names | PEOPLE | TEAMS | OUTCOMES:
                    self.assertNotRegex(shown, rf"(?i)\b{re.escape(word)}")
        self.for_each(check, welsh=True)

    def test_a_voice_is_given_no_figure_that_it_could_mistake(self):
        def check(name):
            heard = self.file(name, ".audio-script.txt").read_text("utf-8")
            self.assertNotRegex(heard, r"\b0\d|\d{4}|@|www\.|[A-Z]-\d|\d-\d|\d[ap]m\b")
        self.for_each(check)


if __name__ == "__main__":
    unittest.main()
