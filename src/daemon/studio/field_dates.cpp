#include "daemon/studio/field_dates.hpp"

#include <algorithm>

#include "daemon/studio/field_names.hpp"
#include "daemon/studio/spoken_of.hpp"

namespace postroom::daemon {

namespace {

using calendar::Day;
using Found = Expected<std::optional<Day>>;

Found as_found(const Expected<Day>& day) {
    if (!day) return fail(day.error());
    return std::optional<Day>(*day);
}

constexpr std::string_view answer_by = "answer_by_";
constexpr std::string_view in_days = "in_";
constexpr std::string_view working_days = "_working_days";

/// "20" or "20_or_30": working days, or calendar days if those end later.
struct Window {
    int working = 0;
    int calendar = 0;
};

std::optional<Window> window_in(std::string_view name) {
    if (!name.starts_with(answer_by)) return std::nullopt;
    name.remove_prefix(answer_by.size());
    const std::size_t middle = name.find("_or_");
    const auto working = number_in(name.substr(0, middle));
    if (!working) return std::nullopt;
    if (middle == std::string_view::npos) return Window{*working, 0};
    const auto calendar = number_in(name.substr(middle + 4));
    if (!calendar) return std::nullopt;
    return Window{*working, *calendar};
}

std::optional<int> days_from_today_in(std::string_view name) {
    if (!name.starts_with(in_days) || !name.ends_with(working_days)) return std::nullopt;
    name.remove_prefix(in_days.size());
    name.remove_suffix(working_days.size());
    return number_in(name);
}

/// So many days after this very letter counts as received (domain A10).
Found end_of(const Window& window, const FieldSource& source) {
    const int in_the_post =
        source.channel == cases::Channel::letter ? procedure::days_in_the_post : 0;
    const auto received = source.calendar.add(source.today, in_the_post);
    if (!received) return fail(received.error());
    const auto day = source.calendar.add(*received, window.working);
    if (!day) return fail(day.error());
    return std::optional<Day>(std::max(*day, received->plus_days(window.calendar)));
}

/// The date that an event named with its reason for the longer limit of this clock, where it is one
/// that we may tell: after the first limit, within the longer one, and no pause has come since.
Found told_of_clock(const procedure::ClockView& view, const FieldSource& source) {
    const procedure::Clock& clock = *view.clock;
    if (!clock.told) return std::optional<Day>{};
    const cases::CaseEvent* extended = source.case_.latest(clock.told->event);
    if (extended == nullptr || !(extended->text("reason") || extended->text("reasons")))
        return std::optional<Day>{};
    const auto until = Day::from_iso(extended->text(clock.told->detail).value_or(""));
    const auto first = procedure::day_of(view, clock.target, source.calendar);
    const auto longest = procedure::day_of(view, clock.extended_target, source.calendar);
    if (!first || !longest) return first ? longest : first;
    if (!until || !*first || !*longest || *until <= **first || *until > **longest)
        return std::optional<Day>{};
    const bool paused_since = std::ranges::any_of(
        view.pauses, [&](const auto& pause) { return pause.from > extended->on; });
    return paused_since ? std::optional<Day>{} : until;
}

Found date_of_clock(const procedure::Clock& clock, std::string_view rest,
                    const FieldSource& source) {
    const procedure::ClockView* view = source.plan.clock(clock.id);
    if (view == nullptr) return std::optional<Day>{};
    if (rest == "started") return std::optional<Day>(view->started);
    if (rest == "due") return view->due;
    if (rest == "told") return told_of_clock(*view, source);
    if (rest == "answer") {
        const auto told = told_of_clock(*view, source);
        return !told || told->has_value() ? told : Found(view->due);
    }
    const auto day = rest_after(rest, "day");
    const auto n = day ? number_in(*day) : std::nullopt;
    if (!n) return std::optional<Day>{};
    return procedure::day_of(*view, *n, source.calendar);
}

std::optional<Day> date_of_event(const std::string& event, std::string_view rest,
                                 const FieldSource& source) {
    const cases::CaseEvent* found = event_spoken_of(event, source);
    if (found == nullptr) return std::nullopt;
    if (rest == "on") return day_for_reader(*found, source);
    if (rest == reworded_on) {
        const EventId* by = source.step.trigger();
        const cases::Reworded* reworded = by == nullptr ? nullptr : found->rewording(*by);
        return reworded == nullptr ? std::nullopt : std::optional<Day>(reworded->known_on);
    }
    return Day::from_iso(found->text(rest).value_or(""));
}

/// When another step's letter went, or the date that it promised.
std::optional<Day> date_of_letter(std::string_view rest, const FieldSource& source) {
    constexpr std::string_view on = "_on";
    constexpr std::string_view promised = "_promised";
    const bool asks_promise = rest.ends_with(promised);
    if (!asks_promise && !rest.ends_with(on)) return std::nullopt;
    rest.remove_suffix(asks_promise ? promised.size() : on.size());
    const cases::CaseEvent* sent = letter_spoken_of(rest, source);
    if (sent == nullptr) return std::nullopt;
    return asks_promise ? Day::from_iso(sent->text("promised").value_or("")) : sent->on;
}

Found plain_date(const std::string& name, const FieldSource& source) {
    if (name == "due_on") return source.step.deadline;
    if (name == "today") return std::optional<Day>(source.today);
    if (name == "logged_on") return std::optional<Day>(source.case_.logged_on);
    if (const auto window = window_in(name)) return end_of(*window, source);
    if (const auto days = days_from_today_in(name))
        return as_found(source.calendar.add(source.today, *days));
    if (const auto rest = rest_after(name, "sent")) return date_of_letter(*rest, source);
    std::string_view rest;
    if (const procedure::Clock* clock = clock_named_in(name, source.procedure, rest)) {
        auto found = date_of_clock(*clock, rest, source);
        if (!found || found->has_value()) return found;
    }
    const std::string event = event_named_in(name, source.procedure, rest);
    if (event.empty()) return std::optional<Day>{};
    return date_of_event(event, rest, source);
}

/// The date last promised for this one, where it was another and no pause has moved it since: that
/// is told when the pause ends. A pause that was over by then, and shorter than we thought, brings
/// the date forward.
std::optional<Day> promised_before(const std::string& name, Day now, const FieldSource& source) {
    if (!source.promised || source.promised->day == now ||
        std::ranges::find(source.promised->fields, name) == source.promised->fields.end())
        return std::nullopt;
    std::string_view rest;
    const procedure::Clock* clock = clock_named_in(name, source.procedure, rest);
    const procedure::ClockView* view = clock ? source.plan.clock(clock->id) : nullptr;
    const bool moved_since =
        view != nullptr && std::ranges::any_of(view->pauses, [&](const auto& pause) {
            return source.promised->day < now || !pause.until || *pause.until > source.promised->on;
        });
    return moved_since ? std::nullopt : std::optional(source.promised->day);
}

}  // namespace

Found date_named(const std::string& name, const FieldSource& source) {
    const DateName wanted = read_date_name(name);
    auto date = plain_date(wanted.date, source);
    if (date && date->has_value() && wanted.promised)
        date = promised_before(wanted.date, **date, source);
    if (!date || !date->has_value()) return date;
    const auto day =
        wanted.days == 0 ? Expected<Day>(**date) : source.calendar.add(**date, wanted.days);
    if (!day) return fail(day.error());
    return std::optional<Day>(day->plus_days(wanted.calendar_days).plus_years(wanted.years));
}

bool counts_from_the_letter(std::string_view name) {
    return window_in(name).has_value() || days_from_today_in(name).has_value();
}

}  // namespace postroom::daemon
