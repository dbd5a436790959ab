// What the office wrote for Postroom to work with: procedures, letters, forms, holidays, fonts.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/expected.hpp"
#include "calendar/working_calendar.hpp"
#include "composition/catalogue.hpp"
#include "daemon/premises/config.hpp"
#include "daemon/studio/procedures.hpp"
#include "rendering/fonts.hpp"
#include "rendering/pdf.hpp"

namespace postroom::daemon {

/// Folders to look in, first found wins, file by file (design 9): the data directory's overlay,
/// POSTROOM_SHARE, the tree the binary was built in, <prefix>/share/postroom.
struct Places {
    std::string data;                 ///< absolute; may be empty for commands that need none
    std::vector<std::string> shares;  ///< existing folders in order

    /// Where a file such as "templates/email/standard.html" is; FileError when nowhere.
    std::string find(const std::string& relative) const;
    /// All files below `folder` with `suffix`: relative name → path, overlays applied.
    std::map<std::string, std::string> all(const std::string& folder,
                                           const std::string& suffix) const;
    /// The path as shown to people: relative to the share it was found in.
    std::string shown(const std::string& path) const;
};
Places find_places(const std::string& data, const std::map<std::string, std::string>& environment,
                   const std::string& source_tree, const std::string& prefix);

/// Immutable once loaded; shared by all threads.
struct Content {
    std::vector<calendar::WorkingCalendar> calendars;  ///< one: the configured division's
    Procedures procedures;
    composition::Catalogue letters;
    /// By the name of a procedure's `wording`: the letters with its own in place of the rest.
    std::map<std::string, composition::Catalogue, std::less<>> worded;
    std::map<std::string, rendering::LetterForm, std::less<>> forms;
    cases::DeclaredEvents declared;  ///< by the procedures, see declared_events()
    std::string email_shell;         ///< templates/email/standard.html
    std::string page_shell;          ///< templates/page/letter.html

    const calendar::WorkingCalendar& calendar() const { return calendars.front(); }
    /// The letters that cases of the procedure get.
    const composition::Catalogue& letters_of(const procedure::Procedure& procedure) const;
    /// Every procedure's own: what a case may hold beside the vocabulary.
    const cases::DeclaredEvents& declared_events() const { return declared; }
    std::vector<std::string> procedure_ids() const;
};

/// Everything at once, with every problem found in any file. Procedures and letters that this data
/// directory has seen read and found well are read when they are asked for.
ExpectedAll<Content> load_content(const Places& places, const Config& config);
/// The calendar alone: for commands that need nothing else.
Expected<calendar::WorkingCalendar> load_calendar(const Places& places, const std::string& division,
                                                  const std::string& receipt_rule);
/// The fonts' bytes; FileError naming the package to install when one is missing.
rendering::FontFiles load_fonts(const Config& config);

/// The configuration: defaults from the share, the data directory's own file, the environment.
ExpectedAll<Config> load_config(const Places& places,
                                const std::map<std::string, std::string>& environment);

}  // namespace postroom::daemon
