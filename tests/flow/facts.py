"""What a letter must say alike in every rendition, found in text, in print, in braille and in speech."""

import html.parser
import re
import subprocess

MONTHS = ("January February March April May June July August September October November "
          "December").split()
DATE = re.compile(r"\b(\d{1,2}) (" + "|".join(MONTHS) + r")(?: (\d{4}))?\b")
REFERENCE = re.compile(r"\bCC-\d{4}-\d{4}\b")
TELEPHONE = re.compile(r"\b0\d{2,4} \d{3} ?\d{3,4}\b")
EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
WEBSITE = re.compile(r"\bwww\.[\w.-]*\w\b")
STAGE = re.compile(r"\b[Ss]tage (\d)\b")


def facts_in(text):
    """Dates, references, telephone numbers, addresses and stages, wherever lines break."""
    flat = " ".join(text.replace("\u00a0", " ").split())
    found = {("date", *groups) for groups in DATE.findall(flat)}
    found |= {("telephone", re.sub(r"\D", "", number)) for number in TELEPHONE.findall(flat)}
    for kind, pattern in (("reference", REFERENCE), ("email", EMAIL), ("website", WEBSITE),
                          ("stage", STAGE)):
        found |= {(kind, value.lower()) for value in pattern.findall(flat)}
    return found


def squeezed(text):
    """Without spaces, bullets and typographer's marks: the same words however they are set."""
    text = text.replace("’", "'").replace("–", "-").replace("—", "-").replace("•", "")
    return re.sub(r"[\s\u00a0\u00ad]+", "", text)


def sentences_of(text):
    """The sentences of a plain-text letter, without list marks and the rules below headings, after
    reference and date, which stand in another order on paper."""
    for paragraph in re.split(r"\n\s*\n", text)[1:]:
        mark = re.compile(r"\s*(?:•|\d{1,2}\.) ")
        is_list = mark.match(paragraph)  # else "3. " at a line's start ends a sentence
        lines = [mark.sub("", line, count=1) if is_list and mark.match(line) else line
                 for line in paragraph.splitlines() if not re.fullmatch(r"[=*-]{3,}", line)]
        yield from re.split(r"(?<=[.!?])\s(?=[A-Z])", "\n".join(lines))


def says(words, sentence):
    """Whether squeezed words hold the sentence; cells of a table may stand apart from their heads."""
    if squeezed(sentence) in words:
        return True
    return all(squeezed(part) in words for part in re.split(r": |\n", sentence))


class Words(html.parser.HTMLParser):
    """What a browser shows of a page, or keeps hidden as its preheader."""

    def __init__(self, page):
        super().__init__()
        self.text, self.quiet = [], 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.quiet += tag in ("style", "title")
        if tag in ("p", "br", "li", "td", "th", "h1", "h2", "h3", "div"):
            self.text.append("\n")

    def handle_endtag(self, tag):
        self.quiet -= tag in ("style", "title")

    def handle_data(self, data):
        if not self.quiet:
            self.text.append(data)


def words_of_html(page):
    return "".join(Words(page).text)


def words_of_pdf(path):
    """In reading order, without footers, and without what pages after the first say again: after
    their text come the day of the letter or whose it is, or both, and a table's heads."""
    raw = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True,
                         timeout=60).stdout.decode()
    kept = []
    for number, page in enumerate(raw.split("\f")):
        lines = [line.strip() for line in page.strip().splitlines()]
        while lines and re.fullmatch(r"(?:CC-\d{4}-\d{4} ?)?(?:(?:Page|Tudalen) \d+ (?:of|o) \d+)?",
                                     lines[-1]):
            lines.pop()
        heads = [at for at, line in enumerate(lines)
                 if re.fullmatch(r"\d{1,2} \w+ \d{4}|Exampleshire County Council", line)]
        end = heads[-1] if number > 0 and heads else len(lines)
        while number > 0 and end - 1 in heads:
            end -= 1
        kept += lines[:end]
    return "\n".join(kept)


def words_of_braille(brf):
    """Read back by liblouis's own program, page numbers left out."""
    words = []
    for page in brf.split("\f"):
        for line in page.split("\r\n")[:24]:
            words.append(line.strip())
    joined = re.sub(r'(?<=\S{30})"\n', "", "\n".join(words)).replace("\n", " ")
    joined = re.sub(r" +", " ", joined)
    # The program reads no line longer than 2,048 characters.
    joined = re.sub(r"(.{1000}\S*) ", r"\1\n", joined)
    back = subprocess.run(["lou_translate", "--backward", "en-us-brf.dis,en-ueb-g2.ctb"],
                          input=joined.replace("\\", "\\\\").encode(), capture_output=True, check=True,
                          timeout=60).stdout.decode()
    # "do;" is the sign for "do" and a semicolon, and "en" alone the sign for "enough", which the
    # program reads as letters: a person reads a word.
    back = re.sub(r"\ben\b", "enough", back)
    return re.sub(r"\b([a-z]);", lambda found: WORD_SIGNS.get(found.group(1), found.group(1)) + ";",
                  back)


# Letters that stand alone for words in contracted braille.
WORD_SIGNS = dict(zip("bcdefghjklmnpqrstuvwxyz", (
    "but can do every from go have just knowledge like more not people quite rather so that us very "
    "will it you as").split()))


DIGITS = {word: str(number) for number, word in enumerate(
    "zero one two three four five six seven eight nine".split())}
TENS = {word: number * 10 for number, word in enumerate(
    "- - twenty thirty forty fifty sixty seventy eighty ninety".split())}
SMALL = {word: number for number, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen".split())}
ORDINAL = {word: number for number, word in enumerate(
    "- first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split())}


def number_heard(words, ends):
    """ "twenty-five" with SMALL, "twenty-fifth" with ORDINAL."""
    if words in ends:
        return ends[words]
    if words == "thirtieth":
        return 30
    tens, _, rest = words.partition("-")
    return TENS[tens] + (ends[rest] if rest else 0)


def written_down(script):
    """What a listener writes down who never saw the letter: dates, codes and addresses as signs."""
    def date(found):
        day, month, year = found.groups()
        text = f"{number_heard(day, ORDINAL)} {month}"
        return text + (f" 20{number_heard(year, SMALL):02}" if year else "")

    text = re.sub(r"\bthe ([a-z-]+) of (" + "|".join(MONTHS) + r")(?: twenty ([a-z-]+))?\b", date,
                  script)
    sign = r"(?:[A-Z]|dash|" + "|".join(DIGITS) + ")"

    def code(found):
        groups = found.group().split(", ")
        signs = [" ".join(DIGITS.get(word, "-" if word == "dash" else word)
                          for word in group.split()).replace(" ", "") for group in groups]
        written = "".join(signs)
        # Telephone numbers are heard in groups; a reference is one word.
        return " ".join(signs) if written.isdigit() else written

    text = re.sub(rf"\b{sign}(?:,? {sign})+\b", code, text)
    text = text.replace("w w w dot ", "www.")
    return re.sub(r"(?<=\w) (dot|at) (?=\w)",
                  lambda found: {"dot": ".", "at": "@"}[found.group(1)]
                  if found.group(1) == "dot" or " dot " in text[found.end():found.end() + 30]
                  else found.group(), text)
