// A case: one complaint, its parties and its events. What is true of it is a fold over events.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "calendar/day.hpp"
#include "cases/vocabulary.hpp"

namespace postroom::cases {

using calendar::Day;

struct PostalAddress {
    std::vector<std::string> lines;  ///< without name and postcode, in order
    std::string postcode;
    /// True when no line says anything, or one that there is no fixed abode: a postcode alone takes
    /// no letter to a door.
    bool empty() const;
    bool operator==(const PostalAddress&) const = default;
};

struct Consent {
    bool given = false;
    std::optional<Day> on;
    std::string scope;
    // Worked out by the fold, never stored:
    bool withdrawn = false;  ///< given once, then taken back
    bool refused = false;    ///< said no to, and never given before
    bool operator==(const Consent&) const = default;
};

/// A person, officer or body in a role on a case.
struct Party {
    Role role = Role::complainant;
    std::string kind;   ///< complainants and young people: parent, carer, …; else empty
    std::string title;  ///< may be empty; never inferred
    std::string first_name;
    std::string last_name;
    std::string name;        ///< given instead of first and last name (officers, bodies)
    std::string salutation;  ///< if given, wins over every rule
    PostalAddress address;
    std::string email;
    std::string phone;
    std::optional<Channel> channel;   ///< the recorded preference
    std::string format = "standard";  ///< what the person can read
    std::string language = "en";      ///< a BCP 47 code, or `bilingual`
    Consent consent;
    std::string represents;  ///< whom an advocate or representative speaks for
    bool address_confidential = false;
    std::string safe_contact;       ///< how a young person may safely be reached
    bool complained_about = false;  ///< case mail to this officer goes to the next up
    bool left = false;              ///< no longer in the post: so does this one's
    bool operator==(const Party&) const = default;
};

/// Whether there is more to call the party by than a title.
bool has_name(const Party& party);

/// "Ms Asha Patel": title, first and last name, or the one name given.
std::string full_name(const Party& party);

using DetailObject = std::map<std::string, std::string>;
/// Text (dates in ISO form included), a yes or no, or a list of objects (points, actions).
using Detail = std::variant<std::string, bool, std::vector<DetailObject>>;
using Details = std::map<std::string, Detail, std::less<>>;

/// A correction that gave an event another date, time of day or place.
struct ToldAnew {
    EventId by;    ///< the correction
    Day known_on;  ///< the day it counts as known
    bool operator==(const ToldAnew&) const = default;
};

/// A correction that gave an event other words: a finding, reasons, what will be done.
struct Reworded {
    EventId by;    ///< the correction
    Day known_on;  ///< the day it counts as known
    Instant recorded_at;
    bool operator==(const Reworded&) const = default;
};

/// Something that happened. Append-only: corrected by a later `corrected` event, never edited.
struct CaseEvent {
    EventId id;
    std::string name;
    Day on;           ///< the day it happened
    Day recorded_on;  ///< London day on which it was recorded
    Instant recorded_at;
    Details details;
    std::string source;  ///< "import", "command line", "postroom", …
    std::string author;
    /// Made by fold(): what people come or wait by was corrected, so they are told anew.
    std::optional<ToldAnew> told_anew;
    /// Made by fold(): the corrections of its words, the first first. Whoever checks a draft is
    /// asked again.
    std::vector<Reworded> reworded;
    /// Made by fold(): the day it was said to have happened before that day was corrected.
    std::optional<Day> on_at_first;

    /// Whether what the event sets off goes by this id: its own, or that of its correction.
    bool goes_by(const EventId& wanted) const {
        return id == wanted || (told_anew && told_anew->by == wanted) ||
               rewording(wanted) != nullptr;
    }
    /// The correction of that id, where it is one of its words; or null.
    const Reworded* rewording(const EventId& correction) const {
        for (const Reworded& one : reworded)
            if (one.by == correction) return &one;
        return nullptr;
    }
    /// The detail as text ("yes"/"no" for a boolean); nothing when absent or a list.
    std::optional<std::string> text(std::string_view detail) const;
    /// Whether text() would be exactly `value`; copies nothing.
    bool says(std::string_view detail, std::string_view value) const;
    bool operator==(const CaseEvent&) const = default;
};

// Names of the events Postroom alone appends.

/// What the fold makes of the death of one of several complainants.
inline constexpr std::string_view complainant_died = "complainant_died";
/// … and of a correction of any death: letters were stopped meanwhile, and a person must know.
inline constexpr std::string_view death_corrected = "death_corrected";
/// … and of a correction of the leaving of one of several complainants: they missed letters too.
inline constexpr std::string_view leaving_corrected = "leaving_corrected";
// Of a letter: {step, occurrence, reader}. The reader is known as the outbox knows them
// ("complainant.2", known_as); an older record, or one of an officer's letter, names none.
inline constexpr std::string_view letter_sent = "letter_sent";  // … {channel, promised?}
/// The same letter left again: by post after its email, or for another reader.
inline constexpr std::string_view letter_sent_again =
    "letter_sent_again";  // … {channel, promised?}
/// It came back: from its reader's mail server, and could not go by post by itself, or by post.
inline constexpr std::string_view letter_returned = "letter_returned";  // … {reason}
/// It left for others, and could not be made for this reader.
inline constexpr std::string_view letter_missing = "letter_missing";
/// A person stopped it for this reader, and says that they are owed none.
inline constexpr std::string_view letter_not_owed = "letter_not_owed";
/// Days of clocks that the letter named, by the field each stood in, beside the one it promises.
inline constexpr std::string_view dates_told = "dates_told";  // {step, stage1_day_30: date, …}
inline constexpr std::string_view step_skipped =
    "step_skipped";  // {step, occurrence, reason, late}
inline constexpr std::string_view step_baselined = "step_baselined";  // {step, occurrence}

/// What is stored of a case before anything is worked out: the fold's input.
struct CaseFile {
    CaseReference reference;
    std::string procedure;  ///< id of the procedure that governs it
    std::string service_area;
    std::string summary;
    std::string desired_outcome;
    std::vector<Party> parties;
    std::vector<CaseEvent> events;   ///< in order of recording
    Day logged_on;                   ///< when the council first logged it
    std::optional<Day> baseline_on;  ///< what fell due before this day counts as done
};

/// A case as it stands at the end of a look: corrections applied, later events left out.
struct Case {
    CaseReference reference;
    std::string procedure;
    std::string service_area;
    std::string summary;
    std::string desired_outcome;
    std::vector<Party> parties;
    /// Events in force, by day then order of recording. Struck-out events and the `corrected`
    /// events themselves are gone; replaced ones carry their new details and day.
    std::vector<CaseEvent> events;
    std::vector<CaseEvent> struck;  ///< what was struck out, in order of recording
    Day logged_on;
    std::optional<Day> baseline_on;

    const Party* party(Role role) const;  ///< the first in that role, or null
    std::vector<const Party*> parties_in(Role role) const;
    /// The latest event of that name in force, or null.
    const CaseEvent* latest(std::string_view event) const;
    bool happened(std::string_view event) const { return latest(event) != nullptr; }
};

/// The case as known on `today`: events dated later wait for their day. `corrected {event,
/// strike}` removes an event, `corrected {event, replace…}` gives it new details (its own `on`
/// detail, when there is one, is the new day); `party_changed {role, …}` changes a party's fields.
Case fold(const CaseFile& file, Day today);

/// The day an event counts as known: the later of its own day and the day it was recorded; its
/// own day when the recording lies after `today` (a look at the past).
Day known_on(const CaseEvent& event, Day today);

/// The day from which it was known, whatever day it was corrected to since.
Day first_known_on(const CaseEvent& event, Day today);

}  // namespace postroom::cases
