#include <algorithm>
#include <mutex>

#include <mstch/mstch.hpp>

#include "base/unicode.hpp"
#include "templating/template.hpp"

namespace postroom::templating {

namespace {

bool is_blank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

std::string render(const std::string& text, const mstch::node& context,
                   const std::map<std::string, std::string>& partials) {
    // A global of mstch's, which by default escapes for HTML; tokens need nothing.
    static std::once_flag once;
    std::call_once(once, [] {
        mstch::config::escape = [](const std::string& unchanged) { return unchanged; };
    });
    return mstch::render(text, context, partials);
}

/// Values replaced by tokens, in the shape mstch wants. It copies its context deeply, so only
/// names that the template uses are put in.
class Context {
  public:
    using Names = std::set<std::string, std::less<>>;
    explicit Context(const Names& names) : names_(names) {}

    mstch::node of(const Record& record) {
        mstch::map map;
        for (const std::string& name : names_) {
            const auto found = record.find(name);
            if (found != record.end()) map.emplace(name, of(found->second));
        }
        return map;
    }

    mstch::node token(std::string value) {
        values_.push_back(std::move(value));
        return token_for(values_.size() - 1);
    }

    std::vector<std::string> take_values() { return std::move(values_); }

  private:
    mstch::node of(const Value& value) {
        if (const bool* flag = std::get_if<bool>(&value)) return *flag;
        if (const Records* records = std::get_if<Records>(&value)) {
            mstch::array items;
            for (const Record& record : *records) items.push_back(of(record));
            return items;
        }
        const std::string& text = std::get<std::string>(value);
        return is_blank(text) ? mstch::node(std::string()) : token(text);
    }

    const Names& names_;
    std::vector<std::string> values_;
};

/// What mstch gave, with marks taken out and remembered. A line with wording of which nothing is
/// left goes too, so that an absent `{{#section}}` between two lines does not part them.
Filled without_marks(const std::string& rendered, const std::vector<WordingLine>& lines,
                     std::vector<std::string> values) {
    Filled filled{.text = {}, .values = std::move(values), .origins = {}};
    filled.text.reserve(rendered.size());
    for (std::size_t begin = 0; begin < rendered.size();) {
        const std::size_t end = std::min(rendered.find('\n', begin), rendered.size());
        const std::string_view line(rendered.data() + begin, end - begin);
        begin = end + 1;
        std::size_t content = line.size();
        Found mark;
        for (std::size_t at = next_private_use(line, 0); at != std::string_view::npos;
             at = next_private_use(line, at + 1)) {
            mark = mark_at(line, at);
            if (mark.length > 0) {
                content = at;
                break;
            }
        }
        const std::size_t start = filled.text.size();
        filled.text.append(line.substr(0, content));
        if (mark.length > 0) {
            const WordingLine& origin = lines.at(mark.number);
            // Two spaces left over by an absent section are not the writer's hard break.
            while (!origin.hard_break && filled.text.size() > start && filled.text.back() == ' ')
                filled.text.pop_back();
            if (filled.text.find_first_not_of(" \t", start) == std::string::npos) {
                filled.text.resize(start);
                continue;
            }
            filled.origins.push_back({filled.text.size(), origin.file, origin.line});
        }
        filled.text += '\n';
    }
    return filled;
}

}  // namespace

/// Walks the places a reader would see and says what is missing there.
class Filling {
  public:
    explicit Filling(const Record& values) : scope_{&values} {}

    Problems judge(const std::vector<Template::Place>& places) {
        for (const Template::Place& place : places) judge(place);
        return std::move(problems_);
    }

  private:
    const Value* look_up(const std::string& name) const {
        for (auto record = scope_.rbegin(); record != scope_.rend(); ++record) {
            const auto found = (*record)->find(name);
            if (found != (*record)->end()) return &found->second;
        }
        return nullptr;
    }

    static bool is_shown(const Value* value) {
        if (!value) return false;
        if (const bool* flag = std::get_if<bool>(value)) return *flag;
        if (const Records* records = std::get_if<Records>(value)) return !records->empty();
        return !is_blank(std::get<std::string>(*value));
    }

    void judge(const Template::Place& place) {
        const Value* value = look_up(place.name);
        if (place.kind == Use::Kind::value) return judge_text(place, value);
        if (is_shown(value) != (place.kind == Use::Kind::section)) return;
        const Records* records = value ? std::get_if<Records>(value) : nullptr;
        if (!records || records->empty()) return judge_inside(place);
        const std::string outside = in_list_;
        for (std::size_t number = 1; number <= records->size(); ++number) {
            scope_.push_back(&(*records)[number - 1]);
            in_list_ = " in number " + std::to_string(number) + " of " + place.name + outside;
            judge_inside(place);
            scope_.pop_back();
        }
        in_list_ = outside;
    }

    void judge_inside(const Template::Place& place) {
        for (const Template::Place& inner : place.inside) judge(inner);
    }

    void judge_text(const Template::Place& place, const Value* value) {
        const std::string in_section = "record it, or put the words that need it in {{#" +
                                       place.name + "}}…{{/" + place.name + "}}";
        if (!value) return report(place, "the field has no value", in_section);
        const std::string* text = std::get_if<std::string>(value);
        if (!text) {
            return report(place, "the field is not text",
                          "use it as a section: {{#" + place.name + "}}…{{/" + place.name + "}}");
        }
        if (is_blank(*text)) return report(place, "the field is empty", in_section);
        if (!is_utf8(*text)) report(place, "the field is not UTF-8 text", "record it again");
    }

    void report(const Template::Place& place, std::string what, std::string remedy) {
        Problem problem{.what = std::move(what) + in_list_,
                        .remedy = std::move(remedy),
                        .file = place.file,
                        .line = place.line,
                        .case_reference = {},
                        .field = place.name};
        if (std::find(problems_.begin(), problems_.end(), problem) == problems_.end())
            problems_.push_back(std::move(problem));
    }

    std::vector<const Record*> scope_;  ///< outermost first
    std::string in_list_;               ///< which item of which list is judged; else empty
    Problems problems_;
};

ExpectedAll<Filled> Template::fill(const Record& values) const {
    Problems problems = Filling(values).judge(places_);
    if (!problems.empty()) return fail(std::move(problems));
    Context context(names_);
    const mstch::node root = context.of(values);
    return without_marks(render(text_, root, partials_), lines_, context.take_values());
}

Filled Template::sample(Shown shown) const {
    std::string text = text_;
    std::map<std::string, std::string> partials = partials_;
    std::set<std::string, std::less<>> left_out;
    if (shown == Shown::everything) {
        const auto turn = [](std::string& wording) {
            for (std::size_t at = wording.find("{{^"); at != std::string::npos;
                 at = wording.find("{{^", at))
                wording[at + 2] = '#';
        };
        turn(text);
        for (auto& [name, wording] : partials) turn(wording);
    }
    if (shown == Shown::inverted) {
        for (const Use& use : uses_)
            if (use.kind != Use::Kind::value) left_out.insert(use.name);
    }
    Context context(names_);
    mstch::map root;
    for (const std::string& name : names_)
        if (!left_out.contains(name)) root.emplace(name, context.token(name));
    return without_marks(render(text, root, partials), lines_, context.take_values());
}

Filled::Origin Filled::origin_of(std::size_t offset) const {
    const auto found =
        std::lower_bound(origins.begin(), origins.end(), offset,
                         [](const Origin& origin, std::size_t at) { return origin.end <= at; });
    return found == origins.end() ? Origin{} : *found;
}

std::vector<Filled::Piece> Filled::pieces(std::string_view text) {
    std::vector<Piece> pieces;
    std::size_t plain_from = 0;
    for (std::size_t at = next_private_use(text, 0); at != std::string_view::npos;) {
        const Found token = token_at(text, at);
        if (token.length == 0) {
            at = next_private_use(text, at + 1);
            continue;
        }
        if (at > plain_from) pieces.push_back({text.substr(plain_from, at - plain_from)});
        pieces.push_back({{}, static_cast<int>(token.number)});
        plain_from = at + token.length;
        at = next_private_use(text, plain_from);
    }
    if (plain_from < text.size()) pieces.push_back({text.substr(plain_from)});
    return pieces;
}

std::string Filled::joined() const {
    std::string result;
    for (const Piece& piece : pieces(text)) {
        if (piece.value < 0) {
            result += piece.plain;
        } else {
            result += values.at(static_cast<std::size_t>(piece.value));
        }
    }
    while (!result.empty() && result.back() == '\n') result.pop_back();
    return result;
}

}  // namespace postroom::templating
