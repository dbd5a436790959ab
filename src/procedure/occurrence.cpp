#include "procedure/occurrence.hpp"

#include "procedure/procedure.hpp"

namespace postroom::procedure {

std::string OccurrenceView::text() const {
    switch (parts_.kind) {
        case Kind::none:
            return {};
        case Kind::once:
            return "once";
        case Kind::event:
            return event_->text;
        case Kind::date:
            return event_->text + ":" + calendar::Day{parts_.number}.iso();
        case Kind::clock:
            break;
    }
    std::string text = parts_.clock->id + ":" + event_->text;
    if (parts_.target != no_target) text += ":target" + std::to_string(parts_.target);
    if (parts_.number != no_day) text += ":" + std::to_string(parts_.number);
    return text;
}

}  // namespace postroom::procedure
