#include "document/pagination.hpp"

namespace postroom::document {
namespace {

class Cutter {
  public:
    Cutter(const std::vector<std::vector<Row>>& heads, Page first_page, const PageRoom& room)
        : heads_(heads), room_(room), y_(room.first_top) {
        pages_.push_back(std::move(first_page));
    }

    std::vector<Page> cut(const std::vector<Row>& rows) {
        for (std::size_t first = 0; first < rows.size();) {
            std::size_t last = first;
            double height = rows[first].height;
            while (rows[last].keep_with_next && last + 1 < rows.size()) {
                ++last;
                height += rows[last].gap_before + rows[last].height;
            }
            const double head = head_height(rows[first]);
            const bool better_whole =
                !fits(gap(rows[first]) + height) && head + height <= room_.bottom - room_.top;
            if (!at_top_ && (rows[first].begins_page || better_whole)) new_page(rows[first]);
            for (; first <= last; ++first) {
                if (!fits(gap(rows[first]) + rows[first].height)) new_page(rows[first]);
                place(rows[first]);
            }
        }
        return std::move(pages_);
    }

  private:
    bool fits(double height) const { return y_ + height <= room_.bottom + 0.01; }
    double gap(const Row& row) const { return at_top_ ? 0 : row.gap_before; }

    double head_height(const Row& row) const {
        double height = 0;
        if (row.repeated_head >= 0) {
            for (const Row& part : heads_[static_cast<std::size_t>(row.repeated_head)]) {
                height += part.height;
            }
        }
        return height;
    }

    void new_page(const Row& next) {
        pages_.emplace_back();
        y_ = room_.top;
        at_top_ = true;
        if (next.repeated_head < 0) return;
        for (const Row& part : heads_[static_cast<std::size_t>(next.repeated_head)]) place(part);
    }

    void place(const Row& row) {
        y_ += gap(row);
        Page& page = pages_.back();
        for (Text text : row.texts) {
            text.baseline += y_;
            page.texts.push_back(text);
        }
        for (Rule rule : row.rules) {
            rule.box.top += y_;
            page.rules.push_back(rule);
        }
        for (LinkArea link : row.links) {
            link.box.top += y_;
            page.links.push_back(std::move(link));
        }
        y_ += row.height;
        at_top_ = false;
    }

    const std::vector<std::vector<Row>>& heads_;
    const PageRoom& room_;
    std::vector<Page> pages_;
    double y_;
    bool at_top_ = true;
};

}  // namespace

std::vector<Page> cut_into_pages(const std::vector<Row>& rows,
                                 const std::vector<std::vector<Row>>& heads, Page first_page,
                                 const PageRoom& room) {
    return Cutter(heads, std::move(first_page), room).cut(rows);
}

}  // namespace postroom::document
