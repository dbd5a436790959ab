#include "daemon/records/postbook.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "daemon/premises/descriptor.hpp"
#include "daemon/premises/files.hpp"

namespace postroom::daemon {

namespace {

[[noreturn]] void give_up(const std::string& doing, const std::string& path) {
    throw archive::ArchiveError("the postbook failed: " + doing + " " + path + ": " +
                                std::strerror(errno));
}

/// One process at a time writes; the book itself is replaced when it forgets, so the lock is a file
/// of its own.
class Turn {
  public:
    explicit Turn(const std::string& path)
        : lock_(::open((path + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
        if (!lock_.is_open()) give_up("locking", path);
        while (::flock(lock_.number(), LOCK_EX) != 0)
            if (errno != EINTR) give_up("locking", path);
    }
    /// Not by closing alone: where closing fails, the next turn would wait for this one for ever.
    ~Turn() { ::flock(lock_.number(), LOCK_UN); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

  private:
    Descriptor lock_;
};

std::string to_json(const PostbookRecord& record) {
    const outbox::Parcel& parcel = record.parcel;
    Poco::JSON::Object json;
    json.set("case", parcel.case_reference.text);
    json.set("step", parcel.step.text);
    json.set("catalogue", parcel.catalogue);
    json.set("occurrence", parcel.occurrence);
    json.set("letter", parcel.letter);
    json.set("recipient", parcel.recipient);
    json.set("role", std::string(cases::name_of(parcel.role)));
    json.set("channel", std::string(cases::name_of(parcel.channel)));
    json.set("state", std::string(outbox::name_of(parcel.state)));
    json.set("reason", parcel.reason);
    json.set("due", parcel.due.iso());
    json.set("content_type", parcel.content_type);
    json.set("size", parcel.size);
    json.set("message_id", parcel.message_id);
    json.set("envelope_to", parcel.envelope_to);
    json.set("promised", parcel.promised);
    json.set("appends", parcel.appends);
    json.set("created_at", parcel.created_at.microseconds);
    json.set("created_on", parcel.created_on.iso());
    if (parcel.accepted_at) json.set("accepted_at", parcel.accepted_at->microseconds);
    if (parcel.accepted_on) json.set("accepted_on", parcel.accepted_on->iso());
    if (parcel.tray_on) json.set("tray_on", parcel.tray_on->iso());
    json.set("evidence", parcel.evidence);
    json.set("attempts", parcel.attempts);
    json.set("salt", to_base64(record.salt));
    json.set("key", to_base64(record.wrapped_key));
    if (record.certificate) json.set("certificate", true);
    std::ostringstream text;
    json.stringify(text);
    return text.str();
}

template <class T>
T known(std::optional<T> value) {
    if (!value) throw Poco::DataFormatException("postbook");
    return *value;
}

/// Throws Poco::Exception for what this program did not write.
PostbookRecord from_json(const std::string& text, const std::string& id) {
    const auto json = Poco::JSON::Parser().parse(text).extract<Poco::JSON::Object::Ptr>();
    const auto word = [&](const char* key) { return json->getValue<std::string>(key); };
    const auto day = [&](const char* key) { return known(calendar::Day::from_iso(word(key))); };
    PostbookRecord record;
    outbox::Parcel& parcel = record.parcel;
    parcel.id = ParcelId(id);
    parcel.case_reference = CaseReference(word("case"));
    parcel.step = StepId(word("step"));
    parcel.catalogue = word("catalogue");
    parcel.occurrence = word("occurrence");
    parcel.letter = word("letter");
    parcel.recipient = word("recipient");
    parcel.role = known(cases::role_named(word("role")));
    parcel.channel = known(cases::channel_named(word("channel")));
    parcel.state = known(outbox::state_named(word("state")));
    parcel.reason = word("reason");
    parcel.due = day("due");
    parcel.content_type = word("content_type");
    parcel.size = json->getValue<Poco::Int64>("size");
    parcel.message_id = word("message_id");
    parcel.envelope_to = word("envelope_to");
    parcel.promised = word("promised");
    parcel.appends = word("appends");
    parcel.created_at = Instant{json->getValue<Poco::Int64>("created_at")};
    parcel.created_on = day("created_on");
    if (json->has("accepted_at"))
        parcel.accepted_at = Instant{json->getValue<Poco::Int64>("accepted_at")};
    if (json->has("accepted_on")) parcel.accepted_on = day("accepted_on");
    if (json->has("tray_on")) parcel.tray_on = day("tray_on");
    parcel.evidence = word("evidence");
    parcel.attempts = json->getValue<int>("attempts");
    record.salt = known(from_base64(word("salt")));
    record.wrapped_key = known(from_base64(word("key")));
    record.certificate = json->has("certificate");
    return record;
}

std::vector<std::string_view> lines_of(std::string_view book) {
    std::vector<std::string_view> lines;
    for (std::size_t end = book.find('\n'); end != std::string_view::npos; end = book.find('\n')) {
        lines.push_back(book.substr(0, end));
        book.remove_prefix(end + 1);
    }
    return lines;
}

}  // namespace

Postbook::Postbook(Office& office) : office_(office), path_(office.data() + "/postbook") {}

void Postbook::append(std::int64_t first, const std::vector<archive::Entry>& entries) {
    std::string lines;
    std::map<CaseReference, Bytes> keys;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto leaf = archive::parse_leaf(entries[i].leaf);
        if (!leaf) continue;  // the archive will refuse it
        PostbookRecord record;
        if (auto parcel = office_.outbox().load(leaf->parcel)) {
            record.parcel = std::move(*parcel);
            record.salt = office_.outbox().salt(leaf->parcel);
            const CaseReference& reference = record.parcel.case_reference;
            auto key = keys.find(reference);
            if (key == keys.end())
                key = keys.emplace(reference, office_.cases().wrapped_key(reference).value_or(""))
                          .first;
            record.wrapped_key = key->second;
        } else if (const auto certificate = office_.records().certificate(leaf->parcel)) {
            record.certificate = true;
            record.parcel.id = certificate->id;
            record.parcel.reason = certificate->because;
            record.parcel.created_at = certificate->signed_at;
            record.salt = certificate->salt;
            record.wrapped_key = office_.cases().wrapped_key(CaseReference("")).value_or("");
        } else {
            continue;  // erased meanwhile, or about no parcel
        }
        const Bytes sealed = archive::seal(office_.keys().master, leaf->parcel, to_json(record));
        lines += std::to_string(first + static_cast<std::int64_t>(i)) + ' ' + leaf->parcel.text +
                 ' ' + to_base64(sealed) + '\n';
    }
    if (lines.empty()) return;

    const Turn turn(path_);
    const Descriptor book(::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (!book.is_open()) give_up("opening", path_);
    // A line torn by a crash must not take the next one with it.
    const off_t end = ::lseek(book.number(), 0, SEEK_END);
    char last = '\n';
    if (end > 0 && ::pread(book.number(), &last, 1, end - 1) != 1) give_up("reading", path_);
    if (last != '\n') lines.insert(0, 1, '\n');
    for (std::size_t done = 0; done < lines.size();) {
        const ssize_t put = ::write(book.number(), lines.data() + done, lines.size() - done);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) give_up("writing", path_);
        done += static_cast<std::size_t>(put);
    }
    if (::fsync(book.number()) != 0) give_up("syncing", path_);
    if (end > 0) return;
    const Descriptor folder(::open(office_.data().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.is_open() || ::fsync(folder.number()) != 0) give_up("syncing", office_.data());
}

std::optional<PostbookRecord> Postbook::read_line(std::string_view line) {
    const std::size_t first = line.find(' ');
    const std::size_t second = line.find(' ', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
    std::int64_t index = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + first, index);
    if (error != std::errc{} || end != line.data() + first) return std::nullopt;
    const std::string id(line.substr(first + 1, second - first - 1));
    const auto sealed = from_base64(line.substr(second + 1));
    if (!sealed) return std::nullopt;
    const auto text = archive::open_sealed(office_.keys().master, ParcelId(id), *sealed);
    if (!text) return std::nullopt;
    try {
        PostbookRecord record = from_json(*text, id);
        record.index = index;
        return record;
    } catch (const Poco::Exception&) {
        return std::nullopt;
    }
}

std::map<ParcelId, PostbookRecord> Postbook::since(std::int64_t first) {
    std::map<ParcelId, PostbookRecord> newest;
    const auto book = read_file_if_there(path_);
    if (!book) return newest;
    for (const std::string_view line : lines_of(*book)) {
        auto record = read_line(line);
        if (!record || record->index < first) continue;
        const ParcelId id = record->parcel.id;
        newest.insert_or_assign(id, std::move(*record));
    }
    return newest;
}

void Postbook::forget(const CaseReference& reference) {
    const Turn turn(path_);
    const auto book = read_file_if_there(path_);
    if (!book) return;
    std::string kept;
    for (const std::string_view line : lines_of(*book)) {
        const auto record = read_line(line);
        if (record && !record->certificate && record->parcel.case_reference == reference) continue;
        kept.append(line).append("\n");
    }
    if (kept.size() != book->size()) write_file(path_, kept, 0600);
}

}  // namespace postroom::daemon
