// From frozen to gone: release, a last look in the same transaction as the claim, deliver, record.
#include <algorithm>
#include <map>

#include "cases/case_file.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/records/parcels.hpp"
#include "daemon/records/reconcile.hpp"
#include "daemon/records/records.hpp"
#include "daemon/records/returned_addresses.hpp"
#include "daemon/studio/look.hpp"
#include "daemon/studio/write_letter.hpp"
#include "daemon/work/office_task.hpp"
#include "daemon/work/pacing.hpp"
#include "daemon/work/reissue.hpp"
#include "daemon/work/returned_letter.hpp"
#include "daemon/work/run.hpp"
#include "dispatch/print_tray.hpp"

namespace postroom::daemon {

namespace {

using outbox::Happening;
using outbox::Parcel;
using outbox::State;

/// Maildir and tray leave evidence, so many may be under way at once; SMTP goes one by one.
constexpr std::ptrdiff_t claims_per_transaction = 64;

std::string why_in_tray(const Parcel& parcel) {
    return "in the print tray: post it, then confirm with: postroom outbox posted " +
           parcel.id.text;
}

class Sender {
  public:
    Sender(Office& office, Instant at, const Clock& clock, RunReport& report)
        : office_(office), at_(at), clock_(clock), report_(report), today_(london(at).day) {}

    void run() {
        release_held();
        send_all(office_.outbox().ready(at_));
    }

    void run_emails() {
        std::vector<Parcel> ready = office_.outbox().ready(at_);
        // What may have to be written again with today's dates is the leader's.
        std::erase_if(ready, [&](const Parcel& parcel) {
            return parcel.channel != cases::Channel::email ||
                   (parcel.created_on < today_ && parcel.attempts == 0) ||
                   // As is what goes again after an end: its bytes lie in the archive alone.
                   (parcel.attempts > 0 && !office_.outbox().object_of(parcel.id));
        });
        send_all(std::move(ready));
    }

  private:
    void send_all(std::vector<Parcel> ready) {
        leave_for_later(office_, ready, at_, clock_.now());
        // A batch goes by one transport: letters first, each channel's in order of due day.
        std::ranges::stable_sort(ready, {}, &Parcel::channel);
        for (auto from = ready.begin(); from != ready.end();) {
            const cases::Channel channel = from->channel;
            const std::ptrdiff_t at_most =
                office_.transport(channel).leaves_evidence() ? claims_per_transaction : 1;
            const auto to =
                std::find_if(from, from + std::min(at_most, ready.end() - from),
                             [&](const Parcel& parcel) { return parcel.channel != channel; });
            send({from, to});
            from = to;
        }
    }

    struct Sending {
        Parcel parcel;
        dispatch::Outcome outcome;
    };

    void release_held() {
        const std::vector<Parcel> held = office_.outbox().to_release(at_);
        if (held.empty()) return;
        office_.database().in_transaction([&] {
            for (Parcel parcel : held) {
                parcel.state = *outbox::after(parcel.state, Happening::release);
                parcel.reason.clear();
                parcel.release_at.reset();
                office_.outbox().move(parcel, State::held);
            }
        });
    }

    void send(std::vector<Parcel> batch) {
        std::vector<Sending> claimed;
        office_.database().in_transaction([&] {
            looks_.clear();
            // Emails go one by one and pass no address.
            if (batch.front().channel == cases::Channel::letter) returned_.emplace(office_);
            office_.outbox().hold_for_claiming(batch);
            for (Parcel& parcel : batch) {
                if (!still_right(parcel)) continue;
                if (parcel.channel == cases::Channel::letter) parcel.tray_on = today_;
                if (office_.outbox().claim(parcel)) claimed.push_back({.parcel = parcel});
            }
        });
        if (claimed.empty()) return;
        deliver(claimed);
        office_.database().in_transaction([&] {
            for (Sending& sending : claimed) record(sending.parcel, sending.outcome);
        });
    }

    /// The last look: answered? withdrawn? died? moved? In the same transaction as the claim.
    bool still_right(Parcel& parcel) {
        if (parcel.case_reference.empty()) return true;
        for (Parcel& one : office_.outbox().in_one_email(parcel))
            if (!still_right_for_its_case(one)) return false;
        return true;
    }

    bool still_right_for_its_case(Parcel& parcel) {
        if (returned_ && returned_->holds(parcel)) {
            hold_for_returned(office_, parcel, at_, clock_.now());
            return false;
        }
        if (was_kept_too_long(parcel, today_, office_)) {
            if (office_.calendar().is_working_day(today_))
                office_.cases().set_next_look(parcel.case_reference, at_);
            return false;
        }
        const Look* look = look_of(parcel.case_reference);
        if (look == nullptr) return false;
        const std::string over = why_not_now(parcel, *look, office_, at_);
        const std::string why = over.empty() ? why_not_to_reader(parcel, *look, office_) : over;
        if (why.empty()) return true;
        set_aside(office_, parcel, Happening::supersede, why, clock_.now());
        ++report_.superseded;
        after_setting_aside(parcel, *look, {.reason = why, .anew = over.empty()}, office_, at_,
                            clock_.now());
        if (over.empty()) office_.cases().set_next_look(parcel.case_reference, at_);
        return false;
    }

    const Look* look_of(const CaseReference& reference) {
        const auto known = looks_.find(reference);
        if (known != looks_.end()) return known->second ? &*known->second : nullptr;
        std::optional<Look>& look = looks_[reference];
        auto loaded = office_.cases().load(reference, office_.content().declared_events());
        if (!loaded) return nullptr;
        auto looked = look_at(loaded->file, office_.studio(), london(at_));
        if (looked) look = std::move(*looked);
        return look ? &*look : nullptr;
    }

    bool still_ours(const Parcel& parcel) {
        const auto stored = office_.outbox().load(parcel.id);
        return stored && stored->state == parcel.state && stored->epoch == parcel.epoch;
    }

    /// Nothing when the claim ran out and another daemon has ended the parcel since: then the
    /// database no longer keeps its bytes, and this daemon may have no archive to find them in.
    std::optional<Bytes> bytes_while_ours(const Parcel& parcel) {
        try {
            return frozen_bytes(office_, parcel);
        } catch (const archive::ArchiveError&) {
            if (still_ours(parcel)) throw;
            return std::nullopt;
        }
    }

    /// All of one channel.
    void deliver(std::vector<Sending>& claimed) {
        dispatch::Transport& transport = office_.transport(claimed.front().parcel.channel);
        std::vector<dispatch::Handover> handovers;
        handovers.reserve(claimed.size());
        for (Sending& sending : claimed)
            handovers.push_back({sending.parcel, [&] { return bytes_while_ours(sending.parcel); },
                                 [&] { return may_commit(sending.parcel, transport); }});
        std::vector<dispatch::Outcome> outcomes = transport.deliver_all(handovers);
        for (std::size_t i = 0; i < claimed.size(); ++i) claimed[i].outcome = outcomes[i];
    }

    /// Where delivery leaves evidence, the claim alone decides; SMTP's final dot leaves none, so
    /// the mark is made durable first.
    bool may_commit(Parcel& parcel, const dispatch::Transport& transport) {
        if (transport.leaves_evidence()) return still_ours(parcel);
        bool won = false;
        office_.database().in_transaction([&] {
            const State from = parcel.state;
            parcel.state = State::committing;
            won = office_.outbox().move(parcel, from);
            if (!won) parcel.state = from;
        });
        return won;
    }

    void record(Parcel& parcel, const dispatch::Outcome& outcome) {
        using Kind = dispatch::Outcome::Kind;
        const State from = parcel.state;
        ++parcel.attempts;
        parcel.evidence = outcome.evidence;
        office_.outbox().add_attempt(parcel.id, clock_.now(),
                                     outcome.phase + " " + std::to_string(outcome.code));
        switch (outcome.kind) {
            case Kind::accepted:
                accept(office_, parcel, Happening::accept, today_, at_, clock_.now());
                ++report_.sent;
                if (!relay_works_)
                    end_office_task(office_, about_relay, "the relay takes our emails again");
                relay_works_ = true;
                return;
            case Kind::in_tray:
                parcel.reason = why_in_tray(parcel);
                if (office_.outbox().move(parcel, from))
                    ++report_.in_tray;
                else  // cancelled while it was being laid there
                    dispatch::remove_from_tray(office_.data() + "/tray", parcel);
                return;
            case Kind::refused_for_now:
                parcel.state = *outbox::after(from, Happening::refuse_for_now);
                parcel.retry_at = outbox::next_attempt(parcel.attempts, at_);
                parcel.reason =
                    "the relay did not take it " + dispatch::words_for(outcome) + "; it goes again";
                office_.outbox().move(parcel, from);
                if (outcome.about_settings) tell_of_relay(outcome);
                break;
            case Kind::refused:
                parcel.state = *outbox::after(from, Happening::refuse);
                parcel.reason = "the relay refused it (" + outcome.phase + " " +
                                std::to_string(outcome.code) + ")";
                office_.outbox().move(parcel, from);
                add_leaves(office_, "refused", parcel, clock_.now());
                ask(parcel,
                    "The relay refused this email. Correct the address and have it sent again "
                    "(postroom outbox send-again), or send it by post and say what you did.");
                break;
            case Kind::no_answer:
                parcel.state = *outbox::after(from, Happening::lose_answer);
                parcel.reason = not_confirmed;
                office_.outbox().move(parcel, from);
                add_leaves(office_, "uncertain", parcel, clock_.now());
                ask(parcel,
                    "This email may have been sent; the relay did not confirm it. Look in "
                    "the relay's log, then resolve it as sent or not sent.");
                break;
            case Kind::lost_claim:
                return;
        }
        ++report_.not_sent;
    }

    void tell_of_relay(const dispatch::Outcome& outcome) {
        relay_works_ = false;
        if (report_.relay_trouble) return;
        report_.relay_trouble =
            Problem{.what = "the relay took no email " + dispatch::words_for(outcome),
                    .remedy =
                        "mend what postroom.yaml says of the relay, or have the relay mended; "
                        "the emails go again by themselves"};
        if (open_office_task(office_, about_relay, *report_.relay_trouble, today_)) ++report_.tasks;
    }

    void ask(const Parcel& parcel, const std::string& reason) {
        ask_about(office_, parcel, reason, today_);
        ++report_.tasks;
    }

    Office& office_;
    Instant at_;
    const Clock& clock_;
    RunReport& report_;
    calendar::Day today_;
    std::map<CaseReference, std::optional<Look>> looks_;
    std::optional<ReturnedAddresses> returned_;
    bool relay_works_ = false;  ///< it took an email, and refused us none since
};

}  // namespace

void send_what_may_go(Office& office, Instant at, const Clock& clock, RunReport& report) {
    Sender(office, at, clock, report).run();
    extend_archive(office);
}

void send_emails(Office& office, Instant at, const Clock& clock, RunReport& report) {
    Sender(office, at, clock, report).run_emails();
}

namespace {

/// An old database would send again what went out after it was put aside.
void require_newest_database(Office& office) {
    if (const auto why = why_to_reconcile(office)) throw archive::ArchiveError(to_text(*why));
}

}  // namespace

namespace {

/// A claim whose sender is gone, settled by what evidence there is.
void settle(Office& office, Parcel parcel, Instant at, const Clock& clock) {
    const calendar::Day today = london(at).day;
    dispatch::Transport& transport = office.transport(parcel.channel);
    const State from = parcel.state;
    const bool delivered = transport.leaves_evidence() && transport.has_delivered(parcel);
    const bool paper = parcel.channel == cases::Channel::letter;
    // On record as laid in the tray it waits for its confirmation, even printed and cleared away
    // meanwhile.
    if (paper && !parcel.evidence.empty()) return;
    office.database().in_transaction([&] {
        if (paper && delivered) {
            parcel.evidence = "found in the print tray after an interruption";
            parcel.reason = why_in_tray(parcel);
            office.outbox().move(parcel, from);
        } else if (delivered) {
            parcel.evidence = "found where it was delivered, after an interruption";
            accept(office, parcel, Happening::accept, today, at, clock.now());
        } else if (from == State::committing) {
            // Only a transport without evidence commits, whichever is configured today.
            parcel.state = *outbox::after(from, Happening::lose_answer);
            parcel.reason = interrupted_at_the_dot;
            if (!office.outbox().move(parcel, from)) return;
            office.outbox().add_attempt(parcel.id, clock.now(), "interrupted at the dot");
            add_leaves(office, "uncertain", parcel, clock.now());
            ask_about(office, parcel,
                      "This email may have been sent when Postroom was interrupted. Look in the "
                      "relay's log, then resolve it as sent or not sent.",
                      today);
        } else {
            parcel.state = *outbox::after(from, Happening::give_up_claim);
            parcel.retry_at = at;
            parcel.reason = "interrupted before anything was handed over; it goes again";
            office.outbox().move(parcel, from);
        }
    });
}

}  // namespace

void recover_interrupted(Office& office, Instant at, const Clock& clock) {
    require_newest_database(office);
    remove_traces(office);
    extend_archive(office);
    for (const Parcel& parcel : office.outbox().abandoned_claims())
        settle(office, parcel, at, clock);
    extend_archive(office);
}

void give_back_claims(Office& office, Instant at, const Clock& clock) {
    for (const Parcel& parcel : office.outbox().abandoned_emails())
        settle(office, parcel, at, clock);
}

}  // namespace postroom::daemon
