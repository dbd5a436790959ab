// One event against the vocabulary.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cases/reading.hpp"
#include "cases/written_details.hpp"

namespace postroom::cases {

/// What a file says of one event, before it is checked.
struct WrittenEvent {
    std::string name;
    std::string on;
    std::string id;  ///< may be empty
    std::vector<WrittenDetail> details;
    int line = 0;
};

/// The event in its checked form: yes/no words as booleans, JSON lists as objects, empty details
/// gone. Every trouble is reported; then the event is still as sound as it could be made.
CaseEvent checked_event(Reading& reading, const std::string& case_reference,
                        const WrittenEvent& written);

/// The detail without which such an event says nothing that a procedure could act on; empty when
/// it needs none.
std::string_view required_detail(std::string_view event);

/// The new details a correction gives, judged as details of the event it corrects.
void check_replacement(Reading& reading, const Place& place, const CaseEvent& correction,
                       const CaseEvent& target);

}  // namespace postroom::cases
