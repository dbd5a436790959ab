#include "storage/case_rows.hpp"

#include <algorithm>
#include <charconv>

#include "base/unicode.hpp"
#include "cases/case_file.hpp"
#include "storage/case_store.hpp"

namespace postroom::storage {

using cases::CaseEvent;
using cases::Party;

const char* const party_columns =
    "role, kind, title, first_name, last_name, name, salutation, address, postcode, email, phone, "
    "channel, format, language, consent_given, consent_on, consent_scope, represents, "
    "address_confidential, safe_contact, complained_about";

const char* const event_columns =
    "id, name, happened_on, details, recorded_on, CAST(recorded_at AS TEXT), source, author";

namespace {

Problem wrong(std::string what, std::string_view column) {
    Problem problem{std::move(what)};
    problem.field = column;
    return problem;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!line.empty()) lines.emplace_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
    return text;
}

/// The civil day in UTC: it stands in until the row is adopted and gets the London day.
calendar::Day utc_day(Instant at) {
    constexpr std::int64_t microseconds_a_day = 86'400'000'000;
    std::int64_t days = at.microseconds / microseconds_a_day;
    if (at.microseconds % microseconds_a_day < 0) --days;
    return calendar::Day{static_cast<std::int32_t>(days)};
}

std::optional<Problem> detail_problem(std::string_view event, const std::string& name,
                                      const cases::Detail& detail) {
    const std::string column = "details." + name;
    const auto* text = std::get_if<std::string>(&detail);
    const auto type = cases::detail_type(name).value_or(cases::DetailType::text);
    switch (type) {
        case cases::DetailType::boolean:
            if (!std::holds_alternative<bool>(detail)) return wrong("is not true or false", column);
            break;
        case cases::DetailType::objects:
            if (text != nullptr || std::holds_alternative<bool>(detail))
                return wrong("is not a list of objects", column);
            break;
        case cases::DetailType::date:
            if (text == nullptr || !calendar::Day::from_iso(*text))
                return wrong("is not a date (YYYY-MM-DD)", column);
            break;
        case cases::DetailType::text:
            if (cases::detail_type(name) && text == nullptr) return wrong("is not text", column);
            break;
    }
    if (text != nullptr) {
        if (const auto allowed = cases::allowed_values(event, name);
            !allowed.empty() && std::find(allowed.begin(), allowed.end(), *text) == allowed.end())
            return wrong("is none of the values this event may have", column);
        return prose_problem(column, *text);
    }
    return std::nullopt;
}

}  // namespace

std::optional<Problem> line_problem(std::string_view column, std::string_view text) {
    if (!is_utf8(text)) return wrong("is not UTF-8", column);
    if (const auto character = forbidden_in_a_line(text))
        return wrong("holds the character " + *character, column);
    return std::nullopt;
}

std::optional<Problem> prose_problem(std::string_view column, std::string_view text) {
    if (!is_utf8(text)) return wrong("is not UTF-8", column);
    if (const auto character = forbidden_in_prose(text))
        return wrong("holds the character " + *character, column);
    return std::nullopt;
}

Expected<Party> read_party(Row& row) {
    Party party;
    std::optional<Problem> first;
    const auto note = [&](std::optional<Problem> problem) {
        if (!first) first = std::move(problem);
    };
    const auto line = [&](std::string_view column) {
        std::string text = row.text();
        note(line_problem(column, text));
        return text;
    };

    if (const auto role = cases::role_named(row.text()))
        party.role = *role;
    else
        note(wrong("is not a role Postroom knows", "role"));
    party.kind = row.text();
    if (!party.kind.empty() && !cases::is_kind(party.kind))
        note(wrong("is not a kind Postroom knows", "kind"));
    party.title = line("title");
    party.first_name = line("first_name");
    party.last_name = line("last_name");
    party.name = line("name");
    party.salutation = line("salutation");
    party.address.lines = lines_of(row.text());
    for (const std::string& address_line : party.address.lines)
        note(line_problem("address", address_line));
    party.address.postcode = line("postcode");
    party.email = line("email");
    party.phone = line("phone");
    if (const std::string channel = row.text(); !channel.empty()) {
        party.channel = cases::channel_named(channel);
        if (!party.channel) note(wrong("is neither letter nor email", "channel"));
    }
    if (const std::string format = row.text(); !format.empty()) {
        party.format = format;
        if (!cases::is_format(format)) note(wrong("is not a format Postroom knows", "format"));
    }
    if (const std::string language = line("language"); !language.empty()) party.language = language;
    party.consent.given = row.flag();
    if (const std::string on = row.text(); !on.empty()) {
        party.consent.on = calendar::Day::from_iso(on);
        if (!party.consent.on) note(wrong("is not a date (YYYY-MM-DD)", "consent_on"));
    }
    party.consent.scope = row.text();
    note(prose_problem("consent_scope", party.consent.scope));
    party.represents = line("represents");
    party.address_confidential = row.flag();
    party.safe_contact = row.text();
    note(prose_problem("safe_contact", party.safe_contact));
    party.complained_about = row.flag();

    if (first) return fail(*first);
    return party;
}

Expected<CaseEvent> read_event(Row& row, const cases::DeclaredEvents* declared) {
    CaseEvent event;
    event.id = EventId(row.text());
    event.name = row.text();
    const auto on = calendar::Day::from_iso(row.text());
    const std::string details = row.text();
    const std::string recorded_on = row.text();
    const std::string recorded_at = row.text();
    event.source = row.text();
    event.author = row.text();

    for (const auto& [column, text] : {std::pair{"id", &event.id.text},
                                       {"name", &event.name},
                                       {"source", &event.source},
                                       {"author", &event.author}})
        if (auto problem = line_problem(column, *text)) return fail(*std::move(problem));

    const bool ours = event.source == our_source;
    const cases::EventWord* word = cases::event_word(event.name);
    if (!ours && cases::event_is(event.name, cases::EventIs::ours_alone))
        return fail(wrong("is an event that Postroom alone writes", "name"));
    if (!ours && word == nullptr && declared != nullptr && !declared->contains(event.name))
        return fail(wrong("is not an event Postroom or a procedure knows", "name"));
    if (!on) return fail(wrong("is not a date (YYYY-MM-DD)", "happened_on"));
    event.on = *on;

    if (!details.empty()) {
        auto read = is_utf8(details) ? cases::details_from_json(details)
                                     : Expected<cases::Details>(fail(Problem{"is not UTF-8"}));
        if (!read) return fail(wrong("is not a JSON object of details", "details"));
        event.details = std::move(*read);
    }
    // What we wrote ourselves was judged when it was made.
    if (!ours)
        for (const auto& [name, detail] : event.details)
            if (auto problem = detail_problem(event.name, name, detail))
                return fail(*std::move(problem));

    const char* end = recorded_at.data() + recorded_at.size();
    if (const auto [stop, error] =
            std::from_chars(recorded_at.data(), end, event.recorded_at.microseconds);
        error != std::errc{} || stop != end)
        return fail(wrong("is not a number of microseconds", "recorded_at"));
    event.recorded_on = utc_day(event.recorded_at);
    if (!recorded_on.empty()) {
        const auto day = calendar::Day::from_iso(recorded_on);
        if (!day) return fail(wrong("is not a date (YYYY-MM-DD)", "recorded_on"));
        event.recorded_on = *day;
    }
    return event;
}

std::vector<std::pair<std::string_view, Value>> columns_of(const CaseReference& reference,
                                                           const Party& party) {
    return {
        {"case_reference", reference.text},
        {"role", cases::name_of(party.role)},
        {"kind", party.kind},
        {"title", party.title},
        {"first_name", party.first_name},
        {"last_name", party.last_name},
        {"name", party.name},
        {"salutation", party.salutation},
        {"address", joined(party.address.lines)},
        {"postcode", party.address.postcode},
        {"email", party.email},
        {"phone", party.phone},
        {"channel", party.channel ? cases::name_of(*party.channel) : std::string_view()},
        {"format", party.format},
        {"language", party.language},
        {"consent_given", party.consent.given},
        {"consent_on", party.consent.on},
        {"consent_scope", party.consent.scope},
        {"represents", party.represents},
        {"address_confidential", party.address_confidential},
        {"safe_contact", party.safe_contact},
        {"complained_about", party.complained_about},
    };
}

std::vector<std::pair<std::string_view, Value>> columns_of(const CaseReference& reference,
                                                           const CaseEvent& event) {
    return {
        {"case_reference", reference.text},
        {"id", event.id.text},
        {"name", event.name},
        {"happened_on", event.on},
        {"details", cases::to_json(event.details)},
        {"recorded_on", event.recorded_on},
        {"recorded_at", event.recorded_at},
        {"source", event.source},
        {"author", event.author},
    };
}

}  // namespace postroom::storage
