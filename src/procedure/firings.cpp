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
Day day_from(Day date, int days, Reckoner& reckoner) {
    if (days == 0 && !reckoner.is_working_day(date)) return reckoner.add(date, -1);
    return reckoner.add(date, days);
}

}  // namespace

FiringFinder::FiringFinder(const Facts& facts, LocalTime now) : facts_(facts), now_(now) {
    const Procedure& procedure = facts.procedure();
    first_.assign(procedure.steps.size(), nothing);
    fits_.reserve(procedure.steps.size());
    const std::vector<cases::CaseEvent>& events = facts.case_file().events;
    // The latest first, so that each step's come in order.
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
        const int key = facts.key_of(*event);
        if (key < 0) continue;
        for (const SetOff& set_off : procedure.set_off[static_cast<std::size_t>(key)]) {
            if (!facts.matches(*event, set_off.event)) continue;
            for (const int step : set_off.steps) {
                int& first = first_[static_cast<std::size_t>(step)];
                fits_.push_back({.event = &*event, .as = &set_off.event, .next = first});
                first = static_cast<int>(fits_.size()) - 1;
            }
        }
    }
    firings_at_most_ = fits_.size();
    for (const ClockView& view : facts.clocks()) {
        for (const int step : view.clock->steps) first_[static_cast<std::size_t>(step)] = a_clock;
        firings_at_most_ += 2 * view.clock->steps.size();
    }
}

const std::vector<Firing>& FiringFinder::find(const Step& step) {
    found_.clear();
    records_.clear();
    next_record_ = 0;
    for (const auto* record = facts_.first(step.key); record != nullptr;
         record = facts_.later(*record))
        records_.push_back(record);
    if (const auto* event = std::get_if<OnEvent>(&step.when))
        find_by_event(step, *event);
    else if (const auto* date = std::get_if<OnDate>(&step.when))
        find_by_date(step, *date);
    else
        find_by_day(step, std::get<OnDay>(step.when));
    return found_;
}

bool FiringFinder::given(const OnEvent& when, const cases::CaseEvent& event) const {
    const Standpoint then{.before = &event};
    // Whom we had told something is another matter than what had happened: a reason that comes in
    // two days late may come in after the letter that said we have none (decision 0147).
    const Standpoint as_we_knew{.before = &event, .as_we_knew = true};
    if (!when.given.empty() && !facts_.any_holds(when.given, as_we_knew)) return false;
    if (facts_.any_holds(when.not_given, then)) return false;
    if (when.recorded_late == 0) return true;
    const Day known = known_on(event, now_.day);
    // What was taken over with its history was on record elsewhere.
    const std::optional<Day> taken_over = facts_.case_file().baseline_on;
    if (taken_over && known <= *taken_over) return false;
    return facts_.reckoner().count(event.on, known) >= when.recorded_late;
}

void FiringFinder::find_by_event(const Step& step, const OnEvent& when) {
    const bool once = !when.each && !when.latest;
    for (int fit = first_of(step); fit >= 0;) {
        const cases::CaseEvent& event = *fits_[static_cast<std::size_t>(fit)].event;
        bool sets_off = false;
        for (; fit >= 0; fit = fits_[static_cast<std::size_t>(fit)].next) {
            const Fit& one = fits_[static_cast<std::size_t>(fit)];
            if (one.event != &event) break;
            sets_off = sets_off || in_force(step, *one.as);
        }
        sets_off = sets_off && !facts_.has_left_already(step, event);
        // An answer that another took the place of matters only to what is on record.
        if ((!sets_off && records_.empty()) || !given(when, event)) continue;
        const auto occurrence = once && !went_for_what_was_struck() ? OccurrenceView::once(event.id)
                                                                    : OccurrenceView::by(event.id);
        const Anew anew = once ? Anew{} : told_anew(step, when, event);
        if ((sets_off && anew.by == nullptr) || is_on_record(occurrence)) {
            if (when.latest) replace_last();
            add(occurrence, {facts_.known(event), 0}, &event);
        }
        for (const cases::Reworded& before : event.reworded)
            if ((anew.by == nullptr || *anew.by != before.by) &&
                is_on_record(OccurrenceView::by(before.by))) {
                if (when.latest) replace_last();
                add(OccurrenceView::by(before.by), {facts_.known(event), 0}, &event);
            }
        if (anew.by != nullptr && sets_off) {
            if (when.latest) replace_last();
            const Day known = std::max(facts_.known(event), anew.known_on);
            add(OccurrenceView::by(*anew.by), {known, 0}, &event);
        }
        if (once && !found_.empty()) return;
    }
}

/// The correction by which the event counts as a new one. A letter of the draft itself is written
/// again as it is; whoever checks the draft is asked again.
FiringFinder::Anew FiringFinder::told_anew(const Step& step, const OnEvent& when,
                                           const cases::CaseEvent& event) const {
    if (when.latest && step.stays_inside() && !step.until_done)
        if (const cases::Reworded* reworded = facts_.rewording(event))
            return {&reworded->by, reworded->known_on};
    if (!event.told_anew) return {};
    return {&event.told_anew->by, event.told_anew->known_on};
}

/// Of several answers to one question only the latest sets anything off; a letter already
/// sent stays sent.
bool FiringFinder::in_force(const Step& step, const Condition& condition) const {
    if (!condition.one_of_several) return true;
    // Its own consequences are none of its reasons: a letter that was cancelled may be sent by
    // hand.
    const Standpoint at{.ignoring = facts_.has_consequences(step) ? &step : nullptr};
    return facts_.proof(condition, at) != nullptr;
}

void FiringFinder::find_by_date(const Step& step, const OnDate& when) {
    for (int fit = first_of(step); fit >= 0; fit = fits_[static_cast<std::size_t>(fit)].next) {
        const cases::CaseEvent& event = *fits_[static_cast<std::size_t>(fit)].event;
        const auto date = Facts::date_in(event, when.date.detail);
        // Past the holidays that are known it waits, and keeps nothing else of the case waiting.
        if (!date || *date > facts_.reckoner().calendar().last_day()) continue;
        if (when.every) {
            find_from_date_on(step, when, event, *date);
            continue;
        }
        const auto occurrence = OccurrenceView::by(event.id, *date);
        if ((!facts_.in_force(event) || !facts_.stands(event)) && !is_on_record(occurrence))
            continue;
        const Day day = day_from(date->plus_days(when.calendar_days), when.days, facts_.reckoner());
        // Told too late for that day, it goes as soon as it is told.
        const Day known = facts_.known(event);
        const LocalTime planned = known > day
                                      ? LocalTime{known, 0}
                                      : LocalTime{day, minute_of(step, when, facts_.case_file())};
        if (!when.each) replace_last();
        add(occurrence, planned, &event);
    }
}

/// Again and again from that day on: each is known by its own day.
void FiringFinder::find_from_date_on(const Step& step, const OnDate& when,
                                     const cases::CaseEvent& event, Day date) {
    Reckoner& reckoner = facts_.reckoner();
    const bool counts = facts_.in_force(event) && facts_.stands(event);
    Day day = day_from(date.plus_days(when.calendar_days), when.days, reckoner);
    const Day known = facts_.known(event);
    int minute = minute_of(step, when, facts_.case_file());
    if (known > day) {
        day = known;
        minute = 0;
    }
    for (bool again = false;; again = true) {
        const LocalTime planned{day, minute};
        const auto occurrence = OccurrenceView::by(event.id, day);
        // Of those long past only what is on record is kept.
        if (counts && again && planned <= now_) replace_last();
        if (counts || is_on_record(occurrence)) add(occurrence, planned, &event);
        if (planned > now_) return;
        // Past the holidays that are known it waits, as the first of them does.
        const auto next = reckoner.calendar().add(day, *when.every);
        if (!next) return;
        day = *next;
        minute = minute_of(step, when, facts_.case_file());
    }
}

void FiringFinder::find_by_day(const Step& step, const OnDay& when) {
    const ClockView& view = *facts_.clock(when.clock_key);
    const auto limit = when.target ? day_of_limit(view, when) : std::nullopt;
    if (when.target && !limit) return;
    const int first = when.day + (when.after ? 1 : 0);
    const int minute = minute_of(step, when, facts_.case_file());
    Reckoner& reckoner = facts_.reckoner();
    std::optional<Day> last_late;
    int days_then = 0;
    for (int days = 0; !reckoner.trouble(); days += *when.every) {
        Day day;
        if (limit)
            day = days > 0 ? reckoner.add(*limit, days) : *limit;
        else
            day = day_of(view, first + days, reckoner);
        if (day == calendar::never) break;
        if (last_late) day = std::max(day, reckoner.add(*last_late, days - days_then));
        const LocalTime planned{day, minute};
        const bool over = view.stopped && planned.day > *view.stopped;
        if (over && !found_.empty()) break;
        // Of repetitions long past only those on record are kept.
        if (planned <= now_) replace_last();
        add(OccurrenceView::of(*view.clock, view.epoch,
                               when.target ? view.target : OccurrenceView::no_target,
                               when.every ? first + days : OccurrenceView::no_day),
            planned, nullptr);
        if (!when.every || planned > now_ || over) break;
        if (left_late(step, found_.back().record, planned.day)) {
            last_late = found_.back().record->on;
            days_then = days;
        }
    }
}

/// A repeated letter says when the complainant hears again. One that left days after its own day is
/// followed at that distance, and not by the next of the days that were planned (decision 0136).
bool FiringFinder::left_late(const Step& step, const cases::CaseEvent* record, Day planned) const {
    if (record == nullptr || !facts_.is_letter_sent(*record)) return false;
    if (std::ranges::find(step.to_roles, cases::Role::complainant) == step.to_roles.end())
        return false;
    return facts_.reckoner().count(planned, record->on) > days_to_read_and_approve;
}

void FiringFinder::replace_last() {
    if (!found_.empty() && found_.back().record == nullptr) found_.pop_back();
}

bool FiringFinder::went_for_what_was_struck() {
    if (facts_.case_file().struck.empty() || records_.empty()) return false;
    const auto* record = record_of("once");
    return record != nullptr && !facts_.stands(*record);
}

const cases::CaseEvent* FiringFinder::record_of(const std::string& occurrence) {
    const auto is_of = [&](const cases::CaseEvent* record) {
        const auto* of = Facts::text_in(*record, "occurrence");
        return of != nullptr && *of == occurrence;
    };
    if (next_record_ >= records_.size() || !is_of(records_[next_record_])) {
        const auto first = std::ranges::find_if(records_, is_of);
        if (first == records_.end()) return nullptr;
        next_record_ = static_cast<std::size_t>(first - records_.begin());
    }
    return records_[next_record_++];
}

/// The working day on which the limit sets the step off; nothing while the clock is paused.
std::optional<Day> FiringFinder::day_of_limit(const ClockView& view, const OnDay& when) const {
    if (!view.due) return std::nullopt;
    return facts_.reckoner().working_day_on_or_after(when.after ? view.due->plus_days(1)
                                                                : *view.due);
}

}  // namespace postroom::procedure
