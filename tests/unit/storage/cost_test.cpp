// The cost of a tick follows what is due or changed, never the number of cases.
#include <chrono>

#include "storage/opening.hpp"
#include "store_fixture.hpp"

using namespace postroom;
using namespace postroom::storage;
using namespace postroom::storage::testing;

namespace {

/// The statements a store really ran, with their values filled in.
class Overheard {
  public:
    explicit Overheard(Database& database) : handle_(sqlite_handle(database.session())) {
        sqlite3_trace_v2(
            handle_, SQLITE_TRACE_STMT,
            [](unsigned, void* into, void* statement, void*) {
                char* sql = sqlite3_expanded_sql(static_cast<sqlite3_stmt*>(statement));
                static_cast<std::vector<std::string>*>(into)->emplace_back(sql);
                sqlite3_free(sql);
                return 0;
            },
            &statements_);
    }
    ~Overheard() { sqlite3_trace_v2(handle_, 0, nullptr, nullptr); }
    const std::vector<std::string>& statements() const { return statements_; }

  private:
    sqlite3* handle_;
    std::vector<std::string> statements_;
};

}  // namespace

class TheCostOfATick : public SqliteStoreTest {
  protected:
    /// One line a step of the plans of everything `work` asked.
    template <class Work>
    std::vector<std::string> plans_of(Work work) {
        std::vector<std::string> steps;
        const Overheard overheard(database);
        work();
        for (const std::string& sql : overheard.statements()) {
            const auto collect = [](void* into, int, char** cells, char**) {
                static_cast<std::vector<std::string>*>(into)->emplace_back(cells[3]);
                return 0;
            };
            EXPECT_EQ(sqlite3_exec(other.sqlite(), ("EXPLAIN QUERY PLAN " + sql).c_str(), collect,
                                   &steps, nullptr),
                      SQLITE_OK)
                << sql;
        }
        return steps;
    }

    template <class Work>
    void expect_searches(const char* name, Work work) {
        int searches = 0;
        for (const std::string& step : plans_of(work)) {
            const bool whole_table = step.starts_with("SCAN ") &&
                                     step.find("USING") == std::string::npos &&
                                     step.find("wakes") == std::string::npos;
            EXPECT_FALSE(whole_table) << name << ": " << step;
            searches += step.starts_with("SEARCH ") || step.find("USING") != std::string::npos;
        }
        EXPECT_GT(searches, 0) << name;
    }

    OtherProgram other{location};
};

TEST_F(TheCostOfATick, NeverScansATable) {
    add(case_file("CC-1"));
    add(parcel("p1", "CC-1"));
    using outbox::State;
    expect_searches("to_look_at", [&] { cases.to_look_at(5, at_minute(0)); });
    expect_searches("ready", [&] { outbox.ready(at_minute(0)); });
    expect_searches("to_release", [&] { outbox.to_release(at_minute(0)); });
    expect_searches("earliest_wake", [&] { outbox.earliest_wake(); });
    expect_searches("earliest_next_look", [&] { cases.earliest_next_look(); });
    expect_searches("last_change", [&] { cases.last_change(); });
    expect_searches("load", [&] { cases.load(CaseReference("CC-1")); });
    expect_searches("of_case", [&] { outbox.of_case(CaseReference("CC-1")); });
    expect_searches("in_states", [&] { outbox.in_states({State::uncertain, State::held}); });
    expect_searches("busiest_day", [&] { outbox.busiest_day(day("2025-03-04"), 30); });
    expect_searches("tasks", [&] { outbox.tasks(true); });
    expect_searches("leaves_from", [&] { outbox.leaves_from(0, 100); });
    expect_searches("adopt_foreign_rows", [&] {
        in_transaction([&] { cases.adopt_foreign_rows(day("2025-03-04"), false); });
    });
}

TEST_F(TheCostOfATick, DoesNotFollowTheNumberOfCases) {
    // Work is counted in SQLite's own steps, so that a busy machine cannot fail the test.
    const auto steps_of_a_look = [&] {
        int steps = 0;
        sqlite3* handle = sqlite_handle(database.session());
        sqlite3_progress_handler(
            handle, 1,
            [](void* counter) {
                ++*static_cast<int*>(counter);
                return 0;
            },
            &steps);
        EXPECT_EQ(cases.to_look_at(cases.last_change() - 3, at_minute(0)).size(), 4u);
        sqlite3_progress_handler(handle, 0, nullptr, nullptr);
        return steps;
    };
    const auto add_cases = [&](int from, int to) {
        ASSERT_EQ(other.run("WITH RECURSIVE n(i) AS (SELECT " + std::to_string(from) +
                            " UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(to) +
                            ") INSERT INTO cases (reference, procedure, logged_on, next_look_at) "
                            "SELECT 'N-' || i, 'p', '2025-03-03', " +
                            std::to_string(at_minute(60).microseconds) + " + i FROM n"),
                  "");
    };
    add_cases(1, 100);
    in_transaction([&] { cases.set_next_look(CaseReference("N-50"), at_minute(0)); });
    const int with_a_hundred = steps_of_a_look();
    add_cases(101, 10'000);
    EXPECT_EQ(cases.count(), 10'000u);
    const int with_ten_thousand = steps_of_a_look();
    EXPECT_LT(with_ten_thousand, with_a_hundred + 20);
}

TEST_F(TheCostOfATick, AThousandParcelsGoInWithOneCommit) {
    const auto before = std::chrono::steady_clock::now();
    in_transaction([&] {
        for (int number = 0; number < 1000; ++number) {
            const std::string id = "p" + std::to_string(number);
            ASSERT_TRUE(outbox.add(parcel(id, "CC-" + std::to_string(number)), "salt"));
            outbox.append_leaf({0, "leaf " + id, id, std::string(20'000, 'o')});
        }
    });
    const std::chrono::duration<double, std::milli> took =
        std::chrono::steady_clock::now() - before;
    RecordProperty("milliseconds", static_cast<int>(took.count()));
    EXPECT_EQ(outbox.leaf_count(), 1000);
    EXPECT_LT(took.count(), 5000);
}
