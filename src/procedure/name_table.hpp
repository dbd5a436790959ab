// Texts with a number each, in the order in which they came.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace postroom::procedure {

/// Finding a text costs a look at its two ends and, nearly always, one comparison: a plan asks for
/// every event of its case.
class NameTable {
  public:
    /// The text's number: the one it has, or the next.
    int add(const std::string& name) {
        if (const int known = find(name); known >= 0) return known;
        names_.push_back(name);
        if (2 * names_.size() > slots_.size()) spread();
        place(count() - 1);
        return count() - 1;
    }
    /// -1: no such text.
    int find(std::string_view name) const {
        if (slots_.empty()) return -1;
        for (std::size_t slot = mixed(name);; ++slot) {
            const int number = slots_[slot & (slots_.size() - 1)];
            if (number < 0 || names_[static_cast<std::size_t>(number)] == name) return number;
        }
    }
    int count() const { return static_cast<int>(names_.size()); }
    const std::string& name(int number) const { return names_[static_cast<std::size_t>(number)]; }

  private:
    /// As many bytes from its beginning and from its end, as one.
    template <class Word>
    static std::uint64_t ends_of(std::string_view name) {
        Word first = 0;
        Word last = 0;
        std::memcpy(&first, name.data(), sizeof first);
        std::memcpy(&last, name.data() + name.size() - sizeof last, sizeof last);
        return first ^ std::rotl(std::uint64_t{last}, 23);
    }
    static std::size_t mixed(std::string_view name) {
        std::uint64_t word = name.size();
        if (name.size() >= 8)
            word += ends_of<std::uint64_t>(name);
        else if (name.size() >= 4)
            word += ends_of<std::uint32_t>(name);
        else
            for (const char c : name) word = word * 131 + static_cast<unsigned char>(c);
        return static_cast<std::size_t>((word * 0x9E3779B97F4A7C15U) >> 32U);
    }
    void place(int number) {
        std::size_t slot = mixed(name(number));
        while (slots_[slot & (slots_.size() - 1)] >= 0) ++slot;
        slots_[slot & (slots_.size() - 1)] = number;
    }
    /// Doubles the slots; their count is a power of two.
    void spread() {
        slots_.assign(slots_.empty() ? 16 : 2 * slots_.size(), -1);
        for (int number = 0; number < count() - 1; ++number) place(number);
    }

    std::vector<std::string> names_;
    std::vector<int> slots_;
};

}  // namespace postroom::procedure
