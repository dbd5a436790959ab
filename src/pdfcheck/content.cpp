#include "pdfcheck/content.hpp"

#include <algorithm>

#include "pdfcheck/operands.hpp"

namespace postroom::pdfcheck {
namespace {

constexpr int deepest_form = 8;  // forms within forms
constexpr std::size_t most_streams = 500'000;

// Every operator of ISO 32000-1, Annex A.
const std::set<std::string>& known_operators() {
    static const std::set<std::string> all = {
        "b",  "B",  "b*", "B*", "BDC", "BI",  "BMC", "BT", "BX", "c",  "cm", "CS", "cs", "d",  "d0",
        "d1", "Do", "DP", "EI", "EMC", "ET",  "EX",  "f",  "F",  "f*", "G",  "g",  "gs", "h",  "i",
        "ID", "j",  "J",  "K",  "k",   "l",   "m",   "M",  "MP", "n",  "q",  "Q",  "re", "RG", "rg",
        "ri", "s",  "S",  "SC", "sc",  "SCN", "scn", "sh", "T*", "Tc", "Td", "TD", "Tf", "Tj", "TJ",
        "TL", "Tm", "Tr", "Ts", "Tw",  "Tz",  "v",   "w",  "W",  "W*", "y",  "'",  "\""};
    return all;
}

bool paints(const std::string& name) {
    static const std::set<std::string> all = {"b", "B", "b*", "B*", "f", "F", "f*", "s", "S", "sh"};
    return all.contains(name);
}

bool is_language_tag(const std::string& tag) {
    return !tag.empty() && tag.size() <= 35 && std::all_of(tag.begin(), tag.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-';
    });
}

struct Mark {
    bool artifact = false;
    int number = -1;
    bool has_text = false;
    bool has_language = false;
};

struct Graphics {
    QPDFObjectHandle font;
    int text_mode = 0;
};

class ContentReader {
  public:
    explicit ContentReader(const PdfFile& file) : file_(file) {}

    Content read() {
        int number = 0;
        for (const QPDFObjectHandle& page : file_.pages()) {
            ++number;
            if (result_.streams.size() > most_streams) break;
            marks_.clear();
            read_stream(page, number, bytes_of(value_of(page, "/Contents")), resources_of(page), 0);
        }
        return std::move(result_);
    }

  private:
    // Resources may come from the pages above.
    static QPDFObjectHandle resources_of(QPDFObjectHandle page) {
        for (int up = 0; up < 50 && page.isDictionary(); ++up) {
            if (page.getKey("/Resources").isDictionary()) return page.getKey("/Resources");
            page = page.getKey("/Parent");
        }
        return QPDFObjectHandle::newDictionary();
    }

    std::optional<std::string> bytes_of(QPDFObjectHandle contents) const {
        if (contents.isNull()) return "";
        if (!contents.isArray()) return file_.unpacked(contents);
        std::string all;
        for (int i = 0; i < contents.getArrayNItems(); ++i) {
            const auto part = file_.unpacked(contents.getArrayItem(i));
            if (!part) return std::nullopt;
            all += *part + "\n";
        }
        return all;
    }

    void read_stream(QPDFObjectHandle holder, int page, std::optional<std::string> bytes,
                     QPDFObjectHandle resources, int depth) {
        const std::size_t outer = here_;
        const QPDFObjectHandle outer_resources = resources_;
        here_ = result_.streams.size();
        resources_ = resources;
        result_.streams.push_back({.owner = holder.getObjGen(), .page = page, .holder = holder});
        if (!bytes) {
            stream().unreadable = true;
        } else {
            const std::size_t marks_before = marks_.size();
            Graphics graphics;
            std::vector<Graphics> saved;
            OperatorReader operators(*bytes);
            while (operators.next()) apply(operators, graphics, saved, depth);
            marks_.resize(std::min(marks_.size(), marks_before));
        }
        here_ = outer;
        resources_ = outer_resources;
    }

    ContentStream& stream() { return result_.streams[here_]; }

    void apply(const OperatorReader& operators, Graphics& graphics, std::vector<Graphics>& saved,
               int depth) {
        const std::string& name = operators.name();
        const auto& operands = operators.operands();
        const Operand first = operands.empty() ? Operand{} : operands.front();
        if (name == "q") {
            if (saved.size() < 1000) saved.push_back(graphics);
            stream().deepest_nesting =
                std::max(stream().deepest_nesting, static_cast<int>(saved.size()));
        } else if (name == "Q") {
            if (!saved.empty()) {
                graphics = saved.back();
                saved.pop_back();
            }
        } else if (name == "BDC" || name == "BMC") {
            begin(operands);
        } else if (name == "EMC") {
            if (!marks_.empty()) marks_.pop_back();
        } else if (name == "Tf") {
            graphics.font = value_of(value_of(resources_, "/Font"), first.text);
        } else if (name == "Tr") {
            graphics.text_mode = static_cast<int>(first.number);
        } else if (name == "Tj" || name == "'" || name == "\"" || name == "TJ") {
            show(operands, graphics);
        } else if (name == "Do") {
            draw(first.text, depth);
        } else if (name == "EI" || paints(name)) {
            drawn();
        } else if (name == "rg" || name == "RG") {
            stream().devices.insert("RGB");
        } else if (name == "k" || name == "K") {
            stream().devices.insert("CMYK");
        } else if (name == "g" || name == "G") {
            stream().devices.insert("Gray");
        } else if (name == "cs" || name == "CS") {
            device(first.text);
        } else if (name == "ri") {
            static const std::set<std::string> intents = {
                "/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"};
            if (!intents.contains(first.text)) stream().rendering_intent_unknown = true;
        } else if (!known_operators().contains(name)) {
            if (stream().unknown_operators.size() < 10) stream().unknown_operators.insert(name);
        }
    }

    void device(const std::string& space) {
        if (space.substr(0, 7) == "/Device") stream().devices.insert(space.substr(7));
    }

    void begin(const std::vector<Operand>& operands) {
        Mark mark;
        if (operands.empty()) {
            marks_.push_back(mark);
            return;
        }
        const std::string& tag = operands[0].text;
        mark.artifact = tag == "/Artifact";
        Properties properties =
            operands.size() > 1 ? properties_of(operands[1], value_of(resources_, "/Properties"))
                                : Properties{};
        mark.number = properties.number;
        mark.has_text = properties.has_actual_text;
        mark.has_language = !properties.language.empty();
        if (mark.has_language && !is_language_tag(properties.language))
            stream().bad_languages.insert(tag.substr(0, 32));
        if (mark.artifact && tagged()) ++stream().artifact_in_tag;
        if (mark.number >= 0) {
            if (in_artifact()) ++stream().tag_in_artifact;
            stream().marks.insert(mark.number);
        }
        marks_.push_back(mark);
        if (tag == "/Span" && properties.has_words() && !language_known())
            ++stream().wordless_language;
    }

    bool tagged() const {
        return std::any_of(marks_.begin(), marks_.end(),
                           [](const Mark& mark) { return mark.number >= 0; });
    }
    bool in_artifact() const {
        return std::any_of(marks_.begin(), marks_.end(),
                           [](const Mark& mark) { return mark.artifact; });
    }
    bool language_known() const {
        return std::any_of(marks_.begin(), marks_.end(),
                           [](const Mark& mark) { return mark.has_language; });
    }

    void drawn() {
        if (!tagged() && !in_artifact()) ++stream().untagged;
    }

    void show(const std::vector<Operand>& operands, const Graphics& graphics) {
        drawn();
        if (!in_artifact() && !language_known()) ++stream().without_language;
        if (!value_of(graphics.font, "/Subtype").isName()) return;
        FontUse& use = result_.fonts[graphics.font.getObjGen()];
        if (use.page == 0) {
            use.font = graphics.font;
            use.page = stream().page;
        }
        if (graphics.text_mode != 3) use.seen = true;
        const std::size_t bytes = name_of(value_of(graphics.font, "/Subtype")) == "/Type0" ? 2 : 1;
        const bool wordless = std::none_of(marks_.begin(), marks_.end(),
                                           [](const Mark& mark) { return mark.has_text; });
        for (const Operand& operand : operands) {
            for (const std::string& text : operand.strings()) {
                for (std::size_t at = 0; at < text.size(); at += bytes) {
                    const std::string code = text.substr(at, bytes);
                    use.codes.insert(code);
                    if (wordless) use.wordless.insert(code);
                }
            }
        }
    }

    void draw(const std::string& name, int depth) {
        QPDFObjectHandle object = value_of(value_of(resources_, "/XObject"), name);
        const std::string kind = name_of(value_of(object, "/Subtype"));
        if (kind != "/Form") {
            drawn();
            device(name_of(value_of(object, "/ColorSpace")));
            return;
        }
        if (depth >= deepest_form || result_.streams.size() > most_streams) return;
        QPDFObjectHandle resources = value_of(object, "/Resources");
        read_stream(object, stream().page, file_.unpacked(object),
                    resources.isDictionary() ? resources : resources_, depth + 1);
    }

    const PdfFile& file_;
    Content result_;
    std::size_t here_ = 0;  // index of the stream being read
    QPDFObjectHandle resources_;
    std::vector<Mark> marks_;  // open ones; a form's stand within those of who draws it
};

}  // namespace

Content read_content(const PdfFile& file) {
    return ContentReader(file).read();
}

}  // namespace postroom::pdfcheck
