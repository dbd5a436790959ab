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

class Auditor {
  public:
    explicit Auditor(std::string data) : data_(std::move(data)) {}
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
    std::string digest(const Sink& sink) const;

  private:
    using Rows = std::vector<std::vector<std::string>>;
    Rows ask(const std::string& sql) const;
    bool nothing_changed(const Sink& sink);
    void found(const std::string& problem) { problems_.push_back(problem); }
    void check_messages(const Rows& parcels, const Sink& sink);
    void check_ends(const Rows& parcels);
    void check_events(const Rows& parcels);
    void check_checkpoints(const Sink& sink);
    void check_waiting(const Rows& parcels);
    void check_due(const daemon::Studio& studio, Instant now, const std::string& reference);
    void check_archive(const Rows& parcels, const Sink& sink);

    std::string data_;
    mutable sqlite3* database_ = nullptr;  ///< the auditor's own, opened when first asked
    std::string version_;                  ///< of the database, when last looked at
    std::size_t taken_ = 0;
    std::map<std::string, int> asked_again_;
    std::map<std::string, std::string> last_state_;
    std::map<std::string, std::string> roots_;  ///< by size, of checkpoints seen in emails
    std::size_t checkpoints_seen_ = 0;
    std::vector<std::string> problems_;
};

}  // namespace postroom::simulation
