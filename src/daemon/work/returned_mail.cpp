#include "daemon/work/returned_mail.hpp"

#include <algorithm>
#include <filesystem>

#include <sys/stat.h>

#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/premises/relay.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/records/parcels.hpp"
#include "daemon/studio/look.hpp"
#include "daemon/work/reissue.hpp"
#include "returns/returned_message.hpp"

namespace postroom::daemon {

namespace fs = std::filesystem;

namespace {

using outbox::Happening;
using outbox::Parcel;
using outbox::State;
using returns::Kind;

constexpr std::int64_t a_day = 24LL * 60 * 60 * 1'000'000;
/// How an attempt that came back is put on record, before its status code.
const std::string came_back = "returned ";
const std::string came_back_for_now = "returned for now ";
/// How a Maildir says whether somebody has seen a message.
const std::string seen = ":2,S";
const std::string unseen = ":2,";

/// Under which nothing lies in the folder yet: two messages may bear one name.
std::string free_name(const std::string& folder, const std::string& name) {
    const auto taken = [&](const std::string& free) {
        return fs::exists(fs::path(folder) / (free + seen)) ||
               fs::exists(fs::path(folder) / (free + unseen));
    };
    std::string free = name;
    for (int n = 2; taken(free); ++n) free = name + "." + std::to_string(n);
    return free;
}

class Intake {
  public:
    Intake(Office& office, Instant at, const Clock& clock, RunReport& report)
        : office_(office), at_(at), clock_(clock), report_(report), today_(london(at).day) {}

    void take(const std::string& folder, const std::string& name) {
        const std::string path = folder + "/new/" + name;
        struct stat status {};
        if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return;
        const bool too_long = status.st_size > static_cast<std::int64_t>(returns::longest_message);
        const Bytes bytes = too_long ? Bytes() : read_file(path);
        const auto message = too_long ? fail(Problem{"the message is longer than any report"})
                                      : returns::read_returned(bytes);
        file_ = free_name(folder + "/cur/", name);
        key_ = to_hex(sha256(name + "\n" + bytes)).substr(0, 16);
        unread_ = false;
        office_.database().in_transaction([&] {
            if (message)
                act_on(*message);
            else
                ask("A message that came back could not be read: " + message.error().what +
                    ". Look at it in a mail program");
        });
        std::error_code error;
        fs::create_directories(folder + "/cur", error);
        fs::rename(path, folder + "/cur/" + file_ + (unread_ ? unseen : seen), error);
        if (error)
            throw FileError("cannot move " + path + " to cur/: " + error.message() +
                            "; check that Postroom may write there");
    }

  private:
    void act_on(const returns::ReturnedMessage& message) {
        if (message.kind == Kind::automatic) return;
        auto parcel = parcel_of(message);
        if (message.kind == Kind::other) {
            ask("A message that is no report came to the address for undeliverable mail: somebody "
                "may have answered there. Read it in a mail program",
                parcel ? parcel->case_reference : CaseReference());
            return;
        }
        if (!parcel) {
            if (message.kind == Kind::failed || message.kind == Kind::failed_once)
                ask("An email came back, and nothing in the report says which. Find its case, and "
                    "see that its letter is sent by post. Read the report in a mail program");
            return;
        }
        settle_uncertain(*parcel);
        office_.outbox().add_attempt(parcel->id, clock_.now(), said(message));
        switch (message.kind) {
            case Kind::failed:
                bounce(*parcel);
                break;
            case Kind::failed_once:
                if (came_back_before(*parcel))
                    bounce(*parcel);
                else
                    try_again_tomorrow(*parcel);
                break;
            case Kind::delivered:
                if (const auto next = outbox::after(parcel->state, Happening::deliver)) {
                    const State from = parcel->state;
                    parcel->state = *next;
                    if (office_.outbox().move(*parcel, from))
                        add_leaves(office_, "delivered", *parcel, clock_.now());
                }
                break;
            case Kind::delayed:
            case Kind::automatic:
            case Kind::other:
                break;
        }
    }

    std::string said(const returns::ReturnedMessage& message) const {
        switch (message.kind) {
            case Kind::failed:
                return came_back + message.status;
            case Kind::failed_once:
                return came_back_for_now + message.status;
            case Kind::delayed:
                return "delayed " + message.status;
            default:
                return "delivered " + message.status;
        }
    }

    /// By the return address that only we could have made, else by our ids.
    std::optional<Parcel> parcel_of(const returns::ReturnedMessage& message) {
        for (const std::string& address : message.recipients)
            if (const auto id = parcel_of_return_address(office_.keys(), address))
                if (auto parcel = emailed(*id)) return parcel;
        if (auto parcel = emailed(ParcelId(message.envelope_id))) return parcel;
        for (const std::string& message_id : message.message_ids) {
            auto parcel = emailed(ParcelId(message_id.substr(0, message_id.find('@'))));
            if (parcel && parcel->message_id == message_id) return parcel;
        }
        return std::nullopt;
    }

    std::optional<Parcel> emailed(const ParcelId& id) {
        if (id.text.empty()) return std::nullopt;
        auto parcel = office_.outbox().load(id);
        // One whose letter went by post instead may have left all the same.
        const bool left = parcel && parcel->channel == cases::Channel::email &&
                          (parcel->state == State::uncertain ||
                           parcel->state == State::superseded || parcel->accepted_on);
        return left ? parcel : std::nullopt;
    }

    /// Whoever reports on it had it: the relay took it.
    void settle_uncertain(Parcel& parcel) {
        if (parcel.state != State::uncertain) return;
        parcel.evidence = "a report on it came back, so the relay had taken it";
        accept(office_, parcel, Happening::resolve_sent, last_tried_on(office_, parcel, today_),
               at_, clock_.now());
        ++report_.sent;
    }

    bool came_back_before(const Parcel& parcel) {
        const auto attempts = office_.outbox().attempts_of(parcel.id);
        return std::ranges::count_if(attempts, [](const auto& attempt) {
                   return attempt.second.starts_with(came_back_for_now);
               }) > 1;
    }

    void try_again_tomorrow(Parcel& parcel) {
        const auto next = outbox::after(parcel.state, Happening::bounce_for_now);
        if (!next) return;
        const State from = parcel.state;
        parcel.state = *next;
        parcel.retry_at = Instant{at_.microseconds + a_day};
        parcel.reason = "the reader's server gave it up for now; the same email goes again";
        if (office_.outbox().move(parcel, from)) add_leaves(office_, "retry", parcel, clock_.now());
    }

    void bounce(Parcel& parcel) {
        const auto next = outbox::after(parcel.state, Happening::bounce);
        if (!next) return;  // told before
        const State from = parcel.state;
        parcel.state = *next;
        parcel.reason = "the email came back: its address does not work";
        if (!office_.outbox().move(parcel, from)) return;
        add_leaves(office_, "bounced", parcel, clock_.now());
        const std::string why_not = reissue_by_post(
            office_, parcel, {.on = parcel.accepted_on.value_or(today_)}, at_, clock_.now());
        if (why_not.empty())
            ++report_.letters;
        else
            record_as_returned(office_, parcel, today_, "the email came back", at_);
        ask_about(
            office_, parcel,
            cases::is_council_officer(parcel.role)
                ? "This email to an officer came back: it has reached nobody. Telephone whoever "
                  "has the post today, and record their address or that they have left "
                  "(party_changed; for one of the team, people in postroom.yaml). Until then all "
                  "that follows goes to this address."
            : why_not.empty()
                ? "This email came back. Its letter goes by post on the next working day. "
                  "Ask the reader for a working email address, or record that they want "
                  "post."
                : "This email came back, and its letter cannot go by post by itself: " + why_not +
                      ". See that the reader gets it. " +
                      (is_copy(parcel)
                           ? "Close this task with what you did."
                           : "Their time to ask for the next stage waits until you close this "
                             "task, with the day it left (--sent-on) and what you did."),
            today_);
        ++report_.tasks;
    }

    /// One task a message, which names its file: whoever reads it must find it.
    void ask(const std::string& what, const CaseReference& about = {}) {
        unread_ = true;
        outbox::Task task;
        task.id = TaskId(archive::random_id());
        task.case_reference = about;
        task.occurrence = "returned:" + key_;
        task.reason = what + ": " + office_.config().text("bounces.maildir") + "/cur/" + file_;
        task.for_role = "complaints_officer";
        task.due = today_;
        task.created_on = today_;
        office_.outbox().add_or_reopen(task);
        ++report_.tasks;
    }

    std::string file_;     ///< the message's name in cur/, without flags
    std::string key_;      ///< of the message: the same when it is read a second time
    bool unread_ = false;  ///< a person is asked to read it
    Office& office_;
    Instant at_;
    const Clock& clock_;
    RunReport& report_;
    calendar::Day today_;
};

}  // namespace

namespace {

/// "" when nobody looks.
std::string bounce_folder(const Office& office) {
    const std::string& folder = office.config().text("bounces.maildir");
    return folder.empty() || folder.starts_with('/') ? folder : office.data() + "/" + folder;
}

}  // namespace

bool returned_mail_waits(const Office& office) {
    const std::string folder = bounce_folder(office);
    if (folder.empty()) return false;
    std::error_code error;
    return fs::directory_iterator(folder + "/new", error) != fs::directory_iterator();
}

void take_in_returned_mail(Office& office, Instant at, const Clock& clock, RunReport& report) {
    const std::string folder = bounce_folder(office);
    if (folder.empty()) return;
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(folder + "/new", error), end; !error && entry != end;
         entry.increment(error))
        names.push_back(entry->path().filename().string());
    if (error && error != std::errc::no_such_file_or_directory)
        throw FileError("cannot read " + folder + "/new: " + error.message() +
                        "; check bounces.maildir");
    std::ranges::sort(names);
    Intake intake(office, at, clock, report);
    for (const std::string& name : names) intake.take(folder, name);
}

}  // namespace postroom::daemon
