// Case files: the `postroom-cases/1` JSON form and the two CSV files, read strictly.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"
#include "cases/case.hpp"

namespace postroom::cases {

/// What the reader must know of this installation. Values refer to the caller's own objects.
struct Acceptance {
    std::vector<std::string> procedures;  ///< ids a case may name
    DeclaredEvents declared_events;       ///< beyond the vocabulary
    Day logged_on;                        ///< put on every case and event read
    Instant recorded_at;
};

/// Events to add to cases that are already stored: what an events CSV holds.
struct EventsFor {
    CaseReference reference;
    std::vector<CaseEvent> events;
    std::vector<int> lines;  ///< of each event, for messages
};

struct ReadCases {
    std::vector<CaseFile> cases;
    std::vector<int> case_lines;  ///< of each case, for messages
    std::vector<EventsFor> events;
};

/// One file, told apart by its content: JSON (first non-blank byte is '{'), a cases CSV or an
/// events CSV (by their header). All problems at once, each with file, line, case and field, never
/// a value. Nothing is accepted when anything is wrong. UTF-8 only; one byte-order mark and CRLF
/// are accepted.
ExpectedAll<ReadCases> read_cases(std::string_view text, const std::string& file,
                                  const Acceptance& acceptance);

/// One event as the command line and the API give it: `key=value` pairs. `points` and `actions`
/// values are JSON arrays of objects. The id is left empty: the store assigns one.
Expected<CaseEvent> read_event(std::string_view name, std::string_view on,
                               const std::vector<std::pair<std::string, std::string>>& details,
                               const Acceptance& acceptance);

/// Details as JSON text (stored in the events table), and back. Keys in order; canonical.
std::string to_json(const Details& details);
Expected<Details> details_from_json(std::string_view json);

/// A party as JSON text, in the case file's own spelling, and back (the parties table).
std::string to_json(const Party& party);
Expected<Party> party_from_json(std::string_view json);

}  // namespace postroom::cases
