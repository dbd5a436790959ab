#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/unicode.hpp"
#include "makers.hpp"

namespace postroom::cases {
namespace {

/// Text of any characters there are, surrogates left out.
std::string any_text() {
    const auto characters = *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::oneOf(
        rc::gen::inRange<std::uint32_t>(0, 0x100), rc::gen::inRange<std::uint32_t>(0x100, 0xD800),
        rc::gen::inRange<std::uint32_t>(0xE000, 0x10FFFF)));
    std::string text;
    for (const std::uint32_t character : characters)
        append_code_point(text, static_cast<char32_t>(character));
    return text;
}

std::string line_of_text() {
    const std::string text = any_text();
    return forbidden_in_a_line(text) ? "Łukasz O’Neill \"x\" \\ {{y}}" : text;
}

/// A line that says something, or nothing at all: blanks alone are read as nothing.
std::string words() {
    const std::string line = line_of_text();
    return is_blank(line) ? "" : line;
}

std::string key_of_text() {
    static const std::vector<std::string> keys{"reason", "note",      "replace.on", "address_1",
                                               "points", "consent.x", "ŵ\"\\",      ""};
    return *rc::gen::elementOf(keys);
}

Detail any_detail() {
    switch (*rc::gen::inRange(0, 3)) {
        case 0:
            return any_text();
        case 1:
            return *rc::gen::arbitrary<bool>();
        default: {
            std::vector<DetailObject> objects;
            const int count = *rc::gen::inRange(0, 4);
            for (int i = 0; i < count; ++i) {
                DetailObject object;
                for (int k = *rc::gen::inRange(0, 4); k > 0; --k)
                    object[key_of_text()] = any_text();
                objects.push_back(object);
            }
            return objects;
        }
    }
}

TEST(StoredDetails, ComeBackAsTheyWere) {
    EXPECT_TRUE(rc::check([] {
        Details details;
        for (int k = *rc::gen::inRange(0, 6); k > 0; --k)
            details.insert_or_assign(key_of_text(), any_detail());
        const std::string json = to_json(details);
        const auto read = details_from_json(json);
        RC_ASSERT(read.has_value());
        RC_ASSERT(*read == details);
        RC_ASSERT(json.find('\n') == std::string::npos);
    }));
}

TEST(StoredDetails, AreWrittenCanonically) {
    EXPECT_EQ(to_json(Details{}), "{}");
    EXPECT_EQ(to_json(Details{{"reason", std::string("a \"b\"\n\x01 é")},
                              {"agreed", true},
                              {"points", std::vector<DetailObject>{{{"text", "x"}}, {}}}}),
              R"({"agreed":true,"points":[{"text":"x"},{}],"reason":"a \"b\"\n\u0001 é"})");
}

TEST(StoredDetails, AreReadAsAnotherProgramMayWriteThem) {
    const auto read = details_from_json(
        R"( {"replace": {"on": "2025-03-04", "consent": {"given": true}}, "number": 5,
             "address": ["a", "b"]} )");
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, (Details{{"replace.on", std::string("2025-03-04")},
                              {"replace.consent.given", true},
                              {"number", std::string("5")},
                              {"address_1", std::string("a")},
                              {"address_2", std::string("b")}}));
}

TEST(StoredDetails, OfAnotherShapeAreRefused) {
    for (const char* json : {"", "[]", "5", "null", "{\"a\":null}", "{\"a\":[1]}", "{\"a\":{}}",
                             "{\"a\":1,\"a\":2}", "{\"a\":[{\"b\":{}}]}", "{\"a\":[{\"b\":null}]}",
                             "{\"a\":\"\xFF\"}", "{", "{\"a.b\":1,\"a\":{\"b\":2}}"})
        EXPECT_FALSE(details_from_json(json)) << json;
}

TEST(StoredParty, ComesBackAsItWas) {
    EXPECT_TRUE(rc::check([] {
        Party party;
        party.role = static_cast<Role>(*rc::gen::inRange(0, 18));
        party.kind = *rc::gen::element<std::string>("", "parent", "care_leaver");
        party.title = words();
        party.first_name = words();
        party.last_name = words();
        party.name = words();
        party.salutation = words();
        for (int lines = *rc::gen::inRange(0, 7); lines > 0; --lines)
            party.address.lines.push_back("1" + line_of_text());
        party.address.postcode = words();
        party.email = *rc::gen::element<std::string>("", "a.b@mail.example");
        party.phone = words();
        party.channel = *rc::gen::element<std::optional<Channel>>(std::nullopt, Channel::letter,
                                                                  Channel::email);
        party.format = *rc::gen::element<std::string>("standard", "braille");
        party.language = *rc::gen::element<std::string>("en", "cy", "zh-Hant", "bilingual");
        party.consent.given = *rc::gen::arbitrary<bool>();
        if (*rc::gen::arbitrary<bool>()) party.consent.on = day("2025-03-03");
        party.consent.scope = words();
        party.represents = words();
        party.address_confidential = *rc::gen::arbitrary<bool>();
        party.safe_contact = words();
        party.complained_about = *rc::gen::arbitrary<bool>();
        const auto read = party_from_json(to_json(party));
        RC_ASSERT(read.has_value());
        RC_ASSERT(*read == party);
    }));
}

TEST(StoredParty, IsWrittenInTheCaseFilesOwnSpelling) {
    Party party;
    party.role = Role::advocate;
    party.name = "Rhys Ŵyn";
    party.address = {{"1 High Street", "Oadby"}, "LE2 0XX"};
    party.channel = Channel::email;
    party.consent = {true, day("2025-03-03"), ""};
    EXPECT_EQ(to_json(party),
              R"({"role":"advocate","name":"Rhys Ŵyn","address":["1 High Street","Oadby"],)"
              R"("postcode":"LE2 0XX","channel":"email","format":"standard","language":"en",)"
              R"("consent":{"given":true,"on":"2025-03-03"}})");
    EXPECT_EQ(only_case(json_with_party(to_json(party))).parties[1], party);
}

TEST(StoredParty, ThatBreaksTheVocabularyNamesItsField) {
    const auto field = [](const char* json) {
        const auto read = party_from_json(json);
        return read ? "" : read.error().field;
    };
    EXPECT_EQ(field(R"({"role":"king"})"), "role");
    EXPECT_EQ(field(R"({"name":"x"})"), "role");
    EXPECT_EQ(field(R"({"role":"legal","channel":"fax"})"), "channel");
    EXPECT_EQ(field(R"({"role":"legal","colour":"x"})"), "colour");
    EXPECT_EQ(field(R"({"role":"legal","name":"a","name":"b"})"), "name");
    EXPECT_FALSE(party_from_json("[]"));
    EXPECT_FALSE(party_from_json("{"));
}

}  // namespace
}  // namespace postroom::cases
