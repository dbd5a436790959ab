#include "dispatch/transport.hpp"

namespace postroom::dispatch {

std::vector<Outcome> Transport::deliver_all(const std::vector<Handover>& handovers) {
    std::vector<Outcome> outcomes;
    for (const Handover& one : handovers) {
        const std::optional<Bytes> bytes = one.bytes();
        outcomes.push_back(bytes ? deliver(one.parcel, *bytes, one.may_commit)
                                 : Outcome{.kind = Outcome::Kind::lost_claim});
    }
    return outcomes;
}

}  // namespace postroom::dispatch
