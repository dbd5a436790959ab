// The print tray beyond delivering: what is printed together, and what a person takes back out.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/expected.hpp"
#include "dispatch/durable_file.hpp"
#include "outbox/parcel.hpp"

namespace postroom::dispatch {

/// Takes a letter that must not be posted out of its day's folder and out of what is printed, and
/// its line out of the manifest; synced, idempotent. Returns whether the letter still lay there.
/// Throws DispatchError.
bool remove_from_tray(const std::string& folder, const outbox::Parcel& parcel);

/// <folder>/<the day the parcel was laid in the tray>
std::string tray_of(const std::string& folder, const outbox::Parcel& parcel);

/// <folder>/<day>.pdf: all letters of the day's tray in one file. It lies beside the day's folder,
/// so that the folder holds single letters and nothing else that could be posted twice.
std::string print_file_of(const std::string& folder, calendar::Day day);

/// The days that have a print file.
std::vector<calendar::Day> days_with_print_files(const std::string& folder);
/// Of a day whose folder is gone.
void remove_print_file(const std::string& folder, calendar::Day day);

/// One day's tray, held so that no other process changes it meanwhile. Throws DispatchError.
class TrayDay {
  public:
    /// The day's folder must exist: people clear away what they have printed.
    TrayDay(const std::string& folder, calendar::Day day);
    static bool exists(const std::string& folder, calendar::Day day);

    bool holds(const outbox::Parcel& parcel) const;
    bool has_print_file() const;
    /// Without a last line that a power cut left torn.
    std::string manifest() const;
    /// The letters as they lie there now, in one step: first the file, then the manifest, whose
    /// numbers then say what the file holds.
    void replace_print_file(const std::function<void(const PartialFile::Append&)>& write) const;
    void replace_manifest(const Expected<std::string>& text) const;
    void remove_print_file() const;

  private:
    friend class PrintTray;
    friend bool remove_from_tray(const std::string&, const outbox::Parcel&);
    std::string path_of(const std::string& name) const { return folder_ + "/" + name; }
    enum class Leftovers { sweep, keep };
    TrayDay(const std::string& folder, calendar::Day day, Leftovers leftovers);
    /// Where a file is written before it takes its name; free, since we hold the lock.
    std::string partial(const std::string& name) const;
    void sync() const { sync_folder(folder_); }

    std::string folder_;
    std::string print_file_;
    FolderLock lock_;
};

}  // namespace postroom::dispatch
