// Who stands on a case: roles, kinds, consent, and two roles that one person fills.
#pragma once

#include "cases/case.hpp"
#include "procedure/procedure.hpp"

namespace postroom::procedure {

/// Whether two parties are one person: one mailbox, or one name.
bool same_person(const cases::Party& one, const cases::Party& other);

/// {party: role, …}: somebody in that role, of that kind, with or without consent. Whoever left
/// does not stand there.
bool stands_on_the_case(const Condition& condition, const cases::Case& case_);

/// {same_person: […]}. A role is filled by its parties, and by whom an event's detail of the
/// role's name says ("investigators_appointed: independent_person"); "stage1_responded.by" is the
/// name in that detail of the latest such event.
bool is_one_person(const Condition& condition, const cases::Case& case_);

}  // namespace postroom::procedure
