#include <gmock/gmock.h>

#include "composition/catalogue.hpp"
#include "makers.hpp"

namespace postroom::composition {

using testing::HasSubstr;
using testing::StartsWith;

/// A letter with this front matter alone.
std::string with_front(const std::string& front) {
    return "---\n" + front + "---\n# T\n\nwords\n";
}

const std::string needed = "title: A\nsubject: B\nchannels: [email]\n";

TEST(FrontMatter, ReadsEveryKey) {
    const auto result = read(
        "---\n"
        "title: Apology   # for people\n"
        "form: internal\n"
        "register: young_person\n"
        "language: cy\n"
        "channels: [letter, email]\n"
        "subject: \"Our reference {{reference}}\"\n"
        "preheader: From {{council_name}}\n"
        "salutation: none\n"
        "promises: stage1_day_20\n"
        "fields:\n"
        "  - reference\n"
        "  - council_name\n"
        "  - stage1_day_20\n"
        "attach_pdf: true\n"
        "---\n"
        "# T\n\nBy {{stage1_day_20}}\n");
    ASSERT_TRUE(result) << to_text(result.error());
    const FrontMatter& front = result->front;
    EXPECT_EQ(front.title, "Apology");
    EXPECT_EQ(front.form, "internal");
    EXPECT_EQ(front.register_, Register::young_person);
    EXPECT_EQ(front.language, "cy");
    EXPECT_EQ(front.channels, (std::vector{cases::Channel::letter, cases::Channel::email}));
    EXPECT_EQ(front.subject, "Our reference {{reference}}");
    EXPECT_EQ(front.preheader, "From {{council_name}}");
    EXPECT_EQ(front.salutation, "none");
    EXPECT_EQ(front.promises, "stage1_day_20");
    EXPECT_EQ(front.fields.size(), 3U);
    EXPECT_TRUE(front.attach_pdf);
}

TEST(FrontMatter, HasSensibleValuesForWhatIsNotSaid) {
    const auto result = read(with_front(needed));
    ASSERT_TRUE(result) << to_text(result.error());
    EXPECT_EQ(result->front.form, "standard");
    EXPECT_EQ(result->front.register_, Register::adult);
    EXPECT_EQ(result->front.language, "en");
    EXPECT_EQ(result->front.salutation, "to");
    EXPECT_FALSE(result->front.attach_pdf);
}

TEST(FrontMatter, AcceptsCrlfAndAByteOrderMark) {
    std::string text = "\xEF\xBB\xBF";
    for (const char c : with_front(needed)) {
        if (c == '\n') text += '\r';
        text += c;
    }
    EXPECT_EQ(refused(text), "accepted");
}

TEST(FrontMatter, NamesKeyAndLineOfEachMistake) {
    EXPECT_THAT(refused(with_front(needed + "colour: red\n")),
                StartsWith("letters/test.md:5: field colour: there is no such key"));
    EXPECT_THAT(refused(with_front(needed + "title: B\n")),
                StartsWith("letters/test.md:5: field title: the key stands twice"));
    EXPECT_THAT(refused(with_front("title: A\nchannels: [email]\n")),
                HasSubstr("field subject: the front matter lacks this key"));
    EXPECT_THAT(refused(with_front("subject: A\n")), HasSubstr("field title: the front matter"));
    EXPECT_THAT(refused(with_front("title: A\nsubject:\nchannels: [email]\n")),
                StartsWith("letters/test.md:3: field subject:"));
    EXPECT_THAT(refused(with_front("title: A\nsubject: B\nchannels: [fax]\n")),
                StartsWith("letters/test.md:4: field channels: there is no such channel"));
    EXPECT_THAT(refused(with_front("title: A\nsubject: B\nchannels: []\n")),
                HasSubstr("no channel is named"));
    EXPECT_THAT(refused(with_front("title: A\nsubject: B\nchannels: email\n")),
                HasSubstr("field channels: a list is wanted"));
    EXPECT_THAT(refused(with_front(needed + "register: child\n")),
                HasSubstr("write adult or young_person"));
    EXPECT_THAT(refused(with_front(needed + "attach_pdf: yes please\n")),
                HasSubstr("field attach_pdf"));
    EXPECT_THAT(refused(with_front(needed + "salutation: Dear all\n")),
                HasSubstr("field salutation"));
    EXPECT_THAT(refused(with_front(needed + "form: ../x\n")), HasSubstr("field form"));
    EXPECT_THAT(refused(with_front(needed + "language: English\n")), HasSubstr("field language"));
    EXPECT_THAT(refused(with_front(needed + "fields: [a, a]\n")),
                HasSubstr("the list names a twice"));
    EXPECT_THAT(refused(with_front("title: A\nsubject: |\n  B\n  C\nchannels: [email]\n")),
                HasSubstr("field subject: the text holds a line break"));
}

TEST(FrontMatter, RefusesTextThatIsNotALetter) {
    EXPECT_THAT(refused("# T\n"), HasSubstr("the letter has no front matter"));
    EXPECT_THAT(refused(""), HasSubstr("no front matter"));
    EXPECT_THAT(refused("---\ntitle: A\n# T\n"), HasSubstr("does not end"));
    EXPECT_THAT(refused("---\n---\n# T\n"), HasSubstr("not a list of keys"));
    EXPECT_THAT(refused("---\n- a\n---\n# T\n"), HasSubstr("not a list of keys"));
    EXPECT_THAT(refused("---\ntitle: [A\nsubject: B\n---\n# T\n"), HasSubstr("not valid YAML"));
    EXPECT_THAT(refused("---\na: " + std::string(50000, '[') + "\n---\n# T\n"),
                HasSubstr("not valid YAML"));
}

TEST(LetterFields, MustBeDeclaredAndUsed) {
    EXPECT_THAT(refused(letter_text("# T\n\n{{due_on}}\n")),
                StartsWith("letters/test.md:9: field due_on: the field is used but not declared"));
    EXPECT_THAT(refused(letter_text("# T\n\n{{#a}}\nx\n{{/a}}\n")),
                HasSubstr("field a: the field is used but not declared"));
    EXPECT_THAT(refused(letter_text("# T\n", "due_on")),
                StartsWith("letters/test.md:5: field due_on: the field is declared but not used"));
}

TEST(LetterFields, OfListItemsNeedNoDeclaration) {
    EXPECT_EQ(refused(letter_text("# T\n\n{{#stage1_drafted_points}}\n- {{text}}: {{finding}}\n"
                                  "{{/stage1_drafted_points}}\n",
                                  "stage1_drafted_points")),
              "accepted");
    EXPECT_THAT(refused(letter_text("# T\n\n{{text}}\n")), HasSubstr("field text"));
}

TEST(LetterFields, AreSaidWithThePartialThatUsesThem) {
    EXPECT_THAT(refused(letter_text("# T\n\n{{> _p}}\n"),
                        {{"_p", {"Ring {{team_phone}}\n", "letters/_p.md"}}}),
                StartsWith("letters/_p.md:1: field team_phone"));
}

TEST(LetterSubject, CarriesNoFieldButTheReference) {
    const auto subject = [](const std::string& words, const std::string& fields) {
        return refused("---\ntitle: A\nsubject: \"" + words + "\"\nchannels: [email]\nfields: [" +
                       fields + "]\n---\n# T\n");
    };
    EXPECT_EQ(subject("{{council_name}}: {{reference}}", "council_name, reference"), "accepted");
    EXPECT_THAT(subject("About {{young_person_name}}", "young_person_name"),
                HasSubstr("letters/test.md:3: field young_person_name: the subject uses"));
    EXPECT_THAT(subject("A{{#reference}}b{{/reference}}", "reference"), HasSubstr("the subject"));
    EXPECT_THAT(
        refused("---\n" + needed + "preheader: \"{{summary}}\"\nfields: [summary]\n---\n# T\n"),
        HasSubstr("letters/test.md:5: field summary: the preheader uses"));
}

TEST(LetterPromise, MustBeAFieldOfTheLetter) {
    EXPECT_THAT(
        refused(letter_text("# T\n", "", "promises: stage1_day_20\n")),
        StartsWith("letters/test.md:6: field stage1_day_20: the date this letter promises"));
}

TEST(LetterLeftovers, AreFoundWithTheirLine) {
    EXPECT_THAT(refused(letter_text("# T\n\nTODO\n")), StartsWith("letters/test.md:9: a note"));
    EXPECT_THAT(refused(letter_text("# T\n\nOn [Insert date], we\n")), HasSubstr(":9: a note"));
    EXPECT_THAT(refused(letter_text("# T\n\nby TBC.\n")), HasSubstr(":9: a note"));
    EXPECT_EQ(refused(letter_text("# T\n\nThe MASTODON and mastodons, to do.\n")), "accepted");
}

TEST(Compose, PutsFrameAndWordingTogether) {
    const document::Document document =
        composed(letter("# Title\n\nwords\n", "", "preheader: Our reference {{reference}}\n"));
    EXPECT_EQ(document.subject, "Your complaint: our reference CC-1");
    EXPECT_EQ(document.preheader, "Our reference CC-1");
    EXPECT_EQ(document.reference, "CC-1");
    EXPECT_EQ(document.date, "17 March 2025");
    EXPECT_EQ(document.form, "standard");
    EXPECT_EQ(document.language, "en");
    EXPECT_EQ(document.addressee.size(), 3U);
    EXPECT_EQ(document.salutation, "Dear Ms Patel");
    EXPECT_EQ(document.sign_off, "Yours sincerely");
    EXPECT_EQ(document.signatory.front(), "Sam Green");
    EXPECT_EQ(document.contact.front(), "Example Council");
    EXPECT_EQ(document.body.size(), 2U);
}

TEST(Compose, ALetterWithoutSalutationTakesNoLeaveEither) {
    const document::Document document = composed(letter("# T\n", "", "salutation: none\n"));
    EXPECT_EQ(document.salutation, "");
    EXPECT_EQ(document.sign_off, "");
}

TEST(Compose, NamesCaseFileLineAndFieldOfEveryMissingValue) {
    const auto result = compose(letter("# T\n\n{{a}}\n\n{{b}}\n", "a, b"),
                                {{"reference", std::string("x")}}, frame());
    ASSERT_FALSE(result);
    ASSERT_EQ(result.error().size(), 2U);
    EXPECT_THAT(to_text(result.error()[1]),
                StartsWith("letters/test.md:11: case CC-1, field b: the field has no value"));
}

WordingFile file(const std::string& name, const std::string& text) {
    return {name, text, "letters/" + name + ".md"};
}

TEST(Catalogue, ReadsLettersAndTheirPartials) {
    const auto catalogue = read_catalogue({
        file("a", letter_text("# T\n\n{{> _help}}\n\n{{> stage1/_points}}\n", "team_phone")),
        file("_help", "Ring {{team_phone}}.\n"),
        file("stage1/_points", "Points.\n"),
    });
    ASSERT_TRUE(catalogue) << to_text(catalogue.error());
    EXPECT_EQ(catalogue->size(), 1U);
    EXPECT_EQ(catalogue->find("a")->name, "a");
}

TEST(Compose, AFurtherTitleBeginsAnEnclosureAfterTheSignature) {
    const document::Document made = composed(letter(
        "# Our answer\n\nHere it is.\n\n# How stage 2 works\n\nLike this.\n\n# A map\n\nHere.\n"));
    EXPECT_EQ(made.body.size(), 2U);
    ASSERT_EQ(made.after_signature.size(), 4U);
    const auto& title = std::get<document::Heading>(made.after_signature[0]);
    EXPECT_EQ(document::plain(title.runs), "How stage 2 works");
    EXPECT_TRUE(title.begins_page);
    EXPECT_TRUE(std::get<document::Heading>(made.after_signature[2]).begins_page);
    EXPECT_FALSE(std::get<document::Heading>(made.body[0]).begins_page);
}

TEST(Catalogue, TheLaterFileOfOneNameIsInForce) {
    const auto catalogue =
        read_catalogue({file("a", letter_text("# First\n")), file("a", letter_text("# Second\n"))});
    ASSERT_TRUE(catalogue);
    EXPECT_EQ(
        std::get<document::Heading>(composed(*catalogue->find("a")).body.front()).runs.front().text,
        "Second");
}

TEST(Catalogue, ReadsALetterWhenItIsAskedForIfTheFilesWereFoundWellBefore) {
    const auto catalogue =
        read_catalogue({file("a", letter_text("# T\n\n{{> _help}}\n")), file("_help", "Ring us.\n"),
                        file("wrong", "no front matter")},
                       Reading::when_asked);
    ASSERT_TRUE(catalogue) << to_text(catalogue.error());
    EXPECT_THAT(catalogue->names(), testing::ElementsAre("a", "wrong"));
    EXPECT_EQ(catalogue->find("a")->name, "a");
    EXPECT_EQ(catalogue->find("a"), catalogue->find("a"));
    EXPECT_EQ(catalogue->find("none"), nullptr);
    EXPECT_THROW(catalogue->find("wrong"), std::runtime_error);
}

TEST(Catalogue, TellsTheMistakesOfAllFilesOnce) {
    const auto catalogue = read_catalogue(
        {file("a", letter_text("# T\n\n{{> _p}}\n")), file("b", letter_text("# T\n\n{{> _p}}\n")),
         file("c", "no front matter"), file("_p", "{{#x}}\n"), file("_unused", "TODO {{#y}}\n")});
    ASSERT_FALSE(catalogue);
    EXPECT_EQ(catalogue.error().size(), 4U) << to_text(catalogue.error());
}

TEST(Catalogue, NameRegisterAndLanguageMustAgree) {
    const auto mistakes = [](const std::string& name, const std::string& front) {
        const auto catalogue = read_catalogue({file(name, letter_text("# T\n", "", front))});
        return catalogue ? "" : to_text(catalogue.error());
    };
    EXPECT_EQ(mistakes("s/a.yp", "register: young_person\n"), "");
    EXPECT_EQ(mistakes("s/a.yp.cy", "register: young_person\nlanguage: cy\n"), "");
    EXPECT_THAT(mistakes("s/a.yp", ""), HasSubstr("register do not agree"));
    EXPECT_THAT(mistakes("s/a", "register: young_person\n"), HasSubstr("register do not agree"));
    EXPECT_THAT(mistakes("s/a.cy", ""), HasSubstr("language do not agree"));
    EXPECT_THAT(mistakes("s/a", "language: cy\n"), HasSubstr("language do not agree"));
}

TEST(LetterFor, ChoosesTheSiblingForTheReader) {
    const std::string young = "register: young_person\n";
    const auto catalogue = read_catalogue({
        file("a", letter_text("# T\n")),
        file("a.yp", letter_text("# T\n", "", young)),
        file("b", letter_text("# T\n")),
        file("b.cy", letter_text("# T\n", "", "language: cy\n")),
    });
    ASSERT_TRUE(catalogue) << to_text(catalogue.error());
    const auto chosen = [&](const char* name, bool is_young, const char* language) {
        const Letter* letter = letter_for(*catalogue, name, is_young, language);
        return letter ? letter->name : "none";
    };
    EXPECT_EQ(chosen("a", false, "en"), "a");
    EXPECT_EQ(chosen("a", true, "en"), "a.yp");
    EXPECT_EQ(chosen("b", true, "en"), "b");
    EXPECT_EQ(chosen("b", true, "cy"), "b.cy");
    EXPECT_EQ(chosen("a", false, "cy"), "none");
    EXPECT_EQ(chosen("a", true, "cy"), "none");
    EXPECT_EQ(chosen("z", false, "en"), "none");
}

}  // namespace postroom::composition
