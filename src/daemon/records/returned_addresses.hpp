// Addresses from which the post brought a letter back: nothing more goes there until a person has
// decided in the task about it.
#pragma once

#include <map>
#include <string>

#include "daemon/records/office.hpp"
#include "outbox/parcel.hpp"

namespace postroom::daemon {

/// Those whose task is open when this is made.
class ReturnedAddresses {
  public:
    explicit ReturnedAddresses(Office& office);
    bool holds(const outbox::Parcel& parcel) const { return task_about(parcel) != nullptr; }
    /// The open task about the address of this letter; null when there is none, or for an email.
    const TaskId* task_about(const outbox::Parcel& parcel) const;

  private:
    std::map<std::string, TaskId, std::less<>> tasks_;  ///< by address
};

}  // namespace postroom::daemon
