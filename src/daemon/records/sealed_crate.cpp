#include "daemon/records/sealed_crate.hpp"

#include <utility>

#include "archive/checkpoint.hpp"
#include "archive/reading.hpp"
#include "daemon/premises/files.hpp"

namespace postroom::daemon {

namespace {

std::string line_of(const std::string& digest, const std::string& name) {
    return digest + "  " + name + "\n";
}

class SealedCrate final : public Crate {
  public:
    SealedCrate(std::unique_ptr<Crate> crate, const archive::Keys& keys)
        : crate_(std::move(crate)), keys_(keys) {}

    void add(const std::string& name, std::string_view bytes) override {
        list_ += line_of(to_hex(sha256(bytes)), name);
        crate_->add(name, bytes);
    }
    void add_file(const std::string& name, const std::string& source) override {
        const auto measured = archive::measure_file(source, largest);
        if (!measured || !*measured) throw FileError("cannot read " + source);
        list_ += line_of(to_hex((*measured)->digest), name);
        crate_->add_file(name, source);
    }
    void finish() override {
        crate_->add(std::string(checksums_name), list_);
        crate_->add(std::string(seal_name),
                    archive::sign_statement(seal_text(backup_of_an_office, list_), keys_));
        crate_->finish();
    }

  private:
    static constexpr std::int64_t largest = std::int64_t{1} << 50;
    std::unique_ptr<Crate> crate_;
    const archive::Keys& keys_;
    std::string list_;
};

}  // namespace

std::string seal_text(std::string_view what, std::string_view list) {
    return std::string(what) + "\n" + to_hex(sha256(list)) + "\n";
}

std::unique_ptr<Crate> sealed(std::unique_ptr<Crate> crate, const archive::Keys& keys) {
    return std::make_unique<SealedCrate>(std::move(crate), keys);
}

void Contents::take(const std::string& name, const Bytes& bytes) {
    if (name == checksums_name)
        list_ = bytes;
    else if (name == seal_name)
        seal_ = bytes;
    else
        seen_[name] = to_hex(sha256(bytes));
}

std::optional<Problem> Contents::problem(const std::string& crate,
                                         const std::string& verifier) const {
    const auto not_sound = [&](std::string what) {
        return Problem{.what = std::move(what),
                       .remedy =
                           "it is not the backup that was made: use another copy of it, or "
                           "another backup",
                       .file = crate};
    };
    if (!list_) return not_sound("it has no list of checksums, " + std::string(checksums_name));
    std::string_view rest = *list_;
    std::size_t listed = 0;
    for (auto end = rest.find('\n'); end != rest.npos; end = rest.find('\n'), ++listed) {
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end + 1);
        const auto gap = line.find("  ");
        const std::string name(gap == line.npos ? "" : line.substr(gap + 2));
        const auto found = seen_.find(name);
        if (found == seen_.end()) return not_sound("it lacks the file " + name);
        if (line.substr(0, gap) != found->second)
            return not_sound("its file " + name + " is damaged or was changed");
    }
    if (!rest.empty() || listed != seen_.size())
        return not_sound("it holds files that are not in its list");
    if (verifier.empty()) return std::nullopt;
    if (!seal_) return not_sound("it has no seal, " + std::string(seal_name));
    const auto key = archive::parse_verifier(verifier);
    if (!key) return Problem{.what = "the line in ledger.pub is no key", .file = "ledger.pub"};
    const auto text = archive::open_note(*seal_, *key);
    if (!text || *text != seal_text(backup_of_an_office, *list_))
        return not_sound("its seal is not this office's over these files" +
                         (text ? std::string() : ": " + text.error().what));
    return std::nullopt;
}

}  // namespace postroom::daemon
