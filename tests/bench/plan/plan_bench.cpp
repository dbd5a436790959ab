// How many plans a second for a stage 3 case with 30 events on one core, for each procedure; and
// how long a year of 10,000 cases takes to simulate.
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iostream>

#include "daemon/work/simulate.hpp"
#include "daemon/work/take_in.hpp"
#include "procedure/plan.hpp"

namespace postroom::daemon {

namespace {

namespace fs = std::filesystem;
using calendar::Day;

/// Seconds of this process's own time: what else the machine does is not measured.
struct Watch {
    static std::clock_t now() { return std::clock(); }
};
double seconds_since(std::clock_t start) {
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

/// A case that went through all stages, letters sent included: 30 events.
cases::Case stage3_case(const std::string& procedure) {
    cases::CaseFile file;
    file.reference = CaseReference("CC-1");
    file.procedure = procedure;
    file.logged_on = Day::of(2025, 3, 3);
    for (const cases::Role role : {cases::Role::complainant, cases::Role::team_manager,
                                   cases::Role::service_manager, cases::Role::head_of_service}) {
        cases::Party party;
        party.role = role;
        party.name = "Somebody";
        party.email = std::string(cases::name_of(role)) + "@council.example";
        party.channel = cases::Channel::email;
        file.parties.push_back(party);
    }
    const auto add = [&](std::string_view name, Day on, cases::Details details = {}) {
        cases::CaseEvent event;
        event.id = EventId("e" + std::to_string(file.events.size() + 1));
        event.name = name;
        event.on = on;
        event.recorded_on = on;
        event.details = std::move(details);
        file.events.push_back(std::move(event));
    };
    const auto sent = [&](const char* step, Day on) {
        add(cases::letter_sent, on,
            {{"step", std::string(step)}, {"occurrence", std::string("once")}});
    };
    add("received", Day::of(2025, 3, 3), {{"how", std::string("phone")}});
    for (const char* step : {"acknowledgement", "allocation", "eligibility-question"})
        sent(step, Day::of(2025, 3, 3));
    add("eligibility_decided", Day::of(2025, 3, 6), {{"outcome", std::string("accepted")}});
    sent("eligibility-accepted", Day::of(2025, 3, 6));
    add("delay_confirmed", Day::of(2025, 3, 11), {{"reason", std::string("leave")}});
    sent("delay-apology-confirmed", Day::of(2025, 3, 11));
    sent("new-deadline", Day::of(2025, 3, 11));
    add("extension_agreed", Day::of(2025, 3, 13));
    sent("extension-confirmed", Day::of(2025, 3, 13));
    sent("head-of-service-referral", Day::of(2025, 3, 26));
    add("stage1_drafted", Day::of(2025, 3, 27));
    sent("stage1-response", Day::of(2025, 3, 28));
    add("stage1_responded", Day::of(2025, 3, 28), {{"finding", std::string("not_upheld")}});
    add("stage2_requested", Day::of(2025, 4, 7));
    sent("stage2-acknowledgement", Day::of(2025, 4, 7));
    add("investigators_appointed", Day::of(2025, 4, 11));
    add("statement_drafted", Day::of(2025, 4, 15));
    add("statement_agreed", Day::of(2025, 4, 22));
    add("interviews_fixed", Day::of(2025, 4, 28));
    add("stage2_extended", Day::of(2025, 5, 9), {{"until", std::string("2025-07-10")}});
    add("stage2_reported", Day::of(2025, 6, 20));
    add("stage2_drafted", Day::of(2025, 6, 27));
    add("stage2_adjudicated", Day::of(2025, 6, 30), {{"finding", std::string("partly_upheld")}});
    add("stage3_requested", Day::of(2025, 7, 14));
    sent("stage3-acknowledgement", Day::of(2025, 7, 14));
    add("panel_fixed", Day::of(2025, 7, 21), {{"panel_on", std::string("2025-08-19")}});
    sent("panel-invitation", Day::of(2025, 7, 22));
    add("action_due", Day::of(2025, 7, 23), {{"due_on", std::string("2025-09-01")}});
    return cases::fold(file, Day::of(2025, 8, 1));
}

bool measure_plans(const Content& content) {
    for (const auto& [id, procedure] : content.procedures) {
        const cases::Case a_case = stage3_case(id);
        int plans = 0;
        std::size_t due = 0;
        const auto start = Watch::now();
        while (seconds_since(start) < 2) {
            for (int i = 0; i < 100; ++i, ++plans) {
                const auto plan = procedure::plan(a_case, procedure, content.calendar(),
                                                  {Day::of(2025, 8, 1), calendar::close_of_work});
                if (!plan) {
                    std::cerr << to_text(plan.error());
                    return false;
                }
                due += plan->steps.size();
            }
        }
        std::cout << id << ": " << a_case.events.size() << " events, " << procedure.steps.size()
                  << " steps, " << static_cast<long>(plans / seconds_since(start))
                  << " plans a second on one core\n";
        if (due == 0) return false;
    }
    return true;
}

std::string council_of(int cases, const std::vector<std::string>& procedures) {
    std::string json = R"({"format": "postroom-cases/1", "cases": [)";
    for (int i = 0; i < cases; ++i) {
        const Day received = Day::of(2025, 1, 6).plus_days(i % 360);
        const auto later = [&](int days) { return received.plus_days(days).iso(); };
        json += i > 0 ? "," : "";
        json += R"({"reference": "CC-)" + std::to_string(100000 + i) + R"(", "procedure": ")" +
                procedures[static_cast<std::size_t>(i) % procedures.size()] +
                R"(", "service_area": "Early Help", "complaint": {"summary": "Nobody came."},
  "parties": [{"role": "complainant", "kind": "parent", "last_name": "Patel",
    "email": "asha@mail.example", "channel": "email"},
   {"role": "team_manager", "name": "Beth Field", "email": "tm@council.example"},
   {"role": "head_of_service", "name": "Farida Iqbal", "email": "hos@council.example"}],
  "events": [{"name": "received", "on": ")" +
                received.iso() + "\"}";
        // A third is answered, a third asks for stage 2 after it, a third hears nothing.
        if (i % 3 != 0)
            json +=
                R"(,{"name": "stage1_responded", "finding": "upheld", "on": ")" + later(21) + "\"}";
        if (i % 3 == 2) json += R"(,{"name": "stage2_requested", "on": ")" + later(35) + "\"}";
        json += "]}";
    }
    return json + "]}";
}

bool measure_year(const Setting& setting, int cases) {
    auto office = Office::open(setting);
    if (!office) {
        std::cerr << to_text(office.error());
        return false;
    }
    const auto taken =
        import_file(**office, council_of(cases, (*office)->content().procedure_ids()), "bench.json",
                    {.logged_on = Day::of(2025, 1, 6)}, Instant{});
    if (!taken) {
        std::cerr << to_text(taken.error());
        return false;
    }
    const auto start = Watch::now();
    const Simulated year = simulate(**office, Day::of(2025, 1, 6), Day::of(2026, 1, 5));
    std::cout << cases << " cases, a year simulated in " << seconds_since(start)
              << " s: " << year.items.size() << " letters and tasks\n";
    if (!year.problems.empty()) std::cerr << to_text(year.problems.front()) << "\n";
    return year.problems.empty();
}

}  // namespace

}  // namespace postroom::daemon

int main(int count, char** arguments) {
    namespace fs = std::filesystem;
    using namespace postroom::daemon;
    const int cases = count > 1 ? std::atoi(arguments[1]) : 10'000;
    const std::string folder = (fs::temp_directory_path() / "postroom-bench-plan").string();
    fs::remove_all(folder);
    Setting setting{.places = find_places(folder, {}, POSTROOM_SOURCE_TREE, ""), .environment = {}};
    create_data_directory(folder, setting);
    setting.places = find_places(folder, {}, POSTROOM_SOURCE_TREE, "");
    const auto studio = Studio::open(setting);
    const bool well = studio && measure_plans(studio->content()) && measure_year(setting, cases);
    fs::remove_all(folder);
    return well ? 0 : 1;
}
