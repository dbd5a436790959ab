// A ToUnicode CMap: which characters a code stands for.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace postroom::pdfcheck {

class ToUnicode {
  public:
    explicit ToUnicode(std::string_view cmap);

    /// UTF-16BE; nothing when the code is in no bfchar and no bfrange.
    std::optional<std::string> text_of(const std::string& code) const;

  private:
    struct Range {
        std::string last;
        std::string text;  // of the first code
    };
    std::map<std::string, Range> ranges_;  // by first code
};

}  // namespace postroom::pdfcheck
