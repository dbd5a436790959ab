// The fields of a party by name: one spelling for case files, CSV columns and `party_changed`.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/problem.hpp"
#include "cases/case.hpp"

namespace postroom::cases {

inline constexpr std::size_t most_address_lines = 12;

/// "first_name", "address_3", "consent.given"…; `role` is not one of them.
bool is_party_field(std::string_view field);
/// "address_13" and on: more than an address may hold, and so no party field.
bool is_surplus_address_line(std::string_view field);

/// Sets one field. Yes and no are booleans or the words yes, no, true, false. Address lines go to
/// their numbered place; an empty text clears a field. What is wrong with the value, and what to
/// do, or nothing. `field` must be a party field.
std::optional<Problem> set_party_field(Party& party, std::string_view field, const Detail& value);

/// Drops the empty lines that unfilled address numbers leave.
void close_up_address(PostalAddress& address);

/// yes, true, no, false.
std::optional<bool> yes_or_no(std::string_view text);

/// What `party_changed` does to the parties of a case: the party in `role` (the `which`th of them,
/// counted from 1) takes the fields given. A role nobody holds yet gains its party. Address lines
/// are replaced together; a new name drops the old one, in whichever form, and the salutation made
/// for it. An officer, advocate or representative who had left has not, with a new name or email:
/// it is another. Fields whose values break the vocabulary are left as they were.
void apply_party_change(std::vector<Party>& parties, const Details& change);

/// Whether a change of a party says not of whom, where several have the role: the first of them
/// would get what is another's.
bool changes_nobody_known(const std::vector<Party>& parties, const Details& change);

/// Whether such an event speaks of the `which`th in a role that has not so many.
bool names_nobody(const std::vector<Party>& parties, const Details& ending);

/// The complainant whom `role` and `which` count, or null.
const Party* complainant_counted(const std::vector<Party>& parties, const Details& details);

/// What such an event does to them, where it says that it was a complainant and the
/// `which`th, and another complainant is there: they count as having left. True then, since the
/// complaint goes on for the other.
bool goes_on_for_another(std::vector<Party>& parties, const Details& ending);

/// The same of a withdrawal or a settlement `by` one of several complainants, named as the case
/// names them (means).
bool goes_on_without_whom_it_names(std::vector<Party>& parties, const Details& ending);

}  // namespace postroom::cases
