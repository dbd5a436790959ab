// The office at work on one data directory: configuration, content, database, archive, transports.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "archive/archive.hpp"
#include "base/clock.hpp"
#include "daemon/studio/studio.hpp"
#include "dispatch/transport.hpp"
#include "storage/case_store.hpp"
#include "storage/database.hpp"
#include "storage/leadership.hpp"
#include "storage/outbox_store.hpp"
#include "storage/records_store.hpp"

namespace postroom::daemon {

/// Opens a data directory. Cheap parts at once, dear ones (fonts, archive) when first asked for.
/// Not thread-safe: one Office a thread.
class Office {
  public:
    /// Throws FileError or DatabaseError; problems in configuration or content come back.
    static ExpectedAll<std::unique_ptr<Office>> open(const Setting& setting);
    /// With what was read before. For whoever opens many offices with the same words.
    static std::unique_ptr<Office> open(const Setting& setting, Studio studio);
    ~Office();

    const Setting& setting() const { return setting_; }
    const std::string& data() const { return setting_.places.data; }
    const Studio& studio() const { return studio_; }
    /// New configuration and content; transports are made anew.
    void reload(Studio studio);
    const Config& config() const { return studio_.config(); }
    const Content& content() const { return studio_.content(); }
    const calendar::WorkingCalendar& calendar() const { return studio_.calendar(); }
    const std::vector<cases::Party>& people() const { return studio_.people(); }
    storage::Database& database() { return *database_; }
    std::string database_location() const;
    storage::CaseStore& cases() { return cases_; }
    storage::OutboxStore& outbox() { return outbox_; }
    storage::RecordsStore& records() { return records_; }
    const archive::Keys& keys();
    archive::Writer& archive();
    dispatch::Transport& transport(cases::Channel channel);
    /// Another way out of the building than the configuration's, until the next reload().
    void send_by(cases::Channel channel, std::unique_ptr<dispatch::Transport> transport);

    /// Only one process may send from a data directory. False when another has it.
    bool take_sending_lock();

    /// Several daemons on one PostgreSQL: one leads, the others send emails for it. Takes the lead
    /// or keeps it; false when another daemon has it, or when this one's archive folder lacks what
    /// the ledger has. Alone with SQLite it is always true, and costs nothing.
    bool take_or_keep_lead();
    void give_up_lead();
    /// Inside a transaction that only the leader may make: throws DatabaseError when the lead is
    /// another's by now.
    void require_lead();
    /// The same where the lead was taken; a command that never took it goes on.
    void require_lead_if_taken();
    std::string leader();
    /// Then that daemon keeps the archive, and this one's folder may lack the newest.
    bool is_led_by_another();

    /// A case's archive key; made and stored on first use (inside a transaction).
    Bytes case_key(const CaseReference& reference);

  private:
    Office(Setting setting, Studio studio);

    Setting setting_;
    Studio studio_;
    std::unique_ptr<storage::Database> database_;
    storage::CaseStore cases_;
    storage::OutboxStore outbox_;
    storage::RecordsStore records_;
    std::unique_ptr<archive::Keys> keys_;
    std::unique_ptr<archive::Writer> archive_;
    std::map<cases::Channel, std::unique_ptr<dispatch::Transport>> transports_;
    int lock_ = -1;
    storage::Leadership leadership_;
    bool leads_ = false;
};

/// A file in the data directory, an absolute path, or "postgresql://…".
std::string database_location(const std::string& data, const Config& config);
/// What the name of a database ends in that was moved to another (postroom migrate).
inline constexpr const char* moved_away = ".moved";

/// Makes a data directory: folders, configuration, keys, database. Never overwrites: FileError.
void create_data_directory(const std::string& folder, const Setting& setting);

}  // namespace postroom::daemon
