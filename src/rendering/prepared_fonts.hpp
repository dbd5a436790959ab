// What PreparedFonts holds; for the files of this module that shape and write.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "rendering/font_face.hpp"
#include "rendering/font_subset.hpp"
#include "rendering/fonts.hpp"
#include "rendering/shaper.hpp"

namespace postroom::rendering {

struct PreparedFonts::Impl {
    std::vector<FontFace> faces;  ///< regular, bold, fallbacks
    /// For the letters most people get: English text, and the accents of most names. Of regular
    /// and bold only.
    std::vector<FontSubset> ordinary;
    std::vector<int> regular_order, bold_order;

    /// The fonts to try for a character, best first.
    const std::vector<int>& order(bool bold) const { return bold ? bold_order : regular_order; }

    std::unique_ptr<WordCache> borrow_cache() const;
    void return_cache(std::unique_ptr<WordCache> cache) const;

  private:
    mutable std::mutex mutex_;
    mutable std::vector<std::unique_ptr<WordCache>> idle_caches_;
};

}  // namespace postroom::rendering
