#include "procedure/facts.hpp"

#include <algorithm>

#include "calendar/date_text.hpp"
#include "cases/names.hpp"
#include "procedure/clocks.hpp"
#include "procedure/receipt.hpp"
#include "procedure/said_by.hpp"

namespace postroom::procedure {

namespace {

std::string spaced(std::string text) {
    std::ranges::replace(text, '_', ' ');
    return text;
}

}  // namespace

Facts::Facts(const cases::Case& case_file, const Procedure& procedure,
             const calendar::WorkingCalendar& calendar, Day today)
    : case_(case_file), procedure_(procedure), today_(today), reckoner_(calendar) {
    const Names& names = procedure.names;
    clocks_.reserve(procedure.clocks.size());
    clock_places_.assign(procedure.clocks.size(), -1);
    latest_.resize(static_cast<std::size_t>(names.count()));
    proofs_.resize(static_cast<std::size_t>(names.conditions()));
    marks_.resize(case_.events.size());
    for (std::size_t i = 0; i < marks_.size(); ++i) {
        const cases::CaseEvent& event = case_.events[i];
        Mark& mark = marks_[i];
        mark.kind = names.event(event.name);
        any_reworded_ = any_reworded_ || !event.reworded.empty();
        if (const std::string* step = text_in(event, "step")) mark.by = names.step(*step);
        if (mark.is_consequence()) acted_.push_back(mark.by);
        mark.key = mark.is_record() ? mark.by : mark.kind;
        if (mark.key < 0) continue;
        const auto*& latest = latest_[static_cast<std::size_t>(mark.key)];
        mark.earlier = latest;
        mark.first = &event;
        if (latest != nullptr) {
            Mark& before = marks_[position(*latest)];
            mark.first = before.first;
            before.later = &event;
        }
        latest = &event;
    }
}

bool Facts::has_consequences(const Step& step) const {
    return std::ranges::find(acted_, step.key) != acted_.end();
}

bool Facts::counts(const cases::CaseEvent& event, const Standpoint& at) const {
    if (at.since && event.on < *at.since) return false;
    // Events are in order, so "recorded before" is "stands earlier in the list".
    if (at.before != nullptr && &event >= at.before &&
        !(at.as_we_knew && had_left(event, *at.before)))
        return false;
    // Nor is what an event itself set off, whatever day it was corrected to.
    if (at.before != nullptr && at.before->on_at_first && mark(event).is_record() &&
        set_off(*at.before, event))
        return false;
    if (at.after != nullptr && &event <= at.after) return false;
    if (at.ignoring == nullptr) return true;
    const Mark& known = mark(event);
    return !known.is_consequence() || known.by != at.ignoring->key;
}

bool Facts::had_left(const cases::CaseEvent& letter, const cases::CaseEvent& event) const {
    if (!is_letter_sent(letter)) return false;
    const Day recorded = cases::known_on(event, today_);
    // What was taken over with its history was on record elsewhere, nobody knows since when.
    if (recorded <= event.on || (case_.baseline_on && recorded <= *case_.baseline_on)) return false;
    if (letter.on != recorded) return letter.on < recorded;
    return letter.recorded_at < event.recorded_at;
}

std::optional<Day> Facts::date_in(const cases::CaseEvent& event, std::string_view detail) {
    const std::string* text = text_in(event, detail);
    return text == nullptr ? std::nullopt : Day::from_iso(*text);
}

const cases::CaseEvent* Facts::dated(const DateOf& date) const {
    for (const auto* event = latest(date.key); event != nullptr; event = earlier(*event))
        if (date_in(*event, date.detail)) return in_force(*event) ? event : nullptr;
    return nullptr;
}

bool Facts::says(const cases::CaseEvent& event, const Condition& condition) const {
    if (condition.kind == Condition::Kind::sent)
        return mark(event).kind != Names::step_skipped && stands(event) &&
               !(condition.of_each && receipt_of(event, *this).waits_since);
    if ((condition.of_each || !condition.of_each_who.empty()) &&
        !who_has_not_said(condition, case_, event).empty())
        return false;
    if (std::ranges::any_of(condition.parts,
                            [&](const Condition& part) { return !says(event, part); }))
        return false;
    if (condition.of_one &&
        *condition.of_one != (cases::complainant_of(event, case_.parties) != nullptr))
        return false;
    if (condition.older_than_years > 0) {
        const auto date = date_in(event, condition.detail);
        return date && event.on > date->plus_years(condition.older_than_years);
    }
    if (condition.passed) {
        const auto date = date_in(event, condition.detail);
        return date && *date < today_;
    }
    return says_of_itself(event, condition, case_.parties);
}

namespace {

/// Two of several complainants, of whom the first is still one.
bool is_said_by_another(const cases::CaseEvent& event, const cases::CaseEvent& answer,
                        const std::vector<cases::Party>& parties) {
    const cases::Party* said_by = cases::complainant_of(event, parties);
    const cases::Party* answered_by = cases::complainant_of(answer, parties);
    return said_by != nullptr && !said_by->left && answered_by != nullptr && answered_by != said_by;
}

}  // namespace

bool Facts::any_counts_after(const cases::CaseEvent& event, const std::vector<int>& keys,
                             const Standpoint& at) const {
    const bool stands = procedure_.names.stands_against_others(mark(event).key);
    for (const int key : keys) {
        for (const auto* other = latest(key); other != nullptr && (any_reworded_ || other > &event);
             other = earlier(*other))
            if (comes_after(*other, event, at) && counts(*other, at) &&
                !(stands && is_said_by_another(event, *other, case_.parties)))
                return true;
    }
    return false;
}

const cases::CaseEvent* Facts::find_proof(const Condition& condition, const Standpoint& at) const {
    if (condition.about_it)
        return letter_about(condition, at.before != nullptr ? at.before : at.trigger);
    for (const auto* event = latest(condition.key); event != nullptr; event = earlier(*event)) {
        if (condition.later && (at.trigger == nullptr || event <= at.trigger)) return nullptr;
        if (!counts(*event, at)) continue;
        if (!condition.matching.empty() &&
            (at.trigger == nullptr ||
             event->text(condition.matching) != at.trigger->text(condition.matching)))
            continue;
        // A later event of the same name with another value replaces this one.
        if (matches(*event, condition))
            return !condition.ever && answered_later(*event, at) ? nullptr : event;
        if (condition.kind == Condition::Kind::event && !condition.ever) return nullptr;
    }
    return nullptr;
}

const cases::CaseEvent* Facts::first_proof(const Condition& condition, const Standpoint& at) const {
    const cases::CaseEvent* first = proof(condition, at);
    if (first == nullptr) return nullptr;
    for (const auto* event = earlier(*first); event != nullptr; event = earlier(*event))
        if (counts(*event, at) && matches(*event, condition) && !answered_later(*event, at))
            first = event;
    return first;
}

bool Facts::lies_later(const Condition& condition, const cases::CaseEvent& event) const {
    const auto date = date_in(event, condition.detail);
    const ClockView* view = clock(condition.later_than_key);
    if (!date || view == nullptr) return false;
    const Day limit = day_or_target(*view, condition.later_than_day, reckoner_);
    return limit != calendar::never && (*date > limit) != condition.not_later;
}

bool Facts::holds_now(const Condition& condition, const Standpoint& at) const {
    if (condition.same < 0) return judge(condition, at);
    // Of people alone: asked once a plan.
    int& known = proofs_[static_cast<std::size_t>(condition.same)];
    if (known == not_looked) known = judge(condition, at) ? first_place : none;
    return known != none;
}

bool Facts::judge(const Condition& condition, const Standpoint& at) const {
    switch (condition.kind) {
        case Condition::Kind::event:
        case Condition::Kind::sent:
            return holds(condition, at);
        case Condition::Kind::party:
            return stands_on_the_case(condition, case_);
        case Condition::Kind::same_person:
            if (!roles_) roles_.emplace(case_);
            return roles_->is_one_person(condition);
        case Condition::Kind::all:
            return std::ranges::all_of(condition.parts,
                                       [&](const Condition& part) { return holds(part, at); });
        case Condition::Kind::any:
            return any_holds(condition.parts, at);
        case Condition::Kind::none:
            return !any_holds(condition.parts, at);
        case Condition::Kind::clock_reached:
            break;
    }
    const ClockView* view = clock(condition.key);
    if (view == nullptr) return false;
    const Day by = at.before != nullptr ? at.before->on : today_;
    if (by < view->started) return false;
    const Day reached = day_or_target(*view, condition.day, reckoner_);
    return reached <= by && (!view->stopped || reached <= *view->stopped);
}

std::string in_words(std::string_view event, Day on) {
    return spaced(std::string(event)) + " on " + calendar::long_date(on);
}

std::string in_words(const cases::CaseEvent& event) {
    return in_words(event.name, event.on);
}

namespace {

std::string listed(const std::vector<std::string>& names, const char* between) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : between) + spaced(name);
    return text;
}

std::string event_in_words(const Condition& condition) {
    std::string text = spaced(condition.name);
    if (condition.older_than_years > 0)
        return text + " more than " + std::to_string(condition.older_than_years) +
               (condition.older_than_years == 1 ? " year after " : " years after ") +
               spaced(condition.detail);
    const cases::EventWord* word = cases::event_word(condition.name);
    if (!condition.detail.empty() &&
        (word == nullptr || word->principal_detail != condition.detail || condition.values.empty()))
        text += " with " + spaced(condition.detail);
    if (!condition.values.empty())
        text += (condition.negated ? ": not " : ": ") + listed(condition.values, " or ");
    if (!condition.later_than_clock.empty())
        text += (condition.not_later ? " not after " : " after ") +
                (condition.later_than_day > 0 ? "day " + std::to_string(condition.later_than_day)
                                              : std::string("the limit")) +
                " of " + condition.later_than_clock;
    if (condition.passed) text += " in the past";
    if (!condition.matching.empty()) text += " of the same " + spaced(condition.matching);
    for (const Condition& part : condition.parts)
        text += ", " + spaced(part.detail) + ": " + listed(part.values, " or ");
    if (condition.of_one)
        text += *condition.of_one ? " of one complainant" : ", it is not said of which complainant";
    if (condition.of_each) text += " by each who complains";
    if (!condition.of_each_who.empty())
        text += " for each of " + event_in_words(condition.of_each_who.front());
    if (condition.ever) text += ", whatever was said later";
    if (condition.later) text += ", since then";
    return text;
}

std::string party_in_words(const Condition& condition) {
    std::string text = condition.values.empty() ? "" : listed(condition.values, " or ") + " as ";
    text += spaced(condition.name);
    const auto add = [&](std::optional<bool> wanted, const char* yes, const char* no) {
        if (wanted) text += *wanted ? yes : no;
    };
    add(condition.consent, " with consent", " without consent");
    if (condition.consent_withdrawn)
        text += condition.consent_refused ? " whose consent was withdrawn or refused"
                                          : " whose consent was withdrawn";
    else if (condition.consent_refused)
        text += " whose consent was refused";
    add(condition.safe_contact, " with a safe contact", " without a safe contact");
    add(condition.complained_about, " who is complained about", " who is not complained about");
    add(condition.represents, " for a complainant who is known",
        " of whom nobody knows for which complainant");
    return text;
}

std::string all_in_words(const std::vector<Condition>& parts, const char* between) {
    std::string text;
    for (const Condition& part : parts) text += (text.empty() ? "" : between) + in_words(part);
    return text;
}

}  // namespace

std::string in_words(const Condition& condition) {
    switch (condition.kind) {
        case Condition::Kind::event:
            return event_in_words(condition);
        case Condition::Kind::sent:
            return "letter " + condition.name + (condition.of_each ? " sent to each" : " sent") +
                   (condition.about_it ? " about it" : "");
        case Condition::Kind::clock_reached:
            return (condition.day > 0 ? "day " + std::to_string(condition.day)
                                      : std::string("the limit")) +
                   " of " + condition.name;
        case Condition::Kind::party:
            return party_in_words(condition);
        case Condition::Kind::same_person:
            return "the same person as " + listed(condition.people, " and ");
        case Condition::Kind::all:
            return all_in_words(condition.parts, " and ");
        case Condition::Kind::any:
            return all_in_words(condition.parts, " or ");
        case Condition::Kind::none:
            return "neither " + all_in_words(condition.parts, " nor ");
    }
    return {};
}

}  // namespace postroom::procedure
