#include "rendering/envelope.hpp"

#include <algorithm>
#include <charconv>

namespace postroom::rendering {
namespace {

constexpr double sheet_width = 210;
constexpr double sheet_height = 297;

// Reads "220x110 window …": fixed words and numbers in turn.
class Reading {
  public:
    explicit Reading(std::string_view text) : rest_(text) {}

    double number() {
        double value = 0;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        sound_ = sound_ && error == std::errc{} && value >= 0 && value < 1000;
        if (sound_) rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return value;
    }
    void word(std::string_view word) {
        sound_ = sound_ && rest_.substr(0, word.size()) == word;
        if (sound_) rest_.remove_prefix(word.size());
    }
    bool whole() const { return sound_ && rest_.empty(); }

  private:
    std::string_view rest_;
    bool sound_ = true;
};

bool holds_a_sheet(const Envelope& envelope) {
    const Area seen = envelope.always_shown();
    return envelope.width >= sheet_width && envelope.panel > 0 && envelope.panel <= sheet_height &&
           envelope.height >= envelope.panel && envelope.window.right <= envelope.width &&
           envelope.window.bottom <= envelope.height && seen.right - seen.left >= 40 &&
           seen.bottom - seen.top >= 15;
}

}  // namespace

double Envelope::play_across() const {
    return by_notify ? 0 : width - sheet_width;
}

double Envelope::play_down() const {
    return by_notify ? 0 : height - panel;
}

Area Envelope::shown(double across, double down) const {
    return {window.left - across, window.top - down, window.right - across, window.bottom - down};
}

Area Envelope::always_shown() const {
    return {window.left, window.top, window.right - play_across(), window.bottom - play_down()};
}

Area Envelope::ever_shown() const {
    // Notify keeps a frame around its address clear: the tool it checks letters with looks there.
    if (by_notify) return {15, 30, 125, 95};
    return {window.left - play_across(), window.top - play_down(), window.right, window.bottom};
}

const std::vector<Envelope>& known_envelopes() {
    static const std::vector<Envelope> all = {
        {.name = "notify", .window = {24.6, 39.5, 120, 66.3}, .by_notify = true},
        {.name = "dl-57", .window = {20, 57, 110, 92}},
        {.name = "dl-53", .window = {20, 53, 113, 92}},
        {.name = "dl-49", .window = {18, 49, 111, 88}},
        {.name = "c5-58",
         .width = 229,
         .height = 162,
         .window = {20, 58, 110, 102},
         .panel = 148.5}};
    return all;
}

Expected<Envelope> read_envelope(std::string_view text) {
    for (const Envelope& known : known_envelopes())
        if (known.name == text) return known;
    Envelope own{.name = "own"};
    Reading reading(text);
    own.width = reading.number();
    reading.word("x");
    own.height = reading.number();
    reading.word(" window ");
    const double width = reading.number();
    reading.word("x");
    const double height = reading.number();
    reading.word(" at ");
    own.window.left = reading.number();
    reading.word(",");
    own.window.top = reading.number();
    reading.word(" panel ");
    own.panel = reading.number();
    own.window.right = own.window.left + width;
    own.window.bottom = own.window.top + height;
    if (!reading.whole())
        return fail(Problem{.what = "no such envelope",
                            .remedy = "name notify, dl-57, dl-53, dl-49 or c5-58, or measure yours "
                                      "and write it as 220x110 window 90x35 at 20,57 panel 99"});
    if (!holds_a_sheet(own))
        return fail(Problem{.what = "the envelope does not hold a folded A4 sheet, or its window "
                                    "never shows 40 by 15 millimetres of it for certain",
                            .remedy = "measure it again, in millimetres"});
    return own;
}

}  // namespace postroom::rendering
