#include "archive/entry_bundle.hpp"

#include <cassert>

namespace postroom::archive {

void add_to_bundle(Bytes& bundle, std::string_view leaf) {
    assert(leaf.size() <= longest_leaf);
    bundle += static_cast<char>(leaf.size() >> 8);
    bundle += static_cast<char>(leaf.size() & 0xff);
    bundle += leaf;
}

std::optional<std::vector<std::string_view>> leaves_of(std::string_view bundle) {
    std::vector<std::string_view> leaves;
    while (!bundle.empty()) {
        if (bundle.size() < 2) return std::nullopt;
        const std::size_t length = static_cast<std::size_t>(static_cast<unsigned char>(bundle[0]))
                                       << 8 |
                                   static_cast<unsigned char>(bundle[1]);
        if (length > bundle.size() - 2) return std::nullopt;
        leaves.push_back(bundle.substr(2, length));
        bundle.remove_prefix(2 + length);
    }
    return leaves;
}

}  // namespace postroom::archive
