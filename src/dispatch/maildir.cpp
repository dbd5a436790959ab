#include <cassert>
#include <set>
#include <utility>

#include <unistd.h>

#include "dispatch/durable_file.hpp"
#include "dispatch/parcel_file.hpp"
#include "dispatch/transport.hpp"

namespace postroom::dispatch {
namespace {

constexpr unsigned folder_mode = 0700;
constexpr unsigned message_mode = 0600;

constexpr std::string_view ending = ".postroom";

std::string name_of(const outbox::Parcel& parcel) {
    return file_stem(parcel.id) + std::string(ending);
}

/// The name a file bore at first: a mail client adds flags to it, we the process id.
std::string plain_name(const std::string& name) {
    const auto at = name.find(ending);
    return at == std::string::npos ? name : name.substr(0, at + ending.size());
}

class Maildir final : public Transport {
  public:
    explicit Maildir(std::string folder) : folder_(std::move(folder)) {}

    Outcome deliver(const outbox::Parcel& parcel, const Bytes& bytes,
                    const std::function<bool()>& may_commit) override {
        return deliver_all({{parcel, [&] { return bytes; }, may_commit}}).front();
    }

    std::vector<Outcome> deliver_all(const std::vector<Handover>& handovers) override {
        for (const char* part : {"/tmp", "/new", "/cur"}) make_folder(folder_ + part, folder_mode);
        remove_leftovers(handovers);
        const std::set<std::string> opened = opened_messages();
        std::vector<Outcome> outcomes(handovers.size(),
                                      {Outcome::Kind::lost_claim, "maildir", 0, ""});
        PartialFiles files(folder_ + "/tmp", handovers.size());
        std::vector<PartialFile*> written(handovers.size());
        for (std::size_t i = 0; i < handovers.size(); ++i) {
            const std::string name = name_of(handovers[i].parcel);
            if (opened.contains(name) || file_size(in_new(name))) {
                outcomes[i] = delivered(name);
                continue;
            }
            // The process id keeps a sender that lost its claim from writing into our file.
            if (const auto bytes = handovers[i].bytes())
                written[i] = &files.add(folder_ + "/tmp/" + name + "." + std::to_string(::getpid()),
                                        *bytes, message_mode);
        }
        files.sync();
        for (std::size_t i = 0; i < handovers.size(); ++i) {
            if (written[i] == nullptr || !handovers[i].may_commit()) continue;
            const std::string name = name_of(handovers[i].parcel);
            written[i]->rename_to(in_new(name));
            outcomes[i] = delivered(name);
        }
        sync_folder(folder_ + "/new");
        sync_folder(folder_ + "/tmp");
        return outcomes;
    }

    bool has_delivered(const outbox::Parcel& parcel) override {
        const std::string name = name_of(parcel);
        if (!file_size(in_new(name))) return opened_messages().contains(name);
        // Whoever put it there may have ended before the folder was synced.
        sync_folder(folder_ + "/new");
        return true;
    }

    bool leaves_evidence() const override { return true; }

  private:
    static Outcome delivered(const std::string& name) {
        return {Outcome::Kind::accepted, "maildir", 0, "new/" + name};
    }
    std::string in_new(const std::string& name) const { return folder_ + "/new/" + name; }

    /// What a mail client has moved.
    std::set<std::string> opened_messages() const {
        std::set<std::string> names;
        for (const std::string& name : names_in(folder_ + "/cur")) names.insert(plain_name(name));
        return names;
    }

    /// What a crash left of earlier attempts at these parcels.
    void remove_leftovers(const std::vector<Handover>& handovers) const {
        std::set<std::string> ours;
        for (const Handover& one : handovers) ours.insert(name_of(one.parcel));
        const std::string inside = folder_ + "/tmp/";
        for (const std::string& left : names_in(inside))
            if (ours.contains(plain_name(left))) remove_file(inside + left);
    }

    std::string folder_;
};

}  // namespace

void remove_from_maildir(const std::string& folder, const outbox::Parcel& parcel) {
    for (const char* part : {"/tmp", "/new", "/cur"}) {
        const std::string place = folder + part;
        bool removed = false;
        for (const std::string& name : names_in(place))
            if (name.starts_with(name_of(parcel)))
                removed = remove_file(std::string(place).append("/").append(name)) || removed;
        if (removed) sync_folder(place);
    }
}

std::unique_ptr<Transport> make_maildir(const std::string& folder) {
    assert(!folder.empty());
    return std::make_unique<Maildir>(folder);
}

}  // namespace postroom::dispatch
