// The name a parcel's file bears.
#pragma once

#include <algorithm>
#include <cassert>
#include <string>

#include "base/ids.hpp"

namespace postroom::dispatch {

/// The parcel's id, which is all letters and digits: it cannot leave its folder.
inline const std::string& file_stem(const ParcelId& parcel) {
    assert(!parcel.empty() && parcel.text.size() <= 64 &&
           std::all_of(parcel.text.begin(), parcel.text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '-' || c == '_';
           }));
    return parcel.text;
}

}  // namespace postroom::dispatch
