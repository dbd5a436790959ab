// How a letter greets its reader and takes its leave (peer-systems 4.5).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cases/case.hpp"

namespace postroom::composition {

struct Greeting {
    std::string salutation;  ///< "Dear Ms Patel"
    std::string sign_off;    ///< "Yours sincerely", or "Yours faithfully" to nobody by name
};

/// Gets the young-person register, and is greeted by first name.
bool is_young(const cases::Party& party);

/// One letter to these people together (one, or two at one address). A recorded salutation wins;
/// title and last name; without a title first and last name; Sir and Dame take the first name; two
/// people of one name "Dear Mr and Mrs Patel". A young person is greeted by first name. In Welsh
/// ("cy") "Annwyl Ms Patel" and "Yn gywir", a recorded salutation included.
Greeting greet(const std::vector<const cases::Party*>& readers, std::string_view language = "en");

/// The lines of the envelope: name, address lines, postcode in capitals. Empty when the party has
/// no address.
std::vector<std::string> envelope_lines(const cases::Party& party);

}  // namespace postroom::composition
