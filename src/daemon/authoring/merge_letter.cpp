#include "daemon/authoring/merge_letter.hpp"

#include <algorithm>

#include "base/unicode.hpp"
#include "calendar/date_text.hpp"
#include "cases/party_fields.hpp"
#include "cases/reading.hpp"
#include "composition/compose.hpp"
#include "composition/salutation.hpp"
#include "daemon/studio/fields.hpp"
#include "daemon/studio/people_fields.hpp"
#include "daemon/studio/team_email.hpp"

namespace postroom::daemon {

namespace {

using templating::Record;
using templating::Value;

/// What every letter knows of itself, whatever the table says.
bool is_said_by_the_letter(std::string_view field) {
    return field == "today" || field == "by_post" || field == "by_email" ||
           field == "recipient_name";
}

bool is_used(const composition::Letter& letter, const std::string& field) {
    return std::ranges::find(letter.front.fields, field) != letter.front.fields.end();
}

std::vector<templating::Use> uses_in(const composition::Letter& letter) {
    std::vector<templating::Use> uses;
    for (const auto* part : {&letter.subject(), &letter.preheader(), &letter.body()})
        uses.insert(uses.end(), part->uses().begin(), part->uses().end());
    return uses;
}

/// Where the wording says the field outright, in no section that could leave it out; 0 for nowhere.
int said_outright(const composition::Letter& letter, const std::string& field) {
    for (const templating::Use& use : uses_in(letter))
        if (use.name == field && use.kind == templating::Use::Kind::value && use.sections.empty())
            return use.line;
    return 0;
}

Problem of_column(Problem problem, const std::string& column) {
    problem.field = column;
    return problem;
}

}  // namespace

MergeLetter::Use MergeLetter::use_of(const std::string& field) const {
    const std::vector<templating::Use> uses = uses_in(letter_);
    const bool as_text = std::ranges::any_of(uses, [&](const templating::Use& use) {
        return use.name == field && use.kind == templating::Use::Kind::value;
    });
    return as_text ? Use::text : Use::yes_or_no;
}

std::optional<Value> MergeLetter::known_value(const std::string& field) const {
    if (const auto configured = configured_value(field, studio_.config()))
        return Value(*configured);
    if (field == "today") return Value(calendar::long_date(today_, letter_.front.language));
    if (field == "by_post" || field == can_be_filled_in)
        return Value(channel_ == cases::Channel::letter);
    if (field == "by_email") return Value(channel_ == cases::Channel::email);
    return std::nullopt;
}

ExpectedAll<MergeLetter> MergeLetter::match(const composition::Letter& letter,
                                            const std::vector<std::string>& columns,
                                            cases::Channel channel, const Studio& studio,
                                            calendar::Day today) {
    MergeLetter merge(letter, channel, studio, today);
    Problems problems;
    for (const std::string& name : columns) {
        Column column{.name = name, .of_reader = cases::is_party_field(name), .use = {}};
        if (configured_value(name, studio.config()) || is_said_by_the_letter(name))
            problems.push_back({.what = "a column for what Postroom says itself",
                                .remedy = "rename or remove the column; the council's details are "
                                          "in postroom.yaml",
                                .line = 1,
                                .field = name});
        if (is_used(letter, name)) column.use = merge.use_of(name);
        if (!column.use && !column.of_reader && name != "reference") merge.unused_.push_back(name);
        merge.columns_.push_back(std::move(column));
    }
    for (const std::string& field : letter.front.fields) {
        if (auto value = merge.known_value(field)) {
            merge.constant_.emplace(field, std::move(*value));
            continue;
        }
        if (field == "recipient_name" || std::ranges::find(columns, field) != columns.end())
            continue;
        if (const int line = said_outright(letter, field); line != 0)
            problems.push_back({.what = "the table has no such column, and the letter says it at "
                                        "line " +
                                        std::to_string(line),
                                .remedy = "add the column",
                                .line = 1,
                                .field = field});
    }
    if (!problems.empty()) return fail(std::move(problems));
    return merge;
}

std::optional<Problem> MergeLetter::trouble_with(const cases::Party& reader) const {
    if (reader.format != "standard")
        return Problem{.what = "this reader needs another format",
                       .remedy = "make their letter by itself, and take the row out",
                       .field = "format"};
    if (reader.language != letter_.front.language)
        return Problem{.what = "this reader's language is not the letter's",
                       .remedy = "merge them with the letter in their language",
                       .field = "language"};
    if (channel_ == cases::Channel::letter && reader.address.empty())
        return Problem{.what = "no usable postal address",
                       .remedy = "fill address_1 and the lines after it",
                       .field = "address_1"};
    if (channel_ == cases::Channel::letter && reader.address.postcode.empty())
        return Problem{.what = "no postcode", .remedy = "fill it", .field = "postcode"};
    return std::nullopt;
}

std::string MergeLetter::reference_in(const std::vector<std::string>& cells) const {
    const auto column = std::ranges::find(columns_, "reference", &Column::name);
    if (column == columns_.end()) return {};
    const std::string& cell = cells[static_cast<std::size_t>(column - columns_.begin())];
    return cases::wrong_in_line(cell) ? "" : cell;
}

ExpectedAll<MergedLetter> MergeLetter::fill(const std::vector<std::string>& cells) const {
    MergedLetter merged;
    Problems problems;
    Record fields = constant_;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const Column& column = columns_[i];
        const std::string& cell = cells[i];
        if (column.of_reader || column.name == "reference") {
            if (const auto wrong = cases::wrong_in_line(cell)) {
                problems.push_back({.what = *wrong, .remedy = "mend it", .field = column.name});
                continue;
            }
        }
        if (column.of_reader)
            if (auto wrong = cases::set_party_field(merged.reader, column.name, cell))
                problems.push_back(of_column(std::move(*wrong), column.name));
        if (column.name == "reference") merged.reference = cell;
        if (!column.use || is_blank(cell)) continue;
        if (*column.use == Use::yes_or_no) {
            const auto yes = cases::yes_or_no(cell);
            if (!yes)
                problems.push_back({.what = "neither yes nor no",
                                    .remedy = "write yes or no",
                                    .field = column.name});
            else
                fields.insert_or_assign(column.name, Value(*yes));
        } else if (const auto day = calendar::Day::from_iso(cell)) {
            fields.insert_or_assign(column.name,
                                    Value(calendar::weekday_date(*day, letter_.front.language)));
        } else {
            fields.insert_or_assign(column.name, Value(cell));
        }
    }
    cases::close_up_address(merged.reader.address);
    if (problems.empty())
        if (auto trouble = trouble_with(merged.reader)) problems.push_back(std::move(*trouble));
    if (!problems.empty()) return fail(std::move(problems));
    if (const std::string name = cases::full_name(merged.reader);
        !name.empty() && is_used(letter_, "recipient_name"))
        fields.insert_or_assign("recipient_name", Value(name));

    composition::Frame frame = team_frame(letter_, merged.reader, nullptr, studio_, "", today_);
    frame.reference = merged.reference;
    if (channel_ == cases::Channel::letter)
        frame.addressee = composition::envelope_lines(merged.reader);
    auto document = composition::compose(letter_, fields, frame);
    if (!document) return fail(std::move(document.error()));
    merged.document = std::move(*document);
    return merged;
}

}  // namespace postroom::daemon
