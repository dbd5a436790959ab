// Records management: what is due for review, what a legal hold keeps, and erasing a case.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/records/office.hpp"

namespace postroom::daemon {

/// Nothing of a case on hold is erased.
Expected<bool> place_hold(Office& office, const CaseReference& reference, const std::string& reason,
                          Instant now);
/// False when there was none.
Expected<bool> lift_hold(Office& office, const CaseReference& reference, const std::string& reason,
                         Instant now);

/// One closed case, and when the office's schedule (retention.* in the configuration) proposes to
/// review it. It only proposes.
struct RetentionItem {
    CaseReference reference;
    std::string legal_status;  ///< of the child, "" when nobody recorded it
    calendar::Day closed_on;
    std::optional<calendar::Day> review_on;  ///< nothing when a fact is missing
    std::string rule;                        ///< the words of the schedule, or what is missing
    bool on_hold = false;
};
/// Those whose review is due by `today`, and those whose date cannot be worked out; all closed
/// cases when `all`. Oldest first.
std::vector<RetentionItem> retention(Office& office, calendar::Day today, bool all);

/// Why a case was erased: "retention", "request" (the person's right), "order" (of a court), or
/// "mistake" (it should never have been recorded). A code, never free text.
bool is_ground(const std::string& because);

struct Erased {
    int letters = 0;
    int events = 0;
    ParcelId certificate;
    std::string text;  ///< the signed certificate, exact bytes
};
/// Destroys the case's key, salts and rows, its lines in the postbook and its files in tray and
/// mail folder; appends a leaf a letter and archives a signed certificate. Refused while a hold is
/// in force, a letter may still go, or the case is open. May be repeated after an interruption.
Expected<Erased> erase(Office& office, const CaseReference& reference, const std::string& because,
                       calendar::Day today, Instant now);

/// Writes the database anew when an erasure was interrupted before it could.
void remove_traces(Office& office);

/// What lies about of these parcels outside database and archive goes.
void remove_files_of(Office& office, const std::vector<outbox::Parcel>& parcels);

}  // namespace postroom::daemon
