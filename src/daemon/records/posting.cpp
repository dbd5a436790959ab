#include "daemon/records/posting.hpp"

#include "daemon/premises/london_time.hpp"
#include "daemon/records/parcels.hpp"
#include "daemon/records/persons_word.hpp"
#include "dispatch/manifest.hpp"

namespace postroom::daemon {

namespace {

using outbox::Happening;
using outbox::Parcel;
using outbox::State;

/// Put on record as laid there: a claim alone may have been interrupted before that.
bool was_laid_in_tray(const Parcel& parcel) {
    return lies_in_tray(parcel) && !parcel.evidence.empty();
}

Problem not_in_tray(const Parcel& parcel) {
    return {.what = "parcel " + parcel.id.text + " does not lie in the print tray (it is " +
                    std::string(outbox::name_of(parcel.state)) + ")",
            .remedy = "postroom outbox list --state sending shows what does"};
}

/// The letter, when it lies in the tray and may have been posted on that day; null when that was
/// confirmed before.
Expected<std::optional<Parcel>> to_confirm(Office& office, const ParcelId& id, calendar::Day on) {
    auto parcel = office.outbox().load(id);
    if (!parcel) return fail(no_such("parcel", id.text));
    if (parcel->state == State::accepted) return std::nullopt;
    if (!was_laid_in_tray(*parcel)) return fail(not_in_tray(*parcel));
    if (on < parcel->created_on)
        return fail({.what = "parcel " + id.text + " was not yet written on that day",
                     .remedy = "give the day it was posted with --on"});
    return parcel;
}

/// A letter on paper is not written again with the dates of the day it leaves: by then it may have
/// been printed.
constexpr const char* posted_late =
    "This letter was posted more than two working days after it was written, and the dates in it "
    "count from when it was written. Look whether it gives its reader less time than they have "
    "(postroom explain shows until when). If so, telephone them, and write to them with the later "
    "date.";

}  // namespace

Expected<int> posted(Office& office, const std::vector<ParcelId>& ids, calendar::Day on, Instant at,
                     Instant real_now) {
    return in_one_transaction(office, [&]() -> Expected<int> {
        std::vector<Parcel> letters;
        for (const ParcelId& id : ids) {
            auto letter = to_confirm(office, id, on);
            if (!letter) return fail(letter.error());
            if (*letter) letters.push_back(std::move(**letter));
        }
        for (Parcel& letter : letters) {
            letter.evidence = "posting confirmed by a person";
            accept(office, letter, Happening::accept, on, at, real_now);
            if (grows_old(letter) && !is_copy(letter) &&
                was_written_long_before(on, letter, office))
                ask_about(office, letter, posted_late, london(at).day);
        }
        return static_cast<int>(letters.size());
    });
}

std::vector<ParcelId> in_tray_of(Office& office, calendar::Day day) {
    std::vector<ParcelId> ids;
    for (const Parcel& parcel : office.outbox().in_states({State::sending}))
        if (was_laid_in_tray(parcel) && parcel.tray_on == day) ids.push_back(parcel.id);
    return ids;
}

Expected<std::vector<ParcelId>> in_manifest(std::string_view text, const std::string& file) {
    return dispatch::read_manifest(text, file);
}

Expected<int> write_again(Office& office, const ParcelId& id, Instant at, Instant real_now) {
    return in_one_transaction(office, [&]() -> Expected<int> {
        const auto wanted = office.outbox().load(id);
        if (!wanted) return fail(no_such("parcel", id.text));
        if (!was_laid_in_tray(*wanted)) return fail(not_in_tray(*wanted));
        if (wanted->case_reference.empty())
            return fail({.what = "parcel " + id.text + " belongs to no case",
                         .remedy = "post it as it is, or cancel it"});
        const auto loaded =
            office.cases().load(wanted->case_reference, office.content().declared_events());
        if (loaded && leavings_of(loaded->file, wanted->step, wanted->occurrence).last)
            return fail(
                {.what = "parcel " + id.text + " has left before, for another reader or by email",
                 .remedy = "post it as it is, or cancel it and tell its reader another way"});
        int count = 0;
        for (Parcel& parcel : letter_and_copies(office, *wanted)) {
            if (!may_be_taken_back(parcel)) continue;
            set_aside(office, parcel, Happening::supersede,
                      "it was not posted: it is written again, with the dates of the day it leaves",
                      real_now);
            ++count;
        }
        office.cases().set_next_look(wanted->case_reference, at);
        return count;
    });
}

}  // namespace postroom::daemon
