#include <gtest/gtest.h>

#include "makers.hpp"

namespace postroom::cases {
namespace {

TEST(JsonCases, TheDemonstrationFileReadsWithoutAProblem) {
    const std::string json = text_of_file("config/demo/leicestershire-2017-18.json");
    const auto read = read_cases(json, "leicestershire-2017-18.json", acceptance());
    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(read->cases.size(), 93U);
    EXPECT_TRUE(read->events.empty());
    std::size_t parties = 0;
    std::size_t responded = 0;
    for (const CaseFile& one : read->cases) {
        parties += one.parties.size();
        for (const CaseEvent& happened : one.events)
            responded += happened.name == "stage1_responded";
    }
    EXPECT_EQ(parties, 372U);
    EXPECT_EQ(responded, 93U);
    const CaseFile& first = read->cases.front();
    EXPECT_EQ(first.reference.text, "CC-2017-0001");
    EXPECT_EQ(full_name(first.parties.front()), "Mx Łukasz Young");
    EXPECT_EQ(first.parties.front().address.lines,
              (std::vector<std::string>{"71 Example Avenue", "Melton Mowbray"}));
    EXPECT_EQ(first.parties.front().channel, Channel::email);
    EXPECT_EQ(first.events.front().on, day("2017-03-01"));
    EXPECT_EQ(first.events[3].text("remedy"), "policy review");
    EXPECT_EQ(first.events[6].id.text, "e7");
}

TEST(JsonCases, TakeTheirDaysAndSourceFromTheAcceptance) {
    const CaseFile file = only_case(json_with(asha, was_received));
    EXPECT_EQ(file.logged_on, day("2025-03-05"));
    EXPECT_FALSE(file.baseline_on);
    EXPECT_EQ(file.events[0].recorded_on, day("2025-03-05"));
    EXPECT_EQ(file.events[0].recorded_at, acceptance().recorded_at);
    EXPECT_EQ(file.events[0].source, "import");
}

TEST(JsonCases, EveryFieldOfAPartyIsRead) {
    const CaseFile file = only_case(json_with_party(
        R"({"role":"advocate","kind":"other","title":"Dr","first_name":"Rhys","last_name":"Ŵyn",
        "salutation":"Dear Rhys","address":["1 High Street","Oadby"],"postcode":"LE2 0XX",
        "email":"rhys@advocates.example","phone":"0116 496 0000","channel":"letter",
        "format":"giant_print","language":"cy","represents":"Asha Patel",
        "consent":{"given":true,"on":"2025-03-01","scope":"all letters"},
        "address_confidential":true,"safe_contact":"text first","complained_about":true})"));
    Party expected;
    expected.role = Role::advocate;
    expected.kind = "other";
    expected.title = "Dr";
    expected.first_name = "Rhys";
    expected.last_name = "Ŵyn";
    expected.salutation = "Dear Rhys";
    expected.address = {{"1 High Street", "Oadby"}, "LE2 0XX"};
    expected.email = "rhys@advocates.example";
    expected.phone = "0116 496 0000";
    expected.channel = Channel::letter;
    expected.format = "giant_print";
    expected.language = "cy";
    expected.represents = "Asha Patel";
    expected.consent = {true, day("2025-03-01"), "all letters"};
    expected.address_confidential = true;
    expected.safe_contact = "text first";
    expected.complained_about = true;
    EXPECT_EQ(file.parties[1], expected);
}

TEST(JsonCases, NamesAreOnlyCharacters) {
    for (const char* name :
         {"O’Neill", "O'Neill", "de la Cruz", "*Ltd*", "=SUM(A1)", "{{x}}", "<b>", "Ŵyn", "Łukasz",
          "Ștefan", "[x](http://evil.example)", "Null", "علي", "李", "-", "_"}) {
        const CaseFile file = only_case(json_with(
            std::string(R"({"role":"complainant","last_name":")") + name + "\"}", was_received));
        EXPECT_EQ(file.parties[0].last_name, name);
    }
}

TEST(JsonCases, TextsNobodyWroteAreTooLong) {
    const auto named = [](std::size_t length) {
        return troubles(
            json_with(R"({"role":"complainant","last_name":")" + std::string(length, 'x') + "\"}",
                      was_received));
    };
    EXPECT_EQ(named(500), "");
    EXPECT_EQ(named(501),
              "cases.json:4: case CC-1, field complainant.last_name: is too long: a line holds at "
              "most 500 bytes; mend it where it comes from\n");
    const auto summed_up = [](std::size_t length) {
        return troubles(json_with(
            asha, was_received, R"(,"complaint":{"summary":")" + std::string(length, 'x') + "\"}"));
    };
    EXPECT_EQ(summed_up(50'000), "");
    EXPECT_NE(summed_up(50'001).find("too long: a text holds at most 50000 bytes"),
              std::string::npos);
}

TEST(JsonCases, AComplaintWithoutAnyAddressIsTaken) {
    EXPECT_TRUE(only_case(json_with(asha, was_received)).parties[0].address.empty());
    EXPECT_EQ(troubles(json_with(R"({"role":"complainant","first_name":"Bo","address":[]})",
                                 was_received)),
              "");
}

TEST(JsonCases, AnAddressOfFiveHundredLinesIsOneProblem) {
    const auto with_lines = [](int count) {
        std::string lines;
        for (int i = 0; i < count; ++i) lines += std::string(i == 0 ? "" : ",") + "\n\"Row\"";
        return troubles(json_with(
            R"({"role":"complainant","first_name":"Bo","address":[)" + lines + "]}", was_received));
    };
    EXPECT_EQ(with_lines(12), "");
    EXPECT_EQ(with_lines(500),
              "cases.json:17: case CC-1, field complainant.address: an address of 500 lines, more "
              "than the 12 that an address may hold; keep what the post needs\n");
    std::string moved = R"({"name":"party_changed","on":"2025-03-09","role":"complainant",)";
    moved += R"("party":{"address":["1","2","3","4","5","6","7","8","9","10","11","12","13"]}})";
    EXPECT_EQ(troubles(json_with_event(moved)),
              "cases.json:8: case CC-1, field party_changed.address: an address of 13 lines, more "
              "than the 12 that an address may hold; keep what the post needs\n");
}

TEST(JsonCases, ProblemsNameFileLineCaseAndFieldButNeverTheValue) {
    EXPECT_EQ(troubles(json_with_event(R"({"name":"stage1_responded","on":"2025-03-13",
"finding":"SECRET"})")),
              "cases.json:9: case CC-1, field stage1_responded.finding: not a value that this "
              "event knows; use one of: upheld, partly_upheld, not_upheld, no_finding\n");
    EXPECT_EQ(troubles(json_with_party(R"({"role":"team_manager","name":"B",
"email":"SECRET at home"})")),
              "cases.json:6: case CC-1, field team_manager.email: not an email address; write one "
              "address, as name@council.example\n");
}

struct WrongCase {
    const char* what;
    std::string json;
    const char* field;
};

TEST(JsonCases, EveryBreachOfTheRulesIsFoundAndNoValueRepeated) {
    const auto with_reference = [](const std::string& reference) {
        std::string json = json_with(asha, was_received);
        json.replace(json.find("\"CC-1\""), 6, reference);
        return json;
    };
    const WrongCase wrong[] = {
        {"unknown key of a case", json_with(asha, was_received, R"(,"colour":"SECRET")"), "colour"},
        {"repeated key of a case", json_with(asha, was_received, R"(,"procedure":"SECRET")"),
         "procedure"},
        {"unknown key of a complaint",
         json_with(asha, was_received, R"(,"complaint":{"summery":"SECRET"})"),
         "complaint.summery"},
        {"summary with a control",
         json_with(asha, was_received,
                   ",\"complaint\":{\"summary\":"
                   "\"SECRET\\u0007\"}"),
         "summary"},
        {"area with a newline", json_with(asha, was_received, R"(,"service_area":"SECRET\n")"),
         "service_area"},
        {"area is a number", json_with(asha, was_received, R"(,"service_area":5)"), "service_area"},
        {"complaint is text", json_with(asha, was_received, R"(,"complaint":"SECRET")"),
         "complaint"},
        {"empty reference", with_reference("\"\""), "reference"},
        {"reference with a newline", with_reference("\"SECRET\\n1\""), "reference"},
        {"reference is a number", with_reference("17"), "reference"},
        {"no complainant", json_with(R"({"role":"team_manager","name":"SECRET"})", was_received),
         "complainant"},
        {"unknown role", json_with_party(R"({"role":"SECRET","name":"x"})"), "role"},
        {"no role", json_with_party(R"({"name":"SECRET"})"), "role"},
        {"role twice", json_with_party(R"({"role":"advocate","name":"x","role":"legal"})"),
         "advocate.role"},
        {"party is text", json_with_party(R"("SECRET")"), "parties"},
        {"unknown kind", json_with_party(R"({"role":"young_person","name":"x","kind":"SECRET"})"),
         "young_person.kind"},
        {"unknown channel", json_with_party(R"({"role":"legal","name":"x","channel":"SECRET"})"),
         "legal.channel"},
        {"unknown format", json_with_party(R"({"role":"legal","name":"x","format":"SECRET"})"),
         "legal.format"},
        {"no language", json_with_party(R"({"role":"legal","name":"x","language":"SECRET "})"),
         "legal.language"},
        {"misspelt field", json_with_party(R"({"role":"legal","name":"x","e-mail":"SECRET"})"),
         "legal.e-mail"},
        {"repeated field", json_with_party(R"({"role":"legal","name":"x","name":"SECRET"})"),
         "legal.name"},
        {"phone as number", json_with_party(R"({"role":"legal","name":"x","phone":116496})"),
         "legal.phone"},
        {"null", json_with_party(R"({"role":"legal","name":"x","phone":null})"), "legal.phone"},
        {"name is yes", json_with_party(R"({"role":"legal","name":true})"), "legal.name"},
        {"name with RTL override",
         json_with_party("{\"role\":\"legal\",\"name\":\"SECRET\u202E\"}"), "legal.name"},
        {"name with NUL", json_with_party(R"({"role":"legal","name":"SECRET\u0000"})"),
         "legal.name"},
        {"name with C1", json_with_party("{\"role\":\"legal\",\"name\":\"SECRET\u0085\"}"),
         "legal.name"},
        {"name with DEL", json_with_party("{\"role\":\"legal\",\"name\":\"SECRET\x7F\"}"),
         "legal.name"},
        {"address with U+2028",
         json_with_party(
             "{\"role\":\"legal\",\"name\":\"x\",\"address\":[\"1\",\"SECRET\u2028\"]}"),
         "legal.address_2"},
        {"address with newline",
         json_with_party(R"({"role":"legal","name":"x","address":["SECRET\nx"]})"),
         "legal.address_1"},
        {"address is text", json_with_party(R"({"role":"legal","name":"x","address":"SECRET"})"),
         "legal.address"},
        {"address of numbers", json_with_party(R"({"role":"legal","name":"x","address":[5]})"),
         "legal.address"},
        {"email with newline",
         json_with_party(R"({"role":"legal","name":"x","email":"a@mail.example\nBcc: SECRET"})"),
         "legal.email"},
        {"consent misspelt",
         json_with_party(R"({"role":"legal","name":"x","consent":{"givn":true}})"),
         "legal.consent.givn"},
        {"consent not a yes",
         json_with_party(R"({"role":"legal","name":"x","consent":{"given":"SECRET"}})"),
         "legal.consent.given"},
        {"consent on no day",
         json_with_party(R"({"role":"legal","name":"x","consent":{"on":"2025-02-29"}})"),
         "legal.consent.on"},
        {"nobody", json_with_party(R"({"role":"legal","phone":"SECRET"})"), "legal.name"},
        {"two names", json_with_party(R"({"role":"legal","name":"x","last_name":"SECRET"})"),
         "legal.name"},
        {"no received", json_with(asha, ""), "received"},
        {"received twice", json_with_event(was_received), "received"},
        {"unknown event", json_with_event(R"({"name":"SECRET","on":"2025-03-04"})"), "event"},
        {"event without a name", json_with_event(R"({"on":"2025-03-04"})"), "event"},
        {"event is text", json_with_event(R"("SECRET")"), "events"},
        {"no day", json_with_event(R"({"name":"resolved"})"), "resolved.on"},
        {"no such day", json_with_event(R"({"name":"resolved","on":"2025-04-31"})"), "resolved.on"},
        {"day is a number", json_with_event(R"({"name":"resolved","on":20250404})"), "resolved.on"},
        {"day with a time", json_with_event(R"({"name":"resolved","on":"2025-04-30T09:00"})"),
         "resolved.on"},
        {"before received", json_with_event(R"({"name":"resolved","on":"2025-03-02"})"),
         "resolved.on"},
        {"ours alone", json_with_event(R"({"name":"letter_sent","on":"2025-03-04"})"), "event"},
        {"unknown detail", json_with_event(R"({"name":"resolved","on":"2025-03-04","x":"SECRET"})"),
         "resolved.x"},
        {"repeated detail",
         json_with_event(R"({"name":"resolved","on":"2025-03-04","note":"a","note":"SECRET"})"),
         "resolved.note"},
        {"repeated day",
         json_with_event(R"({"name":"resolved","on":"2025-03-04","on":"2025-03-05"})"),
         "resolved.on"},
        {"repeated id", json_with_event(R"({"name":"resolved","on":"2025-03-04","id":"a"},
                                           {"name":"closed","on":"2025-03-04","id":"a"})"),
         "id"},
        {"decision without outcome",
         json_with_event(R"({"name":"eligibility_decided","on":"2025-03-04"})"),
         "eligibility_decided.outcome"},
        {"no such outcome",
         json_with_event(R"({"name":"eligibility_decided","on":"2025-03-04","outcome":"SECRET"})"),
         "eligibility_decided.outcome"},
        {"agrees perhaps",
         json_with_event(R"({"name":"director_decided","on":"2025-03-04","agrees":"SECRET"})"),
         "director_decided.agrees"},
        {"until no day",
         json_with_event(R"({"name":"stage2_extended","on":"2025-03-04","until":"SECRET"})"),
         "stage2_extended.until"},
        {"points are text",
         json_with_event(R"({"name":"stage1_drafted","on":"2025-03-04","points":"SECRET"})"),
         "stage1_drafted.points"},
        {"points of texts",
         json_with_event(R"({"name":"stage1_drafted","on":"2025-03-04","points":["SECRET"]})"),
         "stage1_drafted.points"},
        {"point with a wrong finding",
         json_with_event(
             R"({"name":"stage1_drafted","on":"2025-03-04","points":[{"finding":"SECRET"}]})"),
         "stage1_drafted.points.finding"},
        {"point with a wrong key",
         json_with_event(
             R"({"name":"stage1_drafted","on":"2025-03-04","points":[{"fnding":"SECRET"}]})"),
         "stage1_drafted.points.fnding"},
        {"action due on no day",
         json_with_event(
             R"({"name":"meeting_held","on":"2025-03-04","actions":[{"due_on":"SECRET"}]})"),
         "meeting_held.actions.due_on"},
        {"reason with a bell",
         json_with_event(R"({"name":"delay_confirmed","on":"2025-03-04","reason":"SECRET\u0007"})"),
         "delay_confirmed.reason"},
        {"venue with a newline",
         json_with_event(R"({"name":"panel_fixed","on":"2025-03-04","venue":"SECRET\nx"})"),
         "panel_fixed.venue"},
        {"correction of nothing",
         json_with_event(R"({"name":"corrected","on":"2025-03-04","strike":true})"),
         "corrected.event"},
        {"correction of an event that is not there",
         json_with_event(
             R"({"name":"corrected","on":"2025-03-04","event":"SECRET","strike":true})"),
         "corrected.event"},
        {"correction that says nothing",
         json_with_event(R"({"name":"corrected","on":"2025-03-04","event":"e1"})"), "corrected"},
        {"correction that says both",
         json_with_event(R"({"name":"corrected","on":"2025-03-04","event":"e1","strike":true,
                             "replace":{"note":"x"}})"),
         "corrected"},
        {"replaced day that does not exist",
         json_with_event(R"({"name":"corrected","on":"2025-03-04","event":"e1",
                             "replace":{"on":"SECRET"}})"),
         "corrected.replace.on"},
        {"replaced outcome that does not exist",
         json_with_event(
             R"({"name":"eligibility_decided","on":"2025-03-04","outcome":"accepted","id":"d"},
                {"name":"corrected","on":"2025-03-05","event":"d","replace":{"outcome":"SECRET"}})"),
         "corrected.replace.outcome"},
        {"change of nobody",
         json_with_event(R"({"name":"party_changed","on":"2025-03-04","phone":"SECRET"})"),
         "party_changed.role"},
        {"change of an unknown role",
         json_with_event(R"({"name":"party_changed","on":"2025-03-04","role":"SECRET"})"),
         "party_changed.role"},
        {"change to a wrong email",
         json_with_event(
             R"({"name":"party_changed","on":"2025-03-04","role":"legal","email":"SECRET"})"),
         "party_changed.email"},
        {"change of one of two",
         json_with(asha + "," + asha, was_received + R"(,{"name":"party_changed","on":"2025-03-04",
                                       "role":"complainant","phone":"SECRET"})"),
         "party_changed.which"},
    };
    for (const WrongCase& one : wrong) {
        const auto read = read_cases(one.json, "cases.json", acceptance());
        ASSERT_FALSE(read) << one.what;
        const std::string told = to_text(read.error());
        EXPECT_EQ(read.error().size(), 1U) << one.what << "\n" << told;
        EXPECT_EQ(read.error()[0].field, one.field) << one.what << "\n" << told;
        EXPECT_GT(read.error()[0].line, 0) << one.what;
        EXPECT_EQ(read.error()[0].file, "cases.json");
        EXPECT_EQ(told.find("SECRET"), std::string::npos) << told;
        EXPECT_FALSE(read.error()[0].remedy.empty()) << one.what;
    }
}

TEST(JsonCases, AnUnknownProcedureIsRefused) {
    Acceptance none = acceptance();
    none.procedures = {"luton-statutory"};
    const auto read = read_cases(json_with(asha, was_received), "cases.json", none);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error()[0].field, "procedure");
}

TEST(JsonCases, AReferenceUsedTwiceNamesBothLines) {
    std::string json = json_with(asha, was_received);
    const std::size_t start = json.find("\n{") + 1;
    const std::string one = json.substr(start, json.rfind("]}") - start);
    json.insert(json.rfind("]}"), ",\n" + one);
    const auto read = read_cases(json, "cases.json", acceptance());
    ASSERT_FALSE(read);
    ASSERT_EQ(read.error().size(), 1U) << to_text(read.error());
    EXPECT_EQ(read.error()[0].field, "reference");
    EXPECT_EQ(read.error()[0].line, 9);
    EXPECT_NE(read.error()[0].what.find("line 2"), std::string::npos);
}

TEST(JsonCases, AllProblemsAreToldAtOnceUpToAHundred) {
    std::string events = was_received;
    for (int i = 0; i < 150; ++i) events += ",\n{\"name\":\"nonsense\",\"on\":\"2025-03-04\"}";
    const auto read = read_cases(json_with(asha, events), "cases.json", acceptance());
    ASSERT_FALSE(read);
    ASSERT_EQ(read.error().size(), 101U);
    EXPECT_EQ(read.error()[0].line, 8);
    EXPECT_EQ(read.error()[99].line, 107);
    EXPECT_EQ(read.error()[100].what, "and 50 more problems like these");
}

TEST(JsonCases, ByteOrderMarkAndWindowsLineEndsAreAccepted) {
    std::string json = json_with(asha, was_received, R"(,"complaint":{"summary":"a\r\nb"})");
    for (std::size_t at = 0; (at = json.find('\n', at)) != std::string::npos; at += 2)
        json.replace(at, 1, "\r\n");
    EXPECT_EQ(only_case("\xEF\xBB\xBF" + json).summary, "a\nb");
    EXPECT_NE(troubles("\xEF\xBB\xBF\xEF\xBB\xBF" + json), "");
}

TEST(JsonCases, OtherEncodingsAreRefusedWithTheirLine) {
    const std::string latin = json_with_party("{\"role\":\"legal\",\n\"name\":\"Ren\xE9\"}");
    EXPECT_EQ(troubles(latin), "cases.json:6: not UTF-8; save the file as UTF-8\n");
    EXPECT_NE(troubles(std::string("\xFF\xFE{\0}\0", 6)), "");
    EXPECT_NE(troubles(json_with_party(R"({"role":"legal","name":"\ud800"})")), "");
    EXPECT_EQ(troubles(json_with_party("{\"role\":\"legal\",\n\"name\":\"\\udc00\"}")),
              "cases.json:6: not JSON: half a character, as \\udc00 alone; let a program write the "
              "JSON, or check it with one\n");
    EXPECT_NE(troubles(json_with_party(R"({"role":"legal","\udc00":"x"})")), "");
}

TEST(JsonCases, AComplainantOfWhomOnlyTheTitleCanBeSeenHasNoName) {
    for (const char* name : {"", "   ", "\u200B", "\u00A0"}) {
        const std::string party = R"({"role":"complainant","title":"Ms","first_name":"  ",)"
                                  R"("last_name":")" +
                                  std::string(name) + "\"}";
        EXPECT_NE(troubles(json_with(party, was_received)).find("a complainant without a name"),
                  std::string::npos);
    }
}

TEST(JsonCases, AnAddressOfBlankLinesIsNone) {
    const auto address_of = [](const std::string& written) {
        return only_case(json_with(R"({"role":"complainant","name":"Asha",)" + written + "}",
                                   was_received))
            .parties.front()
            .address;
    };
    EXPECT_TRUE(address_of(R"("address":[],"postcode":"EX1 1AB")").empty());
    EXPECT_TRUE(address_of(R"("address":["  ","\u200b"],"postcode":" ")").empty());
    EXPECT_FALSE(address_of(R"("address":["","The Lodge"])").empty());
}

TEST(JsonCases, BrokenJsonIsToldWithItsLine) {
    const std::string whole = json_with(asha, was_received);
    const auto read = read_cases(whole.substr(0, whole.size() - 4), "cases.json", acceptance());
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().back().line, 8) << to_text(read.error());
    for (const char* json : {"{", "{}", "{\"format\":\"postroom-cases/1\"}",
                             "{\"format\":\"postroom-cases/2\",\"cases\":[]}",
                             "{\"format\":\"postroom-cases/1\",\"cases\":{}}",
                             "{\"format\":\"postroom-cases/1\",\"cases\":[5]}",
                             "{\"format\":\"postroom-cases/1\",\"cases\":[]} x",
                             "{\"format\":\"postroom-cases/1\",\"cases\":[],\"more\":1}",
                             "{\"format\":\"postroom-cases/1\",\"cases\":[],\"cases\":[]}"})
        EXPECT_NE(troubles(json), "") << json;
    EXPECT_NE(troubles(std::string("{\"format\":\"postroom-cases/1\",\"cases\":[]}\0junk", 45)),
              "");
    EXPECT_EQ(troubles("{\"format\":\"postroom-cases/1\",\"cases\":[]}"), "");
    EXPECT_NE(troubles("{\"format\":" + std::string(2'000'000, '[')), "");
}

TEST(JsonCases, DetailsAreReadInTheirTypes) {
    const CaseFile file = only_case(json_with_event(
        R"({"name":"update_received","on":"2025-03-04","on_track":false,"expected":"2025-03-14"},
           {"name":"director_decided","on":"2025-03-05","agrees":"yes","by":"letter"},
           {"name":"action_due","on":"2025-03-05","action":12,"reason":""},
           {"name":"stage1_drafted","on":"2025-03-06","points":[{"text":"a\r\nb","finding":"upheld",
            "actions":["ring","write"]},{"text":"c","number":2}]},
           {"name":"pet_rehomed","on":"2025-03-06","pet":"cat","legs":4,"happy":true})"));
    EXPECT_EQ(file.events[1].details,
              (Details{{"on_track", false}, {"expected", std::string("2025-03-14")}}));
    EXPECT_EQ(file.events[2].details, (Details{{"agrees", true}, {"by", std::string("letter")}}));
    EXPECT_EQ(file.events[3].details, (Details{{"action", std::string("12")}}));
    EXPECT_EQ(std::get<std::vector<DetailObject>>(file.events[4].details.at("points")),
              (std::vector<DetailObject>{
                  {{"text", "a\nb"}, {"finding", "upheld"}, {"actions", "ring\nwrite"}},
                  {{"text", "c"}, {"number", "2"}}}));
    EXPECT_EQ(file.events[5].details,
              (Details{{"pet", std::string("cat")}, {"legs", std::string("4")}, {"happy", true}}));
}

TEST(JsonCases, CorrectionsAreReadInTheFormThatFoldKnows) {
    const CaseFile file = only_case(json_with_event(
        R"({"id":"delay","name":"delay_confirmed","on":"2025-03-13","reason":"leave"},
           {"name":"corrected","on":"2025-03-14","event":"delay",
            "replace":{"on":"2025-03-12","reason":"complexity"}})"));
    const Case folded = fold(file, day("2025-03-14"));
    EXPECT_EQ(folded.latest("delay_confirmed")->on, day("2025-03-12"));
    EXPECT_EQ(folded.latest("delay_confirmed")->text("reason"), "complexity");
}

TEST(JsonCases, APartysNewNameIsReadFromAnObjectOfItsOwn) {
    const CaseFile file = only_case(
        json_with(asha + R"(,{"role":"team_manager","name":"Beth Novák"})",
                  was_received + R"(,{"name":"party_changed","on":"2025-03-14","by":"email",
          "party":{"role":"team_manager","name":"Imogen Vaughan","address":["1 New Road"]}})"));
    const Case folded = fold(file, day("2025-03-14"));
    EXPECT_EQ(full_name(*folded.party(Role::team_manager)), "Imogen Vaughan");
    EXPECT_EQ(folded.party(Role::team_manager)->address.lines,
              std::vector<std::string>{"1 New Road"});
}

TEST(JsonCases, IdsAreAssignedBesideThoseGiven) {
    const CaseFile file = only_case(json_with_event(
        R"({"name":"contact_note","on":"2025-03-04","id":"e1"},
           {"name":"contact_note","on":"2025-03-04"})"));
    EXPECT_EQ(file.events[0].id.text, "e2");
    EXPECT_EQ(file.events[1].id.text, "e1");
    EXPECT_EQ(file.events[2].id.text, "e3");
}

TEST(JsonCases, EventsOfDaysToComeAreTaken) {
    EXPECT_EQ(troubles(json_with_event(R"({"name":"panel_held","on":"2031-03-04"})")), "");
}

TEST(JsonCases, AnOlderSystemMayHaveBegunStageTwo) {
    EXPECT_EQ(troubles(json_with_event(
                  R"({"name":"stage2_begun","on":"2025-04-04","because":"day_30",
                      "counts_from":"2025-04-04"})")),
              "");
}

TEST(EmailAddresses, AreJudgedAsMailServersDo) {
    const auto with_email = [](const std::string& email) {
        return troubles(json_with_party(R"({"role":"legal","name":"x","email":")" + email + "\"}"));
    };
    for (const char* good : {"a@mail.example", "first.last+tag@sub.council.example",
                             "o'neill@mail.example", "x_y-z@1.example", "A@B.example"})
        EXPECT_EQ(with_email(good), "") << good;
    for (const char* bad :
         {"a", "a@", "@mail.example", "a@mail", "a b@mail.example", "a@mail..example",
          ".a@mail.example", "a.@mail.example", "a..b@mail.example", "a@-mail.example",
          "a@mail-.example", "a@mail.example.", "a@@mail.example", "a@mail.example,b@mail.example",
          "Asha <a@mail.example>", "a@[127.0.0.1]", "ä@mail.example", "a@mail.example;",
          "a@mail_x.example"})
        EXPECT_NE(with_email(bad), "") << bad;
    EXPECT_NE(with_email(std::string(65, 'a') + "@mail.example"), "");
}

}  // namespace
}  // namespace postroom::cases
