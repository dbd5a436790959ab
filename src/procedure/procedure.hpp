// A procedure: one council's rules as data. Read from config/procedures/*.yaml.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/expected.hpp"
#include "base/ids.hpp"
#include "cases/case.hpp"
#include "cases/vocabulary.hpp"
#include "procedure/names.hpp"

namespace postroom::procedure {

/// One thing that is true of a case or is not. In YAML: `stage1_responded` (it happened),
/// `{eligibility_decided: accepted}`, `{eligibility_decided: [accepted, part_accepted]}`,
/// `{eligibility_decided: not accepted}` (of an event's principal detail),
/// `{event: received, detail: how, is: phone}` (of any detail), both at once
/// (`{event: {party_changed: advocate}, detail: consent.given, is: false}`), `{sent:
/// delay-apology}`,
/// `{clock: stage1, day: 20}` (the count has reached 20), `{party: advocate}`,
/// `{same_person: [adjudicating_officer, team_manager]}`, `{all: […]}`.
struct Condition {
    enum class Kind { event, sent, clock_reached, party, same_person, all, any, none };
    Kind kind = Kind::event;
    // Given by number_names, and beside the kind, for a plan asks for nothing else most times.
    int key = -1;             ///< the event's or step's number (Names); the clock's place; the role
    int same = -1;            ///< of events and people: shared by all that ask the same of a case
    int later_than_key = -1;  ///< the place of the clock in `later_than_clock`
    bool any_will_do = false;         ///< any_such_event(), known
    bool one_of_several = false;      ///< event: others answer the same question (opposites)
    std::string name;                 ///< event name, step id, clock id; party: the role
    std::string detail;               ///< event: the detail tested; empty: happening is enough
    std::vector<std::string> values;  ///< event: any of these; party: any of these kinds
    bool negated = false;             ///< … or none of these ("not accepted")
    bool ever = false;                ///< event: a later one that says otherwise does not undo it
    bool later = false;               ///< event: it came after what set the step off
    bool passed = false;              ///< event: the date in `detail` is over
    int older_than_years = 0;      ///< event: its own day lies more years than this after `detail`
    std::string matching;          ///< event: … whose detail of this name is the trigger's
    std::string later_than_clock;  ///< event: the date in `detail` lies after a day of this clock …
    int later_than_day = 0;        ///< … this one; 0: its target in force
    bool not_later = false;        ///< … or it does not
    int day = 0;                   ///< clock_reached; 0: the clock's target in force
    int from_day = 0;             ///< a clock's stop: it counts only from this day of that clock on
    std::optional<bool> consent;  ///< party: has given it, or not
    bool consent_withdrawn = false;        ///< party: gave it once and took it back …
    bool consent_refused = false;          ///< … or said no to it (with both: either)
    std::optional<bool> safe_contact;      ///< party: has a safe contact, or not
    std::optional<bool> complained_about;  ///< party: is, or is not
    std::optional<bool> represents;        ///< party: it is known for whom of several, or not
    std::optional<bool> of_one;  ///< event: it is about one complainant, or nobody knows which
    bool of_each = false;  ///< event: each who complains has said it; sent: no reader is without
    /// event: it has come for each of several complainants who asked for it by this word of theirs.
    std::vector<Condition> of_each_who;
    bool about_it = false;            ///< sent: the letter is about the very event that is judged
    int at_least = 1;                 ///< party: so many people are
    std::vector<std::string> people;  ///< same_person: two of roles and "event.detail"
    std::vector<Condition> parts;     ///< all, any, none: of these; event: what else it must say
    int line = 0;
    std::vector<int> people_keys;  ///< same_person: the roles; -1 for an "event.detail"

    /// True when any event of that name will do.
    bool any_such_event() const {
        return kind == Kind::event && values.empty() && detail.empty() && matching.empty() &&
               !of_one && !of_each && of_each_who.empty();
    }
};

/// The date in a detail of the latest such event: "panel_fixed.panel_on"; or the date that a step's
/// letter promised.
struct DateOf {
    std::string event;
    std::string detail;
    std::string promised_by = {};  ///< the step; then there is no event
    int key = -1;                  ///< the event's number; the step's
};

/// What sets a step off or starts a clock.
struct OnEvent {
    std::vector<Condition> any_of;  ///< Kind::event or Kind::sent
    std::vector<int> keys;          ///< the numbers they speak of, each once
    /// Judged as things stood on the trigger's own day: all of `given` true…
    std::vector<Condition> given;      ///< any of these is enough; empty: no matter
    std::vector<Condition> not_given;  ///< … and none of these
    int recorded_late = 0;  ///< > 0: only when recorded at least so many working days late
    bool each = false;      ///< true: once for every such event; false: once a case
    bool latest = false;    ///< true: for the latest such event, afresh when a new one comes
};
struct OnDay {
    std::string clock;
    int clock_key = -1;  ///< its place among the procedure's clocks
    int day = 0;
    bool target = false;       ///< the clock's limit in force, instead of a day
    bool after = false;        ///< true: the first working day on which the count exceeds `day`
    std::optional<int> every;  ///< and again every so many working days
    int minute = 9 * 60;       ///< London time of day
    std::optional<int> minute_by_post;  ///< for a recipient who is written to by post
};
struct OnDate {
    DateOf date;
    int calendar_days = 0;  ///< days of any kind after it, negative: before it; and from there …
    int days = 0;           ///< … working days after it; negative: before it
    bool each = false;      ///< true: once for every such event; false: for the latest
    std::optional<int> every;  ///< of `each`: and again every so many working days
    int minute = 9 * 60;
    std::optional<int> minute_by_post;
};
using Trigger = std::variant<OnEvent, OnDay, OnDate>;

struct Pause {
    Condition from;
    Condition until;  ///< Kind::event: what ends it
};

/// A day of a clock that is the one our letter named, once it named one (docs/decisions/0122).
struct AsTold {
    int day = 0;
    bool exactly = false;  ///< it was agreed; else the earlier of the two binds us
    std::string detail;    ///< what `dates_told` calls it: "stage1_day_30"
};

/// A letter on paper counts as received so many working days after it was posted (domain A10).
inline constexpr int days_in_the_post = 2;

/// A letter that is approved within so many working days goes as it was read; one that leaves later
/// is written again, with that day's dates (decision 0099).
inline constexpr int days_to_read_and_approve = 2;

struct Clock {
    std::string id;
    std::string title;                       ///< "Stage 1"
    std::vector<Condition> starts;           ///< the earliest starts it; judged with start_given
    std::vector<int> start_keys;             ///< the numbers they speak of, each once
    std::vector<Condition> start_given;      ///< any of these is enough; empty: no matter
    std::vector<Condition> start_not_given;  ///< … and none of these
    bool from_deemed_receipt = false;  ///< day 0 is when the letter counts as received (domain A10)
    std::string from_date;  ///< day 0 is the date in this detail of the event that starts it
    bool restarts = false;  ///< the latest such event starts it, afresh each time
    std::vector<Condition> stops;
    std::vector<Pause> pauses;
    std::vector<int> pause_keys;         ///< the numbers of what begins and ends them, each once
    std::vector<AsTold> as_told;         ///< the earliest day first
    std::vector<std::string> no_sooner;  ///< … the limit is none sooner than `dates_told` has these
    int target = 0;                      ///< working days; 0: the clock has no limit of its own
    int or_calendar_days = 0;            ///< the limit is never sooner than so many calendar days
    int extended_target = 0;             ///< 0: cannot be extended
    std::vector<Condition> extended_once;
    std::vector<Condition> not_extended_if;
    std::optional<DateOf> told;  ///< the date that an event named for the longer limit
    int line = 0;
    std::vector<int> steps;  ///< the places of those that its days set off; by number_names
};

enum class Release { automatic, held, approved };
std::string_view name_of(Release release);

struct LatePolicy {
    enum class Then { send, drop, ask };  ///< ask: goes only when a person approves it
    int after_working_days = 2;
    Then then = Then::send;
};

/// When nobody knows whether a letter's email was sent, and nothing has shown it so long after, on
/// the letter's last day at the latest: a person decides (ask), or the rule does.
struct UncertainPolicy {
    enum class Then { ask, send_again, post };  ///< the same bytes once more; by post as well
    Then then = Then::ask;
    int after_minutes = 60;
    bool operator==(const UncertainPolicy&) const = default;
};

struct Append {
    std::string event;
    std::map<std::string, std::string> details;  ///< literal, or "{field}" of the trigger event
    bool when_sent = false;  ///< true: on acceptance; false: when the step falls due
};

/// The day by which a step must be done: one of three.
struct Deadline {
    std::optional<Condition> clock;  ///< Kind::clock_reached
    std::optional<DateOf> date;      ///< `days` working days from that date
    int days = 0;  ///< … or from the day of what set the step off; with a clock: the later of both
};

struct Step {
    StepId id;
    std::string title;
    std::string source;     ///< the paragraph that demands it
    std::string catalogue;  ///< row of the letter catalogue, e.g. "S1-02"; empty for tasks of ours
    std::string reading;    ///< which reading of a contradiction was chosen, and why
    std::string letter;     ///< "stage1/delay-apology"; empty for a task
    std::vector<std::string> to;  ///< roles; for a task the first is who does it
    std::vector<std::string>
        kinds;                 ///< of people outside the council in `to`: only these; none: all
    bool require_all = false;  ///< goes only when somebody has each of the roles
    bool to_one = false;  ///< of several complainants: only whom the event is about that set it off
    std::string to_who_said;  ///< of several complainants: only whose word the latest such event is
    /// Of several complainants: only who has not said what an `of_each` in `unless` waits for.
    bool asks_each = false;
    std::vector<std::string> cc;
    Release release = Release::automatic;
    int hold_minutes = 0;  ///< held: how long before it goes by itself
    UncertainPolicy uncertain;
    bool together = false;  ///< one email with other cases' to the same officer
    std::vector<Append> appends;
    std::string if_cancelled;  ///< the event recorded when a person stops its letter for good
    /// It records something on the case when it falls due, not only once its letter has left.
    bool brings_about() const {
        return std::ranges::any_of(appends, [](const Append& one) { return !one.when_sent; });
    }
    std::vector<StepId> superseded_by;  ///< once one of these is due or sent, this one is skipped
    std::optional<StepId> merges_into;  ///< said in that letter when it has not gone yet
    int line = 0;
    std::optional<Deadline> deadline;
    // What a plan asks of every step in play lies together from here on, the deadline's being there
    // included: a procedure is larger than what a processor has at hand.
    Trigger when;
    std::vector<Condition> require;  ///< every one must be true now
    std::vector<Condition> unless;   ///< none may be true
    LatePolicy late;
    bool acknowledges = false;   ///< the acknowledgement: goes even while safeguarding is flagged
    bool until_done = false;     ///< its task asks for more than `unless`: a person closes it
    bool tells_a_right = false;  ///< never dropped, never waits for approval unless late
    /// Its letter is an answer, and says the reader's next right with it. Of a task: while it
    /// stands, a person owes the complainant one of both.
    bool answers = false;
    std::string task;  ///< what a person must do; empty for a letter
    /// A task, or an email to the council's officers.
    bool stays_inside() const { return std::ranges::all_of(to_roles, cases::is_council_officer); }
    /// Again and again while its clock runs, or from a date on.
    bool repeats() const {
        if (const auto* date = std::get_if<OnDate>(&when)) return date->every.has_value();
        const auto* day = std::get_if<OnDay>(&when);
        return day != nullptr && day->every.has_value();
    }
    // Given by number_names: the step's own number, its `to`, and places among the steps.
    int key = -1;
    int merges_into_key = -1;
    std::vector<cases::Role> to_roles;
    std::vector<int> superseded_by_keys;
};

/// A contact of the council in place of the configuration's.
struct OfficeEntry {
    std::string key;  ///< "council.phone"
    std::string value;
    int line = 0;
};

/// What an event may set off, when it is what the condition asks for.
struct SetOff {
    Condition event;         ///< Kind::event or Kind::sent
    std::vector<int> steps;  ///< their places
};

/// What every command needs to know of a procedure, whichever cases it works on.
struct Head {
    std::string id;
    std::string title;
    std::string calendar;  ///< "england-and-wales"
    std::string file;      ///< for messages
    std::string wording;   ///< folder below letters/ whose letters win for cases of this procedure
    std::vector<OfficeEntry> office;
    cases::DeclaredEvents declared_events;
};

struct Procedure : Head {
    std::vector<Clock> clocks;
    std::vector<Step> steps;
    std::vector<Condition> ends;  ///< a case in which one is true is no longer open
    /// Answers to one question ("extension_agreed", "extension_refused"): the later one counts.
    std::map<std::string, std::vector<std::string>, std::less<>> opposites;
    /// … of these, said by one of several complainants, no later answer of another takes the place.
    std::vector<std::string> stands_against_others;
    std::map<std::string, std::string> settings;  ///< for people: what the numbers below stand for
    Names names;
    std::vector<std::vector<SetOff>> set_off;  ///< by the event's (the step's) number
    bool asks_for_whom = false;  ///< a step of its own asks for which complainant somebody speaks

    const Clock* clock(std::string_view id) const;
    const Step* step(const StepId& id) const;
};

/// All mistakes at once, with file and line: unknown keys and events, clocks that never stop,
/// steps that can never fire, steps without a source, references to steps or clocks that do not
/// exist, a notice of a right that waits for approval.
ExpectedAll<Procedure> read_procedure(std::string_view text, const std::string& file);

/// The head alone, for a twentieth of the time: clocks and steps are passed over unread. Only for a
/// text that read_procedure() took; none when the head cannot be told without the rest.
std::optional<Head> read_head(std::string_view text, const std::string& file);

/// What only shows when procedure and letters are seen together: letters that do not exist, two
/// steps that would send the same person the same letter on one day.
Problems cross_check(const Procedure& procedure, const std::vector<std::string>& letter_names);

}  // namespace postroom::procedure
