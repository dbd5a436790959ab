#include "rendering/spoken_scripts.hpp"

#include <array>

#include "base/unicode.hpp"

namespace postroom::rendering {
namespace {

struct Script {
    char32_t first, last;
    std::string_view language;
    std::string_view others;  // languages written in it as well: a file in one of them says so
};
constexpr std::array<Script, 6> scripts = {{{0x0590, 0x05FF, "he", " yi "},
                                            {0x0600, 0x077F, "ar", " ur fa ps sd ckb ku pnb "},
                                            {0x0900, 0x097F, "hi", " mr ne kok sa "},
                                            {0x0980, 0x09FF, "bn", " as "},
                                            {0x0A00, 0x0A7F, "pa", ""},
                                            {0x0A80, 0x0AFF, "gu", ""}}};
constexpr std::u32string_view urdu_letters = U"\u0679\u0688\u0691\u06BA\u06D2\u06BE\u06C1";
constexpr std::u32string_view persian_letters = U"\u067E\u0686\u0698\u06AF";

const Script* script_of(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t character = next_code_point(text, at);
        for (const Script& script : scripts)
            if (character >= script.first && character <= script.last) return &script;
    }
    return nullptr;
}

bool holds(std::string_view text, std::u32string_view letters) {
    for (std::size_t at = 0; at < text.size();)
        if (letters.find(next_code_point(text, at)) != letters.npos) return true;
    return false;
}

}  // namespace

SpokenScripts::SpokenScripts(const document::Pages& pages, std::string document_language)
    : document_language_(std::move(document_language)) {
    for (const document::Page& page : pages.pages) {
        for (const document::Text& text : page.texts) {
            for (std::uint32_t i = 0; i < text.run_count; ++i) {
                const document::GlyphRun& run = *pages.runs[text.first_run + i].run;
                if (!run.right_to_left) continue;
                std::string_view& said = arabic_[text.block];
                if (holds(run.text, urdu_letters))
                    said = "ur";
                else if (said.empty() && holds(run.text, persian_letters))
                    said = "fa";
            }
        }
    }
}

std::string_view SpokenScripts::language(std::string_view text, int block) const {
    const Script* script = script_of(text);
    if (script == nullptr) return {};
    const std::string own = document_language_.substr(0, document_language_.find('-'));
    if (own == script->language || script->others.find(" " + own + " ") != std::string::npos)
        return {};
    if (script->language != "ar") return script->language;
    const auto found = arabic_.find(block);
    return found == arabic_.end() || found->second.empty() ? script->language : found->second;
}

}  // namespace postroom::rendering
