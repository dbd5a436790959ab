#include "reports/tracker_row.hpp"

#include <algorithm>
#include <cassert>

#include "base/unicode.hpp"
#include "procedure/facts.hpp"

namespace postroom::reports {

using calendar::Day;
using outbox::Parcel;
using outbox::Task;
using procedure::PlannedStep;
using procedure::StepState;

const std::array<TrackerColumn, 21> tracker_columns{{
    {"Reference", 15, "The complaint's reference. This workbook holds no names."},
    {"Complainant", 13,
     "Who complains: a parent, a carer, a young person and so on; each kind of several people."},
    {"Service area", 17, "The service the complaint is about."},
    {"Stage", 13, "The clock that runs now. Empty when none runs."},
    {"Received", 13, "The day the complaint was received."},
    {"Day number", 9, "Working days since the stage began; pauses do not count."},
    {"Target days", 9, "The stage's limit in working days, as it is now."},
    {"Due date", 13, "The last day of the limit. Empty while the clock is paused."},
    {"Working days left", 9,
     "Target days less day number: 0 on the last day, less than 0 after it."},
    {"Status", 11, "On track, Due soon, Overdue or Waiting: see below."},
    {"Extended", 10, "Whether the stage's limit was extended: Yes, No or Refused."},
    {"Promised date", 13,
     "The date in the latest letter of this stage that promised one. Empty when none did."},
    {"Next action", 26, "What falls due next unless something happens first."},
    {"Next action date", 13,
     "The day it will be done; for what is due already, the day it must be done by."},
    {"Last letter", 26, "The latest letter or email that went out on this complaint."},
    {"Last letter date", 13, "The day it went."},
    {"Delivery", 12, "Posted, Sent, Delivered, Bounced, or By hand when Postroom did not send it."},
    {"Advocate", 10, "Yes, No, or Awaited when one was asked for."},
    {"Format needed", 13, "The format and language the readers need, when not standard English."},
    {"Letters waiting", 9,
     "Letters held, waiting for approval or posting, to be tried again, or uncertain."},
    {"Tasks open", 8, "What only a person can decide, and has not."},
}};

namespace {

constexpr int soon = 3;  // working days

std::string as_words(std::string text) {
    std::ranges::replace(text, '_', ' ');
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

bool is_copy(const Parcel& parcel) {
    return parcel.recipient.starts_with("copy.");
}

/// Made, but still with us.
bool waits(const Parcel& parcel) {
    switch (parcel.state) {
        case outbox::State::held:
        case outbox::State::awaiting_approval:
        case outbox::State::retry_wait:
        case outbox::State::uncertain:
            return true;
        case outbox::State::sending:
            return parcel.channel == cases::Channel::letter;  // lies in the print tray
        default:
            return false;
    }
}

Status status_of(const procedure::ClockView* clock, Day as_at) {
    // Time counted from a letter's receipt is the complainant's to use, not a limit of the council.
    if (clock == nullptr || !clock->due || clock->clock->from_deemed_receipt)
        return Status::waiting;
    if (*clock->due < as_at) return Status::overdue;
    return clock->target - clock->day_number <= soon ? Status::attention : Status::on_track;
}

struct NextAction {
    Day on;
    bool due_already = false;  ///< comes before what falls due the same day
    std::string what;
};

class Line {
  public:
    Line(const TrackedCase& tracked, Day as_at, const calendar::WorkingCalendar& calendar)
        : tracked_(tracked),
          case_(*tracked.case_),
          as_at_(as_at),
          facts_(case_, *tracked.procedure, calendar, as_at),
          clock_(tracked.plan->running()) {
        for (const procedure::ClockView& view : tracked.plan->clocks) facts_.know(view);
        for (const Parcel* parcel : tracked.parcels)
            if (parcel->created_on <= as_at && !is_copy(*parcel)) parcels_.push_back(parcel);
        for (const Task* task : tracked.tasks)
            if (task->created_on <= as_at) tasks_.push_back(task);
    }

    TrackerRow row() {
        TrackerRow row;
        row.reference = case_.reference.text;
        const bool readable = !case_.service_area.empty() && is_utf8(case_.service_area);
        row.service_area = readable ? case_.service_area : "No service area";
        if (clock_ != nullptr) row.due = clock_->due;
        row.status = status_of(clock_, as_at_);
        row.promised = promised();
        for (const Task* task : tasks_)
            if (!task->done && (!row.first_task || task->due < *row.first_task))
                row.first_task = task->due;
        cells_ = &row.cells;
        fill(row);
        assert(row.cells.size() == tracker_columns.size());
        return row;
    }

  private:
    void fill(TrackerRow& row) {
        const cases::CaseEvent* received = case_.latest("received");
        text(row.reference);
        text(complainant());
        text(row.service_area);
        text(clock_ == nullptr ? "" : clock_->clock->title);
        day(received == nullptr ? std::optional<Day>{} : received->on);
        number(clock_ == nullptr ? std::optional<long>{} : clock_->day_number);
        number(clock_ == nullptr ? std::optional<long>{} : clock_->target);
        day(row.due);
        number(row.due ? std::optional<long>{clock_->target - clock_->day_number} : std::nullopt);
        text(std::string(words_for(row.status)));
        row.cells.back().status = row.status;
        text(extended());
        day(row.promised);
        const std::optional<NextAction> next = next_action();
        text(next ? next->what : "");
        day(next ? std::optional<Day>{next->on} : std::nullopt);
        last_letter();
        text(advocate());
        text(format_needed());
        number(std::ranges::count_if(parcels_, [](const Parcel* one) { return waits(*one); }));
        number(std::ranges::count_if(tasks_, [](const Task* one) { return !one->done; }));
    }

    TrackerCell& cell() { return cells_->emplace_back(); }
    void text(std::string value) {
        TrackerCell& one = cell();
        if (!value.empty()) one.value = std::move(value);
    }
    void day(std::optional<Day> value) {
        TrackerCell& one = cell();
        if (value) one.value = *value;
    }
    void number(std::optional<long> value) {
        TrackerCell& one = cell();
        if (value) one.value = *value;
    }

    std::string complainant() const {
        const cases::Party* party = case_.party(cases::Role::complainant);
        std::vector<std::string> kinds;
        for (const cases::Party* one : case_.parties_in(cases::Role::complainant))
            if (!one->kind.empty() && !one->left && std::ranges::count(kinds, one->kind) == 0)
                kinds.push_back(one->kind);
        std::string all;
        for (const std::string& kind : kinds) all += (all.empty() ? "" : ", ") + kind;
        if (!all.empty()) return as_words(all);
        if (party == nullptr && case_.party(cases::Role::young_person) != nullptr)
            return "Young person";
        return "Not recorded";
    }

    std::string extended() const {
        if (clock_ == nullptr || clock_->clock->extended_target == 0) return "No";
        if (clock_->target == clock_->clock->extended_target) return "Yes";
        const bool refused =
            std::ranges::any_of(clock_->clock->not_extended_if, [&](const auto& condition) {
                return facts_.proof(condition, {.since = clock_->started}) != nullptr;
            });
        return refused ? "Refused" : "No";
    }

    std::optional<Day> promised() const {
        std::optional<Day> latest;
        for (const cases::CaseEvent& event : case_.events) {
            if (event.name != cases::letter_sent || clock_ == nullptr || event.on < clock_->started)
                continue;
            if (const auto date = event.text("promised")) {
                if (const auto parsed = Day::from_iso(*date)) latest = parsed;
            }
        }
        return latest;
    }

    // --- what comes next --------------------------------------------------------------------

    bool required_holds(const procedure::Step& step) const {
        procedure::Standpoint standpoint{.ignoring = &step};
        if (const auto* on_day = std::get_if<procedure::OnDay>(&step.when)) {
            if (const auto* view = tracked_.plan->clock(on_day->clock))
                standpoint.since = view->started;
        }
        // plan() judged the same and would have met the calendar's end.
        return std::ranges::all_of(step.require, [&](const procedure::Condition& needed) {
            return facts_.holds(needed, standpoint);
        });
    }

    std::vector<const Parcel*> parcels_of(const StepId& step, const std::string& occurrence) const {
        std::vector<const Parcel*> found;
        for (const Parcel* parcel : parcels_)
            if (parcel->step == step && parcel->occurrence == occurrence) found.push_back(parcel);
        return found;
    }

    /// A step stays due in the plan when a person cancelled its letter or did its task.
    bool was_settled(const PlannedStep& planned) const {
        for (const Task* task : tasks_) {
            if (task->done && !task->parcel && task->step == planned.step->id &&
                task->occurrence == planned.occurrence)
                return true;
        }
        const auto made = parcels_of(planned.step->id, planned.occurrence);
        return !made.empty() && std::ranges::all_of(made, [](const Parcel* parcel) {
            return outbox::is_end(parcel->state);
        });
    }

    std::string why_it_waits(const PlannedStep& planned) const {
        for (const Parcel* parcel : parcels_of(planned.step->id, planned.occurrence)) {
            if (parcel->state == outbox::State::awaiting_approval) return " (waits for approval)";
            if (parcel->state == outbox::State::held) return " (held)";
            if (waits(*parcel) && parcel->state == outbox::State::sending) return " (to be posted)";
        }
        return {};
    }

    std::optional<NextAction> next_action() const {
        std::optional<NextAction> next;
        const auto consider = [&](NextAction one) {
            const bool sooner = !next || one.on < next->on ||
                                (one.on == next->on && one.due_already && !next->due_already);
            if (sooner) next = std::move(one);
        };
        for (const PlannedStep& planned : tracked_.plan->steps) {
            if (planned.state == StepState::due && !was_settled(planned))
                consider({planned.deadline.value_or(as_at_), true,
                          planned.step->title + why_it_waits(planned)});
            else if (planned.state == StepState::later && required_holds(*planned.step))
                consider({planned.planned->day, false, planned.step->title});
        }
        return next;
    }

    // --- what went last ---------------------------------------------------------------------

    void last_letter() {
        const auto sent = std::find_if(
            case_.events.rbegin(), case_.events.rend(),
            [](const cases::CaseEvent& event) { return event.name == cases::letter_sent; });
        if (sent == case_.events.rend()) {
            text("");
            day({});
            text("");
            return;
        }
        const StepId id(sent->text("step").value_or(""));
        const procedure::Step* step = tracked_.procedure->step(id);
        text(step == nullptr ? "A letter this procedure no longer has" : step->title);
        day(sent->on);
        text(delivery(parcels_of(id, sent->text("occurrence").value_or(""))));
    }

    static std::string delivery(const std::vector<const Parcel*>& parcels) {
        if (parcels.empty()) return "By hand";
        const auto any = [&](outbox::State state) {
            return std::ranges::any_of(parcels,
                                       [&](const Parcel* one) { return one->state == state; });
        };
        if (any(outbox::State::bounced)) return "Bounced";
        if (any(outbox::State::delivered)) return "Delivered";
        if (!any(outbox::State::accepted)) return "By hand";
        return parcels.front()->channel == cases::Channel::letter ? "Posted" : "Sent";
    }

    // --- who reads --------------------------------------------------------------------------

    std::string advocate() const {
        if (case_.party(cases::Role::advocate) != nullptr || case_.happened("advocate_appointed"))
            return "Yes";
        return case_.happened("advocate_awaited") ? "Awaited" : "No";
    }

    std::string format_needed() const {
        std::vector<std::string> needs;
        const auto add = [&](const std::string& need) {
            if (std::ranges::find(needs, need) == needs.end()) needs.push_back(need);
        };
        for (const cases::Party& party : case_.parties) {
            if (party.role != cases::Role::complainant && party.role != cases::Role::young_person)
                continue;
            if (party.format == "bsl")
                add("British Sign Language");
            else if (party.format != "standard")
                add(as_words(party.format));
            if (party.language == "cy")
                add("Welsh");
            else if (party.language != "en")
                add("Language " + party.language);
        }
        std::string joined;
        for (const std::string& need : needs) joined += (joined.empty() ? "" : ", ") + need;
        return joined.empty() ? "Standard" : joined;
    }

    const TrackedCase& tracked_;
    const cases::Case& case_;
    Day as_at_;
    procedure::Facts facts_;
    const procedure::ClockView* clock_;
    std::vector<const Parcel*> parcels_;  ///< without copies
    std::vector<const Task*> tasks_;
    std::vector<TrackerCell>* cells_ = nullptr;
};

}  // namespace

bool TrackerRow::due_by(Day last) const {
    if (first_task && *first_task <= last) return true;
    if (status == Status::waiting) return false;
    return (due && *due <= last) || (promised && *promised <= last);
}

TrackerRow tracker_row(const TrackedCase& tracked, Day as_at,
                       const calendar::WorkingCalendar& calendar) {
    return Line(tracked, as_at, calendar).row();
}

}  // namespace postroom::reports
