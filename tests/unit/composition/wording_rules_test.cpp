#include "composition/wording_rules.hpp"

#include <gmock/gmock.h>

#include "makers.hpp"

namespace postroom::composition {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(WrongWords, AreTheOmbudsmenOfOthersAndTheOldName) {
    for (const char* name :
         {"the Housing Ombudsman", "the Parliamentary and Health Service Ombudsman",
          "the Local Government Ombudsman", "the LOCAL GOVERNMENT OMBUDSMAN"})
        EXPECT_THAT(wrong_words_in(std::string("You can go to ") + name + ".\n", "letters/a.md"),
                    SizeIs(1))
            << name;
    EXPECT_THAT(wrong_words_in("the Local Government and Social Care Ombudsman", "letters/a.md"),
                IsEmpty());
}

TEST(WrongWords, AreAllOmbudsmenButOurs) {
    for (const char* name :
         {"the Public Services Ombudsman for Wales", "the Financial Ombudsman",
          "Scottish Public "
          "Services Ombudsman",
          "Local Government & Social Care Ombudsman", "the LGO", "PHSO",
          "the Commission for Local Administration", "Write to the Prisons Ombudsman"})
        EXPECT_THAT(wrong_words_in(std::string("You can go to ") + name + ".\n", "letters/a.md"),
                    SizeIs(1))
            << name;
    for (const char* right :
         {"The Ombudsman is free.", "Ask the Ombudsman.", "## The Ombudsman", "Our Ombudsman",
          "{{ombudsman_name}}: the Ombudsman's number", "{{> _ombudsman}}", "algorithm LGOX",
          "Are you stuck? The Ombudsman can help.", "yr Ombwdsmon",
          "The Local Government and Social Care Ombudsman looks at it."})
        EXPECT_THAT(wrong_words_in(right, "letters/a.md"), IsEmpty()) << right;
}

TEST(WrongWords, AreTheMarksOfATemplate) {
    for (const char* mark : {"Dear [name],", "[Insert date]", "Ring XXXX.", "It costs \u00a3XX.",
                             "By xx/xx/2025", "On xx/xx", "???", "*delete as appropriate",
                             "Dear {name},", "Dear ${name},", "%NAME%", "\u00abName\u00bb"})
        EXPECT_THAT(wrong_words_in(mark, "letters/a.md"), SizeIs(1)) << mark;
    for (const char* words : {"{{name}}", "{{#points}}", "[our page](https://council.example)",
                              "50% of it, and 20%", "Really?", "Malcolm X and Louis XIV"}) {
        const std::string front = "---\ntitle: x\nchannels: [letter, email]\n---\n";
        EXPECT_THAT(wrong_words_in(front + words + "\n", "letters/a.md"), IsEmpty()) << words;
    }
}

TEST(WrongWords, AreNamedWithFileAndLine) {
    const Problems problems = wrong_words_in("# One\n\nRing 01632 960123.\n", "letters/a.md");
    ASSERT_THAT(problems, SizeIs(1));
    EXPECT_THAT(to_text(problems), HasSubstr("letters/a.md:3: a phone number"));
}

TEST(WrongWords, ArePhoneNumbersHoweverTheyAreWritten) {
    for (const char* number : {"01632 960614", "01632960614", "(01632) 960123", "01632-960-123",
                               "+44 1632 960123", "(01632)960 123"})
        EXPECT_THAT(wrong_words_in(number, "letters/a.md"), SizeIs(1)) << number;
}

TEST(WrongWords, DatesReferencesAndFieldsAreNoPhoneNumbers) {
    for (const char* text :
         {"Monday 14 April 2025", "CC-2025-0143", "{{team_phone}}", "{{stage1_day_20}} 0 1 2 3",
          "10 working days, 20, 30, 65 and 80", "SI 2006/1738", "2025-03-03 and 2025-04-04"})
        EXPECT_THAT(wrong_words_in(text, "letters/a.md"), IsEmpty()) << text;
}

TEST(HardestReading, LooksIntoSectionsWhetherTheyAreShownOrNot) {
    const std::string easy = "# Title\n\nWe are sorry.\n\n";
    const std::string hard = "Notwithstanding considerable administrative difficulties.\n";
    const auto grade = [](const std::string& body) {
        return hardest_reading(letter(body, "delay_confirmed"), {}).grade;
    };
    EXPECT_GT(grade(easy + "{{#delay_confirmed}}\n" + hard + "{{/delay_confirmed}}\n"), 7.0);
    EXPECT_GT(grade(easy + "{{^delay_confirmed}}\n" + hard + "{{/delay_confirmed}}\n"), 7.0);
    EXPECT_LT(grade(easy + "{{#delay_confirmed}}\nWe were late.\n{{/delay_confirmed}}\n"), 7.0);
}

TEST(HardestReading, LooksIntoASectionThatAnotherSectionMustLeaveOut) {
    const auto read = hardest_reading(
        letter("# Title\n\nA.\n\n{{#extension_agreed}}\n{{^delay_confirmed}}\n"
               "One two three four five six seven.\n{{/delay_confirmed}}\n{{/extension_agreed}}\n",
               "extension_agreed, delay_confirmed"),
        {});
    EXPECT_EQ(read.longest_sentence_words, 7);
}

TEST(HardestReading, CountsADateAsItsWordsAndAnyOtherFieldAsOne) {
    EXPECT_EQ(hardest_reading(letter("# Title\n\nBy {{stage1_day_20}}.\n", "stage1_day_20"), {})
                  .longest_sentence_words,
              5);
    EXPECT_EQ(
        hardest_reading(letter("# Title\n\nAsk {{team_manager_name}}.\n", "team_manager_name"), {})
            .longest_sentence_words,
        2);
}

TEST(HardestReading, ReadsTheItemsOfLists) {
    const auto read =
        hardest_reading(letter("# Title\n\n{{#stage1_drafted_points}}\nOne two three {{text}}.\n"
                               "{{/stage1_drafted_points}}\n",
                               "stage1_drafted_points"),
                        {});
    EXPECT_EQ(read.longest_sentence_words, 4);
}

TEST(HardestReading, NeverSaysInOneShapeWhatGoesByPostAndWhatByEmail) {
    const auto read = hardest_reading(
        letter("# Title\n\n{{#by_post}}It is here.{{/by_post}}{{#by_email}}It comes "
               "later.{{/by_email}}\n",
               "by_post, by_email"),
        {});
    EXPECT_EQ(read.longest_sentence_words, 3);
}

TEST(ReadingLimits, AreLowerForYoungPeople) {
    EXPECT_EQ(limits_for(Register::adult).grade, 7.0);
    EXPECT_EQ(limits_for(Register::young_person).grade, 5.0);
    EXPECT_EQ(limits_for(Register::young_person).words_in_a_sentence, 25);
}

}  // namespace postroom::composition
