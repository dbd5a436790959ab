// The days that a letter gives its reader, and that stand once it has left.
#pragma once

#include <optional>
#include <string>

#include "composition/letter.hpp"
#include "daemon/studio/fields.hpp"
#include "daemon/studio/look.hpp"
#include "daemon/studio/studio.hpp"
#include "document/document.hpp"

namespace postroom::daemon {

/// What the case's last letter with a promise to that reader gave as its date, and in which field.
/// Nothing when the complainants do not all read one register: the letter of each may promise
/// another date.
std::optional<LastPromise> last_promise(const Look& look, const procedure::PlannedStep& planned,
                                        const cases::Party& reader, const Studio& studio);

/// The ISO date that the letter promises; "" for none. It promises what it names: of an answer that
/// was put off the same wording gives another day.
Expected<std::string> date_promised(const composition::FrontMatter& front,
                                    const document::Document& letter, const FieldSource& source);

/// The days of clocks that stand once this very letter has left, as `dates_told` keeps them
/// (cases/case.hpp): the one that it promises, and those in `tells` that it names.
Expected<cases::Details> dates_told(const composition::FrontMatter& front,
                                    const document::Document& letter, const FieldSource& source);

}  // namespace postroom::daemon
