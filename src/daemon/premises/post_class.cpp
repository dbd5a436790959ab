#include "daemon/premises/post_class.hpp"

#include <algorithm>

namespace postroom::daemon {

namespace {

constexpr const char* key = "post.second_class";

}  // namespace

bool goes_second_class(std::string_view letter, const Config& config) {
    return std::ranges::any_of(config.words(key), [&](const std::string& name) {
        return letter.starts_with(name) &&
               (letter.size() == name.size() || letter[name.size()] == '.');
    });
}

Problems post_class_problems(const Config& config, const composition::Catalogue& letters) {
    Problems problems;
    for (const std::string& name : config.words(key))
        if (!letters.contains(name))
            problems.push_back({.what = std::string(key) + " names a letter that is not there",
                                .remedy = "names are paths below letters/ without .md",
                                .field = key});
    return problems;
}

}  // namespace postroom::daemon
