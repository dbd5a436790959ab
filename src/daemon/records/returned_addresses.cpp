#include "daemon/records/returned_addresses.hpp"

#include "daemon/studio/write_letter.hpp"

namespace postroom::daemon {

ReturnedAddresses::ReturnedAddresses(Office& office) {
    for (const outbox::Task& task : office.outbox().tasks(true)) {
        if (!task.parcel) continue;
        const auto parcel = office.outbox().load(*task.parcel);
        if (parcel && parcel->channel == cases::Channel::letter &&
            parcel->state == outbox::State::bounced)
            tasks_.emplace(address_in(*parcel), task.id);
    }
}

const TaskId* ReturnedAddresses::task_about(const outbox::Parcel& parcel) const {
    if (parcel.channel != cases::Channel::letter) return nullptr;
    const auto found = tasks_.find(address_in(parcel));
    return found == tasks_.end() ? nullptr : &found->second;
}

}  // namespace postroom::daemon
