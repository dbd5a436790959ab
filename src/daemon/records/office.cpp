#include "daemon/records/office.hpp"

#include <filesystem>

#include <Poco/Environment.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/premises/files.hpp"
#include "daemon/premises/relay.hpp"
#include "storage/opening.hpp"

namespace postroom::daemon {

namespace fs = std::filesystem;

std::string database_location(const std::string& data, const Config& config) {
    const std::string& location = config.text("database.location");
    if (storage::names_postgresql(location) || location.starts_with("/")) return location;
    return data + "/" + location;
}

std::string Office::database_location() const {
    return daemon::database_location(data(), config());
}

namespace {

constexpr std::int64_t second = 1'000'000;
/// Five times the time between two renewals.
constexpr std::int64_t lead_lasts = 20 * second;
/// Longer than any attempt at an email, the wait for the final answer included.
constexpr std::int64_t claim_lasts = 20 * 60 * second;

/// One name for each data directory of each machine, the same after a restart.
std::string daemon_name(const std::string& data, const Config& config) {
    const std::string& given = config.text("daemon.name");
    if (!given.empty()) return given;
    std::error_code error;
    const fs::path place = fs::weakly_canonical(data, error);
    return Poco::Environment::nodeName() + ":" + (error ? data : place.string());
}

/// A new, empty database in place of one that is lost would look like an old one put back.
std::string database_to_open(const std::string& location, const std::string& data) {
    if (storage::names_postgresql(location) || fs::exists(location)) return location;
    if (fs::exists(location + moved_away))
        throw FileError("the database " + location +
                        " was moved: write the address that it was moved to into postroom.yaml, as "
                        "database.location");
    if (fs::exists(data + "/archive/checkpoint"))
        throw FileError("the database " + location +
                        " is not there, and the archive is: put it back with postroom restore "
                        "BACKUP --keep-archive; where there is no backup, make an empty file of "
                        "that name, then run: postroom archive reconcile");
    return location;
}

void make_private_folder(const std::string& path) {
    make_folders(path);
    ::chmod(path.c_str(), 0700);
}

}  // namespace

ExpectedAll<std::unique_ptr<Office>> Office::open(const Setting& setting) {
    if (!fs::exists(setting.places.data + "/postroom.yaml"))
        throw FileError("there is no data directory at " + setting.places.data +
                        "; make one with: postroom init " + setting.places.data);
    auto studio = Studio::open(setting);
    if (!studio) return fail(studio.error());
    return open(setting, std::move(*studio));
}

std::unique_ptr<Office> Office::open(const Setting& setting, Studio studio) {
    return std::unique_ptr<Office>(new Office(setting, std::move(studio)));
}

Office::Office(Setting setting, Studio studio)
    : setting_(std::move(setting)),
      studio_(std::move(studio)),
      database_(std::make_unique<storage::Database>(database_to_open(database_location(), data()))),
      cases_(*database_),
      outbox_(*database_),
      records_(*database_),
      leadership_(*database_, daemon_name(data(), config())) {
    database_->migrate();
    if (database_->is_postgresql()) outbox_.claim_as(daemon_name(data(), config()), claim_lasts);
}

Office::~Office() {
    if (lock_ >= 0) ::close(lock_);
}

void Office::reload(Studio studio) {
    studio_ = std::move(studio);
    transports_.clear();
}

const archive::Keys& Office::keys() {
    if (!keys_) {
        auto keys = archive::read_keys(data() + "/keys");
        if (!keys) throw FileError(to_text(keys.error()));
        keys_ = std::make_unique<archive::Keys>(std::move(*keys));
    }
    return *keys_;
}

archive::Writer& Office::archive() {
    if (!archive_) archive_ = std::make_unique<archive::Writer>(data() + "/archive", keys());
    return *archive_;
}

dispatch::Transport& Office::transport(cases::Channel channel) {
    auto& transport = transports_[channel];
    if (transport) return *transport;
    if (channel == cases::Channel::letter) {
        transport = dispatch::make_print_tray(data() + "/tray");
    } else if (config().text("smtp.host").empty()) {
        transport = dispatch::make_maildir(data() + "/maildir");
    } else {
        transport = dispatch::make_smtp(relay_settings(config(), keys()));
    }
    return *transport;
}

void Office::send_by(cases::Channel channel, std::unique_ptr<dispatch::Transport> transport) {
    transports_[channel] = std::move(transport);
}

bool Office::take_sending_lock() {
    if (lock_ >= 0) return true;
    const std::string path = data() + "/sending.lock";
    lock_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0) throw FileError("cannot write " + path + "; check the folder's permissions");
    if (::flock(lock_, LOCK_EX | LOCK_NB) == 0) return true;
    ::close(lock_);
    lock_ = -1;
    return false;
}

bool Office::take_or_keep_lead() {
    if (!database_->is_postgresql()) return true;
    if (!leads_) {
        // Another leader may have extended a folder that both can see.
        archive_.reset();
        if (archive().size() < outbox_.archived_count()) return false;
    }
    leads_ = leadership_.take_or_keep(lead_lasts);
    return leads_;
}

void Office::give_up_lead() {
    if (leads_) leadership_.give_up();
    leads_ = false;
}

void Office::require_lead() {
    if (database_->is_postgresql()) leadership_.require();
}

void Office::require_lead_if_taken() {
    if (leads_) require_lead();
}

std::string Office::leader() {
    return leadership_.holder();
}

bool Office::is_led_by_another() {
    if (!database_->is_postgresql()) return false;
    const std::string holder = leader();
    return !holder.empty() && holder != daemon_name(data(), config());
}

// Never kept beyond the call: a transaction that is rolled back takes a new key with it.
Bytes Office::case_key(const CaseReference& reference) {
    if (const auto wrapped = cases_.wrapped_key(reference)) {
        const auto opened = archive::unwrap_key(keys().master, *wrapped);
        if (!opened)
            throw FileError(
                "the key of a case cannot be opened with keys/master.key; restore the "
                "master key that belongs to this database");
        return *opened;
    }
    Bytes key = archive::random_bytes(32);
    cases_.set_wrapped_key(reference, archive::wrap_key(keys().master, key));
    return key;
}

void create_data_directory(const std::string& folder, const Setting& setting) {
    if (fs::exists(folder) && !fs::is_empty(folder))
        throw FileError(folder + " is there already and is not empty; init never overwrites");
    make_private_folder(folder);
    make_private_folder(folder + "/keys");
    Places shares = setting.places;
    std::erase(shares.shares, shares.data);
    write_file(folder + "/postroom.yaml", read_file(shares.find("config/postroom.yaml")), 0600);
    Setting own = setting;
    own.places.data = fs::absolute(folder).lexically_normal().string();
    auto loaded = load_config(own.places, setting.environment);
    if (!loaded) throw FileError(to_text(loaded.error()));
    archive::create_keys(folder + "/keys", loaded->text("archive.origin"));
    storage::Database(database_location(own.places.data, *loaded)).migrate();
}

}  // namespace postroom::daemon
