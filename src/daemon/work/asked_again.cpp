#include "daemon/work/asked_again.hpp"

#include "calendar/date_text.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/parcels.hpp"

namespace postroom::daemon {

namespace {

using outbox::Parcel;
using outbox::State;
using outbox::Task;

constexpr int working_days_to_answer = 5;
constexpr const char* asked_on = "letters_asked_about_again_on";
constexpr std::string_view again = " Asked again on ";

/// Whoever it is for has not got it, as far as anybody has said.
bool is_waited_for(const Parcel& parcel) {
    if (is_copy(parcel) || cases::is_council_officer(parcel.role)) return false;
    switch (parcel.state) {
        case State::awaiting_approval:
        case State::held:
        case State::uncertain:
        case State::cancelled:
        case State::refused:
        case State::bounced:
        case State::expired:
            return true;
        case State::sending:
            return parcel.channel == cases::Channel::letter;
        default:
            return false;
    }
}

class Chase {
  public:
    Chase(Office& office, calendar::Day today) : office_(office), today_(today) {}

    int run(calendar::Day since) {
        int asked = 0;
        for (const Parcel& parcel : office_.outbox().in_states({State::sending}))
            if (parcel.tray_on && *parcel.tray_on <= since && is_waited_for(parcel) &&
                !office_.outbox().is_asked_about(parcel.id)) {
                ask_about(office_, parcel,
                          "This letter still lies in the print tray, though its task was closed: "
                          "nobody confirmed that it was posted. Confirm its posting, or cancel it.",
                          today_);
                ++asked;
            }
        for (Task& task : office_.outbox().open_since(since))
            if (is_about_a_letter_waited_for(task)) {
                ask(task);
                ++asked;
            }
        return asked;
    }

  private:
    bool is_about_a_letter_waited_for(const Task& task) {
        if (task.parcel) {
            const auto parcel = office_.outbox().load(*task.parcel);
            return parcel && is_waited_for(*parcel);
        }
        if (task.step.empty() || task.case_reference.empty()) return false;
        const auto loaded = office_.cases().load(task.case_reference);
        const auto* procedure =
            loaded ? office_.studio().procedure_of(loaded->file.procedure) : nullptr;
        const auto* step = procedure == nullptr ? nullptr : procedure->step(task.step);
        return step != nullptr && goes_outside(*step);
    }

    void ask(Task& task) {
        task.reason.resize(std::min(task.reason.rfind(again), task.reason.size()));
        task.reason += std::string(again) + calendar::weekday_date(today_, "en") +
                       ": nobody has seen to this. While it waits, so may the reader's time and "
                       "the end of the case.";
        task.asked_since = task.asked_since.value_or(task.created_on);
        task.for_role = std::string(cases::name_of(cases::Role::complaints_manager));
        task.due = today_;
        office_.outbox().ask_again(task);
    }

    Office& office_;
    calendar::Day today_;
};

}  // namespace

int ask_again_about_letters(Office& office, Instant at) {
    const calendar::Day today = london(at).day;
    if (!office.calendar().is_working_day(today) || office.cases().mark(asked_on) == today.number)
        return 0;
    const auto since = office.calendar().add(today, -working_days_to_answer);
    if (!since) return 0;
    int asked = 0;
    office.database().in_transaction([&] {
        asked = Chase(office, today).run(*since);
        office.cases().set_mark(asked_on, today.number);
    });
    return asked;
}

}  // namespace postroom::daemon
