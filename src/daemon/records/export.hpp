// One case, packed for somebody outside: a BagIt bag (RFC 8493) with every letter and its proofs.
#pragma once

#include <string>

#include "daemon/records/office.hpp"

namespace postroom::daemon {

struct Exported {
    int letters = 0;
    int left_out = 0;  ///< never sent: listed in the index, not packed
};
/// Writes a folder, or a zip file when `path` ends in .zip; with `all`, letters that were stopped
/// before they were sent are packed too. Throws FileError and ArchiveError.
Expected<Exported> export_case(Office& office, const CaseReference& reference,
                               const std::string& path, bool all, calendar::Day today, Instant now);

/// What the council's seal calls it.
inline constexpr std::string_view export_of_a_case = "Export of a case";

struct ExportReport {
    int letters = 0;
    int entries = 0;
    Problems problems;
};
/// Checks an exported case against the council's public key alone.
ExportReport verify_export(const std::string& path, const std::string& verifier);

}  // namespace postroom::daemon
