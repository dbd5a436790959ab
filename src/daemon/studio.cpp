#include "daemon/studio.hpp"

#include "daemon/files.hpp"

namespace postroom::daemon {

namespace {

cases::Party officer(cases::Role role, const Config& config, const std::string& key) {
    cases::Party party;
    party.role = role;
    party.name = config.text("people." + key + "_name");
    party.email = config.text("people." + key + "_email");
    party.channel = cases::Channel::email;
    return party;
}

}  // namespace

ExpectedAll<Studio> Studio::open(const Setting& setting) {
    auto config = load_config(setting.places, setting.environment);
    if (!config) return fail(config.error());
    auto content = load_content(setting.places, *config);
    if (!content) return fail(content.error());
    return Studio(std::move(*config), std::move(*content));
}

Studio::Studio(Config config, Content content)
    : config_(std::move(config)),
      content_(std::move(content)),
      people_{officer(cases::Role::complaints_officer, config_, "complaints_officer"),
              officer(cases::Role::complaints_manager, config_, "complaints_manager"),
              officer(cases::Role::director, config_, "director")} {}

const rendering::PreparedFonts& Studio::fonts() const {
    if (!fonts_) {
        auto prepared = rendering::PreparedFonts::prepare(load_fonts(config_));
        if (!prepared) throw FileError(to_text(prepared.error()));
        fonts_ = std::move(*prepared);
    }
    return *fonts_;
}

const procedure::Procedure* Studio::procedure_of(const std::string& id) const {
    const auto found = content_.procedures.find(id);
    return found == content_.procedures.end() ? nullptr : &found->second;
}

}  // namespace postroom::daemon
