#include "daemon/work/relay_evidence.hpp"

#include "daemon/records/parcels.hpp"
#include "returns/relay_log.hpp"

namespace postroom::daemon {

SettledByLog settle_by_relay_log(Office& office, std::string_view log, calendar::Day on, Instant at,
                                 Instant real_now) {
    const auto taken = returns::taken_by_relay(log);
    SettledByLog done;
    office.database().in_transaction([&] {
        for (outbox::Parcel& parcel : office.outbox().in_states({outbox::State::uncertain})) {
            if (outbox::is_carried(parcel)) continue;
            if (!taken.contains(parcel.message_id)) {
                ++done.left;
                continue;
            }
            parcel.evidence = "the relay's log shows that it took it";
            accept(office, parcel, outbox::Happening::resolve_sent,
                   last_tried_on(office, parcel, on), at, real_now);
            ++done.sent;
        }
    });
    return done;
}

}  // namespace postroom::daemon
