#include "daemon/work/outbox_of.hpp"

#include <algorithm>

#include "daemon/records/parcels.hpp"

namespace postroom::daemon {

Outbox outbox_of(Office& office, const CaseReference& reference, calendar::Day today, Instant at) {
    Outbox asked;
    asked.already_made = [&office, reference](const StepId& step, const std::string& occurrence,
                                              const std::string& recipient) {
        return office.outbox().exists(reference, step, occurrence, recipient);
    };
    asked.still_to_go = [&office, reference](const StepId& step, const std::string& occurrence,
                                             const std::string& recipient) {
        std::optional<outbox::Parcel> found;
        for (outbox::Parcel& parcel : office.outbox().of_case(reference))
            if (parcel.step == step && parcel.occurrence == occurrence &&
                parcel.recipient == recipient && parcel.attempts == 0 &&
                (parcel.state == outbox::State::awaiting_approval ||
                 parcel.state == outbox::State::rendered))
                found = std::move(parcel);
        return found;
    };
    asked.on_their_way = [&office, reference, today, at](Leaving how) {
        return on_their_way(office, reference, how, today, at);
    };
    asked.came_back = [&office, reference](const std::string& address) {
        return std::ranges::any_of(
            office.outbox().of_case(reference), [&](const outbox::Parcel& parcel) {
                return parcel.state == outbox::State::bounced && parcel.envelope_to == address;
            });
    };
    return asked;
}

}  // namespace postroom::daemon
