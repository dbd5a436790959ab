#include "daemon/studio/readers.hpp"

#include <algorithm>
#include <map>

#include "cases/names.hpp"
#include "cases/party_fields.hpp"
#include "procedure/said_by.hpp"

namespace postroom::daemon {

namespace {

/// An advocate gets the letter of the person they speak for, never another's.
const cases::Party* whose_copy(const cases::Party& party, const cases::Case& case_,
                               const std::vector<const cases::Party*>& to) {
    for (const cases::Party* reader : to)
        if (cases::speaks_for(party, *reader, case_.parties)) return reader;
    return to.front();
}

/// Among the case's own parties in the role, whoever of them gets nothing now: a letter already
/// made is still known as its reader's when another has died or left. The team's own come after
/// them: a letter to them is none to whoever left.
std::size_t place_of(const cases::Party& party, const cases::Case& case_,
                     std::map<cases::Role, std::size_t>& counted) {
    const std::vector<const cases::Party*> on_the_case = case_.parties_in(party.role);
    const auto found = std::ranges::find(on_the_case, &party);
    if (found != on_the_case.end()) return static_cast<std::size_t>(found - on_the_case.begin());
    return on_the_case.size() + counted[party.role]++;
}

}  // namespace

std::vector<Reader> readers_of(const procedure::PlannedStep& planned, const cases::Case& case_,
                               const Studio& studio, std::string& problem) {
    const procedure::Resolved resolved = procedure::resolve_recipients(
        *planned.step, case_, studio.people_of(case_.procedure), planned.trigger());
    problem = resolved.problem;
    const procedure::Procedure* own = studio.procedure_of(case_.procedure);
    if (problem.empty() && (own == nullptr || !own->asks_for_whom)) problem = resolved.no_copy;
    std::vector<Reader> readers;
    std::map<cases::Role, std::size_t> places;
    for (const cases::Party* party : resolved.to) {
        const std::size_t place = place_of(*party, case_, places);
        readers.push_back({.party = party,
                           .recipient = cases::known_as(party->role, place),
                           .primary = party,
                           .cc = resolved.cc});
    }
    if (readers.empty()) return readers;
    std::map<cases::Role, std::size_t> copies;
    for (const cases::Party* party : resolved.cc) {
        const std::size_t place = place_of(*party, case_, copies);
        readers.push_back({.party = party,
                           .recipient = "copy." + cases::known_as(party->role, place),
                           .copy = true,
                           .primary = whose_copy(*party, case_, resolved.to),
                           .cc = resolved.cc});
    }
    return readers;
}

std::string letter_copied_to(const std::string& recipient, cases::Role role,
                             const cases::Case& case_, const std::vector<std::string>& letters) {
    if (cases::acts_for_the_council(role)) return {};
    const cases::Party* copied =
        cases::reader_known_as(recipient.substr(recipient.find('.') + 1), case_.parties);
    if (copied == nullptr) return {};
    for (const std::string& letter : letters)
        if (const auto* reader = cases::reader_known_as(letter, case_.parties);
            reader != nullptr && reader->role == cases::Role::complainant &&
            cases::speaks_for(*copied, *reader, case_.parties))
            return letter;
    return {};
}

std::string of_whom_it_is(const procedure::PlannedStep& planned, const cases::Case& case_) {
    const EventId* trigger = planned.trigger();
    if (trigger == nullptr) return {};
    const auto event = std::ranges::find_if(
        case_.events, [&](const cases::CaseEvent& one) { return one.goes_by(*trigger); });
    if (event == case_.events.end()) return {};
    const std::string whose = cases::whose_word_in_words(*event, case_.parties);
    if (whose.empty()) return whose;
    return cases::complainant_counted(case_.parties, event->details) != nullptr
               ? " It is about the " + whose + "."
               : " The " + whose + " said this, or somebody for them.";
}

std::string of_whom_it_is_asked(const procedure::Step& step, const cases::Case& case_) {
    std::string whom;
    for (const cases::Party* one : procedure::still_to_say(step, case_))
        whom += (whom.empty() ? " Still to be asked: the " : ", the ") +
                cases::complainant_in_words(*one, case_.parties);
    return whom.empty() ? whom : whom + ".";
}

}  // namespace postroom::daemon
