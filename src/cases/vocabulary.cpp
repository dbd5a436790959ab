#include "cases/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <numeric>

namespace postroom::cases {

namespace {

struct RoleWord {
    Role role;
    std::string_view name;
    std::string_view words;
    bool council_officer;
};

constexpr std::array roles{
    RoleWord{Role::complainant, "complainant", "complainant", false},
    RoleWord{Role::young_person, "young_person", "young person", false},
    RoleWord{Role::advocate, "advocate", "advocate", false},
    RoleWord{Role::representative, "representative", "representative", false},
    RoleWord{Role::team_manager, "team_manager", "team manager", true},
    RoleWord{Role::service_manager, "service_manager", "service manager", true},
    RoleWord{Role::head_of_service, "head_of_service", "head of service", true},
    RoleWord{Role::complaints_officer, "complaints_officer", "complaints officer", true},
    RoleWord{Role::complaints_manager, "complaints_manager", "complaints manager", true},
    RoleWord{Role::investigating_officer, "investigating_officer", "investigating officer", true},
    RoleWord{Role::independent_person, "independent_person", "independent person", false},
    RoleWord{Role::adjudicating_officer, "adjudicating_officer", "adjudicating officer", true},
    RoleWord{Role::director, "director", "director", true},
    RoleWord{Role::panel_chair, "panel_chair", "panel chair", false},
    RoleWord{Role::panel_member, "panel_member", "panel member", false},
    RoleWord{Role::legal, "legal", "legal services", true},
    RoleWord{Role::ombudsman, "ombudsman", "Ombudsman", false},
    RoleWord{Role::other_body, "other_body", "other body", false},
};

constexpr bool roles_stand_in_the_order_of_the_enumeration() {
    for (std::size_t i = 0; i < roles.size(); ++i)
        if (static_cast<std::size_t>(roles[i].role) != i) return false;
    return true;
}
static_assert(roles_stand_in_the_order_of_the_enumeration());

const RoleWord& word_of(Role role) {
    const auto index = static_cast<std::size_t>(role);
    assert(index < roles.size());
    return roles[index];
}

constexpr std::array<std::string_view, 7> kinds{
    "parent", "carer", "foster_carer", "adopter", "young_person", "care_leaver", "other"};
constexpr std::array<std::string_view, 9> formats{"standard",   "large_print", "giant_print",
                                                  "plain_html", "plain_text",  "braille",
                                                  "audio",      "easy_read",   "bsl"};

constexpr EventIs ours = EventIs::ours_alone;
constexpr EventIs said = EventIs::word_of_the_complaint;
constexpr EventIs theirs_only = EventIs::word_of_theirs_only;
constexpr EventIs contact = EventIs::sign_of_contact;
constexpr EventIs for_one = EventIs::binding_for_one;
constexpr EventIs ends_one = EventIs::end_for_one;
constexpr EventIs about_one = EventIs::about_one;
constexpr EventIs decided = EventIs::decision_of_the_council;
constexpr EventIs reasoned = EventIs::reasoned_by_the_council;

constexpr std::array event_words{
    EventWord{"received", ""},
    EventWord{"concern_clarified", "as", said},
    EventWord{"informally_resolved", "", said | ends_one},
    EventWord{"complaint_clarified", "", said | contact},
    EventWord{"oral_record_agreed", "", contact},
    EventWord{"joint_handling_agreed", "replies"},
    EventWord{"eligibility_decided", "outcome", decided},
    EventWord{"update_received", "on_track"},
    EventWord{"delay_confirmed", "", reasoned},
    EventWord{"extension_agreed", "", said | contact | for_one | reasoned},
    EventWord{"extension_refused", "", said | contact | for_one},
    EventWord{"stage1_drafted", "", decided},
    EventWord{"stage1_responded", "finding"},
    EventWord{"meeting_arranged", "", said},
    EventWord{"meeting_held", "outcome", said},
    EventWord{"timescale_revised", "", reasoned},
    EventWord{"resolved", "", said | ends_one},
    EventWord{"further_time_agreed", "", said | contact | for_one},
    EventWord{"further_time_refused", "", said | contact | for_one},
    EventWord{"stage2_requested", "", said | theirs_only | contact | for_one},
    EventWord{"local_resolution_offered", ""},
    EventWord{"local_resolution_closed", "outcome"},
    EventWord{"late_request_decided", "outcome", decided},
    EventWord{"late_stage2_decided", "outcome", decided},
    // Recorded by people too: a step may append it, and an older system may have begun stage 2.
    EventWord{"stage2_begun", "because"},
    EventWord{"investigators_appointed", ""},
    EventWord{"statement_drafted", ""},
    EventWord{"statement_agreed", "", said | contact | for_one},
    EventWord{"interviews_fixed", ""},
    EventWord{"stage2_extended", "", reasoned},
    EventWord{"stage2_reported", ""},
    EventWord{"stage2_drafted", "", decided},
    EventWord{"stage2_adjudicated", "finding"},
    EventWord{"stage2_discontinued", "", decided},
    EventWord{"stage3_requested", "", said | theirs_only | contact},
    EventWord{"panel_fixed", ""},
    EventWord{"panel_adjourned", "", said},
    EventWord{"cannot_attend", "agreed", said | theirs_only | contact},
    EventWord{"panel_held", ""},
    EventWord{"panel_reported", ""},
    EventWord{"director_decided", "agrees", decided},
    EventWord{"stage3_drafted", "", decided},
    EventWord{"stage3_responded", "finding"},
    EventWord{"action_due", ""},
    EventWord{"action_done", ""},
    EventWord{"advocate_awaited", "agreed", said | contact},
    EventWord{"advocate_appointed", ""},
    EventWord{"court_hold", "scope", reasoned},
    EventWord{"court_hold_lifted", ""},
    EventWord{"consent_requested", ""},
    EventWord{"consent_received", ""},
    EventWord{"withdrawn", "how", said | contact | ends_one},
    EventWord{"contact_note", ""},
    EventWord{"contact_lost", ""},
    EventWord{"conduct_warned", "", about_one},
    EventWord{"conduct_decided", "", about_one},
    EventWord{"conduct_reviewed", "outcome", about_one},
    EventWord{"safeguarding_flagged", ""},
    EventWord{"safeguarding_cleared", ""},
    EventWord{"party_changed", "role"},
    EventWord{"complaint_linked", "", said},
    EventWord{"corrected", ""},
    EventWord{"deceased", "", about_one},
    EventWord{"early_referral_agreed", "", said | contact | for_one},
    EventWord{"ombudsman_enquired", ""},
    EventWord{"ombudsman_decided", "outcome"},
    EventWord{"closed", ""},
    EventWord{"reopened", ""},
    EventWord{"legal_status_recorded", "status"},
    EventWord{"complainant_died", "", ours},
    EventWord{"death_corrected", "", ours},
    EventWord{"leaving_corrected", "", ours},
    EventWord{"complainant_withdrew", "", ours},
    EventWord{"complainant_settled", "", ours},
    EventWord{"said_after_leaving", "", ours},
    EventWord{"request_lapsed", "", ours},
    EventWord{"absence_lapsed", "", ours},
    EventWord{"letter_sent", "step", ours},
    EventWord{"letter_sent_again", "step", ours},
    EventWord{"step_skipped", "step", ours},
    EventWord{"step_baselined", "step", ours},
    EventWord{"letter_returned", "step", ours},
    EventWord{"letter_missing", "step", ours},
    EventWord{"letter_not_owed", "step", ours},
    EventWord{"dates_told", "step", ours},
    EventWord{"stage1_answer_cancelled", "step", ours},
    EventWord{"stage2_answer_cancelled", "step", ours},
    EventWord{"stage3_answer_cancelled", "step", ours},
};

/// The places of the words in the order of their names: events are looked up often.
constexpr auto by_name = [] {
    std::array<std::uint8_t, event_words.size()> places{};
    std::iota(places.begin(), places.end(), std::uint8_t{0});
    std::sort(places.begin(), places.end(),
              [](auto a, auto b) { return event_words[a].name < event_words[b].name; });
    return places;
}();

struct DetailWord {
    std::string_view name;
    DetailType type;
};

constexpr std::array details{
    DetailWord{"action", DetailType::text},
    DetailWord{"actions", DetailType::objects},
    DetailWord{"adjudicating_officer", DetailType::text},
    DetailWord{"agreed", DetailType::boolean},
    DetailWord{"agrees", DetailType::boolean},
    DetailWord{"as", DetailType::text},
    DetailWord{"because", DetailType::text},
    DetailWord{"born", DetailType::date},
    DetailWord{"by", DetailType::text},
    DetailWord{"case", DetailType::text},
    DetailWord{"cause", DetailType::text},
    DetailWord{"chair", DetailType::text},
    DetailWord{"counts_from", DetailType::date},
    DetailWord{"due_on", DetailType::date},
    DetailWord{"event", DetailType::text},
    DetailWord{"expected", DetailType::date},
    DetailWord{"finding", DetailType::text},
    DetailWord{"given", DetailType::boolean},
    DetailWord{"grounds_on", DetailType::date},
    DetailWord{"how", DetailType::text},
    DetailWord{"independent_person", DetailType::text},
    DetailWord{"interview_on", DetailType::date},
    DetailWord{"investigating_officer", DetailType::text},
    DetailWord{"late", DetailType::boolean},
    DetailWord{"lead", DetailType::text},
    DetailWord{"meeting_on", DetailType::date},
    DetailWord{"note", DetailType::text},
    DetailWord{"occurrence", DetailType::text},
    DetailWord{"on_track", DetailType::boolean},
    DetailWord{"outcome", DetailType::text},
    DetailWord{"owner", DetailType::text},
    DetailWord{"panel_on", DetailType::date},
    DetailWord{"points", DetailType::objects},
    DetailWord{"promised", DetailType::date},
    DetailWord{"reason", DetailType::text},
    DetailWord{"reasons", DetailType::text},
    DetailWord{"recommendations", DetailType::text},
    DetailWord{"reference", DetailType::text},
    DetailWord{"remedy", DetailType::text},
    DetailWord{"replies", DetailType::text},
    DetailWord{"review_on", DetailType::date},
    DetailWord{"role", DetailType::text},
    DetailWord{"route", DetailType::text},
    DetailWord{"scope", DetailType::text},
    DetailWord{"sent_by", DetailType::text},
    DetailWord{"status", DetailType::text},
    DetailWord{"step", DetailType::text},
    DetailWord{"strike", DetailType::boolean},
    DetailWord{"time", DetailType::text},
    DetailWord{"to", DetailType::date},
    DetailWord{"until", DetailType::date},
    DetailWord{"venue", DetailType::text},
};
static_assert(std::is_sorted(details.begin(), details.end(),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));

constexpr std::array<std::string_view, 7> eligibility_outcomes{
    "accepted",    "part_accepted",          "not_statutory", "other_route",
    "out_of_time", "no_sufficient_interest", "court"};
constexpr std::array<std::string_view, 4> findings{"upheld", "partly_upheld", "not_upheld",
                                                   "no_finding"};
constexpr std::array<std::string_view, 2> senders{"postroom", "service"};
constexpr std::array<std::string_view, 2> hold_scopes{"whole", "part"};
constexpr std::array<std::string_view, 2> replies{"single", "separate"};
constexpr std::array<std::string_view, 2> request_outcomes{"accepted", "refused"};
constexpr std::array<std::string_view, 2> kinds_of_concern{"local", "complaint"};
constexpr std::array<std::string_view, 5> legal_statuses{"none", "in_need", "child_protection",
                                                         "looked_after", "adopted"};

}  // namespace

std::optional<Role> role_named(std::string_view name) {
    const auto found = std::find_if(roles.begin(), roles.end(),
                                    [name](const RoleWord& word) { return word.name == name; });
    if (found == roles.end()) return std::nullopt;
    return found->role;
}

std::string_view name_of(Role role) {
    return word_of(role).name;
}
std::string_view words_for(Role role) {
    return word_of(role).words;
}
bool is_council_officer(Role role) {
    return word_of(role).council_officer;
}
bool acts_for_the_council(Role role) {
    return is_council_officer(role) || role == Role::independent_person ||
           role == Role::panel_chair || role == Role::panel_member;
}

std::optional<Channel> channel_named(std::string_view name) {
    if (name == "letter") return Channel::letter;
    if (name == "email") return Channel::email;
    return std::nullopt;
}

std::string_view name_of(Channel channel) {
    switch (channel) {
        case Channel::letter:
            return "letter";
        case Channel::email:
            return "email";
    }
    assert(false);
    return {};
}

bool is_kind(std::string_view name) {
    return std::find(kinds.begin(), kinds.end(), name) != kinds.end();
}

bool is_format(std::string_view name) {
    return std::find(formats.begin(), formats.end(), name) != formats.end();
}

const EventWord* event_word(std::string_view name) {
    const auto found = std::lower_bound(by_name.begin(), by_name.end(), name,
                                        [](std::uint8_t place, std::string_view wanted) {
                                            return event_words[place].name < wanted;
                                        });
    if (found == by_name.end() || event_words[*found].name != name) return nullptr;
    return &event_words[*found];
}

bool event_is(std::string_view event, EventIs any_of) {
    const EventWord* word = event_word(event);
    return word != nullptr &&
           (static_cast<unsigned>(word->is) & static_cast<unsigned>(any_of)) != 0;
}

std::span<const EventWord> all_event_words() {
    return event_words;
}

std::optional<DetailType> detail_type(std::string_view detail) {
    const auto found = std::lower_bound(
        details.begin(), details.end(), detail,
        [](const DetailWord& word, std::string_view wanted) { return word.name < wanted; });
    if (found == details.end() || found->name != detail) return std::nullopt;
    return found->type;
}

bool is_of_any_event(std::string_view detail) {
    return detail == "how" || detail == "by" || detail == "note" || detail == "reason" ||
           detail == "reasons";
}

std::optional<DetailType> detail_type_named(std::string_view name) {
    if (name == "text") return DetailType::text;
    if (name == "date") return DetailType::date;
    if (name == "yes_or_no") return DetailType::boolean;
    return std::nullopt;
}

void declare(DeclaredEvents& events, const DeclaredEvents& more) {
    for (const auto& [event, details] : more) events[event].insert(details.begin(), details.end());
}

std::span<const std::string_view> allowed_values(std::string_view event, std::string_view detail) {
    if (detail == "finding") return findings;
    if (event == "eligibility_decided" && detail == "outcome") return eligibility_outcomes;
    if (event == "concern_clarified" && detail == "as") return kinds_of_concern;
    if (detail == "sent_by") return senders;
    if (event == "court_hold" && detail == "scope") return hold_scopes;
    if (event == "joint_handling_agreed" && detail == "replies") return replies;
    if ((event == "late_request_decided" || event == "late_stage2_decided") && detail == "outcome")
        return request_outcomes;
    if (event == "legal_status_recorded" && detail == "status") return legal_statuses;
    return {};
}

}  // namespace postroom::cases
