#include "daemon/work/load_calendar.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include "archive/archive.hpp"
#include "calendar/date_text.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/parcels.hpp"
#include "daemon/studio/look.hpp"

namespace postroom::daemon {

namespace {

using calendar::Day;
using calendar::Holiday;
using calendar::WorkingCalendar;
using procedure::Plan;

/// Days on which somebody is expected somewhere.
struct Appointment {
    std::string_view detail;
    std::string_view words;
    std::string_view told;
};
constexpr std::array<Appointment, 3> appointments{
    {{"panel_on", "the panel",
      "the complainant, chair, members, investigating officer, independent person and adjudicating "
      "officer"},
     {"meeting_on", "the meeting", "the complainant, and whoever meets them"},
     {"interview_on", "an interview", "whoever is interviewed"}}};

int holidays_in(int year, const WorkingCalendar& calendar) {
    int count = 0;
    for (Day day = Day::of(year, 1, 1); day.year() == year; day = day.plus_days(1))
        if (calendar.covers(day) && day.weekday() < calendar::Weekday::saturday &&
            !calendar.is_working_day(day))
            ++count;
    return count;
}

/// The first year that lost most of its holidays: no proclamation does that.
std::optional<int> year_without_holidays(const WorkingCalendar& fresh, const WorkingCalendar& old) {
    for (int year = old.first_day().year(); year <= old.last_day().year(); ++year)
        if (2 * holidays_in(year, fresh) < holidays_in(year, old)) return year;
    return std::nullopt;
}

Expected<WorkingCalendar> read_new_calendar(const Office& office, std::string_view text,
                                            const std::string& file) {
    const WorkingCalendar& old = office.calendar();
    auto holidays = calendar::parse_holidays(text, file, office.config().text("calendar.division"));
    if (!holidays) return fail(holidays.error());
    WorkingCalendar fresh(std::move(*holidays), old.receipt_rule());
    for (const auto& [missing, year] :
         {std::pair{fresh.last_day() < old.last_day(), old.last_day()},
          {fresh.first_day() > old.first_day(), old.first_day()}}) {
        if (missing)
            return fail({.what = "the file lacks the year " + std::to_string(year.year()) +
                                 ", which is loaded now",
                         .remedy = "add the missing years to the file; they stand in "
                                   "config/holidays",
                         .file = file});
    }
    if (const auto year = year_without_holidays(fresh, old))
        return fail({.what = "the file lacks most bank holidays of " + std::to_string(*year) +
                             " that are loaded now",
                     .remedy = "add that year to the file",
                     .file = file});
    return fresh;
}

std::vector<Holiday> only_in(const WorkingCalendar& one, const WorkingCalendar& other) {
    std::vector<Holiday> found;
    for (Day day = one.first_day(); day <= one.last_day(); day = day.plus_days(1)) {
        if (day.weekday() >= calendar::Weekday::saturday || one.is_working_day(day)) continue;
        if (other.covers(day) && other.is_working_day(day))
            found.push_back({day, one.why_not_working(day).value_or("")});
    }
    return found;
}

/// The date was given to somebody in a letter.
bool was_promised(const cases::Case& case_, const std::optional<Day>& day) {
    return day && std::ranges::any_of(case_.events, [&](const cases::CaseEvent& event) {
               return event.name == cases::letter_sent && event.says("promised", day->iso());
           });
}

class Comparison {
  public:
    Comparison(const cases::Case& compared, const Plan& before, const Plan& after)
        : case_(compared), before_(before), after_(after) {}

    std::vector<MovedDate> moved() {
        for (const procedure::ClockView& old : before_.clocks) {
            const procedure::ClockView* fresh = after_.clock(old.clock->id);
            if (old.running() && fresh != nullptr)
                note("clock", old.clock->id, old.clock->title, old.due, fresh->due, old.clock);
        }
        for (const procedure::PlannedStep& old : before_.steps) {
            if (old.state != procedure::StepState::later) continue;
            const auto fresh = std::ranges::find_if(after_.steps, [&](const auto& planned) {
                return planned.step->id == old.step->id && planned.occurrence == old.occurrence;
            });
            if (fresh != after_.steps.end() && fresh->planned)
                note("step", old.step->id.text, old.step->title, old.planned->day,
                     fresh->planned->day, clock_of(*old.step));
        }
        return std::move(moved_);
    }

  private:
    const procedure::Clock* clock_of(const procedure::Step& step) const {
        const auto* day = std::get_if<procedure::OnDay>(&step.when);
        const procedure::ClockView* view = day == nullptr ? nullptr : before_.clock(day->clock);
        return view == nullptr ? nullptr : view->clock;
    }

    void note(const char* kind, const std::string& id, const std::string& title,
              std::optional<Day> before, std::optional<Day> after, const procedure::Clock* clock) {
        if (before == after) return;
        MovedDate date{.case_reference = case_.reference.text,
                       .kind = kind,
                       .id = id,
                       .title = title,
                       .before = before,
                       .after = after};
        if (was_promised(case_, before)) date.promised = before;
        date.readers_time = clock != nullptr && clock->from_deemed_receipt;
        moved_.push_back(std::move(date));
    }

    const cases::Case& case_;
    const Plan& before_;
    const Plan& after_;
    std::vector<MovedDate> moved_;
};

constexpr std::string_view longer_for_reader = "longer:";
constexpr std::string_view later_for_us = "promised:";

/// A task of a former change of the holidays: a letter gave one day, and it had become another.
struct ToldDay {
    outbox::Task task;
    Day promised;
    Day after;
    bool readers_time = false;
};

std::optional<ToldDay> as_told_day(const outbox::Task& task) {
    for (const std::string_view kind : {longer_for_reader, later_for_us}) {
        constexpr std::size_t length_of_day = 10;
        if (!task.step.empty() || !task.occurrence.starts_with(kind) ||
            task.occurrence.size() != kind.size() + 2 * length_of_day + 1)
            continue;
        const auto promised = Day::from_iso(task.occurrence.substr(kind.size(), length_of_day));
        const auto after =
            Day::from_iso(task.occurrence.substr(kind.size() + length_of_day + 1, length_of_day));
        if (promised && after)
            return ToldDay{.task = task,
                           .promised = *promised,
                           .after = *after,
                           .readers_time = kind == longer_for_reader};
    }
    return std::nullopt;
}

class Loading {
  public:
    Loading(Office& office, WorkingCalendar fresh, Instant at)
        : office_(office), fresh_(std::move(fresh)), at_(at), now_(london(at)) {
        for (const outbox::Task& task : office.outbox().tasks(false))
            if (auto told = as_told_day(task)) told_.push_back(std::move(*told));
    }

    CalendarChange compare() {
        change_.added = only_in(fresh_, office_.calendar());
        change_.removed = only_in(office_.calendar(), fresh_);
        for (const CaseReference& reference : office_.cases().all_references()) compare(reference);
        return std::move(change_);
    }

    /// Everything that follows from the new calendar, in one transaction after the file stands.
    void carry_out(CalendarChange& change, Instant real_now) {
        office_.database().in_transaction([&] {
            for (const CaseReference& reference : touched_) {
                office_.cases().set_next_look(reference, at_);
                for (outbox::Parcel& parcel : office_.outbox().of_case(reference)) {
                    if (!may_be_taken_back(parcel)) continue;
                    set_aside(office_, parcel, outbox::Happening::supersede,
                              "the bank holidays changed: written again with the new dates",
                              real_now);
                    ++change.rewritten;
                }
            }
            for (const auto& [task, why] : over_) office_.outbox().close_by_itself(task, why);
            for (const outbox::Task& task : tasks_)
                if (ask(task)) ++change.tasks;
        });
    }

  private:
    void compare(const CaseReference& reference) {
        const auto loaded = office_.cases().load(reference, office_.content().declared_events());
        if (!loaded) return;
        const auto look = look_at(loaded->file, office_.studio(), now_);
        if (!look || !look->plan.open) return;
        const auto after = procedure::plan(look->case_, *look->procedure, fresh_, now_);
        if (!after) {
            change_.problems.push_back(of_case(after.error(), reference.text));
            return;
        }
        auto moved = Comparison(look->case_, look->plan, *after).moved();
        const bool broken = break_appointments(look->case_);
        keep_promises(reference, moved);
        if (moved.empty() && !broken) return;
        touched_.push_back(reference);
        if (!moved.empty()) ++change_.cases;
        std::ranges::move(moved, std::back_inserter(change_.moved));
    }

    /// An appointment on a day that is now a holiday is what a reader must be told of: by a
    /// person, who fixes another.
    bool break_appointments(const cases::Case& case_) {
        bool broken = false;
        for (const cases::CaseEvent& event : case_.events) {
            for (const Appointment& appointment : appointments) {
                const auto day = Day::from_iso(event.text(appointment.detail).value_or(""));
                if (!day || *day < now_.day || !office_.calendar().is_working_day(*day) ||
                    fresh_.is_working_day(*day))
                    continue;
                add_task(case_.reference, "holiday:" + event.id.text, now_.day,
                         calendar::weekday_date(*day) + " is now a day without work, and " +
                             std::string(appointment.words) +
                             " is that day. Decide today whether it stands, with those who come: " +
                             std::string(appointment.told) +
                             ". If not, record another day: the letters about it then go by "
                             "themselves. If it stands, tell them so.");
                broken = true;
            }
        }
        return broken;
    }

    /// A day that a letter gave stands, though the days now end later: whoever has to keep it must
    /// be told, and what is asked for from that day on comes in time. A time of the reader's own
    /// only lengthens (domain 4 no. 25).
    void keep_promises(const CaseReference& reference, std::vector<MovedDate>& moved) {
        for (MovedDate& date : moved) end_what_was_said_of(reference, date);
        std::map<Day, Day> later;
        std::map<Day, Day> longer;
        for (const MovedDate& date : moved)
            if (date.promised && date.after && *date.promised < *date.after)
                (date.readers_time ? longer : later).emplace(*date.promised, *date.after);
        for (const auto& [promised, after] : longer) {
            add_task(reference, std::string(longer_for_reader) + promised.iso() + ":" + after.iso(),
                     std::max(now_.day, promised),
                     "The bank holidays changed. A letter gave its reader until " +
                         calendar::weekday_date(promised) + " to ask, and they now have until " +
                         calendar::weekday_date(after) +
                         ". Take what they ask for by then as in time.");
        }
        for (const auto& [promised, after] : later) {
            add_task(reference, std::string(later_for_us) + promised.iso() + ":" + after.iso(),
                     std::max(now_.day, promised),
                     "The bank holidays changed. A letter gave " +
                         calendar::weekday_date(promised) + ", and the days now end on " +
                         calendar::weekday_date(after) +
                         ". The earlier day stands for its reader: tell whoever has to keep it, "
                         "and take what is asked for from that day on as in time.");
        }
    }

    /// The day that had moved away from the one that a letter gave moves once more: what was asked
    /// about it is asked no more, and the letter's own day is still the one to compare with.
    void end_what_was_said_of(const CaseReference& reference, MovedDate& date) {
        for (const ToldDay& told : told_) {
            if (told.task.case_reference != reference || date.before != told.after ||
                date.readers_time != told.readers_time)
                continue;
            date.promised = told.promised;
            if (!told.task.done && date.after)
                over_.emplace_back(told.task.id,
                                   "no longer asked (the holidays changed once more, and the days "
                                   "end on " +
                                       calendar::weekday_date(*date.after) + ")");
        }
    }

    /// False when it is asked already, or a person has answered it.
    bool ask(const outbox::Task& task) {
        if (office_.outbox().add(task)) return true;
        const bool came_back = std::ranges::any_of(told_, [&](const ToldDay& told) {
            return told.task.case_reference == task.case_reference &&
                   told.task.occurrence == task.occurrence && told.task.by_itself;
        });
        if (came_back) office_.outbox().add_or_reopen(task);
        return came_back;
    }

    void add_task(const CaseReference& reference, const std::string& occurrence, Day due,
                  std::string reason) {
        outbox::Task task;
        task.id = TaskId(archive::random_id());
        task.case_reference = reference;
        task.occurrence = occurrence;
        task.reason = std::move(reason);
        task.for_role = "complaints_officer";
        task.due = due;
        task.created_on = now_.day;
        tasks_.push_back(std::move(task));
    }

    Office& office_;
    WorkingCalendar fresh_;
    Instant at_;
    calendar::LocalTime now_;
    CalendarChange change_;
    std::vector<CaseReference> touched_;
    std::vector<ToldDay> told_;
    std::vector<std::pair<TaskId, std::string>> over_;  ///< tasks that are asked no more, and why
    std::vector<outbox::Task> tasks_;
};

void install(const Office& office, std::string_view text, Day today) {
    namespace fs = std::filesystem;
    const std::string path =
        office.data() + "/config/holidays/" + office.config().text("calendar.division") + ".json";
    fs::create_directories(fs::path(path).parent_path());
    // What it replaces stays beside it: why a date was what it was can still be shown.
    if (const auto before = read_file_if_there(path))
        write_file(path + ".until-" + today.iso(), *before);
    write_file(path, text);
}

}  // namespace

Expected<CalendarChange> load_calendar_file(Office& office, std::string_view text,
                                            const std::string& file, Instant at, bool dry_run,
                                            const Clock& clock) {
    auto fresh = read_new_calendar(office, text, file);
    if (!fresh) return fail(fresh.error());
    Loading loading(office, std::move(*fresh), at);
    CalendarChange change = loading.compare();
    if (!change.problems.empty() || dry_run) return change;
    install(office, text, london(at).day);
    loading.carry_out(change, clock.now());
    return change;
}

}  // namespace postroom::daemon
