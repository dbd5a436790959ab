// A value, or the problem that kept us from it. GCC 12 has no std::expected.
#pragma once

#include <tl/expected.hpp>

#include "base/problem.hpp"

namespace postroom {

/// Must not be ignored. Failure carries one Problem, or several where a whole file is judged.
template <class T, class E = Problem>
class [[nodiscard]] Expected : public tl::expected<T, E> {
  public:
    using tl::expected<T, E>::expected;
    Expected(tl::expected<T, E> other) : tl::expected<T, E>(std::move(other)) {}
};

template <class T>
using ExpectedAll = Expected<T, Problems>;

inline tl::unexpected<Problem> fail(Problem problem) {
    return tl::unexpected<Problem>(std::move(problem));
}
inline tl::unexpected<Problems> fail(Problems problems) {
    return tl::unexpected<Problems>(std::move(problems));
}

}  // namespace postroom
