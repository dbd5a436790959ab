#include <cassert>
#include <utility>

#include <unistd.h>

#include "dispatch/durable_file.hpp"
#include "dispatch/parcel_file.hpp"
#include "dispatch/transport.hpp"

namespace postroom::dispatch {
namespace {

constexpr unsigned folder_mode = 0700;
constexpr unsigned message_mode = 0600;

std::string name_of(const outbox::Parcel& parcel) {
    return file_stem(parcel.id) + ".postroom";
}

class Maildir final : public Transport {
  public:
    explicit Maildir(std::string folder) : folder_(std::move(folder)) {}

    Outcome deliver(const outbox::Parcel& parcel, const Bytes& bytes,
                    const std::function<bool()>& may_commit) override {
        const std::string name = name_of(parcel);
        const Outcome delivered{Outcome::Kind::accepted, "maildir", 0, "new/" + name};
        if (has_delivered(parcel)) return delivered;
        for (const char* part : {"/tmp", "/new", "/cur"}) make_folder(folder_ + part, folder_mode);
        remove_leftovers(name);
        // The process id keeps a sender that lost its claim from writing into our file.
        PartialFile message(folder_ + "/tmp/" + name + "." + std::to_string(::getpid()), bytes,
                            message_mode);
        if (!may_commit()) return {Outcome::Kind::lost_claim, "maildir", 0, ""};
        message.rename_to(folder_ + "/new/" + name);
        sync_folder(folder_ + "/new");
        sync_folder(folder_ + "/tmp");
        return delivered;
    }

    bool has_delivered(const outbox::Parcel& parcel) override {
        const std::string name = name_of(parcel);
        if (file_size(folder_ + "/new/" + name)) return true;
        for (const std::string& seen : names_in(folder_ + "/cur")) {
            if (seen.starts_with(name)) return true;
        }
        return false;
    }

    bool leaves_evidence() const override { return true; }

  private:
    /// What a crash left of earlier attempts at this parcel.
    void remove_leftovers(const std::string& name) {
        for (const std::string& left : names_in(folder_ + "/tmp")) {
            if (left.starts_with(name)) remove_file(folder_ + "/tmp/" + left);
        }
    }

    std::string folder_;
};

}  // namespace

void remove_from_maildir(const std::string& folder, const outbox::Parcel& parcel) {
    for (const char* part : {"/tmp", "/new", "/cur"}) {
        bool removed = false;
        for (const std::string& name : names_in(folder + part))
            if (name.starts_with(name_of(parcel)))
                removed = remove_file(folder + part + "/" + name) || removed;
        if (removed) sync_folder(folder + part);
    }
}

std::unique_ptr<Transport> make_maildir(const std::string& folder) {
    assert(!folder.empty());
    return std::make_unique<Maildir>(folder);
}

}  // namespace postroom::dispatch
