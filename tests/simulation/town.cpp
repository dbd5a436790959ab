#include "town.hpp"

#include <filesystem>

#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/persons_word.hpp"
#include "daemon/records/posting.hpp"
#include "daemon/work/returned_letter.hpp"
#include "daemon/work/run.hpp"
#include "daemon/work/take_in.hpp"
#include "people.hpp"

namespace postroom::simulation {

namespace fs = std::filesystem;
using calendar::Day;
using daemon::Office;

namespace {

constexpr int days_to_live = 60;
constexpr int days_to_settle = 8;  // a soft bounce waits a day, and Christmas a week
constexpr int morning = 9 * 60 + 5;
constexpr int at_work = 11 * 60;

/// Days over ten years: both changes of the clocks, Christmas, leap days.
Day any_day(Chance& chance) {
    return Day::of(2017, 1, 1).plus_days(chance.below(3600));
}

}  // namespace

Town::Town(const Premises& premises, std::uint64_t seed, Defect defect)
    : premises_(premises),
      defect_(defect),
      chance_(seed),
      rule_(chance_.one_of<WhenUncertain>({WhenUncertain::ask, WhenUncertain::ask,
                                           WhenUncertain::send_again, WhenUncertain::post})),
      auditor_(premises.setting.places.data, rule_) {
    let_chance_be(chance_);
    let_fate_be(fate_);
    const std::string& data = premises.setting.places.data;
    fs::remove_all(data);
    fs::copy(premises.empty, data, fs::copy_options::recursive);
    choose_character();
}

/// Each kind of trouble is absent from some offices, and the rule in others.
void Town::choose_character() {
    const std::vector<double> rates{0, 0, 0.02, 0.1, 0.3};
    for (double* rate : {&weather_.down, &weather_.refused_for_now, &weather_.refused,
                         &weather_.no_answer, &weather_.death, &trouble_, &hastiness_, &bounced_})
        *rate = chance_.one_of(rates);
    // A sender's mistake shows where things go wrong.
    if (defect_ != Defect::none) trouble_ = weather_.no_answer = rates.back();
    activity_ = chance_.one_of<double>({0.05, 0.15, 0.4});
    diligence_ = chance_.one_of<double>({0.1, 0.5, 0.95});
}

void Town::at(Day day, int minute) {
    today_ = day;
    now_ = daemon::instant_of({day, minute});
    clock_.set(now_);
}

void Town::open() {
    office_.reset();
    office_ = Office::open(premises_.setting, studio());
    office_->send_by(cases::Channel::email, make_relay(sink_, chance_, fate_, weather_, defect_));
    interrupted_ = true;
}

bool Town::mortal(const std::function<void(Office&)>& work) {
    using Kind = Fate::Kind;
    Kind kind = Kind::none;
    if (chance_.happens(trouble_))
        kind = chance_.one_of<Kind>({Kind::die_at_step, Kind::die_at_commit, Kind::refuse_commit});
    fate_.decide(kind, 1 + chance_.below(chance_.one_of<int>({3, 12, 60})));
    try {
        if (!office_) open();
        work(*office_);
    } catch (const ProcessDied&) {
    } catch (const std::exception&) {
        if (!fate_.struck()) throw;  // nobody arranged that
    }
    const bool struck = fate_.struck();
    if (struck) {
        ++(fate_.dead() ? figures_.deaths : figures_.refused_commits);
        interrupted_ = true;
        // A program that could not commit may go on, as the daemon does, or start again.
        if (fate_.dead() || chance_.happens(0.5)) office_.reset();
    }
    fate_.decide(Kind::none, 0);
    touched_ = auditor_.look(sink_) || touched_;
    return !struck;
}

/// What the daemon wakes up for; and every third evening, when it asks after what was forgotten.
bool Town::anything_waits() {
    if (!office_ || interrupted_ || touched_) return true;
    if (today_.number % 3 == 0) return true;
    const auto look = office_->cases().earliest_next_look();
    const auto wake = office_->outbox().earliest_wake();
    return (look && *look <= now_) || (wake && *wake <= now_);
}

void Town::run_at(Day day, int minute) {
    at(day, minute);
    if (!anything_waits()) return;
    ++figures_.runs;
    const bool ended_well = mortal([&](Office& office) {
        // As the daemon does: recovery first, then cycle upon cycle.
        const auto report = interrupted_ ? daemon::run(office, now_, clock_)
                                         : daemon::run_cycle(office, now_, clock_);
        if (!report) throw std::runtime_error(to_text(report.error()));
        interrupted_ = false;
    });
    if (ended_well) touched_ = false;
}

void Town::new_case(Day day) {
    const std::string reference = "S-" + std::to_string(events_of_.size() + 1);
    const std::string text = a_case(chance_, reference, day, studio().content().procedure_ids());
    const bool done = mortal([&](Office& office) {
        const auto imported =
            daemon::import_file(office, text, "case", {.logged_on = day}, clock_.now());
        if (!imported) throw std::runtime_error(to_text(imported.error().front()));
    });
    if (!done) {
        // Whoever is not sure looks whether it is there, and enters it again.
        mortal([&](Office& office) {
            if (!office.cases().exists(CaseReference(reference)))
                daemon::import_file(office, text, "case", {.logged_on = day}, now_).value();
        });
    }
    if (!office_) open();
    if (office_->cases().exists(CaseReference(reference))) events_of_[reference] = {"e1"};
}

void Town::something_happens(Office& office, const std::string& reference) {
    std::vector<std::string>& ids = events_of_[reference];
    const Happened happened = any_event(chance_, today_, ids);
    if (happened.name != "party_changed" && chance_.happens(0.15)) {
        figures_.events += another_program_writes(premises_.setting.places.data + "/postroom.db",
                                                  chance_, reference, happened);
        return;
    }
    const auto id = daemon::record_event(office, CaseReference(reference), happened.name,
                                         happened.on.iso(), happened.details, clock_.now());
    if (!id) return;  // refused: people try that too
    ids.push_back(id->text);
    ++figures_.events;
}

void Town::one_day(Day day) {
    run_at(day, morning);
    at(day, at_work);
    const bool working =
        day.weekday() != calendar::Weekday::saturday && day.weekday() != calendar::Weekday::sunday;
    if (working) {
        if (events_of_.size() < 4 && (events_of_.empty() || chance_.happens(0.05))) new_case(day);
        for (const auto& known : events_of_)
            if (chance_.happens(activity_))
                mortal([&](Office& office) { something_happens(office, known.first); });
        mortal([&](Office& office) { desk(office, false); });
    }
    comes_back();
    run_at(day, calendar::close_of_work);
}

void Town::live() {
    const Day first = any_day(chance_);
    new_case(first);
    for (int n = 0; n < days_to_live && problems().empty(); ++n) one_day(first.plus_days(n));
    if (problems().empty()) settle(first.plus_days(days_to_live));
}

/// Everything works and everybody does what lies on the desk.
void Town::settle(Day day) {
    weather_ = {};
    trouble_ = 0;
    for (int n = 0; n < days_to_settle; ++n, day = day.plus_days(1)) {
        run_at(day, morning);
        at(day, at_work);
        mortal([&](Office& office) { desk(office, true); });
        run_at(day, calendar::close_of_work);
    }
    std::vector<std::string> references;
    for (const auto& [reference, ids] : events_of_) references.push_back(reference);
    auditor_.look_at_rest(sink_, studio(), now_, references);
    figures_.emails_taken = static_cast<int>(sink_.taken().size());
    figures_.by_rule = auditor_.carried_out();
}

/// Approves, cancels, releases, posts, resolves, and answers tasks.
void Town::desk(Office& office, bool diligent) {
    at_the_relays_log(office, diligent);
    const auto does = [&](double share) { return diligent || chance_.happens(diligence_ * share); };
    for (const outbox::Parcel& parcel : office.outbox().in_states(
             {outbox::State::awaiting_approval, outbox::State::held, outbox::State::sending})) {
        const bool paper = parcel.channel == cases::Channel::letter;
        if (parcel.state == outbox::State::awaiting_approval && does(0.6)) {
            if (chance_.happens(0.8))
                (void)daemon::approve(office, parcel.id, clock_.now());
            else
                (void)daemon::cancel(office, parcel.id, "not needed", false, clock_.now(),
                                     clock_.now());
        } else if (parcel.state == outbox::State::held && parcel.held_for_person && does(0.3)) {
            (void)daemon::release(office, parcel.id);
        } else if (parcel.state == outbox::State::held && !diligent && chance_.happens(0.1)) {
            (void)daemon::cancel(office, parcel.id, "said by telephone", true, clock_.now(),
                                 clock_.now());
        } else if (parcel.state == outbox::State::sending && paper && !parcel.evidence.empty() &&
                   does(0.9)) {
            const auto posted = daemon::posted(office, {parcel.id}, today_, now_, clock_.now());
            if (posted) ++figures_.letters_posted;
        }
    }
    if (!diligent && chance_.happens(bounced_))
        for (const outbox::Parcel& parcel : office.outbox().in_states({outbox::State::accepted}))
            if (parcel.channel == cases::Channel::letter && chance_.happens(0.2))
                (void)daemon::record_returned(office, parcel.id, today_, "gone away", now_,
                                              clock_.now());
    for (const outbox::Task& task : office.outbox().tasks(true))
        if (!task.parcel && !diligent && does(0.3))
            (void)daemon::resolve_task(office, task.id, "seen to", std::nullopt, now_);
}

/// Settles uncertain emails by what the relay took; the hasty say "not sent" without looking.
void Town::at_the_relays_log(Office& office, bool diligent) {
    for (const outbox::Parcel& parcel : office.outbox().in_states({outbox::State::uncertain})) {
        if (outbox::is_carried(parcel)) continue;  // settled with the email it goes in
        if (!diligent && !chance_.happens(diligence_)) continue;
        ++figures_.uncertain;
        const bool hasty = !diligent && chance_.happens(hastiness_);
        const bool sent = !hasty && sink_.times_taken(parcel.message_id) > 0;
        if (!sent) auditor_.asked_again(parcel.message_id);
        (void)daemon::resolve_parcel(office, parcel.id, sent, {}, "by the relay's log", now_,
                                     clock_.now());
    }
}

/// Reports of readers' servers on what the relay took.
void Town::comes_back() {
    if (sink_.taken().empty() || !chance_.happens(bounced_)) return;
    const Taken taken = chance_.one_of(sink_.taken());
    const Report report = any_report(chance_, taken.message_id);
    // Given up for now, it goes once more by itself.
    if (report.goes_again) auditor_.asked_again(taken.message_id);
    const fs::path place = fs::path(premises_.setting.places.data) / "returned" / "new";
    fs::create_directories(place);
    daemon::write_file((place / std::to_string(figures_.bounces)).string(), report.text);
    ++figures_.bounces;
    touched_ = true;
}

}  // namespace postroom::simulation
