#include "rendering/unicode_text.hpp"

#include <memory>
#include <stdexcept>
#include <string>

#include <unicode/ubidi.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

namespace postroom::rendering {
namespace {

struct Close {
    void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
    void operator()(UBiDi* bidi) const { ubidi_close(bidi); }
    void operator()(UText* text) const { utext_close(text); }
};
using Iterator = std::unique_ptr<UBreakIterator, Close>;

void require(UErrorCode error, const char* what) {
    if (U_FAILURE(error) != 0) {
        throw std::runtime_error(std::string("ICU: ") + what + ": " + u_errorName(error));
    }
}

Iterator open(UBreakIteratorType type) {
    UErrorCode error = U_ZERO_ERROR;
    Iterator iterator(ubrk_open(type, "en", nullptr, 0, &error));
    require(error, "no rules for breaking text");
    return iterator;
}

std::vector<std::uint32_t> boundaries(UBreakIterator* iterator, std::string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<UText, Close> source(
        utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &error));
    ubrk_setUText(iterator, source.get(), &error);
    require(error, "a text could not be read");
    std::vector<std::uint32_t> result;
    ubrk_first(iterator);
    for (std::int32_t at = ubrk_next(iterator); at != UBRK_DONE; at = ubrk_next(iterator)) {
        result.push_back(static_cast<std::uint32_t>(at));
    }
    return result;
}

}  // namespace

std::vector<std::uint32_t> line_breaks(std::string_view text) {
    thread_local const Iterator iterator = open(UBRK_LINE);
    std::vector<std::uint32_t> breaks = boundaries(iterator.get(), text);
    if (!breaks.empty() && breaks.back() == text.size()) breaks.pop_back();
    return breaks;
}

std::vector<std::uint32_t> character_ends(std::string_view text) {
    thread_local const Iterator iterator = open(UBRK_CHARACTER);
    return boundaries(iterator.get(), text);
}

document::Directions directions(std::string_view paragraph) {
    UErrorCode error = U_ZERO_ERROR;
    std::u16string wide(paragraph.size(), u'\0');
    std::int32_t length = 0;
    u_strFromUTF8(wide.data(), static_cast<std::int32_t>(wide.size()), &length, paragraph.data(),
                  static_cast<std::int32_t>(paragraph.size()), &error);
    const std::unique_ptr<UBiDi, Close> bidi(ubidi_open());
    ubidi_setPara(bidi.get(), wide.data(), length, UBIDI_DEFAULT_LTR, nullptr, &error);
    require(error, "a text's directions are not to be found");
    document::Directions result;
    if (ubidi_getDirection(bidi.get()) == UBIDI_LTR) return result;
    result.right_to_left = ubidi_getParaLevel(bidi.get()) % 2 == 1;
    const UBiDiLevel* levels = ubidi_getLevels(bidi.get(), &error);
    require(error, "a text's directions are not to be found");
    result.levels.resize(paragraph.size());
    std::size_t unit = 0;
    for (std::size_t byte = 0; byte < paragraph.size();) {
        const auto lead = static_cast<unsigned char>(paragraph[byte]);
        const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        for (std::size_t i = 0; i < bytes; ++i) result.levels[byte + i] = levels[unit];
        byte += bytes;
        unit += bytes == 4 ? 2 : 1;
    }
    return result;
}

}  // namespace postroom::rendering
