// Instants, and the only way to ask for one. Pure code is given instants; it never asks.
#pragma once

#include <compare>
#include <cstdint>

namespace postroom {

/// A point in time: microseconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t microseconds = 0;
    auto operator<=>(const Instant&) const = default;
};

/// The real clock in the daemon, a set one in tests and under --at.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SetClock final : public Clock {
  public:
    explicit SetClock(Instant at) : at_(at) {}
    Instant now() const override { return at_; }
    void set(Instant at) { at_ = at; }

  private:
    Instant at_;
};

}  // namespace postroom
