// What a look costs that finds nothing to do, over a great many rows of closed cases.
// bench_poll [ROWS]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "daemon/premises/london_time.hpp"
#include "daemon/work/run.hpp"

namespace postroom::daemon {

namespace {

namespace fs = std::filesystem;
using Watch = std::chrono::steady_clock;

constexpr int rows_of_a_case = 5;  // the case, a party, two events, a parcel

/// Cases of long ago: received, acknowledged by email, closed.
void fill(Office& office, int cases) {
    const std::string each =
        " FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        "WHERE i < " +
        std::to_string(cases) + ") SELECT i FROM n)";
    office.database().in_transaction([&] {
        for (
            const std::string& statement :
            {"INSERT INTO cases (reference, procedure, service_area, summary, logged_on, "
             "recorded_at) SELECT 'CC-' || i, 'leicestershire-statutory', 'Early Help', "
             "'Nobody came.', '2017-03-06', 1" +
                 each,
             "INSERT INTO parties (case_reference, role, last_name, email, channel) SELECT 'CC-' "
             "|| "
             "i, 'complainant', 'Patel', 'p@mail.example', 'email'" +
                 each,
             "INSERT INTO events (case_reference, id, name, happened_on, recorded_on, recorded_at, "
             "source) SELECT 'CC-' || i, 'e1', 'received', '2017-03-06', '2017-03-06', 1, "
             "'import'" +
                 each,
             "INSERT INTO events (case_reference, id, name, happened_on, recorded_on, recorded_at, "
             "source) SELECT 'CC-' || i, 'e2', 'closed', '2017-04-03', '2017-04-03', 1, 'import'" +
                 each})
            office.database().run_script(statement);
        office.database().run_script(
            "INSERT INTO parcels (id, case_reference, step, catalogue, occurrence, letter, "
            "recipient, "
            "role, channel, state, reason, held_for_person, attempts, epoch, due, content_type, "
            "size, "
            "message_id, envelope_to, promised, appends, created_at, created_on, accepted_at, "
            "accepted_on, evidence, salt) SELECT printf('%032x', i), 'CC-' || i, "
            "'acknowledgement', "
            "'I-01', 'e1', 'intake/acknowledgement', 'complainant', 'complainant', 'email', "
            "'accepted', '', 0, 1, 1, '2017-03-09', 'message/rfc822', 9000, printf('%032x', i) || "
            "'@council.example', 'p@mail.example', '', '', 1, '2017-03-06', 1, '2017-03-06', "
            "'250', "
            "zeroblob(32)" +
            each);
        office.cases().set_mark("looked_up_to_change", office.cases().last_change());
    });
}

struct Looks {
    double mean = 0;
    double longest = 0;
};

template <class Look>
Looks milliseconds_of(int times, Look look) {
    Looks looks;
    for (int i = 0; i < times; ++i) {
        const auto start = Watch::now();
        look();
        const double took = std::chrono::duration<double, std::milli>(Watch::now() - start).count();
        looks.mean += took / times;
        looks.longest = std::max(looks.longest, took);
    }
    return looks;
}

int measure(int rows) {
    std::string folder = (fs::temp_directory_path() / "postroom-bench-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) return 1;
    const std::string data = folder + "/data";
    const std::map<std::string, std::string> environment;
    Setting setting{.places = find_places(data, environment, POSTROOM_SOURCE_TREE, ""),
                    .environment = environment};
    create_data_directory(data, setting);
    setting.places = find_places(data, environment, POSTROOM_SOURCE_TREE, "");
    auto office = Office::open(setting);
    if (!office) {
        std::fputs(to_text(office.error()).c_str(), stderr);
        return 1;
    }
    const int cases = rows / rows_of_a_case;
    fill(**office, cases);
    const SystemClock clock;
    const Instant at = instant_of({calendar::Day::of(2025, 3, 3), calendar::close_of_work});
    // The first look adopts what another program wrote.
    auto first = run(**office, at, clock);
    if (!first || !(*office)->take_sending_lock() || !(*office)->take_or_keep_lead()) return 1;
    int found = 0;
    const Looks whole = milliseconds_of(50, [&] {
        const auto report = run_cycle(**office, at, clock);
        found += !report || report->did_something();
    });
    const Looks question =
        milliseconds_of(1000, [&] { (void)(*office)->database().data_version(); });
    std::printf(
        "%d cases, %d rows, nothing due: a whole look %.2f ms (at most %.2f), asking whether "
        "anything changed %.3f ms (at most %.2f)%s\n",
        cases, cases * rows_of_a_case, whole.mean, whole.longest, question.mean, question.longest,
        found == 0 ? "" : "; NOT idle");
    fs::remove_all(folder);
    return found == 0 ? 0 : 1;
}

}  // namespace

}  // namespace postroom::daemon

int main(int argc, char** argv) {
    return postroom::daemon::measure(argc > 1 ? std::atoi(argv[1]) : 1'000'000);
}
