#include "daemon/studio/joint_email.hpp"

#include <algorithm>
#include <span>

#include "daemon/premises/london_time.hpp"
#include "daemon/studio/team_email.hpp"

namespace postroom::daemon {

namespace {

using document::Block;

constexpr const char* frame_letter = "office/several-cases";
constexpr int deepest_heading = 3;

/// All of them end with the same words, whom to ask: said once, after the last.
bool have_one_ending(const std::vector<const JoinableEmail*>& emails) {
    const std::vector<Block>& first = emails.front()->document.body;
    return std::ranges::all_of(emails, [&](const JoinableEmail* email) {
        const std::vector<Block>& body = email->document.body;
        return body.size() > 1 && body.back() == first.back();
    });
}

void append_below_a_heading(std::vector<Block>& body, std::span<const Block> blocks) {
    for (const Block& block : blocks) {
        body.push_back(block);
        if (auto* heading = std::get_if<document::Heading>(&body.back()))
            heading->level = std::min(heading->level + 1, deepest_heading);
    }
}

/// Each case once, however many of the emails are about it.
templating::Records cases_of(const std::vector<const JoinableEmail*>& emails) {
    templating::Records records;
    std::vector<CaseReference> named;
    for (const JoinableEmail* email : emails) {
        if (std::ranges::find(named, email->reference) != named.end()) continue;
        named.push_back(email->reference);
        records.push_back({{"case", templating::Value(email->reference.text)}});
    }
    return records;
}

}  // namespace

JoinableEmail joinable_email(const Look& look, const Reader& reader, document::Document document,
                             calendar::Day due) {
    const procedure::ClockView* running = look.plan.running();
    JoinableEmail email{.document = std::move(document),
                        .reference = look.case_.reference,
                        .primary = *reader.primary,
                        .cc = {},
                        .procedure = look.procedure->id,
                        .due = running != nullptr ? running->due.value_or(due) : due};
    for (const cases::Party* party : reader.cc) email.cc.push_back(mailbox_of(*party));
    return email;
}

bool may_join(const JoinableEmail& one, const JoinableEmail& other) {
    return one.procedure == other.procedure &&
           mailbox_of(one.primary) == mailbox_of(other.primary) && one.cc == other.cc;
}

ExpectedAll<Bytes> join_emails(std::vector<const JoinableEmail*> emails, const Studio& studio,
                               Instant at, const std::string& message_id,
                               const std::string& checkpoint) {
    std::ranges::stable_sort(emails, [](const JoinableEmail* one, const JoinableEmail* other) {
        return std::pair(one->due, one->reference) < std::pair(other->due, other->reference);
    });
    const JoinableEmail& first = *emails.front();
    const composition::Letter* letter = studio.content().letters.find(frame_letter);
    if (letter == nullptr)
        return fail(Problems{
            {.what = "there is no letter " + std::string(frame_letter), .remedy = "put it back"}});
    templating::Records cases = cases_of(emails);
    const std::string count = std::to_string(cases.size());
    auto document = compose_for_no_case(*letter, first.primary, studio, london(at).day,
                                        {{"how_many", templating::Value(count)},
                                         {"joined_cases", templating::Value(std::move(cases))}},
                                        first.procedure);
    if (!document) return fail(document.error());
    const bool one_ending = have_one_ending(emails);
    for (const JoinableEmail* email : emails) {
        const std::span<const Block> blocks(email->document.body);
        const bool left_out = one_ending && email != emails.back();
        append_below_a_heading(document->body, blocks.first(blocks.size() - (left_out ? 1 : 0)));
    }
    rendering::EmailParts parts = team_email(*document, mailbox_of(first.primary), studio,
                                             first.procedure, at, message_id, checkpoint);
    parts.cc = first.cc;
    if (studio.config_of(first.procedure).yes("sending.suppress_auto_replies"))
        parts.headers.emplace_back("X-Auto-Response-Suppress", "OOF, AutoReply");
    auto bytes = rendering::compose_email(parts);
    if (!bytes) return fail(Problems{bytes.error()});
    return std::move(*bytes);
}

}  // namespace postroom::daemon
