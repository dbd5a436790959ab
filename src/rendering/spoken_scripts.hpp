// Which language a voice should read words of another script in.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "document/pages.hpp"

namespace postroom::rendering {

/// A guess by script, right for nearly every reader in England: Gujarati, Bengali, Punjabi and
/// Hindi have scripts of their own here; Arabic script is Urdu, Persian or Arabic by the letters
/// that only one of them has, judged by all such words of a paragraph together.
class SpokenScripts {
  public:
    SpokenScripts(const document::Pages& pages, std::string document_language);

    /// "ur" for text of a block; "" when the file's own language is right.
    std::string_view language(std::string_view text, int block) const;

  private:
    std::string document_language_;
    std::map<int, std::string_view> arabic_;  ///< by block: what its Arabic script says
};

}  // namespace postroom::rendering
