// One detail of an event, as written, against what the event may carry.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cases/reading.hpp"
#include "cases/vocabulary.hpp"

namespace postroom::cases {

/// A correction names the details that were otherwise with this before them.
constexpr std::string_view replace_prefix = "replace.";
inline bool is_replacement(std::string_view detail) {
    return detail.starts_with(replace_prefix);
}

/// Judges the details of one event. Every trouble is reported to `reading`, said of `place`.
class DetailChecks {
  public:
    DetailChecks(Reading& reading, Place place, std::string_view event)
        : reading_(reading), place_(std::move(place)), event_(event) {}

    /// The detail's value in its checked form; nothing when it is wrong or says nothing.
    std::optional<Detail> checked(std::string_view name, const Detail& value);

    /// A detail of a procedure's own event: as the procedure declares it, or of any shape when it
    /// declares none.
    std::optional<Detail> declared(const DeclaredDetails& details, std::string_view name,
                                   const Detail& value);

  private:
    std::optional<Detail> typed(std::string_view name, DetailType type, const Detail& value);
    /// Any shape, but no characters that hide.
    std::optional<Detail> free(const Detail& value);
    std::optional<Detail> replacement(std::string_view name, const Detail& value);
    std::optional<Detail> date(const Detail& value);
    std::optional<Detail> boolean(const Detail& value);
    std::optional<Detail> role(const Detail& value);
    std::optional<Detail> which(const Detail& value);
    std::optional<Detail> party_field(std::string_view name, const Detail& value);
    static bool is_yes_or_no_field(std::string_view name);
    std::optional<Detail> text(std::string_view name, const Detail& value);
    std::optional<Detail> prose(const std::string& words);
    std::optional<Detail> objects(std::string_view name, const Detail& value);
    void check_object(std::string_view name, DetailObject& object);
    void wrong(std::string what, std::string remedy, const std::string& key = {});

    Reading& reading_;
    Place place_;
    std::string_view event_;
};

}  // namespace postroom::cases
