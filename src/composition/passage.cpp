#include "composition/passage.hpp"

#include <algorithm>

namespace postroom::composition {

namespace {

using document::Run;
using document::Runs;

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string_view without_return(std::string_view line) {
    while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

/// The stretches of a value between blank lines; lines within one are parted by '\n' alone.
std::vector<std::string> stretches_of(std::string_view value) {
    std::vector<std::string> stretches;
    bool open = false;
    for (std::size_t begin = 0; begin <= value.size();) {
        // A lone carriage return ends a line too (old Macintosh text pasted into a case).
        const std::size_t end = std::min(value.find_first_of("\r\n", begin), value.size());
        const std::string_view line = without_return(value.substr(begin, end - begin));
        const bool pair = end + 1 < value.size() && value[end] == '\r' && value[end + 1] == '\n';
        begin = end + (pair ? 2 : 1);
        if (is_blank(line)) {
            open = false;
        } else if (open) {
            stretches.back() += '\n';
            stretches.back() += line;
        } else {
            stretches.emplace_back(line);
            open = true;
        }
    }
    return stretches;
}

std::string lines_of(std::string_view value) {
    if (value.find_first_of("\r\n") == std::string_view::npos) return std::string(value);
    std::string text;
    for (const std::string& stretch : stretches_of(value)) {
        if (!text.empty()) text += '\n';
        text += stretch;
    }
    return text;
}

class RunWriter {
  public:
    void add(const Fragment& fragment) {
        if (fragment.from_case) {
            put(fragment, lines_of(fragment.text));
            after_space_ = false;
        } else {
            put(fragment, tidied(fragment.text));
        }
    }

    Runs take() {
        if (after_space_ && !runs_.empty()) {
            std::string& last = runs_.back().text;
            while (!last.empty() && last.back() == ' ') last.pop_back();
            if (last.empty()) runs_.pop_back();
        }
        const bool nothing = std::all_of(runs_.begin(), runs_.end(),
                                         [](const Run& run) { return is_blank(run.text); });
        return nothing ? Runs{} : std::move(runs_);
    }

  private:
    /// Spaces that sections left behind are folded into one; none at the beginning or after a
    /// break.
    std::string tidied(std::string_view wording) {
        std::string text;
        text.reserve(wording.size());
        for (const char c : wording) {
            const bool space = c == ' ' || c == '\t';
            if (space && after_space_) continue;
            text += space ? ' ' : c;
            after_space_ = space || c == '\n';
        }
        return text;
    }

    void put(const Fragment& fragment, std::string text) {
        if (text.empty()) return;
        if (!runs_.empty() && runs_.back().bold == fragment.bold &&
            runs_.back().link == fragment.link) {
            runs_.back().text += text;
        } else {
            runs_.push_back({std::move(text), fragment.bold, fragment.link});
        }
    }

    Runs runs_;
    bool after_space_ = true;
};

}  // namespace

Runs runs_of(const Passage& passage) {
    RunWriter writer;
    for (const Fragment& fragment : passage) writer.add(fragment);
    return writer.take();
}

std::vector<Runs> paragraphs_of(const Passage& passage) {
    std::vector<Runs> paragraphs;
    if (passage.size() == 1 && passage.front().from_case) {
        const Fragment& value = passage.front();
        for (std::string& stretch : stretches_of(value.text))
            paragraphs.push_back({Run{std::move(stretch), value.bold, value.link}});
    } else if (Runs runs = runs_of(passage); !runs.empty()) {
        paragraphs.push_back(std::move(runs));
    }
    return paragraphs;
}

}  // namespace postroom::composition
