// Who stands on a case: roles, kinds, consent, and two roles that one person fills.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cases/case.hpp"
#include "procedure/procedure.hpp"

namespace postroom::procedure {

/// Whether two parties are one person: one mailbox, or one name.
bool same_person(const cases::Party& one, const cases::Party& other);

/// {party: role, …}: somebody in that role, of that kind, with or without consent. Whoever left
/// does not stand there.
bool stands_on_the_case(const Condition& condition, const cases::Case& case_);

/// Those in that role who have not left: the case's own, else the team's (`office`).
std::vector<const cases::Party*> who_holds(cases::Role role, const cases::Case& case_,
                                           const std::vector<cases::Party>& office);

/// Whom somebody in that role is written to as: those in it, or for an officer who is missing, has
/// no email address, is complained about or has left, the next up (team manager → service manager →
/// head of service → director → complaints manager).
std::vector<const cases::Party*> who_acts_as(cases::Role role, const cases::Case& case_,
                                             const std::vector<cases::Party>& office);

/// Complained about themselves, or the same person as somebody who is.
bool is_complained_about(const cases::Party& party, const cases::Case& case_);

/// Who fills the roles of a case: its parties, and whom an event's detail of the role's name says
/// ("investigators_appointed: independent_person"). Refers to the case.
class RolesFilled {
  public:
    explicit RolesFilled(const cases::Case& case_);

    /// {same_person: […]}: of roles, or of "stage1_responded.by": the name in that detail of the
    /// latest such event.
    bool is_one_person(const Condition& condition) const;

  private:
    /// A party, or only a name that an event gives.
    struct Person {
        int role = -1;
        const cases::Party* party = nullptr;
        std::string_view named;
        std::string name() const;
    };
    /// Whoever fills a role, or for -1 the one whom an event names.
    struct Wanted {
        int role = -1;
        Person by_event;
    };
    Wanted wanted(const Condition& condition, std::size_t which) const;
    template <class Fits>
    bool any(const Wanted& wanted, Fits fits) const;
    static bool same(const Person& one, const Person& other);

    /// Whether anybody at all fills the role.
    bool is_filled(int role) const { return (filled_ >> static_cast<unsigned>(role) & 1U) != 0; }

    const cases::Case& case_;
    std::vector<Person> people_;
    std::uint32_t filled_ = 0;  ///< a bit for each role
};

}  // namespace postroom::procedure
