#include "templating/tags.hpp"

#include <algorithm>

namespace postroom::templating {

namespace {

constexpr std::string_view open_mark = "{{";
constexpr std::string_view close_mark = "}}";
constexpr std::size_t longest_name = 100;

bool is_name(std::string_view name, bool partial) {
    if (name.empty() || name.size() > longest_name) return false;
    return std::all_of(name.begin(), name.end(), [partial](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-' || (partial && (c == '/' || c == '.'));
    });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

class Scanner {
  public:
    Scanner(std::string_view text, const std::string& file, int line, Problems& problems)
        : text_(text), file_(file), line_(line), problems_(problems) {}

    std::vector<Tag> scan() {
        for (;;) {
            const std::size_t begin = text_.find(open_mark, at_);
            look_for_stray_close(begin);
            pass_over(begin);
            if (begin == std::string_view::npos) return std::move(tags_);
            read_tag(begin);
        }
    }

  private:
    void read_tag(std::size_t begin) {
        const std::size_t inside = begin + open_mark.size();
        const char sigil = inside < text_.size() ? text_[inside] : '\0';
        const std::size_t end = text_.find(close_mark, inside);
        if (end == std::string_view::npos || (sigil != '!' && spans_lines(inside, end))) {
            report("a tag opened with {{ is not closed on its line", "close it with }}");
            pass_over(inside);
            return;
        }
        const std::size_t past = end + close_mark.size();
        std::string_view content = text_.substr(inside, end - inside);
        if (sigil == '{' || sigil == '&') {
            report("{{{…}}} and {{&…}} are not allowed", "write {{name}}");
            const bool third = sigil == '{' && past < text_.size() && text_[past] == '}';
            pass_over(past + (third ? 1 : 0));
            return;
        }
        if (sigil == '=') {
            report("changing the delimiters with {{=…=}} is not allowed", "keep {{ and }}");
        } else {
            add(kind_of(sigil), content, begin, past);
        }
        pass_over(past);
    }

    static Tag::Kind kind_of(char sigil) {
        switch (sigil) {
            case '#':
                return Tag::Kind::section;
            case '^':
                return Tag::Kind::inverted;
            case '/':
                return Tag::Kind::close;
            case '>':
                return Tag::Kind::partial;
            case '!':
                return Tag::Kind::comment;
            default:
                return Tag::Kind::value;
        }
    }

    void add(Tag::Kind kind, std::string_view content, std::size_t begin, std::size_t past) {
        Tag tag{.kind = kind, .name = {}, .line = line_, .begin = begin, .end = past};
        if (kind != Tag::Kind::comment) {
            if (kind != Tag::Kind::value) content.remove_prefix(1);
            tag.name = trimmed(content);
            if (tag.name.empty()) return report("a tag has no name", "name a field or remove it");
            if (!is_name(tag.name, kind == Tag::Kind::partial)) {
                return report("a tag's name is not letters, digits, '_' and '-'",
                              "names have no spaces, dots or other signs");
            }
        }
        tags_.push_back(std::move(tag));
    }

    bool spans_lines(std::size_t from, std::size_t to) const {
        return text_.substr(from, to - from).find('\n') != std::string_view::npos;
    }

    void look_for_stray_close(std::size_t before) {
        const std::string_view plain = text_.substr(at_, before - at_);
        const std::size_t stray = plain.find(close_mark);
        if (stray == std::string_view::npos) return;
        const auto lines = std::count(plain.begin(), plain.begin() + std::ptrdiff_t(stray), '\n');
        problems_.push_back(Problem{.what = "}} stands without its {{",
                                    .remedy = "open the tag or remove the braces",
                                    .file = file_,
                                    .line = line_ + static_cast<int>(lines)});
    }

    void pass_over(std::size_t to) {
        to = std::min(to, text_.size());
        line_ += static_cast<int>(std::count(text_.begin() + std::ptrdiff_t(at_),
                                             text_.begin() + std::ptrdiff_t(to), '\n'));
        at_ = to;
    }

    void report(std::string what, std::string remedy) {
        problems_.push_back(Problem{
            .what = std::move(what), .remedy = std::move(remedy), .file = file_, .line = line_});
    }

    std::string_view text_;
    const std::string& file_;
    std::size_t at_ = 0;
    int line_;
    Problems& problems_;
    std::vector<Tag> tags_;
};

}  // namespace

std::vector<Tag> scan_tags(std::string_view text, const std::string& file, int first_line,
                           Problems& problems) {
    return Scanner(text, file, first_line, problems).scan();
}

}  // namespace postroom::templating
