// Rows of cases, parties and events as values, judged: other systems write these tables too, and
// a row that breaks the vocabulary is told apart, never thrown.
#pragma once

#include "base/expected.hpp"
#include "cases/case.hpp"
#include "storage/query.hpp"

namespace postroom::storage {

/// The columns that read_party and read_event take, in their order, after the row's number.
extern const char* const party_columns;
extern const char* const event_columns;

/// The problem says what is wrong, naming the column, never the value.
Expected<cases::Party> read_party(Row& row);

/// `declared`: names of events beyond the vocabulary that may stand here; null: any may. An event
/// that Postroom alone writes must carry its source.
Expected<cases::CaseEvent> read_event(Row& row, const cases::DeclaredEvents* declared);

std::vector<std::pair<std::string_view, Value>> columns_of(const CaseReference& reference,
                                                           const cases::Party& party);
std::vector<std::pair<std::string_view, Value>> columns_of(const CaseReference& reference,
                                                           const cases::CaseEvent& event);

/// Names the column when it holds what may not stand in one line of text.
std::optional<Problem> line_problem(std::string_view column, std::string_view text);
std::optional<Problem> prose_problem(std::string_view column, std::string_view text);

}  // namespace postroom::storage
