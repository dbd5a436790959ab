// Case files, events and acceptances for the tests of cases.
#pragma once

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include "cases/case_file.hpp"

namespace postroom::cases {

inline Day day(std::string_view iso) {
    const std::optional<Day> parsed = Day::from_iso(iso);
    if (!parsed) throw std::invalid_argument("a test uses a date that does not exist");
    return *parsed;
}

inline Acceptance acceptance() {
    return {.procedures = {"leicestershire-statutory"},
            .declared_events = {{"pet_rehomed", {}},
                                {"doubt_settled",
                                 {{"who", {.type = DetailType::text, .needed = true}}}},
                                {"visit_offered",
                                 {{"visit_on", {.type = DetailType::date}},
                                  {"where", {.values = {"home", "office"}}}}}},
            .logged_on = day("2025-03-05"),
            .recorded_at = Instant{1'741'170'000'000'000}};
}

inline std::string text_of_file(const std::string& path_in_tree) {
    std::ifstream file(POSTROOM_SOURCE_TREE "/" + path_in_tree);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

/// A whole file around one case with these parties and events.
inline std::string json_with(const std::string& parties, const std::string& events,
                             const std::string& more_keys = "") {
    return "{\"format\":\"postroom-cases/1\",\"cases\":[\n{\"reference\":\"CC-1\",\"procedure\":"
           "\"leicestershire-statutory\"" +
           more_keys + ",\n\"parties\":[\n" + parties + "\n],\n\"events\":[\n" + events +
           "\n]}]}\n";
}

inline const std::string asha = R"({"role":"complainant","first_name":"Asha","last_name":"Patel"})";
inline const std::string was_received = R"({"name":"received","on":"2025-03-03"})";

inline std::string json_with_event(const std::string& event) {
    return json_with(asha, was_received + ",\n" + event);
}
inline std::string json_with_party(const std::string& party) {
    return json_with(asha + ",\n" + party, was_received);
}

/// What is wrong with the file, a line each; empty when nothing is.
inline std::string troubles(std::string_view text, const std::string& file = "cases.json") {
    const auto read = read_cases(text, file, acceptance());
    return read ? "" : to_text(read.error());
}

/// The one case of a file that is right.
inline CaseFile only_case(std::string_view text) {
    auto read = read_cases(text, "cases.json", acceptance());
    if (!read) throw std::invalid_argument(to_text(read.error()));
    if (read->cases.size() != 1) throw std::invalid_argument("not one case");
    return std::move(read->cases.front());
}

inline CaseEvent event(std::string name, std::string_view on, std::string id = "",
                       Details details = {}) {
    CaseEvent made;
    made.id = EventId(std::move(id));
    made.name = std::move(name);
    made.on = day(on);
    made.recorded_on = made.on;
    made.details = std::move(details);
    return made;
}

}  // namespace postroom::cases
