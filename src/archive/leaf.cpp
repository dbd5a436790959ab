// The leaf's text: docs/archive-format.md, "The leaf".
#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <limits>

#include "archive/archive.hpp"
#include "archive/layout.hpp"

namespace postroom::archive {

namespace {

constexpr std::string_view heading = "postroom-leaf-v1\n";

constexpr std::array<std::string_view, 19> events = {
    "frozen",    "approved",  "held",    "released",   "sending",   "committing", "accepted",
    "delivered", "refused",   "bounced", "retry",      "uncertain", "superseded", "cancelled",
    "expired",   "baselined", "skipped", "reconciled", "erased"};
constexpr std::array<std::string_view, 3> channels = {"letter", "email", "none"};

template <class List>
bool holds(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

std::string to_rfc3339(Instant at) {
    using namespace std::chrono;
    const sys_time<microseconds> time{microseconds{at.microseconds}};
    const auto midnight = floor<days>(time);
    const year_month_day date{midnight};
    const hh_mm_ss clock{time - midnight};
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()),
                  static_cast<int>(clock.subseconds().count()));
    return text.data();
}

/// Digits alone, no more than fit; nothing for "", "+1" or "1x".
template <class Number>
std::optional<Number> number_in(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

constexpr std::int64_t first_microsecond = 0;                       // 1970
constexpr std::int64_t last_microsecond = 253'402'300'799'999'999;  // the end of 9999

/// The caller compares to_rfc3339 of the answer with `text`, so shape is checked there.
std::optional<Instant> from_rfc3339(std::string_view text) {
    using namespace std::chrono;
    if (text.size() != 27) return std::nullopt;
    const auto part = [&](std::size_t at, std::size_t length) {
        return number_in<unsigned>(text.substr(at, length));
    };
    const auto y = part(0, 4), mo = part(5, 2), d = part(8, 2), h = part(11, 2), mi = part(14, 2),
               s = part(17, 2), us = part(20, 6);
    if (!y || !mo || !d || !h || !mi || !s || !us) return std::nullopt;
    const year_month_day date{year{static_cast<int>(*y)}, month{*mo}, day{*d}};
    if (!date.ok() || *y < 1970 || *h > 23 || *mi > 59 || *s > 59) return std::nullopt;
    const sys_time<microseconds> time =
        sys_days{date} + hours{*h} + minutes{*mi} + seconds{*s} + microseconds{*us};
    return Instant{time.time_since_epoch().count()};
}

std::optional<Digest> digest_in(std::string_view text) {
    const auto bytes = from_hex(text);
    if (!bytes || bytes->size() != Digest{}.size()) return std::nullopt;
    Digest digest{};
    std::copy(bytes->begin(), bytes->end(), digest.begin());
    return digest;
}

Problem wrong(std::string_view field) {
    return {.what = "the leaf is not in the archive's format",
            .remedy = "see docs/archive-format.md",
            .field = std::string(field)};
}

/// Takes "name value\n" off the front of `text`; nothing when it does not begin so.
std::optional<std::string_view> take_line(std::string_view& text, std::string_view name) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || end < name.size() + 1 || !text.starts_with(name) ||
        text[name.size()] != ' ') {
        return std::nullopt;
    }
    const std::string_view value = text.substr(name.size() + 1, end - name.size() - 1);
    text.remove_prefix(end + 1);
    return value;
}

}  // namespace

bool is_leaf_event(std::string_view code) {
    return holds(events, code);
}

std::string to_text(const Leaf& leaf) {
    assert(holds(events, leaf.event) && holds(channels, leaf.channel));
    assert(is_parcel_id(leaf.parcel.text) && leaf.size >= 0);
    assert(leaf.at.microseconds >= first_microsecond && leaf.at.microseconds <= last_microsecond);
    std::string text(heading);
    const auto add = [&](std::string_view name, std::string_view value) {
        text.append(name).append(" ").append(value).append("\n");
    };
    add("event", leaf.event);
    add("parcel", leaf.parcel.text);
    add("at", to_rfc3339(leaf.at));
    add("channel", leaf.channel);
    add("size", std::to_string(leaf.size));
    add("sealed", to_hex(leaf.sealed_digest));
    add("commitment", to_hex(leaf.commitment));
    return text;
}

Expected<Leaf> parse_leaf(std::string_view text) {
    if (!text.starts_with(heading)) return fail(wrong("version"));
    std::string_view rest = text.substr(heading.size());

    const auto event = take_line(rest, "event");
    if (!event || !holds(events, *event)) return fail(wrong("event"));
    const auto parcel = take_line(rest, "parcel");
    if (!parcel || !is_parcel_id(*parcel)) return fail(wrong("parcel"));
    const auto at_text = take_line(rest, "at");
    const auto at = at_text ? from_rfc3339(*at_text) : std::nullopt;
    if (!at || to_rfc3339(*at) != *at_text) return fail(wrong("at"));
    const auto channel = take_line(rest, "channel");
    if (!channel || !holds(channels, *channel)) return fail(wrong("channel"));
    const auto size_text = take_line(rest, "size");
    const auto size = size_text ? number_in<std::int64_t>(*size_text) : std::nullopt;
    if (!size || *size < 0 || std::to_string(*size) != *size_text) return fail(wrong("size"));
    const auto sealed_text = take_line(rest, "sealed");
    const auto sealed = sealed_text ? digest_in(*sealed_text) : std::nullopt;
    const bool frozen = *event == "frozen";
    if (!sealed || (frozen && *sealed == Digest{})) return fail(wrong("sealed"));
    const auto commitment_text = take_line(rest, "commitment");
    const auto commitment = commitment_text ? digest_in(*commitment_text) : std::nullopt;
    if (!commitment || (frozen && *commitment == Digest{})) return fail(wrong("commitment"));
    if (!rest.empty()) return fail(wrong("end"));

    return Leaf{.event = std::string(*event),
                .parcel = ParcelId(std::string(*parcel)),
                .at = *at,
                .channel = std::string(*channel),
                .size = *size,
                .sealed_digest = *sealed,
                .commitment = *commitment};
}

}  // namespace postroom::archive
