// SHA-256 of what comes in pieces; sha256() of bytes.hpp is the same of one piece.
#pragma once

#include <memory>
#include <string_view>

#include "base/bytes.hpp"

namespace postroom {

class RunningDigest {
  public:
    RunningDigest();
    ~RunningDigest();
    RunningDigest(const RunningDigest&) = delete;
    RunningDigest& operator=(const RunningDigest&) = delete;

    void add(std::string_view bytes);
    /// Of all that was added; after it the digest begins anew.
    Digest finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace postroom
