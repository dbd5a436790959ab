#include "daemon/work/reissue.hpp"

#include <algorithm>

#include "daemon/premises/london_time.hpp"
#include "daemon/records/held_after_restore.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/records/parcels.hpp"
#include "daemon/studio/look.hpp"
#include "daemon/studio/readers.hpp"
#include "daemon/studio/way.hpp"
#include "daemon/studio/write_letter.hpp"

namespace postroom::daemon {

namespace {

constexpr int first_post = 9 * 60;

const procedure::PlannedStep* planned_of(const outbox::Parcel& parcel, const Look& look) {
    const auto found =
        std::ranges::find_if(look.plan.steps, [&](const procedure::PlannedStep& planned) {
            return planned.step->id == parcel.step && planned.occurrence == parcel.occurrence;
        });
    return found == look.plan.steps.end() ? nullptr : &*found;
}

/// The same letter for the same reader, on paper.
outbox::Parcel on_paper(const outbox::Parcel& emailed) {
    outbox::Parcel parcel;
    parcel.id = ParcelId(archive::random_id());
    parcel.case_reference = emailed.case_reference;
    parcel.step = emailed.step;
    parcel.catalogue = emailed.catalogue;
    parcel.occurrence = emailed.occurrence;
    parcel.recipient = emailed.recipient;
    parcel.role = emailed.role;
    parcel.channel = cases::Channel::letter;
    return parcel;
}

}  // namespace

std::string reissue_by_post(Office& office, const outbox::Parcel& email,
                            const Reader::Emailed& emailed, Instant at, Instant real_now) {
    if (cases::is_council_officer(email.role) || email.case_reference.empty())
        return "it was to an officer, who is not written to by post";
    auto loaded = office.cases().load(email.case_reference, office.content().declared_events());
    if (!loaded) return "the case is no longer there";
    const auto look = look_at(loaded->file, office.studio(), london(at));
    if (!look) return "the case cannot be planned";
    const procedure::PlannedStep* planned = planned_of(email, *look);
    if (planned == nullptr) return "what this letter answered is no longer on the case";

    std::string nobody;
    const auto readers = readers_of(*planned->step, look->case_, office.studio(), nobody);
    const auto found = std::ranges::find(readers, email.recipient, &Reader::recipient);
    if (found == readers.end()) return "its reader is no longer on the case";
    Reader reader = *found;
    reader.emailed = emailed;
    const Wording wording =
        wording_of(*planned->step, reader, office.content().letters_of(*look->procedure));
    if (wording.letter == nullptr) return "there is no such letter in the reader's language";
    const Way way = way_by(reader, *wording.letter, cases::Channel::letter);
    if (!way.channel) return way.problem;

    const auto next = office.calendar().add(london(at).day, 1);
    if (!next) return to_text(next.error());
    const Instant leaves = instant_of({*next, first_post});
    outbox::Parcel parcel = on_paper(email);
    const auto written =
        write_letter(*look, *planned, reader, wording, cases::Channel::letter, office.studio(),
                     leaves, parcel.id, office.archive().checkpoint_summary());
    if (!written)
        return written.error().empty() ? "it could not be written"
                                       : to_text(written.error().front());
    parcel.letter = wording.letter->name;
    parcel.state = outbox::State::held;
    parcel.release_at = leaves;
    parcel.reason = emailed.came_back
                        ? "the email came back; goes by post on the next working day"
                        : "nobody knows of the email; goes by post on the next working day";
    parcel.due = *next;
    parcel.content_type = written->content_type;
    parcel.size = static_cast<std::int64_t>(written->bytes.size());
    parcel.envelope_to = written->envelope_to;
    parcel.promised = written->promised;
    // What its leaving tells the case: nothing was told while nobody knew of the email.
    parcel.appends = email.appends;
    parcel.created_at = at;
    parcel.created_on = london(at).day;
    if (const auto hold = hold_after_restore(office); hold && hold->covers(loaded->file, office))
        hold_for_person(parcel);
    if (!add_frozen(office, parcel, written->bytes, real_now))
        return "the letter was sent by post before";
    return {};
}

}  // namespace postroom::daemon
