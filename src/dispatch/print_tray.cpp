#include "dispatch/print_tray.hpp"

#include <algorithm>
#include <cassert>
#include <deque>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "dispatch/durable_file.hpp"
#include "dispatch/manifest.hpp"
#include "dispatch/parcel_file.hpp"
#include "dispatch/transport.hpp"
#include "dispatch/tray_files.hpp"

namespace postroom::dispatch {
namespace {

/// The day whose tray the letter lies in.
calendar::Day day_of(const outbox::Parcel& parcel) {
    return parcel.tray_on.value_or(parcel.created_on);
}

// The post room's own group may read.
constexpr unsigned folder_mode = 0750;
constexpr unsigned letter_mode = 0640;
constexpr std::string_view partial_prefix = ".partial-";
constexpr const char* manifest_name = "manifest.csv";

std::string letter_name(const outbox::Parcel& parcel) {
    return file_stem(parcel.id) + ".pdf";
}

/// Counts the page objects that our PDF writer leaves readable; 0 when there are none to see.
int pages_in(std::string_view pdf) {
    constexpr std::string_view mark = "/Type /Page";
    int pages = 0;
    for (auto at = pdf.find(mark); at != pdf.npos; at = pdf.find(mark, at + mark.size())) {
        const auto next = at + mark.size();
        if (next < pdf.size() && pdf[next] != 's') ++pages;
    }
    return pages;
}

}  // namespace

TrayDay::TrayDay(const std::string& folder, calendar::Day day)
    : TrayDay(folder, day, Leftovers::sweep) {}

TrayDay::TrayDay(const std::string& folder, calendar::Day day, Leftovers leftovers)
    : folder_(folder + "/" + day.iso()), print_file_(print_file_of(folder, day)), lock_(folder_) {
    if (leftovers == Leftovers::keep) return;
    // We hold the lock, so these are a crashed process's.
    for (const std::string& name : names_in(folder_)) {
        if (name.starts_with(partial_prefix)) remove_file(path_of(name));
    }
}

bool TrayDay::exists(const std::string& folder, calendar::Day day) {
    return !names_in(folder + "/" + day.iso()).empty();
}

std::string TrayDay::partial(const std::string& name) const {
    const std::string path = path_of(std::string(partial_prefix) + name);
    remove_file(path);
    return path;
}

bool TrayDay::holds(const outbox::Parcel& parcel) const {
    return file_size(path_of(letter_name(parcel))).has_value();
}

bool TrayDay::has_print_file() const {
    return file_size(print_file_).has_value();
}

std::string TrayDay::manifest() const {
    std::string text = read_file(path_of(manifest_name)).value_or("");
    if (text.empty() || text.back() == '\n') return text;
    // A letter takes its name only once its whole line is on the disk. So the line is torn when its
    // letter is not here; else a spreadsheet saved the file without the last line's end.
    const std::size_t start = text.rfind('\n') + 1;  // 0 when there is but one line
    const std::string_view last = std::string_view(text).substr(start);
    const std::vector<std::string> names = names_in(folder_);
    const bool names_a_letter = std::ranges::any_of(names, [&](const std::string& name) {
        return name.ends_with(".pdf") && last.find(name.substr(0, name.size() - 4)) != last.npos;
    });
    if (start > 0 && !names_a_letter) text.resize(start);
    return text;
}

void TrayDay::replace_manifest(const Expected<std::string>& text) const {
    if (!text) {
        Problem problem = text.error();
        problem.file = path_of(manifest_name);
        problem.remedy = "mend this line, or move the file away: a new one is begun";
        throw DispatchError(std::move(problem));
    }
    PartialFile file(partial(manifest_name), *text, letter_mode);
    file.rename_to(path_of(manifest_name));
    sync();
}

void TrayDay::replace_print_file(
    const std::function<void(const PartialFile::Append&)>& write) const {
    PartialFile file(partial("print.pdf"), write, letter_mode);
    file.rename_to(print_file_);
    sync_folder(folder_ + "/..");
}

void TrayDay::remove_print_file() const {
    if (remove_file(print_file_)) sync_folder(folder_ + "/..");
}

class PrintTray final : public Transport {
  public:
    explicit PrintTray(std::string folder) : folder_(std::move(folder)) {}

    /// The manifest's line first, the letter last: a letter in the tray always has its line. The
    /// letter's bytes are on the disk before either, so a full disk changes nothing.
    Outcome deliver(const outbox::Parcel& parcel, const Bytes& bytes,
                    const std::function<bool()>& may_commit) override {
        const std::string place = day_of(parcel).iso() + "/" + letter_name(parcel);
        make_folder(tray_of(folder_, parcel), folder_mode);
        const std::lock_guard one_at_a_time(mutex_);
        const bool new_day = known_.day != day_of(parcel);
        const TrayDay day(folder_, day_of(parcel),
                          new_day ? TrayDay::Leftovers::sweep : TrayDay::Leftovers::keep);
        const auto files = files_for_tray(parcel, bytes);
        if (!files) throw DispatchError(files.error());
        if (!lies_in_folder(tray_of(folder_, parcel), parcel)) {
            std::deque<PartialFile> laid;
            for (const BundledFile& file : *files)
                laid.emplace_back(day.partial(file.name), file.bytes, letter_mode);
            if (!may_commit()) return {Outcome::Kind::lost_claim, "tray", 0, ""};
            add_line(day, parcel, files->back().bytes);
            for (std::size_t i = 0; i < laid.size(); ++i)
                laid[i].rename_to(day.path_of((*files)[i].name));
            day.sync();
        } else {
            add_line(day, parcel, files->back().bytes);
        }
        return {Outcome::Kind::in_tray, "tray", 0, place};
    }

    bool has_delivered(const outbox::Parcel& parcel) override {
        return lies_in_folder(tray_of(folder_, parcel), parcel);
    }

    bool leaves_evidence() const override { return true; }

  private:
    /// A day's manifest as this process left it, so that a letter costs one line however many lie
    /// there already.
    struct KnownManifest {
        calendar::Day day;
        FileStamp stamp;
        std::set<std::string> parcels;
    };

    /// The line is synced before the letter takes its name.
    void add_line(const TrayDay& day, const outbox::Parcel& parcel, std::string_view pdf) {
        const std::string path = day.path_of(manifest_name);
        const int pages = pages_in(pdf);
        const bool as_we_left_it = known_.day == day_of(parcel) && known_.stamp.number != 0 &&
                                   known_.stamp == stamp_of(path);
        KnownManifest known = std::exchange(known_, {});
        if (!as_we_left_it) {
            const std::string before = day.manifest();
            const auto after = with_line(before, parcel, pages);
            if (!after || *after != before) day.replace_manifest(after);
            known.parcels = std::move(*parcels_in(*after));
        } else if (known.parcels.insert(parcel.id.text).second) {
            append_to_file(path, manifest_line(parcel, pages));
        }
        known.day = day_of(parcel);
        known.stamp = stamp_of(path);
        known_ = std::move(known);
    }

    std::string folder_;
    std::mutex mutex_;  // over known_
    KnownManifest known_;
};

std::string tray_of(const std::string& folder, const outbox::Parcel& parcel) {
    return folder + "/" + day_of(parcel).iso();
}

std::string print_file_of(const std::string& folder, calendar::Day day) {
    return folder + "/" + day.iso() + ".pdf";
}

std::vector<calendar::Day> days_with_print_files(const std::string& folder) {
    std::vector<calendar::Day> days;
    for (const std::string& name : names_in(folder)) {
        if (!name.ends_with(".pdf")) continue;
        if (const auto day = calendar::Day::from_iso(name.substr(0, name.size() - 4)))
            days.push_back(*day);
    }
    return days;
}

void remove_print_file(const std::string& folder, calendar::Day day) {
    if (remove_file(print_file_of(folder, day))) sync_folder(folder);
}

bool remove_from_tray(const std::string& folder, const outbox::Parcel& parcel) {
    const std::string place = tray_of(folder, parcel);
    if (names_in(place).empty()) return false;
    const TrayDay day(folder, day_of(parcel));
    // What is printed first, the line last: a line without a letter is noticed, a letter without a
    // line is posted.
    day.remove_print_file();
    bool lay_there = false;
    for (const std::string& name : tray_names(parcel))
        lay_there = remove_file(day.path_of(name)) || lay_there;
    if (lay_there) day.sync();
    const std::string before = day.manifest();
    if (before.empty()) return lay_there;
    const auto after = without_line(before, parcel.id);
    if (!after || *after != before) day.replace_manifest(after);
    return lay_there;
}

std::unique_ptr<Transport> make_print_tray(const std::string& folder) {
    assert(!folder.empty());
    return std::make_unique<PrintTray>(folder);
}

}  // namespace postroom::dispatch
