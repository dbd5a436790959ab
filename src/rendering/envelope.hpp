// Envelopes with a window: what of a folded sheet shows, however it slides inside. Lengths are
// millimetres; places on the sheet are counted from its top left corner.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"

namespace postroom::rendering {

struct Area {
    double left = 0, top = 0, right = 0, bottom = 0;
};

/// The sheet is A4, folded so that its upper `panel` lies behind the window.
struct Envelope {
    std::string name;
    double width = 220, height = 110;
    Area window;        ///< on the envelope, from its top left corner
    double panel = 99;  ///< a third of the sheet for DL, half for C5
    /// GOV.UK Notify prints by its own rules and says where everything may stand.
    bool by_notify = false;

    /// How far the sheet can move to the right, and down.
    double play_across() const;
    double play_down() const;
    /// What the window shows when the sheet has moved so far.
    Area shown(double across, double down) const;
    /// What it shows wherever the sheet lies: here the address goes.
    Area always_shown() const;
    /// What it can show at all: nothing else may stand here.
    Area ever_shown() const;
};

/// What printers reach on every page; GOV.UK Notify's is the narrowest we know, so it serves all.
inline constexpr Area printable{15, 5, 195, 292};

/// notify, dl-57, dl-53, dl-49 and c5-58: the number is the millimetres from the sheet's top to
/// where the window always shows.
const std::vector<Envelope>& known_envelopes();

/// One of them by name, or "220x110 window 90x35 at 20,57 panel 99" for a council's own.
Expected<Envelope> read_envelope(std::string_view text);

}  // namespace postroom::rendering
