#include <algorithm>
#include <array>
#include <iterator>

#include "cases/names.hpp"
#include "procedure/people.hpp"
#include "procedure/plan.hpp"
#include "procedure/said_by.hpp"

namespace postroom::procedure {

namespace {

using cases::Party;
using cases::Role;

/// Who stands in for whom: the next up.
constexpr std::array ladder{Role::team_manager, Role::service_manager, Role::head_of_service,
                            Role::director, Role::complaints_manager};

/// An officer complained about gets no case mail, in whatever other role they stand on the case;
/// whoever left gets none at all.
bool can_be_written_to(const Party& party, const cases::Case& case_) {
    if (party.left) return false;
    if (!cases::is_council_officer(party.role)) return true;
    return !party.email.empty() && !is_complained_about(party, case_);
}

std::vector<const Party*> in_role(Role role, const cases::Case& case_,
                                  const std::vector<Party>& office) {
    std::vector<const Party*> found = who_holds(role, case_, office);
    std::erase_if(found, [&](const Party* party) { return !can_be_written_to(*party, case_); });
    return found;
}

/// Not for people outside the council of other kinds than the step names.
bool is_meant(const Party& party, const Step& step) {
    return step.kinds.empty() || cases::is_council_officer(party.role) ||
           std::ranges::find(step.kinds, party.kind) != step.kinds.end();
}

enum class Copy { goes, none, of_whom };

/// A copy outside the council needs recorded consent; whom the council appointed to the case is
/// not outside it. Whoever speaks for one complainant reads that one's letters, and no others: not
/// when theirs has left the case, nor when only another is written to. `of_whom`: several
/// complain, and nobody knows for which of them they speak.
Copy may_be_copied(const Party& party, const cases::Case& case_,
                   const std::vector<const Party*>& to) {
    if (cases::acts_for_the_council(party.role)) return Copy::goes;
    if (!party.consent.given) return Copy::none;
    const auto is_theirs = [&](const Party* other) {
        return cases::speaks_for(party, *other, case_.parties);
    };
    const bool to_complainants = std::ranges::any_of(
        to, [](const Party* reader) { return reader->role == Role::complainant; });
    if (!to_complainants || std::ranges::any_of(to, is_theirs)) return Copy::goes;
    const auto complainants = case_.parties_in(Role::complainant);
    if (complainants.size() == 1) return Copy::goes;
    return std::ranges::any_of(complainants, is_theirs) ? Copy::none : Copy::of_whom;
}

/// What a step asks of somebody's consent is for whom they speak for, and for no other complainant.
void keep_whom_they_speak_for(Resolved& resolved, const Step& step, const cases::Case& case_) {
    const auto asked = std::ranges::find_if(step.require, [](const Condition& needed) {
        return needed.kind == Condition::Kind::party && needed.consent &&
               (needed.key == static_cast<int>(Role::advocate) ||
                needed.key == static_cast<int>(Role::representative));
    });
    if (asked == step.require.end() || case_.parties_in(Role::complainant).size() < 2) return;
    const auto may_be_theirs = [&](const Party* reader) {
        return std::ranges::any_of(case_.parties, [&](const Party& speaker) {
            return static_cast<int>(speaker.role) == asked->key && !speaker.left &&
                   speaker.consent.given == *asked->consent &&
                   cases::speaks_for(speaker, *reader, case_.parties);
        });
    };
    std::erase_if(resolved.to, [&](const Party* party) {
        return party->role == Role::complainant && !may_be_theirs(party);
    });
    if (resolved.to.empty() && resolved.problem.empty())
        resolved.problem = "it is not known for which of the complainants the " +
                           std::string(cases::words_for(static_cast<Role>(asked->key))) +
                           " speaks; record it (party_changed, with role and represents)";
}

/// Who has said already what the step waits for from each is not asked for it again.
void keep_who_is_still_to_say_it(Resolved& resolved, const Step& step, const cases::Case& case_) {
    const std::vector<const Party*> asked = still_to_say(step, case_);
    if (asked.empty()) return;
    std::erase_if(resolved.to, [&](const Party* party) {
        return party->role == Role::complainant && std::ranges::find(asked, party) == asked.end();
    });
}

/// Of several complainants the one whom that event is about, and nobody else.
void keep_whom_it_is_about(Resolved& resolved, const cases::Case& case_, const EventId& trigger) {
    const auto event = std::ranges::find_if(
        case_.events, [&](const cases::CaseEvent& one) { return one.goes_by(trigger); });
    if (event == case_.events.end()) return;
    const Party* one = cases::complainant_of(*event, case_.parties);
    std::erase_if(resolved.to, [&](const Party* party) {
        return party->role == Role::complainant && party != one;
    });
    if (resolved.to.empty())
        resolved.problem = one == nullptr ? "it is not said which of the complainants it is about"
                                          : "the complainant whom it is about gets no letters";
}

/// Of several complainants the one whose word the latest such event is; all of them, where nobody
/// knows whose it is: then it was said for all.
void keep_who_said(Resolved& resolved, const Step& step, const cases::Case& case_) {
    const cases::CaseEvent* said = case_.latest(step.to_who_said);
    const Party* one = said == nullptr ? nullptr : cases::whose_word(*said, case_.parties);
    if (one == nullptr) return;
    std::erase_if(resolved.to, [&](const Party* party) {
        return party->role == Role::complainant && party != one;
    });
    if (resolved.to.empty()) resolved.problem = "the complainant whose word it was gets no letters";
}

}  // namespace

bool is_complained_about(const Party& party, const cases::Case& case_) {
    return std::ranges::any_of(case_.parties, [&](const Party& other) {
        return other.complained_about && same_person(party, other);
    });
}

std::vector<const Party*> who_holds(Role role, const cases::Case& case_,
                                    const std::vector<Party>& office) {
    const std::vector<const Party*> named = case_.parties_in(role);
    std::vector<const Party*> found;
    std::ranges::copy_if(named, std::back_inserter(found),
                         [](const Party* party) { return !party->left; });
    if (!found.empty()) return found;
    // Whoever left the post on this case is not back because the team's own list has not changed.
    // Where nobody says who left, the case had named nobody: it was the team's own.
    const auto has_left = [&](const Party& own) {
        return std::ranges::any_of(named, [&](const Party* one) {
            return same_person(*one, own) || (one->email.empty() && cases::full_name(*one).empty());
        });
    };
    for (const Party& own : office)
        if (own.role == role && !has_left(own)) found.push_back(&own);
    return found;
}

std::vector<const Party*> who_acts_as(Role role, const cases::Case& case_,
                                      const std::vector<Party>& office) {
    std::vector<const Party*> found = in_role(role, case_, office);
    auto place = std::ranges::find(ladder, role);
    if (place == ladder.end() && cases::is_council_officer(role))
        place = std::prev(ladder.end());
    else if (place != ladder.end() && found.empty())
        ++place;
    for (; found.empty() && place != ladder.end(); ++place) found = in_role(*place, case_, office);
    return found;
}

Resolved resolve_recipients(const Step& step, const cases::Case& case_,
                            const std::vector<Party>& office, const EventId* trigger) {
    Resolved resolved;
    const auto known = [&](const Party* party) {
        const auto same = [&](const Party* other) { return same_person(*party, *other); };
        return std::ranges::any_of(resolved.to, same) || std::ranges::any_of(resolved.cc, same);
    };
    for (const std::string& name : step.to) {
        const auto role = cases::role_named(name);
        if (!role) {
            resolved.problem = "the step names no role to write to";
            continue;
        }
        auto found = who_acts_as(*role, case_, office);
        std::erase_if(found, [&](const Party* party) { return !is_meant(*party, step); });
        if (found.empty())
            resolved.problem = "nobody is recorded as " + std::string(cases::words_for(*role)) +
                               (cases::is_council_officer(*role)
                                    ? " with an email address, and nobody above them either"
                                    : "");
        for (const Party* party : found) {
            // Two complainants with one mailbox are two readers; an officer in two roles is one.
            if (!cases::is_council_officer(party->role) || !known(party))
                resolved.to.push_back(party);
        }
    }
    if (step.require_all && !resolved.problem.empty()) resolved.to.clear();
    if (!resolved.to.empty()) resolved.problem.clear();
    keep_whom_they_speak_for(resolved, step, case_);
    keep_who_is_still_to_say_it(resolved, step, case_);
    if (step.to_one && trigger != nullptr) keep_whom_it_is_about(resolved, case_, *trigger);
    if (!step.to_who_said.empty()) keep_who_said(resolved, step, case_);
    for (const std::string& name : step.cc) {
        const auto copied = cases::role_named(name);
        if (!copied) continue;
        for (const Party* party : in_role(*copied, case_, office)) {
            const Copy copy = may_be_copied(*party, case_, resolved.to);
            if (copy == Copy::goes && !known(party)) resolved.cc.push_back(party);
            if (copy == Copy::of_whom)
                resolved.no_copy = "no copy goes to the " +
                                   std::string(cases::words_for(party->role)) +
                                   ": several people complain, and `represents` names none of "
                                   "them; put it right (party_changed, with role and represents)";
        }
    }
    return resolved;
}

}  // namespace postroom::procedure
