#include "daemon/work/office_clock.hpp"

#include <algorithm>
#include <array>

#include "daemon/premises/clock_seen.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/work/office_task.hpp"

namespace postroom::daemon {

namespace {

constexpr std::int64_t a_minute = 60'000'000;
/// No wait for another attempt at an email is as long.
constexpr std::int64_t longest_wait = 2LL * 24 * 60 * a_minute;
/// What Postroom keeps of the moment it last did something, and of the day it last did it for.
constexpr std::array marked_instants{"last_run_at", "missed_told_at"};
constexpr std::array marked_days{"witness_mail_made_for", "weekly_trackers_made_for"};

std::string file_of(const Office& office) {
    return office.data() + "/clock.seen";
}

std::optional<ClockSeen> last_seen(const Office& office) {
    const auto text = read_file_if_there(file_of(office));
    return text ? clock_seen_in(*text) : std::nullopt;
}

/// The day it really is, as far as anybody can tell.
calendar::Day likely_today(const Office& office, const ClockSeen& now) {
    const auto before = last_seen(office);
    const auto expected = before ? expected_now(*before, now) : std::nullopt;
    return london(std::min(now.wall, expected.value_or(now.wall))).day;
}

}  // namespace

std::optional<Problem> why_not_believed(Office& office, const Clock& clock) {
    const ClockSeen now = see_clock(clock);
    if (const auto before = last_seen(office); before && has_leapt(*before, now))
        return Problem{.what = "this machine's clock has leapt forward, from " +
                               utc_text(*expected_now(*before, now)) + " to " + utc_text(now.wall) +
                               "; nothing is sent",
                       .remedy =
                           "put the clock right; if it is right now, say so with: postroom "
                           "clock --right"};
    const auto last = office.cases().mark("last_run_at");
    if (last && london(Instant{*last}).day > london(now.wall).day)
        return Problem{.what = "the last run was for " + london(Instant{*last}).day.iso() +
                               ", a day to come; nothing is sent before it",
                       .remedy =
                           "if the clock or an --on was wrong then, look at what that run "
                           "sent (postroom outbox list), and go on from now with: postroom "
                           "clock --right"};
    return std::nullopt;
}

std::optional<Problem> ask_about_clock(Office& office, const Clock& clock) {
    const ClockSeen now = see_clock(clock);
    auto problem = why_not_believed(office, clock);
    office.database().in_transaction([&] {
        if (problem)
            open_office_task(office, about_clock, *problem, likely_today(office, now));
        else
            end_office_task(office, about_clock, "the clock is right again");
    });
    if (problem) return problem;
    const auto before = last_seen(office);
    if (!before || before->boot != now.boot || now.running_for - before->running_for > a_minute)
        write_file(file_of(office), to_text(now), 0600);
    return std::nullopt;
}

void go_on_from_now(Office& office, const Clock& clock) {
    const Instant now = clock.now();
    const calendar::Day today = london(now).day;
    office.database().in_transaction([&] {
        auto& cases = office.cases();
        for (const char* mark : marked_instants)
            if (cases.mark(mark).value_or(0) > now.microseconds)
                cases.set_mark(mark, now.microseconds);
        for (const char* mark : marked_days)
            if (cases.mark(mark).value_or(0) > today.number) cases.set_mark(mark, today.number);
        for (const CaseReference& reference : cases.all_references())
            cases.set_next_look(reference, now);
        for (outbox::Parcel& parcel : office.outbox().in_states({outbox::State::retry_wait})) {
            if (!parcel.retry_at || outbox::is_carried(parcel) ||
                parcel.retry_at->microseconds - now.microseconds < longest_wait)
                continue;
            parcel.retry_at = now;
            office.outbox().move(parcel, parcel.state);
        }
        end_office_task(office, about_clock, "a person says that the clock is right");
    });
    write_file(file_of(office), to_text(see_clock(clock)), 0600);
}

std::optional<Problem> why_not_ahead(const Office& office, Instant at, const Clock& clock) {
    const calendar::Day day = london(at).day;
    if (day <= london(clock.now()).day || office.config().text("smtp.host").empty())
        return std::nullopt;
    return Problem{.what = day.iso() + " is a day to come, and emails would really go today",
                   .remedy =
                       "postroom simulate shows what would be sent; if you mean it, add "
                       "--ahead"};
}

}  // namespace postroom::daemon
