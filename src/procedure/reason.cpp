#include "procedure/reason.hpp"

#include <algorithm>

#include "calendar/date_text.hpp"
#include "procedure/facts.hpp"

namespace postroom::procedure {

namespace {

using calendar::long_date;
using calendar::weekday_date;

std::string at_text(calendar::LocalTime time) {
    std::string text = "due on " + weekday_date(time.day);
    if (time.minute > 0) text += " at " + calendar::clock_time(time.minute);
    return text;
}

/// What sets a step off, as "stage1 responded or withdrawn".
std::string trigger_text(const Step& step) {
    if (const auto* date = std::get_if<OnDate>(&step.when)) {
        if (!date->date.promised_by.empty())
            return "the date promised in the letter " + date->date.promised_by;
        std::string event = date->date.event;
        std::ranges::replace(event, '_', ' ');
        return event;
    }
    std::string names;
    for (const Condition& one : std::get<OnEvent>(step.when).any_of)
        names += (names.empty() ? "" : " or ") + in_words(one);
    return names;
}

}  // namespace

std::string Reason::text() const {
    switch (kind_) {
        case Kind::none:
            return {};
        case Kind::on_record_sent:
            return "sent on " + long_date(time_.day);
        case Kind::on_record_baselined:
            return "fell due before the baseline: counts as done";
        case Kind::on_record_skipped:
            return "skipped: " + *said_;
        case Kind::before_baseline:
            return "fell due before the baseline of " + long_date(time_.day) + ": counts as done";
        case Kind::nothing_goes:
            return "nothing goes: " + in_words(std::get<std::string_view>(about_), time_.day);
        case Kind::not_needed:
            return "not needed: " + in_words(std::get<std::string_view>(about_), time_.day);
        case Kind::not_needed_condition:
            return "not needed: " + in_words(*std::get<const Condition*>(about_));
        case Kind::waits_for:
            return "waits for " + in_words(*std::get<const Condition*>(about_));
        case Kind::later:
            return at_text(time_);
        case Kind::later_if:
            return at_text(time_) + ", if " + in_words(*std::get<const Condition*>(about_));
        case Kind::overdue:
            return "overdue, and " + at_text(time_) + ", the next working day";
        case Kind::held_for_safeguarding:
            return "held: safeguarding is flagged";
        case Kind::due_today:
            return "due today";
        case Kind::due_since:
            return "due since " + weekday_date(time_.day);
        case Kind::due_since_ask:
            return "due since " + weekday_date(time_.day) + "; " + std::to_string(number_) +
                   " working days late, so a person decides";
        case Kind::after_a_death:
            return "recorded after the death of " + long_date(time_.day) + ", so a person decides";
        case Kind::too_late:
            return std::to_string(number_) + " working days late, no longer useful";
        case Kind::overtaken:
            return "overtaken by " + std::get<const Step*>(about_)->title;
        case Kind::said_elsewhere:
            return "said in the letter " + std::get<const Step*>(about_)->id.text;
        case Kind::waits_for_trigger:
            return "waits for " + trigger_text(*std::get<const Step*>(about_));
        case Kind::trigger_does_not_fit:
            return "not needed: " + trigger_text(*std::get<const Step*>(about_)) +
                   (std::holds_alternative<OnDate>(std::get<const Step*>(about_)->when)
                        ? ", but no date that holds"
                        : ", but not in the way this step is for");
        case Kind::waits_for_clock:
            return "waits for the clock " + std::get<const Clock*>(about_)->title + " to start";
        case Kind::clock_paused:
            return "the clock is paused since " + long_date(time_.day);
    }
    return {};
}

}  // namespace postroom::procedure
