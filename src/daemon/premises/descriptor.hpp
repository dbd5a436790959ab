// An open file of the operating system.
#pragma once

#include <unistd.h>

namespace postroom::daemon {

/// Closes what it was given; a negative number is what opening in vain gives.
class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (is_open()) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const { return number_; }
    bool is_open() const { return number_ >= 0; }

  private:
    int number_;
};

}  // namespace postroom::daemon
