// The files that one parcel becomes in the print tray: a letter is one PDF; braille and recordings
// come with the sheet that shows their address.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bundle.hpp"
#include "outbox/parcel.hpp"

namespace postroom::dispatch {

/// Named after the parcel, in the order in which they must be laid: the PDF last.
Expected<std::vector<BundledFile>> files_for_tray(const outbox::Parcel& parcel,
                                                  std::string_view bytes);

/// Whether every file of the parcel lies in the folder, whole.
bool lies_in_folder(const std::string& folder, const outbox::Parcel& parcel);

/// Every name a parcel may have in the tray, the PDF first: what is taken out when it may not go.
std::vector<std::string> tray_names(const outbox::Parcel& parcel);

/// What the post room does with the parcel: "print", "emboss" or "record".
std::string_view treatment_of(const outbox::Parcel& parcel);

}  // namespace postroom::dispatch
