#include "daemon/work/uncertain.hpp"

#include <algorithm>

#include "daemon/premises/london_time.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/records/parcels.hpp"
#include "daemon/work/reissue.hpp"

namespace postroom::daemon {

namespace {

using outbox::Happening;
using outbox::Parcel;
using outbox::State;
using procedure::UncertainPolicy;

class Resolver {
  public:
    Resolver(Office& office, Instant at, const Clock& clock, RunReport& report)
        : office_(office), at_(at), clock_(clock), report_(report), today_(london(at).day) {}

    void look_at_one(Parcel& parcel) {
        if (parcel.channel != cases::Channel::email || parcel.case_reference.empty() ||
            outbox::is_carried(parcel) || today_ < parcel.due)
            return;
        if (parcel.reason != not_confirmed && parcel.reason != interrupted_at_the_dot) return;
        const auto attempts = office_.outbox().attempts_of(parcel.id);
        if (attempts.empty() || went_by_the_rule(parcel, office_)) return;
        const auto policy = rule_for_all(parcel);
        const Instant tried = attempts.back().first;
        if (!policy || clock_.now().microseconds - tried.microseconds <
                           std::int64_t{policy->after_minutes} * 60'000'000)
            return;
        switch (policy->then) {
            case UncertainPolicy::Then::ask:
                return;
            case UncertainPolicy::Then::send_again:
                send_again(parcel);
                return;
            case UncertainPolicy::Then::post:
                // Attempts bear the real clock, which a run of an earlier day has not reached.
                post(parcel, london(tried).day > today_ ? parcel.created_on : london(tried).day);
                return;
        }
    }

  private:
    /// Nothing when the letter is no longer right to send, to where it was sent: a person decides.
    std::optional<UncertainPolicy> rule_for(const Parcel& parcel) {
        auto loaded =
            office_.cases().load(parcel.case_reference, office_.content().declared_events());
        if (!loaded) return std::nullopt;
        const auto look = look_at(loaded->file, office_.studio(), london(at_));
        if (!look || !why_over(parcel, *look).empty() ||
            !why_not_to_reader(parcel, *look, office_).empty())
            return std::nullopt;
        const procedure::Step* step = look->procedure->step(parcel.step);
        return step == nullptr ? std::nullopt : std::optional(step->uncertain);
    }

    /// Where one email is about several cases, what the rules of all of them say.
    std::optional<UncertainPolicy> rule_for_all(const Parcel& parcel) {
        std::optional<UncertainPolicy> all;
        for (const Parcel& one : office_.outbox().in_one_email(parcel)) {
            const auto rule = rule_for(one);
            if (!rule || (all && *all != *rule)) return std::nullopt;
            all = rule;
        }
        return all;
    }

    void send_again(Parcel& parcel) {
        parcel.state = *outbox::after(parcel.state, Happening::resolve_unsent);
        parcel.retry_at = at_;
        parcel.reason =
            "the relay never confirmed it; by its step's rule the same email goes "
            "once more, and may arrive twice";
        if (!office_.outbox().move(parcel, State::uncertain)) return;
        put_on_record(parcel, "sent again, may arrive twice");
        add_leaves(office_, "retry", parcel, clock_.now());
        office_.outbox().close_tasks_of(parcel.id, "sent again by the step's rule");
    }

    void post(Parcel& parcel, calendar::Day tried_on) {
        const std::string why_not = reissue_by_post(
            office_, parcel, {.on = tried_on, .came_back = false}, at_, clock_.now());
        put_on_record(parcel, why_not.empty() ? "by post as well" : "cannot go by post");
        if (why_not.empty()) {
            ++report_.letters;
            parcel.reason =
                "may have been sent; its letter goes by post as well, and once that is "
                "posted nobody need know";
            office_.outbox().move(parcel, State::uncertain);
            office_.outbox().close_tasks_of(parcel.id, "goes by post as well, by the step's rule");
            return;
        }
        ask_about(office_, parcel,
                  "This email may have been sent; the relay did not confirm it, and its letter "
                  "cannot go by post: " +
                      why_not + ". See that the reader gets it, and say what you did.",
                  today_);
        ++report_.tasks;
    }

    void put_on_record(const Parcel& parcel, const std::string& what) {
        office_.outbox().add_attempt(parcel.id, clock_.now(), std::string(by_the_rule) + what);
    }

    Office& office_;
    Instant at_;
    const Clock& clock_;
    RunReport& report_;
    calendar::Day today_;
};

}  // namespace

void follow_rules_for_uncertain(Office& office, Instant at, const Clock& clock, RunReport& report) {
    for (Parcel& parcel : office.outbox().in_states({State::uncertain}))
        office.database().in_transaction(
            [&] { Resolver(office, at, clock, report).look_at_one(parcel); });
}

}  // namespace postroom::daemon
