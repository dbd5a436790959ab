// How a letter's pages look: every length layout needs, in points from the sheet's top left corner.
#pragma once

#include <cstdint>
#include <string>

namespace postroom::document {

struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    bool operator==(const Colour&) const = default;
};

struct Box {
    double left = 0, top = 0, width = 0, height = 0;
};

struct PageStyle {
    double page_width = 595.28, page_height = 841.89;  ///< A4
    double margin_left = 70.87, margin_right = 70.87, margin_top = 56.69, margin_bottom = 62.36;
    double body_size = 12, line_height = 16.5, paragraph_gap = 9;
    double heading_size = 16, subheading_size = 13, callout_size = 16, small_size = 12;
    double council_size = 18;  ///< the council's name in the letterhead
    bool letterhead = true;    ///< else the council is named above each page alone
    double contact_left = 354.33, contact_size = 10, contact_line_height = 13.5;
    double address_size = 11, address_line_height = 13;
    Box address_window;  ///< address lines fill it from the bottom
    /// Above it the letterhead ends, when there is an address: a window may show what is below.
    double letterhead_bottom = 160;
    double highest = 14.17;  ///< no ink above it: printers do not reach there
    double body_top = 294.8;
    double signature_space = 42;  ///< room for a hand-written name
    /// Where page 1 bears the parcel's 2D code, if it has one: at the foot, inside what printers
    /// reach, where no window shows it. 21 modules of 0.6 mm; four more around it stay blank.
    Box code_place{515.62, 790.58, 35.72, 35.72};
    double code_quiet_zone = 6.8;
    Colour heading_colour;
    double logo_width = 0, logo_height = 0;  ///< 0: no logo
    std::string logo_words = {};             ///< what the logo shows, said in words
};

}  // namespace postroom::document
