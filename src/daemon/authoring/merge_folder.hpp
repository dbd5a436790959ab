// The folder a mail-merge writes into: letters, a report, one file to print, and a journal by
// which an interrupted merge goes on where it was.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/expected.hpp"

namespace postroom::daemon {

/// What a folder was begun with; it is gone on with the same, or not at all.
struct MergeBeginning {
    Digest letter{};  ///< of wording, form and configuration
    std::string as;   ///< the rendition
    Instant at;       ///< the letters' date
};

/// A row's letter as it was written.
struct MadeRow {
    int number = 0;
    Digest row{};   ///< of the cells it was made from
    Digest file{};  ///< of the letter's bytes
    int pages = 0;
};

class MergeFolder {
  public:
    /// Makes the folder, or opens one that a merge was begun in. `same_day` false: the letters'
    /// date is the caller's wish, and must be that of the beginning. Throws FileError when another
    /// merge writes there.
    static Expected<MergeFolder> open(const std::string& folder, const MergeBeginning& beginning,
                                      bool date_was_given);
    ~MergeFolder();
    MergeFolder(MergeFolder&& other) noexcept;
    MergeFolder& operator=(MergeFolder&&) = delete;

    /// The letters' date: that of the beginning.
    Instant at() const { return at_; }
    /// The row of that number as it was made; null when it was not.
    const MadeRow* made(int number) const;
    std::size_t rows_made_before() const { return made_.size(); }
    bool holds(const std::string& name, const Digest& digest) const;

    /// The letter first, in one step, then the journal's line: a line without its letter, which a
    /// power cut may leave, is noticed by the digest.
    void keep(const std::string& name, std::string_view bytes, const MadeRow& row);

    std::string path_of(const std::string& name) const { return folder_ + "/" + name; }

  private:
    MergeFolder(std::string folder, int journal) : folder_(std::move(folder)), journal_(journal) {}
    Expected<bool> read_journal(std::string_view text, const MergeBeginning& beginning,
                                bool date_was_given);
    void write_line(const std::string& line);

    std::string folder_;
    int journal_ = -1;
    Instant at_;
    std::vector<MadeRow> made_;  ///< by number
};

/// "letters/000012-CC-2025-0001.pdf": the row, and the reference as far as a file's name may bear
/// it. No names of people.
std::string merged_file_name(int number, const std::string& reference, const std::string& ending);

}  // namespace postroom::daemon
