// What a look at one case gives rise to: parcels with final bytes, tasks, and events of our own.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "daemon/studio/joint_email.hpp"
#include "daemon/studio/look.hpp"
#include "daemon/studio/on_its_way.hpp"
#include "daemon/studio/write_letter.hpp"
#include "outbox/parcel.hpp"

namespace postroom::daemon {

struct NewParcel {
    outbox::Parcel parcel;
    Bytes bytes;
    /// An officer's email that goes in one with other cases' (Step::together), if there are any.
    std::optional<JoinableEmail> joinable = {};
};

struct CaseWork {
    std::vector<NewParcel> parcels;
    std::vector<outbox::Task> tasks;
    std::vector<cases::CaseEvent> events;  ///< to append, in order
    Look look;                             ///< the last one, when all of them were on record
    std::optional<calendar::LocalTime> next;
};

/// Says whether a letter of (step, occurrence) to this recipient is in the outbox already; to
/// anybody, when the recipient is empty.
using AlreadyMade =
    std::function<bool(const StepId&, const std::string& occurrence, const std::string& recipient)>;

/// The letter of (step, occurrence) to this recipient that waits for approval, or was approved and
/// has not been tried yet; or nothing.
using StillToGo = std::function<std::optional<outbox::Parcel>(
    const StepId&, const std::string& occurrence, const std::string& recipient)>;

/// The case's letters that bring something about and have not left yet; asked when something is
/// due.
using OnTheirWay = std::function<std::vector<OnItsWay>(Leaving)>;

/// Says whether an email to that address came back, on the same case; asked when one is to be made.
using CameBack = std::function<bool(const std::string& address)>;

/// What is asked of the outbox.
struct Outbox {
    AlreadyMade already_made;
    StillToGo still_to_go;
    OnTheirWay on_their_way;
    CameBack came_back;
};

/// Looks, and looks again after each event the look itself brought about, until nothing changes.
/// `write` false: parcels are counted, not written (their bytes stay empty).
/// `checkpoint` is the archive's, for email headers.
Expected<CaseWork> work_out(cases::CaseFile file, const Studio& studio, Instant at,
                            const Outbox& outbox, bool write, const std::string& checkpoint);

}  // namespace postroom::daemon
