#include "outbox/reader_in_words.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "cases/vocabulary.hpp"

namespace postroom::outbox {

std::string reader_in_words(std::string_view recipient) {
    constexpr std::string_view copy = "copy.";
    constexpr std::array<std::string_view, 8> places{"first", "second", "third",   "fourth",
                                                     "fifth", "sixth",  "seventh", "eighth"};
    const bool copied = recipient.starts_with(copy);
    if (copied) recipient.remove_prefix(copy.size());
    const std::size_t dot = std::min(recipient.find('.'), recipient.size());
    const std::string_view number = recipient.substr(std::min(dot + 1, recipient.size()));
    std::size_t place = 1;
    std::from_chars(number.data(), number.data() + number.size(), place);
    const auto role = cases::role_named(recipient.substr(0, dot));
    std::string words(role ? cases::words_for(*role) : recipient.substr(0, dot));
    if (place > places.size())
        words.append(" ").append(number);
    else if (place > 1)
        words = std::string(places[place - 1]).append(" ").append(words);
    return copied ? "copy to the " + words : words;
}

}  // namespace postroom::outbox
