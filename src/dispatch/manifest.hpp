// A day's manifest: what lies in the print tray, one line a letter, as a spreadsheet opens it.
#pragma once

#include <set>
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

/// A text as a cell: quoted where needed, and never a formula.
std::string as_csv_field(std::string text);

/// The manifest with this parcel's line at its end; unchanged when it has one already. Other
/// lines are kept as they are, byte for byte. `manifest` may be empty; `pages` 0 means unknown.
Expected<std::string> with_line(std::string_view manifest, const outbox::Parcel& parcel, int pages);

/// The same line alone, to put at the end of a manifest that ends in a whole line.
std::string manifest_line(const outbox::Parcel& parcel, int pages);

/// What stands in the column of parcels, whatever it is.
Expected<std::set<std::string>> parcels_in(std::string_view manifest);

/// The manifest without this parcel's line.
Expected<std::string> without_line(std::string_view manifest, const ParcelId& parcel);

/// Where a letter stands in the day's print file, and how it goes: the columns order, class,
/// format, pages, sheets and first_page, which are added after the others.
struct PostingLine {
    ParcelId parcel;
    std::string post_class;  ///< "first" or "second"
    std::string format;      ///< "print", or what else is to be done with the file
    int pages = 0;
    int sheets = 0;
    int first_page = 0;  ///< of the print file; 0: it is not in there
};

/// The manifest in posting order: these lines first, numbered from 1, the others after them
/// without a number. Their other cells are kept.
Expected<std::string> in_posting_order(std::string_view manifest,
                                       const std::vector<PostingLine>& lines);

/// The parcels of the print file, as a manifest has numbered them; none when it cannot be read.
std::vector<ParcelId> posting_order(std::string_view manifest);

/// The parcels a manifest names, each once, in its order. Reads what a spreadsheet saved, too: a
/// byte order mark, LF, columns moved or added. A problem names `file` and the line.
Expected<std::vector<ParcelId>> read_manifest(std::string_view text, const std::string& file = {});

}  // namespace postroom::dispatch
