// A JSON object as flat details: objects inside it become dotted names, address lines numbered
// ones. The form in which details are stored, checked, and written in CSV columns.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.hpp"
#include "cases/json_tree.hpp"

namespace postroom::cases {

struct WrittenDetail {
    std::string name;
    Detail value;
    int line = 0;
    bool was_number = false;
};

using FlatteningTrouble =
    std::function<void(const std::string& name, int line, std::string what, std::string remedy)>;

/// {"consent": {"given": true}} is `consent.given`; {"address": ["a", "b"]} is `address_1`,
/// `address_2`; {"party": {…}} adds nothing to the names within (`party_changed` may so give a
/// `name`). Numbers are taken as their text. Keys in `leave_out` are the caller's.
std::vector<WrittenDetail> flat_details(const JsonValue& object,
                                        std::initializer_list<std::string_view> leave_out,
                                        const FlatteningTrouble& trouble);

/// A list of objects, such as points or actions; nothing is appended for an item that is wrong.
std::vector<DetailObject> detail_objects(const std::string& name, const JsonValue& list,
                                         const FlatteningTrouble& trouble);

}  // namespace postroom::cases
