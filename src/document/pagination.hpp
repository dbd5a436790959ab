// The column of rows cut into pages.
#pragma once

#include "document/flow.hpp"

namespace postroom::document {

struct PageRoom {
    double first_top = 0;  ///< where page 1's rows may begin
    double top = 0;        ///< where later pages' rows begin
    double bottom = 0;
};

/// Rows that keep together go to the next page together, unless no page could hold them.
/// `first_page` already carries the letterhead.
std::vector<Page> cut_into_pages(const std::vector<Row>& rows,
                                 const std::vector<std::vector<Row>>& heads, Page first_page,
                                 const PageRoom& room);

}  // namespace postroom::document
