// plan(): each step's firings are found first (what set it off, and when), then each firing is
// judged in a fixed order: on record? before the baseline? stopped, not yet, not needed, late, due.
#include "procedure/plan.hpp"

#include <algorithm>

#include "procedure/clocks.hpp"
#include "procedure/facts.hpp"
#include "procedure/firings.hpp"

namespace postroom::procedure {

namespace {

class Planner {
  public:
    Planner(const cases::Case& case_, const Procedure& procedure,
            const calendar::WorkingCalendar& calendar, LocalTime now)
        : facts_(case_, procedure, calendar, now.day), now_(now) {
        deceased_ = facts_.latest(Names::deceased);
        flagged_ = facts_.latest(Names::safeguarding_flagged);
        const cases::CaseEvent* cleared = facts_.latest(Names::safeguarding_cleared);
        safeguarding_ = flagged_ != nullptr && (cleared == nullptr || cleared < flagged_);
    }

    Expected<Plan> run() {
        find_clocks(facts_);
        plan_.open = !facts_.any_holds(facts_.procedure().ends, {});
        FiringFinder finder(facts_, now_);
        plan_.steps.reserve(finder.firings_at_most());
        finder.each_in_play([&](const Step& step) { plan_step(step, finder.find(step)); });
        if (facts_.reckoner().trouble()) return fail(*facts_.reckoner().trouble());
        supersede();
        merge();
        plan_.clocks = facts_.take_clocks();
        return std::move(plan_);
    }

  private:
    using Why = Reason::Kind;

    /// Adds the step's firings to the plan, judged.
    void plan_step(const Step& step, const std::vector<Firing>& firings) {
        if (firings.empty()) plan_.steps.emplace_back(step, waits_for(step));
        for (const Firing& firing : firings) {
            PlannedStep& planned =
                plan_.steps.emplace_back(step, firing.occurrence, firing.planned);
            judge(step, firing, planned);
            if (planned.state == StepState::due) due_.push_back(plan_.steps.size() - 1);
            if (planned.state == StepState::later &&
                (!plan_.next_look || *planned.planned < *plan_.next_look))
                plan_.next_look = planned.planned;
        }
    }

    /// A letter that a clock or a date sets off is written on a working day (domain A6), however
    /// late it is; what is recorded on another day is answered on that day.
    static bool keeps_working_days(const Step& step) {
        return step.task.empty() && !std::holds_alternative<OnEvent>(step.when);
    }

    /// Why one waits that is in play, and was not set off.
    Reason waits_for(const Step& step) const {
        if (const auto* event = std::get_if<OnEvent>(&step.when)) {
            const bool happened = std::ranges::any_of(
                event->any_of, [&](const Condition& one) { return facts_.proof(one) != nullptr; });
            return {happened ? Why::trigger_does_not_fit : Why::waits_for_trigger, step};
        }
        if (std::holds_alternative<OnDate>(step.when)) return {Why::trigger_does_not_fit, step};
        const ClockView& view = *facts_.clock(std::get<OnDay>(step.when).clock_key);
        if (view.pauses.empty()) return {Why::waits_for_clock, *view.clock};
        return {Why::clock_paused, view.pauses.back().from};
    }

    // --- judging one firing ---------------------------------------------------------------

    void judge(const Step& step, const Firing& firing, PlannedStep& planned) {
        const cases::CaseEvent* trigger = firing.trigger;
        const LocalTime first_planned = *planned.planned;
        if (firing.record != nullptr) return from_record(*firing.record, planned);
        const bool reworded =
            trigger != nullptr && planned.trigger() != nullptr &&
            trigger->rewording(*planned.trigger()) != nullptr;  // its days count from then
        planned.deadline = deadline_of(step, reworded ? nullptr : trigger, planned.planned->day);
        const auto wait = [&](Reason because) {
            planned.state = StepState::waiting;
            planned.because = std::move(because);
        };
        Standpoint standpoint{.trigger = trigger};
        const bool acted = facts_.has_consequences(step);
        if (acted) standpoint.ignoring = &step;
        const cases::CaseEvent* stop = nullptr;
        if (const auto* day = std::get_if<OnDay>(&step.when)) {
            const ClockView& view = *facts_.clock(day->clock_key);
            standpoint.since = counts_since(view, view.started, facts_);
            // What stopped the clock is known already; a step leaves out its own consequences.
            if (view.stopped)
                stop = acted ? stop_of(view, facts_, &step) : &facts_.event_at(view.stop_place);
        }
        const Condition* unmet = requirement(step, planned, standpoint);
        const bool was_needed =
            unmet == nullptr && (stop == nullptr || stop->on > first_planned.day);
        const std::optional<Day>& baseline = facts_.case_file().baseline_on;
        // What would be brought about is not, where the rest of the history speaks against it.
        if (was_needed && baseline && planned.planned->day < *baseline &&
            !(step.brings_about() && facts_.any_holds(step.unless, standpoint))) {
            planned.state = StepState::baselined;
            planned.record_baseline = true;
            planned.because = {Why::before_baseline, *baseline};
            return;
        }
        // What is recorded after a death is still brought before the office; not a letter that left
        // before we knew of it.
        const bool after_death =
            deceased_ != nullptr && trigger != nullptr && trigger > deceased_ &&
            step.stays_inside() &&
            !(facts_.is_letter_sent(*trigger) && trigger->recorded_at < deceased_->recorded_at);
        if (deceased_ != nullptr && trigger != deceased_ && !after_death)
            return wait({Why::nothing_goes, facts_.name_of(*deceased_), deceased_->on});

        if (stop != nullptr) return wait({Why::not_needed, facts_.name_of(*stop), stop->on});
        for (const Condition& forbidden : step.unless) {
            if (!facts_.holds(forbidden, standpoint)) continue;
            const cases::CaseEvent* proof = facts_.proof(forbidden, standpoint);
            if (proof != nullptr && forbidden.kind == Condition::Kind::event)
                return wait({Why::not_needed, forbidden.name, proof->on});
            return wait({Why::not_needed_condition, said_of(forbidden, standpoint)});
        }
        if (unmet != nullptr) {
            if (first_planned <= now_) return wait({Why::waits_for, *unmet});
            planned.state = StepState::later;
            planned.because = {Why::later_if, *unmet, first_planned};
            return;
        }
        if (*planned.planned > now_) {
            planned.state = StepState::later;
            planned.because = {Why::later, *planned.planned};
            return;
        }
        if (safeguarding_ && !step.acknowledges && step.task.empty() && trigger != flagged_)
            return wait(Reason(Why::held_for_safeguarding));
        fall_due(step, planned);
        if (after_death && planned.state == StepState::due && step.task.empty()) {
            planned.ask_first = true;
            planned.because = {Why::after_a_death, deceased_->on};
        }
    }

    /// Of several that would do, the one that is true: what people read names one.
    const Condition& said_of(const Condition& condition, const Standpoint& standpoint) const {
        for (const Condition& part : condition.parts) {
            if (condition.kind == Condition::Kind::all && part.kind == Condition::Kind::any)
                return said_of(part, standpoint);
            if (condition.kind == Condition::Kind::any && facts_.holds(part, standpoint))
                return part;
        }
        return condition;
    }

    /// The first requirement that is not met, or null: then the step is planned anew when it was
    /// met only after the step's day, for it is not late for the days it waited.
    const Condition* requirement(const Step& step, PlannedStep& planned,
                                 const Standpoint& standpoint) {
        for (const Condition& needed : step.require) {
            if (!facts_.holds(needed, standpoint)) return &needed;
            const cases::CaseEvent* proof = facts_.first_proof(needed, standpoint);
            if (proof == nullptr) continue;
            const auto after_it = [&](Day met, Day day) {
                const Day after = day_after(step, needed, *proof, met, day);
                return keeps_working_days(step) ? facts_.reckoner().working_day_on_or_after(after)
                                                : after;
            };
            planned.in_fact = std::max(planned.in_fact, after_it(proof->on, planned.in_fact));
            const Day after = after_it(facts_.known(*proof), planned.planned->day);
            if (after <= planned.planned->day) continue;
            planned.planned->day = after;
            if (!step.deadline) planned.deadline = after;
        }
        return nullptr;
    }

    /// When a step planned for `day` may follow what it requires, which was so on `met`. A step
    /// that follows up a letter keeps its distance from it: the reader of a letter that went late
    /// gets as long to answer.
    Day day_after(const Step& step, const Condition& needed, const cases::CaseEvent& proof, Day met,
                  Day day) const {
        if (needed.kind != Condition::Kind::sent || !facts_.is_letter_sent(proof) || met < day)
            return met;
        const auto* own = std::get_if<OnDay>(&step.when);
        const auto* letter = std::get_if<OnDay>(&facts_.step_numbered(needed.key).when);
        if (own == nullptr || letter == nullptr || own->clock_key != letter->clock_key ||
            own->target || letter->target)
            return met;
        return facts_.reckoner().add(met, own->day - letter->day);
    }

    static void from_record(const cases::CaseEvent& record, PlannedStep& planned) {
        if (record.name == cases::letter_sent) {
            planned.state = StepState::sent;
            planned.because = {Why::on_record_sent, record.on};
        } else if (record.name == cases::step_baselined) {
            planned.state = StepState::baselined;
            planned.because = Reason(Why::on_record_baselined);
        } else {
            planned.state = StepState::skipped;
            planned.because = Reason::skipped(record.text("reason").value_or("no reason recorded"));
        }
    }

    Day deadline_of(const Step& step, const cases::CaseEvent* trigger, Day planned) const {
        if (!step.deadline) return planned;
        const Deadline& deadline = *step.deadline;
        if (deadline.clock) {
            const ClockView* view = facts_.clock(deadline.clock->key);
            if (view == nullptr) return planned;
            Day day = day_or_target(*view, deadline.clock->day, facts_.reckoner());
            if (day == calendar::never) day = planned;
            // What comes after the clock's day is not due in the past.
            return deadline.days > 0 && trigger != nullptr
                       ? std::max(day, facts_.reckoner().add(trigger->on, deadline.days))
                       : day;
        }
        Day from = trigger != nullptr ? trigger->on : planned;
        if (deadline.date) {
            const cases::CaseEvent* event = facts_.dated(*deadline.date);
            if (event == nullptr) return planned;
            from = *Facts::date_in(*event, deadline.date->detail);
            if (from > facts_.reckoner().calendar().last_day()) return from;
        }
        return facts_.reckoner().add(from, deadline.days);
    }

    void fall_due(const Step& step, PlannedStep& planned) {
        planned.state = StepState::due;
        const Day since = planned.planned->day;
        planned.late = since < now_.day;
        planned.because = planned.late ? Reason(Why::due_since, since) : Reason(Why::due_today);
        if (!planned.late) return;
        const int late = facts_.reckoner().count(since, now_.day);
        if (late > step.late.after_working_days) be_late(step, since, late, planned);
        if (planned.state == StepState::due && keeps_working_days(step))
            wait_for_a_working_day(planned);
    }

    static void be_late(const Step& step, Day since, int late, PlannedStep& planned) {
        switch (step.late.then) {
            case LatePolicy::Then::send:
                break;
            case LatePolicy::Then::ask:
                planned.ask_first = true;
                planned.because = Reason::late(Why::due_since_ask, since, late);
                break;
            case LatePolicy::Then::drop:
                planned.state = StepState::skipped;
                planned.record_skip = true;
                planned.because = Reason::late(Why::too_late, since, late);
                break;
        }
    }

    void wait_for_a_working_day(PlannedStep& planned) const {
        const Day next = facts_.reckoner().working_day_on_or_after(now_.day);
        if (next == now_.day) return;
        planned.state = StepState::later;
        planned.planned = LocalTime{next, 0};
        planned.because = {Why::overdue, *planned.planned};
    }

    // --- between steps ---------------------------------------------------------------------

    static bool overtakes(const PlannedStep& planned) {
        return planned.state == StepState::due || planned.state == StepState::sent ||
               planned.state == StepState::baselined || planned.is_overdue();
    }

    const Step& step_at(int place) const {
        return facts_.procedure().steps[static_cast<std::size_t>(place)];
    }

    /// Whether a firing of that step stands so.
    template <class IsSo>
    bool any_planned(const Step& step, IsSo is_so) const {
        // Planned in the order in which the steps lie.
        const auto first = std::ranges::lower_bound(plan_.steps, &step, {}, &PlannedStep::step);
        const auto last = std::ranges::upper_bound(plan_.steps, &step, {}, &PlannedStep::step);
        return std::any_of(first, last, is_so);
    }

    void supersede() {
        for (const std::size_t place : due_) {
            PlannedStep& planned = plan_.steps[place];
            for (const int other : planned.step->superseded_by_keys) {
                if (!any_planned(step_at(other), overtakes)) continue;
                planned.state = StepState::skipped;
                planned.record_skip = true;
                planned.because = {Why::overtaken, step_at(other)};
                break;
            }
        }
    }

    void merge() {
        for (const std::size_t place : due_) {
            PlannedStep& planned = plan_.steps[place];
            const int into = planned.step->merges_into_key;
            if (planned.state != StepState::due || into < 0) continue;
            const bool unsaid = any_planned(step_at(into), [](const PlannedStep& other) {
                return other.state == StepState::due;
            });
            if (!unsaid) continue;
            planned.state = StepState::skipped;
            planned.record_skip = true;
            planned.merged_into = &step_at(into);
            planned.because = {Why::said_elsewhere, step_at(into)};
        }
    }

    Facts facts_;
    LocalTime now_;
    const cases::CaseEvent* deceased_ = nullptr;
    const cases::CaseEvent* flagged_ = nullptr;
    bool safeguarding_ = false;
    Plan plan_;
    std::vector<std::size_t> due_;  ///< places in the plan
};

/// Why a step waits that is not in play.
Reason never_set_off(const Step& step, const Procedure& procedure) {
    if (const auto* day = std::get_if<OnDay>(&step.when))
        return {Reason::Kind::waits_for_clock,
                procedure.clocks[static_cast<std::size_t>(day->clock_key)]};
    return {Reason::Kind::waits_for_trigger, step};
}

}  // namespace

std::vector<PlannedStep> every_step(const Plan& plan, const Procedure& procedure) {
    std::vector<PlannedStep> all;
    auto planned = plan.steps.begin();
    for (const Step& step : procedure.steps) {
        if (planned == plan.steps.end() || planned->step != &step)
            all.emplace_back(step, never_set_off(step, procedure));
        for (; planned != plan.steps.end() && planned->step == &step; ++planned)
            all.push_back(*planned);
    }
    return all;
}

Expected<Plan> plan(const cases::Case& case_, const Procedure& procedure,
                    const calendar::WorkingCalendar& calendar, LocalTime now) {
    return Planner(case_, procedure, calendar, now).run();
}

}  // namespace postroom::procedure
