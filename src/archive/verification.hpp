// The parts of verify(): each judges some files and reports what it finds.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/checkpoint.hpp"
#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/problem.hpp"

namespace postroom::archive {

/// Problems as they are found. A ruined archive of a million leaves must not fill the memory with
/// a million sentences: the first `most` are kept, the rest counted.
class Findings {
  public:
    static constexpr std::size_t most = 1000;

    void add(Problem problem);
    bool empty() const { return problems_.empty(); }
    Problems take();

  private:
    Problems problems_;
    std::int64_t dropped_ = 0;
};

/// A root the ledger must have had at some size.
struct Milestone {
    std::int64_t size = 0;
    Digest root{};
    std::string file;  ///< where it is said
};

/// A parcel's id in its 16 bytes: a million of them must fit.
using CompactId = std::array<std::uint8_t, 16>;
CompactId compact(const ParcelId& id);

struct LedgerOutcome {
    std::vector<CompactId> claimed;  ///< the parcels whose objects the leaves claim, sorted
    std::int64_t objects = 0;        ///< how many of them were there and right
};

/// Reads entries, tiles and objects in the order of the leaves. `milestones` are sorted by size,
/// none above the checkpoint's.
LedgerOutcome verify_ledger(const std::string& folder, const Checkpoint& checkpoint,
                            const std::vector<Milestone>& milestones,
                            const std::function<void(std::int64_t, std::int64_t)>& progress,
                            Findings& findings);

/// Reports every name in the folder that the format, a ledger of `size` and the claims do not
/// account for. With the leaves that are on record and not in the ledger yet (`pending`), what an
/// interrupted extension by them explains is counted, which is returned, and not reported.
std::int64_t verify_names(const std::string& folder, std::int64_t size,
                          const std::vector<CompactId>& claimed,
                          const std::optional<std::vector<Bytes>>& pending, Findings& findings);

}  // namespace postroom::archive
