// Layout's shaper on HarfBuzz, with the words of earlier letters remembered.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <unordered_map>

#include "document/text_shaper.hpp"
#include "rendering/fonts.hpp"

namespace postroom::rendering {

/// Words shaped before. What is found here is what shaping anew would give.
class WordCache {
  public:
    const document::Word* find(std::string_view text, bool bold, bool right_to_left) const;
    const document::Word& keep(std::string_view text, bool bold, bool right_to_left,
                               document::Word word);
    /// Forgets everything once it has grown past what an office's letters hold in common.
    void trim();

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    using Words = std::unordered_map<std::string, document::Word, Hash, std::equal_to<>>;
    Words words_[4];
};

/// For one letter on one thread: borrows a cache of the fonts and gives it back at the end.
class HarfBuzzShaper final : public document::TextShaper {
  public:
    explicit HarfBuzzShaper(const PreparedFonts& fonts);
    ~HarfBuzzShaper() override;
    HarfBuzzShaper(const HarfBuzzShaper&) = delete;
    HarfBuzzShaper& operator=(const HarfBuzzShaper&) = delete;

    const document::Word& word(std::string_view text, bool bold, bool right_to_left) override;
    document::Directions directions(std::string_view paragraph) override;
    std::vector<std::uint32_t> character_ends(std::string_view text) override;

  private:
    document::Word shape(std::string_view text, bool bold, bool right_to_left) const;
    void shape_run(document::Word& word, int font, std::string text, bool right_to_left) const;

    const PreparedFonts& fonts_;
    std::unique_ptr<WordCache> cache_;
    std::deque<document::Word> long_words_;
};

}  // namespace postroom::rendering
