#include "pdfcheck/findings.hpp"

#include <algorithm>
#include <cassert>

namespace postroom::pdfcheck {
namespace {

constexpr int kept_of_each = 10;
constexpr std::size_t most_not_judged = 20;

}  // namespace

void Findings::add(std::string_view rule, std::string where, std::string what) {
    const auto all = rules();
    const auto known =
        std::find_if(all.begin(), all.end(), [&](const Rule& each) { return each.id == rule; });
    assert(known != all.end());
    const auto already = std::count_if(report_.findings.begin(), report_.findings.end(),
                                       [&](const Finding& each) { return each.rule == &*known; });
    if (already < kept_of_each)
        report_.findings.push_back({&*known, std::move(where), std::move(what)});
    else
        ++report_.left_out;
}

void Findings::not_judged(std::string what) {
    auto& all = report_.not_judged;
    if (all.size() < most_not_judged && std::find(all.begin(), all.end(), what) == all.end())
        all.push_back(std::move(what));
}

}  // namespace postroom::pdfcheck
