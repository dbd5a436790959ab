// Texts like those people write, and then changed as accidents and ill will would change them.
#pragma once

#include <chrono>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace postroom::fuzz {

class Mutator {
  public:
    explicit Mutator(std::uint64_t seed) : random_(seed) {}

    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }
    const std::string& one_of(const std::vector<std::string>& texts) {
        return texts[below(texts.size())];
    }

    /// A seed changed in a few places, or spliced with another.
    std::string mutated(const std::vector<std::string>& seeds) {
        std::string text = one_of(seeds);
        for (std::size_t i = below(6); i-- > 0;) change(text, seeds);
        return text;
    }

    /// Something a field of a case might hold: a name, a line of an address, a reason.
    std::string value();

  private:
    void change(std::string& text, const std::vector<std::string>& seeds);

    std::mt19937_64 random_;
};

/// Runs `round` with seeds that follow one another: 300 in a test run, or for as long as
/// POSTROOM_FUZZ_SECONDS says, from a seed that is printed.
template <class Round>
void many_rounds(int usual, Round round) {
    const char* seconds = std::getenv("POSTROOM_FUZZ_SECONDS");
    if (seconds == nullptr) {
        for (int i = 0; i < usual; ++i) round(static_cast<std::uint64_t>(i));
        return;
    }
    const std::uint64_t first = std::random_device{}();
    std::printf("seeds from %llu on\n", static_cast<unsigned long long>(first));
    std::fflush(stdout);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(std::atoi(seconds));
    for (std::uint64_t seed = first; std::chrono::steady_clock::now() < end; ++seed) round(seed);
}

}  // namespace postroom::fuzz
