// What each of several complainants has said: what one says is no other's word.
#pragma once

#include <string>
#include <vector>

#include "cases/case.hpp"
#include "procedure/procedure.hpp"

namespace postroom::procedure {

/// Whether an event of the condition's name says in its detail what the condition asks for.
bool says_of_itself(const cases::CaseEvent& event, const Condition& condition,
                    const std::vector<cases::Party>& parties);

/// Of several who complain those who have not said by then what the condition asks of each
/// (`of_each`). The last word of each counts, also where somebody says it for them alone; a word
/// that is nobody's by name is everybody's. With `of_each_who`: those who asked for it by their own
/// word, and have not got it.
std::vector<const cases::Party*> who_has_not_said(const Condition& condition,
                                                  const cases::Case& case_,
                                                  const cases::CaseEvent& by_then);

/// The same as the case stands now; nobody, where it was never said.
std::vector<const cases::Party*> who_has_not_said(const Condition& condition,
                                                  const cases::Case& case_);

/// The day since which each has said it (or has got it), where that event is the last of their
/// words: later than it, where somebody who had not has said it since, or left the complaint, and
/// is one of them no more.
calendar::Day said_by_each_since(const Condition& condition, const cases::CaseEvent& last,
                                 const cases::Case& case_);

/// What a step that `asks_each` waits for from each who complains; null where it asks nothing.
const Condition* asked_of_each(const Step& step);

/// Whom that step's letter or question is for: of those who complain whoever has not said what it
/// waits for from each. Nobody, where it asks nothing of each, or one complains alone.
std::vector<const cases::Party*> still_to_say(const Step& step, const cases::Case& case_);

/// Why a person reads that step's letter to this reader first: they cannot be reached
/// (contact_lost), and neither was their address changed since, nor is a word of theirs on record.
/// Null when they can, and of what tells them a right: it goes all the same.
const cases::CaseEvent* why_read_first(const Step& step, const cases::Party& reader,
                                       const cases::Case& case_);

/// "the complainant cannot be reached since 7 March 2025, so a person decides"
std::string cannot_be_reached(const cases::CaseEvent& since);

}  // namespace postroom::procedure
