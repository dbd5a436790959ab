// A letter against the columns of a table: where each of its fields comes from, row by row.
#pragma once

#include <string>
#include <vector>

#include "cases/case.hpp"
#include "composition/letter.hpp"
#include "daemon/studio/studio.hpp"
#include "tables/table.hpp"
#include "templating/template.hpp"

namespace postroom::daemon {

/// One row as a letter: to whom, under which reference, saying what.
struct MergedLetter {
    cases::Party reader;
    std::string reference;  ///< of the column reference; may be empty
    document::Document document;
};

/// The columns title, first_name, last_name, name, salutation, address_1…, postcode, email, kind,
/// format and language are the reader's, by the rules of case files; reference is the letter's; the
/// others are fields of its wording. What the configuration says (council_name, team_phone…) is
/// taken from there alone.
class MergeLetter {
  public:
    /// Problems: a column for a field of the configuration, or a field that the wording says
    /// outright and no column gives.
    static ExpectedAll<MergeLetter> match(const composition::Letter& letter,
                                          const std::vector<std::string>& columns,
                                          cases::Channel channel, const Studio& studio,
                                          calendar::Day today);

    /// Columns that this letter does not use.
    const std::vector<std::string>& unused() const { return unused_; }

    /// What the row says its reference is, whether a letter can be made of it or not.
    std::string reference_in(const std::vector<std::string>& cells) const;

    /// Problems name the column; file and line are the caller's.
    ExpectedAll<MergedLetter> fill(const std::vector<std::string>& cells) const;

  private:
    enum class Use { text, yes_or_no };
    struct Column {
        std::string name;
        bool of_reader = false;
        std::optional<Use> use;  ///< in the wording
    };

    MergeLetter(const composition::Letter& letter, cases::Channel channel, const Studio& studio,
                calendar::Day today)
        : letter_(letter), channel_(channel), studio_(studio), today_(today) {}
    Use use_of(const std::string& field) const;
    std::optional<Problem> trouble_with(const cases::Party& reader) const;
    std::optional<templating::Value> known_value(const std::string& field) const;

    const composition::Letter& letter_;
    cases::Channel channel_;
    const Studio& studio_;
    calendar::Day today_;
    std::vector<Column> columns_;
    std::vector<std::string> unused_;
    templating::Record constant_;  ///< the same in every row
};

}  // namespace postroom::daemon
