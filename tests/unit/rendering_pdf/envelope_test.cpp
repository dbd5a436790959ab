// A folded letter in its envelope, wherever it slides: the address shows, and nothing else does.
#include "rendering/envelope.hpp"

#include <gtest/gtest.h>

#include "document/layout.hpp"
#include "rendering/letter_form.hpp"
#include "rendering/shaper.hpp"
#include "sample_letter.hpp"

namespace postroom::rendering {
namespace {

constexpr double points_per_millimetre = 72 / 25.4;

// Widths of type are rounded: a hundredth of a millimetre is no ink anybody sees.
constexpr double rounding = 0.01;

bool within(const Area& inner, const Area& outer) {
    return inner.left >= outer.left - rounding && inner.right <= outer.right + rounding &&
           inner.top >= outer.top - rounding && inner.bottom <= outer.bottom + rounding;
}
bool apart(const Area& a, const Area& b) {
    return a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
}

LetterForm form_named(const std::string& name) {
    const std::string file = std::string(POSTROOM_SOURCE_TREE) + "/templates/letterhead/" + name;
    return read_letter_form(file_bytes(file + ".yaml"), name).value();
}

struct Ink {
    Area area;  // millimetres
    bool address = false;
};

// The boxes of page 1's texts: from a little above the capitals to a little below the line.
std::vector<Ink> ink_of(const document::Pages& pages, int address_element) {
    std::vector<Ink> all;
    const document::Page& page = pages.pages.front();
    for (const document::Text& text : page.texts) {
        if (text.run_count == 0) continue;
        const document::PlacedRun& first = pages.runs[text.first_run];
        const document::PlacedRun& last = pages.runs[text.first_run + text.run_count - 1];
        const double right = last.x + last.run->width * text.size / 1000;
        all.push_back({{first.x / points_per_millimetre,
                        (text.baseline - text.size * 0.78) / points_per_millimetre,
                        right / points_per_millimetre,
                        (text.baseline + text.size * 0.24) / points_per_millimetre},
                       text.element == address_element});
    }
    for (const document::Rule& rule : page.rules) {
        all.push_back({{rule.box.left / points_per_millimetre, rule.box.top / points_per_millimetre,
                        (rule.box.left + rule.box.width) / points_per_millimetre,
                        (rule.box.top + rule.box.height) / points_per_millimetre}});
    }
    return all;
}

document::Document letter_with_lines(int lines) {
    document::Document letter = full_letter();
    letter.addressee = {"Mrs Bartholomea Featherstone"};
    while (static_cast<int>(letter.addressee.size()) < lines - 1)
        letter.addressee.push_back("Orchard Row Gardens, gyp");
    letter.addressee.push_back("LE15 6QT");
    return letter;
}

TEST(Envelope, TheAddressAloneShowsWhereverTheSheetSlides) {
    for (const Envelope& envelope : known_envelopes()) {
        for (const char* name : {"standard", "large-print", "giant-print"}) {
            LetterForm form = form_named(name);
            form.envelope = envelope;
            for (int lines = 3; lines <= 7; ++lines) {
                HarfBuzzShaper shaper(*letter_fonts());
                const auto pages =
                    document::lay_out(letter_with_lines(lines), page_style_of(form), shaper);
                ASSERT_TRUE(pages) << envelope.name << " " << name << " " << lines << ": "
                                   << to_text(pages.error());
                // The letterhead's name and contact lines are elements 0 and 1.
                const std::vector<Ink> all = ink_of(*pages, 2);
                ASSERT_EQ(std::count_if(all.begin(), all.end(),
                                        [](const Ink& ink) { return ink.address; }),
                          lines);
                constexpr int steps = 8;
                for (int i = 0; i <= steps; ++i) {
                    for (int k = 0; k <= steps; ++k) {
                        const Area window = envelope.shown(envelope.play_across() * i / steps,
                                                           envelope.play_down() * k / steps);
                        for (const Ink& ink : all) {
                            EXPECT_TRUE(ink.address ? within(ink.area, window)
                                                    : apart(ink.area, window))
                                << envelope.name << " " << name << " " << lines << " lines, "
                                << (ink.address ? "address" : "other ink") << " at "
                                << ink.area.left << "," << ink.area.top << " to " << ink.area.right
                                << "," << ink.area.bottom;
                        }
                    }
                }
                for (const Ink& ink : all) {
                    EXPECT_TRUE(within(ink.area, printable))
                        << envelope.name << " " << name << " from " << ink.area.left << ","
                        << ink.area.top << " to " << ink.area.right << "," << ink.area.bottom;
                    EXPECT_TRUE(ink.address || apart(ink.area, envelope.ever_shown()))
                        << envelope.name << " " << name << " at " << ink.area.left << ","
                        << ink.area.top;
                }
            }
        }
    }
}

TEST(Envelope, TheAddressFillsItsPlaceFromTheBottom) {
    for (const Envelope& envelope : known_envelopes()) {
        LetterForm form = standard_form();
        form.envelope = envelope;
        double last = 0;
        for (int lines = 3; lines <= 6; ++lines) {
            HarfBuzzShaper shaper(*letter_fonts());
            const auto pages =
                document::lay_out(letter_with_lines(lines), page_style_of(form), shaper);
            double lowest = 0;
            for (const document::Text& text : pages->pages.front().texts)
                if (text.element == 2) lowest = std::max(lowest, text.baseline);
            if (lines > 3) {
                EXPECT_NEAR(lowest, last, 1.5) << envelope.name;
            }
            last = lowest;
        }
    }
}

TEST(Envelope, AddressesThatDoNotFitAreRefusedNotCut) {
    LetterForm form = standard_form();
    for (const Envelope& envelope : known_envelopes()) {
        form.envelope = envelope;
        HarfBuzzShaper shaper(*letter_fonts());
        document::Document letter = letter_with_lines(12);
        const auto many = document::lay_out(letter, page_style_of(form), shaper);
        ASSERT_FALSE(many) << envelope.name;
        EXPECT_EQ(many.error().field, "addressee");
        letter = letter_with_lines(4);
        letter.addressee[1] = std::string(90, 'W');
        const auto wide = document::lay_out(letter, page_style_of(form), shaper);
        ASSERT_FALSE(wide) << envelope.name;
        EXPECT_NE(wide.error().what.find("line 2"), std::string::npos);
    }
}

TEST(Envelope, WhatShowsFollowsFromTheSizes) {
    const Envelope dl = read_envelope("dl-57").value();
    EXPECT_DOUBLE_EQ(dl.always_shown().right, 100);
    EXPECT_DOUBLE_EQ(dl.always_shown().bottom, 81);
    EXPECT_DOUBLE_EQ(dl.ever_shown().left, 10);
    EXPECT_DOUBLE_EQ(dl.ever_shown().top, 46);
    const Envelope c5 = read_envelope("c5-58").value();
    EXPECT_DOUBLE_EQ(c5.always_shown().right, 91);
    EXPECT_DOUBLE_EQ(c5.always_shown().bottom, 88.5);
    EXPECT_DOUBLE_EQ(c5.ever_shown().top, 44.5);
    const Envelope own = read_envelope("220x110 window 90x35 at 20,57 panel 99").value();
    EXPECT_DOUBLE_EQ(own.always_shown().bottom, dl.always_shown().bottom);
    EXPECT_DOUBLE_EQ(own.ever_shown().left, dl.ever_shown().left);
}

TEST(Envelope, OnesThatCannotBeAreRefused) {
    for (const char* text :
         {"", "dl", "DL-57", "220x110", "220x110 window 90x35 at 20,57", "nanxnan window",
          "220x110 window 90x35 at 20,57 panel 99 ", "100x110 window 90x35 at 2,57 panel 99",
          "220x90 window 90x35 at 20,30 panel 99", "220x110 window 30x35 at 20,57 panel 99",
          "220x110 window 90x9 at 20,57 panel 99", "220x110 window 90x35 at 200,57 panel 99",
          "-220x110 window 90x35 at 20,57 panel 99", "1e9x110 window 90x35 at 20,57 panel 99"})
        EXPECT_FALSE(read_envelope(text)) << text;
}

}  // namespace
}  // namespace postroom::rendering
