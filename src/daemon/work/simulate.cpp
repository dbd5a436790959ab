#include "daemon/work/simulate.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "cases/case.hpp"
#include "cases/case_file.hpp"
#include "daemon/records/parcels.hpp"
#include "daemon/studio/look.hpp"
#include "daemon/studio/readers.hpp"
#include "daemon/studio/taken_over.hpp"
#include "daemon/studio/way.hpp"
#include "daemon/studio/write_letter.hpp"

namespace postroom::daemon {

namespace {

using calendar::Day;
using calendar::LocalTime;

/// Steps that append events set off others the same day; no procedure needs more rounds.
constexpr int rounds_at_most = 20;

/// The days that it tells, of a letter that brings about nothing else.
cases::Details told_by(const outbox::Parcel& parcel) {
    if (parcel.appends.empty()) return {};
    auto details = cases::details_from_json(parcel.appends);
    if (!details || details->at("event") != cases::Detail(std::string(cases::dates_told)))
        return {};
    details->erase("event");
    return std::move(*details);
}

class Simulation {
  public:
    Simulation(Office& office, cases::CaseFile file, Day from, Day until,
               std::vector<SimulatedItem>& items)
        : office_(office), file_(std::move(file)), from_(from), until_(until), items_(items) {}

    /// A task that was raised before is not raised again.
    void knows(const outbox::Task& task) {
        if (task.created_on < from_) raised_.insert(key_of(task.step, task.occurrence));
    }

    Expected<bool> run() {
        const Day logged = prepare();
        Day day = std::max(from_, logged);
        while (day <= until_) {
            const auto next = one_day(day);
            if (!next) return fail(next.error());
            if (!next->has_value()) break;
            // A look is taken once a day, at the close of work.
            day = std::max((*next)->day, day.plus_days(1));
        }
        return true;
    }

  private:
    static std::string key_of(const procedure::PlannedStep& planned) {
        return key_of(planned.step->id, planned.occurrence.text());
    }
    static std::string key_of(const StepId& step, const std::string& occurrence) {
        return step.text + "\n" + occurrence;
    }

    /// The day the case becomes known. Events are taken as recorded on the day they happened.
    Day prepare() {
        Day received = file_.logged_on;
        for (cases::CaseEvent& event : file_.events) {
            event.recorded_on = event.on;
            if (event.name == "received") received = event.on;
        }
        // What Postroom itself recorded belongs to the real run, not to this one.
        std::erase_if(file_.events, [&](const cases::CaseEvent& event) {
            return event.source == own_source && event.on >= from_;
        });
        take_over_the_outbox();
        if (file_.logged_on < from_) return received;
        const Day logged =
            file_.logged_on > until_ ? received : std::max(file_.logged_on, received);
        for (cases::CaseEvent& event : file_.events) event.recorded_on = std::max(event.on, logged);
        return logged;
    }

    /// What was made before is not made again: a person stopped it, or it leaves on the first day.
    /// What waits for a person's word goes then too, and is told of.
    void take_over_the_outbox() {
        using outbox::State;
        for (const outbox::Parcel& parcel : office_.outbox().of_case(file_.reference)) {
            if (parcel.created_on >= from_ || is_copy(parcel)) continue;
            const std::string key = key_of(parcel.step, parcel.occurrence);
            const bool waits =
                parcel.state == State::awaiting_approval || parcel.state == State::held;
            const bool stopped = parcel.state == State::cancelled ||
                                 parcel.state == State::superseded ||
                                 parcel.state == State::expired;
            if (stopped) {
                raised_.insert(key);
                continue;
            }
            written_.emplace(key, parcel);
            if (!waits) made_.insert(key);
        }
    }

    /// Plays one day; when the next look is wanted.
    Expected<std::optional<LocalTime>> one_day(Day day) {
        const LocalTime now{day, calendar::close_of_work};
        std::optional<LocalTime> next;
        for (int round = 0; round < rounds_at_most; ++round) {
            const std::size_t before = file_.events.size();
            const auto history = history_taken_over(file_, office_.studio(), now, {});
            if (!history) return fail(history.error());
            const auto look = look_at(file_, office_.studio(), now);
            if (!look) return fail(look.error());
            next = look->next;
            brought_about_ = false;
            letters_wait_ = std::ranges::any_of(look->plan.steps, [&](const auto& planned) {
                return records_before_letters(planned, *look) && !raised_.contains(key_of(planned));
            });
            for (const procedure::PlannedStep& planned : look->plan.steps)
                if (!needs_approval(planned)) take(*look, planned, day);
            if (file_.events.size() > before) continue;
            // What goes by itself has gone: now a person approves the rest.
            for (const procedure::PlannedStep& planned : look->plan.steps)
                if (needs_approval(planned)) take(*look, planned, day);
            if (file_.events.size() == before) break;
        }
        return next;
    }

    static bool needs_approval(const procedure::PlannedStep& planned) {
        return planned.step->release == procedure::Release::approved || planned.ask_first;
    }

    void append(cases::CaseEvent event) {
        event.id = EventId("simulated" + std::to_string(file_.events.size()));
        file_.events.push_back(std::move(event));
    }

    void take(const Look& look, const procedure::PlannedStep& planned, Day day) {
        if (planned.state == procedure::StepState::skipped && planned.record_skip) {
            append(skip_event(planned, day, {}));
            return;
        }
        // What a step brings about comes first, as in a run: the next round goes on from there.
        const std::string key = key_of(planned);
        if (planned.state != procedure::StepState::due || brought_about_ || raised_.contains(key))
            return;
        if (letters_wait_ && goes_outside(*planned.step) && !planned.step->brings_about()) return;
        for (cases::CaseEvent& event : still_to_bring_about(planned, look.case_, day, {})) {
            append(std::move(event));
            brought_about_ = true;
        }
        if (brought_about_) return;
        raised_.insert(key);
        SimulatedItem item = item_of(planned, day);
        if (!planned.step->task.empty()) {
            items_.push_back(std::move(item));
            return;
        }
        std::string problem;
        const std::vector<Reader> readers =
            readers_of(planned, look.case_, office_.studio(), problem);
        describe(look, planned, readers, problem, item);
        if (!made_.contains(key)) items_.push_back(std::move(item));
        DatesNamed dates = dates_named(look, planned, readers, day);
        bool appended = false;
        for (const procedure::Append& wanted : planned.step->appends) {
            if (!wanted.when_sent) continue;
            append(appended_event(wanted, planned, look.case_, day, {}));
            appended = true;
        }
        if (!appended && !dates.told.empty()) {
            dates.told["step"] = planned.step->id.text;
            append(own_event(cases::dates_told, day, {}, std::move(dates.told)));
        }
        append(sent_event(planned.step->id, planned.occurrence, dates.promised, day, {}));
    }

    /// What the case remembers of the letter: as it was written, if it goes as it was.
    DatesNamed dates_named(const Look& look, const procedure::PlannedStep& planned,
                           const std::vector<Reader>& readers, Day day) const {
        const std::string key = key_of(planned);
        if (const auto written = written_.find(key);
            written != written_.end() && !was_written_long_before(day, written->second, office_))
            return {.promised = written->second.promised, .told = told_by(written->second)};
        for (const Reader& reader : readers) {
            if (reader.copy) continue;
            const Wording wording =
                wording_of(*planned.step, reader, office_.content().letters_of(*look.procedure));
            if (wording.letter == nullptr) continue;
            const Way way = way_to(reader, *wording.letter);
            if (!way.channel) continue;
            auto dates =
                dates_named_in(look, planned, reader, wording, *way.channel, office_.studio(), day);
            if (dates) return std::move(*dates);
        }
        return {};
    }

    SimulatedItem item_of(const procedure::PlannedStep& planned, Day day) const {
        const procedure::Step& step = *planned.step;
        SimulatedItem item;
        item.date = day;
        item.due = planned.deadline.value_or(day);
        item.case_reference = file_.reference.text;
        item.step = step.id.text;
        item.catalogue = step.catalogue;
        item.task = step.task;
        item.to = step.to.front();
        if (step.task.empty())
            item.release = procedure::name_of(needs_approval(planned) ? procedure::Release::approved
                                                                      : step.release);
        return item;
    }

    void describe(const Look& look, const procedure::PlannedStep& planned,
                  const std::vector<Reader>& readers, const std::string& problem,
                  SimulatedItem& item) const {
        item.letter = planned.step->letter;
        item.because = problem;
        std::set<std::string> to;
        for (const Reader& reader : readers) {
            const std::string role(cases::name_of(reader.party->role));
            if (reader.copy) {
                item.cc += (item.cc.empty() ? "" : ",") + role;
                continue;
            }
            to.insert(role);
            const Wording wording =
                wording_of(*planned.step, reader, office_.content().letters_of(*look.procedure));
            if (wording.letter == nullptr) {
                item.because = "there is no wording in this reader's language";
                continue;
            }
            item.letter = wording.letter->name;
            const Way way = way_to(reader, *wording.letter);
            if (way.channel)
                item.channel = cases::name_of(*way.channel);
            else
                item.because = way.problem;
        }
        if (!to.empty()) item.to.clear();
        for (const std::string& role : to) item.to += (item.to.empty() ? "" : ",") + role;
    }

    Office& office_;
    cases::CaseFile file_;
    Day from_;
    Day until_;
    std::vector<SimulatedItem>& items_;
    std::set<std::string> raised_;
    std::map<std::string, outbox::Parcel> written_;  ///< what lies in the outbox, by its firing
    std::set<std::string> made_;  ///< lies in the outbox, and leaves on the first day
    bool brought_about_ = false;  ///< a step appended an event in this round
    bool letters_wait_ = false;   ///< a step will append one in this round
};

}  // namespace

Simulated simulate(Office& office, Day from, Day until) {
    Simulated simulated;
    std::multimap<CaseReference, outbox::Task> tasks;
    for (outbox::Task& task : office.outbox().tasks(/*open_only=*/false)) {
        const CaseReference reference = task.case_reference;
        tasks.emplace(reference, std::move(task));
    }
    for (const CaseReference& reference : office.cases().all_references()) {
        auto loaded = office.cases().load(reference, office.content().declared_events());
        if (!loaded) continue;
        Simulation simulation(office, std::move(loaded->file), from, until, simulated.items);
        const auto [first, last] = tasks.equal_range(reference);
        for (auto task = first; task != last; ++task) simulation.knows(task->second);
        const auto played = simulation.run();
        if (!played) simulated.problems.push_back(played.error());
    }
    std::ranges::stable_sort(simulated.items, [](const SimulatedItem& one,
                                                 const SimulatedItem& other) {
        return std::tie(one.date, one.case_reference) < std::tie(other.date, other.case_reference);
    });
    return simulated;
}

}  // namespace postroom::daemon
