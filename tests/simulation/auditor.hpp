// Looks at what the relay took, at the database as any program may read it, and at the archive. It
// knows nothing of the outbox's code.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "daemon/studio/studio.hpp"
#include "relay.hpp"

struct sqlite3;

namespace postroom::simulation {

/// What the office's procedures say of every email to a complainant that nobody knows to have gone.
enum class WhenUncertain { ask, send_again, post };

class Auditor {
  public:
    Auditor(std::string data, WhenUncertain rule) : data_(std::move(data)), rule_(rule) {}
    ~Auditor();
    Auditor(const Auditor&) = delete;
    Auditor& operator=(const Auditor&) = delete;

    /// A person, or a report of the reader's server, asked for this message to go once more.
    void asked_again(const std::string& message_id) { ++asked_again_[message_id]; }

    /// After whatever anybody did: invariants that hold at any moment. False when nothing changed.
    bool look(const Sink& sink);
    /// At the end, when all trouble is over: everything has come to an end, or waits for a person.
    void look_at_rest(const Sink& sink, const daemon::Studio& studio, Instant now,
                      const std::vector<std::string>& cases);
    const std::vector<std::string>& problems() const { return problems_; }
    /// How many emails a rule had go twice, or by post as well.
    int carried_out() const { return static_cast<int>(carried_out_.size()); }
    std::string digest(const Sink& sink) const;

  private:
    using Rows = std::vector<std::vector<std::string>>;
    Rows ask(const std::string& sql) const;
    bool nothing_changed(const Sink& sink);
    void found(const std::string& problem) { problems_.push_back(problem); }
    void check_messages(const Rows& parcels, const Sink& sink);
    /// Whether the rule may have had this email go once more, or its letter go by post.
    bool by_rule(const std::vector<std::string>& row, WhenUncertain rule) const;
    void check_ends(const Rows& parcels);
    void check_events(const Rows& parcels);
    void check_leavings();
    void check_checkpoints(const Sink& sink);
    void check_waiting(const Rows& parcels);
    void check_due(const daemon::Studio& studio, Instant now, const std::string& reference);
    void check_archive(const Rows& parcels, const Sink& sink);

    std::string data_;
    WhenUncertain rule_;
    mutable sqlite3* database_ = nullptr;  ///< the auditor's own, opened when first asked
    std::string version_;                  ///< of the database, when last looked at
    std::size_t taken_ = 0;
    std::map<std::string, int> asked_again_;
    std::set<std::string> doubted_;      ///< messages that once were past the dot and not confirmed
    std::set<std::string> carried_out_;  ///< messages with which a rule was carried out
    std::map<std::string, std::string> last_state_;
    std::map<std::string, std::string> roots_;  ///< by size, of checkpoints seen in emails
    std::size_t checkpoints_seen_ = 0;
    std::vector<std::string> problems_;
};

}  // namespace postroom::simulation
