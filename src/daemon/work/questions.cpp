#include "daemon/work/questions.hpp"

#include <algorithm>
#include <variant>

#include "calendar/date_text.hpp"
#include "cases/leavers.hpp"
#include "cases/party_fields.hpp"

namespace postroom::daemon {

namespace {

using outbox::Task;
using procedure::PlannedStep;
using procedure::Reason;
using procedure::Step;
using procedure::StepState;

bool is_same_firing(const Task& one, const Task& other) {
    return one.step == other.step && one.occurrence == other.occurrence;
}

/// Each of the events that set it off is a question of its own.
bool asks_of_each(const Step& step) {
    if (const auto* event = std::get_if<procedure::OnEvent>(&step.when))
        return event->each && !event->latest;
    const auto* date = std::get_if<procedure::OnDate>(&step.when);
    return date != nullptr && date->each;
}

/// The same question of the same event ("e5:2025-05-20"), some days later.
bool is_asked_on(const Step& step, const Task& before, const Task& next) {
    const auto event_of = [](const Task& task) {
        return task.occurrence.substr(0, task.occurrence.find(':'));
    };
    return step.repeats() && event_of(before) == event_of(next);
}

class Questions {
  public:
    Questions(Office& office, const CaseReference& reference, const CaseWork& work,
              calendar::Day today)
        : office_(office),
          work_(work),
          look_(work.look),
          today_(today),
          known_(office.outbox().tasks_of_steps(reference)) {}

    int keep() {
        int asked = 0;
        for (const Task& task : work_.tasks) asked += ask(task) ? 1 : 0;
        for (const Task& task : known_) {
            if (task.done) continue;
            if (const std::string why = why_no_more(task); !why.empty())
                office_.outbox().close_by_itself(task.id, why);
        }
        return asked;
    }

  private:
    /// False when it is asked already, or a person has answered it.
    bool ask(Task task) {
        const auto known = std::ranges::find_if(
            known_, [&](const Task& one) { return is_same_firing(one, task); });
        if (known == known_.end()) {
            for (const Task& before : known_)
                if (!before.done && is_followed_by(before, task))
                    task.asked_since = std::min(task.asked_since.value_or(task.created_on),
                                                before.asked_since.value_or(before.created_on));
            return office_.outbox().add(task);
        }
        if (!known->done || !known->by_itself) return false;
        office_.outbox().add_or_reopen(task);
        return true;
    }

    const PlannedStep* firing_of(const Task& task) const {
        const auto found = std::ranges::find_if(look_.plan.steps, [&](const PlannedStep& planned) {
            return planned.step->id == task.step && planned.occurrence == task.occurrence;
        });
        return found == look_.plan.steps.end() ? nullptr : &*found;
    }

    bool is_followed_by(const Task& before, const Task& next) const {
        const Step* step = look_.procedure->step(before.step);
        return step != nullptr && (!asks_of_each(*step) || is_asked_on(*step, before, next)) &&
               before.step == next.step && before.for_role == next.for_role &&
               before.occurrence != next.occurrence && firing_of(before) == nullptr;
    }

    /// "" while it is asked.
    std::string why_no_more(const Task& task) const {
        const Step* step = look_.procedure->step(task.step);
        // Of another procedure, or of an older one: nobody here can tell.
        if (step == nullptr || waits_for_the_reader(task)) return {};
        if (step->until_done && is_about_a_leaving_struck_out(task))
            return "what it was about was struck out";
        if (step->until_done && is_about_anothers_leaving(task))
            return "asked again: it was another of those who complain";
        if (step->until_done) return {};
        const PlannedStep* planned = firing_of(task);
        return planned != nullptr ? why_not_needed(*planned) : why_gone(task, *step);
    }

    /// The reader's time waits until a person has seen to the letter, however old it is.
    bool waits_for_the_reader(const Task& task) const {
        return std::ranges::any_of(look_.case_.events, [&](const cases::CaseEvent& event) {
            return event.name == cases::letter_missing && event.says("step", task.step.text) &&
                   event.text("occurrence") == task.occurrence;
        });
    }

    /// Another task asks what they missed meanwhile.
    bool is_about_a_leaving_struck_out(const Task& task) const {
        return std::ranges::any_of(look_.case_.struck, [&](const cases::CaseEvent& event) {
            return task.occurrence == event.id.text &&
                   cases::event_is(event.name, cases::EventIs::end_for_one);
        });
    }

    /// It was put right who left: another task says what is to be done with that one.
    bool is_about_anothers_leaving(const Task& task) const {
        return std::ranges::any_of(look_.case_.events, [&](const cases::CaseEvent& event) {
            return task.occurrence == event.id.text && event.told_anew &&
                   cases::is_a_leaving(event.name);
        });
    }

    std::string why_not_needed(const PlannedStep& planned) const {
        if (planned.state != StepState::waiting) return {};
        switch (planned.because.kind()) {
            case Reason::Kind::not_needed:
            case Reason::Kind::not_needed_condition:
            case Reason::Kind::waits_for:
                if (!planned.step->repeats() && closed_by_itself()) return {};
                break;
            case Reason::Kind::nothing_goes:
                if (!planned.step->repeats()) return {};
                break;
            default:
                return {};  // held for now
        }
        return "no longer asked (" + planned.because.text() + ")";
    }

    /// That a time ran out, and Postroom closed the case, answers nothing that was asked once.
    bool closed_by_itself() const {
        if (look_.plan.open) return false;
        const cases::CaseEvent* closed = look_.case_.latest("closed");
        return closed != nullptr && closed->source == own_source;
    }

    std::string why_gone(const Task& task, const Step& step) const {
        for (const Task& next : work_.tasks)
            if (is_followed_by(task, next))
                return "asked again on " + calendar::weekday_date(today_);
        // Its next firing may wait for a letter on its way.
        const bool comes = !asks_of_each(step) &&
                           std::ranges::any_of(look_.plan.steps, [&](const PlannedStep& planned) {
                               return planned.step == &step && planned.state == StepState::due;
                           });
        return comes ? "" : "no longer asked (what it was about is not so any more)";
    }

    Office& office_;
    const CaseWork& work_;
    const Look& look_;
    calendar::Day today_;
    std::vector<Task> known_;
};

}  // namespace

int keep_questions(Office& office, const CaseReference& reference, const CaseWork& work,
                   calendar::Day today) {
    return Questions(office, reference, work, today).keep();
}

}  // namespace postroom::daemon
