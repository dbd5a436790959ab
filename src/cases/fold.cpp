// What is true of a case on a day, worked out from its events.
#include <algorithm>
#include <map>

#include "cases/case.hpp"
#include "cases/leavers.hpp"
#include "cases/names.hpp"
#include "cases/party_fields.hpp"
#include "cases/renamed.hpp"
#include "cases/said_alone.hpp"

namespace postroom::cases {

namespace {

constexpr std::string_view corrected = "corrected";
constexpr std::string_view deceased = "deceased";
constexpr std::string_view replace_prefix = "replace.";

/// Postroom's record of its own acts is Postroom's alone to correct: a letter that went, went.
bool may_correct(const CaseEvent& correction, const CaseEvent& target) {
    return !event_is(target.name, EventIs::ours_alone) || correction.source == "postroom";
}

/// Corrections by the place of the event they correct. A correction speaks of events recorded
/// before it, and may itself be struck out, so they are judged from the last to the first.
struct Corrections {
    std::vector<bool> struck;
    std::map<std::size_t, std::vector<const CaseEvent*>> replacing;
};

Corrections corrections_in_force(const std::vector<CaseEvent>& events, Day today) {
    Corrections found{.struck = std::vector<bool>(events.size(), false), .replacing = {}};
    for (std::size_t later = events.size(); later-- > 0;) {
        const CaseEvent& correction = events[later];
        if (correction.name != corrected || found.struck[later] || correction.on > today) continue;
        const std::string wanted = correction.text("event").value_or("");
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            const CaseEvent& target = events[earlier];
            if (wanted.empty() || target.id.text != wanted || !may_correct(correction, target))
                continue;
            if (yes_or_no(correction.text("strike").value_or("no")) == true)
                found.struck[earlier] = true;
            else
                found.replacing[earlier].push_back(&correction);
        }
    }
    return found;
}

/// Whether a correction speaks of a death recorded before it.
bool corrects_a_death(const CaseEvent& correction, const std::vector<CaseEvent>& recorded) {
    const std::string wanted = correction.text("event").value_or("");
    return !wanted.empty() && std::any_of(recorded.data(), &correction, [&](const CaseEvent& one) {
        return one.name == deceased && one.id.text == wanted;
    });
}

/// The leaving of a complainant that a correction strikes out or gives to another, or null.
const CaseEvent* leaving_corrected_by(const CaseEvent& correction,
                                      const std::vector<CaseEvent>& recorded) {
    const bool tells = std::ranges::any_of(correction.details, [](const auto& detail) {
        return detail.first == "strike" || detail.first == "replace.by" ||
               detail.first == "replace.which" || detail.first == "replace.left";
    });
    const std::string wanted = correction.text("event").value_or("");
    if (!tells || wanted.empty()) return nullptr;
    const auto found = std::ranges::find_if(recorded, [&](const CaseEvent& one) {
        return one.id.text == wanted && one.recorded_at <= correction.recorded_at &&
               (event_is(one.name, EventIs::end_for_one) ||
                (one.name == "party_changed" && one.says("role", name_of(Role::complainant)) &&
                 yes_or_no(one.text("left").value_or("no")) == true));
    });
    return found == recorded.end() ? nullptr : &*found;
}

/// Whether it is of one of several complainants, and not of the whole complaint.
bool is_of_one_of_several(const CaseEvent& leaving, const CaseFile& file, const Case& folded) {
    if (leaving.name == "party_changed") return folded.parties_in(Role::complainant).size() > 1;
    // As they are called now, or were at first.
    return whose_word(leaving, folded.parties) != nullptr ||
           whose_word(leaving, file.parties) != nullptr;
}

/// The Ombudsman's date has two names; whichever was written, both are there to be read.
std::string_view other_name(const CaseEvent& event, std::string_view detail) {
    if (!event.name.starts_with("ombudsman_")) return {};
    return detail == "until" ? "due_on" : detail == "due_on" ? "until" : "";
}

void say(CaseEvent& event, const std::string& detail, const Detail& value) {
    event.details.insert_or_assign(detail, value);
    if (const std::string_view other = other_name(event, detail); !other.empty())
        event.details.insert_or_assign(std::string(other), value);
}

/// What people come or wait by: a date, a time of day, a place.
bool is_when_or_where(std::string_view detail) {
    return detail == "time" || detail == "venue" || detail_type(detail) == DetailType::date;
}

/// What it says, and not when, where or by whom: a finding, reasons, actions.
bool is_wording(std::string_view detail) {
    return !is_when_or_where(detail) && detail != "on" && detail != "by" && detail != "how" &&
           detail != "note" && detail != "role" && detail != "which";
}

void replace_details(CaseEvent& event, const CaseEvent& correction, Day today) {
    bool reworded = false;
    for (const auto& [key, value] : correction.details) {
        if (key.substr(0, replace_prefix.size()) != replace_prefix) continue;
        const std::string detail = key.substr(replace_prefix.size());
        const auto before = event.details.find(detail);
        if (is_when_or_where(detail) && before != event.details.end() && before->second != value)
            event.told_anew = ToldAnew{correction.id, known_on(correction, today)};
        reworded = reworded || (is_wording(detail) &&
                                (before == event.details.end() || before->second != value));
        if (detail == "on") {
            const auto* text = std::get_if<std::string>(&value);
            const auto day = text ? Day::from_iso(*text) : std::nullopt;
            if (day && !event.on_at_first) event.on_at_first = event.on;
            if (day) event.on = *day;
        } else {
            say(event, detail, value);
        }
    }
    if (reworded)
        event.reworded.push_back(
            {correction.id, known_on(correction, today), correction.recorded_at});
}

/// An event that a correction may give to another of several complainants.
struct SaidByAnother {
    CaseEvent at_first;
    ToldAnew anew;
};

bool says_whose(std::string_view detail) {
    return detail == "replace.by" || detail == "replace.role" || detail == "replace.which";
}

void note_who_said_it(const CaseEvent& at_first, const std::vector<const CaseEvent*>& corrections,
                      Day today, std::vector<SaidByAnother>& said) {
    // The latest correction comes first.
    for (const CaseEvent* correction : corrections)
        if (std::ranges::any_of(correction->details,
                                [](const auto& detail) { return says_whose(detail.first); })) {
            said.push_back({at_first, {correction->id, known_on(*correction, today)}});
            return;
        }
}

/// Whoever said it is told, and asked, as if it were new: what was done was done with the other.
void tell_whoever_said_it(const std::vector<SaidByAnother>& said, Case& folded) {
    for (const SaidByAnother& one : said) {
        const auto event = std::ranges::find(folded.events, one.at_first.id, &CaseEvent::id);
        if (event == folded.events.end() || event->told_anew) continue;
        const Party* before = whose_word(one.at_first, folded.parties);
        const Party* now = whose_word(*event, folded.parties);
        if (before != nullptr && now != nullptr && before != now) event->told_anew = one.anew;
    }
}

std::vector<CaseEvent> events_in_force(const std::vector<CaseEvent>& recorded, Day today,
                                       std::vector<CaseEvent>& struck,
                                       std::vector<SaidByAnother>& said) {
    const Corrections corrections = corrections_in_force(recorded, today);
    std::vector<CaseEvent> events;
    for (std::size_t i = 0; i < recorded.size(); ++i) {
        CaseEvent event = recorded[i];
        if (event.name == corrected) {
            if (event.on > today || corrections.struck[i]) continue;
            if (corrects_a_death(recorded[i], recorded))
                event.name = death_corrected;
            else if (leaving_corrected_by(recorded[i], recorded) != nullptr)
                event.name = leaving_corrected;
            else
                continue;
        }
        for (const auto& [detail, value] : recorded[i].details)
            if (!other_name(event, detail).empty()) say(event, detail, value);
        if (const auto found = corrections.replacing.find(i);
            found != corrections.replacing.end()) {
            note_who_said_it(event, found->second, today, said);
            std::for_each(
                found->second.rbegin(), found->second.rend(),
                [&](const CaseEvent* correction) { replace_details(event, *correction, today); });
        }
        if (corrections.struck[i])
            struck.push_back(std::move(event));
        else if (event.on <= today)
            events.push_back(std::move(event));
    }
    std::stable_sort(events.begin(), events.end(),
                     [](const CaseEvent& a, const CaseEvent& b) { return a.on < b.on; });
    return events;
}

/// What ends the complaint of one of several complainants, and not the other's; else nothing.
std::string_view ended_for_one(std::string_view event) {
    if (event == "withdrawn") return "complainant_withdrew";
    if (event == "resolved" || event == "informally_resolved") return "complainant_settled";
    return {};
}

}  // namespace

Case fold(const CaseFile& file, Day today) {
    Case folded{.reference = file.reference,
                .procedure = file.procedure,
                .service_area = file.service_area,
                .summary = file.summary,
                .desired_outcome = file.desired_outcome,
                .parties = file.parties,
                .events = {},
                .struck = {},
                .logged_on = file.logged_on,
                .baseline_on = file.baseline_on};
    std::vector<SaidByAnother> said;
    folded.events = events_in_force(file.events, today, folded.struck, said);
    Leavers leavers;
    const NamesFollowed names(folded.parties, folded.events);
    for (CaseEvent& event : folded.events) {
        if (names.any()) names.call_as_now(event, folded.parties);
        if (event.name == "party_changed") {
            const std::vector<Party> before = names.any() ? folded.parties : std::vector<Party>{};
            const bool was_alone = folded.parties_in(Role::complainant).size() == 1;
            apply_party_change(folded.parties, event.details);
            if (was_alone && folded.parties_in(Role::complainant).size() > 1)
                name_who_said_it_alone(folded.events, event, *folded.party(Role::complainant));
            names.follow(before, folded.parties, folded.events, event);
        }
        if (leavers.said_after_leaving(event, folded.parties)) event.name = said_after_leaving;
        // Who is no longer one of several complainants gets no letters; the complaint goes on.
        if (event.name == deceased && goes_on_for_another(folded.parties, event.details))
            event.name = complainant_died;
        if (const std::string_view of_one = ended_for_one(event.name);
            !of_one.empty() && (goes_on_for_another(folded.parties, event.details) ||
                                goes_on_without_whom_it_names(folded.parties, event.details)))
            event.name = of_one;
        if (is_a_leaving(event.name)) leavers.leaves(event, folded);
    }
    std::erase_if(folded.events, [&](const CaseEvent& event) {
        if (event.name != leaving_corrected) return false;
        const CaseEvent* leaving = leaving_corrected_by(event, file.events);
        return leaving == nullptr || !is_of_one_of_several(*leaving, file, folded);
    });
    tell_whoever_said_it(said, folded);
    return folded;
}

}  // namespace postroom::cases
