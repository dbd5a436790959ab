#include "daemon/work/witness.hpp"

#include <algorithm>

#include "daemon/premises/london_time.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/studio/team_email.hpp"

namespace postroom::daemon {

namespace {

constexpr const char* letter_name = "archive/witness";
const std::string made_for = "witness_mail_made_for";  // a day number

outbox::Parcel parcel_to(const std::string& address, calendar::Day today, Instant at,
                         const Config& config) {
    outbox::Parcel parcel;
    parcel.id = ParcelId(archive::random_id());
    parcel.occurrence = today.iso();
    parcel.letter = letter_name;
    // Says nothing of who: an address's digest tells the witnesses of one day apart.
    parcel.recipient = "witness." + to_hex(sha256(address)).substr(0, 16);
    parcel.role = cases::Role::other_body;
    parcel.channel = cases::Channel::email;
    parcel.due = today;
    parcel.content_type = "message/rfc822";
    parcel.message_id = parcel.id.text + "@" + config.text("council.domain");
    parcel.envelope_to = address;
    parcel.created_at = at;
    parcel.created_on = today;
    return parcel;
}

ExpectedAll<Bytes> email_to(const outbox::Parcel& parcel, Office& office, Instant at) {
    const composition::Letter* letter = office.content().letters.find(letter_name);
    if (!letter)
        return fail(Problems{{.what = "there is no letter " + std::string(letter_name),
                              .remedy = "put it back, or empty archive.witness"}});
    cases::Party reader;
    reader.role = cases::Role::other_body;
    reader.email = parcel.envelope_to;
    const auto document = compose_for_no_case(*letter, reader, office.studio(), parcel.created_on);
    if (!document) return fail(document.error());
    auto parts = team_email(*document, {.name = "", .email = parcel.envelope_to}, office.studio(),
                            "", at, parcel.message_id, office.archive().checkpoint_summary());
    parts.attachments.push_back({.file_name = "checkpoint-" + parcel.created_on.iso() + ".txt",
                                 .content_type = "application/octet-stream",
                                 .bytes = office.archive().signed_checkpoint()});
    auto bytes = rendering::compose_email(parts);
    if (!bytes) return fail(Problems{bytes.error()});
    return std::move(*bytes);
}

}  // namespace

void make_witness_mail(Office& office, Instant at, const Clock& clock, RunReport& report) {
    const auto addresses = office.config().words("archive.witness");
    const calendar::Day today = london(at).day;
    if (addresses.empty() || office.cases().mark(made_for).value_or(0) >= today.number) return;
    std::vector<std::pair<outbox::Parcel, Bytes>> made;
    for (const std::string& address : addresses) {
        outbox::Parcel parcel = parcel_to(address, today, at, office.config());
        auto bytes = email_to(parcel, office, at);
        if (!bytes) {
            for (Problem& problem : bytes.error()) report.problems.push_back(std::move(problem));
            continue;
        }
        parcel.size = static_cast<std::int64_t>(bytes->size());
        made.emplace_back(std::move(parcel), std::move(*bytes));
    }
    office.database().in_transaction([&] {
        for (const auto& [parcel, bytes] : made)
            if (add_frozen(office, parcel, bytes, clock.now())) ++report.emails;
        office.cases().set_mark(made_for, today.number);
    });
}

}  // namespace postroom::daemon
