#include "procedure/firings.hpp"

#include <algorithm>

#include "procedure/clocks.hpp"

namespace postroom::procedure {

Records::Records(const cases::Case& case_) {
    for (const cases::CaseEvent& event : case_.events) {
        if (event.name == cases::letter_sent || event.name == cases::step_skipped ||
            event.name == cases::step_baselined) {
            records_.push_back(&event);
        }
    }
}

const cases::CaseEvent* Records::of(const Step& step, const std::string& occurrence) const {
    for (const cases::CaseEvent* record : records_) {
        if (record->says("step", step.id.text) && record->says("occurrence", occurrence))
            return record;
    }
    return nullptr;
}

namespace {

class Finder {
  public:
    Finder(const Facts& facts, const std::vector<ClockView>& clocks, const Records& records,
           LocalTime now)
        : facts_(facts), clocks_(clocks), records_(records), now_(now) {}

    const ClockView* view_of(const std::string& id) const {
        for (const ClockView& view : clocks_)
            if (view.clock->id == id) return &view;
        return nullptr;
    }

    Expected<bool> given(const OnEvent& when, const cases::CaseEvent& event) {
        const Standpoint then{.until = event.on, .before = &event};
        bool any = when.given.empty();
        for (const Condition& condition : when.given) {
            const auto held = facts_.holds(condition, clocks_, then);
            if (!held) return fail(held.error());
            any = any || *held;
        }
        if (!any) return false;
        for (const Condition& condition : when.not_given) {
            const auto held = facts_.holds(condition, clocks_, then);
            if (!held) return fail(held.error());
            if (*held) return false;
        }
        if (when.recorded_late == 0) return true;
        const auto delay = facts_.calendar().count(event.on, known_on(event, now_.day));
        if (!delay) return fail(delay.error());
        return *delay >= when.recorded_late;
    }

    Expected<std::vector<Firing>> event_firings(const Step& step, const OnEvent& when) {
        std::vector<Firing> firings;
        for (const cases::CaseEvent& event : facts_.case_file().events) {
            const bool sets_off = std::ranges::any_of(when.any_of, [&](const Condition& one) {
                return facts_.matches(event, one) && in_force(event, one);
            });
            if (!sets_off) continue;
            const auto fires = given(when, event);
            if (!fires) return fail(fires.error());
            if (!*fires) continue;
            Firing firing{.occurrence = when.each || when.latest ? event.id.text : "once",
                          .planned = {facts_.known(event), 0},
                          .trigger = &event};
            if (when.latest && !firings.empty() && !records_.of(step, firings.back().occurrence))
                firings.pop_back();  // a newer one takes its place
            if (firings.empty() || when.each || when.latest) firings.push_back(std::move(firing));
        }
        return firings;
    }

    /// Of several answers to one question only the latest sets anything off; a letter already
    /// sent stays sent.
    bool in_force(const cases::CaseEvent& event, const Condition& condition) const {
        if (condition.kind != Condition::Kind::event) return true;
        if (!facts_.procedure().opposites.contains(event.name)) return true;
        return facts_.proof(condition) != nullptr;
    }

    /// Earlier when anybody it goes to is written to by post: the letter must catch the last post.
    template <class Timed>
    int minute_of(const Step& step, const Timed& when) const {
        if (!when.minute_by_post) return when.minute;
        const bool by_post = std::ranges::any_of(step.to, [&](const std::string& name) {
            const auto role = cases::role_named(name);
            const cases::Party* reader = role ? facts_.case_file().party(*role) : nullptr;
            return reader != nullptr && reader->channel == cases::Channel::letter;
        });
        return by_post ? *when.minute_by_post : when.minute;
    }

    /// `days` working days after the date, before it when negative; for 0 the date itself, or the
    /// last working day before it.
    Expected<Day> day_from(Day date, int days) const {
        const calendar::WorkingCalendar& calendar = facts_.calendar();
        if (days == 0 && !calendar.is_working_day(date)) return calendar.add(date, -1);
        return calendar.add(date, days);
    }

    Expected<std::vector<Firing>> date_firings(const Step& step, const OnDate& when) {
        std::vector<Firing> firings;
        for (const cases::CaseEvent& event : facts_.case_file().events) {
            if (event.name != when.date.event) continue;
            const auto date = Facts::date_in(event, when.date.detail);
            if (!date || !facts_.in_force(event)) continue;
            const auto day = day_from(*date, when.days);
            if (!day) return fail(day.error());
            // Told too late for that day, it goes as soon as it is told.
            const Day known = facts_.known(event);
            const LocalTime planned =
                known > *day ? LocalTime{known, 0} : LocalTime{*day, minute_of(step, when)};
            // A new date is a new firing, whether it came by a new event or a correction.
            Firing firing{.occurrence = event.id.text + ":" + date->iso(),
                          .planned = planned,
                          .trigger = &event};
            if (!when.each && !firings.empty() && !records_.of(step, firings.back().occurrence))
                firings.pop_back();
            firings.push_back(std::move(firing));
        }
        return firings;
    }

    Expected<std::vector<Firing>> day_firings(const Step& step, const OnDay& when) {
        std::vector<Firing> firings;
        const ClockView* view = view_of(when.clock);
        if (view == nullptr) return firings;
        const auto first_day = first_day_of(*view, when);
        if (!first_day) return fail(first_day.error());
        if (!first_day->has_value()) return firings;
        const int first = when.day + (when.after ? 1 : 0);
        std::string base = when.clock + ":" + view->epoch.text;
        // Past one limit and past the longer one are two things.
        if (when.target) base += ":target" + std::to_string(view->target);
        int repetition = 0;
        while (true) {
            const int n = first + repetition * when.every.value_or(0);
            const auto day = when.target
                                 ? repeated(**first_day, repetition * when.every.value_or(0))
                                 : day_of(*view, n, facts_.calendar());
            if (!day) return fail(day.error());
            if (!day->has_value()) break;
            Firing firing{.occurrence = when.every ? base + ":" + std::to_string(n) : base,
                          .planned = {**day, minute_of(step, when)},
                          .trigger = nullptr};
            const bool over = view->stopped && firing.planned.day > *view->stopped;
            if (over && !firings.empty()) break;
            // Of repetitions long past only those on record are kept.
            if (!firings.empty() && firing.planned <= now_ &&
                !records_.of(step, firings.back().occurrence)) {
                firings.pop_back();
            }
            const bool future = firing.planned > now_;
            firings.push_back(std::move(firing));
            if (!when.every || future || over) break;
            ++repetition;
        }
        return firings;
    }

  private:
    /// The first day a day of the clock sets the step off; nothing while the clock is paused.
    Expected<std::optional<Day>> first_day_of(const ClockView& view, const OnDay& when) const {
        if (!when.target) return day_of(view, when.day + (when.after ? 1 : 0), facts_.calendar());
        if (!view.due) return std::optional<Day>{};
        const auto day = when.after
                             ? facts_.calendar().working_day_on_or_after(view.due->plus_days(1))
                             : facts_.calendar().working_day_on_or_after(*view.due);
        if (!day) return fail(day.error());
        return std::optional<Day>{*day};
    }

    Expected<std::optional<Day>> repeated(Day first, int days) const {
        const auto day = facts_.calendar().add(first, days);
        if (!day) return fail(day.error());
        return std::optional<Day>{*day};
    }

    const Facts& facts_;
    const std::vector<ClockView>& clocks_;
    const Records& records_;
    LocalTime now_;
};

}  // namespace

Expected<std::vector<Firing>> firings_of(const Step& step, const Facts& facts,
                                         const std::vector<ClockView>& clocks,
                                         const Records& records, LocalTime now) {
    Finder finder(facts, clocks, records, now);
    if (const auto* event = std::get_if<OnEvent>(&step.when))
        return finder.event_firings(step, *event);
    if (const auto* date = std::get_if<OnDate>(&step.when)) return finder.date_firings(step, *date);
    return finder.day_firings(step, std::get<OnDay>(step.when));
}

}  // namespace postroom::procedure
