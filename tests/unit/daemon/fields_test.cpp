#include "daemon/studio/fields.hpp"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "procedure/procedure.hpp"

namespace postroom::daemon {

const procedure::Procedure& leicestershire() {
    static const procedure::Procedure procedure = [] {
        std::ifstream file(POSTROOM_SOURCE_TREE "/config/procedures/leicestershire-statutory.yaml");
        std::ostringstream text;
        text << file.rdbuf();
        return *procedure::read_procedure(text.str(), "leicestershire-statutory.yaml");
    }();
    return procedure;
}

TEST(FieldNames, AreKnownByTheirPattern) {
    for (const char* name : {"reference",
                             "team_phone",
                             "team_manager_name",
                             "acting_team_manager_name",
                             "acting_head_of_service_role",
                             "acting_head_of_service_is_director",
                             "stage1_day_20",
                             "stage1_day_20_passed",
                             "stage2_window_day_20",
                             "stage1_due",
                             "stage2_told",
                             "stage2_answer_passed",
                             "sent_acknowledgement",
                             "sent_acknowledgement_on",
                             "planned_stage2-rights_hour",
                             "delay_confirmed",
                             "delay_confirmed_on",
                             "delay_confirmed_reason",
                             "eligibility_decided_is_accepted",
                             "logged_on",
                             "reader_is_complainant",
                             "received_how_is_phone",
                             "received_on_next_year",
                             "today_next_year",
                             "answer_by_20"})
        EXPECT_TRUE(is_field(name, leicestershire())) << name;
}

TEST(FieldNames, MisspeltOnesAreNotKnown) {
    for (const char* name : {"refrence", "stage1_day_x", "stage9_due", "delay_confirmed_reasn",
                             "sent_no-such-step", "team_manager", "planned_stage2-rights",
                             "acting_team_manager", "acting_team_manager_email",
                             "acting_complainant_name", "acting_head_of_service_is_boss", ""})
        EXPECT_FALSE(is_field(name, leicestershire())) << name;
}

cases::CaseEvent drafted(std::initializer_list<const char*> findings) {
    std::vector<cases::DetailObject> points;
    for (const char* finding : findings) points.push_back({{"finding", finding}});
    cases::CaseEvent event;
    event.details["points"] = points;
    return event;
}

TEST(OverallFinding, FaultInSomePointsIsPartlyUpheld) {
    EXPECT_EQ(overall_finding(drafted({"upheld", "upheld"})), "upheld");
    EXPECT_EQ(overall_finding(drafted({"upheld", "not_upheld"})), "partly_upheld");
    EXPECT_EQ(overall_finding(drafted({"not_upheld", "no_finding", "upheld"})), "partly_upheld");
    EXPECT_EQ(overall_finding(drafted({"not_upheld", "no_finding"})), "not_upheld");
    EXPECT_EQ(overall_finding(drafted({"no_finding"})), "no_finding");
    EXPECT_EQ(overall_finding(drafted({})), "");
}

}  // namespace postroom::daemon
