#include "daemon/work/joint_parcels.hpp"

#include <algorithm>

#include "daemon/records/parcels.hpp"

namespace postroom::daemon {

namespace {

/// Longer emails are cut short by mail programs, and by their readers.
constexpr std::size_t emails_in_one_at_most = 20;

/// An officer's own email and a copy for them stay two: the copy names somebody else as its reader.
bool have_one_reader(const NewParcel& one, const NewParcel& other) {
    return one.parcel.envelope_to == other.parcel.envelope_to &&
           is_copy(one.parcel) == is_copy(other.parcel) && may_join(*one.joinable, *other.joinable);
}

}  // namespace

std::vector<std::vector<NewParcel>> by_reader(std::vector<NewParcel> emails) {
    std::vector<std::vector<NewParcel>> groups;
    for (NewParcel& email : emails) {
        const auto group = std::ranges::find_if(groups, [&](const std::vector<NewParcel>& known) {
            return known.size() < emails_in_one_at_most && have_one_reader(known.front(), email);
        });
        if (group == groups.end())
            groups.emplace_back().push_back(std::move(email));
        else
            group->push_back(std::move(email));
    }
    return groups;
}

void join(std::vector<NewParcel>& group, Office& office, Instant at) {
    const outbox::Parcel& first = group.front().parcel;
    if (std::ranges::all_of(group, [&](const NewParcel& email) {
            return email.parcel.case_reference == first.case_reference;
        }))
        return;
    std::vector<const JoinableEmail*> emails;
    emails.reserve(group.size());
    for (const NewParcel& email : group) emails.push_back(&*email.joinable);
    const auto bytes = join_emails(emails, office.studio(), at, first.message_id,
                                   office.archive().checkpoint_summary());
    if (!bytes) return;
    const ParcelId carrier = first.id;
    const std::string message_id = first.message_id;
    for (NewParcel& email : group) {
        email.parcel.in_email_of = carrier;
        email.parcel.message_id = message_id;
        email.parcel.size = static_cast<std::int64_t>(bytes->size());
        email.parcel.reason = "goes in one email with other complaints of the same reader";
        email.bytes = *bytes;
    }
}

}  // namespace postroom::daemon
