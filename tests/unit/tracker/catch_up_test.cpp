// What the office is told after a time without a run.
#include "daemon/work/catch_up.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/records/ledger.hpp"
#include "daemon/work/run.hpp"
#include "office_fixture.hpp"

namespace postroom::daemon {

namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::vector<outbox::Parcel> digests(Office& office) {
    auto parcels = office.outbox().of_case(CaseReference());
    std::erase_if(parcels,
                  [](const outbox::Parcel& parcel) { return parcel.letter != "office/catch-up"; });
    return parcels;
}

void run_on(AnOffice& office, const char* when) {
    const SetClock clock(at(when));
    ASSERT_TRUE(run(office.office(), at(when), clock));
}

TEST(CatchUp, AWorkingDayWithoutARunIsAnAbsence) {
    AnOffice office;
    const auto& calendar = office.office().calendar();
    const auto away = [&](const char* last, const char* now) {
        return was_away(at(last).microseconds, at(now), calendar);
    };
    EXPECT_FALSE(away("2025-03-07T17:30", "2025-03-10T09:00")) << "a weekend";
    EXPECT_TRUE(away("2025-03-07T17:30", "2025-03-11T09:00"));
    EXPECT_FALSE(away("2025-04-17T17:30", "2025-04-22T09:00")) << "Easter";
    EXPECT_FALSE(was_away(std::nullopt, at("2025-03-03T09:00"), calendar)) << "the first run";
}

TEST(CatchUp, OneEmailListsTheRemindersThatAreNoLongerSent) {
    AnOffice office;
    office.with(a_case("CC-1", "2025-03-03", "ama", "cleo") + "," +
                    a_case("CC-2", "2025-03-03", "ben", "cleo"),
                "2025-03-03");
    run_on(office, "2025-03-03T17:30");
    run_on(office, "2025-03-17T17:30");
    const auto made = digests(office.office());
    ASSERT_THAT(made, SizeIs(1));
    EXPECT_EQ(made[0].state, outbox::State::accepted);
    const std::string email = frozen_bytes(office.office(), made[0]);
    EXPECT_THAT(email, HasSubstr("CC-1"));
    EXPECT_THAT(email, HasSubstr("CC-2"));
    EXPECT_THAT(email, HasSubstr("on track"));
    for (const char* secret : {"Secretfirst", "Secretlast", "Secretsummary"})
        EXPECT_THAT(email, Not(HasSubstr(secret)));
}

TEST(CatchUp, NothingIsSaidWhenNothingWasMissed) {
    AnOffice office;
    office.with(a_case("CC-1", "2025-03-03", "ama", "cleo"), "2025-03-03");
    for (const char* day : {"2025-03-03T17:30", "2025-03-04T17:30", "2025-03-05T17:30"})
        run_on(office, day);
    EXPECT_THAT(digests(office.office()), IsEmpty());
}

TEST(CatchUp, ARunThatWasInterruptedBeforeItToldIsMadeUpForOnce) {
    AnOffice office;
    office.with(a_case("CC-1", "2025-03-03", "ama", "cleo"), "2025-03-03");
    run_on(office, "2025-03-03T17:30");
    {
        const SetClock clock(at("2025-03-17T17:30"));
        RunReport report;  // and there the power went
        make_what_is_due(office.office(), at("2025-03-17T17:30"), clock, report);
        ASSERT_GT(report.skipped, 0);
    }
    EXPECT_THAT(digests(office.office()), IsEmpty());
    run_on(office, "2025-03-17T18:00");
    ASSERT_THAT(digests(office.office()), SizeIs(1));
    run_on(office, "2025-03-20T17:30");
    EXPECT_THAT(digests(office.office()), SizeIs(1)) << "nothing was missed since";
}

TEST(CatchUp, ACaseThatIsLoggedLateIsNoAbsence) {
    AnOffice office;
    run_on(office, "2025-03-17T17:30");
    office.with(a_case("CC-1", "2025-02-03", "ama", "cleo"), "2025-03-18");
    run_on(office, "2025-03-18T17:30");
    EXPECT_THAT(digests(office.office()), IsEmpty());
}

}  // namespace

}  // namespace postroom::daemon
