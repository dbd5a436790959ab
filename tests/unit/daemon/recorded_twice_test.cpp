#include "daemon/work/recorded_twice.hpp"

#include <gtest/gtest.h>

namespace {

using postroom::CaseReference;
using postroom::EventId;
using postroom::calendar::Day;
using postroom::cases::CaseEvent;
using postroom::daemon::recorded_twice;

CaseEvent event(const std::string& id, const std::string& name,
                const postroom::cases::Details& details = {}) {
    return {.id = EventId{id}, .name = name, .on = Day::of(2026, 3, 5), .details = details};
}

const CaseReference reference{"CC-1"};
const postroom::procedure::Procedure rules = [] {
    postroom::procedure::Procedure procedure;
    procedure.opposites["extension_agreed"] = {"extension_refused"};
    procedure.opposites["extension_refused"] = {"extension_agreed"};
    postroom::procedure::Pause pause;
    pause.from.name = "advocate_awaited";
    pause.until.name = "advocate_appointed";
    procedure.clocks.push_back({.id = "stage1", .pauses = {pause}});
    return procedure;
}();
const CaseEvent delay = event("", "delay_confirmed", {{"reason", std::string("Leave.")}});

bool is_refused(const CaseEvent& coming, const std::vector<CaseEvent>& stored) {
    return recorded_twice(reference, coming, stored, {}, rules).has_value();
}

TEST(RecordedTwice, IsRefusedWithTheOneThatStands) {
    CaseEvent stored = delay;
    stored.id = EventId{"e4"};
    const auto problem = recorded_twice(reference, delay, {stored}, {}, rules);
    ASSERT_TRUE(problem);
    EXPECT_EQ(problem->what,
              "delay_confirmed of 5 March 2026 is on record already, word for word (e4)");
    EXPECT_EQ(problem->case_reference, "CC-1");
}

TEST(RecordedTwice, IsFoundWithinAFileToo) {
    const std::vector<CaseEvent> coming{delay, delay};
    EXPECT_FALSE(recorded_twice(reference, coming[0], {}, coming, rules));
    EXPECT_TRUE(recorded_twice(reference, coming[1], {}, coming, rules));
}

TEST(RecordedTwice, IsAnotherEventOnAnotherDayWithOtherWordsOrWithAnIdOfItsOwn) {
    CaseEvent other_day = delay;
    other_day.on = Day::of(2026, 3, 6);
    CaseEvent other_words = delay;
    other_words.details["reason"] = std::string("Illness.");
    CaseEvent with_an_id = delay;
    with_an_id.id = EventId{"ours-77"};
    for (const CaseEvent& coming : {other_day, other_words, with_an_id})
        EXPECT_FALSE(is_refused(coming, {delay}));
}

TEST(RecordedTwice, IsTakenInAfterWhatTookTheFirstBack) {
    const CaseEvent flagged = event("", "safeguarding_flagged");
    EXPECT_TRUE(is_refused(flagged, {event("e2", "safeguarding_flagged")}));
    EXPECT_FALSE(is_refused(
        flagged, {event("e2", "safeguarding_flagged"), event("e3", "safeguarding_cleared")}));
    EXPECT_FALSE(is_refused(
        flagged, {event("e2", "safeguarding_flagged"),
                  event("e3", "corrected", {{"event", std::string("e2")}, {"strike", true}})}));
    for (const auto& [one, other] :
         {std::pair("extension_agreed", "extension_refused"),
          std::pair("advocate_awaited", "advocate_appointed"), std::pair("closed", "reopened")}) {
        EXPECT_TRUE(is_refused(event("", one), {event("e2", one)})) << one;
        EXPECT_FALSE(is_refused(event("", one), {event("e2", one), event("e3", other)})) << one;
    }
    CaseEvent changed = delay;
    changed.details["reason"] = std::string("Illness.");
    EXPECT_FALSE(is_refused(delay, {delay, changed}));
}

}  // namespace
