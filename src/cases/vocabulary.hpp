// The words a case file may use: roles, kinds, channels, formats, events and their details.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postroom::cases {

enum class Role {
    complainant,
    young_person,
    advocate,
    representative,
    team_manager,
    service_manager,
    head_of_service,
    complaints_officer,
    complaints_manager,
    investigating_officer,
    independent_person,
    adjudicating_officer,
    director,
    panel_chair,
    panel_member,
    legal,
    ombudsman,
    other_body
};

enum class Channel { letter, email };

std::optional<Role> role_named(std::string_view name);
std::string_view name_of(Role role);    ///< "team_manager"
std::string_view words_for(Role role);  ///< "team manager"
bool is_council_officer(Role role);     ///< employed by the council: never needs consent
/// Officers, and those whom the council appoints to a case: independent person, panel.
bool acts_for_the_council(Role role);
std::optional<Channel> channel_named(std::string_view name);
std::string_view name_of(Channel channel);  ///< "letter" or "email"
bool is_kind(std::string_view name);        ///< parent, carer, … other
bool is_format(std::string_view name);      ///< standard, large_print, … bsl
/// A party's language when letters are to come in Welsh and English, Welsh first.
inline constexpr std::string_view bilingual = "bilingual";

/// How a detail of an event must be written in a case file.
enum class DetailType { text, date, boolean, objects };

/// What an event is, beside its name: whose word, and for whom it holds where several complain.
enum class EventIs : std::uint16_t {
    nothing_more = 0,
    /// Written by Postroom alone and refused from import, API and command line.
    ours_alone = 1 << 0,
    /// What a complainant, or whoever speaks for one, says of the complaint.
    word_of_the_complaint = 1 << 1,
    /// Only somebody who complains can have said it, even where nobody is named.
    word_of_theirs_only = 1 << 2,
    /// Whoever says it can be reached again (after contact_lost).
    sign_of_contact = 1 << 3,
    /// Holds for whoever said it alone: to another who complains it is as if it was not said.
    binding_for_one = 1 << 4,
    /// Said by one of several, may end the complaint for that one; `role` and `which` say whose.
    end_for_one = 1 << 5,
    /// Recorded of one of several: a death, or their way of contacting us; `role` and `which` too.
    about_one = 1 << 6,
    /// Decided by the council: its `by` is who decided it, and it holds for all who complain.
    decision_of_the_council = 1 << 7,
    /// Its reasons are the council's own words, whoever brought it about.
    reasoned_by_the_council = 1 << 8,
};
constexpr EventIs operator|(EventIs one, EventIs other) {
    return static_cast<EventIs>(static_cast<unsigned>(one) | static_cast<unsigned>(other));
}

/// Of several who complain it may be of one: its `role` and `which` say whose.
inline constexpr EventIs may_be_of_one = EventIs::end_for_one | EventIs::about_one;

/// What the vocabulary says of one event.
struct EventWord {
    std::string_view name;
    /// The detail that a condition's short form tests: {eligibility_decided: accepted} tests
    /// `outcome`. Empty when the event has none.
    std::string_view principal_detail;
    EventIs is = EventIs::nothing_more;
};

/// Nothing when no procedure of ours knows the event. Procedures may declare more of their own.
const EventWord* event_word(std::string_view name);
std::span<const EventWord> all_event_words();
/// Whether an event is one of these; what a procedure declares is none of them.
bool event_is(std::string_view event, EventIs any_of);

/// The type a detail must have whatever event carries it; nothing for a name not in the
/// vocabulary.
std::optional<DetailType> detail_type(std::string_view detail);
/// how, by, note, reason, reasons: what any event may carry.
bool is_of_any_event(std::string_view detail);
/// The values a detail may take on this event; empty when any text will do.
std::span<const std::string_view> allowed_values(std::string_view event, std::string_view detail);

/// A detail of an event that a procedure declares.
struct DeclaredDetail {
    DetailType type = DetailType::text;
    std::vector<std::string> values;  ///< the only ones it may have; empty: any
    bool needed = false;              ///< the event means nothing without
    bool operator==(const DeclaredDetail&) const = default;
};
/// What such an event may carry beside how, by, note, reason and reasons. Empty: anything.
using DeclaredDetails = std::map<std::string, DeclaredDetail, std::less<>>;
/// Events this installation knows beyond the vocabulary: those its procedures declare.
using DeclaredEvents = std::map<std::string, DeclaredDetails, std::less<>>;
/// Adds the events that another procedure declares; an event that both declare may carry both's.
void declare(DeclaredEvents& events, const DeclaredEvents& more);
/// `text`, `date`, `yes_or_no`: the types a procedure may declare.
std::optional<DetailType> detail_type_named(std::string_view name);

}  // namespace postroom::cases
