// A day's manifest: what lies in the print tray, one line a letter, as a spreadsheet opens it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"
#include "base/ids.hpp"
#include "outbox/parcel.hpp"

namespace postroom::dispatch {

// RFC 4180: commas, CRLF, quotes where needed; the first record is the header
// parcel,case,step,letter,recipient,pages,file,due. A field that a spreadsheet would take for a
// formula starts with an apostrophe. Pure text: the caller owns the file.

/// The manifest with this parcel's line at its end; unchanged when it has one already. Other
/// lines are kept as they are, byte for byte. `manifest` may be empty; `pages` 0 means unknown.
Expected<std::string> with_line(std::string_view manifest, const outbox::Parcel& parcel, int pages);

/// The manifest without this parcel's line.
Expected<std::string> without_line(std::string_view manifest, const ParcelId& parcel);

/// The parcels a manifest names, each once, in its order. Reads what a spreadsheet saved, too: a
/// byte order mark, LF, columns moved or added. A problem names `file` and the line.
Expected<std::vector<ParcelId>> read_manifest(std::string_view text, const std::string& file = {});

}  // namespace postroom::dispatch
