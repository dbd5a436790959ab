// The archive folder as its writer sees it: a crash leaves the old state or the new one.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "archive/reading.hpp"
#include "base/bytes.hpp"

namespace postroom::archive {

/// While it lives no writer extends `folder`; making it waits for one that does. Where there never
/// was a writer (a copied archive) it holds nothing.
class WritersHeld {
  public:
    explicit WritersHeld(const std::string& folder);

  private:
    Descriptor lock_;  ///< closing it gives the lock back
};

/// The archive folder as its writer sees it. New files are staged in a sibling folder,
/// "<folder>.tmp", and move into place once they are synced. All functions throw ArchiveError;
/// after a failed sync the caller must stop.
class WritableFolder {
  public:
    /// Makes both folders (mode 0700) when they are not there.
    explicit WritableFolder(const std::string& folder);

    const std::string& path() const { return folder_; }
    std::string path_of(std::string_view name) const;

    /// The right to write, until it is dropped; other processes wait for it. Drops what an
    /// interrupted writer left staged.
    class Turn {
      public:
        explicit Turn(WritableFolder& folder);
        ~Turn();
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;

      private:
        WritableFolder& folder_;
    };

    std::optional<Bytes> read(std::string_view name, std::size_t at_most) const;

    /// Puts a file under `name` at the next place(). One that is there must have these bytes.
    void stage(std::string_view name, std::string_view bytes);
    /// As stage(), over whatever is there.
    void stage_over(std::string_view name, std::string_view bytes);
    /// Syncs all that is staged, moves it into place, syncs the folders it went to.
    void place();

    /// Names in a folder of the archive; none when there is no such folder.
    std::vector<std::string> names_in(std::string_view name) const;
    void remove(std::string_view name);
    /// Only when it is there and empty.
    void remove_empty_folder(std::string_view name);

  private:
    struct Staged {
        std::string scratch_path;
        std::string name;
    };
    void make_parents(std::string_view name);
    void will_sync_parents(std::string_view name);
    void sync_staged();
    void sync_parents();

    std::string folder_;
    std::string scratch_;
    Descriptor lock_;
    std::vector<Staged> staged_;
    std::set<std::string> parents_;  ///< folders place() has to sync
};

}  // namespace postroom::archive
