#include "daemon/records/backup.hpp"

#include <filesystem>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/premises/descriptor.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/reconcile.hpp"
#include "daemon/records/sealed_crate.hpp"
#include "storage/opening.hpp"

namespace postroom::daemon {

namespace fs = std::filesystem;

namespace {

constexpr Allowed largest_backup{.bytes = 1ULL << 40, .one_file = 1ULL << 40};
constexpr Allowed largest_keys{.bytes = 1 << 16, .one_file = 1 << 16};
const std::string sqlite_name = "database.sqlite";
const std::string dump_name = "database.pgdump";
const std::string note_name = "backup.txt";
const std::string config_name = "postroom.yaml";
constexpr const char* overlays[] = {"letters", "templates", "config", "holidays", "procedures"};

/// A folder that goes with its owner.
class Scratch {
  public:
    explicit Scratch(const std::string& beside) : path_(beside + ".XXXXXX") {
        if (::mkdtemp(path_.data()) == nullptr)
            throw FileError("cannot make a folder beside " + beside);
    }
    ~Scratch() {
        std::error_code error;
        fs::remove_all(path_, error);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::string operator/(const std::string& name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

void put(const std::string& folder, const std::string& name, const Bytes& bytes) {
    const std::string path = folder + "/" + name;
    make_folders(fs::path(path).parent_path().string());
    write_file(path, bytes, 0600);
}

/// List and seal must be right, and stay behind. Without a verifier the seal is not looked at.
Expected<bool> unpack_checked(const std::string& from, const std::string& folder,
                              const std::string& verifier) {
    Contents contents;
    const auto done =
        unpack(from, largest_backup, [&](const std::string& name, const Bytes& bytes) {
            contents.take(name, bytes);
            if (name != checksums_name && name != seal_name) put(folder, name, bytes);
        });
    if (!done) return done;
    if (auto problem = contents.problem(from, verifier)) return fail(std::move(*problem));
    return true;
}

/// Database and archive of a backup belong together and are each sound.
Problems check_together(const std::string& folder, const std::string& verifier, BackedUp& found) {
    Problems problems;
    archive::VerifyOptions options;
    options.verifier = verifier;
    const auto archived = archive::verify(folder + "/archive", options);
    problems = archived.problems;
    if (!fs::exists(folder + "/" + sqlite_name)) return problems;  // a dump: pg_restore's to judge
    storage::Database database(folder + "/" + sqlite_name);
    if (const std::string damage = database.integrity_problem(); !damage.empty())
        problems.push_back({.what = "the copied database is damaged", .file = sqlite_name});
    storage::OutboxStore outbox(database);
    found.leaves = outbox.leaf_count();
    found.cases = storage::CaseStore(database).count();
    if (!problems.empty()) return problems;
    if (archived.leaves < outbox.archived_count() || archived.leaves > found.leaves)
        problems.push_back({.what = "the copied archive does not go with the copied database",
                            .remedy = "make another backup",
                            .file = folder});
    archive::for_each_leaf(folder + "/archive", 0, [&](std::int64_t index, std::string_view text) {
        const auto ours = outbox.leaves_from(index, 1);
        if (problems.empty() && (ours.empty() || ours.front().leaf != text))
            problems.push_back(
                {.what = "entry " + std::to_string(index) + " differs between database and archive",
                 .remedy = "run: postroom archive verify",
                 .file = folder});
    });
    return problems;
}

void add_overlays(const std::string& data, Crate& crate) {
    for (const char* name : overlays) {
        const fs::path folder = fs::path(data) / name;
        for (const std::string& file : files_below(folder.string(), ""))
            crate.add_file((fs::path(name) / file).string(), (folder / file).string());
    }
}

}  // namespace

ExpectedAll<BackedUp> back_up(Office& office, const std::string& path, Instant now) {
    const std::string& data = office.data();
    auto crate = sealed(Crate::open(path), office.keys());
    const Scratch scratch(data + "/backup.tmp");
    const std::string name = office.database().is_postgresql() ? dump_name : sqlite_name;
    std::optional<archive::ArchiveCopy> copy;
    std::string postbook;
    const std::string database = scratch / name;
    office.archive();  // begun, if this is the office's first day
    const auto take = [&] {
        storage::Database(office.database_location()).copy_into(database);
        copy.emplace(data + "/archive");
        postbook = read_file_if_there(data + "/postbook").value_or("");
    };
    // Nobody writes to the database meanwhile, so the archive cannot get ahead of the copy.
    if (office.database().is_postgresql())
        take();  // its own snapshot; the archive comes second and may be ahead
    else
        office.database().in_transaction(take);
    crate->add_file(name, database);
    copy->write(
        [&](const std::string& file, const Bytes& bytes) { crate->add("archive/" + file, bytes); });
    crate->add("postbook", postbook);
    crate->add_file(config_name, data + "/" + config_name);
    add_overlays(data, *crate);
    crate->add(note_name, "A backup of Postroom made at " + utc_text(now) +
                              ".\nThe keys are not in it: postroom backup --keys.\n"
                              "To put it back: postroom restore.\n");
    crate->finish();

    BackedUp done;
    Problems problems;
    const std::string unpacked = scratch / "unpacked";
    fs::create_directory(unpacked);
    if (const auto sound = unpack_checked(path, unpacked, office.keys().verifier); !sound)
        problems.push_back(sound.error());
    else
        problems = check_together(unpacked, office.keys().verifier, done);
    if (!problems.empty()) return fail(std::move(problems));
    return done;
}

void back_up_keys(const std::string& data, const std::string& path) {
    if (auto keys = archive::read_keys(data + "/keys"); !keys)
        throw FileError(to_text(keys.error()));
    auto crate = Crate::open(path);
    for (const char* name : {"master.key", "ledger.key", "ledger.pub"})
        crate->add_file(name, data + "/keys/" + name);
    crate->finish();
}

namespace {

void put_keys(const std::string& from, const std::string& data, Problems& problems) {
    const std::string folder = data + "/keys";
    if (fs::exists(folder) && !fs::is_empty(folder)) {
        problems.push_back({.what = "there are keys already; they are never overwritten",
                            .remedy = "leave out --keys",
                            .file = folder});
        return;
    }
    make_folders(folder);
    ::chmod(folder.c_str(), 0700);
    const auto done = unpack(from, largest_keys, [&](const std::string& name, const Bytes& bytes) {
        put(folder, name, bytes);
    });
    if (!done) problems.push_back(done.error());
}

/// The public key among those keys; empty when there are none.
Expected<std::string> verifier_in(const std::string& keys) {
    std::string verifier;
    if (keys.empty()) return verifier;
    const auto done = unpack(keys, largest_keys, [&](const std::string& name, const Bytes& bytes) {
        if (name == "ledger.pub") verifier = bytes.substr(0, bytes.find('\n'));
    });
    if (!done) return fail(done.error());
    if (verifier.empty())
        return fail(Problem{.what = "there is no ledger.pub among the keys",
                            .remedy = "name what postroom backup --keys wrote",
                            .file = keys});
    return verifier;
}

void mark_database(const std::string& location, Instant now, bool archive_kept) {
    storage::Database database(location);
    database.migrate();
    storage::CaseStore cases(database);
    database.in_transaction([&] { mark_restored(cases, now, archive_kept); });
}

/// A copy beside `location`. Under that name there is never a database that does not know it was
/// restored: it would send everything since the backup once more.
std::string copy_that_knows(const std::string& from, const std::string& location, Instant now,
                            bool archive_kept) {
    std::string copy = location + ".part";
    fs::remove(copy);
    fs::copy_file(from, copy);
    ::chmod(copy.c_str(), 0600);
    mark_database(copy, now, archive_kept);
    sync_file(copy);
    return copy;
}

void put_in_place(const std::string& from, const std::string& path) {
    fs::rename(from, path);
    sync_folder_of(path);
}

/// Lays the backup out as a new data directory. Only its configuration makes it an office, and that
/// comes last: what is put back by half does nothing.
ExpectedAll<Restored> lay_out(const Setting& setting, const std::string& unpacked,
                              const RestoreOptions& options, Instant now) {
    const std::string& data = setting.places.data;
    Problems problems;
    if (!options.keys.empty()) put_keys(options.keys, data, problems);
    if (!problems.empty()) return fail(std::move(problems));
    for (const auto& entry : fs::directory_iterator(unpacked)) {
        const std::string name = entry.path().filename().string();
        if (name == sqlite_name || name == dump_name || name == note_name || name == config_name)
            continue;
        put_in_place(entry.path().string(), (fs::path(data) / name).string());
    }
    Restored restored;
    Places places = setting.places;
    places.data = unpacked;
    auto loaded = load_config(places, setting.environment);
    if (!loaded) return fail(loaded.error());
    const std::string location = database_location(data, *loaded);
    if (fs::exists(unpacked + "/" + sqlite_name)) {
        if (fs::exists(location))
            return fail(Problems{{.what = "there is a database already",
                                  .remedy = "restore into an empty directory",
                                  .file = location}});
        put_in_place(copy_that_knows(unpacked + "/" + sqlite_name, location, now, false), location);
    } else {
        storage::Database(location).fill_from(unpacked + "/" + dump_name);
        mark_database(location, now, false);
    }
    put_in_place(unpacked + "/" + config_name, data + "/" + config_name);
    auto office = Office::open(setting);
    if (!office) return fail(office.error());
    restored.leaves = (*office)->outbox().leaf_count();
    restored.keys_are_there = archive::read_keys(data + "/keys").has_value();
    if (restored.keys_are_there) restored.archived = (*office)->archive().size();
    return restored;
}

/// Puts the database back beside the archive that lives, which is newer.
ExpectedAll<Restored> put_database_back(const Setting& setting, const std::string& unpacked,
                                        Instant now) {
    const std::string& data = setting.places.data;
    Restored restored;
    auto loaded = load_config(setting.places, setting.environment);
    if (!loaded) return fail(loaded.error());
    const std::string location = database_location(data, *loaded);
    const Descriptor lock(
        ::open((data + "/sending.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!lock.is_open() || ::flock(lock.number(), LOCK_EX | LOCK_NB) != 0)
        return fail(Problems{{.what = "another postroom is working in this data directory",
                              .remedy = "stop it first",
                              .file = data}});
    if (!fs::exists(unpacked + "/" + sqlite_name) || storage::names_postgresql(location))
        return fail(Problems{{.what = "with PostgreSQL the database is put back by its own tools",
                              .remedy = "use pg_restore on the backup's database.pgdump, then: "
                                        "postroom archive reconcile"}});
    const std::string copy = copy_that_knows(unpacked + "/" + sqlite_name, location, now, true);
    if (fs::exists(location)) {
        restored.set_aside = location + ".before-restore-" + std::to_string(now.microseconds);
        fs::rename(location, restored.set_aside);
        for (const char* ending : {"-journal", "-wal", "-shm"})
            if (fs::exists(location + ending))
                fs::rename(location + ending, restored.set_aside + ending);
    }
    put_in_place(copy, location);
    auto office = Office::open(setting);
    if (!office) return fail(office.error());
    restored.leaves = (*office)->outbox().leaf_count();
    restored.keys_are_there = true;
    restored.archived = (*office)->archive().size();
    return restored;
}

}  // namespace

ExpectedAll<Restored> restore(const Setting& setting, const std::string& path,
                              const RestoreOptions& options, Instant now) {
    const std::string& data = setting.places.data;
    const bool lives = fs::exists(data + "/" + config_name);
    if (lives != options.keep_archive)
        return fail(Problems{
            lives
                ? Problem{.what = "there is an office already; nothing is overwritten",
                          .remedy = "to put back its database alone and keep its archive, which is "
                                    "the proof of what was sent: --keep-archive; else restore "
                                    "into an empty directory",
                          .file = data}
                : Problem{.what = "there is no archive to keep",
                          .remedy = "leave out --keep-archive",
                          .file = data}});
    if (!lives) {
        for (const auto& entry :
             fs::exists(data) ? fs::directory_iterator(data) : fs::directory_iterator())
            if (entry.path().filename() != "keys")
                return fail(Problems{{.what = "the directory is not empty",
                                      .remedy = "choose another with --data",
                                      .file = data}});
        make_folders(data);
        ::chmod(data.c_str(), 0700);
    }
    const Scratch scratch(data + "/restore.tmp");
    const std::string unpacked = scratch / "backup";
    fs::create_directory(unpacked);
    const bool has_keys = fs::exists(data + "/keys/ledger.pub");
    const auto verifier =
        verifier_in(options.keys.empty() && has_keys ? data + "/keys" : options.keys);
    if (!verifier) return fail(Problems{verifier.error()});
    if (const auto done = unpack_checked(path, unpacked, *verifier); !done)
        return fail(Problems{done.error()});
    if (!fs::exists(unpacked + "/" + config_name) ||
        (!fs::exists(unpacked + "/" + sqlite_name) && !fs::exists(unpacked + "/" + dump_name)))
        return fail(
            Problems{{.what = "it is not a backup of Postroom: it has no configuration or no "
                              "database",
                      .remedy = "name the folder or zip that postroom backup wrote",
                      .file = path}});
    // Without the keys nothing more can be said of it.
    BackedUp found;
    if (!verifier->empty())
        if (const auto problems = check_together(unpacked, *verifier, found); !problems.empty())
            return fail(problems);
    if (!options.keep_archive) return lay_out(setting, unpacked, options, now);
    return put_database_back(setting, unpacked, now);
}

}  // namespace postroom::daemon
