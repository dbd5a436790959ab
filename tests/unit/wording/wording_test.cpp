// The letters of this repository, each filled with invented values and read as its reader would.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "composition/catalogue.hpp"
#include "composition/compose.hpp"
#include "composition/readability.hpp"
#include "rendering/html.hpp"
#include "rendering/text.hpp"

namespace postroom {
namespace {

using composition::Letter;
using templating::Record;
using templating::Records;
using templating::Use;
using templating::Value;
using ::testing::HasSubstr;
using ::testing::Not;

std::string contents_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

const composition::Catalogue& letters() {
    static const composition::Catalogue catalogue = [] {
        const std::filesystem::path folder = POSTROOM_SOURCE_TREE "/letters";
        std::vector<composition::WordingFile> files;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            if (entry.path().extension() != ".md") continue;
            const std::string below = std::filesystem::relative(entry.path(), folder).string();
            files.push_back({below.substr(0, below.size() - 3), contents_of(entry.path()), below});
        }
        auto read = composition::read_catalogue(files);
        if (!read) throw std::runtime_error(to_text(read.error()));
        return std::move(*read);
    }();
    return catalogue;
}

bool is_for_a_young_person(const Letter& letter) {
    return letter.front.register_ == composition::Register::young_person;
}

bool is_welsh(const Letter& letter) {
    return letter.front.language == "cy";
}

/// Letters by post go to complainants; officers get email alone.
bool is_for_a_complainant(const Letter& letter) {
    return std::ranges::count(letter.front.channels, cases::Channel::letter) > 0;
}

bool holds(const std::string& field, const char* part) {
    return field.find(part) != std::string::npos;
}

/// Whether it is a yes or no about a date: behind us, or after another one.
bool asks_about_a_date(const std::string& field) {
    return field.ends_with("_passed") || holds(field, "_after_");
}

bool is_date(const std::string& field) {
    if (asks_about_a_date(field)) return false;
    for (const char* end : {"_on", "_expected", "_due", "_started", "_until", "_to", "_next_year"})
        if (field.ends_with(end)) return true;
    return field.starts_with("answer_by_") || field.ends_with("_working_days") ||
           holds(field, "_day_") || holds(field, "_plus_") || holds(field, "_minus_");
}

bool is_list(const std::string& field) {
    return field.ends_with("_points") || field.ends_with("_actions") ||
           field.ends_with("_for_reader");
}

/// A day from now on that the letter names, told apart from every other field's.
bool is_promise(const std::string& field) {
    return is_date(field) && !field.ends_with("_on");
}

std::string sample_date(const std::string& field) {
    static std::map<std::string, std::string> days;
    const auto [day, is_new] = days.emplace(field, "");
    if (is_new)
        day->second = "Monday " + std::to_string(days.size() % 28 + 1) + " March 20" +
                      std::to_string(25 + days.size() / 28);
    return day->second;
}

/// What has happened in a case: nothing that need not have, everything in time, or all of it late.
enum class Story { bare, in_time, late };

Record fields_for(const Letter& letter, Story story) {
    static const std::map<std::string, std::string> texts{
        {"reference", "CC-2025-0143"},
        {"today", "17 March 2025"},
        {"summary", "The social worker did not come when she said she would."},
        {"desired_outcome", "I would like visits on the days we agreed."},
        {"acting_team_manager_name", "Sam Lee"},
        {"stage1_drafted_by", "the head of service"},
        {"head_of_service_name", "Jo Kay"},
        {"service_manager_name", "Ann Dee"},
        {"team_manager_name", "Sam Lee"},
        {"acting_team_manager_role", "team manager"},
        {"acting_head_of_service_name", "Jo Kay"},
        {"acting_head_of_service_role", "head of service"},
        {"acting_complaints_officer_name", "Kim Hall"},
        {"acting_complaints_officer_role", "complaints officer"},
        {"team_phone", "01632 960123"},
        {"team_email", "complaints@council.example"},
        {"team_address", "1 Test Street, Testtown TE1 1ST"},
        {"opening_hours", "Monday to Friday, 9am to 5pm"},
        {"advocacy_name", "Invented Advocates"},
        {"advocacy_phone", "01632 960200"},
        {"advocacy_email", "help@advocates.example"},
        {"ombudsman_name", "Local Government and Social Care Ombudsman"},
        {"ombudsman_phone", "01632 960300"},
        {"ombudsman_website", "www.ombudsman.example"},
        {"planned_stage2-rights_hour", "4pm"},
        {"stage1_drafted_finding", "partly upheld"},
        {"stage2_drafted_finding", "partly upheld"},
        {"investigating_officer_name", "Alex Roe"},
        {"independent_person_name", "Chris Poe"},
        {"adjudicating_officer_name", "Jo Kay"},
        {"panel_chair_name", "Lee Moss"},
        {"panel_member_names", "Kit Ray and Sasha Bell"},
        {"panel_fixed_time", "10am"},
        {"panel_fixed_venue", "Room 2, Town Hall, Testtown"},
        {"interviews_fixed_time", "10am"},
        {"interviews_fixed_venue", "Room 2, Town Hall, Testtown"},
        {"stage2_day_number", "55"},
        {"stage3_response_days_left", "5"}};
    std::set<std::string> said;
    for (const Use& use : letter.body().uses())
        if (use.kind == Use::Kind::value) said.insert(use.name);

    Record record;
    for (const std::string& name : letter.front.fields) {
        if (is_list(name)) {
            Record point{{"number", Value(std::string("1"))},
                         {"text", Value(std::string("Visits were missed."))},
                         {"finding", Value(std::string("upheld"))},
                         {"response", Value(std::string("agreed"))},
                         {"due_on", Value(std::string("Monday 3 March 2025"))},
                         {"reasons", Value(std::string("We found two missed visits."))},
                         {"actions", Value(std::string("We will call you each week."))}};
            record[name] = Value(Records{point, point});
        } else if (name.ends_with("_actions")) {
            record[name] = Value(Records{{{"text", Value(std::string("Call you each week."))},
                                          {"by", Value(std::string("Sam Lee"))}}});
        } else if (name.ends_with("_by_each")) {
            record[name] = Value(Records{{{"who", Value(std::string("The first complainant"))},
                                          {"on", Value(std::string("Monday 3 March 2025"))}}});
        } else if (name == "letters_sent") {
            if (story == Story::bare) continue;
            record[name] = Value(Records{{{"title", Value(std::string("Acknowledgement"))},
                                          {"on", Value(std::string("Monday 3 March 2025"))}}});
        } else if (name == "missed_steps") {
            record[name] = Value(Records{{{"case", Value(std::string("CC-2025-0143"))},
                                          {"title", Value(std::string("Send the reminder"))},
                                          {"because", Value(std::string("3 days late"))}}});
        } else if (name == "joined_cases") {
            record[name] = Value(Records{{{"case", Value(std::string("CC-2025-0143"))}}});
        } else if (name == "how_many") {
            record[name] = Value(std::string("2"));
        } else if (is_date(name)) {
            record[name] = Value(sample_date(name));
        } else if (const auto text = texts.find(name); text != texts.end()) {
            record[name] = Value(text->second);
        } else if (said.contains(name)) {
            record[name] = Value(std::string("Two of our staff were ill."));
        } else if (asks_about_a_date(name) || name.ends_with("_is_part_accepted") ||
                   name.ends_with("_is_refused") || name == "by_email") {
            record[name] = Value(story == Story::late);
        } else if (name.ends_with("_is_accepted") || name == "by_post") {
            record[name] = Value(story == Story::in_time);
        } else {
            record[name] = Value(story != Story::bare);
        }
    }
    return record;
}

document::Document composed(const Letter& letter, const Record& fields) {
    auto document = composition::compose(letter, fields,
                                         {.reference = "CC-2025-0143",
                                          .date = "17 March 2025",
                                          .addressee = {},
                                          .salutation = "Dear Ms Patel",
                                          .sign_off = "Yours sincerely",
                                          .signatory = {"Kim Hall", "Complaints officer"},
                                          .contact = {"Invented Council", "01632 960123"}});
    EXPECT_TRUE(document) << letter.name << (document ? "" : to_text(document.error()));
    return document.value_or(document::Document{});
}
document::Document composed(const Letter& letter, Story story) {
    return composed(letter, fields_for(letter, story));
}

/// Whether the text says these words, wherever its lines break.
bool has_words(const std::string& text, const std::string& words) {
    const auto one_line = [](const std::string& lines) {
        std::string joined;
        for (const char c : lines)
            if (c != '\n' && c != ' ')
                joined += c;
            else if (!joined.empty() && joined.back() != ' ')
                joined += ' ';
        return joined;
    };
    return one_line(text).find(one_line(words)) != std::string::npos;
}

/// Runs `look(letter, document)` for every letter and story.
template <class Look>
void for_every_letter(Look look) {
    for (const auto& [name, letter] : letters())
        for (const Story story : {Story::bare, Story::in_time, Story::late}) {
            SCOPED_TRACE(name + (story == Story::bare      ? ", bare"
                                 : story == Story::in_time ? ", in time"
                                                           : ", late"));
            look(letter, composed(letter, story));
        }
}

TEST(Wording, HasEveryLetterTheProceduresSend) {
    int found = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(POSTROOM_SOURCE_TREE "/config/procedures")) {
        if (entry.path().filename() != "leicestershire-statutory.yaml") continue;
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line);) {
            const std::string key = "    letter: ";
            if (!line.starts_with(key)) continue;
            ++found;
            const std::string name = line.substr(key.size());
            EXPECT_TRUE(letters().contains(name)) << name;
        }
    }
    EXPECT_GT(found, 20);
}

TEST(Wording, EveryLetterToAComplainantHasASiblingForAYoungPerson) {
    for (const auto& [name, letter] : letters()) {
        if (!is_for_a_complainant(letter) || is_for_a_young_person(letter)) continue;
        const std::string base = is_welsh(letter) ? name.substr(0, name.size() - 3) : name;
        const std::string sibling = is_welsh(letter) ? ".yp.cy" : ".yp";
        // A council's own wording may have the shared letter's sibling.
        const std::string shared = base.substr(base.find('/') + 1);
        EXPECT_TRUE(letters().contains(base + sibling) || letters().contains(shared + sibling))
            << name;
    }
}

TEST(Wording, IsEasyToRead) {
    const std::vector<std::string> fixed{"Local Government and Social Care Ombudsman",
                                         "children's social care complaints procedure"};
    for_every_letter([&](const Letter& letter, const document::Document& document) {
        const auto read = composition::readability(document, fixed);
        // The grade counts English syllables.
        if (!is_welsh(letter)) {
            EXPECT_LE(read.grade, is_for_a_young_person(letter) ? 5.0 : 7.0);
        }
        EXPECT_LE(read.longest_sentence_words, 25) << read.longest_sentence;
    });
}

TEST(Wording, OffersOtherFormatsAndThePhoneAtTheTopOfEveryLetterToAComplainant) {
    for_every_letter([](const Letter& letter, const document::Document& document) {
        if (!is_for_a_complainant(letter)) return;
        ASSERT_GE(document.body.size(), 3U);
        const auto* callout = std::get_if<document::Callout>(&document.body[2]);
        if (callout == nullptr) callout = std::get_if<document::Callout>(&document.body[3]);
        ASSERT_NE(callout, nullptr);
        const char* offer = is_welsh(letter)
                                ? "print bras, sain, iaith arall neu alwad ffôn"
                                : "Tell us if you need large print, audio, another language or a "
                                  "call.";
        EXPECT_THAT(document::plain(callout->runs), HasSubstr(offer));
        EXPECT_THAT(document::plain(callout->runs), HasSubstr("01632 960123"));
    });
}

TEST(Wording, NamesAdvocacyOmbudsmanAndReferenceInEveryLetterToAComplainant) {
    for_every_letter([](const Letter& letter, const document::Document& document) {
        if (!is_for_a_complainant(letter)) return;
        std::string text = rendering::render_text(document);
        std::replace(text.begin(), text.end(), '\n', ' ');
        for (const char* needed : {"Invented Advocates", "01632 960200", "01632 960300",
                                   "complaints@council.example", "CC-2025-0143"})
            EXPECT_THAT(text, HasSubstr(needed));
    });
}

TEST(Wording, SaysTheSameFactsInWelshAsInEnglish) {
    int compared = 0;
    for (const auto& [name, letter] : letters()) {
        const Letter* welsh = letters().find(name + ".cy");
        if (welsh == nullptr) continue;
        ++compared;
        EXPECT_EQ(welsh->front.fields, letter.front.fields) << name;
        EXPECT_EQ(welsh->front.promises, letter.front.promises) << name;
        EXPECT_EQ(welsh->front.tells, letter.front.tells) << name;
        EXPECT_EQ(welsh->front.channels, letter.front.channels) << name;
        for (const Story story : {Story::bare, Story::in_time, Story::late}) {
            const std::string in_english = rendering::render_text(composed(letter, story));
            const std::string in_welsh = rendering::render_text(composed(*welsh, story));
            for (const auto& [field, value] : fields_for(letter, story)) {
                const auto* text = std::get_if<std::string>(&value);
                if (text == nullptr) continue;
                EXPECT_EQ(has_words(in_english, *text), has_words(in_welsh, *text))
                    << name << " " << field << "\n"
                    << in_welsh;
            }
        }
    }
    EXPECT_GE(compared, 6);
}

TEST(Wording, GivesAYoungPersonOneDateToKeepInMind) {
    for_every_letter([](const Letter& letter, const document::Document& document) {
        if (!is_for_a_young_person(letter)) return;
        const std::string text = rendering::render_text(document);
        int dates = 0;
        for (const std::string& field : letter.front.fields)
            if (is_promise(field) && text.find(sample_date(field)) != std::string::npos) ++dates;
        EXPECT_LE(dates, 1) << text;
    });
}

TEST(Wording, SaysSorryInEveryLetterAboutADelay) {
    for (const char* name :
         {"stage1/delay-apology-confirmed", "stage1/delay-apology-silence",
          "stage1/extension-confirmed", "stage1/extension-refused", "stage1/stage2-rights",
          "stage1/right-reminder", "stage1/escalated", "stage1/escalated-at-request",
          "stage2/extension", "stage2/holding", "stage2/overdue", "stage3/adjourned",
          "stage3/panel-late", "stage3/response-late"})
        for (const char* reader : {"", ".yp"}) {
            const Letter& letter = *letters().find(std::string(name) + reader);
            EXPECT_THAT(rendering::render_text(composed(letter, Story::in_time)),
                        HasSubstr("sorry"))
                << letter.name;
        }
}

TEST(Wording, NeverPromisesAPastDateInALateAcknowledgement) {
    for (const char* name : {"intake/acknowledgement", "intake/acknowledgement.yp"}) {
        const Letter& letter = *letters().find(name);
        Record fields = fields_for(letter, Story::late);
        fields.erase("stage2_started");  // stage 1, and it is late
        // Who said only now that it is a complaint has not been kept waiting.
        for (const bool clarified : {false, true}) {
            fields["concern_clarified"] = Value(clarified);
            const std::string text = rendering::render_text(composed(letter, fields));
            EXPECT_EQ(text.find("sorry") == text.npos, clarified) << text;
            EXPECT_THAT(text, Not(HasSubstr(sample_date("stage1_day_10"))));
            EXPECT_THAT(text, Not(HasSubstr(sample_date("eligibility_day_5"))));
        }
    }
}

TEST(Wording, DescribesTheStagesOnlyOnceTheComplaintIsAccepted) {
    const Letter& letter = *letters().find("intake/acknowledgement");
    EXPECT_THAT(rendering::render_text(composed(letter, Story::bare)),
                Not(HasSubstr("The three stages")));
    EXPECT_THAT(rendering::render_text(composed(letter, Story::bare)),
                HasSubstr(sample_date("eligibility_day_5")));
    EXPECT_THAT(rendering::render_text(composed(letter, Story::in_time)),
                HasSubstr("The three stages"));
}

TEST(Wording, SaysWhyAPartOfAComplaintIsNotLookedAt) {
    for (const char* name : {"eligibility/accepted", "eligibility/accepted.yp"}) {
        const std::string text =
            rendering::render_text(composed(*letters().find(name), Story::late));
        EXPECT_THAT(text, HasSubstr("What we look at, and what we do not"));
        EXPECT_THAT(text, HasSubstr("Two of our staff were ill."));
    }
}

TEST(Wording, TellsNoOfficerMoreThanTheJobNeeds) {
    for_every_letter([](const Letter& letter, const document::Document&) {
        // What it is about is sent once, to whoever is to deal with it.
        if (is_for_a_complainant(letter) || letter.name.ends_with("intake/allocation") ||
            letter.name.ends_with("intake/allocation-unposted") ||
            letter.name.ends_with("intake/concern-for-the-team"))
            return;
        for (const char* field : {"summary", "desired_outcome", "complainant_name"})
            EXPECT_EQ(std::ranges::count(letter.front.fields, field), 0) << field;
    });
}

TEST(Wording, TellsARepresentativeNothingBeforeThereIsConsent) {
    for (const char* reader : {"", ".yp"}) {
        const Letter& letter =
            *letters().find(std::string("intake/consent-request-representative") + reader);
        for (const std::string& field : letter.front.fields)
            for (const char* told : {"complainant", "young_person", "summary", "desired", "stage1"})
                EXPECT_EQ(field.find(told), std::string::npos) << letter.name << ": " << field;
    }
}

TEST(Wording, FitsAMailProgram) {
    const std::string shell = contents_of(POSTROOM_SOURCE_TREE "/templates/email/standard.html");
    for_every_letter([&](const Letter&, const document::Document& document) {
        const std::string html = rendering::render_html(document, shell);
        EXPECT_LT(html.size(), 60'000U);
        EXPECT_THAT(html, HasSubstr("<h1"));
        EXPECT_THAT(html, Not(HasSubstr("{{")));
    });
}

}  // namespace
}  // namespace postroom
