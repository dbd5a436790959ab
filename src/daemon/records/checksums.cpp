// The list of checksums in a backup.
#include <utility>

#include "archive/reading.hpp"
#include "daemon/premises/files.hpp"
#include "daemon/records/crate.hpp"

namespace postroom::daemon {

namespace {

std::string line_of(const std::string& digest, const std::string& name) {
    return digest + "  " + name + "\n";
}

class ListingCrate final : public Crate {
  public:
    explicit ListingCrate(std::unique_ptr<Crate> crate) : crate_(std::move(crate)) {}

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
        crate_->add(checksums_name, list_);
        crate_->finish();
    }

  private:
    static constexpr std::int64_t largest = std::int64_t{1} << 50;
    std::unique_ptr<Crate> crate_;
    std::string list_;
};

}  // namespace

std::unique_ptr<Crate> with_checksums(std::unique_ptr<Crate> crate) {
    return std::make_unique<ListingCrate>(std::move(crate));
}

void Checksums::take(const std::string& name, const Bytes& bytes) {
    if (name == checksums_name)
        list_ = bytes;
    else
        seen_[name] = to_hex(sha256(bytes));
}

std::optional<Problem> Checksums::problem(const std::string& crate) const {
    const auto not_sound = [&](std::string what) {
        return Problem{.what = std::move(what),
                       .remedy =
                           "it is not the backup that was made: use another copy of it, or "
                           "another backup",
                       .file = crate};
    };
    if (!list_) return not_sound(std::string("it has no list of checksums, ") + checksums_name);
    std::string wanted;
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
    return std::nullopt;
}

}  // namespace postroom::daemon
