#include <algorithm>
#include <cmath>

#include "pdfcheck/inspections.hpp"
#include "pdfcheck/lexer.hpp"
#include "pdfcheck/to_unicode.hpp"
#include "pdfcheck/true_type.hpp"

namespace postroom::pdfcheck {
namespace {

constexpr double width_slack = 1.5;  // thousandths; a unit, and what rounding adds

unsigned code_number(const std::string& code) {
    unsigned value = 0;
    for (const char c : code) value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

unsigned unit_at(const std::string& text, std::size_t at) {
    return code_number(text.substr(at, 2));
}

bool is_true_type_program(QPDFObjectHandle descriptor) {
    return value_of(descriptor, "/FontFile2").isStream() ||
           name_of(value_of(value_of(descriptor, "/FontFile3"), "/Subtype")) == "/OpenType";
}

QPDFObjectHandle program_of(QPDFObjectHandle descriptor) {
    for (const char* key : {"/FontFile2", "/FontFile3", "/FontFile"}) {
        QPDFObjectHandle program = value_of(descriptor, key);
        if (program.isStream()) return program;
    }
    return QPDFObjectHandle::newNull();
}

class FontInspection {
  public:
    FontInspection(const PdfFile& file, const FontUse& use, Findings& findings)
        : file_(file), use_(use), font_(use.font), findings_(findings) {
        where_ = place(use.page, use.font);
    }

    void inspect() {
        const std::string kind = name_of(font_.getKey("/Subtype"));
        names(font_);
        if (kind == "/Type0") {
            composite();
        } else if (kind == "/Type3") {
            findings_.not_judged("widths and glyphs of Type 3 fonts");
        } else {
            simple(kind);
        }
        texts(kind == "/Type0");
    }

  private:
    void names(QPDFObjectHandle font) {
        static const std::set<std::string> kinds = {"/Type1",       "/MMType1", "/TrueType",
                                                    "/Type3",       "/Type0",   "/CIDFontType0",
                                                    "/CIDFontType2"};
        if (name_of(font.getKey("/Type")) != "/Font")
            findings_.add("A-6.2.11.2-1", where_, "its Type is not Font");
        const std::string kind = name_of(font.getKey("/Subtype"));
        if (!kinds.contains(kind)) findings_.add("A-6.2.11.2-2", where_, "it is of no known kind");
        if (kind != "/Type3" && name_of(font.getKey("/BaseFont")).empty())
            findings_.add("A-6.2.11.2-3", where_, "it has no name (BaseFont)");
    }

    void composite() {
        QPDFObjectHandle list = font_.getKey("/DescendantFonts");
        QPDFObjectHandle inner = list.isArray() && list.getArrayNItems() > 0
                                     ? list.getArrayItem(0)
                                     : QPDFObjectHandle::newNull();
        if (!inner.isDictionary()) {
            findings_.add("UA-7.21.4.1-1", where_, "it has no descendant font");
            return;
        }
        names(inner);
        const bool identity = encoding(inner);
        QPDFObjectHandle map = inner.getKey("/CIDToGIDMap");
        const bool true_type = name_of(inner.getKey("/Subtype")) == "/CIDFontType2";
        if (true_type && !map.isStream() && name_of(map) != "/Identity")
            findings_.add("UA-7.21.3.2-1", where_, "CIDToGIDMap is neither Identity nor a stream");
        QPDFObjectHandle descriptor = inner.getKey("/FontDescriptor");
        if (!embedded(descriptor)) return;
        if (!identity || !is_true_type_program(descriptor)) {
            findings_.not_judged("glyphs and widths of fonts that are not Identity-H TrueType");
            return;
        }
        const std::string bytes = file_.unpacked(program_of(descriptor)).value_or("");
        const TrueType program(bytes);
        if (!program.sound()) {
            findings_.add("UA-7.21.4.1-1", where_, "the embedded font is damaged");
            return;
        }
        glyphs(inner, program, map);
        identifiers(value_of(descriptor, "/CIDSet"), program);
    }

    // True for Identity-H and Identity-V.
    bool encoding(QPDFObjectHandle inner) {
        QPDFObjectHandle encoding = font_.getKey("/Encoding");
        const std::string name = name_of(encoding);
        if (name == "/Identity-H" || name == "/Identity-V") return true;
        if (!encoding.isStream()) {
            // The names of Table 118 all end so; others must be embedded.
            if (name.size() < 3 ||
                (name.substr(name.size() - 2) != "-H" && name.substr(name.size() - 2) != "-V"))
                findings_.add("UA-7.21.3.3-1", where_, "its CMap is neither known nor embedded");
            return false;
        }
        QPDFObjectHandle here = value_of(inner, "/CIDSystemInfo");
        QPDFObjectHandle there = value_of(encoding, "/CIDSystemInfo");
        for (const char* key : {"/Registry", "/Ordering"}) {
            QPDFObjectHandle a = value_of(here, key);
            QPDFObjectHandle b = value_of(there, key);
            if (a.isString() && b.isString() && a.getStringValue() == b.getStringValue()) continue;
            findings_.add("UA-7.21.3.1-1", where_, "its CIDSystemInfo is not its CMap's");
            break;
        }
        writing_mode(encoding);
        return false;
    }

    void writing_mode(QPDFObjectHandle cmap) {
        QPDFObjectHandle said = value_of(cmap, "/WMode");
        const long long wanted = said.isInteger() ? said.getIntValue() : 0;
        const std::string text = file_.unpacked(cmap).value_or("");
        Lexer lexer(text);
        for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
            if (token.text != "/WMode") continue;
            if (lexer.next().text != std::to_string(wanted))
                findings_.add("UA-7.21.3.3-2", where_, "WMode differs within its CMap");
            return;
        }
    }

    bool embedded(QPDFObjectHandle descriptor) {
        if (!program_of(descriptor).isNull()) return true;
        if (use_.seen) findings_.add("UA-7.21.4.1-1", where_, "the font is not embedded");
        return false;
    }

    void glyphs(QPDFObjectHandle inner, const TrueType& program, QPDFObjectHandle map) {
        const std::string numbers = map.isStream() ? file_.unpacked(map).value_or("") : "";
        const auto widths = widths_of(inner);
        QPDFObjectHandle usual = inner.getKey("/DW");
        const double default_width = usual.isNumber() ? usual.getNumericValue() : 1000;
        int missing = 0, absent = 0, wrong = 0;
        for (const std::string& code : use_.codes) {
            const unsigned cid = code_number(code);
            const unsigned glyph = map.isStream() ? unit_at(numbers, std::size_t{2} * cid) : cid;
            if (glyph == 0 || code.size() != 2) {
                ++missing;
            } else if (glyph >= program.glyphs()) {
                ++absent;
            } else if (use_.seen) {
                const auto said = widths.find(cid);
                const double width = said == widths.end() ? default_width : said->second;
                if (std::abs(width - program.width(glyph)) > width_slack) ++wrong;
            }
        }
        if (missing > 0)
            findings_.add("UA-7.21.8-1", where_, "text holds the glyph of missing characters");
        if (absent > 0)
            findings_.add("UA-7.21.4.1-3", where_,
                          std::to_string(absent) + " glyphs are not in the embedded font");
        if (wrong > 0)
            findings_.add("UA-7.21.5-1", where_,
                          std::to_string(wrong) + " glyphs are not as wide as the file says");
    }

    // W: "first [w w w]" or "first last w" (ISO 32000-1, 9.7.4.3).
    static std::map<unsigned, double> widths_of(QPDFObjectHandle inner) {
        std::map<unsigned, double> widths;
        QPDFObjectHandle list = inner.getKey("/W");
        for (int i = 0; list.isArray() && i + 1 < list.getArrayNItems();) {
            QPDFObjectHandle first = list.getArrayItem(i);
            QPDFObjectHandle second = list.getArrayItem(i + 1);
            if (!first.isInteger() || first.getIntValue() < 0 || first.getIntValue() > 0xFFFF)
                break;
            unsigned cid = static_cast<unsigned>(first.getIntValue());
            if (second.isArray()) {
                for (int k = 0; k < second.getArrayNItems() && cid <= 0xFFFF; ++k, ++cid) {
                    QPDFObjectHandle width = second.getArrayItem(k);
                    if (width.isNumber()) widths[cid] = width.getNumericValue();
                }
                i += 2;
                continue;
            }
            if (i + 2 >= list.getArrayNItems() || !second.isInteger()) break;
            QPDFObjectHandle width = list.getArrayItem(i + 2);
            for (; cid <= 0xFFFF && cid <= second.getIntValue(); ++cid)
                widths[cid] = width.isNumber() ? width.getNumericValue() : 0;
            i += 3;
        }
        return widths;
    }

    void identifiers(QPDFObjectHandle set, const TrueType& program) {
        if (!set.isStream()) return;
        const std::string bits = file_.unpacked(set).value_or("");
        for (unsigned cid = 0; cid < program.glyphs(); ++cid) {
            const bool there = cid / 8 < bits.size() &&
                               (static_cast<unsigned char>(bits[cid / 8]) << (cid % 8) & 0x80);
            if (there) continue;
            findings_.add("UA-7.21.4.2-2", where_, "CIDSet leaves out glyphs of the font");
            return;
        }
    }

    void simple(const std::string& kind) {
        QPDFObjectHandle descriptor = font_.getKey("/FontDescriptor");
        QPDFObjectHandle widths = font_.getKey("/Widths");
        QPDFObjectHandle first = font_.getKey("/FirstChar");
        QPDFObjectHandle last = font_.getKey("/LastChar");
        if (!first.isInteger()) findings_.add("A-6.2.11.2-4", where_, "it has no FirstChar");
        if (!last.isInteger()) findings_.add("A-6.2.11.2-5", where_, "it has no LastChar");
        const bool counted = first.isInteger() && last.isInteger();
        if (!widths.isArray() ||
            (counted && widths.getArrayNItems() != last.getIntValue() - first.getIntValue() + 1))
            findings_.add("A-6.2.11.2-6", where_, "Widths is missing, or of another length");
        const bool has_program = embedded(descriptor);
        findings_.not_judged("glyphs and widths of fonts that are not Identity-H TrueType");
        if (kind != "/TrueType" || !has_program) return;
        const std::string bytes = file_.unpacked(program_of(descriptor)).value_or("");
        const TrueType program(bytes);
        QPDFObjectHandle flags = value_of(descriptor, "/Flags");
        const bool symbolic = flags.isInteger() && (flags.getIntValue() & 4) != 0;
        character_maps(program, symbolic);
    }

    void character_maps(const TrueType& program, bool symbolic) {
        const auto has = [&](int platform, int encoding) {
            return std::any_of(program.maps().begin(), program.maps().end(),
                               [&](const CharacterMap& map) {
                                   return map.platform == platform && map.encoding == encoding;
                               });
        };
        QPDFObjectHandle encoding = font_.getKey("/Encoding");
        if (symbolic) {
            if (!encoding.isNull())
                findings_.add("UA-7.21.6-3", where_, "a symbol font has an Encoding");
            if (program.maps().size() != 1 && !has(3, 0))
                findings_.add("UA-7.21.6-4", where_, "a symbol font has not just one cmap");
            return;
        }
        if (!has(3, 1) && !has(1, 0))
            findings_.add("UA-7.21.6-1", where_, "the embedded font maps no characters");
        const std::string base =
            encoding.isDictionary() ? name_of(encoding.getKey("/BaseEncoding")) : name_of(encoding);
        const bool known = base == "/WinAnsiEncoding" || base == "/MacRomanEncoding";
        const bool differs = value_of(encoding, "/Differences").isArray();
        if (!known || (differs && !has(3, 1)))
            findings_.add("UA-7.21.6-2", where_, "its Encoding is neither WinAnsi nor MacRoman");
    }

    void texts(bool composite) {
        QPDFObjectHandle stream = font_.getKey("/ToUnicode");
        if (!stream.isStream()) {
            QPDFObjectHandle encoding = font_.getKey("/Encoding");
            const std::string base = encoding.isDictionary()
                                         ? name_of(encoding.getKey("/BaseEncoding"))
                                         : name_of(encoding);
            if (composite || (base != "/WinAnsiEncoding" && base != "/MacRomanEncoding" &&
                              base != "/MacExpertEncoding"))
                findings_.add("UA-7.21.7-1", where_, "it has no ToUnicode");
            return;
        }
        const ToUnicode map(file_.unpacked(stream).value_or(""));
        int unknown = 0, invalid = 0, private_use = 0;
        for (const std::string& code : use_.codes) {
            const auto text = map.text_of(code);
            if (!text) {
                ++unknown;
                continue;
            }
            for (std::size_t at = 0; at < text->size(); at += 2) {
                const unsigned unit = unit_at(*text, at);
                if (unit == 0 || unit == 0xFEFF || unit == 0xFFFE) ++invalid;
                const bool is_private =
                    (unit >= 0xE000 && unit <= 0xF8FF) || (unit >= 0xDB80 && unit <= 0xDBFF);
                if (is_private && use_.wordless.contains(code)) ++private_use;
            }
        }
        if (unknown > 0)
            findings_.add("UA-7.21.7-1", where_,
                          std::to_string(unknown) + " glyphs stand for no character");
        if (invalid > 0)
            findings_.add("UA-7.21.7-2", where_,
                          std::to_string(invalid) + " glyphs stand for U+0000, U+FEFF or U+FFFE");
        if (private_use > 0)
            findings_.add("A-6.2.11.7.3-1", where_,
                          "private characters stand without the words they are read as");
    }

    const PdfFile& file_;
    const FontUse& use_;
    QPDFObjectHandle font_;
    Findings& findings_;
    std::string where_;
};

}  // namespace

void inspect_fonts(const PdfFile& file, const Content& content, Findings& findings) {
    for (const auto& [number, use] : content.fonts) FontInspection(file, use, findings).inspect();
}

}  // namespace postroom::pdfcheck
