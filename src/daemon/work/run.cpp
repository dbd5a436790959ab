#include "daemon/work/run.hpp"

#include "daemon/premises/london_time.hpp"
#include "daemon/records/held_after_restore.hpp"
#include "daemon/studio/look.hpp"
#include "daemon/work/asked_again.hpp"
#include "daemon/work/catch_up.hpp"
#include "daemon/work/office_task.hpp"
#include "daemon/work/print_day.hpp"
#include "daemon/work/returned_mail.hpp"
#include "daemon/work/uncertain.hpp"
#include "daemon/work/watch.hpp"
#include "daemon/work/witness.hpp"

namespace postroom::daemon {

namespace {

const std::string last_run = "last_run_at";

void add(RunReport& whole, RunReport round) {
    whole.cases_looked_at += round.cases_looked_at;
    whole.letters += round.letters;
    whole.emails += round.emails;
    whole.tasks += round.tasks;
    whole.skipped += round.skipped;
    whole.superseded += round.superseded;
    whole.sent += round.sent;
    whole.in_tray += round.in_tray;
    whole.not_sent += round.not_sent;
    whole.flood = whole.flood || round.flood;
    if (round.relay_trouble) whole.relay_trouble = std::move(round.relay_trouble);
    if (whole.sent > 0) whole.relay_trouble.reset();
    for (Problem& problem : round.problems) whole.problems.push_back(std::move(problem));
}

}  // namespace

namespace {

void print_what_lies_there(Office& office, RunReport& report) {
    for (Problem& problem : bring_print_files_up_to_date(office))
        report.problems.push_back(std::move(problem));
}

/// No chain of letters that wait for letters is as long: what still moves then moves for ever.
constexpr int rounds_at_most = 100;

/// A case that comes to no rest must not keep the letters of the others waiting.
void leave_until_tomorrow(Office& office, Instant at, RunReport& whole) {
    const Instant tomorrow = instant_of(next_day(london(at)));
    office.database().in_transaction([&] {
        office.require_lead();
        for (const CaseReference& reference :
             office.cases().to_look_at(office.cases().last_change(), at)) {
            whole.problems.push_back(
                {.what = "what is due comes to no rest: each look at the case sets off another",
                 .remedy = "look for what is made again and again (postroom explain, postroom "
                           "outbox list); it is looked at again tomorrow",
                 .case_reference = reference.text});
            open_office_task(office, "restless:" + reference.text, whole.problems.back(),
                             london(at).day);
            office.cases().set_next_look(reference, tomorrow);
        }
    });
}

/// What is sent can set off what waits for it, so the round is taken until nothing moves.
void work_until_nothing_moves(Office& office, Instant at, const Clock& clock, RunReport& whole) {
    for (int round_number = 0; round_number < rounds_at_most; ++round_number) {
        RunReport round;
        make_what_is_due(office, at, clock, round);
        send_what_may_go(office, at, clock, round);
        const bool moved = round.did_something();
        add(whole, std::move(round));
        if (!moved) return;
    }
    leave_until_tomorrow(office, at, whole);
}

void remember_run(Office& office, Instant at) {
    if (office.cases().mark(last_run) == at.microseconds) return;
    office.database().in_transaction([&] { office.cases().set_mark(last_run, at.microseconds); });
}

}  // namespace

Expected<RunReport> run_cycle(Office& office, Instant at, const Clock& clock) {
    const auto last = office.cases().mark(last_run);
    if (last && at.microseconds < *last)
        return fail({.what = "the last run was at " + utc_text(Instant{*last}) +
                             ", later than this one would be",
                     .remedy = "choose a later --on or --at"});
    RunReport whole;
    give_back_claims(office, at, clock);
    take_in_returned_mail(office, at, clock, whole);
    follow_rules_for_uncertain(office, at, clock, whole);
    make_witness_mail(office, at, clock, whole);
    work_until_nothing_moves(office, at, clock, whole);
    if (was_away(last, at, office.calendar())) {
        whole.emails += tell_what_was_missed(office, Instant{*last}, at, clock);
        work_until_nothing_moves(office, at, clock, whole);
    }
    first_run_after_restore_is_over(office, london(at).day);
    whole.tasks += raise_overdue_parcels(office, at);
    whole.tasks += ask_again_about_letters(office, at);
    if (whole.did_something()) print_what_lies_there(office, whole);
    // The daemon looks often; a look that found nothing is not worth a write.
    if (!last || whole.did_something()) remember_run(office, at);
    return whole;
}

Expected<RunReport> run(Office& office, Instant at, const Clock& clock) {
    if (!office.take_sending_lock())
        throw std::runtime_error(
            "another postroom is sending from this data directory; stop it, or let it do the work");
    if (!office.take_or_keep_lead())
        throw std::runtime_error("another postroom leads on this database (" + office.leader() +
                                 "), or has its archive; stop it, or let it do the work");
    recover_interrupted(office, at, clock);
    auto report = run_cycle(office, at, clock);
    if (report) {
        remember_run(office, at);
        // Whatever was confirmed, cleared away or interrupted since the last run.
        if (!report->did_something()) print_what_lies_there(office, *report);
    }
    office.give_up_lead();
    return report;
}

}  // namespace postroom::daemon
