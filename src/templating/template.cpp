#include "templating/template.hpp"

#include <algorithm>

#include "base/unicode.hpp"
#include "templating/tags.hpp"

namespace postroom::templating {

namespace {

// mstch recurses with each section and partial; a letter needs three or four.
constexpr int deepest_nesting = 32;
// Partials within partials multiply; no letter comes near.
constexpr std::size_t most_places = 5000;

std::string with_line_feeds(const std::string& text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        result += text[i];
    }
    return result;
}

bool holds_control_character(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
    });
}

/// One file's wording: text, tags, and what each line of it holds besides tags that show nothing.
struct Wording {
    std::string text;
    std::string file;
    std::vector<Tag> tags;
    int first_line = 1;
};

bool shows_something(const Wording& wording, std::size_t begin, std::size_t end,
                     std::size_t& next_tag) {
    bool shown = false;
    for (std::size_t at = begin; at < end;) {
        while (next_tag < wording.tags.size() && wording.tags[next_tag].end <= at) ++next_tag;
        if (next_tag < wording.tags.size() && wording.tags[next_tag].begin <= at) {
            shown |= wording.tags[next_tag].kind == Tag::Kind::value;
            at = wording.tags[next_tag].end;
        } else {
            shown |= wording.text[at] != ' ' && wording.text[at] != '\t';
            ++at;
        }
    }
    return shown;
}

bool stands_alone(const std::string& text, const Tag& tag) {
    std::size_t before = tag.begin;
    while (before > 0 && (text[before - 1] == ' ' || text[before - 1] == '\t')) --before;
    std::size_t after = tag.end;
    while (after < text.size() && (text[after] == ' ' || text[after] == '\t')) ++after;
    return (before == 0 || text[before - 1] == '\n') &&
           (after == text.size() || text[after] == '\n');
}

}  // namespace

/// Reads a template and its partials into a Template, gathering every mistake.
class Reading {
  public:
    explicit Reading(const Template::Partials& partials) : partials_(partials) {}

    ExpectedAll<Template> read(std::string text, const std::string& file, int first_line) {
        const Wording wording = take(std::move(text), file, first_line);
        result_.places_ = places_of(wording);
        if (!problems_.empty()) return fail(std::move(problems_));
        result_.text_ = marked(wording);
        std::vector<std::string> sections;
        note_uses(result_.places_, sections);
        return std::move(result_);
    }

  private:
    using Place = Template::Place;

    Wording take(std::string text, const std::string& file, int first_line) {
        Wording wording{with_line_feeds(text), file, {}, first_line};
        if (!is_utf8(wording.text)) {
            report("the text is not UTF-8", "save the file as UTF-8", file, first_line);
            wording.text.clear();
        } else if (holds_private_use(wording.text)) {
            report("the text holds a private-use character", "remove it", file, first_line);
        } else if (holds_control_character(wording.text)) {
            report("the text holds a control character", "remove it", file, first_line);
        }
        wording.tags = scan_tags(wording.text, file, first_line, problems_);
        for (const Tag& tag : wording.tags) {
            if (tag.kind == Tag::Kind::partial && !stands_alone(wording.text, tag)) {
                report("{{> " + tag.name + "}} shares its line", "put it on a line of its own",
                       file, tag.line);
            }
        }
        return wording;
    }

    /// The text with a mark at the end of each line that can show something. Lines of section tags
    /// alone get none, or mstch would no longer take them out whole.
    std::string marked(const Wording& wording) {
        std::string text;
        std::size_t next_tag = 0;
        int line = wording.first_line;
        for (std::size_t begin = 0; begin < wording.text.size(); ++line) {
            const std::size_t found = wording.text.find('\n', begin);
            const std::size_t end = std::min(found, wording.text.size());
            text.append(wording.text, begin, end - begin);
            const bool shown = shows_something(wording, begin, end, next_tag);
            const bool in_comment = next_tag < wording.tags.size() &&
                                    wording.tags[next_tag].begin < end &&
                                    wording.tags[next_tag].end > end;
            if (shown && !in_comment) {
                const bool hard = end - begin > 2 && wording.text.compare(end - 2, 2, "  ") == 0;
                text += mark_for(result_.lines_.size());
                result_.lines_.push_back({wording.file, line, hard});
            }
            text += '\n';
            begin = end + 1;
        }
        return text;
    }

    std::vector<Place> places_of(const Wording& wording) {
        std::size_t next = 0;
        std::vector<Place> places;
        while (next < wording.tags.size() && !too_large_) {
            std::vector<Place> more = places_inside(wording, next, nullptr);
            std::move(more.begin(), more.end(), std::back_inserter(places));
        }
        return places;
    }

    /// Places from tag `next` up to the close of `opener`; without one, up to a stray close.
    std::vector<Place> places_inside(const Wording& wording, std::size_t& next, const Tag* opener) {
        std::vector<Place> places;
        while (next < wording.tags.size() && !too_large_) {
            const Tag& tag = wording.tags[next++];
            switch (tag.kind) {
                case Tag::Kind::comment:
                    break;
                case Tag::Kind::close:
                    check_close(wording, tag, opener);
                    return places;
                case Tag::Kind::value:
                    places.push_back(place(Use::Kind::value, wording, tag));
                    break;
                case Tag::Kind::section:
                case Tag::Kind::inverted: {
                    const auto kind =
                        tag.kind == Tag::Kind::section ? Use::Kind::section : Use::Kind::inverted;
                    places.push_back(place(kind, wording, tag));
                    if (go_deeper(wording, tag)) {
                        places.back().inside = places_inside(wording, next, &tag);
                        --depth_;
                    }
                    break;
                }
                case Tag::Kind::partial: {
                    std::vector<Place> more = places_of_partial(wording, tag);
                    std::move(more.begin(), more.end(), std::back_inserter(places));
                    break;
                }
            }
        }
        if (opener && !too_large_) {
            report("the section " + opener->name + " is not closed",
                   "add {{/" + opener->name + "}}", wording.file, opener->line);
        }
        return places;
    }

    void check_close(const Wording& wording, const Tag& tag, const Tag* opener) {
        if (!opener) {
            report("{{/" + tag.name + "}} closes a section that is not open",
                   "remove it or open the section before it", wording.file, tag.line);
        } else if (opener->name != tag.name) {
            report("{{/" + tag.name + "}} stands where the section " + opener->name +
                       " opened on line " + std::to_string(opener->line) + " should be closed",
                   "close the inner section first", wording.file, tag.line);
        }
    }

    std::vector<Place> places_of_partial(const Wording& wording, const Tag& tag) {
        const auto partial = partials_.find(tag.name);
        if (partial == partials_.end()) {
            report("there is no partial " + tag.name, "check its name", wording.file, tag.line);
            return {};
        }
        if (std::find(open_partials_.begin(), open_partials_.end(), tag.name) !=
            open_partials_.end()) {
            report("the partial " + tag.name + " includes itself", "remove the tag", wording.file,
                   tag.line);
            return {};
        }
        auto known = wordings_.find(tag.name);
        if (known == wordings_.end()) {
            const auto& [text, file] = partial->second;
            known = wordings_.emplace(tag.name, take(text, file, 1)).first;
            result_.partials_[tag.name] = marked(known->second);
        }
        if (!go_deeper(wording, tag)) return {};
        open_partials_.push_back(tag.name);
        std::vector<Place> places = places_of(known->second);
        open_partials_.pop_back();
        --depth_;
        return places;
    }

    bool go_deeper(const Wording& wording, const Tag& tag) {
        if (depth_ >= deepest_nesting) {
            too_large_ = true;
            report("sections and partials are nested more than " + std::to_string(deepest_nesting) +
                       " deep",
                   "write the letter with fewer", wording.file, tag.line);
            return false;
        }
        ++depth_;
        return true;
    }

    Place place(Use::Kind kind, const Wording& wording, const Tag& tag) {
        if (++place_count_ > most_places && !too_large_) {
            too_large_ = true;
            report("the wording and its partials use more than " + std::to_string(most_places) +
                       " fields",
                   "write the letter with fewer", wording.file, tag.line);
        }
        return Place{kind, tag.name, tag.line, wording.file, {}};
    }

    void note_uses(const std::vector<Place>& places, std::vector<std::string>& sections) {
        for (const Place& one : places) {
            result_.uses_.push_back(Use{one.name, one.kind, one.line, one.file, sections});
            result_.names_.insert(one.name);
            if (one.kind == Use::Kind::value) continue;
            sections.push_back(one.name);
            note_uses(one.inside, sections);
            sections.pop_back();
        }
    }

    void report(std::string what, std::string remedy, const std::string& file, int line) {
        Problem problem{
            .what = std::move(what), .remedy = std::move(remedy), .file = file, .line = line};
        if (std::find(problems_.begin(), problems_.end(), problem) == problems_.end())
            problems_.push_back(std::move(problem));
    }

    const Template::Partials& partials_;
    std::map<std::string, Wording> wordings_;  ///< partials already taken
    std::vector<std::string> open_partials_;
    Template result_;
    Problems problems_;
    int depth_ = 0;
    std::size_t place_count_ = 0;
    bool too_large_ = false;
};

ExpectedAll<Template> Template::parse(std::string text, const std::string& file,
                                      const Partials& partials, int first_line) {
    return Reading(partials).read(std::move(text), file, first_line);
}

}  // namespace postroom::templating
