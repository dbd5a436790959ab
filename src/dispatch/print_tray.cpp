#include "dispatch/print_tray.hpp"

#include <algorithm>
#include <cassert>
#include <mutex>
#include <set>
#include <span>
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

    Outcome deliver(const outbox::Parcel& parcel, const Bytes& bytes,
                    const std::function<bool()>& may_commit) override {
        return deliver_all({{parcel, [&] { return bytes; }, may_commit}}).front();
    }

    std::vector<Outcome> deliver_all(const std::vector<Handover>& handovers) override {
        const std::lock_guard one_at_a_time(mutex_);
        std::vector<Outcome> outcomes;
        for (std::size_t from = 0, to = 0; from < handovers.size(); from = to) {
            while (to < handovers.size() &&
                   day_of(handovers[to].parcel) == day_of(handovers[from].parcel))
                ++to;
            lay(std::span(handovers).subspan(from, to - from), outcomes);
        }
        return outcomes;
    }

    bool has_delivered(const outbox::Parcel& parcel) override {
        const std::string place = tray_of(folder_, parcel);
        if (!lies_in_folder(place, parcel)) return false;
        // Whoever laid it there may have ended before the folder was synced.
        sync_folder(place);
        return true;
    }

    bool leaves_evidence() const override { return true; }

  private:
    /// A letter whose files are written, or lie in the day's folder already.
    struct Laid {
        const outbox::Parcel& parcel;
        int pages = 0;
        bool may_lie_there = false;
        std::vector<std::pair<PartialFile*, std::string>> files;  ///< each with its name
    };

    /// Letters of one day. The manifest's lines first, the letters last: a letter in the tray
    /// always has its line. The letters' bytes are on the disk before either, so a full disk
    /// changes nothing.
    void lay(std::span<const Handover> handovers, std::vector<Outcome>& outcomes) {
        const calendar::Day date = day_of(handovers.front().parcel);
        const std::string place = tray_of(folder_, handovers.front().parcel);
        make_folder(place, folder_mode);
        const TrayDay day(
            folder_, date,
            known_.day != date ? TrayDay::Leftovers::sweep : TrayDay::Leftovers::keep);
        PartialFiles partial(place, handovers.size());
        std::vector<Laid> letters;
        for (const Handover& one : handovers) letters.push_back(written(one, day, partial));
        partial.sync();
        for (std::size_t i = 0; i < letters.size(); ++i)
            if (!letters[i].files.empty()) letters[i].may_lie_there = handovers[i].may_commit();
        add_lines(day, date, letters);
        for (const Laid& letter : letters) {
            if (!letter.may_lie_there) {
                outcomes.push_back({Outcome::Kind::lost_claim, "tray", 0, ""});
                continue;
            }
            for (const auto& [file, name] : letter.files) file->rename_to(day.path_of(name));
            outcomes.push_back(
                {Outcome::Kind::in_tray, "tray", 0, date.iso() + "/" + letter_name(letter.parcel)});
        }
        day.sync();
    }

    Laid written(const Handover& one, const TrayDay& day, PartialFiles& partial) const {
        Laid letter{.parcel = one.parcel};
        const auto bytes = one.bytes();
        if (!bytes) return letter;
        const auto files = files_for_tray(one.parcel, *bytes);
        if (!files) throw DispatchError(files.error());
        letter.pages = pages_in(files->back().bytes);
        letter.may_lie_there = lies_in_folder(tray_of(folder_, one.parcel), one.parcel);
        if (letter.may_lie_there) return letter;
        for (const BundledFile& file : *files)
            letter.files.emplace_back(&partial.add(day.partial(file.name), file.bytes, letter_mode),
                                      file.name);
        return letter;
    }

    /// A day's manifest as this process left it, so that a letter costs one line however many lie
    /// there already.
    struct KnownManifest {
        calendar::Day day;
        FileStamp stamp;
        std::set<std::string> parcels;
    };

    /// The lines are synced before the letters take their names.
    void add_lines(const TrayDay& day, calendar::Day date, const std::vector<Laid>& letters) {
        if (std::ranges::none_of(letters, &Laid::may_lie_there)) return;
        const std::string path = day.path_of(manifest_name);
        const bool as_we_left_it =
            known_.day == date && known_.stamp.number != 0 && known_.stamp == stamp_of(path);
        // Should anything fail here, nothing is known of the file.
        KnownManifest known = std::exchange(known_, {});
        if (!as_we_left_it) known.parcels.clear();
        std::string lines;
        for (const Laid& letter : letters) {
            if (!letter.may_lie_there) continue;
            if (known.parcels.empty()) known.parcels = read_with_line(day, letter);
            if (known.parcels.insert(letter.parcel.id.text).second)
                lines += manifest_line(letter.parcel, letter.pages);
        }
        if (!lines.empty()) append_to_file(path, lines);
        known.day = date;
        known.stamp = stamp_of(path);
        known_ = std::move(known);
    }

    /// Mends and begins a manifest where need be, and reads it whole: this letter's line is in it.
    static std::set<std::string> read_with_line(const TrayDay& day, const Laid& letter) {
        const std::string before = day.manifest();
        const auto after = with_line(before, letter.parcel, letter.pages);
        if (!after || *after != before) day.replace_manifest(after);
        return std::move(*parcels_in(*after));
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
