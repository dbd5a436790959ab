#include "daemon/studio/studio.hpp"

#include "daemon/premises/files.hpp"

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

std::vector<cases::Party> people_in(const Config& config) {
    return {officer(cases::Role::complaints_officer, config, "complaints_officer"),
            officer(cases::Role::complaints_manager, config, "complaints_manager"),
            officer(cases::Role::director, config, "director")};
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
    : config_(std::move(config)), content_(std::move(content)), people_(people_in(config_)) {
    content_.procedures.for_each_head([this](const procedure::Head& head) {
        if (head.office.empty()) return;
        std::map<std::string, std::string> others;
        for (const procedure::OfficeEntry& entry : head.office) others[entry.key] = entry.value;
        Config config_there = config_.with(others);
        std::vector<cases::Party> people_there = people_in(config_there);
        own_offices_.emplace(head.id, OwnOffice{std::move(config_there), std::move(people_there)});
    });
}

const Config& Studio::config_of(const std::string& procedure) const {
    const auto own = own_offices_.find(procedure);
    return own == own_offices_.end() ? config_ : own->second.config;
}

const std::vector<cases::Party>& Studio::people_of(const std::string& procedure) const {
    const auto own = own_offices_.find(procedure);
    return own == own_offices_.end() ? people_ : own->second.people;
}

const rendering::PreparedFonts& Studio::fonts() const {
    if (!fonts_) {
        auto prepared = rendering::PreparedFonts::prepare(load_fonts(config_));
        if (!prepared) throw FileError(to_text(prepared.error()));
        fonts_ = std::move(*prepared);
    }
    return *fonts_;
}

const procedure::Procedure* Studio::procedure_of(const std::string& id) const {
    return content_.procedures.find(id);
}

}  // namespace postroom::daemon
