#include "daemon/premises/london_time.hpp"

#include <array>
#include <chrono>
#include <cstdio>

#include <date/tz.h>

namespace postroom::daemon {

namespace {

using std::chrono::microseconds;
using std::chrono::minutes;
using SysMicros = std::chrono::sys_time<microseconds>;

const date::time_zone* zone() {
    static const date::time_zone* const london_zone = date::locate_zone("Europe/London");
    return london_zone;
}

SysMicros sys(Instant at) {
    return SysMicros(microseconds(at.microseconds));
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
    if (at + count > text.size()) return std::nullopt;
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

}  // namespace

int utc_offset_minutes(Instant at) {
    const auto info = zone()->get_info(std::chrono::floor<std::chrono::seconds>(sys(at)));
    return static_cast<int>(std::chrono::duration_cast<minutes>(info.offset).count());
}

calendar::LocalTime london(Instant at) {
    const auto local = std::chrono::floor<minutes>(sys(at)) + minutes(utc_offset_minutes(at));
    const auto day = std::chrono::floor<std::chrono::days>(local);
    return {calendar::Day{static_cast<std::int32_t>(day.time_since_epoch().count())},
            static_cast<int>((local - day).count())};
}

Instant instant_of(calendar::LocalTime local) {
    const date::local_time<minutes> wall{
        minutes(std::int64_t{local.day.number} * 1440 + local.minute)};
    const auto at = zone()->to_sys(wall, date::choose::earliest);
    return {std::chrono::duration_cast<microseconds>(at.time_since_epoch()).count()};
}

std::optional<Instant> parse_instant(std::string_view text) {
    if (text.size() < 16 || text[10] != 'T' || text[13] != ':') return std::nullopt;
    const auto day = calendar::Day::from_iso(text.substr(0, 10));
    const auto hour = digits(text, 11, 2);
    const auto minute = digits(text, 14, 2);
    if (!day || !hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
    std::size_t at = 16;
    int seconds = 0;
    if (at < text.size() && text[at] == ':') {
        const auto value = digits(text, at + 1, 2);
        if (!value || *value > 59) return std::nullopt;
        seconds = *value;
        at += 3;
    }
    const calendar::LocalTime wall{*day, *hour * 60 + *minute};
    const std::string_view zone_text = text.substr(at);
    if (zone_text.empty()) {
        Instant instant = instant_of(wall);
        instant.microseconds += std::int64_t{seconds} * 1'000'000;
        return instant;
    }
    int offset = 0;
    if (zone_text != "Z") {
        if (zone_text.size() != 6 || (zone_text[0] != '+' && zone_text[0] != '-') ||
            zone_text[3] != ':')
            return std::nullopt;
        const auto hours = digits(zone_text, 1, 2);
        const auto mins = digits(zone_text, 4, 2);
        if (!hours || !mins || *hours > 14 || *mins > 59) return std::nullopt;
        offset = (*hours * 60 + *mins) * (zone_text[0] == '-' ? -1 : 1);
    }
    const std::int64_t minutes_utc = std::int64_t{wall.day.number} * 1440 + wall.minute - offset;
    return Instant{(minutes_utc * 60 + seconds) * 1'000'000};
}

std::string utc_text(Instant at) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(sys(at));
    const auto day = std::chrono::floor<std::chrono::days>(seconds);
    const auto of_day = (seconds - day).count();
    std::array<char, 16> time{};
    std::snprintf(time.data(), time.size(), "T%02d:%02d:%02dZ", static_cast<int>(of_day / 3600),
                  static_cast<int>(of_day / 60 % 60), static_cast<int>(of_day % 60));
    const calendar::Day civil{static_cast<std::int32_t>(day.time_since_epoch().count())};
    return civil.iso() + time.data();
}

Instant SystemClock::now() const {
    return {std::chrono::duration_cast<microseconds>(
                std::chrono::system_clock::now().time_since_epoch())
                .count()};
}

}  // namespace postroom::daemon
