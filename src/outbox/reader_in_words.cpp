#include "outbox/reader_in_words.hpp"

#include <algorithm>
#include <charconv>

#include "cases/names.hpp"
#include "cases/vocabulary.hpp"

namespace postroom::outbox {

std::string reader_in_words(std::string_view recipient) {
    constexpr std::string_view copy = "copy.";
    const bool copied = recipient.starts_with(copy);
    if (copied) recipient.remove_prefix(copy.size());
    const std::size_t dot = std::min(recipient.find('.'), recipient.size());
    const std::string_view number = recipient.substr(std::min(dot + 1, recipient.size()));
    std::size_t place = 1;
    std::from_chars(number.data(), number.data() + number.size(), place);
    const auto role = cases::role_named(recipient.substr(0, dot));
    std::string words(role ? cases::words_for(*role) : recipient.substr(0, dot));
    if (place > 1) words = cases::in_its_place(words, place);
    return copied ? "copy to the " + words : words;
}

std::string to_whom_in_words(std::string_view recipient) {
    return (recipient.starts_with("copy.") ? ", a " : " to the ") + reader_in_words(recipient);
}

}  // namespace postroom::outbox
