// What the rules found, kept short however broken the file is.
#pragma once

#include <string>
#include <string_view>

#include "pdfcheck/check.hpp"

namespace postroom::pdfcheck {

class Findings {
  public:
    explicit Findings(Report& report) : report_(report) {}

    /// `rule` is an id of rules(); the first few of each rule are kept, the rest counted.
    void add(std::string_view rule, std::string where, std::string what);
    void not_judged(std::string what);

  private:
    Report& report_;
};

}  // namespace postroom::pdfcheck
