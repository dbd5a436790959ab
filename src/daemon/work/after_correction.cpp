#include "daemon/work/after_correction.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>

#include "calendar/date_text.hpp"
#include "cases/names.hpp"
#include "daemon/studio/fields.hpp"
#include "daemon/studio/look.hpp"

namespace postroom::daemon {

namespace {

bool is_correction(const cases::CaseEvent& event, calendar::Day today) {
    return event.name == "corrected" && event.on <= today;
}

/// The case as it was known before anybody made those corrections.
cases::CaseFile without_later_corrections(cases::CaseFile file, std::ptrdiff_t seen,
                                          calendar::Day today) {
    std::ptrdiff_t number = 0;
    std::erase_if(file.events, [&](const cases::CaseEvent& event) {
        return is_correction(event, today) && ++number > seen;
    });
    return file;
}

/// The date that the last letter named stands for its reader, whatever the dates are now.
std::optional<CorrectionTask> ask_about_a_promise(const Look& before, const Look& now,
                                                  std::ptrdiff_t corrections, calendar::Day today) {
    const procedure::ClockView* clock = now.plan.running();
    if (clock == nullptr || !clock->due) return std::nullopt;
    const procedure::ClockView* clock_before = before.plan.clock(clock->clock->id);
    if (clock_before == nullptr || !clock_before->due) return std::nullopt;
    std::optional<calendar::Day> promised;
    for (const cases::CaseEvent& event : now.case_.events)
        if (event.name == cases::letter_sent && event.on >= clock_before->started)
            if (const auto day = calendar::Day::from_iso(event.text("promised").value_or("")))
                promised = day;
    // Days of appointments, and dates of other letters, are none that this limit moved.
    if (!promised || *promised != *clock_before->due) return std::nullopt;
    if (*promised < today || *clock->due <= *promised) return std::nullopt;
    return CorrectionTask{
        "promised:" + std::to_string(corrections),
        "The case was corrected, and its limit is now " + calendar::weekday_date(*clock->due) +
            ". We had written to the complainant of " + calendar::weekday_date(*promised) +
            ". That date still counts for them: keep it, and treat what they ask for from then on "
            "as in time."};
}

/// An event that the leaving of the step's letter recorded, by itself.
bool came_by_leaving(const cases::CaseEvent& event, const procedure::Step& step) {
    return event.source == own_source && event.says("step", step.id.text) &&
           std::ranges::any_of(step.appends, [&](const auto& append) {
               return append.when_sent && append.event == event.name;
           });
}

/// A letter that left to somebody outside, and what had set it off as the case stood before.
struct LetterOutside {
    const cases::CaseEvent& sent;
    const procedure::PlannedStep& planned;
    const cases::CaseEvent& set_off;
};

std::vector<LetterOutside> letters_outside(const Look& before, const Look& now) {
    std::vector<LetterOutside> letters;
    for (const cases::CaseEvent& sent : now.case_.events) {
        if (sent.name != cases::letter_sent) continue;
        const auto planned = std::ranges::find_if(before.plan.steps, [&](const auto& one) {
            return one.trigger() != nullptr && sent.says("step", one.step->id.text) &&
                   sent.text("occurrence") == one.occurrence.text();
        });
        if (planned == before.plan.steps.end() || !goes_outside(*planned->step)) continue;
        if (const cases::CaseEvent* set_off = trigger_of(*planned, before.case_))
            letters.push_back({sent, *planned, *set_off});
    }
    return letters;
}

std::string title_and_day(const LetterOutside& letter) {
    return letter.planned.step->title + " (" + calendar::weekday_date(letter.sent.on) + ")";
}

struct StruckLetters {
    std::string said;       ///< which, and when each left
    bool answered = false;  ///< what the leaving of one had recorded is struck out with its cause
};

/// By the event that set them off.
using LettersStruckOut = std::map<std::string, StruckLetters>;

LettersStruckOut letters_struck_out(const Look& before, const Look& now) {
    LettersStruckOut letters;
    for (const LetterOutside& one : letters_outside(before, now)) {
        // A death has a task of its own.
        if (one.set_off.name == "deceased" || trigger_of(one.planned, now.case_) != nullptr)
            continue;
        StruckLetters& letter = letters[one.planned.trigger()->text];
        letter.said += (letter.said.empty() ? "" : "; ") + title_and_day(one);
        letter.answered =
            letter.answered || std::ranges::any_of(now.case_.struck, [&](const auto& event) {
                return came_by_leaving(event, *one.planned.step);
            });
    }
    return letters;
}

std::vector<CorrectionTask> ask_about_struck_out(const LettersStruckOut& letters) {
    std::vector<CorrectionTask> tasks;
    for (const auto& [event, letter] : letters)
        tasks.push_back(
            {"struck:" + event,
             "What set off letters was struck out after they had left: " + letter.said +
                 ". Tell the people who have them today what is right, and note the "
                 "call (contact_note)." +
                 (letter.answered ? " It counts as no answer any more. If there is to be another, "
                                    "record a new draft: that answer takes the place of the first."
                                  : "")});
    return tasks;
}

/// What one of several said was first on record as another's, and letters had gone by it.
std::vector<CorrectionTask> ask_about_whose_it_was(const Look& before, const Look& now) {
    std::map<std::string, std::string> letters;  // by the event that set them off
    for (const LetterOutside& one : letters_outside(before, now)) {
        const auto event =
            std::ranges::find(now.case_.events, one.set_off.id, &cases::CaseEvent::id);
        if (event == now.case_.events.end()) continue;
        const std::string was = cases::whose_word_in_words(one.set_off, before.case_.parties);
        const std::string is = cases::whose_word_in_words(*event, now.case_.parties);
        if (was.empty() || is.empty() || was == is) continue;
        std::string& said = letters[one.set_off.id.text + ":" + is];
        if (said.empty())
            said.append("The ")
                .append(was)
                .append(" had not said what stands on record (")
                .append(event->name)
                .append("): it was the ")
                .append(is)
                .append(". Letters had left before that was put right: ");
        else
            said += "; ";
        said += title_and_day(one);
    }
    std::vector<CorrectionTask> tasks;
    tasks.reserve(letters.size());
    for (const auto& [event, said] : letters)
        tasks.push_back({"said_by:" + event,
                         said + ". Telephone both today, each alone: say what is right, and ask "
                                "what they want. Send the one who said it by hand what the other "
                                "had, unless a letter to them goes or waits. Note the calls "
                                "(contact_note)."});
    return tasks;
}

/// Whether the step would record today what it recorded, if it had not.
bool would_be_recorded(cases::CaseFile file, const procedure::Step& step, const EventId& recorded,
                       const Studio& studio, calendar::LocalTime now) {
    std::erase_if(file.events, [&](const cases::CaseEvent& event) {
        return event.id == recorded ||
               (event.source == own_source && event.says("step", step.id.text));
    });
    const auto look = look_at(file, studio, now);
    return look && std::ranges::any_of(look->plan.steps, [&](const auto& planned) {
               return planned.step->id == step.id &&
                      (planned.state == procedure::StepState::due || planned.record_baseline);
           });
}

/// Whether a task of the procedure's own asks about that event.
bool is_asked_about(const EventId& event, const Look& look) {
    return std::ranges::any_of(look.plan.steps, [&](const auto& planned) {
        return planned.state == procedure::StepState::due && !planned.step->task.empty() &&
               planned.trigger() != nullptr && *planned.trigger() == event;
    });
}

/// What Postroom itself recorded when it fell due, and would not any more.
std::vector<CorrectionTask> ask_about_what_followed(const cases::CaseFile& before,
                                                    const Look& look_before,
                                                    const cases::CaseFile& file, const Look& now,
                                                    const Studio& studio,
                                                    calendar::LocalTime time) {
    std::vector<CorrectionTask> tasks;
    for (const cases::CaseEvent& event : now.case_.events) {
        if (event.source != own_source) continue;
        const procedure::Step* step = now.procedure->step(StepId(event.text("step").value_or("")));
        if (step == nullptr || std::ranges::none_of(step->appends, [&](const auto& append) {
                return !append.when_sent && append.event == event.name;
            }))
            continue;
        if (!would_be_recorded(before, *step, event.id, studio, time) ||
            would_be_recorded(file, *step, event.id, studio, time))
            continue;
        // The correction made a task of the procedure's own of it, which says more.
        if (is_asked_about(event.id, now) && !is_asked_about(event.id, look_before)) continue;
        tasks.push_back(
            {"followed:" + event.id.text,
             step->title + ": on " + calendar::weekday_date(event.on) + " Postroom recorded " +
                 event.name + " (" + event.id.text +
                 "). What it followed from was corrected or struck out since. It still stands, "
                 "and days count from it. Decide today. If it is not to stand, strike it out too "
                 "(corrected), and tell the people who were told of it what is right. If it is, "
                 "note why (contact_note)."});
    }
    return tasks;
}

bool is_struck_out_with_its_cause(const procedure::Step& step, const Look& before,
                                  const LettersStruckOut& letters) {
    return std::ranges::any_of(before.plan.steps, [&](const auto& planned) {
        return planned.step->id == step.id && planned.trigger() != nullptr &&
               letters.contains(planned.trigger()->text);
    });
}

/// What our letter's leaving brought about is struck out, and the letter has left all the same.
std::vector<CorrectionTask> ask_about_letters_that_left(const Look& before, const Look& now,
                                                        const LettersStruckOut& letters) {
    std::vector<CorrectionTask> tasks;
    for (const cases::CaseEvent& event : now.case_.struck) {
        const procedure::Step* step = now.procedure->step(StepId(event.text("step").value_or("")));
        const bool by_leaving = step != nullptr && came_by_leaving(event, *step);
        const bool stood = std::ranges::any_of(before.case_.events,
                                               [&](const auto& one) { return one.id == event.id; });
        // With its draft: ask_about_struck_out says it.
        if (!by_leaving || !stood || is_struck_out_with_its_cause(*step, before, letters)) continue;
        tasks.push_back(
            {"left:" + event.id.text,
             step->title + ": this letter left on " + calendar::weekday_date(event.on) +
                 ", and stays on record. What it had brought about (" + event.name + ", " +
                 event.id.text +
                 ") was struck out. No second letter is made from the same draft. If there is to "
                 "be another answer, strike that draft out too (corrected) and record a new one. "
                 "Tell the people who have the letter today what is right, and note the call "
                 "(contact_note)."});
    }
    return tasks;
}

/// "the finding was upheld and is not upheld now", where that is another; else which event it is.
std::string what_is_other(const cases::CaseEvent& was, const cases::CaseEvent& is) {
    const auto finding_of = [](const cases::CaseEvent& event) {
        std::string finding = event.text("finding").value_or(overall_finding(event));
        std::ranges::replace(finding, '_', ' ');
        return finding;
    };
    std::string other = is.name + ", " + is.id.text;
    const std::string before = finding_of(was);
    const std::string now = finding_of(is);
    if (before != now && !before.empty() && !now.empty())
        other += ": the finding was " + before + ", and is " + now + " now";
    return other;
}

/// The words of an answer, corrected once it had left: whoever has it reads the first.
std::vector<CorrectionTask> ask_about_words_that_left(const Look& before, const Look& now) {
    std::vector<CorrectionTask> tasks;
    for (const procedure::Step& step : now.procedure->steps) {
        const auto drafts = now.procedure->opposites.find(step.if_cancelled);
        if (drafts == now.procedure->opposites.end()) continue;
        const auto sent =
            std::find_if(now.case_.events.rbegin(), now.case_.events.rend(), [&](const auto& one) {
                return one.name == cases::letter_sent && one.says("step", step.id.text);
            });
        if (sent == now.case_.events.rend()) continue;
        std::string other;
        std::string by;
        for (const cases::CaseEvent& event : now.case_.events) {
            const bool is_draft =
                std::ranges::find(drafts->second, event.name) != drafts->second.end() &&
                now.case_.latest(event.name) == &event && event.recorded_at <= sent->recorded_at;
            if (!is_draft && !came_by_leaving(event, step)) continue;
            if (event.reworded.empty() || event.reworded.back().recorded_at <= sent->recorded_at)
                continue;
            const auto was =
                std::ranges::find(before.case_.events, event.id, &cases::CaseEvent::id);
            if (was == before.case_.events.end() || was->reworded == event.reworded) continue;
            other += (other.empty() ? "" : "; ") + what_is_other(*was, event);
            by = event.reworded.back().by.text;
        }
        if (other.empty()) continue;
        tasks.push_back(
            {"words:" + by,
             step.title + ": this letter left on " + calendar::weekday_date(sent->on) +
                 ", and what it says was corrected since (" + other +
                 "). Whoever has the letter reads it as it was. If the letter is right, strike "
                 "the correction out (corrected). If it is not, telephone them today and say what "
                 "is right, note the call (contact_note), and record a new draft: that answer "
                 "takes the place of the first."});
    }
    return tasks;
}

}  // namespace

std::ptrdiff_t corrections_of(const cases::CaseFile& file, calendar::Day today) {
    return std::ranges::count_if(
        file.events, [&](const cases::CaseEvent& event) { return is_correction(event, today); });
}

std::vector<CorrectionTask> tasks_after_corrections(const cases::CaseFile& file,
                                                    std::ptrdiff_t seen, const Studio& studio,
                                                    calendar::LocalTime now) {
    const cases::CaseFile file_before = without_later_corrections(file, seen, now.day);
    const auto before = look_at(file_before, studio, now);
    const auto after = look_at(file, studio, now);
    if (!before || !after) return {};  // make_due says why a case cannot be planned
    const LettersStruckOut struck_out = letters_struck_out(*before, *after);
    std::vector<CorrectionTask> tasks = ask_about_struck_out(struck_out);
    std::ranges::move(ask_about_what_followed(file_before, *before, file, *after, studio, now),
                      std::back_inserter(tasks));
    std::ranges::move(ask_about_letters_that_left(*before, *after, struck_out),
                      std::back_inserter(tasks));
    std::ranges::move(ask_about_words_that_left(*before, *after), std::back_inserter(tasks));
    std::ranges::move(ask_about_whose_it_was(*before, *after), std::back_inserter(tasks));
    if (auto promise = ask_about_a_promise(*before, *after, corrections_of(file, now.day), now.day))
        tasks.push_back(std::move(*promise));
    return tasks;
}

}  // namespace postroom::daemon
