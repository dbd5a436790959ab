#include "daemon/studio/spoken_of.hpp"

#include <algorithm>

#include "calendar/date_text.hpp"
#include "cases/names.hpp"
#include "cases/vocabulary.hpp"
#include "daemon/studio/people_fields.hpp"

namespace postroom::daemon {

namespace {

/// The letter that was written from it was cancelled, and has not been sent by other means since.
bool came_to_nothing(const cases::CaseEvent& found, const FieldSource& source) {
    return std::ranges::any_of(source.procedure.steps, [&](const procedure::Step& step) {
        const auto answers = source.procedure.opposites.find(step.if_cancelled);
        if (answers == source.procedure.opposites.end() ||
            std::ranges::find(answers->second, found.name) == answers->second.end())
            return false;
        const cases::CaseEvent* cancelled = source.case_.latest(step.if_cancelled);
        // Events are in order.
        return cancelled > &found &&
               std::ranges::none_of(source.case_.events, [&](const auto& one) {
                   return one.name == cases::letter_sent && one.says("step", step.id.text) &&
                          one.text("occurrence") == cancelled->text("occurrence");
               });
    });
}

/// What one of several complainants agrees to, refuses or asks for is that one's alone: to another
/// it is as if it had not been said. Once stage 2 has begun it is everybody's.
bool binds_whoever_said_it_alone(std::string_view event, const FieldSource& source) {
    if (event == "stage2_requested") return source.plan.clock("stage2") == nullptr;
    return cases::event_is(event, cases::EventIs::binding_for_one);
}

const cases::CaseEvent* latest_for_reader(const std::string& event, const FieldSource& source) {
    if (source.reader.role != cases::Role::complainant ||
        !binds_whoever_said_it_alone(event, source))
        return source.case_.latest(event);
    const auto& events = source.case_.events;
    const auto found = std::find_if(events.rbegin(), events.rend(), [&](const auto& one) {
        return one.name == event && who_said_it("by_another", one, source) == false;
    });
    return found == events.rend() ? nullptr : &*found;
}

/// Whether the record of a letter is of this reader's; one that names nobody is of everybody's.
bool is_of_reader(const cases::CaseEvent& record, const FieldSource& source) {
    const auto reader = record.text("reader");
    return !reader || source.reader.role != cases::Role::complainant ||
           cases::reader_known_as(*reader, source.case_.parties) == &source.reader;
}

/// The last letter of the step that the reader has had, on the day on which it first left for them;
/// of those that `counts` counts.
template <class Counts>
const cases::CaseEvent* letter_had(std::string_view step, const FieldSource& source,
                                   Counts counts) {
    // To one of several complainants we speak of what that one has had.
    const auto is_told_of = [&](const cases::CaseEvent& event) {
        if (event.name != cases::letter_sent && event.name != cases::letter_sent_again)
            return false;
        const auto reader = event.text("reader");
        if (!reader || source.reader.role != cases::Role::complainant)
            return event.name == cases::letter_sent;
        return is_of_reader(event, source) ||
               cases::role_named(reader->substr(0, reader->find('.'))) != source.reader.role;
    };
    const cases::CaseEvent* found = nullptr;
    for (auto event = source.case_.events.rbegin(); event != source.case_.events.rend(); ++event) {
        if (!event->says("step", step) || !is_told_of(*event) || !counts(*event)) continue;
        // What left again, after it came back, is the letter of the day it first left.
        if (found != nullptr && event->text("occurrence") != found->text("occurrence")) break;
        found = &*event;
    }
    return found;
}

/// The step by whose letter's leaving the event came about, where that letter is every
/// complainant's; else null.
const procedure::Step* answered_by(const cases::CaseEvent& event, const FieldSource& source) {
    const auto id = event.text("step");
    const procedure::Step* step = id ? source.procedure.step(StepId(*id)) : nullptr;
    if (step == nullptr || step->to_one || !step->to_who_said.empty() || !step->kinds.empty() ||
        std::ranges::find(step->to_roles, cases::Role::complainant) == step->to_roles.end())
        return nullptr;
    const bool by_leaving = std::ranges::any_of(step->appends, [&](const procedure::Append& one) {
        return one.when_sent && one.event == event.name;
    });
    return by_leaving ? step : nullptr;
}

/// When the answer left for this reader, where it is one of several complainants: each is answered
/// by their own letter.
const cases::CaseEvent* readers_own_answer(const cases::CaseEvent& event,
                                           const FieldSource& source) {
    if (source.reader.role != cases::Role::complainant) return nullptr;
    const procedure::Step* step = answered_by(event, source);
    return step == nullptr ? nullptr
                           : letter_had(step->id.text, source, [](const auto&) { return true; });
}

/// It came about by a letter that has left for another complainant, and not for this one.
bool has_not_reached_reader(const cases::CaseEvent& event, const FieldSource& source) {
    if (source.reader.role != cases::Role::complainant) return false;
    const procedure::Step* step = answered_by(event, source);
    if (step == nullptr) return false;
    bool on_record = false;
    for (const cases::CaseEvent& one : source.case_.events) {
        const bool left = one.name == cases::letter_sent || one.name == cases::letter_sent_again;
        if (!one.says("step", step->id.text) || (!left && one.name != cases::letter_not_owed))
            continue;
        if (is_of_reader(one, source)) return false;
        on_record = on_record || left;
    }
    return on_record;
}

/// What each of several says for themselves, though it may hold for all by now: whoever asked for
/// stage 2 or a panel on the same day as another asked too.
bool is_said_by_each(std::string_view event) {
    return event == "stage3_requested" || cases::event_is(event, cases::EventIs::binding_for_one);
}

/// A letter that another complainant's word set off speaks to whoever has said the same of their
/// own word.
const cases::CaseEvent* in_place_of_anothers(const cases::CaseEvent& said,
                                             const FieldSource& source) {
    if (source.reader.role != cases::Role::complainant || !is_said_by_each(said.name) ||
        who_said_it("by_another", said, source) != true)
        return &said;
    const auto& events = source.case_.events;
    const auto own = std::find_if(events.rbegin(), events.rend(), [&](const auto& one) {
        return one.name == said.name && who_said_it("by_reader", one, source) == true;
    });
    return own == events.rend() ? &said : &*own;
}

}  // namespace

const cases::CaseEvent* event_spoken_of(const std::string& event, const FieldSource& source) {
    if (source.step.trigger() != nullptr)
        for (const cases::CaseEvent& one : source.case_.events)
            if (one.goes_by(*source.step.trigger()) && one.name == event)
                return in_place_of_anothers(one, source);
    const cases::CaseEvent* latest = latest_for_reader(event, source);
    return latest == nullptr || came_to_nothing(*latest, source) ||
                   has_not_reached_reader(*latest, source)
               ? nullptr
               : latest;
}

const cases::CaseEvent* letter_spoken_of(std::string_view step, const FieldSource& source) {
    return letter_had(step, source, [&](const cases::CaseEvent& sent) {
        return source.step.step == nullptr || source.step.step->id.text != step ||
               sent.text("occurrence") != source.step.occurrence.text();
    });
}

calendar::Day day_for_reader(const cases::CaseEvent& event, const FieldSource& source) {
    const cases::CaseEvent* left = readers_own_answer(event, source);
    return left == nullptr ? event.on : left->on;
}

const cases::CaseEvent* latest_with_reasons(const cases::CaseEvent& event,
                                            const cases::Case& case_) {
    const auto gives = [](const cases::CaseEvent& one) {
        return one.details.contains("reason") || one.details.contains("reasons") ||
               one.details.contains("because");
    };
    const cases::Party* whose = cases::whose_word(event, case_.parties);
    if (gives(event) || whose == nullptr) return &event;
    const auto found =
        std::find_if(case_.events.rbegin(), case_.events.rend(), [&](const cases::CaseEvent& one) {
            const auto* other =
                one.name == event.name ? cases::whose_word(one, case_.parties) : nullptr;
            return other != nullptr && other != whose && gives(one);
        });
    return found == case_.events.rend() ? &event : &*found;
}

std::optional<templating::Value> said_by_each(const std::string& event, const FieldSource& source) {
    const auto complainants = source.case_.parties_in(cases::Role::complainant);
    if (std::ranges::count(complainants, false, &cases::Party::left) < 2) return std::nullopt;
    templating::Records records;
    for (const cases::Party* one : complainants) {
        const auto& events = source.case_.events;
        const auto said =
            std::find_if(events.rbegin(), events.rend(), [&](const cases::CaseEvent& word) {
                if (word.name != event) return false;
                const cases::Party* whose = cases::whose_word(word, source.case_.parties);
                return whose == nullptr || whose == one;
            });
        if (one->left || said == events.rend()) continue;
        templating::Record record;
        record["who"] =
            templating::Value("The " + cases::complainant_in_words(*one, source.case_.parties));
        record["on"] = templating::Value(calendar::weekday_date(said->on, source.language));
        records.push_back(std::move(record));
    }
    if (records.empty()) return std::nullopt;
    return templating::Value(std::move(records));
}

}  // namespace postroom::daemon
