// Small makers for the tests of dispatch.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <stdlib.h>

#include "outbox/parcel.hpp"

namespace postroom::dispatch::testing_makers {

/// A folder of one test's own, gone when it ends.
class PassingFolder {
  public:
    PassingFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "dispatch-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~PassingFolder() {
        std::error_code ignored;
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
        std::filesystem::remove_all(path_, ignored);
    }
    PassingFolder(const PassingFolder&) = delete;
    PassingFolder& operator=(const PassingFolder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    std::string path() const { return path_.string(); }

  private:
    std::filesystem::path path_;
};

inline std::string parcel_id(unsigned number) {
    std::string digits = std::to_string(number);
    return std::string(32 - digits.size(), 'a') + digits;
}

inline outbox::Parcel parcel_number(unsigned number) {
    outbox::Parcel parcel;
    parcel.id = ParcelId(parcel_id(number));
    parcel.case_reference = CaseReference("CC-2017-" + std::to_string(number));
    parcel.step = StepId("stage1-acknowledge");
    parcel.letter = "stage1/acknowledgement";
    parcel.recipient = "complainant";
    parcel.due = calendar::Day::of(2017, 11, 21);
    parcel.created_on = calendar::Day::of(2017, 11, 16);
    return parcel;
}

inline outbox::Parcel parcel_to(const std::string& address) {
    outbox::Parcel parcel = parcel_number(1);
    parcel.channel = cases::Channel::email;
    parcel.envelope_to = address;
    return parcel;
}

}  // namespace postroom::dispatch::testing_makers
