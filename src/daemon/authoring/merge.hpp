// Mail-merge: any letter against any table, one letter a row. Sends nothing, and needs no data
// directory.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "daemon/authoring/preview.hpp"
#include "daemon/studio/studio.hpp"

namespace postroom::daemon {

struct MergeJob {
    std::string letter;  ///< a name of the catalogue, or the path of a .md file
    std::string table;   ///< .csv, .xlsx or .json
    std::string sheet;   ///< of a workbook; empty: its first
    std::string as;      ///< pdf, text, html or eml
    std::string output;  ///< a folder
    Instant at;
    bool date_was_given = false;  ///< `at` is somebody's wish, not now
    bool dry_run = false;         ///< every row is made, and nothing written
};

struct MergeReport {
    int rows = 0;
    int made = 0;
    int kept = 0;    ///< made by an earlier run, and still as they were
    int failed = 0;  ///< rows that no letter could be made of
    int pages = 0;   ///< of all letters on paper
    std::vector<std::string> unused_columns;
    Problems problems;  ///< of the first hundred rows that failed
};

/// `progress` gets the part of the table that has passed, and the rows. Each letter is written in
/// one step; a run that was interrupted goes on when it is called again. The file to print is made
/// when every row has its letter. Problems: the letter, the table or its columns cannot be used,
/// or they changed since the folder was begun. Throws FileError.
ExpectedAll<MergeReport> merge(const MergeJob& job, const Setting& setting, const Studio& studio,
                               const std::function<void(double, int)>& progress);

}  // namespace postroom::daemon
