#include "procedure/firings.hpp"

#include <algorithm>

#include "procedure/clocks.hpp"

namespace postroom::procedure {

const cases::CaseEvent* record_of(const Step& step, const std::string& occurrence,
                                  const Facts& facts) {
    const cases::CaseEvent* first = nullptr;
    for (const auto* record = facts.latest(step.key); record != nullptr;
         record = facts.earlier(*record))
        if (record->says("occurrence", occurrence)) first = record;
    return first;
}

namespace {

class Finder {
  public:
    using Trouble = std::optional<Problem>;

    Finder(const Facts& facts, const std::vector<ClockView>& clocks, LocalTime now,
           std::vector<Firing>& firings)
        : facts_(facts), clocks_(clocks), now_(now), firings_(firings) {}

    const ClockView* view_of(int clock_key) const {
        for (const ClockView& view : clocks_)
            if (view.clock - facts_.procedure().clocks.data() == clock_key) return &view;
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

    Trouble event_firings(const Step& step, const OnEvent& when) {
        if (std::ranges::none_of(when.any_of,
                                 [&](const Condition& one) { return facts_.happened(one.key); }))
            return {};
        for (const cases::CaseEvent& event : facts_.case_file().events) {
            const bool sets_off = std::ranges::any_of(when.any_of, [&](const Condition& one) {
                return facts_.matches(event, one) && in_force(one);
            });
            if (!sets_off) continue;
            const auto fires = given(when, event);
            if (!fires) return fires.error();
            if (!*fires) continue;
            Firing firing{.occurrence = when.each || when.latest ? event.id.text : "once",
                          .planned = {facts_.known(event), 0},
                          .trigger = &event};
            if (when.latest && !firings_.empty() &&
                !record_of(step, firings_.back().occurrence, facts_))
                firings_.pop_back();  // a newer one takes its place
            if (firings_.empty() || when.each || when.latest) firings_.push_back(std::move(firing));
        }
        return {};
    }

    /// Of several answers to one question only the latest sets anything off; a letter already
    /// sent stays sent.
    bool in_force(const Condition& condition) const {
        if (condition.kind != Condition::Kind::event) return true;
        if (facts_.procedure().names.opposites(condition.key).empty()) return true;
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

    Trouble date_firings(const Step& step, const OnDate& when) {
        if (!facts_.happened(when.date.key)) return {};
        for (const cases::CaseEvent& event : facts_.case_file().events) {
            if (facts_.key_of(event) != when.date.key) continue;
            const auto date = Facts::date_in(event, when.date.detail);
            if (!date || !facts_.in_force(event)) continue;
            const auto day = day_from(*date, when.days);
            if (!day) return day.error();
            // Told too late for that day, it goes as soon as it is told.
            const Day known = facts_.known(event);
            const LocalTime planned =
                known > *day ? LocalTime{known, 0} : LocalTime{*day, minute_of(step, when)};
            // A new date is a new firing, whether it came by a new event or a correction.
            Firing firing{.occurrence = event.id.text + ":" + date->iso(),
                          .planned = planned,
                          .trigger = &event};
            if (!when.each && !firings_.empty() &&
                !record_of(step, firings_.back().occurrence, facts_))
                firings_.pop_back();
            firings_.push_back(std::move(firing));
        }
        return {};
    }

    Trouble day_firings(const Step& step, const OnDay& when) {
        const ClockView* view = view_of(when.clock_key);
        if (view == nullptr) return {};
        std::optional<Day> limit;
        if (when.target) {
            const auto first_day = day_of_limit(*view, when);
            if (!first_day) return first_day.error();
            if (!first_day->has_value()) return {};
            limit = **first_day;
        }
        const int first = when.day + (when.after ? 1 : 0);
        std::string base = when.clock + ":" + view->epoch.text;
        // Past one limit and past the longer one are two things.
        if (when.target) base += ":target" + std::to_string(view->target);
        int repetition = 0;
        while (true) {
            const int n = first + repetition * when.every.value_or(0);
            const auto day = limit ? repeated(*limit, repetition * when.every.value_or(0))
                                   : day_of(*view, n, facts_.calendar());
            if (!day) return day.error();
            if (!day->has_value()) break;
            Firing firing{.occurrence = when.every ? base + ":" + std::to_string(n) : base,
                          .planned = {**day, minute_of(step, when)},
                          .trigger = nullptr};
            const bool over = view->stopped && firing.planned.day > *view->stopped;
            if (over && !firings_.empty()) break;
            // Of repetitions long past only those on record are kept.
            if (!firings_.empty() && firing.planned <= now_ &&
                !record_of(step, firings_.back().occurrence, facts_)) {
                firings_.pop_back();
            }
            const bool future = firing.planned > now_;
            firings_.push_back(std::move(firing));
            if (!when.every || future || over) break;
            ++repetition;
        }
        return {};
    }

  private:
    /// The working day on which the limit sets the step off; nothing while the clock is paused.
    Expected<std::optional<Day>> day_of_limit(const ClockView& view, const OnDay& when) const {
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
    LocalTime now_;
    std::vector<Firing>& firings_;
};

}  // namespace

std::optional<Problem> find_firings(const Step& step, const Facts& facts,
                                    const std::vector<ClockView>& clocks, LocalTime now,
                                    std::vector<Firing>& firings) {
    firings.clear();
    Finder finder(facts, clocks, now, firings);
    if (const auto* event = std::get_if<OnEvent>(&step.when))
        return finder.event_firings(step, *event);
    if (const auto* date = std::get_if<OnDate>(&step.when)) return finder.date_firings(step, *date);
    return finder.day_firings(step, std::get<OnDay>(step.when));
}

}  // namespace postroom::procedure
