// Identities that cannot be mistaken for one another.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace postroom {

/// A string that names one kind of thing. Ids made by Postroom are random and say nothing about
/// people; a case's reference is the council's own.
template <class Kind>
struct Id {
    std::string text;

    Id() = default;
    explicit Id(std::string value) : text(std::move(value)) {}
    bool empty() const { return text.empty(); }
    auto operator<=>(const Id&) const = default;
};

using CaseReference = Id<struct CaseKind>;
using EventId = Id<struct EventKind>;    ///< unique within its case
using StepId = Id<struct StepKind>;      ///< unique within its procedure
using ParcelId = Id<struct ParcelKind>;  ///< 32 hexadecimal digits, random
using TaskId = Id<struct TaskKind>;      ///< 32 hexadecimal digits, random

}  // namespace postroom

template <class Kind>
struct std::hash<postroom::Id<Kind>> {
    std::size_t operator()(const postroom::Id<Kind>& id) const noexcept {
        return std::hash<std::string>{}(id.text);
    }
};
