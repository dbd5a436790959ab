#include "daemon/studio/team_email.hpp"

#include "calendar/date_text.hpp"
#include "composition/salutation.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/studio/fields.hpp"
#include "rendering/html.hpp"
#include "rendering/text.hpp"

namespace postroom::daemon {

composition::Frame team_frame(const composition::Letter& letter, const cases::Party& reader,
                              const cases::Party* officer, const Studio& studio,
                              const std::string& procedure, calendar::Day today) {
    const std::vector<cases::Party>& people = studio.people_of(procedure);
    const auto said = [&](const char* key) {
        return studio.config_of(procedure).text(key, letter.front.language);
    };
    composition::Frame frame;
    frame.date = calendar::long_date(today, letter.front.language);
    const composition::Greeting greeting = composition::greet({&reader}, letter.front.language);
    frame.salutation = greeting.salutation;
    frame.sign_off = greeting.sign_off;
    if (officer == nullptr && !people.empty()) officer = &people.front();
    if (officer != nullptr) frame.signatory.push_back(cases::full_name(*officer));
    frame.signatory.push_back(said("council.team"));
    frame.contact = {said("council.name"), said("council.team"), said("council.address"),
                     said("council.phone"), said("council.email")};
    return frame;
}

rendering::Mailbox mailbox_of(const cases::Party& party) {
    return {.name = cases::full_name(party), .email = party.email};
}

ExpectedAll<document::Document> compose_for_no_case(const composition::Letter& letter,
                                                    const cases::Party& reader,
                                                    const Studio& studio, calendar::Day today,
                                                    const templating::Record& more,
                                                    const std::string& procedure) {
    const cases::Case no_case;
    const procedure::Procedure no_procedure;
    const procedure::Plan no_plan;
    const procedure::PlannedStep no_step;
    auto fields = fields_for({.case_ = no_case,
                              .procedure = no_procedure,
                              .plan = no_plan,
                              .step = no_step,
                              .calendar = studio.calendar(),
                              .config = studio.config_of(procedure),
                              .people = studio.people_of(procedure),
                              .reader = reader,
                              .channel = cases::Channel::email,
                              .language = letter.front.language,
                              .today = today},
                             letter.front.fields);
    if (!fields) return fail(Problems{fields.error()});
    for (const auto& [name, value] : more) fields->insert_or_assign(name, value);
    return composition::compose(letter, *fields,
                                team_frame(letter, reader, nullptr, studio, procedure, today));
}

rendering::EmailParts team_email(const document::Document& document, rendering::Mailbox to,
                                 const Studio& studio, const std::string& procedure, Instant at,
                                 const std::string& message_id, const std::string& checkpoint) {
    const Config& config = studio.config_of(procedure);
    rendering::EmailParts parts;
    parts.from = {.name = config.text("council.team"), .email = config.text("council.email")};
    parts.to = std::move(to);
    parts.reply_to = parts.from;
    parts.subject = document.subject;
    parts.text = rendering::render_text(document);
    parts.html = rendering::render_html(document, studio.content().email_shell);
    parts.message_id = message_id;
    parts.date = at;
    parts.utc_offset_minutes = utc_offset_minutes(at);
    parts.headers.emplace_back("Archive-Checkpoint", checkpoint);
    return parts;
}

}  // namespace postroom::daemon
