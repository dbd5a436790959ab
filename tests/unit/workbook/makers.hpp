// Workbooks for tests, and what another program finds in their bytes.
#pragma once

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include <stdlib.h>

#include "rendering/workbook.hpp"

namespace postroom::rendering::testing {

/// A folder of this test alone, gone at the end.
class Folder {
  public:
    Folder() : path_(std::filesystem::temp_directory_path() / "postroom-workbook-XXXXXX") {
        if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no scratch folder");
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

constexpr int a_monday = 20'164;  // 2025-03-17

/// One sheet of three columns: a reference, a date and a status.
inline Workbook a_workbook() {
    Workbook book;
    book.title = "Complaints tracker";
    book.author = "Children's complaints team";
    book.marking = "OFFICIAL-SENSITIVE";
    book.created = Instant{1'742'232'600'000'000};  // 2025-03-17T17:30:00Z
    Sheet sheet;
    sheet.name = "All open";
    sheet.title = "All open complaints";
    sheet.notes = {"As at 17 March 2025.", "Colour repeats what the status says."};
    sheet.columns = {{"Reference", 14}, {"Due date", 12}, {"Status", 10}, {"Days left", 9}};
    sheet.rows = {{{"CC-2025-0001"}, {DateCell{a_monday}}, {"Due soon", Tone::attention}, {0L}},
                  {{"CC-2025-0002"}, {DateCell{a_monday - 7}}, {"Overdue", Tone::bad}, {-5L}},
                  {{"CC-2025-0003"}, {}, {"Waiting"}, {}}};
    sheet.empty_text = "No complaint is open.";
    book.sheets = {sheet};
    return book;
}

inline Bytes rendered(const Workbook& book) {
    const Folder folder;
    auto bytes = render_workbook(book, folder.path());
    if (!bytes) throw std::runtime_error(to_text(bytes.error()));
    return *bytes;
}

/// What is wrong with the workbook; empty when nothing is.
inline std::string trouble(const Workbook& book) {
    const Folder folder;
    const auto bytes = render_workbook(book, folder.path());
    return bytes ? "" : to_text(bytes.error());
}

/// Facts that openpyxl reads: "All open/A4" → "CC-2025-0001".
inline std::map<std::string, std::string> read(const Bytes& bytes) {
    const Folder folder;
    const std::string file = folder.path() + "/book.xlsx";
    std::ofstream(file, std::ios::binary) << bytes;
    const std::string command = "/usr/bin/python3 '" READ_WORKBOOK_SCRIPT "' '" + file + "' 2>&1";
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    std::string output;
    char piece[4096];
    while (const std::size_t got = ::fread(piece, 1, sizeof piece, pipe.get()))
        output.append(piece, got);
    std::map<std::string, std::string> facts;
    for (std::size_t at = 0; at < output.size();) {
        const std::size_t end = output.find('\n', at);
        const std::string line = output.substr(at, end - at);
        const std::size_t tab = line.find('\t');
        if (tab == line.npos) throw std::runtime_error("cannot be read: " + output);
        facts[line.substr(0, tab)] = line.substr(tab + 1);
        at = end + 1;
    }
    return facts;
}

}  // namespace postroom::rendering::testing
