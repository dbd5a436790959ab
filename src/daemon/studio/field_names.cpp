#include "daemon/studio/field_names.hpp"

#include <charconv>

namespace postroom::daemon {

namespace {

/// Takes "_plus_5" or "_minus_10" off the end of `name`; 0 when it has neither.
int take_days(std::string& name) {
    for (const std::string_view sign : {"_plus_", "_minus_"}) {
        const std::size_t at = name.rfind(sign);
        if (at == std::string::npos || at == 0) continue;
        const auto days = number_in(std::string_view(name).substr(at + sign.size()));
        if (!days) continue;
        name.erase(at);
        return sign == "_plus_" ? *days : -*days;
    }
    return 0;
}

}  // namespace

std::optional<int> number_in(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return {};
    return value;
}

std::optional<std::string_view> rest_after(std::string_view name, std::string_view head) {
    if (!name.starts_with(head) || name.size() <= head.size() || name[head.size()] != '_')
        return std::nullopt;
    return name.substr(head.size() + 1);
}

const procedure::Clock* clock_named_in(std::string_view name, const procedure::Procedure& procedure,
                                       std::string_view& rest) {
    const procedure::Clock* best = nullptr;
    for (const procedure::Clock& clock : procedure.clocks) {
        const auto after = rest_after(name, clock.id);
        if (after && (best == nullptr || clock.id.size() > best->id.size())) {
            best = &clock;
            rest = *after;
        }
    }
    return best;
}

std::string event_named_in(std::string_view name, const procedure::Procedure& procedure,
                           std::string_view& rest) {
    std::string best;
    const auto consider = [&](std::string_view event) {
        if (name == event && event.size() > best.size()) {
            best = event;
            rest = {};
        }
        const auto after = rest_after(name, event);
        if (after && event.size() > best.size()) {
            best = event;
            rest = *after;
        }
    };
    for (const cases::EventWord& word : cases::all_event_words()) consider(word.name);
    for (const auto& [event, details] : procedure.declared_events) consider(event);
    return best;
}

std::optional<ActingName> read_acting_name(std::string_view name) {
    const auto whole = rest_after(name, "acting");
    if (!whole) return std::nullopt;
    ActingName read{};
    std::string_view of = *whole;
    if (const std::size_t at = of.find("_is_"); at != std::string_view::npos) {
        read.asks = "is";
        read.is = cases::role_named(of.substr(at + 4));
        if (!read.is) return std::nullopt;
        of = of.substr(0, at);
    } else {
        for (const std::string_view asked : {"name", "role"})
            if (of.ends_with(asked)) read.asks = asked;
        if (read.asks.empty() || of.size() <= read.asks.size() + 1) return std::nullopt;
        of.remove_suffix(read.asks.size() + 1);
    }
    const auto role = cases::role_named(of);
    if (!role || !cases::is_council_officer(*role)) return std::nullopt;
    read.role = *role;
    return read;
}

std::optional<cases::Role> asked_for_consent(std::string_view name) {
    constexpr std::string_view tail = "_has_consent";
    if (!name.ends_with(tail)) return std::nullopt;
    return cases::role_named(name.substr(0, name.size() - tail.size()));
}

std::optional<cases::Role> several_in_role(std::string_view name) {
    const auto plural = rest_after(name, "several");
    if (!plural || !plural->ends_with('s')) return std::nullopt;
    return cases::role_named(plural->substr(0, plural->size() - 1));
}

std::optional<AskedOfRole> asked_of_role(std::string_view name) {
    for (const std::string_view asks : {"name", "names", "email"}) {
        if (!name.ends_with(asks) || name.size() <= asks.size() + 1) continue;
        const std::size_t at = name.size() - asks.size() - 1;
        if (name[at] != '_') continue;
        if (const auto role = cases::role_named(name.substr(0, at)))
            return AskedOfRole{.role = *role, .asks = asks};
    }
    return std::nullopt;
}

DateName read_date_name(std::string_view name) {
    constexpr std::string_view passed = "_passed";
    constexpr std::string_view after = "_after_";
    DateName read;
    if (name.ends_with(passed)) {
        read.passed = true;
        name.remove_suffix(passed.size());
    } else if (const std::size_t at = name.find(after); at != std::string_view::npos && at > 0) {
        read.after = name.substr(at + after.size());
        name = name.substr(0, at);
    }
    if (constexpr std::string_view next_year = "_next_year"; name.ends_with(next_year)) {
        read.years = 1;
        name.remove_suffix(next_year.size());
    }
    if (constexpr std::string_view before = "_promised_before"; name.ends_with(before)) {
        read.promised = true;
        name.remove_suffix(before.size());
    }
    read.date = name;
    constexpr std::string_view of_any_kind = "_calendar_days";
    if (name.ends_with(of_any_kind)) {
        std::string counted(name.substr(0, name.size() - of_any_kind.size()));
        read.calendar_days = take_days(counted);
        if (read.calendar_days != 0) read.date = counted;
        return read;
    }
    read.days = take_days(read.date);
    return read;
}

}  // namespace postroom::daemon
