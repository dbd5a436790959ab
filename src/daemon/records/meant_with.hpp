// Which letters and copies a person means who approves or cancels one of them.
#pragma once

#include <vector>

#include "daemon/records/office.hpp"
#include "outbox/parcel.hpp"

namespace postroom::daemon {

/// The letter and its copies, and its other readers', of which that may still be said.
std::vector<outbox::Parcel> open_for(outbox::Happening word, Office& office,
                                     const outbox::Parcel& parcel);

/// Whether one of these is a letter to another reader.
bool has_another_reader(const outbox::Parcel& letter, const std::vector<outbox::Parcel>& open);

struct Meant {
    std::vector<outbox::Parcel> with_it;  ///< the letter and the copies of it
    std::vector<outbox::Parcel>
        written_again;  ///< copies of another's letter, which this one takes over
};

/// Each of several readers has a letter of their own, which says other things, and a person has
/// read the one: what they say of it is said of no other, and of its own copies (decisions 0149,
/// 0155). Our own people's copies are of the first that waits, and go with the first that goes:
/// they are written again where that is another. A copy's id stands for the letter, where there is
/// one alone.
Meant meant_with(Office& office, const outbox::Parcel& wanted, outbox::Happening word, Instant now);

}  // namespace postroom::daemon
