// Everything that chance decides in one simulated office, from one seed.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace postroom::simulation {

class Chance {
  public:
    explicit Chance(std::uint64_t seed) : engine_(seed) {}

    std::uint64_t number() { return engine_(); }
    /// 0 to `count` - 1.
    int below(int count) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(count)); }
    bool happens(double probability) {
        return static_cast<double>(engine_() >> 11) * 0x1.0p-53 < probability;
    }
    template <class T>
    T one_of(const std::vector<T>& choices) {
        return choices[static_cast<std::size_t>(below(static_cast<int>(choices.size())))];
    }

  private:
    std::mt19937_64 engine_;
};

}  // namespace postroom::simulation
