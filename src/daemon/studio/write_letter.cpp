#include "daemon/studio/write_letter.hpp"

#include <algorithm>

#include "calendar/date_text.hpp"
#include "cases/names.hpp"
#include "composition/compose.hpp"
#include "composition/postal_rules.hpp"
#include "composition/salutation.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/studio/field_dates.hpp"
#include "daemon/studio/once_left.hpp"
#include "daemon/studio/promises.hpp"
#include "daemon/studio/renditions.hpp"
#include "daemon/studio/team_email.hpp"
#include "daemon/studio/way.hpp"
#include "procedure/people.hpp"
#include "rendering/email.hpp"

namespace postroom::daemon {

namespace {

using cases::Channel;
using cases::Party;

Problems of_this_case(Problems problems, const cases::Case& case_) {
    for (Problem& problem : problems) problem.case_reference = case_.reference.text;
    return problems;
}

/// A copy says so before anything else.
void mark_as_copy(document::Document& document, const Reader& reader) {
    const cases::Role role = reader.primary->role;
    std::string text =
        "Copy for your information: this went to the " + std::string(cases::words_for(role)) + ".";
    if (document.language == "cy") {
        text = "Copi er gwybodaeth i chi: anfonwyd y llythyr hwn at y ";
        text += role == cases::Role::young_person ? "person ifanc." : "sawl a wnaeth y gŵyn.";
    }
    document::Paragraph note{{document::Run{.text = std::move(text)}}};
    const auto place = document.body.empty() ? document.body.begin() : document.body.begin() + 1;
    document.body.insert(place, note);
}

/// First of all what happened to the email, so that nobody wonders at a letter that comes late, or
/// twice.
void mention_the_email(document::Document& document, const Reader::Emailed& emailed,
                       const std::string& language) {
    const std::string day = calendar::weekday_date(emailed.on, language);
    std::string text;
    if (language == "cy")
        text = emailed.came_back
                   ? "Anfonwyd y llythyr hwn atoch drwy e-bost ar " + day +
                         ". Daeth yr e-bost yn ôl atom, felly rydym yn ei anfon drwy'r post."
                   : "Ceisiwyd anfon y llythyr hwn atoch drwy e-bost ar " + day +
                         ". Ni wyddom a gyrhaeddodd yr e-bost, felly rydym yn ei anfon drwy'r post "
                         "hefyd.";
    else
        text = emailed.came_back
                   ? "We sent you this letter by email on " + day +
                         ". The email came back to us, so we are sending it by post."
                   : "We tried to send you this letter by email on " + day +
                         ". We do not know whether the email reached you, so we are sending it by "
                         "post too.";
    document::Paragraph note{{document::Run{.text = std::move(text)}}};
    const auto place = document.body.empty() ? document.body.begin() : document.body.begin() + 1;
    document.body.insert(place, note);
}

composition::Frame frame_for(const Look& look, const Reader& reader,
                             const composition::Letter& letter, Channel channel,
                             const Studio& studio, calendar::Day today) {
    const std::vector<Party>& people = studio.people_of(look.procedure->id);
    auto officers = procedure::who_holds(cases::Role::complaints_officer, look.case_, people);
    if (officers.empty())
        officers = procedure::who_acts_as(cases::Role::complaints_officer, look.case_, people);
    const Party* officer = officers.empty() ? nullptr : officers.front();
    composition::Frame frame =
        team_frame(letter, *reader.primary, officer, studio, look.procedure->id, today);
    frame.reference = look.case_.reference.text;
    if (channel == Channel::letter) frame.addressee = composition::envelope_lines(*reader.party);
    return frame;
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
            .channel = counted_by(reader, channel),
            .language = letter.front.language,
            .today = today,
            .promised = last_promise(look, planned, *reader.primary, studio)};
}

}  // namespace

Wording wording_of(const procedure::Step& step, const Reader& reader,
                   const composition::Catalogue& letters) {
    const bool officer = cases::is_council_officer(reader.party->role);
    return wording_in(officer ? "en" : reader.party->language, step.letter,
                      composition::is_young(*reader.primary), letters);
}

Wording wording_in(const std::string& language, const std::string& letter, bool young_person,
                   const composition::Catalogue& letters) {
    const auto in = [&](const char* code) {
        return composition::letter_for(letters, letter, young_person, code);
    };
    if (language != cases::bilingual) return {.letter = in(language.c_str())};
    const Wording both{.letter = in("cy"), .repeated = in("en")};
    return both.repeated == nullptr ? Wording{} : both;
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

std::string made_for(const Party& party) {
    if (cases::is_council_officer(party.role)) return {};
    std::string need;
    if (party.format != "standard") need += "; format=" + party.format;
    if (party.language != "en") need += "; language=" + party.language;
    return need;
}

namespace {

constexpr std::string_view what_it_holds = "; holds=";
constexpr std::string_view what_it_copies = "; copies=";

std::size_t end_of_need(std::string_view content_type) {
    return std::min(
        {content_type.find(what_it_holds), content_type.find(what_it_copies), content_type.size()});
}

/// Of several complainants, whose letter the copy is of: as the outbox knows them.
std::string whose_is_copied(const Reader& reader, const cases::Case& case_) {
    const auto all = case_.parties_in(cases::Role::complainant);
    const auto whose = std::ranges::find(all, reader.primary);
    if (!reader.copy || all.size() < 2 || whose == all.end()) return {};
    return std::string(what_it_copies) +
           cases::known_as(cases::Role::complainant, static_cast<std::size_t>(whose - all.begin()));
}

}  // namespace

std::string_view made_for(const outbox::Parcel& parcel) {
    const std::string_view type =
        std::string_view(parcel.content_type).substr(0, end_of_need(parcel.content_type));
    return type.substr(std::min(type.find(';'), type.size()));
}

std::string_view copies_letter_of(const outbox::Parcel& copy) {
    const std::string_view type = copy.content_type;
    const std::size_t at = type.find(what_it_copies);
    if (at == std::string_view::npos) return {};
    const std::string_view whose = type.substr(at + what_it_copies.size());
    return whose.substr(0, std::min(whose.find(';'), whose.size()));
}

std::string_view address_in(const outbox::Parcel& letter) {
    return std::string_view(letter.envelope_to).substr(0, digits_of_address);
}

ExpectedAll<document::Document> compose_for(const Look& look, const procedure::PlannedStep& planned,
                                            const Reader& reader, const composition::Letter& letter,
                                            Channel channel, const Studio& studio,
                                            calendar::Day today) {
    const auto once_left = plan_once_it_left(look, planned, reader, channel, studio, today);
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
    if (reader.emailed) mention_the_email(*document, *reader.emailed, letter.front.language);
    return document;
}

ExpectedAll<document::Document> compose_wording(const Look& look,
                                                const procedure::PlannedStep& planned,
                                                const Reader& reader, const Wording& wording,
                                                Channel channel, const Studio& studio,
                                                calendar::Day today) {
    auto document = compose_for(look, planned, reader, *wording.letter, channel, studio, today);
    if (!document || wording.repeated == nullptr) return document;
    auto repeated = compose_for(look, planned, reader, *wording.repeated, channel, studio, today);
    if (!repeated) return repeated;
    document->subject += " / " + repeated->subject;
    if (!repeated->preheader.empty()) document->preheader += " / " + repeated->preheader;
    document->repeated_in.push_back(std::move(*repeated));
    return document;
}

namespace {

/// Emails of one case stand together in a mail program; the id names no message that was sent.
std::string thread_of(const cases::Case& case_, const Config& config) {
    return "case." + to_hex(sha256(case_.reference.text)).substr(0, 24) + "@" +
           config.text("council.domain");
}

/// Other councils' help desks take our answers for automatic ones when the header is there.
bool is_a_body(const Party& party) {
    return party.role == cases::Role::other_body || party.role == cases::Role::ombudsman;
}

Expected<rendering::Attachment> attachment(const document::Document& document, Shape shape,
                                           const Studio& studio, const Config& config, Instant at) {
    auto bytes = render_shape(document, shape, studio, at);
    if (!bytes) return fail(bytes.error());
    return rendering::Attachment{.file_name = attachment_name(document, shape, config),
                                 .content_type = std::string(file_type_of(shape)),
                                 .bytes = std::move(*bytes)};
}

ExpectedAll<Bytes> as_email(const Look& look, const document::Document& document,
                            const Reader& reader, const Wording& wording, const Studio& studio,
                            Instant at, const std::string& message_id,
                            const std::string& checkpoint) {
    const Config& config = studio.config_of(look.procedure->id);
    rendering::EmailParts parts = team_email(document, mailbox_of(*reader.party), studio,
                                             look.procedure->id, at, message_id, checkpoint);
    parts.references.push_back(thread_of(look.case_, config));
    if (config.yes("sending.suppress_auto_replies") && !is_a_body(*reader.party))
        parts.headers.emplace_back("X-Auto-Response-Suppress", "OOF, AutoReply");
    const bool internal = cases::is_council_officer(reader.primary->role);
    if (internal) {
        // Officers see who else was told; each still gets a message of their own.
        parts.to = mailbox_of(*reader.primary);
        for (const Party* party : reader.cc) parts.cc.push_back(mailbox_of(*party));
    }
    std::optional<Shape> attached = served_to(reader, Channel::email)->shape;
    if (attached == Shape::plain_text) {
        parts.html.clear();
        attached.reset();
    } else if (!attached && wording.letter->front.attach_pdf && !internal) {
        attached = Shape::standard_print;
    }
    if (attached) {
        auto file = attachment(document, *attached, studio, config, at);
        if (!file) return fail(Problems{file.error()});
        parts.attachments.push_back(std::move(*file));
    }
    auto bytes = rendering::compose_email(parts);
    if (!bytes) return fail(Problems{bytes.error()});
    return std::move(*bytes);
}

}  // namespace

namespace {

bool names_dates_that_count(const Wording& wording, const Reader& reader) {
    const composition::FrontMatter& front = wording.letter->front;
    return !reader.copy && (!front.promises.empty() || !front.tells.empty());
}

ExpectedAll<DatesNamed> named_in(const document::Document& document, const Look& look,
                                 const procedure::PlannedStep& planned, const Reader& reader,
                                 const Wording& wording, Channel channel, const Studio& studio,
                                 calendar::Day today) {
    if (!names_dates_that_count(wording, reader)) return DatesNamed{};
    const auto once_left = plan_once_it_left(look, planned, reader, channel, studio, today);
    if (!once_left) return fail(Problems{once_left.error()});
    const auto source = source_of(look, *once_left ? **once_left : look.plan, planned, reader,
                                  *wording.letter, channel, studio, today);
    const auto promised = date_promised(wording.letter->front, document, source);
    if (!promised) return fail(of_this_case({promised.error()}, look.case_));
    const auto told = dates_told(wording.letter->front, document, source);
    if (!told) return fail(of_this_case({told.error()}, look.case_));
    return DatesNamed{.promised = *promised, .told = *told};
}

}  // namespace

ExpectedAll<DatesNamed> dates_named_in(const Look& look, const procedure::PlannedStep& planned,
                                       const Reader& reader, const Wording& wording,
                                       Channel channel, const Studio& studio, calendar::Day today) {
    if (!names_dates_that_count(wording, reader)) return DatesNamed{};
    const auto document = compose_wording(look, planned, reader, wording, channel, studio, today);
    if (!document) return fail(document.error());
    return named_in(*document, look, planned, reader, wording, channel, studio, today);
}

ExpectedAll<WrittenLetter> write_letter(const Look& look, const procedure::PlannedStep& planned,
                                        const Reader& reader, const Wording& wording,
                                        Channel channel, const Studio& studio, Instant at,
                                        const ParcelId& id, const std::string& checkpoint) {
    const auto today = london(at).day;
    auto document = compose_wording(look, planned, reader, wording, channel, studio, today);
    if (!document) return fail(document.error());
    WrittenLetter written;
    written.envelope_to = envelope_of(*reader.party, channel);
    if (channel == Channel::letter) {
        document->parcel_code = outbox::printed_code(id);
        auto post = render_for_post(*document, *served_to(reader, channel)->shape, studio, at);
        if (!post) return fail(of_this_case({post.error()}, look.case_));
        written.content_type = std::move(post->content_type);
        written.bytes = std::move(post->bytes);
    } else {
        written.message_id = id.text + "@" + studio.config().text("council.domain");
        auto bytes =
            as_email(look, *document, reader, wording, studio, at, written.message_id, checkpoint);
        if (!bytes) return fail(of_this_case(bytes.error(), look.case_));
        written.content_type = "message/rfc822";
        written.bytes = std::move(*bytes);
    }
    written.content_type.insert(end_of_need(written.content_type),
                                made_for(*reader.party) + whose_is_copied(reader, look.case_));
    auto dates = named_in(*document, look, planned, reader, wording, channel, studio, today);
    if (!dates) return fail(dates.error());
    written.promised = std::move(dates->promised);
    written.told = std::move(dates->told);
    written.document = std::move(*document);
    return written;
}

}  // namespace postroom::daemon
