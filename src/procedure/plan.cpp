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
        : facts_(case_, procedure, calendar, now.day), now_(now), finder_(facts_, now, plan_) {
        deceased_ = facts_.latest(Names::deceased);
        flagged_ = facts_.latest(Names::safeguarding_flagged);
        const cases::CaseEvent* cleared = facts_.latest(Names::safeguarding_cleared);
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
        plan_.steps.reserve(facts_.procedure().steps.size() + facts_.case_file().events.size());
        first_of_.reserve(facts_.procedure().steps.size() + 1);
        for (const Step& step : facts_.procedure().steps) {
            first_of_.push_back(plan_.steps.size());
            if (auto trouble = plan_step(step)) return fail(*trouble);
        }
        first_of_.push_back(plan_.steps.size());
        supersede();
        merge();
        return std::move(plan_);
    }

  private:
    using Trouble = std::optional<Problem>;
    using Why = Reason::Kind;

    Trouble plan_step(const Step& step) {
        const std::size_t first = plan_.steps.size();
        if (in_play(step))
            if (auto trouble = finder_.find(step)) return trouble;
        if (plan_.steps.size() == first) {
            PlannedStep& planned = plan_.steps.emplace_back();
            planned.step = &step;
            planned.because = waits_for(step);
            return {};
        }
        for (std::size_t i = first; i < plan_.steps.size(); ++i) {
            PlannedStep& planned = plan_.steps[i];
            if (auto trouble = judge(step, finder_.found(i - first), planned)) return trouble;
            if (planned.state == StepState::due) due_.push_back(i);
            if (planned.state == StepState::later &&
                (!plan_.next_look || *planned.planned < *plan_.next_look))
                plan_.next_look = planned.planned;
        }
        return {};
    }

    /// Whether anything happened that may set the step off: most of a procedure's steps wait for
    /// what never comes.
    bool in_play(const Step& step) const {
        if (const auto* event = std::get_if<OnEvent>(&step.when))
            return facts_.any_happened(event->keys);
        if (const auto* date = std::get_if<OnDate>(&step.when))
            return facts_.happened(date->date.key);
        return clock_at(std::get<OnDay>(step.when).clock_key) != nullptr;
    }

    /// A task, or an email to the council's officers.
    static bool stays_inside(const Step& step) {
        return std::ranges::all_of(step.to_roles, cases::is_council_officer);
    }

    Reason waits_for(const Step& step) const {
        if (const auto* event = std::get_if<OnEvent>(&step.when)) {
            const bool happened = facts_.any_happened(event->keys) &&
                                  std::ranges::any_of(event->any_of, [&](const Condition& one) {
                                      return facts_.proof(one) != nullptr;
                                  });
            return {happened ? Why::trigger_does_not_fit : Why::waits_for_trigger, step};
        }
        if (const auto* date = std::get_if<OnDate>(&step.when))
            return {facts_.happened(date->date.key) ? Why::trigger_does_not_fit
                                                    : Why::waits_for_trigger,
                    step};
        const ClockView* view = clock_at(std::get<OnDay>(step.when).clock_key);
        if (view == nullptr)
            return {Why::waits_for_clock,
                    facts_.procedure()
                        .clocks[static_cast<std::size_t>(std::get<OnDay>(step.when).clock_key)]};
        if (view->pauses.empty()) return {Why::waits_for_clock, *view->clock};
        return {Why::clock_paused, view->pauses.back().from};
    }

    const ClockView* clock_at(int key) const { return view_of(key, plan_.clocks); }

    // --- judging one firing ---------------------------------------------------------------

    Trouble judge(const Step& step, const Firing& firing, PlannedStep& planned) {
        const cases::CaseEvent* trigger = firing.trigger;
        const LocalTime first_planned = *planned.planned;
        if (firing.record != nullptr) {
            from_record(*firing.record, planned);
            return {};
        }
        if (auto trouble = set_deadline(step, trigger, planned)) return trouble;
        const auto wait = [&](Reason because) -> Trouble {
            planned.state = StepState::waiting;
            planned.because = std::move(because);
            return {};
        };
        Standpoint standpoint{.trigger = trigger};
        const bool acted = facts_.has_consequences(step);
        if (acted) standpoint.ignoring = &step;
        const cases::CaseEvent* stop = nullptr;
        if (const auto* day = std::get_if<OnDay>(&step.when)) {
            const ClockView& view = *clock_at(day->clock_key);
            standpoint.since = view.started;
            // What stopped the clock is known already; a step leaves out its own consequences.
            if (view.stopped)
                stop = acted ? stop_of(view, facts_, &step) : &facts_.event_at(view.stop_place);
        }
        const auto unmet = requirement(step, planned, standpoint);
        if (!unmet) return unmet.error();
        const bool was_needed =
            *unmet == nullptr && (stop == nullptr || stop->on > first_planned.day);
        const std::optional<Day>& baseline = facts_.case_file().baseline_on;
        if (was_needed && baseline && planned.planned->day < *baseline) {
            planned.state = StepState::baselined;
            planned.record_baseline = true;
            planned.because = {Why::before_baseline, *baseline};
            return {};
        }
        // What is recorded after a death is still brought before the office.
        const bool after_death =
            deceased_ != nullptr && trigger != nullptr && trigger > deceased_ && stays_inside(step);
        if (deceased_ != nullptr && trigger != deceased_ && !after_death)
            return wait({Why::nothing_goes, facts_.name_of(*deceased_), deceased_->on});

        if (stop != nullptr) return wait({Why::not_needed, facts_.name_of(*stop), stop->on});
        for (const Condition& forbidden : step.unless) {
            const auto held = facts_.holds(forbidden, plan_.clocks, standpoint);
            if (!held) return held.error();
            if (!*held) continue;
            const cases::CaseEvent* proof = facts_.proof(forbidden, standpoint);
            if (proof != nullptr && forbidden.kind == Condition::Kind::event)
                return wait({Why::not_needed, forbidden.name, proof->on});
            return wait({Why::not_needed_condition, forbidden});
        }
        if (*unmet != nullptr) {
            if (first_planned <= now_) return wait({Why::waits_for, **unmet});
            planned.state = StepState::later;
            planned.because = {Why::later_if, **unmet, first_planned};
            return {};
        }
        if (*planned.planned > now_) {
            planned.state = StepState::later;
            planned.because = {Why::later, *planned.planned};
            return {};
        }
        if (safeguarding_ && !step.acknowledges && step.task.empty() && trigger != flagged_)
            return wait(Reason(Why::held_for_safeguarding));
        if (auto trouble = fall_due(step, planned)) return trouble;
        if (after_death && planned.state == StepState::due && step.task.empty()) {
            planned.ask_first = true;
            planned.because = {Why::after_a_death, deceased_->on};
        }
        return {};
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
        if (needed.kind != Condition::Kind::sent || !facts_.is_letter_sent(proof) || met < day)
            return met;
        const auto* own = std::get_if<OnDay>(&step.when);
        const auto* letter = std::get_if<OnDay>(&facts_.step_numbered(needed.key).when);
        if (own == nullptr || letter == nullptr || own->clock_key != letter->clock_key ||
            own->target || letter->target)
            return met;
        return facts_.calendar().add(met, own->day - letter->day);
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

    Trouble set_deadline(const Step& step, const cases::CaseEvent* trigger, PlannedStep& planned) {
        planned.deadline = planned.planned->day;
        if (!step.deadline) return {};
        Expected<std::optional<Day>> day = std::optional<Day>{};
        if (step.deadline->clock) {
            if (const ClockView* view = clock_at(step.deadline->clock->key))
                day = day_or_target(*view, step.deadline->clock->day, facts_.calendar());
        } else if (step.deadline->date) {
            if (const auto* event = facts_.dated(*step.deadline->date))
                day = days_after(*Facts::date_in(*event, step.deadline->date->detail),
                                 step.deadline->days);
        } else {
            day = days_after(trigger != nullptr ? trigger->on : planned.planned->day,
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

    Trouble fall_due(const Step& step, PlannedStep& planned) {
        planned.state = StepState::due;
        const Day since = planned.planned->day;
        planned.late = since < now_.day;
        planned.because = planned.late ? Reason(Why::due_since, since) : Reason(Why::due_today);
        if (!planned.late) return {};
        const auto late = facts_.calendar().count(since, now_.day);
        if (!late) return late.error();
        if (*late <= step.late.after_working_days) return {};
        switch (step.late.then) {
            case LatePolicy::Then::send:
                break;
            case LatePolicy::Then::ask:
                planned.ask_first = true;
                planned.because = Reason::late(Why::due_since_ask, since, *late);
                break;
            case LatePolicy::Then::drop:
                planned.state = StepState::skipped;
                planned.record_skip = true;
                planned.because = Reason::late(Why::too_late, since, *late);
                break;
        }
        return {};
    }

    // --- between steps ---------------------------------------------------------------------

    static bool overtakes(StepState state) {
        return state == StepState::due || state == StepState::sent || state == StepState::baselined;
    }

    const Step& step_at(int place) const {
        return facts_.procedure().steps[static_cast<std::size_t>(place)];
    }

    /// Whether a firing of the step at that place stands so.
    template <class IsSo>
    bool any_planned(int place, IsSo is_so) const {
        const std::size_t end = first_of_[static_cast<std::size_t>(place) + 1];
        for (std::size_t i = first_of_[static_cast<std::size_t>(place)]; i < end; ++i)
            if (is_so(plan_.steps[i].state)) return true;
        return false;
    }

    void supersede() {
        for (const std::size_t place : due_) {
            PlannedStep& planned = plan_.steps[place];
            for (const int other : planned.step->superseded_by_keys) {
                if (!any_planned(other, overtakes)) continue;
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
            const bool unsaid =
                any_planned(into, [](StepState state) { return state == StepState::due; });
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
    FiringFinder finder_;
    /// For each step the place of its first firing in the plan; and the end.
    std::vector<std::size_t> first_of_;
    std::vector<std::size_t> due_;  ///< places in the plan
};

}  // namespace

Expected<Plan> plan(const cases::Case& case_, const Procedure& procedure,
                    const calendar::WorkingCalendar& calendar, LocalTime now) {
    return Planner(case_, procedure, calendar, now).run();
}

}  // namespace postroom::procedure
