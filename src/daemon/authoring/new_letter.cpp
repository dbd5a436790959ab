#include "daemon/authoring/new_letter.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>

#include "daemon/premises/files.hpp"

namespace postroom::daemon {

namespace fs = std::filesystem;

namespace {

/// "yp.cy" of "stage1/thanks.yp.cy"; nothing when what follows the name is no sibling we know.
std::optional<std::string> sibling_in(std::string_view last) {
    const std::size_t dot = std::min(last.find('.'), last.size());
    const std::string sibling(last.substr(dot));
    for (const char* known : {"", ".yp", ".cy", ".yp.cy"})
        if (sibling == known) return sibling;
    return std::nullopt;
}

bool is_word(std::string_view text) {
    return !text.empty() && text.front() != '-' && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

/// One or more folders: it can lead nowhere but below the folder of letters.
bool is_folder(std::string_view text) {
    while (!text.empty()) {
        const std::string_view word = text.substr(0, std::min(text.find('/'), text.size()));
        if (!is_word(word)) return false;
        text.remove_prefix(std::min(word.size() + 1, text.size()));
        if (text.empty()) return true;
    }
    return false;
}

}  // namespace

Expected<std::string> start_letter(const std::string& name, const std::string& folder,
                                   const Places& places) {
    const std::size_t slash = name.rfind('/');
    const std::string last = slash == std::string::npos ? name : name.substr(slash + 1);
    const auto sibling = sibling_in(last);
    const std::string within = slash == std::string::npos ? "" : name.substr(0, slash);
    if (!sibling || !is_word(last.substr(0, last.find('.'))) || !is_folder(within))
        return fail(Problem{.what = "this is no name for a letter",
                            .remedy = "write a folder and a name in small letters, digits and "
                                      "hyphens, as stage1/thanks; add .yp for a young person, "
                                      ".cy for Welsh, .yp.cy for both"});
    const fs::path path = fs::path(folder) / (name + ".md");
    std::error_code error;
    if (fs::exists(fs::symlink_status(path, error)))
        return fail(Problem{.what = "there is such a letter already",
                            .remedy = "change it, or choose another name",
                            .file = path.string()});
    const std::string text = read_file(places.find("templates/letter/new" + *sibling + ".md"));
    fs::create_directories(path.parent_path());
    write_file(path.string(), text);
    return path.string();
}

}  // namespace postroom::daemon
