#include "daemon/work/take_in.hpp"

#include <algorithm>

#include "cases/case_file.hpp"
#include "cases/names.hpp"
#include "cases/party_fields.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/studio/taken_over.hpp"
#include "daemon/work/recorded_twice.hpp"

namespace postroom::daemon {

namespace {

cases::Acceptance acceptance(Office& office, calendar::Day logged_on, Instant now) {
    return {.procedures = office.content().procedure_ids(),
            .declared_events = office.content().declared_events(),
            .logged_on = logged_on,
            .recorded_at = now};
}

/// Puts on record what fell due before the baseline.
Expected<int> baseline(Office& office, cases::CaseFile& file, calendar::Day day, Instant now) {
    file.baseline_on = day;
    // History counts as recorded when it happened: recorded today, it would set off letters today.
    for (cases::CaseEvent& event : file.events)
        event.recorded_on = std::min(event.on, event.recorded_on);
    const auto history = history_taken_over(file, office.studio(), {day, 0}, now);
    if (!history) return fail(history.error());
    return static_cast<int>(
        std::ranges::count(*history, cases::step_baselined, &cases::CaseEvent::name));
}

Problems already_stored(Office& office, const cases::ReadCases& read, const std::string& file) {
    std::vector<CaseReference> wanted;
    for (const cases::CaseFile& one : read.cases) wanted.push_back(one.reference);
    Problems problems;
    for (const CaseReference& reference : office.cases().existing(wanted)) {
        const auto place = std::ranges::find(wanted, reference);
        problems.push_back({.what = "this case is stored already",
                            .remedy = "add what happened since with an events file, or with "
                                      "postroom event",
                            .file = file,
                            .line = read.case_lines[place - wanted.begin()],
                            .case_reference = reference.text,
                            .field = "reference"});
    }
    for (const cases::EventsFor& events : read.events) {
        if (!office.cases().exists(events.reference))
            problems.push_back({.what = "there is no such case",
                                .remedy = "import the case first",
                                .file = file,
                                .line = events.lines.front(),
                                .case_reference = events.reference.text,
                                .field = "reference"});
    }
    return problems;
}

/// What a correction speaks of: an event stored, or one that comes just before it.
const cases::CaseEvent* corrected_by(const cases::CaseEvent& correction,
                                     const std::vector<cases::CaseEvent>& stored,
                                     const std::vector<cases::CaseEvent>& coming) {
    const std::string id = correction.text("event").value_or("");
    for (const cases::CaseEvent& event : stored)
        if (event.id.text == id) return &event;
    for (const cases::CaseEvent& event : coming) {
        if (&event == &correction) break;
        if (event.id.text == id) return &event;
    }
    return nullptr;
}

/// Who is on the case that day, by what is stored and what comes with the event.
std::vector<cases::Party> parties_by(calendar::Day day, cases::CaseFile file,
                                     const std::vector<cases::CaseEvent>& coming) {
    file.events.insert(file.events.end(), coming.begin(), coming.end());
    return cases::fold(file, day).parties;
}

/// A panel on a day without work: a bank holiday, or what a correction makes one.
std::optional<Problem> without_work(Office& office, const CaseReference& reference,
                                    const cases::CaseEvent& event) {
    const bool corrects = event.name == "corrected";
    if (!corrects && event.name != "panel_fixed") return {};
    const std::string detail = corrects ? "replace.panel_on" : "panel_on";
    const auto day = calendar::Day::from_iso(event.text(detail).value_or(""));
    const auto& calendar = office.studio().calendar();
    if (!day || !calendar.covers(*day) || calendar.is_working_day(*day)) return {};
    return Problem{.what = "a day without work: a weekend or a bank holiday",
                   .remedy = "a panel sits on a working day",
                   .case_reference = reference.text,
                   .field = event.name + "." + detail};
}

/// What is due on its own day, however far ahead: nothing counts from it.
bool may_lie_far_ahead(const cases::CaseEvent& event, std::string_view detail) {
    return event.name == "action_due" || event.name == "conduct_decided" ||
           detail.ends_with("review_on") || detail.ends_with("due_on");
}

/// A date past the bank holidays that are loaded: a slip, and no clock could count from it.
std::optional<Problem> too_far_ahead(Office& office, const CaseReference& reference,
                                     const cases::CaseEvent& event) {
    const calendar::Day last = office.calendar().last_day();
    for (const auto& [detail, value] : event.details) {
        const auto* text = std::get_if<std::string>(&value);
        const auto day = text == nullptr ? std::nullopt : calendar::Day::from_iso(*text);
        if (!day || *day <= last || may_lie_far_ahead(event, detail)) continue;
        return Problem{
            .what = "a day after " + last.iso() + ", up to which bank holidays are known",
            .remedy = "correct the date; nothing of a complaint lies so far ahead",
            .case_reference = reference.text,
            .field = event.name + "." + detail};
    }
    return {};
}

/// One of our own roles, or one that somebody on the case has.
bool is_a_role_of_somebody(std::string_view by, const std::vector<cases::Party>& parties) {
    const auto role = cases::role_said_as(by);
    return role && (cases::is_council_officer(*role) ||
                    std::ranges::any_of(parties, [&](const cases::Party& party) {
                        return party.role == *role && !party.left;
                    }));
}

/// Of several complainants a withdrawal or a settlement says whose it is, or does not say who
/// spoke: a slip in a name would end it for all. A settlement may say which of our own people, or
/// who else on the case, recorded it.
bool ends_it_for_nobody_known(std::vector<cases::Party> parties, const cases::CaseEvent& event) {
    const auto complains = [](const cases::Party& party) {
        return party.role == cases::Role::complainant && !party.left;
    };
    const std::string by = event.text("by").value_or("");
    const bool by_another = event.name != "withdrawn" &&
                            (is_a_role_of_somebody(by, parties) ||
                             std::ranges::any_of(parties, [&](const cases::Party& party) {
                                 return !complains(party) && cases::means(by, party, parties);
                             }));
    const bool says_who = event.says("role", "complainant") || (!by.empty() && !by_another);
    return says_who && std::ranges::count_if(parties, complains) > 1 &&
           !cases::goes_on_for_another(parties, event.details) &&
           !cases::goes_on_without_whom_it_names(parties, event.details);
}

/// Where several complain, letters tell whoever said a thing that they did, and the others that
/// somebody did: a slip in the name would tell it to nobody, or to all.
bool is_said_by_nobody_known(const std::vector<cases::Party>& parties,
                             const cases::CaseEvent& event) {
    const std::string by = event.text("by").value_or("");
    return !by.empty() && !cases::role_said_as(by) &&
           cases::event_is(event.name, cases::EventIs::word_of_the_complaint) &&
           !cases::event_is(event.name, cases::EventIs::end_for_one) &&
           std::ranges::count(parties, cases::Role::complainant, &cases::Party::role) > 1 &&
           std::ranges::none_of(parties, [&](const cases::Party& party) {
               return cases::means(by, party, parties);
           });
}

/// The council decides it for all who complain: as the decision about one of them it would end the
/// complaint of the others too, and tell them nothing.
bool is_decided_of_one_alone(const std::vector<cases::Party>& parties,
                             const cases::CaseEvent& event) {
    return cases::event_is(event.name, cases::EventIs::decision_of_the_council) &&
           (event.says("role", "complainant") || cases::whose_word(event, parties) != nullptr ||
            cases::means_several_complainants(event.text("by").value_or(""), parties));
}

/// What is wrong with whom an event names, on a case with these people.
std::optional<Problem> wrong_about_people(Office& office, std::vector<cases::Party> parties,
                                          const cases::CaseFile& file,
                                          const cases::CaseEvent& event) {
    const auto wrong_name = [&](const char* what, const char* remedy) {
        return Problem{.what = what,
                       .remedy = remedy,
                       .case_reference = file.reference.text,
                       .field = event.name + ".by"};
    };
    if (is_decided_of_one_alone(parties, event))
        return wrong_name(
            "this is decided by the council and holds for all who complain, and it "
            "names one of them",
            "leave out by, or name who decided it. Where it is so of one of several, "
            "write to that one, and record that they are no longer one of those who "
            "complain (party_changed, with role, which and left)");
    const bool may_end = cases::event_is(event.name, cases::EventIs::end_for_one);
    const bool may_be_several =
        (may_end && !event.details.contains("which")) ||
        (!may_end && cases::event_is(event.name, cases::EventIs::word_of_the_complaint));
    if (may_be_several &&
        cases::means_several_complainants(event.text("by").value_or(""), parties) &&
        (!may_end || ends_it_for_nobody_known(parties, event)))
        return wrong_name("two of those who complain have this name",
                          may_end ? "write it with the title, as the case has it, or say which one "
                                    "it is (role=complainant and which, counted from 1)"
                                  : "write it with the title, as the case has it (postroom "
                                    "explain), or leave out by and say in a note who it was");
    if (may_end && ends_it_for_nobody_known(parties, event))
        return wrong_name("the case has several complainants, and this names none of them",
                          "say which one it is (role=complainant and which, counted from 1, or by "
                          "with their name), or leave out role and by where it is all of them");
    for (const cases::Party& own : office.studio().people_of(file.procedure))
        parties.push_back(own);
    if (is_said_by_nobody_known(parties, event))
        return wrong_name("several people complain, and nobody on the case has this name",
                          "write the name as the case has it (postroom explain), or a role, or "
                          "leave out by");
    return {};
}

/// A correction that would leave an event before the day the complaint was received (domain 4, edge
/// case 29). What Postroom recorded lies where it lies.
std::optional<Problem> against_the_receipt(Office& office, cases::CaseFile file,
                                           const cases::CaseEvent& correction,
                                           const cases::CaseEvent& target,
                                           const std::vector<cases::CaseEvent>& coming) {
    for (const cases::CaseEvent& event : coming) {
        if (&event == &correction) break;
        file.events.push_back(event);
    }
    file.events.push_back(correction);
    const cases::Case then = cases::fold(file, office.calendar().last_day());
    const cases::CaseEvent* received = then.latest("received");
    if (received == nullptr) return {};
    const auto early = std::ranges::find_if(then.events, [&](const cases::CaseEvent& event) {
        return event.source != own_source && event.on < received->on &&
               (target.name == "received" || event.id == target.id);
    });
    if (early == then.events.end()) return {};
    return Problem{.what = early->name + " (" + early->id.text + ", " + early->on.iso() +
                           ") would then lie before the day the complaint was received",
                   .remedy = "correct one of the two days, or strike the event out first",
                   .case_reference = file.reference.text,
                   .field = "corrected.replace.on"};
}

/// An event may not lie before the day the complaint was received, and a correction that corrects
/// nothing would leave its author believing that it did.
std::optional<Problem> misfit(Office& office, const CaseReference& reference,
                              const cases::CaseEvent& event,
                              const std::vector<cases::CaseEvent>& coming) {
    if (auto problem = without_work(office, reference, event)) return problem;
    if (auto problem = too_far_ahead(office, reference, event)) return problem;
    const auto loaded = office.cases().load(reference);
    if (!loaded) return {};
    if (const auto* procedure = office.studio().procedure_of(loaded->file.procedure))
        if (auto problem =
                recorded_twice(reference, event, loaded->file.events, coming, *procedure))
            return problem;
    if (event.name == "corrected") {
        const cases::CaseEvent* target = corrected_by(event, loaded->file.events, coming);
        if (target == nullptr)
            return Problem{.what = "not the id of an earlier event of this case",
                           .remedy = "give an id that postroom explain shows beside an event",
                           .case_reference = reference.text,
                           .field = "corrected.event"};
        if (cases::event_is(target->name, cases::EventIs::ours_alone))
            return Problem{.what = "an event that Postroom alone records and corrects",
                           .remedy = "correct the event of yours that it followed from",
                           .case_reference = reference.text,
                           .field = "corrected.event"};
        if (event.text("replace.on"))
            if (auto problem = against_the_receipt(office, loaded->file, event, *target, coming))
                return problem;
    }
    if (cases::event_is(event.name, cases::may_be_of_one) &&
        cases::names_nobody(parties_by(event.on, loaded->file, coming), event.details))
        return Problem{.what = "the case has nobody of that number in that role",
                       .remedy = "count those of the role as the case names them: 1 for the first",
                       .case_reference = reference.text,
                       .field = event.name + ".which"};
    if (event.name == "party_changed" &&
        cases::changes_nobody_known(parties_by(event.on, loaded->file, coming), event.details))
        return Problem{.what = "several parties have this role",
                       .remedy = "say which: 1 for the first of them, 2 for the second",
                       .case_reference = reference.text,
                       .field = "party_changed.which"};
    if (auto problem = wrong_about_people(office, parties_by(event.on, loaded->file, coming),
                                          loaded->file, event))
        return problem;
    for (const cases::CaseEvent& stored : loaded->file.events) {
        if (stored.name == "received" && event.on < stored.on)
            return Problem{.what = event.name + " lies before the day the complaint was received",
                           .remedy = "correct the date",
                           .case_reference = reference.text,
                           .field = "on"};
        if (stored.name == "received" && event.name == "received")
            return Problem{.what = "this case has been received already",
                           .remedy = "correct the first event with a corrected event",
                           .case_reference = reference.text,
                           .field = "event"};
    }
    return {};
}

}  // namespace

ExpectedAll<Imported> import_file(Office& office, std::string_view text, const std::string& file,
                                  const ImportOptions& options, Instant now) {
    auto read = cases::read_cases(text, file, acceptance(office, options.logged_on, now));
    if (!read) return fail(read.error());
    Imported imported;
    Problems problems;
    office.database().in_transaction([&] {
        problems = already_stored(office, *read, file);
        const bool all_new = problems.empty();
        for (const cases::EventsFor& more : read->events) {
            for (std::size_t i = 0; i < more.events.size(); ++i) {
                if (auto problem = misfit(office, more.reference, more.events[i], more.events)) {
                    problem->file = file;
                    problem->line = more.lines[i];
                    problems.push_back(std::move(*problem));
                }
            }
        }
        for (std::size_t i = 0; i < read->cases.size(); ++i) {
            cases::CaseFile& one = read->cases[i];
            imported.events += static_cast<int>(one.events.size());
            for (const cases::CaseEvent& event : one.events) {
                auto problem = without_work(office, one.reference, event);
                if (!problem) problem = too_far_ahead(office, one.reference, event);
                if (!problem && (event.details.contains("by") || event.details.contains("role")))
                    problem =
                        wrong_about_people(office, cases::fold(one, event.on).parties, one, event);
                if (problem) {
                    problem->file = file;
                    problem->line = read->case_lines[i];
                    problems.push_back(std::move(*problem));
                }
            }
            if (options.baseline && all_new) {
                const auto count = baseline(office, one, options.logged_on, now);
                if (count)
                    imported.baselined += *count;
                else
                    problems.push_back(count.error());
            }
        }
        if (!problems.empty()) {
            std::ranges::stable_sort(problems, {}, &Problem::line);
            return;
        }
        for (const cases::CaseFile& one : read->cases) office.cases().add(one);
        for (const cases::EventsFor& more : read->events) {
            for (const cases::CaseEvent& event : more.events)
                office.cases().append(more.reference, event);
            imported.events += static_cast<int>(more.events.size());
        }
        imported.cases = static_cast<int>(read->cases.size());
    });
    if (!problems.empty()) return fail(std::move(problems));
    return imported;
}

Expected<EventId> record_event(Office& office, const CaseReference& reference,
                               const std::string& name, const std::string& on,
                               const std::vector<std::pair<std::string, std::string>>& details,
                               Instant now) {
    const calendar::Day today = london(now).day;
    auto event = cases::read_event(name, on, details, acceptance(office, today, now));
    if (!event) return fail(of_case(event.error(), reference.text));
    if (!office.cases().exists(reference))
        return fail({.what = "there is no such case",
                     .remedy = "check the reference, or import the case first",
                     .case_reference = reference.text});
    if (event->on > today)
        return fail({.what = "the date lies after today",
                     .remedy = "an event is recorded once it has happened",
                     .case_reference = reference.text,
                     .field = "on"});
    if (auto problem = misfit(office, reference, *event, {})) return fail(*problem);
    event->source = "command line";
    EventId id;
    office.database().in_transaction([&] { id = office.cases().append(reference, *event); });
    return id;
}

}  // namespace postroom::daemon
