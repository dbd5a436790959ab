// An office in a folder of its own, with invented cases.
#pragma once

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include <stdlib.h>

#include "daemon/premises/files.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/office.hpp"
#include "daemon/work/take_in.hpp"

namespace postroom::daemon::testing {

inline calendar::Day day(const char* iso) {
    return *calendar::Day::from_iso(iso);
}
inline Instant at(const char* text) {
    return *parse_instant(text);
}

/// A case received on a day, with a manager in each role; `more` are further keys of the head.
inline std::string a_case(const std::string& reference, const std::string& received,
                          const std::string& team_manager, const std::string& head,
                          const std::string& more_of_head = "") {
    const auto officer = [](const std::string& role, const std::string& name,
                            const std::string& more) {
        return R"(,{"role":")" + role + R"(","name":"Officer )" + name + R"(","email":")" + name +
               R"(@council.example")" + more + "}";
    };
    return R"({"reference":")" + reference +
           R"(","procedure":"leicestershire-statutory","service_area":"Fostering",)"
           R"("complaint":{"summary":"Secretsummary","desired_outcome":"An apology"},"parties":[)"
           R"({"role":"complainant","kind":"parent","first_name":"Secretfirst",)"
           R"("last_name":"Secretlast","email":"secret@mail.example","channel":"email"})" +
           officer("team_manager", team_manager, "") +
           officer("head_of_service", head, more_of_head) +
           R"(],"events":[{"name":"received","on":")" + received + R"("}]})";
}

class AnOffice {
  public:
    /// `weekly_letter` replaces the wording of the weekly tracker, when it is not empty.
    explicit AnOffice(const std::string& weekly_letter = "")
        : folder_(std::filesystem::temp_directory_path() / "postroom-tracker-XXXXXX") {
        if (::mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("no folder");
        Setting setting;
        setting.places = find_places(data(), {}, POSTROOM_SOURCE_TREE, "");
        create_data_directory(data(), setting);
        if (!weekly_letter.empty()) {
            std::filesystem::create_directories(data() + "/letters/tracker");
            write_file(data() + "/letters/tracker/weekly.md", weekly_letter);
        }
        setting.places = find_places(data(), {}, POSTROOM_SOURCE_TREE, "");
        auto opened = Office::open(setting);
        if (!opened) throw std::runtime_error(to_text(opened.error()));
        office_ = std::move(*opened);
    }
    AnOffice(const AnOffice&) = delete;
    AnOffice& operator=(const AnOffice&) = delete;
    ~AnOffice() {
        office_.reset();
        std::filesystem::remove_all(folder_);
    }

    std::string data() const { return folder_ + "/data"; }
    Office& office() { return *office_; }

    AnOffice& with(const std::string& cases, const char* logged_on) {
        const auto imported = import_file(
            *office_, R"({"format":"postroom-cases/1","cases":[)" + cases + "]}", "cases.json",
            {.logged_on = day(logged_on)}, at((std::string(logged_on) + "T09:00").c_str()));
        if (!imported) throw std::runtime_error(to_text(imported.error()));
        return *this;
    }

  private:
    std::string folder_;
    std::unique_ptr<Office> office_;
};

}  // namespace postroom::daemon::testing
