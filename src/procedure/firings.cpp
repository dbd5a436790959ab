#include "procedure/firings.hpp"

#include <algorithm>

#include "procedure/clocks.hpp"

namespace postroom::procedure {

namespace {

/// Earlier when anybody it goes to is written to by post: the letter must catch the last post.
template <class Timed>
int minute_of(const Step& step, const Timed& when, const cases::Case& case_) {
    if (!when.minute_by_post) return when.minute;
    const bool by_post = std::ranges::any_of(step.to_roles, [&](cases::Role role) {
        const cases::Party* reader = case_.party(role);
        return reader != nullptr && reader->channel == cases::Channel::letter;
    });
    return by_post ? *when.minute_by_post : when.minute;
}

/// `days` working days after the date, before it when negative; for 0 the date itself, or the
/// last working day before it.
Expected<Day> day_from(Day date, int days, const calendar::WorkingCalendar& calendar) {
    if (days == 0 && !calendar.is_working_day(date)) return calendar.add(date, -1);
    return calendar.add(date, days);
}

}  // namespace

std::optional<Problem> FiringFinder::find(const Step& step) {
    found_.clear();
    records_.clear();
    if (facts_.happened(step.key)) facts_.find_places({&step.key, 1}, records_);
    next_record_ = 0;
    if (const auto* event = std::get_if<OnEvent>(&step.when)) return find_by_event(step, *event);
    if (const auto* date = std::get_if<OnDate>(&step.when)) return find_by_date(step, *date);
    return find_by_day(step, std::get<OnDay>(step.when));
}

Expected<bool> FiringFinder::given(const OnEvent& when, const cases::CaseEvent& event) const {
    const Standpoint then{.until = event.on, .before = &event};
    bool any = when.given.empty();
    for (const Condition& condition : when.given) {
        if (any) break;
        const auto held = facts_.holds(condition, plan_.clocks, then);
        if (!held) return fail(held.error());
        any = *held;
    }
    if (!any) return false;
    for (const Condition& condition : when.not_given) {
        const auto held = facts_.holds(condition, plan_.clocks, then);
        if (!held) return fail(held.error());
        if (*held) return false;
    }
    if (when.recorded_late == 0) return true;
    const calendar::Day known = known_on(event, now_.day);
    // What was taken over with its history was on record elsewhere.
    const std::optional<calendar::Day> taken_over = facts_.case_file().baseline_on;
    if (taken_over && known <= *taken_over) return false;
    const auto delay = facts_.calendar().count(event.on, known);
    if (!delay) return fail(delay.error());
    return *delay >= when.recorded_late;
}

FiringFinder::Trouble FiringFinder::find_by_event(const Step& step, const OnEvent& when) {
    facts_.find_places(when.keys, places_);
    for (const int place : places_) {
        const cases::CaseEvent& event = facts_.event_at(place);
        const bool sets_off = std::ranges::any_of(when.any_of, [&](const Condition& one) {
            return facts_.matches(event, one) && in_force(one);
        });
        if (!sets_off) continue;
        const auto fires = given(when, event);
        if (!fires) return fires.error();
        if (!*fires) continue;
        if (when.latest) replace_last();
        const bool once = !when.each && !when.latest;
        add(step, once ? Occurrence::once(event.id) : Occurrence::by(event.id),
            {facts_.known(event), 0}, &event);
        if (once) break;
    }
    return {};
}

/// Of several answers to one question only the latest sets anything off; a letter already
/// sent stays sent.
bool FiringFinder::in_force(const Condition& condition) const {
    if (condition.kind != Condition::Kind::event) return true;
    if (facts_.procedure().names.opposites(condition.key).empty()) return true;
    return facts_.proof(condition) != nullptr;
}

FiringFinder::Trouble FiringFinder::find_by_date(const Step& step, const OnDate& when) {
    facts_.find_places({&when.date.key, 1}, places_);
    for (const int place : places_) {
        const cases::CaseEvent& event = facts_.event_at(place);
        const auto date = Facts::date_in(event, when.date.detail);
        if (!date || !facts_.in_force(event)) continue;
        const auto day = day_from(*date, when.days, facts_.calendar());
        if (!day) return day.error();
        // Told too late for that day, it goes as soon as it is told.
        const Day known = facts_.known(event);
        const LocalTime planned = known > *day
                                      ? LocalTime{known, 0}
                                      : LocalTime{*day, minute_of(step, when, facts_.case_file())};
        if (!when.each) replace_last();
        add(step, Occurrence::by(event.id, *date), planned, &event);
    }
    return {};
}

FiringFinder::Trouble FiringFinder::find_by_day(const Step& step, const OnDay& when) {
    const ClockView* view = view_of(when.clock_key, plan_.clocks);
    if (view == nullptr) return {};
    std::optional<Day> limit;
    if (when.target) {
        const auto first_day = day_of_limit(*view, when);
        if (!first_day) return first_day.error();
        if (!first_day->has_value()) return {};
        limit = **first_day;
    }
    const int first = when.day + (when.after ? 1 : 0);
    const int minute = minute_of(step, when, facts_.case_file());
    for (int days = 0;; days += *when.every) {
        Expected<std::optional<Day>> day = limit;
        if (!limit)
            day = day_of(*view, first + days, facts_.calendar());
        else if (days > 0)
            day = facts_.calendar().add(*limit, days).map([](Day on) { return std::optional(on); });
        if (!day) return day.error();
        if (!day->has_value()) break;
        const LocalTime planned{**day, minute};
        const bool over = view->stopped && planned.day > *view->stopped;
        if (over && !found_.empty()) break;
        // Of repetitions long past only those on record are kept.
        if (planned <= now_) replace_last();
        add(step,
            Occurrence::of(*view->clock, view->epoch,
                           when.target ? view->target : Occurrence::no_target,
                           when.every ? first + days : Occurrence::no_day),
            planned, nullptr);
        if (!when.every || planned > now_ || over) break;
    }
    return {};
}

void FiringFinder::add(const Step& step, Occurrence occurrence, LocalTime planned,
                       const cases::CaseEvent* trigger) {
    found_.push_back({.trigger = trigger, .record = record_of(occurrence)});
    PlannedStep& firing = plan_.steps.emplace_back();
    firing.step = &step;
    firing.occurrence = std::move(occurrence);
    firing.planned = planned;
}

void FiringFinder::replace_last() {
    if (found_.empty() || found_.back().record != nullptr) return;
    found_.pop_back();
    plan_.steps.pop_back();
}

const cases::CaseEvent* FiringFinder::record_of(const Occurrence& occurrence) {
    if (records_.empty()) return nullptr;
    const std::string text = occurrence.text();
    const auto is_of = [&](int place) {
        const auto* of = Facts::text_in(facts_.event_at(place), "occurrence");
        return of != nullptr && *of == text;
    };
    if (next_record_ >= records_.size() || !is_of(records_[next_record_])) {
        const auto first = std::ranges::find_if(records_, is_of);
        if (first == records_.end()) return nullptr;
        next_record_ = static_cast<std::size_t>(first - records_.begin());
    }
    return &facts_.event_at(records_[next_record_++]);
}

/// The working day on which the limit sets the step off; nothing while the clock is paused.
Expected<std::optional<Day>> FiringFinder::day_of_limit(const ClockView& view,
                                                        const OnDay& when) const {
    if (!view.due) return std::optional<Day>{};
    const auto day = when.after ? facts_.calendar().working_day_on_or_after(view.due->plus_days(1))
                                : facts_.calendar().working_day_on_or_after(*view.due);
    if (!day) return fail(day.error());
    return std::optional<Day>{*day};
}

}  // namespace postroom::procedure
