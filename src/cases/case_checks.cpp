#include "cases/case_checks.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "cases/event_checks.hpp"
#include "cases/party_fields.hpp"

namespace postroom::cases {

namespace {

constexpr std::size_t longest_reference = 100;

class CaseCheck {
  public:
    CaseCheck(Reading& reading, CaseFile& file, const CaseLines& lines)
        : reading_(reading), file_(file), lines_(lines) {}

    void texts() {
        const auto& known = reading_.acceptance().procedures;
        if (file_.procedure.empty())
            wrong(lines_.itself, "procedure", "missing",
                  "name the procedure that governs the case");
        else if (std::find(known.begin(), known.end(), file_.procedure) == known.end())
            wrong(lines_.itself, "procedure", "no procedure of that id is loaded",
                  "use the id of a file in config/procedures");
        is_clean_line(reading_, at(lines_.itself, "service_area"), file_.service_area);
        file_.summary = with_line_feeds(std::move(file_.summary));
        file_.desired_outcome = with_line_feeds(std::move(file_.desired_outcome));
        is_clean_prose(reading_, at(lines_.itself, "summary"), file_.summary);
        is_clean_prose(reading_, at(lines_.itself, "desired_outcome"), file_.desired_outcome);
    }

    void parties() {
        bool has_complainant = false;
        for (std::size_t i = 0; i < file_.parties.size(); ++i) {
            Party& party = file_.parties[i];
            const std::string role(name_of(party.role));
            const bool in_parts = !party.first_name.empty() || !party.last_name.empty();
            has_complainant = has_complainant || party.role == Role::complainant;
            close_up_address(party.address);
            if (in_parts && !party.name.empty())
                wrong(lines_.parties[i], role + ".name", "beside first_name or last_name",
                      "give the one or the other");
            if (!lines_.parties_sound[i]) continue;
            if (party.role == Role::complainant && !has_name(party))
                wrong(lines_.parties[i], role + ".last_name", "a complainant without a name",
                      "give last_name, first_name or name");
            else if (!has_name(party) && party.email.empty())
                wrong(lines_.parties[i], role + ".name", "neither a name nor an email",
                      "give at least one");
        }
        if (!has_complainant)
            wrong(lines_.itself, "complainant", "nobody complains in this case",
                  "give a party with the role complainant");
    }

    void received() {
        const CaseEvent* first = nullptr;
        for (std::size_t i = 0; i < file_.events.size(); ++i) {
            if (file_.events[i].name != "received") continue;
            if (first != nullptr)
                wrong(lines_.events[i], "received", "received a second time",
                      "keep one; a later complaint is a case of its own");
            else
                first = &file_.events[i];
        }
        if (first == nullptr)
            return wrong(lines_.itself, "received", "missing",
                         "say on which day the council received the complaint");
        for (std::size_t i = 0; i < file_.events.size(); ++i) {
            const CaseEvent& event = file_.events[i];
            if (event.on < first->on && event.on != Day{})
                wrong(lines_.events[i], field_named(event.name + ".on"),
                      "before the complaint was received", "correct one of the two days");
        }
    }

    void event_ids() {
        std::set<std::string, std::less<>> given;
        for (std::size_t i = 0; i < file_.events.size(); ++i) {
            const std::string& id = file_.events[i].id.text;
            if (!id.empty() && !given.insert(id).second)
                wrong(lines_.events[i], "id", "an id that an earlier event of the case has",
                      "give each event its own, or none");
        }
        std::size_t next = 1;
        for (CaseEvent& event : file_.events) {
            if (!event.id.empty()) continue;
            while (given.contains("e" + std::to_string(next))) ++next;
            event.id = EventId("e" + std::to_string(next++));
        }
    }

    void corrections() {
        std::map<std::string, const CaseEvent*, std::less<>> earlier;
        for (std::size_t i = 0; i < file_.events.size(); ++i) {
            const CaseEvent& event = file_.events[i];
            const std::string target = event.text("event").value_or("");
            if (event.name == "corrected" && !target.empty()) {
                const auto found = earlier.find(target);
                if (found == earlier.end())
                    wrong(lines_.events[i], "corrected.event",
                          "not the id of an earlier event of this case",
                          "give the event to be corrected an id, and name it");
                else
                    check_replacement(reading_, at(lines_.events[i], "corrected"), event,
                                      *found->second);
            }
            earlier.emplace(event.id.text, &event);
        }
    }

    void ends_for_one() {
        for (std::size_t i = 0; i < file_.events.size(); ++i) {
            const CaseEvent& event = file_.events[i];
            if (event_is(event.name, may_be_of_one) &&
                names_nobody(fold(file_, event.on).parties, event.details))
                wrong(lines_.events[i], event.name + ".which",
                      "the case has nobody of that number in that role",
                      "count those of the role as the case names them: 1 for the first");
        }
    }

    void changes_of_shared_roles() {
        for (std::size_t i = 0; i < file_.events.size(); ++i) {
            const CaseEvent& event = file_.events[i];
            if (event.name == "party_changed" &&
                changes_nobody_known(fold(file_, event.on).parties, event.details))
                wrong(lines_.events[i], "party_changed.which", "several parties have this role",
                      "say which: 1 for the first of them, 2 for the second");
        }
    }

  private:
    Place at(int line, std::string field) const {
        return {.line = line, .case_reference = file_.reference.text, .field = std::move(field)};
    }
    void wrong(int line, std::string field, std::string what, std::string remedy) {
        reading_.problem(at(line, std::move(field)), std::move(what), std::move(remedy));
    }

    Reading& reading_;
    CaseFile& file_;
    const CaseLines& lines_;
};

}  // namespace

CaseReference checked_reference(Reading& reading, const std::string& text, int line) {
    const Place place{.line = line, .case_reference = {}, .field = "reference"};
    if (text.empty()) {
        reading.problem(place, "missing", "give the council's own reference");
        return {};
    }
    if (!is_clean_line(reading, place, text)) return {};
    if (text.size() > longest_reference || text.front() == ' ' || text.back() == ' ') {
        reading.problem(place, "longer than 100 bytes, or with a space at an end", "shorten it");
        return {};
    }
    return CaseReference(text);
}

bool fill_party(Reading& reading, const Place& place, Party& party,
                const std::vector<WrittenDetail>& fields) {
    bool sound = true;
    for (const WrittenDetail& field : fields) {
        std::optional<Problem> trouble;
        if (field.name == "left")
            trouble = Problem{.what = "told of by an event, not by the party",
                              .remedy = "record party_changed with left: true"};
        else if (!is_party_field(field.name))
            trouble = Problem{.what = "not a field of a party", .remedy = "see docs/case-files.md"};
        else if (field.was_number)
            trouble = Problem{.what = "a number where text is wanted",
                              .remedy = "write it in quotation marks, with its leading zeros"};
        else
            trouble = set_party_field(party, field.name, field.value);
        if (!trouble) continue;
        sound = false;
        reading.problem({.line = field.line,
                         .case_reference = place.case_reference,
                         .field = field_named(place.field + "." + field.name)},
                        trouble->what, trouble->remedy);
    }
    return sound;
}

void complete_case(Reading& reading, CaseFile& file, const CaseLines& lines) {
    file.logged_on = reading.acceptance().logged_on;
    for (CaseEvent& event : file.events) event.source = "import";
    CaseCheck check(reading, file, lines);
    check.texts();
    check.parties();
    check.received();
    check.event_ids();
    check.corrections();
    check.changes_of_shared_roles();
    check.ends_for_one();
}

}  // namespace postroom::cases
