#include <gtest/gtest.h>

#include "cases/case.hpp"

namespace postroom::cases {

TEST(EventDetail, SaysExactlyWhatItsTextIs) {
    CaseEvent event;
    event.details = {{"finding", "upheld"}, {"agreed", true}};
    event.details["points"] = std::vector<DetailObject>{{{"text", "late"}}};
    EXPECT_TRUE(event.says("finding", "upheld"));
    EXPECT_FALSE(event.says("finding", "not_upheld"));
    EXPECT_TRUE(event.says("agreed", "yes"));
    EXPECT_FALSE(event.says("agreed", "no"));
    EXPECT_FALSE(event.says("points", ""));
    EXPECT_FALSE(event.says("absent", ""));
}

}  // namespace postroom::cases
