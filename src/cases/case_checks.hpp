// What makes a case whole, whichever file it came in.
#pragma once

#include <string>
#include <vector>

#include "cases/reading.hpp"
#include "cases/written_details.hpp"

namespace postroom::cases {

/// Lines of the parts of a case, for messages.
struct CaseLines {
    int itself = 0;
    std::vector<int> parties;
    std::vector<bool> parties_sound;  ///< false: told of already
    std::vector<int> events;
};

/// The reference, if it may be used; else empty, and a problem is reported.
CaseReference checked_reference(Reading& reading, const std::string& text, int line);

/// The fields of a party but its role. `place` is that of the party; false when there was trouble.
bool fill_party(Reading& reading, const Place& place, Party& party,
                const std::vector<WrittenDetail>& fields);

/// Procedure known; area, summary and outcome clean; a complainant, everybody reachable by a name
/// or an email; exactly one `received`, and nothing before it; event ids given where missing,
/// never twice; corrections of earlier events only; a
/// change in a role that several share says which of them. The case takes its days from the
/// acceptance.
void complete_case(Reading& reading, CaseFile& file, const CaseLines& lines);

}  // namespace postroom::cases
