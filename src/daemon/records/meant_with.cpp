#include "daemon/records/meant_with.hpp"

#include <algorithm>
#include <utility>

#include "daemon/premises/london_time.hpp"
#include "daemon/records/parcels.hpp"
#include "daemon/studio/readers.hpp"

namespace postroom::daemon {

using outbox::Happening;
using outbox::Parcel;
using outbox::State;

std::vector<Parcel> open_for(Happening word, Office& office, const Parcel& parcel) {
    std::vector<Parcel> open = letter_and_copies(office, parcel);
    std::erase_if(open, [&](const Parcel& one) {
        return !outbox::after(word == Happening::cancel ? without_claim(one) : one.state, word);
    });
    return open;
}

bool has_another_reader(const Parcel& letter, const std::vector<Parcel>& open) {
    return std::ranges::any_of(
        open, [&](const Parcel& one) { return !is_copy(one) && !(one.id == letter.id); });
}

Meant meant_with(Office& office, const Parcel& wanted, Happening word, Instant now) {
    std::vector<Parcel> open = open_for(word, office, wanted);
    if (is_copy(wanted) || !has_another_reader(wanted, open)) return {.with_it = std::move(open)};
    const auto loaded =
        office.cases().load(wanted.case_reference, office.content().declared_events());
    if (!loaded) return {.with_it = {wanted}};
    const cases::Case folded = cases::fold(loaded->file, london(now).day);
    std::vector<std::string> letters;
    for (const Parcel& one : open)
        if (!is_copy(one)) letters.push_back(one.recipient);
    std::ranges::sort(letters, {}, [](const std::string& name) {
        return std::pair(name.size(), name);  // "complainant.10" comes after "complainant.2"
    });
    const auto comes_first = [&](bool waits) {
        const auto first = std::ranges::find_if(letters, [&](const std::string& letter) {
            return std::ranges::any_of(open, [&](const Parcel& one) {
                return one.recipient == letter && (one.state == State::awaiting_approval) == waits;
            });
        });
        return first != letters.end() && *first == wanted.recipient;
    };
    Meant meant{.with_it = {wanted}};
    for (const Parcel& one : open) {
        if (is_copy(one)) {
            const bool is_ours = cases::acts_for_the_council(one.role);
            const bool of_this = is_ours ? comes_first(one.state == State::awaiting_approval)
                                         : letter_copied_to(one.recipient, one.role, folded,
                                                            letters) == wanted.recipient;
            if (of_this && is_ours && word == Happening::cancel)
                meant.written_again.push_back(one);
            else if (of_this)
                meant.with_it.push_back(one);
            else if (is_ours && word == Happening::approve)
                meant.written_again.push_back(one);
        }
    }
    return meant;
}

}  // namespace postroom::daemon
