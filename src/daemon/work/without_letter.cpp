#include "daemon/work/without_letter.hpp"

#include <algorithm>

#include "cases/names.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/parcels.hpp"
#include "daemon/work/reissue.hpp"

namespace postroom::daemon {

namespace {

using outbox::Parcel;
using outbox::State;

class Writer {
  public:
    Writer(Office& office, const Look& look, Instant at, Instant real_now)
        : office_(office), look_(look), at_(at), real_now_(real_now) {}

    int write() {
        int count = 0;
        for (const procedure::ClockView& clock : look_.plan.clocks) {
            if (!clock.running() || clock.without.empty()) continue;
            if (!parcels_) parcels_ = office_.outbox().of_case(look_.case_.reference);
            const cases::CaseEvent& start =
                look_.case_.events[static_cast<std::size_t>(clock.start_place)];
            const StepId step(start.text("step").value_or(""));
            if (const Parcel* others = last_that_left(step))
                for (const std::string& reader : clock.without)
                    count += write_for_one(reader, *others) ? 1 : 0;
        }
        copy_to_whoever_speaks_now();
        return count;
    }

  private:
    bool some_speak_for_one_of_several() const {
        return look_.case_.parties_in(cases::Role::complainant).size() > 1 &&
               std::ranges::any_of(look_.case_.parties, [](const cases::Party& one) {
                   return (one.role == cases::Role::advocate ||
                           one.role == cases::Role::representative) &&
                          !one.left && one.consent.given;
               });
    }

    /// A letter that has left for another is written no more, and its copies neither: whoever came
    /// to speak for one whose own still waits has theirs made now.
    void copy_to_whoever_speaks_now() {
        if (!some_speak_for_one_of_several()) return;
        if (!parcels_) parcels_ = office_.outbox().of_case(look_.case_.reference);
        for (const Parcel& letter : *parcels_) {
            const std::string reader = reader_of(letter);
            if (reader.empty() || !may_be_taken_back(letter)) continue;
            const bool left_for_another = std::ranges::any_of(*parcels_, [&](const Parcel& other) {
                return other.step == letter.step && other.occurrence == letter.occurrence &&
                       other.accepted_on && !reader_of(other).empty() &&
                       other.recipient != letter.recipient;
            });
            if (left_for_another)
                write_copies_for(reader, letter, letter.state != State::awaiting_approval, office_,
                                 at_, real_now_);
        }
    }

    /// The answer that counts, where there were several.
    const Parcel* last_that_left(const StepId& step) const {
        const Parcel* last = nullptr;
        for (const Parcel& one : *parcels_)
            if (one.step == step && one.accepted_on && !reader_of(one).empty() &&
                (last == nullptr || one.created_at >= last->created_at))
                last = &one;
        return last;
    }

    bool is_in_hand(const std::string& reader, const Parcel& others) const {
        const bool has_one = std::ranges::any_of(*parcels_, [&](const Parcel& one) {
            return one.step == others.step && one.recipient == reader &&
                   one.state != State::superseded;
        });
        if (has_one) return true;
        const auto tasks = office_.outbox().tasks_of_steps(look_.case_.reference);
        return std::ranges::any_of(tasks, [&](const outbox::Task& task) {
            return !task.done && task.step == others.step && task.occurrence == others.occurrence;
        });
    }

    bool write_for_one(const std::string& reader, const Parcel& others) const {
        if (is_in_hand(reader, others)) return false;
        const std::string why = write_for(reader, others, office_, at_, real_now_);
        return why.empty() || ask(reader, others, why);
    }

    bool ask(const std::string& reader, const Parcel& others, const std::string& why) const {
        outbox::Task task;
        task.id = TaskId(archive::random_id());
        task.case_reference = others.case_reference;
        task.step = others.step;
        task.catalogue = others.catalogue;
        task.occurrence = others.occurrence;
        const cases::Party* without = cases::reader_known_as(reader, look_.case_.parties);
        task.reason = "This letter left for another complainant before, and the " +
                      cases::complainant_in_words(*without, look_.case_.parties) +
                      " never had it. It could not be written for them: " + why +
                      ". See that they have it, and close this task with the day on which it left "
                      "(--sent-on). Their time to ask for the next stage waits until then.";
        task.for_role = std::string(cases::name_of(cases::Role::complaints_officer));
        task.created_on = london(at_).day;
        task.due = task.created_on;
        return office_.outbox().add(task);
    }

    Office& office_;
    const Look& look_;
    Instant at_;
    Instant real_now_;
    std::optional<std::vector<Parcel>> parcels_;
};

}  // namespace

int write_to_those_without(Office& office, const Look& look, Instant at, Instant real_now) {
    return Writer(office, look, at, real_now).write();
}

}  // namespace postroom::daemon
