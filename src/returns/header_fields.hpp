// Header fields as text, in groups: how a delivery report lists what became of each recipient.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postroom::returns {

/// One group of fields, names in small letters, values unfolded and trimmed.
class FieldGroup {
  public:
    void add(std::string name, std::string value) {
        fields_.emplace_back(std::move(name), std::move(value));
    }
    void continue_last(std::string_view text);
    bool empty() const { return fields_.empty(); }
    /// The first field of that name, or "".
    std::string_view value(std::string_view name) const;
    std::vector<std::string_view> values(std::string_view name) const;

  private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// Groups are parted by empty lines; lines that are no field are left out.
std::vector<FieldGroup> field_groups(std::string_view text);

std::string in_small_letters(std::string_view text);
std::string_view trimmed(std::string_view text);

/// What stands between < and >, or the word itself; for addresses and message ids.
std::string_view without_brackets(std::string_view text);

/// RFC 3461 xtext: "+2B" is "+". Text that is not in that form comes back as it is.
std::string from_xtext(std::string_view text);

/// The first "2.1.5"-like status in the text, or "".
std::string status_in(std::string_view text);

}  // namespace postroom::returns
