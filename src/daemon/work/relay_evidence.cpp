#include "daemon/work/relay_evidence.hpp"

#include <algorithm>

#include "daemon/premises/london_time.hpp"
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
            const auto attempts = office.outbox().attempts_of(parcel.id);
            const calendar::Day went =
                attempts.empty() ? on : std::min(on, london(attempts.back().first).day);
            parcel.evidence = "the relay's log shows that it took it";
            accept(office, parcel, outbox::Happening::resolve_sent, went, at, real_now);
            ++done.sent;
        }
    });
    return done;
}

}  // namespace postroom::daemon
