#include "mutation.hpp"

namespace postroom::fuzz {
namespace {

using namespace std::string_literals;

// What has a meaning to somebody who reads these texts, or breaks what has.
const std::vector<std::string> pieces = {"#",
                                         "\n# ",
                                         "## ",
                                         "> ",
                                         "- ",
                                         "1. ",
                                         "  - ",
                                         "|",
                                         "| a | b |\n|---|---|\n| c | d |\n",
                                         "**",
                                         "*",
                                         "_",
                                         "`",
                                         "[",
                                         "](",
                                         ")",
                                         "[x](https://council.example)",
                                         "\\",
                                         "\\\n",
                                         "  \n",
                                         "\n\n",
                                         "\n",
                                         "\r\n",
                                         "\t",
                                         "---\n",
                                         "<b>",
                                         "<!--",
                                         "&amp;",
                                         "&nbsp;",
                                         "&#0;",
                                         "&#x110000;",
                                         "{{",
                                         "}}",
                                         "{{#x}}",
                                         "{{/x}}",
                                         "{{^x}}",
                                         "{{> _help}}",
                                         "{{! note }}",
                                         "{{{x}}}",
                                         "{{reference}}",
                                         "TODO",
                                         "title: x\n",
                                         "fields: [a]\n",
                                         "fields: [",
                                         "channels: [letter]\n",
                                         "\"",
                                         "'",
                                         ": ",
                                         "!!binary x",
                                         "&a [*a]",
                                         "\0"s,
                                         "\x07",
                                         "\x7F",
                                         "\xC2\x85",
                                         "\xE2\x80\xA8",
                                         "\xE2\x80\xAE",
                                         "\xE2\x81\xA6",
                                         "\xEF\xBB\xBF",
                                         "\xFF",
                                         "\xC3",
                                         "\xED\xA0\x80",
                                         "\xF4\x90\x80\x80",
                                         "\xEE\x80\x80",
                                         "\xC2\xA0",
                                         "\xC2\xAD",
                                         "\xE2\x80\x8D",
                                         "e\xCC\x81",
                                         "😀",
                                         "ŵ",
                                         "שלום",
                                         "السلام عليكم",
                                         "آپ کی شکایت",
                                         "ક્ષત્રિય",
                                         "আপনার",
                                         "ਸਤਿ ਸ੍ਰੀ",
                                         "हिन्दी",
                                         "漢字",
                                         "﷽",
                                         "LE15 6QT",
                                         "17 March 2025",
                                         "CSC-2025-0143",
                                         "0116 496 0000",
                                         "Ms",
                                         "BFPO 801",
                                         "@",
                                         "=SUM(A1)",
                                         ""};

std::string repeated(const std::string& text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

}  // namespace

std::string Mutator::value() {
    std::string text;
    for (std::size_t words = below(5); words-- > 0;) {
        text += below(2) == 0 ? "word" + std::to_string(below(1000)) : one_of(pieces);
        if (below(3) > 0) text += ' ';
    }
    if (below(40) == 0) text += repeated(one_of(pieces) + "n", 1 + below(3000));
    return text;
}

void Mutator::change(std::string& text, const std::vector<std::string>& seeds) {
    const std::size_t at = below(text.size() + 1);
    switch (below(8)) {
        case 0:
            if (!text.empty()) text[below(text.size())] = static_cast<char>(below(256));
            break;
        case 1:
            text.erase(at, below(60));
            break;
        case 2:
            text.insert(at, text.substr(below(text.size() + 1), below(400)));
            break;
        case 3: {
            const std::string& other = one_of(seeds);
            text = text.substr(0, at) + other.substr(below(other.size() + 1));
            break;
        }
        case 4:
            text.insert(at, repeated(one_of(pieces), 1 + below(200)));
            break;
        default:
            text.insert(at, one_of(pieces));
    }
    constexpr std::size_t longest = 40'000;  // bytes; no letter's wording comes near
    if (text.size() > longest) text.resize(longest);
}

}  // namespace postroom::fuzz
