// The main job, measured: cases taken in, letters and emails made, archived, sent and durable; then
// the floor in the same run: the same bytes as files, each written, synced and renamed.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/work/run.hpp"
#include "daemon/work/simulate.hpp"
#include "daemon/work/take_in.hpp"

namespace postroom::daemon {

namespace {

namespace fs = std::filesystem;
using Watch = std::chrono::steady_clock;

double seconds_since(Watch::time_point start) {
    return std::chrono::duration<double>(Watch::now() - start).count();
}

std::string council_of(int cases) {
    std::string json = R"({"format": "postroom-cases/1", "cases": [)";
    for (int i = 0; i < cases; ++i) {
        if (i > 0) json += ",";
        const std::string number = std::to_string(10000 + i);
        json.append(R"({"reference": "CC-)")
            .append(number)
            .append(R"(", "procedure": "leicestershire-statutory", "service_area": "Early Help",
  "complaint": {"summary": "Nobody came to the visit.", "desired_outcome": "An apology."},
  "parties": [{"role": "complainant", "kind": "parent", "title": "Ms", "first_name": "Asha",
    "last_name": "Patel", "address": [")");
        json.append(number).append(
            R"( Example Street", "Exampleton"], "postcode": "EX1 2AB", "channel": "letter"},
   {"role": "team_manager", "name": "Beth Field", "email": "tm@council.example"},
   {"role": "service_manager", "name": "Rhys Evans", "email": "sm@council.example"},
   {"role": "head_of_service", "name": "Farida Iqbal", "email": "hos@council.example"}],
  "events": [{"name": "received", "on": "2025-03-03"}]})");
    }
    return json + "]}";
}

/// Every delivered file's bytes once more, with the plainest durable write there is.
double floor_seconds(const std::string& data, const std::string& folder) {
    std::vector<std::string> bytes;
    for (const char* place : {"/maildir/new", "/tray"}) {
        const std::string below = data + place;
        for (const std::string& file : files_below(below, ""))
            bytes.push_back(read_file((fs::path(below) / file).string()));
    }
    fs::create_directories(folder);
    const std::string inside = folder + "/";
    const auto start = Watch::now();
    for (std::size_t i = 0; i < bytes.size(); ++i) write_file(inside + std::to_string(i), bytes[i]);
    return seconds_since(start);
}

int measure(int cases) {
    std::string folder = (fs::temp_directory_path() / "postroom-bench-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) return 1;
    const std::string data = folder + "/data";
    const std::map<std::string, std::string> environment{{"POSTROOM_SENDING_FLOOD_FLOOR", "0"}};
    Setting setting{.places = find_places(data, environment, POSTROOM_SOURCE_TREE, ""),
                    .environment = environment};
    create_data_directory(data, setting);
    setting.places = find_places(data, environment, POSTROOM_SOURCE_TREE, "");
    auto office = Office::open(setting);
    if (!office) {
        std::fputs(to_text(office.error()).c_str(), stderr);
        return 1;
    }
    const SystemClock clock;
    const calendar::Day day = calendar::Day::of(2025, 3, 3);
    auto start = Watch::now();
    const auto imported =
        import_file(**office, council_of(cases), "bench.json", {.logged_on = day}, clock.now());
    const double taken_in = seconds_since(start);
    start = Watch::now();
    const std::clock_t worked_before = std::clock();
    const auto report = run(**office, instant_of({day, calendar::close_of_work}), clock);
    const double worked = static_cast<double>(std::clock() - worked_before) / CLOCKS_PER_SEC;
    const double ran = seconds_since(start);
    if (!imported || !report) return 1;
    start = Watch::now();
    const Simulated year = simulate(**office, day, day.plus_days(364));
    const double simulated = seconds_since(start);
    // Each case keeps its own of an email about several.
    const auto parcels = static_cast<int>((*office)->outbox().all().size());
    const double floor = floor_seconds(data, folder + "/floor");
    std::printf("%d cases: taken in at %.0f a second\n", cases, cases / taken_in);
    std::printf(
        "run: %d parcels, rendered, archived, delivered, durable: %.0f a second, %.0f a second of "
        "the processor's time\n",
        parcels, parcels / ran, parcels / worked);
    std::printf(
        "floor: the same bytes as files, synced one by one: %.0f a second; run takes %.1f "
        "times as long\n",
        parcels / floor, ran / floor);
    std::printf("simulate: a year of %d cases, %zu sendings: %.0f cases a second\n", cases,
                year.items.size(), cases / simulated);
    fs::remove_all(folder);
    return 0;
}

}  // namespace

}  // namespace postroom::daemon

int main(int argc, char** argv) {
    return postroom::daemon::measure(argc > 1 ? std::atoi(argv[1]) : 300);
}
