#include "daemon/premises/clock_seen.hpp"

#include <ctime>
#include <fstream>
#include <sstream>

#include <unistd.h>

namespace postroom::daemon {

namespace {

constexpr std::int64_t a_day = 24LL * 60 * 60 * 1'000'000;

std::int64_t microseconds_running() {
    timespec since_start{};
    ::clock_gettime(CLOCK_BOOTTIME, &since_start);
    return std::int64_t{since_start.tv_sec} * 1'000'000 + since_start.tv_nsec / 1000;
}

/// Asked once: without /proc it names this process.
const std::string& this_boot() {
    static const std::string boot = [] {
        std::string id;
        std::ifstream("/proc/sys/kernel/random/boot_id") >> id;
        return id.empty() ? "process-" + std::to_string(::getpid()) + "-" +
                                std::to_string(microseconds_running())
                          : id;
    }();
    return boot;
}

}  // namespace

ClockSeen see_clock(const Clock& clock) {
    return {.boot = this_boot(), .running_for = microseconds_running(), .wall = clock.now()};
}

std::string to_text(const ClockSeen& seen) {
    return seen.boot + " " + std::to_string(seen.running_for) + " " +
           std::to_string(seen.wall.microseconds) + "\n";
}

std::optional<ClockSeen> clock_seen_in(std::string_view text) {
    std::istringstream words{std::string(text)};
    ClockSeen seen;
    if (!(words >> seen.boot >> seen.running_for >> seen.wall.microseconds)) return std::nullopt;
    return seen;
}

std::optional<Instant> expected_now(const ClockSeen& before, const ClockSeen& now) {
    if (before.boot != now.boot || now.running_for < before.running_for) return std::nullopt;
    return Instant{before.wall.microseconds + now.running_for - before.running_for};
}

bool has_leapt(const ClockSeen& before, const ClockSeen& now) {
    const auto expected = expected_now(before, now);
    return expected && now.wall.microseconds - expected->microseconds > a_day;
}

}  // namespace postroom::daemon
