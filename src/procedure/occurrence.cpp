#include "procedure/occurrence.hpp"

#include "procedure/procedure.hpp"

namespace postroom::procedure {

std::string Occurrence::text() const {
    switch (kind_) {
        case Kind::none:
            return {};
        case Kind::once:
            return "once";
        case Kind::event:
            return event_.text;
        case Kind::date:
            return event_.text + ":" + calendar::Day{number_}.iso();
        case Kind::clock:
            break;
    }
    std::string text = clock_->id + ":" + event_.text;
    if (target_ != no_target) text += ":target" + std::to_string(target_);
    if (number_ != no_day) text += ":" + std::to_string(number_);
    return text;
}

}  // namespace postroom::procedure
