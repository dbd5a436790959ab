// Where letters are written: configuration, content, the team's people and fonts. No data
// directory, no database: enough for check, preview and merge.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "daemon/premises/config.hpp"
#include "daemon/studio/content.hpp"
#include "rendering/fonts.hpp"

namespace postroom::daemon {

/// What main learned from the command line and the environment.
struct Setting {
    Places places;
    std::map<std::string, std::string> environment;
};

class Studio {
  public:
    /// Every problem in configuration and content at once; FileError when files are missing.
    static ExpectedAll<Studio> open(const Setting& setting);
    Studio(Config config, Content content);

    const Config& config() const { return config_; }
    const Content& content() const { return content_; }
    const calendar::WorkingCalendar& calendar() const { return content_.calendar(); }
    /// Complaints officer, complaints manager, director: used where a case names none.
    const std::vector<cases::Party>& people() const { return people_; }
    /// The same as the procedure of that id says them under `office:`.
    const Config& config_of(const std::string& procedure) const;
    const std::vector<cases::Party>& people_of(const std::string& procedure) const;
    /// Prepared on first use. Throws FileError when a font is missing.
    const rendering::PreparedFonts& fonts() const;
    /// The procedure of that id; null when this installation has none.
    const procedure::Procedure* procedure_of(const std::string& id) const;

  private:
    Config config_;
    Content content_;
    std::vector<cases::Party> people_;
    struct OwnOffice {
        Config config;
        std::vector<cases::Party> people;
    };
    std::map<std::string, OwnOffice, std::less<>> own_offices_;  ///< by procedure id
    mutable std::shared_ptr<const rendering::PreparedFonts> fonts_;
};

}  // namespace postroom::daemon
