#include "daemon/write_letter.hpp"

#include <algorithm>

#include "calendar/date_text.hpp"
#include "composition/compose.hpp"
#include "composition/postal_rules.hpp"
#include "composition/salutation.hpp"
#include "daemon/field_dates.hpp"
#include "daemon/london_time.hpp"
#include "daemon/team_email.hpp"
#include "rendering/email.hpp"

namespace postroom::daemon {

namespace {

using cases::Channel;
using cases::Party;

bool is_young(const Party& party) {
    return party.role == cases::Role::young_person || party.kind == "young_person";
}

rendering::Mailbox mailbox_of(const Party& party) {
    return {.name = cases::full_name(party), .email = party.email};
}

Problems of_this_case(Problems problems, const cases::Case& case_) {
    for (Problem& problem : problems) problem.case_reference = case_.reference.text;
    return problems;
}

/// A copy says so before anything else.
void mark_as_copy(document::Document& document, const Reader& reader) {
    const std::string whom(cases::words_for(reader.primary->role));
    document::Paragraph note{
        {document::Run{.text = "Copy for your information: this went to the " + whom + "."}}};
    const auto place = document.body.empty() ? document.body.begin() : document.body.begin() + 1;
    document.body.insert(place, note);
}

/// First of all what happened to the email, so that nobody wonders at a letter that comes late.
void mention_the_email(document::Document& document, calendar::Day emailed_on,
                       const std::string& language) {
    const std::string day = calendar::weekday_date(emailed_on, language);
    document::Paragraph note{{document::Run{
        .text = language == "cy"
                    ? "Anfonwyd y llythyr hwn atoch drwy e-bost ar " + day +
                          ". Daeth yr e-bost yn ôl atom, felly rydym yn ei anfon drwy'r post."
                    : "We sent you this letter by email on " + day +
                          ". The email came back to us, so we are sending it by post."}}};
    const auto place = document.body.empty() ? document.body.begin() : document.body.begin() + 1;
    document.body.insert(place, note);
}

composition::Frame frame_for(const Look& look, const Reader& reader,
                             const composition::Letter& letter, Channel channel,
                             const Studio& studio, calendar::Day today) {
    const Party* officer = look.case_.party(cases::Role::complaints_officer);
    composition::Frame frame =
        team_frame(letter, *reader.primary, officer, studio, look.procedure->id, today);
    frame.reference = look.case_.reference.text;
    if (channel == Channel::letter) frame.addressee = composition::envelope_lines(*reader.party);
    return frame;
}

/// A letter that starts a clock by leaving speaks of that clock as if it had left today. Nothing
/// for every other letter: the plan as it stands says all.
Expected<std::optional<procedure::Plan>> plan_once_it_left(const Look& look,
                                                           const procedure::PlannedStep& planned,
                                                           const Studio& studio,
                                                           calendar::Day today) {
    const auto starts_by_leaving = [&](const procedure::Clock& clock) {
        return look.plan.clock(clock.id) == nullptr &&
               std::ranges::any_of(clock.starts, [&](const procedure::Condition& start) {
                   if (start.kind == procedure::Condition::Kind::sent)
                       return start.name == planned.step->id.text;
                   return std::ranges::any_of(
                       planned.step->appends, [&](const procedure::Append& append) {
                           return append.when_sent && append.event == start.name;
                       });
               });
    };
    if (std::ranges::none_of(look.procedure->clocks, starts_by_leaving))
        return std::optional<procedure::Plan>{};
    cases::Case once_left = look.case_;
    once_left.events.push_back(
        sent_event(planned.step->id, planned.occurrence, /*promised=*/"", today, Instant{}));
    once_left.events.back().id = EventId("leaving");
    for (const procedure::Append& append : planned.step->appends)
        if (append.when_sent)
            once_left.events.push_back(appended_event(append, planned, look.case_, today, {}));
    auto plan = procedure::plan(once_left, *look.procedure, studio.calendar(),
                                {today, calendar::close_of_work});
    if (!plan) return fail(of_case(plan.error(), look.case_.reference.text));
    return std::optional<procedure::Plan>(std::move(*plan));
}

/// What the letter's fields are worked out from. Refers to its arguments.
FieldSource source_of(const Look& look, const procedure::Plan& plan,
                      const procedure::PlannedStep& planned, const Reader& reader,
                      const composition::Letter& letter, Channel channel, const Studio& studio,
                      calendar::Day today) {
    return {.case_ = look.case_,
            .procedure = *look.procedure,
            .plan = plan,
            .step = planned,
            .calendar = studio.calendar(),
            .config = studio.config_of(look.procedure->id),
            .people = studio.people_of(look.procedure->id),
            .reader = *reader.primary,
            .channel = channel,
            .language = letter.front.language,
            .today = today};
}

}  // namespace

const composition::Letter* letter_of(const procedure::Step& step, const Reader& reader,
                                     const composition::Catalogue& letters) {
    return composition::letter_for(
        letters, step.letter, is_young(*reader.primary),
        cases::is_council_officer(reader.party->role) ? "en" : reader.party->language);
}

Way way_to(const Reader& reader, const composition::Letter& letter) {
    const Party& party = *reader.party;
    return way_by(reader, letter,
                  party.channel.value_or(party.email.empty() ? Channel::letter : Channel::email));
}

Way way_by(const Reader& reader, const composition::Letter& letter, Channel channel) {
    const Party& party = *reader.party;
    const std::string who(cases::words_for(party.role));
    const bool allowed = reader.copy || std::ranges::find(letter.front.channels, channel) !=
                                            letter.front.channels.end();
    if (cases::is_council_officer(party.role)) {
        if (party.email.empty()) return {{}, "no email address is recorded for the " + who};
        return {Channel::email, ""};
    }
    if (party.format != "standard")
        return {{},
                "the " + who + " needs this letter in another format (" + party.format +
                    "), which Postroom cannot make yet: prepare it by hand"};
    if (channel == Channel::email && party.email.empty())
        return {{}, "the " + who + " asked for email, but no address is recorded"};
    if (channel == Channel::letter && party.address.empty())
        return {{}, "no usable postal address is recorded for the " + who};
    if (channel == Channel::letter) {
        if (auto why = composition::why_not_postable(composition::envelope_lines(party)))
            return {{},
                    "a letter to the " + who + " would not be delivered: " + *why +
                        "; correct the address, or send the letter another way"};
    }
    if (!allowed)
        return {{},
                "the letter " + letter.name + " does not go by " +
                    std::string(cases::name_of(channel))};
    return {channel, ""};
}

namespace {

constexpr std::size_t digits_of_address = 32;

}  // namespace

std::string envelope_of(const Party& party, Channel channel) {
    if (channel == Channel::email) return party.email;
    std::string lines;
    for (const std::string& line : composition::envelope_lines(party)) lines += line + "\n";
    std::string address;
    for (const std::string& line : party.address.lines) address += line;
    address += party.address.postcode;
    std::string plain;
    for (const char c : address) {
        if (c >= 'A' && c <= 'Z')
            plain += static_cast<char>(c - 'A' + 'a');
        else if (c != ' ' && c != ',' && c != '.')
            plain += c;
    }
    return to_hex(sha256(plain)).substr(0, digits_of_address) +
           to_hex(sha256(lines)).substr(0, digits_of_address);
}

std::string_view address_in(const outbox::Parcel& letter) {
    return std::string_view(letter.envelope_to).substr(0, digits_of_address);
}

ExpectedAll<document::Document> compose_for(const Look& look, const procedure::PlannedStep& planned,
                                            const Reader& reader, const composition::Letter& letter,
                                            Channel channel, const Studio& studio,
                                            calendar::Day today) {
    const auto once_left = plan_once_it_left(look, planned, studio, today);
    if (!once_left) return fail(Problems{once_left.error()});
    const FieldSource source = source_of(look, *once_left ? **once_left : look.plan, planned,
                                         reader, letter, channel, studio, today);
    const auto fields = fields_for(source, letter.front.fields);
    if (!fields) return fail(Problems{of_case(fields.error(), look.case_.reference.text)});
    auto document = composition::compose(letter, *fields,
                                         frame_for(look, reader, letter, channel, studio, today));
    if (!document) return fail(of_this_case(document.error(), look.case_));
    if (reader.copy && !cases::is_council_officer(reader.primary->role))
        mark_as_copy(*document, reader);
    if (reader.emailed_on) mention_the_email(*document, *reader.emailed_on, letter.front.language);
    return document;
}

namespace {

ExpectedAll<Bytes> as_email(const document::Document& document, const Reader& reader,
                            const composition::Letter& letter, const Studio& studio,
                            const std::string& procedure, Instant at, const std::string& message_id,
                            const std::string& checkpoint) {
    rendering::EmailParts parts = team_email(document, mailbox_of(*reader.party), studio, procedure,
                                             at, message_id, checkpoint);
    const bool internal = cases::is_council_officer(reader.primary->role);
    if (internal) {
        // Officers see who else was told; each still gets a message of their own.
        parts.to = mailbox_of(*reader.primary);
        for (const Party* party : reader.cc) parts.cc.push_back(mailbox_of(*party));
    }
    if (letter.front.attach_pdf && !internal) {
        const auto pdf = rendering::render_pdf(document, studio.content().forms.at(document.form),
                                               studio.fonts(), at);
        if (!pdf) return fail(Problems{pdf.error()});
        parts.attachments.push_back(
            {.file_name = "letter.pdf", .content_type = "application/pdf", .bytes = pdf->bytes});
    }
    auto bytes = rendering::compose_email(parts);
    if (!bytes) return fail(Problems{bytes.error()});
    return std::move(*bytes);
}

}  // namespace

ExpectedAll<WrittenLetter> write_letter(const Look& look, const procedure::PlannedStep& planned,
                                        const Reader& reader, const composition::Letter& letter,
                                        Channel channel, const Studio& studio, Instant at,
                                        const ParcelId& id, const std::string& checkpoint) {
    auto document = compose_for(look, planned, reader, letter, channel, studio, london(at).day);
    if (!document) return fail(document.error());
    WrittenLetter written;
    written.envelope_to = envelope_of(*reader.party, channel);
    if (channel == Channel::letter) {
        document->parcel_code = outbox::printed_code(id);
        auto pdf = rendering::render_pdf(*document, studio.content().forms.at(document->form),
                                         studio.fonts(), at);
        if (!pdf) return fail(of_this_case({pdf.error()}, look.case_));
        written.content_type = "application/pdf";
        written.bytes = std::move(pdf->bytes);
    } else {
        written.message_id = id.text + "@" + studio.config().text("council.domain");
        auto bytes = as_email(*document, reader, letter, studio, look.procedure->id, at,
                              written.message_id, checkpoint);
        if (!bytes) return fail(of_this_case(bytes.error(), look.case_));
        written.content_type = "message/rfc822";
        written.bytes = std::move(*bytes);
    }
    if (!letter.front.promises.empty() && !reader.copy) {
        const auto once_left = plan_once_it_left(look, planned, studio, london(at).day);
        if (!once_left) return fail(Problems{once_left.error()});
        const auto promised = date_named(
            letter.front.promises, source_of(look, *once_left ? **once_left : look.plan, planned,
                                             reader, letter, channel, studio, london(at).day));
        if (!promised) return fail(of_this_case({promised.error()}, look.case_));
        if (promised->has_value()) written.promised = (*promised)->iso();
    }
    written.document = std::move(*document);
    return written;
}

}  // namespace postroom::daemon
