// plan(): each step's firings are found first (what set it off, and when), then each firing is
// judged in a fixed order: on record? before the baseline? stopped, not yet, not needed, late, due.
#include "procedure/plan.hpp"

#include <algorithm>

#include "calendar/date_text.hpp"
#include "procedure/clocks.hpp"
#include "procedure/facts.hpp"
#include "procedure/firings.hpp"

namespace postroom::procedure {

namespace {

using calendar::clock_time;
using calendar::long_date;

class Planner {
  public:
    Planner(const cases::Case& case_, const Procedure& procedure,
            const calendar::WorkingCalendar& calendar, LocalTime now)
        : facts_(case_, procedure, calendar, now.day), records_(case_), now_(now) {
        deceased_ = case_.latest("deceased");
        flagged_ = case_.latest("safeguarding_flagged");
        const cases::CaseEvent* cleared = case_.latest("safeguarding_cleared");
        safeguarding_ = flagged_ != nullptr && (cleared == nullptr || cleared < flagged_);
    }

    Expected<Plan> run() {
        auto clocks = clock_views(facts_);
        if (!clocks) return fail(clocks.error());
        plan_.clocks = std::move(*clocks);
        for (const Condition& end : facts_.procedure().ends) {
            const auto ended = facts_.holds(end, plan_.clocks);
            if (!ended) return fail(ended.error());
            if (*ended) plan_.open = false;
        }
        plan_.steps.reserve(facts_.procedure().steps.size());
        for (const Step& step : facts_.procedure().steps) {
            if (auto trouble = plan_step(step)) return fail(*trouble);
        }
        supersede();
        merge();
        for (const PlannedStep& planned : plan_.steps) {
            if (planned.state == StepState::later &&
                (!plan_.next_look || *planned.planned < *plan_.next_look)) {
                plan_.next_look = planned.planned;
            }
        }
        return std::move(plan_);
    }

  private:
    using Trouble = std::optional<Problem>;

    Trouble plan_step(const Step& step) {
        auto firings = firings_of(step, facts_, plan_.clocks, records_, now_);
        if (!firings) return firings.error();
        if (firings->empty()) {
            plan_.steps.push_back(
                {.step = &step, .state = StepState::waiting, .because = waits_for(step)});
            return {};
        }
        for (const Firing& firing : *firings) {
            auto planned = judge(step, firing);
            if (!planned) return planned.error();
            plan_.steps.push_back(std::move(*planned));
        }
        return {};
    }

    std::string waits_for(const Step& step) const {
        if (const auto* event = std::get_if<OnEvent>(&step.when)) {
            std::string names;
            bool happened = false;
            for (const Condition& one : event->any_of) {
                names += (names.empty() ? "" : " or ") + in_words(one);
                happened = happened || facts_.proof(one) != nullptr;
            }
            return happened ? "not needed: " + names + ", but not in the way this step is for"
                            : "waits for " + names;
        }
        if (const auto* date = std::get_if<OnDate>(&step.when)) {
            std::string event = date->date.event;
            std::ranges::replace(event, '_', ' ');
            return facts_.case_file().happened(date->date.event)
                       ? "not needed: " + event + ", but no date that holds"
                       : "waits for " + event;
        }
        const auto& day = std::get<OnDay>(step.when);
        const ClockView* view = plan_.clock(day.clock);
        if (view == nullptr)
            return "waits for the clock " + facts_.procedure().clock(day.clock)->title +
                   " to start";
        return "the clock is paused since " + long_date(view->pauses.back().from);
    }

    // --- judging one firing ---------------------------------------------------------------

    Expected<PlannedStep> judge(const Step& step, const Firing& firing) {
        PlannedStep planned{.step = &step, .occurrence = firing.occurrence};
        planned.planned = firing.planned;
        if (firing.trigger != nullptr) planned.trigger = firing.trigger->id;
        if (const cases::CaseEvent* record = records_.of(step, firing.occurrence)) {
            from_record(*record, planned);
            return planned;
        }
        if (auto trouble = set_deadline(step, firing, planned)) return fail(*trouble);
        const auto wait = [&](std::string because) {
            planned.state = StepState::waiting;
            planned.because = std::move(because);
            return planned;
        };
        Standpoint standpoint{.ignoring = &step, .trigger = firing.trigger};
        const cases::CaseEvent* stop = nullptr;
        if (const auto* day = std::get_if<OnDay>(&step.when)) {
            const ClockView& view = *plan_.clock(day->clock);
            standpoint.since = view.started;
            stop = stop_of(view, facts_, &step);
        }
        const auto unmet = requirement(step, planned, standpoint);
        if (!unmet) return fail(unmet.error());
        const bool was_needed =
            *unmet == nullptr && (stop == nullptr || stop->on > firing.planned.day);
        const std::optional<Day>& baseline = facts_.case_file().baseline_on;
        if (was_needed && baseline && planned.planned->day < *baseline) {
            planned.state = StepState::baselined;
            planned.record_baseline = true;
            planned.because =
                "fell due before the baseline of " + long_date(*baseline) + ": counts as done";
            return planned;
        }
        if (deceased_ != nullptr && firing.trigger != deceased_)
            return wait("nothing goes: " + in_words(*deceased_));

        if (stop != nullptr) return wait("not needed: " + in_words(*stop));
        for (const Condition& forbidden : step.unless) {
            const auto held = facts_.holds(forbidden, plan_.clocks, standpoint);
            if (!held) return fail(held.error());
            if (*held) {
                const cases::CaseEvent* proof = facts_.proof(forbidden, standpoint);
                return wait("not needed: " +
                            (proof != nullptr && forbidden.kind == Condition::Kind::event
                                 ? in_words(*proof)
                                 : in_words(forbidden)));
            }
        }
        if (*unmet != nullptr) {
            if (firing.planned <= now_) return wait("waits for " + in_words(**unmet));
            planned.state = StepState::later;
            planned.because = at_text(firing.planned) + ", if " + in_words(**unmet);
            return planned;
        }
        if (*planned.planned > now_) {
            planned.state = StepState::later;
            planned.because = at_text(*planned.planned);
            return planned;
        }
        if (safeguarding_ && !step.acknowledges && step.task.empty() && firing.trigger != flagged_)
            return wait("held: safeguarding is flagged");
        return fall_due(step, std::move(planned));
    }

    /// The first requirement that is not met, or null: then the step is planned anew when it was
    /// met only after the step's day, for it is not late for the days it waited.
    Expected<const Condition*> requirement(const Step& step, PlannedStep& planned,
                                           const Standpoint& standpoint) {
        for (const Condition& needed : step.require) {
            const auto held = facts_.holds(needed, plan_.clocks, standpoint);
            if (!held) return fail(held.error());
            if (!*held) return &needed;
            const cases::CaseEvent* proof = facts_.first_proof(needed, standpoint);
            if (proof == nullptr) continue;
            const auto after = day_after(step, needed, *proof, planned.planned->day);
            if (!after) return fail(after.error());
            if (*after <= planned.planned->day) continue;
            planned.planned->day = *after;
            if (!step.deadline) planned.deadline = *after;
        }
        return nullptr;
    }

    /// When a step planned for `day` may follow what it requires. A step that follows up a letter
    /// keeps its distance from it: the reader of a letter that went late gets as long to answer.
    Expected<Day> day_after(const Step& step, const Condition& needed,
                            const cases::CaseEvent& proof, Day day) const {
        const Day met = facts_.known(proof);
        if (needed.kind != Condition::Kind::sent || proof.name != cases::letter_sent || met < day)
            return met;
        const auto* own = std::get_if<OnDay>(&step.when);
        const auto* letter =
            std::get_if<OnDay>(&facts_.procedure().step(StepId(needed.name))->when);
        if (own == nullptr || letter == nullptr || own->clock != letter->clock) return met;
        return facts_.calendar().add(met, own->day - letter->day);
    }

    static std::string at_text(LocalTime time) {
        std::string text = "due on " + calendar::weekday_date(time.day);
        if (time.minute > 0) text += " at " + clock_time(time.minute);
        return text;
    }

    static void from_record(const cases::CaseEvent& record, PlannedStep& planned) {
        if (record.name == cases::letter_sent) {
            planned.state = StepState::sent;
            planned.because = "sent on " + long_date(record.on);
        } else if (record.name == cases::step_baselined) {
            planned.state = StepState::baselined;
            planned.because = "fell due before the baseline: counts as done";
        } else {
            planned.state = StepState::skipped;
            planned.because = "skipped: " + record.text("reason").value_or("no reason recorded");
        }
    }

    Trouble set_deadline(const Step& step, const Firing& firing, PlannedStep& planned) {
        planned.deadline = planned.planned->day;
        if (!step.deadline) return {};
        Expected<std::optional<Day>> day = std::optional<Day>{};
        if (step.deadline->clock) {
            if (const ClockView* view = plan_.clock(step.deadline->clock->name))
                day = day_or_target(*view, step.deadline->clock->day, facts_.calendar());
        } else if (step.deadline->date) {
            if (const auto* event = facts_.dated(*step.deadline->date))
                day = days_after(*Facts::date_in(*event, step.deadline->date->detail),
                                 step.deadline->days);
        } else {
            day = days_after(firing.trigger != nullptr ? firing.trigger->on : firing.planned.day,
                             step.deadline->days);
        }
        if (!day) return day.error();
        if (day->has_value()) planned.deadline = **day;
        return {};
    }

    Expected<std::optional<Day>> days_after(Day from, int days) const {
        const auto day = facts_.calendar().add(from, days);
        if (!day) return fail(day.error());
        return std::optional<Day>{*day};
    }

    Expected<PlannedStep> fall_due(const Step& step, PlannedStep planned) {
        planned.state = StepState::due;
        planned.late = planned.planned->day < now_.day;
        planned.because = planned.late ? "due since " + calendar::weekday_date(planned.planned->day)
                                       : "due today";
        if (!planned.late) return planned;
        const auto late = facts_.calendar().count(planned.planned->day, now_.day);
        if (!late) return fail(late.error());
        if (*late <= step.late.after_working_days) return planned;
        const std::string how_late = std::to_string(*late) + " working days late";
        switch (step.late.then) {
            case LatePolicy::Then::send:
                break;
            case LatePolicy::Then::ask:
                planned.ask_first = true;
                planned.because += "; " + how_late + ", so a person decides";
                break;
            case LatePolicy::Then::drop:
                planned.state = StepState::skipped;
                planned.record_skip = true;
                planned.because = how_late + ", no longer useful";
                break;
        }
        return planned;
    }

    // --- between steps ---------------------------------------------------------------------

    static bool overtakes(StepState state) {
        return state == StepState::due || state == StepState::sent || state == StepState::baselined;
    }

    void supersede() {
        for (PlannedStep& planned : plan_.steps) {
            if (planned.state != StepState::due) continue;
            for (const StepId& other : planned.step->superseded_by) {
                const auto overtaker = std::ranges::find_if(plan_.steps, [&](const PlannedStep& p) {
                    return p.step->id == other && overtakes(p.state);
                });
                if (overtaker == plan_.steps.end()) continue;
                planned.state = StepState::skipped;
                planned.record_skip = true;
                planned.because = "overtaken by " + overtaker->step->title;
                break;
            }
        }
    }

    void merge() {
        for (PlannedStep& planned : plan_.steps) {
            if (planned.state != StepState::due || !planned.step->merges_into) continue;
            const bool unsaid = std::ranges::any_of(plan_.steps, [&](const PlannedStep& p) {
                return p.step->id == *planned.step->merges_into && p.state == StepState::due;
            });
            if (!unsaid) continue;
            planned.state = StepState::skipped;
            planned.record_skip = true;
            planned.merged_into = planned.step->merges_into;
            planned.because = "said in the letter " + planned.step->merges_into->text;
        }
    }

    Facts facts_;
    Records records_;
    LocalTime now_;
    const cases::CaseEvent* deceased_ = nullptr;
    const cases::CaseEvent* flagged_ = nullptr;
    bool safeguarding_ = false;
    Plan plan_;
};

}  // namespace

Expected<Plan> plan(const cases::Case& case_, const Procedure& procedure,
                    const calendar::WorkingCalendar& calendar, LocalTime now) {
    return Planner(case_, procedure, calendar, now).run();
}

}  // namespace postroom::procedure
