// A letter laid out: glyphs and rules with their places, and the tree of what they mean.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "document/page_style.hpp"
#include "document/text_shaper.hpp"

namespace postroom::document {

/// What an element is to a reader who cannot see the page.
enum class Role {
    part,  ///< one language of a letter in several
    heading1,
    heading2,
    heading3,
    paragraph,
    list,
    numbered_list,
    item,
    label,
    item_body,
    table,
    row,
    header_cell,
    cell,
    link,
    figure
};

/// Elements stand in reading order, so a parent comes before its children.
struct Element {
    Role role = Role::paragraph;
    int parent = -1;            ///< index of its parent; -1: the document
    std::string language = {};  ///< of a part; empty: its parent's
};

/// Not part of what the letter says: a footer, a table head said again on a later page, a header.
inline constexpr int footer_artifact = -1;
inline constexpr int repeated_head_artifact = -2;
inline constexpr int header_artifact = -3;

struct PlacedRun {
    const GlyphRun* run = nullptr;  ///< lives as long as the shaper
    double x = 0;                   ///< points from the sheet's left edge
};

/// Runs of one element on one line.
struct Text {
    int element = footer_artifact;  ///< index of an element, or an artifact's number
    int block = -1;                 ///< its paragraph-like element: the order of reading on a page
    double baseline = 0;            ///< points from the sheet's top
    double size = 0;
    Colour colour = {};
    std::uint32_t first_run = 0, run_count = 0;  ///< of Pages::runs
};

/// A filled rectangle; never content.
struct Rule {
    Box box;
    Colour colour;
};

/// The letterhead's logo.
struct Picture {
    int element = 0;
    Box box;
    std::string words;  ///< what it shows, for those who hear it
};

struct LinkArea {
    int element = 0;
    Box box;
    std::string address;
    std::string text;  ///< what the link says, for those who hear it
};

struct Page {
    std::vector<Text> texts;
    std::vector<Rule> rules;
    std::vector<LinkArea> links;
    std::vector<Picture> pictures;
};

/// A heading as it is listed beside a long letter.
struct Bookmark {
    int element = 0;
    std::string text;
};

struct Pages {
    std::vector<Page> pages;
    std::vector<Element> elements;
    std::vector<PlacedRun> runs;
    std::vector<Bookmark> headings;
};

}  // namespace postroom::document
