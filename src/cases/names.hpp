// Names as people write them: whom a name in an event, or beside a party, means.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.hpp"

namespace postroom::cases {

/// Alike but for capitals.
bool same_words(std::string_view one, std::string_view other);

/// One name, with or without the title before it: "Ms Priya RAMAN" and "Priya Raman".
bool same_name(std::string_view one, std::string_view other);

/// "complainant", "complainant.2": how the first and the second in a role are known as readers.
std::string known_as(Role role, std::size_t place);

/// Whoever of these is known so, or null.
const Party* reader_known_as(std::string_view reader, const std::vector<Party>& parties);

/// "head_of_service" or "Head of service".
std::optional<Role> role_said_as(std::string_view words);

/// Whether a name means that one of a case's parties. Of two in a role whose names differ by the
/// title alone ("Mr J Smith", "Mrs J Smith"), the title decides.
bool means(std::string_view name, const Party& party, const std::vector<Party>& parties);

/// Two or more of those who complain have that name, and nothing tells them apart.
bool means_several_complainants(std::string_view name, const std::vector<Party>& parties);

/// An advocate or representative of whom the case says that they speak for that person, alone or
/// among others ("Asha Lowe and Ben Lowe").
bool speaks_for(const Party& speaker, const Party& other, const std::vector<Party>& parties);

/// Whether the case says so of one of its complainants at least, or one complains alone.
bool is_known_for_whom(const Party& speaker, const std::vector<Party>& parties);

/// Whether somebody in that role said what the event records: its `by` is the role, or the name of
/// a party in it.
bool is_said_by(const CaseEvent& event, Role role, const std::vector<Party>& parties);

/// Said by a complainant, by the young person, or by somebody who speaks for them.
bool is_said_by_their_side(const CaseEvent& event, const std::vector<Party>& parties);

/// The one complainant whom an event is about: named by its `by`, or counted by its `role` and
/// `which`, or the only one there is. Null when it is about none of them, or nobody knows of whom.
const Party* complainant_of(const CaseEvent& event, const std::vector<Party>& parties);

/// The one of several complainants whose word the event is: they said it, or somebody who speaks
/// for them alone did. Null when one complains alone, and when it is nobody's or several people's.
const Party* whose_word(const CaseEvent& event, const std::vector<Party>& parties);

/// "second complainant" of the second of them, "ninth" and on as "complainant 9".
std::string in_its_place(std::string_view role, std::size_t place);

/// "second complainant": that one of these parties, by their place among those who complain.
std::string complainant_in_words(const Party& complainant, const std::vector<Party>& parties);

/// "second complainant": of several, whose word the event is, or whom it names; "" where that is
/// nobody, and where one complains alone.
std::string whose_word_in_words(const CaseEvent& event, const std::vector<Party>& parties);

}  // namespace postroom::cases
