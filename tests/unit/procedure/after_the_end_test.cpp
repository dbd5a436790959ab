// Once a complaint is refused, withdrawn, resolved or closed, or its complainant has died, no
// letter promises the complainant an answer, and no manager is pressed for one.
#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>

#include "procedure/histories.hpp"
#include "timeline.hpp"

namespace postroom::procedure {

using namespace testing;

namespace {

constexpr const char* received = "2025-03-03";

/// How a complaint ends, or comes to wait for a court, as a person records it.
struct End {
    std::string name;
    std::string outcome;
    std::string text() const { return name + " " + outcome; }
};

std::vector<End> ends_of(const Procedure& procedure) {
    std::vector<End> ends{{"withdrawn", ""}, {"resolved", ""}, {"closed", ""}, {"deceased", ""}};
    // To a corporate procedure it is a word of another, and ends nothing.
    if (std::ranges::find(procedure.ends, "informally_resolved", &Condition::name) !=
        procedure.ends.end())
        ends.push_back({"informally_resolved", ""});
    for (const PossibleEvent& possible : possible_events(procedure)) {
        if (possible.name != "eligibility_decided") continue;
        const std::string outcome = std::get<std::string>(possible.details.at("outcome"));
        if (outcome != "accepted" && outcome != "part_accepted")
            ends.push_back({possible.name, outcome});
    }
    return ends;
}

/// The front matter says which letters give the complainant a day.
bool gives_a_day(const Procedure& procedure, const std::string& letter) {
    if (letter.empty()) return false;
    for (const std::string& folder : {procedure.wording + "/", std::string()}) {
        const std::string file =
            std::string("letters/").append(folder).append(letter).append(".md");
        if (!std::filesystem::exists(std::string(POSTROOM_SOURCE_TREE) + "/" + file)) continue;
        // The reader's own time to ask for the next stage is nothing that we promise.
        const std::string text = file_text(file);
        return text.find("\npromises:") != std::string::npos &&
               text.find("\npromises: answer_by_20") == std::string::npos;
    }
    return false;
}

/// A complaint that Postroom works on day by day: what is due is done.
class Played {
  public:
    explicit Played(const Procedure& procedure) : procedure_(procedure) {
        history_ = beginnings(procedure, england()).front();
        history_.case_ = ACase(received).at(day(received));
        history_.received = history_.today = day(received);
    }

    void record(const End& end) {
        PossibleEvent event{.name = end.name, .details = {}, .dates = {}, .words = end.name};
        if (!end.outcome.empty()) event.details["outcome"] = end.outcome;
        record(event);
    }

    void record(const PossibleEvent& possible) { add_event(possible, history_); }

    /// Up to that day, it included.
    void play_until(Day last) {
        while (true) {
            const auto now = act();
            if (!now || *now > last) break;
            history_.today = *now;
        }
        history_.today = last;
    }

    const std::vector<Done>& done() const { return history_.done; }

  private:
    /// The next day on which something is due.
    std::optional<Day> act() {
        while (true) {
            const auto planned = plan_of(history_, procedure_, england());
            if (!planned) throw std::runtime_error(to_text(planned.error()));
            if (!do_what_is_due(*planned, history_)) return next_of(*planned);
            promise_in_the_acknowledgement();
        }
    }

    std::optional<Day> next_of(const Plan& plan) const {
        std::optional<Day> next;
        for (const PlannedStep& planned : plan.steps)
            if (planned.state == StepState::later && planned.planned->day > history_.today &&
                (!next || planned.planned->day < *next))
                next = planned.planned->day;
        return next;
    }

    /// Posted some days after it was written, it promises an earlier day than the clock's.
    void promise_in_the_acknowledgement() {
        for (cases::CaseEvent& event : history_.case_.events) {
            const auto step = event.details.find("step");
            if (event.name == cases::letter_sent && step != event.details.end() &&
                std::get<std::string>(step->second) == "acknowledgement")
                event.details["promised"] = std::string("2025-03-14");
        }
    }

    const Procedure& procedure_;
    History history_;
};

/// The end itself, the court that a complaint waits for, or the day by which we said who deals with
/// it under another procedure, set it off.
bool speaks_of(const End& end, const Step& step) {
    if (const auto* day_of = std::get_if<OnDay>(&step.when))
        return day_of->clock == "court" ||
               (day_of->clock == "handed_on" && end.text() == "eligibility_decided not_statutory");
    const auto* event = std::get_if<OnEvent>(&step.when);
    return event != nullptr && std::ranges::any_of(event->any_of, [&](const Condition& condition) {
               return condition.name == end.name;
           });
}

/// Recorded, it takes the complaint up again, or says what stage 2 or a panel does.
bool goes_on_with_it(const PossibleEvent& possible) {
    const auto outcome = possible.details.find("outcome");
    return possible.name.starts_with("stage2_") || possible.name.starts_with("panel_") ||
           (possible.name == "eligibility_decided" &&
            std::get<std::string>(outcome->second).ends_with("accepted"));
}

constexpr std::array about_time{"delay_confirmed", "extension_agreed", "extension_refused",
                                "further_time_agreed", "further_time_refused"};

/// Before the first apology may go, between the two limits, and after both.
constexpr std::array moments{"2025-03-06", "2025-03-19", "2025-04-02"};

void check_silence_after(const End& end, const Procedure& procedure, const char* on) {
    Played played(procedure);
    played.play_until(day(on));
    const auto before = played.done().size();
    played.record(end);
    played.play_until(day("2025-08-01"));
    for (auto i = before; i < played.done().size(); ++i)
        EXPECT_TRUE(speaks_of(end, *played.done()[i].step))
            << procedure.id << ": " << played.done()[i].step->id.text << " after " << end.text()
            << " on " << on;
}

void check_promises_after(const End& end, const PossibleEvent& later, const Procedure& procedure,
                          const char* on) {
    Played played(procedure);
    played.play_until(day(on));
    played.record(end);
    played.play_until(day(on).plus_days(4));
    const auto before = played.done().size();
    played.record(later);
    played.play_until(day("2025-08-01"));
    bool told = end.name != "eligibility_decided" ||
                std::ranges::find(about_time, later.name) == about_time.end();
    for (auto i = before; i < played.done().size(); ++i) {
        const Step& step = *played.done()[i].step;
        told = told || step.id.text == "time-recorded-after-refusal";
        EXPECT_FALSE(gives_a_day(procedure, step.letter))
            << procedure.id << ": " << step.id.text << " after " << end.text() << " and "
            << later.words << " on " << on;
    }
    EXPECT_TRUE(told) << procedure.id << " tells nobody of " << later.words << " after "
                      << end.text();
}

}  // namespace

TEST(AfterTheEnd, NothingComesOfSilenceButWhatTheEndItselfAsksFor) {
    for_every_council([](const Procedure& procedure) {
        for (const End& end : ends_of(procedure))
            for (const char* on : moments) check_silence_after(end, procedure, on);
    });
}

TEST(AfterTheEnd, NoLetterPromisesADayWhateverElseIsRecorded) {
    for_every_council([](const Procedure& procedure) {
        for (const End& end : ends_of(procedure))
            for (const PossibleEvent& later : possible_events(procedure))
                if (!goes_on_with_it(later))
                    for (const char* on : moments) check_promises_after(end, later, procedure, on);
    });
}

TEST(ADeath, LearntOfLateChasesNobodyForWhatALetterSaidMeanwhile) {
    const auto at_hour = [](ACase& a_case, int hour) {
        a_case.file().events.back().recorded_at = {hour};
    };
    const auto told = [&](int death_known) {
        ACase a_case = ::postroom::procedure::testing::acknowledged(received);
        a_case.recorded("deceased", "2025-03-10", "2025-03-24");
        at_hour(a_case, death_known);
        a_case.sent("delay-apology-silence", "2025-03-17", "stage1:e1");
        a_case.file().events.back().details["promised"] = std::string("2025-03-31");
        at_hour(a_case, 2);
        return due_under(leicestershire(), a_case, "2025-03-31");
    };
    using ::testing::Contains;
    using ::testing::Not;
    EXPECT_THAT(told(3), Not(Contains("promised-day-20")));
    EXPECT_THAT(told(1), Contains("promised-day-20")) << "whoever let it go knew of the death";
}

TEST(AClosing, ThatIsStruckOutIsAskedAboutUntilSomethingComes) {
    using ::testing::Contains;
    using ::testing::Not;
    for_every_council([](const Procedure& procedure) {
        ACase a_case = ::postroom::procedure::testing::acknowledged(received);
        a_case.with("stage1_responded", "2025-03-12", {{"finding", std::string("upheld")}});
        // 20 days from 12 March end on 9 April; day 30 is 25 April.
        a_case.sent("closed", "2025-04-10", "stage2_window:e3");
        a_case.with("reopened", "2025-04-22");
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-24"), Not(Contains("closed-taken-back")))
            << procedure.id;
        EXPECT_THAT(due_under(procedure, a_case, "2025-04-28"), Contains("closed-taken-back"))
            << procedure.id;
        EXPECT_THAT(due_under(procedure, a_case, "2025-05-14"), Contains("closed-taken-back"))
            << procedure.id;
        a_case.with("closed", "2025-05-15");
        EXPECT_THAT(due_under(procedure, a_case, "2025-05-30"), Not(Contains("closed-taken-back")))
            << procedure.id;
    });
}

}  // namespace postroom::procedure
