#include "document/layout.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "typewriter.hpp"

namespace postroom::document {
namespace {

// A page of round numbers: 480 points wide inside the margins, 40 lines of 10 points.
PageStyle plain_style() {
    PageStyle style;
    style.page_width = 600;
    style.page_height = 500;
    style.margin_left = style.margin_right = 60;
    style.margin_top = style.margin_bottom = 50;
    style.body_size = style.small_size = 10;
    style.line_height = 10;
    style.paragraph_gap = 10;
    style.heading_size = 12;
    style.subheading_size = 11;
    style.callout_size = 16;
    style.contact_left = 300;
    style.contact_size = 10;
    style.contact_line_height = 12;
    style.council_size = 14;
    style.address_size = 10;
    style.address_line_height = 12;
    style.address_window = {60, 80, 120, 60};
    style.letterhead_bottom = 80;
    style.highest = 0;
    style.body_top = 150;
    style.signature_space = 30;
    style.heading_colour = {29, 53, 87};
    return style;
}

std::string lines_text(int lines) {
    std::string text;
    for (int i = 0; i < lines; ++i) text += (i == 0 ? "line" : "\nline") + std::to_string(i);
    return text;
}

Paragraph paragraph(std::string text) {
    return {{{std::move(text)}}};
}

struct Laid {
    Typewriter shaper;
    Pages pages;
    std::optional<Problem> trouble;

    explicit Laid(const Document& document, const PageStyle& style = plain_style()) {
        Expected<Pages> result = lay_out(document, style, shaper);
        if (result)
            pages = std::move(*result);
        else
            trouble = result.error();
    }

    std::string text_of(const Text& text) const {
        std::string result;
        for (std::uint32_t i = 0; i < text.run_count; ++i) {
            result += pages.runs[text.first_run + i].run->text;
        }
        return result;
    }

    const Text* find(std::size_t page, std::string_view wanted) const {
        for (const Text& text : pages.pages.at(page).texts) {
            if (text_of(text).find(wanted) != std::string::npos) return &text;
        }
        return nullptr;
    }

    int page_of(std::string_view wanted) const {
        for (std::size_t i = 0; i < pages.pages.size(); ++i) {
            if (find(i, wanted) != nullptr) return static_cast<int>(i) + 1;
        }
        return 0;
    }

    std::string role_path(int element) const {
        std::string path;
        for (; element >= 0; element = pages.elements[static_cast<std::size_t>(element)].parent) {
            const auto role = pages.elements[static_cast<std::size_t>(element)].role;
            path.insert(0, "/" + std::to_string(static_cast<int>(role)));
        }
        return path;
    }
};

TEST(Layout, AddressFillsItsWindowFromTheBottom) {
    Document letter;
    letter.addressee = {"A Person", "1 Row", "LE1 1AA"};
    const Laid laid(letter);
    const Text* last = laid.find(0, "LE1 1AA");
    ASSERT_NE(last, nullptr);
    EXPECT_GT(last->baseline, 128);
    EXPECT_LT(last->baseline, 140);
    EXPECT_DOUBLE_EQ(laid.find(0, "A Person")->baseline, last->baseline - 24);
    EXPECT_DOUBLE_EQ(laid.pages.runs[last->first_run].x, 60);
}

TEST(Layout, AddressWithManyLinesClosesUp) {
    Document letter;
    letter.addressee = {"A Person", "2", "3", "4", "5", "LE1 1AA"};
    const Laid laid(letter);
    ASSERT_FALSE(laid.trouble);
    EXPECT_GT(laid.find(0, "A Person")->baseline, 80);
    EXPECT_LT(laid.find(0, "LE1 1AA")->baseline, 140);
}

TEST(Layout, AddressWithTooManyLinesIsRefusedAndNotQuoted) {
    Document letter;
    letter.addressee = {"A Person", "2", "3", "4", "5", "6", "LE1 1AA"};
    const Laid laid(letter);
    ASSERT_TRUE(laid.trouble);
    EXPECT_EQ(laid.trouble->field, "addressee");
    EXPECT_EQ(to_text(*laid.trouble).find("Person"), std::string::npos);
}

TEST(Layout, AddressLineWiderThanTheWindowIsRefused) {
    Document letter;
    letter.addressee = {"A Person", "The House with the Very Long Name", "LE1 1AA"};
    const Laid laid(letter);
    ASSERT_TRUE(laid.trouble);
    EXPECT_NE(laid.trouble->what.find("line 2"), std::string::npos);
    EXPECT_EQ(to_text(*laid.trouble).find("House"), std::string::npos);
}

TEST(Layout, ALetterheadThatReachesTheBodyIsRefused) {
    Document letter;
    letter.contact = {"Council", "a", "b", "c", "d", "e", "f", "g", "h", "i"};
    const Laid laid(letter);
    ASSERT_TRUE(laid.trouble);
    EXPECT_EQ(laid.trouble->field, "contact");
}

TEST(Layout, OpeningLinesStandInReadingOrder) {
    Document letter;
    letter.contact = {"Northfold Council", "0116 496 0123"};
    letter.addressee = {"A Person", "LE1 1AA"};
    letter.date = "17 March 2025";
    letter.reference = "CSC-1";
    letter.salutation = "Dear A";
    letter.body.emplace_back(Heading{1, {{"Your complaint"}}});
    const Laid laid(letter);
    std::string order;
    for (const Text& text : laid.pages.pages.at(0).texts) order += laid.text_of(text) + "|";
    EXPECT_EQ(order,
              "Northfold Council|0116 496 0123|A Person |LE1 1AA|17 March 2025|"
              "Our reference: CSC-1|Dear A|Your complaint|CSC-1|Page 1 of 1|");
}

TEST(Layout, FooterSaysPageAndReferenceAtBothMargins) {
    Document letter;
    letter.reference = "CSC-1";
    letter.body.emplace_back(paragraph(lines_text(60)));
    const Laid laid(letter);
    ASSERT_EQ(laid.pages.pages.size(), 2U);
    const Text* number = laid.find(1, "Page 2 of 2");
    ASSERT_NE(number, nullptr);
    EXPECT_EQ(number->element, footer_artifact);
    EXPECT_DOUBLE_EQ(laid.pages.runs[number->first_run].x, 540 - 11 * 6);
    EXPECT_DOUBLE_EQ(laid.pages.runs[laid.find(1, "CSC-1")->first_run].x, 60);
}

TEST(Layout, LaterPagesSayWhoWritesAndWhenAboveTheText) {
    Document letter;
    letter.contact = {"Northfold Council"};
    letter.date = "17 March 2025";
    letter.body.emplace_back(paragraph(lines_text(60)));
    const Laid laid(letter);
    ASSERT_EQ(laid.pages.pages.size(), 2U);
    const Text* council = laid.find(1, "Northfold Council");
    const Text* date = laid.find(1, "17 March 2025");
    ASSERT_NE(council, nullptr);
    ASSERT_NE(date, nullptr);
    EXPECT_EQ(council->element, header_artifact);
    EXPECT_EQ(date->element, header_artifact);
    EXPECT_LT(council->baseline, plain_style().margin_top);
    for (const Text& text : laid.pages.pages[0].texts) EXPECT_NE(text.element, header_artifact);
}

TEST(Layout, LaterPagesSayWhoWritesAlsoWhereTheDateHasNoRoomBesideIt) {
    Document letter;
    letter.contact = {std::string(70, 'w')};
    letter.date = "17 March 2025";
    letter.body.emplace_back(paragraph(lines_text(60)));
    const Laid two_lines(letter);
    const Text* name = two_lines.find(1, letter.contact.front());
    const Text* date = two_lines.find(1, letter.date);
    ASSERT_NE(name, nullptr);
    ASSERT_NE(date, nullptr);
    EXPECT_LT(name->baseline, date->baseline);
    // Where the head has room for one line alone, it says whose letter the page is of.
    PageStyle low = plain_style();
    low.highest = 25;
    const Laid one_line(letter, low);
    EXPECT_NE(one_line.find(1, letter.contact.front()), nullptr);
    EXPECT_EQ(one_line.find(1, letter.date), nullptr);
    letter.contact = {std::string(90, 'w')};
    const Laid too_long(letter, low);
    ASSERT_FALSE(too_long.trouble);
    EXPECT_NE(too_long.find(1, letter.date), nullptr);
}

TEST(Layout, AReferenceThatFillsTheFootStandsAboveThePageNumberOrIsRefused) {
    Document letter;
    letter.reference = std::string(75, 'r');
    const Laid laid(letter);
    ASSERT_FALSE(laid.trouble);
    const Text* reference = nullptr;
    for (const Text& text : laid.pages.pages[0].texts)
        if (text.element == footer_artifact && laid.text_of(text)[0] == 'r') reference = &text;
    ASSERT_NE(reference, nullptr);
    EXPECT_LT(reference->baseline, laid.find(0, "Page 1 of 1")->baseline);
    letter.reference = std::string(1000, 'r');
    ASSERT_TRUE(Laid(letter).trouble);
    EXPECT_EQ(Laid(letter).trouble->field, "reference");
}

TEST(Layout, HeadingsAreListedForBookmarksInTheirOrder) {
    Document letter;
    letter.body = {Heading{1, {{"Our answer"}}}, Heading{2, {{"What we "}, {"found", true}}}};
    const Laid laid(letter);
    ASSERT_EQ(laid.pages.headings.size(), 2U);
    EXPECT_EQ(laid.pages.headings[1].text, "What we found");
    EXPECT_EQ(laid.pages.elements[static_cast<std::size_t>(laid.pages.headings[1].element)].role,
              Role::heading2);
}

TEST(Layout, ALogoStandsLeftOfTheNameAndIsReadFirst) {
    PageStyle style = plain_style();
    style.logo_width = 60;
    style.logo_height = 20;
    style.logo_words = "Northfold Council's oak";
    Document letter;
    letter.contact = {"Northfold Council"};
    letter.addressee = {"A Person", "1 Row", "LE1 1AA"};
    const Laid laid(letter, style);
    ASSERT_FALSE(laid.trouble);
    ASSERT_EQ(laid.pages.pages[0].pictures.size(), 1U);
    const Picture& logo = laid.pages.pages[0].pictures[0];
    EXPECT_EQ(laid.pages.elements[static_cast<std::size_t>(logo.element)].role, Role::figure);
    EXPECT_EQ(logo.words, "Northfold Council's oak");
    EXPECT_EQ(logo.element, 0);
    EXPECT_GT(laid.pages.runs[laid.find(0, "Northfold")->first_run].x,
              logo.box.left + logo.box.width);
    style.logo_height = 90;
    EXPECT_EQ(Laid(letter, style).trouble->field, "contact");
}

TEST(Layout, AnEnclosureBeginsAPageOfItsOwn) {
    Document letter;
    letter.body.emplace_back(paragraph("letter"));
    letter.sign_off = "Yours sincerely";
    Heading title{1, {{"How stage 2 works"}}};
    title.begins_page = true;
    letter.after_signature = {title, paragraph("enclosed")};
    const Laid laid(letter);
    EXPECT_EQ(laid.page_of("Yours sincerely"), 1);
    EXPECT_EQ(laid.page_of("How stage 2 works"), 2);
    EXPECT_EQ(laid.page_of("enclosed"), 2);
    EXPECT_NE(laid.find(1, "Page 2 of 2"), nullptr);
}

TEST(Layout, WelshLettersHaveWelshFixedWords) {
    Document letter;
    letter.language = "cy";
    letter.reference = "CSC-1";
    const Laid laid(letter);
    EXPECT_NE(laid.find(0, "Ein cyfeirnod: CSC-1"), nullptr);
    EXPECT_NE(laid.find(0, "Tudalen 1 o 1"), nullptr);
}

TEST(Layout, AHeadingGoesToTheNextPageWithItsText) {
    Document letter;  // 30 lines fit page 1; the heading would be the last
    letter.body.emplace_back(paragraph(lines_text(27)));
    letter.body.emplace_back(Heading{2, {{"Findings"}}});
    letter.body.emplace_back(paragraph(lines_text(3)));
    const Laid laid(letter);
    EXPECT_EQ(laid.page_of("Findings"), 2);
}

TEST(Layout, ALineThatEndsWithAColonStaysWithWhatItIntroduces) {
    const std::vector<Block> introduced{paragraph("first\nsecond\nthird"),
                                        List{false, 1, {{paragraph("first")}, {paragraph("next")}}},
                                        Callout{{{"first"}}}, Table{{{{"first"}}}, {{{{"cell"}}}}}};
    for (const Block& block : introduced) {
        for (int before = 20; before <= 30; ++before) {
            Document letter;
            letter.body.emplace_back(paragraph(lines_text(before)));
            letter.body.emplace_back(paragraph("You told us:"));
            letter.body.push_back(block);
            const Laid laid(letter);
            EXPECT_EQ(laid.page_of("us:"), laid.page_of("first"))
                << before << " lines before block " << block.index();
        }
    }
}

TEST(Layout, ASentenceInBoldStaysWithWhatItIsAboutAndWithWhatExplainsIt) {
    const document::Run finding{.text = "Finding: upheld.", .bold = true};
    for (const Runs& runs : {Runs{finding}, Runs{finding, {.text = " We are sorry."}}}) {
        for (int before = 20; before <= 30; ++before) {
            Document letter;
            letter.body.emplace_back(paragraph(lines_text(before)));
            letter.body.emplace_back(paragraph("cancelled"));
            letter.body.emplace_back(Paragraph{runs});
            letter.body.emplace_back(paragraph("because"));
            const Laid laid(letter);
            EXPECT_EQ(laid.page_of("cancelled"), laid.page_of("upheld")) << before;
            EXPECT_EQ(laid.page_of("upheld"), laid.page_of("because")) << before;
        }
    }
}

TEST(Layout, AWordInBoldKeepsNothingTogether) {
    const auto parted_after = [](const Runs& runs) {
        std::set<int> parted;
        for (int before = 20; before <= 30; ++before) {
            Document letter;
            letter.body.emplace_back(paragraph(lines_text(before)));
            letter.body.emplace_back(Paragraph{runs});
            letter.body.emplace_back(paragraph("because"));
            const Laid laid(letter);
            if (laid.page_of("begins") != laid.page_of("because")) parted.insert(before);
        }
        return parted;
    };
    EXPECT_FALSE(parted_after({{.text = "Stage 2", .bold = true}, {.text = " begins."}}).empty());
    EXPECT_TRUE(parted_after({{.text = "Stage 2 begins.", .bold = true}}).empty());
}

TEST(Layout, ARowToFillInByHandIsHighEnoughToWriteIn) {
    const auto below_table = [](const std::string& cell) {
        Document letter;
        letter.body.emplace_back(Table{{{{"What"}}, {{"Answer"}}}, {{{{"Date"}}, {{cell}}}}});
        letter.body.emplace_back(paragraph("after"));
        return Laid(letter).find(0, "after")->baseline;
    };
    EXPECT_GT(below_table("…"), below_table("today"));
}

TEST(Layout, NoLineOfAParagraphStandsAlone) {
    for (int before = 20; before <= 30; ++before) {
        Document letter;
        letter.body.emplace_back(paragraph(lines_text(before)));
        letter.body.emplace_back(paragraph("first\nsecond\nthird\nfourth"));
        const Laid laid(letter);
        EXPECT_EQ(laid.page_of("first"), laid.page_of("second")) << before;
        EXPECT_EQ(laid.page_of("third"), laid.page_of("fourth")) << before;
    }
}

TEST(Layout, TheSignatureStaysWholeWithTheEndOfTheLetter) {
    for (int before = 15; before <= 31; ++before) {
        Document letter;
        letter.body.emplace_back(paragraph(lines_text(before) + "\nlast"));
        letter.sign_off = "Yours sincerely";
        letter.signatory = {"R Fairweather", "Officer"};
        const Laid laid(letter);
        EXPECT_EQ(laid.page_of("Yours sincerely"), laid.page_of("Officer")) << before;
        EXPECT_EQ(laid.page_of("last"), laid.page_of("Yours sincerely")) << before;
    }
}

TEST(Layout, ATableHeadIsSaidAgainOnEachPageAsAnArtifact) {
    Document letter;
    Table table{{{{"Step"}}, {{"When"}}}, {}};
    for (int i = 0; i < 40; ++i) {
        table.rows.push_back({{{"row" + std::to_string(i)}}, {{"17 March 2025"}}});
    }
    letter.body.emplace_back(std::move(table));
    const Laid laid(letter);
    ASSERT_GE(laid.pages.pages.size(), 2U);
    EXPECT_GE(laid.find(0, "Step")->element, 0);
    for (std::size_t page = 1; page < laid.pages.pages.size(); ++page) {
        ASSERT_NE(laid.find(page, "Step"), nullptr);
        EXPECT_EQ(laid.find(page, "Step")->element, repeated_head_artifact);
    }
}

TEST(Layout, EveryTableRowHasAsManyCellsAsTheHead) {
    Document letter;
    letter.body.emplace_back(Table{{{{"a"}}, {{"b"}}, {{"c"}}}, {{{{"only one"}}}, {{}, {}, {}}}});
    const Laid laid(letter);
    ASSERT_FALSE(laid.trouble);
    std::vector<int> cells(laid.pages.elements.size());
    for (const Element& element : laid.pages.elements) {
        if (element.role == Role::cell || element.role == Role::header_cell) {
            ++cells[static_cast<std::size_t>(element.parent)];
        }
    }
    EXPECT_EQ(std::count(cells.begin(), cells.end(), 3), 3);
}

TEST(Layout, ATableWithMoreColumnsThanThePageHoldsIsRefused) {
    const auto table_of = [](std::size_t columns) {
        Document letter;
        letter.body.emplace_back(Table{std::vector<Runs>(columns, Runs{{"head"}}),
                                       {std::vector<Runs>(columns, Runs{{"a longer cell"}})}});
        return letter;
    };
    for (const std::size_t columns : {1U, 5U, 14U}) {
        const Laid laid(table_of(columns));
        ASSERT_FALSE(laid.trouble) << columns;
        for (const Text& text : laid.pages.pages[0].texts) {
            const PlacedRun& last = laid.pages.runs[text.first_run + text.run_count - 1];
            EXPECT_LE(last.x + last.run->width * text.size / 1000, 540 + 6.1) << columns;
        }
    }
    const Laid laid(table_of(40));
    ASSERT_TRUE(laid.trouble);
    EXPECT_NE(laid.trouble->what.find("40 columns"), std::string::npos);
}

TEST(Layout, ADateInATableStaysOnOneLine) {
    Document letter;
    letter.body.emplace_back(
        Table{{{{"What happens and what you can do about it"}}, {{"When"}}},
              {{{{std::string(60, 'x') + " " + std::string(60, 'y')}}, {{"17 March 2025"}}}}});
    const Laid laid(letter);
    EXPECT_NE(laid.find(0, "17 March 2025"), nullptr);
}

TEST(Layout, NestedListsKeepLabelAndBodyApart) {
    Document letter;
    letter.body.emplace_back(
        List{true, 9, {{paragraph("outer"), List{false, 1, {{paragraph("inner")}}}}, {}}});
    const Laid laid(letter);
    EXPECT_NE(laid.find(0, "9."), nullptr);
    EXPECT_NE(laid.find(0, "10."), nullptr);
    const auto x = [&](const char* text) {
        return laid.pages.runs[laid.find(0, text)->first_run].x;
    };
    EXPECT_LT(x("9."), x("outer"));
    EXPECT_LT(x("outer"), x("inner"));
    EXPECT_EQ(laid.find(0, "9.")->baseline, laid.find(0, "outer")->baseline);
    EXPECT_TRUE(
        laid.role_path(laid.find(0, "inner")->element)
            .starts_with(laid.role_path(laid.find(0, "outer")->block)
                             .substr(0, laid.role_path(laid.find(0, "outer")->block).rfind('/'))));
}

TEST(Layout, ListsNestedWithoutEndAreRefused) {
    Document letter;
    List list{false, 1, {{paragraph("deep")}}};
    for (int i = 0; i < 40; ++i) {
        List outer{false, 1, {}};
        outer.items.emplace_back().emplace_back(std::move(list));
        list = std::move(outer);
    }
    letter.body.emplace_back(std::move(list));
    EXPECT_TRUE(Laid(letter).trouble);
}

TEST(Layout, ACalloutHasABarBesideIt) {
    Document letter;
    letter.body.emplace_back(Callout{{{"Tell us"}}});
    const Laid laid(letter);
    ASSERT_EQ(laid.pages.pages[0].rules.size(), 1U);
    EXPECT_DOUBLE_EQ(laid.find(0, "Tell us")->size, 16);
    EXPECT_LT(laid.pages.pages[0].rules[0].box.left + laid.pages.pages[0].rules[0].box.width,
              laid.pages.runs[laid.find(0, "Tell us")->first_run].x);
}

TEST(Layout, ALinkOverTwoLinesIsOneElementWithTwoAreas) {
    Document letter;
    letter.body.emplace_back(
        Paragraph{{{std::string(60, 'x') + " "},
                   {"ask for an advocate who is free", false, "https://www.council.example/"},
                   {" please"}}});
    const Laid laid(letter);
    const auto& links = laid.pages.pages[0].links;
    ASSERT_EQ(links.size(), 2U);
    EXPECT_EQ(links[0].element, links[1].element);
    EXPECT_EQ(links[0].text, "ask for an advocate who is free");
}

TEST(Layout, ALetterInTwoLanguagesBeginsTheSecondOnAPageOfItsOwnAndNumbersThemThrough) {
    Document welsh;
    welsh.language = "cy";
    welsh.addressee = {"A Person", "1 Row", "LE1 1AA"};
    welsh.contact = {"A Council", "01632 960000"};
    welsh.body.emplace_back(paragraph("Cymraeg"));
    Document english = welsh;
    english.language = "en";
    english.body = {paragraph("English")};
    welsh.repeated_in = {english};
    const Laid laid(welsh);
    ASSERT_FALSE(laid.trouble);
    ASSERT_EQ(laid.pages.pages.size(), 2U);
    EXPECT_NE(laid.find(0, "Cymraeg"), nullptr);
    EXPECT_NE(laid.find(0, "Tudalen 1 o 2"), nullptr);
    EXPECT_NE(laid.find(1, "Page 2 of 2"), nullptr);
    EXPECT_EQ(laid.find(1, "LE1 1AA"), nullptr);
    EXPECT_EQ(laid.find(1, "01632 960000"), nullptr) << "the letterhead is drawn once";
    const Text* above = laid.find(1, "A Council");
    ASSERT_NE(above, nullptr) << "as above every page after the first";
    EXPECT_LT(above->element, 0);
    const Text* said_again = laid.find(1, "English");
    ASSERT_NE(said_again, nullptr);
    const Element& element = laid.pages.elements[static_cast<std::size_t>(said_again->element)];
    EXPECT_EQ(laid.pages.elements[static_cast<std::size_t>(element.parent)].language, "en");
    EXPECT_EQ(laid.pages.elements[static_cast<std::size_t>(element.parent)].role, Role::part);
}

TEST(Layout, AMissingCharacterNamesItsPartOfTheLetter) {
    Document letter;
    letter.salutation = "Dear ☃";
    const Laid laid(letter);
    ASSERT_TRUE(laid.trouble);
    EXPECT_EQ(laid.trouble->field, "salutation");
    EXPECT_EQ(laid.trouble->what, "no font has the character U+2603");
}

TEST(Layout, TextThatIsNotUtf8IsRefused) {
    Document letter;
    letter.date = "17 \xFF";
    const Laid laid(letter);
    ASSERT_TRUE(laid.trouble);
    EXPECT_EQ(laid.trouble->field, "date");
}

TEST(Layout, NoGlyphStandsOutsideTheMargins) {
    EXPECT_TRUE(rc::check([] {
        const auto word = rc::gen::nonEmpty(rc::gen::container<std::string>(
            rc::gen::oneOf(rc::gen::inRange('a', 'z'), rc::gen::element(' ', '-'))));
        Document letter;
        const auto texts = *rc::gen::container<std::vector<std::string>>(word);
        for (const std::string& text : texts) {
            letter.body.emplace_back(paragraph(text + std::string(texts.size() * 9, 'w')));
            letter.body.emplace_back(Table{{{{text}}, {{"b"}}}, {{{{"c"}}, {{text}}}}});
            letter.body.emplace_back(List{true, 1, {{paragraph(text)}}});
            letter.body.emplace_back(Callout{{{text}}});
        }
        const Laid laid(letter);
        RC_ASSERT(!laid.trouble);
        for (const Page& page : laid.pages.pages) {
            for (const Text& text : page.texts) {
                RC_ASSERT(text.baseline > 50);
                RC_ASSERT(text.element == footer_artifact || text.baseline <= 450);
                for (std::uint32_t i = 0; i < text.run_count; ++i) {
                    const PlacedRun& placed = laid.pages.runs[text.first_run + i];
                    if (placed.run->text == " ") continue;  // at a line's end it leaves no ink
                    RC_ASSERT(placed.x >= 60 - 0.01);
                    RC_ASSERT(placed.x + placed.run->width * text.size / 1000 <= 540 + 0.05);
                }
            }
        }
    }));
}

}  // namespace
}  // namespace postroom::document
