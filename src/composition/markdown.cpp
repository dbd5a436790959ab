#include "composition/markdown.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include <md4c.h>

#include "composition/entities.hpp"
#include "composition/passage.hpp"

namespace postroom::composition {

namespace {

using document::Block;
using document::Runs;
using templating::Filled;

constexpr std::size_t deepest_lists = 4;
constexpr unsigned lowest_heading = 3;

bool is_fixed_address(std::string_view address) {
    constexpr std::string_view schemes[] = {"https://", "http://", "mailto:", "tel:"};
    return std::any_of(std::begin(schemes), std::end(schemes),
                       [&](std::string_view scheme) {
                           return address.size() > scheme.size() &&
                                  address.substr(0, scheme.size()) == scheme;
                       }) &&
           std::none_of(address.begin(), address.end(),
                        [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7F'; });
}

/// Builds blocks as md4c walks the text, and notes everything that a letter may not hold.
class Builder {
  public:
    explicit Builder(const Filled& filled) : filled_(filled) { open_.emplace_back(); }

    ExpectedAll<std::vector<Block>> build() {
        MD_PARSER parser{};
        parser.flags = MD_FLAG_TABLES | MD_FLAG_NOINDENTEDCODEBLOCKS;
        parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
            return static_cast<Builder*>(self)->enter_block(type, detail);
        };
        parser.leave_block = [](MD_BLOCKTYPE type, void*, void* self) {
            return static_cast<Builder*>(self)->leave_block(type);
        };
        parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
            return static_cast<Builder*>(self)->enter_span(type, detail);
        };
        parser.leave_span = [](MD_SPANTYPE type, void*, void* self) {
            return static_cast<Builder*>(self)->leave_span(type);
        };
        parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
            return static_cast<Builder*>(self)->text(type, {text, size});
        };
        const int stopped =
            md_parse(filled_.text.data(), static_cast<MD_SIZE>(filled_.text.size()), &parser, this);
        if (stopped == 0) {
            look_for_lost_values();
            look_for_title();
        }
        if (!problems_.empty()) return fail(std::move(problems_));
        return std::move(open_.front().blocks);
    }

  private:
    /// A container being read: the letter itself, a list, an item or a callout.
    struct Container {
        MD_BLOCKTYPE type = MD_BLOCK_DOC;
        std::vector<Block> blocks;
        document::List list;
        Runs callout;
    };

    bool at_top() const { return open_.size() == 1; }

    int enter_block(MD_BLOCKTYPE type, void* detail) {
        if (type != MD_BLOCK_DOC) end_tight_item_text();
        switch (type) {
            case MD_BLOCK_UL:
            case MD_BLOCK_OL:
                return begin_list(type, detail);
            case MD_BLOCK_LI:
                open_.push_back({.type = type, .blocks = {}, .list = {}, .callout = {}});
                break;
            case MD_BLOCK_QUOTE:
                if (!at_top()) report_here("a callout (>) stands inside a list or a callout");
                open_.push_back({.type = type, .blocks = {}, .list = {}, .callout = {}});
                return open_.size() > deepest_lists * 2 ? 1 : 0;
            case MD_BLOCK_H:
                heading_ = static_cast<MD_BLOCK_H_DETAIL*>(detail)->level;
                if (heading_ > lowest_heading) report_here("a heading is below level 3");
                if (!at_top()) report_here("a heading stands inside a list or a callout");
                break;
            case MD_BLOCK_TABLE:
                if (!at_top()) report_here("a table stands inside a list or a callout");
                table_ = {};
                break;
            case MD_BLOCK_TR:
                row_.clear();
                break;
            case MD_BLOCK_HR:
                report_here("a rule (---) is not used in letters");
                break;
            case MD_BLOCK_CODE:
                report_here("code (```) is not used in letters");
                break;
            case MD_BLOCK_HTML:
                report_here("HTML is not used in letters");
                in_html_block_ = true;
                break;
            default:
                break;
        }
        return 0;
    }

    int begin_list(MD_BLOCKTYPE type, void* detail) {
        const auto lists = std::count_if(open_.begin(), open_.end(), [](const Container& one) {
            return one.type == MD_BLOCK_UL || one.type == MD_BLOCK_OL;
        });
        const bool in_callout = open_.back().type == MD_BLOCK_QUOTE;
        if (in_callout) report_here("a list stands inside a callout");
        Container list{.type = type, .blocks = {}, .list = {}, .callout = {}};
        list.list.ordered = type == MD_BLOCK_OL;
        if (list.list.ordered)
            list.list.start = static_cast<int>(static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start);
        open_.push_back(std::move(list));
        if (static_cast<std::size_t>(lists) < deepest_lists) return 0;
        report_here("lists are nested more than four deep");
        return 1;
    }

    int leave_block(MD_BLOCKTYPE type) {
        place_pending();
        switch (type) {
            case MD_BLOCK_P:
                end_paragraph();
                break;
            case MD_BLOCK_H:
                if (Runs runs = runs_of(take_passage()); !runs.empty())
                    put(document::Heading{static_cast<int>(heading_), std::move(runs)});
                break;
            case MD_BLOCK_UL:
            case MD_BLOCK_OL: {
                document::List list = std::move(open_.back().list);
                open_.pop_back();
                if (!list.items.empty()) put(std::move(list));
                break;
            }
            case MD_BLOCK_LI: {
                end_tight_item_text();
                std::vector<Block> item = std::move(open_.back().blocks);
                open_.pop_back();
                if (!item.empty()) open_.back().list.items.push_back(std::move(item));
                break;
            }
            case MD_BLOCK_QUOTE: {
                Runs runs = std::move(open_.back().callout);
                open_.pop_back();
                if (!runs.empty()) put(document::Callout{std::move(runs)});
                break;
            }
            case MD_BLOCK_TH:
            case MD_BLOCK_TD:
                row_.push_back(runs_of(take_passage()));
                break;
            case MD_BLOCK_TR:
                if (table_.header.empty()) {
                    table_.header = std::move(row_);
                } else {
                    table_.rows.push_back(std::move(row_));
                }
                row_ = {};
                break;
            case MD_BLOCK_TABLE:
                if (!table_.rows.empty()) put(std::move(table_));
                break;
            case MD_BLOCK_HTML:
                in_html_block_ = false;
                break;
            default:
                passage_.clear();
                break;
        }
        return 0;
    }

    int enter_span(MD_SPANTYPE type, void* detail) {
        switch (type) {
            case MD_SPAN_STRONG:
                ++bold_;
                break;
            case MD_SPAN_A:
                begin_link(*static_cast<MD_SPAN_A_DETAIL*>(detail));
                break;
            case MD_SPAN_EM:
                pending_.push_back("italics (*…*) are hard to read; use **bold** sparingly");
                break;
            case MD_SPAN_IMG:
                pending_.push_back("images are not used in letters");
                break;
            default:
                pending_.push_back("code (`…`) is not used in letters");
                break;
        }
        return 0;
    }

    int leave_span(MD_SPANTYPE type) {
        place_pending();
        if (type == MD_SPAN_STRONG) --bold_;
        if (type == MD_SPAN_A) link_.clear();
        return 0;
    }

    void begin_link(const MD_SPAN_A_DETAIL& detail) {
        std::string address;
        for (int i = 0; detail.href.substr_offsets[i] < detail.href.size; ++i) {
            const auto from = detail.href.substr_offsets[i];
            const std::string_view piece(detail.href.text + from,
                                         detail.href.substr_offsets[i + 1] - from);
            const bool entity = detail.href.substr_types[i] == MD_TEXT_ENTITY;
            address += entity ? character_named(piece).value_or("") : std::string(piece);
        }
        const auto pieces = Filled::pieces(address);
        if (std::any_of(pieces.begin(), pieces.end(),
                        [](const auto& one) { return one.value >= 0; }))
            pending_.push_back("a link's address uses a field; addresses are fixed wording");
        else if (!is_fixed_address(address))
            pending_.push_back("a link's address is not http://, https://, mailto: or tel:");
        if (detail.title.size > 0) pending_.push_back("a link has a title that nobody would see");
        link_ = std::move(address);
    }

    int text(MD_TEXTTYPE type, std::string_view text) {
        const bool ours = text.data() >= filled_.text.data() &&
                          text.data() < filled_.text.data() + filled_.text.size();
        if (ours) {
            here_ = static_cast<std::size_t>(text.data() - filled_.text.data());
            place_pending();
        }
        switch (type) {
            case MD_TEXT_NORMAL:
                add_text(text);
                break;
            case MD_TEXT_BR:
                add_wording("\n");
                break;
            case MD_TEXT_SOFTBR:
                add_wording(" ");
                break;
            case MD_TEXT_ENTITY:
                if (const auto character = character_named(text)) {
                    add_wording(*character);
                } else {
                    report_at(here_, "an entity (&…;) is not one a letter may use");
                }
                break;
            case MD_TEXT_HTML:
                if (!in_html_block_) report_at(here_, "HTML is not used in letters");
                break;
            default:
                break;  // code: reported where it began
        }
        if (ours) here_ += text.size();
        return 0;
    }

    void add_text(std::string_view text) {
        for (const Filled::Piece& piece : Filled::pieces(text)) {
            if (piece.value >= 0) {
                const std::string& value = filled_.values.at(static_cast<std::size_t>(piece.value));
                passage_.push_back({value, true, bold_ > 0, link_});
                value_places_.push_back(here_);
                continue;
            }
            if (piece.plain.find("**") != std::string_view::npos)
                report_at(here_, "** neither opens nor closes bold words");
            if (piece.plain.find("](") != std::string_view::npos)
                report_at(here_, "a link is not whole: [words](address)");
            add_wording(piece.plain);
        }
    }

    void add_wording(std::string_view words) {
        passage_.push_back({std::string(words), false, bold_ > 0, link_});
    }

    Passage take_passage() { return std::exchange(passage_, {}); }

    void put(Block block) { open_.back().blocks.push_back(std::move(block)); }

    void end_paragraph() {
        const Passage passage = take_passage();
        if (open_.back().type == MD_BLOCK_QUOTE) {
            Runs& callout = open_.back().callout;
            Runs runs = runs_of(passage);
            if (!callout.empty() && !runs.empty()) callout.back().text += '\n';
            std::move(runs.begin(), runs.end(), std::back_inserter(callout));
            return;
        }
        for (Runs& runs : paragraphs_of(passage)) put(document::Paragraph{std::move(runs)});
    }

    /// In a list without blank lines md4c gives an item's words without a paragraph around them.
    void end_tight_item_text() {
        if (open_.back().type == MD_BLOCK_LI && !passage_.empty()) end_paragraph();
    }

    /// md4c tells no places of blocks: a block that begins now stands on the next line with words.
    void report_here(std::string what) {
        std::size_t at = here_;
        if (at > 0) at = std::min(filled_.text.find('\n', at), filled_.text.size());
        at = std::min(filled_.text.find_first_not_of(" \t\n", at), filled_.text.size());
        report_at(at, std::move(what));
    }

    void report_at(std::size_t offset, std::string what) {
        const Filled::Origin origin = filled_.origin_of(offset);
        Problem problem{.what = std::move(what),
                        .remedy = "see docs/writing-letters.md for what a letter may hold",
                        .file = std::string(origin.file),
                        .line = origin.line,
                        .case_reference = {},
                        .field = {}};
        if (std::find(problems_.begin(), problems_.end(), problem) == problems_.end())
            problems_.push_back(std::move(problem));
    }

    /// What was wrong with a span is known before md4c tells where its words are.
    void place_pending() {
        for (std::string& what : pending_) report_at(here_, std::move(what));
        pending_.clear();
    }

    /// md4c drops a table row's cells beyond the header's, and link definitions hold no words: a
    /// letter must not lose a fact that way.
    void look_for_lost_values() {
        if (count_values(filled_.text) == std::ssize(value_places_)) return;
        std::size_t from = 0;
        for (const Filled::Origin& line : filled_.origins) {
            const std::string_view words(filled_.text.data() + from, line.end - from);
            const auto meant = count_values(words);
            const auto read =
                std::count_if(value_places_.begin(), value_places_.end(),
                              [&](std::size_t place) { return place >= from && place < line.end; });
            if (meant > read && problems_.empty()) {
                report_at(from + words.find_first_not_of('\n'),
                          "a field would be lost here, as in a table row with more cells than "
                          "its heading");
            }
            from = line.end;
        }
    }

    static std::ptrdiff_t count_values(std::string_view words) {
        const auto pieces = Filled::pieces(words);
        return std::count_if(pieces.begin(), pieces.end(),
                             [](const Filled::Piece& piece) { return piece.value >= 0; });
    }

    void look_for_title() {
        const std::vector<Block>& blocks = open_.front().blocks;
        const auto* heading =
            blocks.empty() ? nullptr : std::get_if<document::Heading>(&blocks.front());
        if (heading && heading->level == 1) return;
        report_at(0, "the letter does not begin with its level-1 heading (# …)");
    }

    const Filled& filled_;
    std::vector<Container> open_;
    Passage passage_;
    unsigned heading_ = 0;
    document::Table table_;
    std::vector<Runs> row_;
    bool in_html_block_ = false;
    int bold_ = 0;
    std::string link_;
    std::size_t here_ = 0;  ///< just past the last words md4c gave
    std::vector<std::size_t> value_places_;
    std::vector<std::string> pending_;
    Problems problems_;
};

}  // namespace

ExpectedAll<std::vector<Block>> read_markdown(const Filled& filled) {
    return Builder(filled).build();
}

}  // namespace postroom::composition
