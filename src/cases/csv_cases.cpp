#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "cases/case_checks.hpp"
#include "cases/case_readers.hpp"
#include "cases/event_checks.hpp"
#include "cases/party_fields.hpp"

namespace postroom::cases {

namespace {

constexpr const char* one_in_each_role =
    "a cases file has one person in each role; put a second one on the case with an events file "
    "(party_changed, with role, which: 2 and the fields), or import JSON";

/// "complainant_2.first_name", "complainant2.email".
bool is_of_a_second_person(std::string_view column) {
    std::string_view role = column.substr(0, column.find('.'));
    if (role.size() == column.size()) return false;
    while (!role.empty() && ((role.back() >= '0' && role.back() <= '9') || role.back() == '_'))
        role.remove_suffix(1);
    return role_named(role).has_value();
}

/// The header's columns; each reported once when it is unknown or repeated.
class Columns {
  public:
    Columns(const CsvRow& header, Reading& reading) : header_(header) {
        for (std::size_t i = 0; i < header.size(); ++i)
            if (!places_.emplace(header[i].text, i).second)
                reading.problem(
                    {.line = header[i].line, .field = field_named(header[i].text)},
                    "a column that stands there twice",
                    is_of_a_second_person(header[i].text) ? one_in_each_role : "keep one of them");
    }

    const std::string& name(std::size_t column) const { return header_[column].text; }
    std::size_t count() const { return header_.size(); }

    /// The row's cell in that column; an empty one on the row's line when there is none.
    CsvCell cell(const CsvRow& row, const std::string& column) const {
        const auto found = places_.find(column);
        if (found == places_.end() || found->second >= row.size())
            return {.text = {}, .line = row.front().line};
        return row[found->second];
    }

  private:
    const CsvRow& header_;
    std::unordered_map<std::string, std::size_t> places_;
};

bool has_as_many_cells(const CsvRow& row, const Columns& columns, Reading& reading) {
    if (row.size() == columns.count()) return true;
    reading.problem(
        {.line = row.front().line},
        std::to_string(row.size()) + " cells under " + std::to_string(columns.count()) + " columns",
        "put cells that hold a comma in quotation marks");
    return false;
}

bool is_case_column(std::string_view name) {
    constexpr std::array<std::string_view, 6> own{"reference", "procedure",       "service_area",
                                                  "summary",   "desired_outcome", "received"};
    return std::find(own.begin(), own.end(), name) != own.end();
}

/// "complainant.address_1": a role and its field.
struct PartyColumn {
    Role role;
    std::string field;
};

std::optional<PartyColumn> party_column(const std::string& name) {
    const std::size_t dot = std::min(name.find('.'), name.size());
    const std::optional<Role> role = role_named(std::string_view(name).substr(0, dot));
    if (!role || dot == name.size()) return std::nullopt;
    std::string field = name.substr(dot + 1);
    if (!is_party_field(field)) return std::nullopt;
    return PartyColumn{*role, std::move(field)};
}

struct WrittenParty {
    Role role;
    std::vector<WrittenDetail> fields;
    int line = 0;
};

/// Parties in the order in which their first filled column stands.
std::vector<WrittenParty> parties_of(const CsvRow& row,
                                     const std::vector<std::optional<PartyColumn>>& columns) {
    std::vector<WrittenParty> parties;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (!columns[i] || row[i].text.empty()) continue;
        const Role role = columns[i]->role;
        auto party = std::find_if(parties.begin(), parties.end(),
                                  [role](const WrittenParty& one) { return one.role == role; });
        if (party == parties.end())
            party = parties.insert(party, {.role = role, .fields = {}, .line = row[i].line});
        party->fields.push_back({columns[i]->field, row[i].text, row[i].line});
    }
    return parties;
}

}  // namespace

void read_csv_cases(const std::vector<CsvRow>& rows, Reading& reading, ReadCases& read) {
    const CsvRow& header = rows.front();
    const Columns columns(header, reading);
    std::vector<std::optional<PartyColumn>> party_columns;
    bool too_many_lines = false;
    for (const CsvCell& cell : header) {
        party_columns.push_back(party_column(cell.text));
        if (is_case_column(cell.text) || party_columns.back()) continue;
        const Place place{.line = cell.line, .field = field_named(cell.text)};
        if (!is_surplus_address_line(cell.text.substr(cell.text.find('.') + 1)))
            reading.problem(place, "a column that Postroom does not know",
                            is_of_a_second_person(cell.text)
                                ? one_in_each_role
                                : "see docs/case-files.md for the columns of a cases file");
        else if (!std::exchange(too_many_lines, true))
            reading.problem(place,
                            "more lines than the " + std::to_string(most_address_lines) +
                                " that an address may hold",
                            "keep the columns of what the post needs");
    }

    for (auto row = rows.begin() + 1; row != rows.end(); ++row) {
        if (!has_as_many_cells(*row, columns, reading)) continue;
        const CsvCell reference = columns.cell(*row, "reference");
        CaseFile file;
        file.reference = checked_reference(reading, reference.text, reference.line);
        const int earlier =
            file.reference.empty() ? 0 : reading.earlier_line(reference.text, reference.line);
        if (earlier != 0)
            reading.problem(
                {.line = reference.line, .case_reference = reference.text, .field = "reference"},
                "used by an earlier case, at line " + std::to_string(earlier),
                "give each case one row");
        file.procedure = columns.cell(*row, "procedure").text;
        file.service_area = columns.cell(*row, "service_area").text;
        file.summary = columns.cell(*row, "summary").text;
        file.desired_outcome = columns.cell(*row, "desired_outcome").text;

        CaseLines lines{
            .itself = row->front().line, .parties = {}, .parties_sound = {}, .events = {}};
        for (const WrittenParty& written : parties_of(*row, party_columns)) {
            Party party;
            party.role = written.role;
            lines.parties_sound.push_back(fill_party(reading,
                                                     {.line = written.line,
                                                      .case_reference = file.reference.text,
                                                      .field = std::string(name_of(written.role))},
                                                     party, written.fields));
            file.parties.push_back(std::move(party));
            lines.parties.push_back(written.line);
        }
        if (const CsvCell received = columns.cell(*row, "received"); !received.text.empty()) {
            file.events.push_back(checked_event(reading, file.reference.text,
                                                {.name = "received",
                                                 .on = received.text,
                                                 .id = {},
                                                 .details = {},
                                                 .line = received.line}));
            lines.events.push_back(received.line);
        }
        complete_case(reading, file, lines);
        read.cases.push_back(std::move(file));
        read.case_lines.push_back(reference.line);
    }
}

void read_csv_events(const std::vector<CsvRow>& rows, Reading& reading, ReadCases& read) {
    const Columns columns(rows.front(), reading);
    std::unordered_map<std::string, std::size_t> place_of_case;
    for (auto row = rows.begin() + 1; row != rows.end(); ++row) {
        if (!has_as_many_cells(*row, columns, reading)) continue;
        const CsvCell reference = columns.cell(*row, "reference");
        const CsvCell event = columns.cell(*row, "event");
        const CaseReference of_case = checked_reference(reading, reference.text, reference.line);
        WrittenEvent written{.name = event.text,
                             .on = columns.cell(*row, "on").text,
                             .id = columns.cell(*row, "id").text,
                             .details = {},
                             .line = event.line};
        for (std::size_t i = 0; i < row->size(); ++i) {
            const std::string& name = columns.name(i);
            if (name == "reference" || name == "event" || name == "on" || name == "id") continue;
            if ((*row)[i].text.empty()) continue;
            // The column `event` is taken, so a correction names its event in `corrects`.
            written.details.push_back(
                {name == "corrects" ? "event" : name, (*row)[i].text, (*row)[i].line});
        }
        if (written.name == "received")
            reading.problem({.line = event.line, .case_reference = of_case.text, .field = "event"},
                            "a stored case has been received already",
                            "correct that event, or import the complaint as a case of its own");
        CaseEvent checked = checked_event(reading, of_case.text, written);
        checked.source = "import";
        const auto [found, is_new] = place_of_case.try_emplace(of_case.text, read.events.size());
        if (is_new) read.events.push_back({.reference = of_case, .events = {}, .lines = {}});
        read.events[found->second].events.push_back(std::move(checked));
        read.events[found->second].lines.push_back(event.line);
    }
}

}  // namespace postroom::cases
