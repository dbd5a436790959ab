// Proof that one entry is in the ledger: C2SP tlog-proof, checkable without the rest of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "archive/archive.hpp"
#include "base/bytes.hpp"
#include "base/expected.hpp"

namespace postroom::archive {

struct InclusionProof {
    std::string leaf;  ///< exact bytes; the `extra` line carries them
    std::int64_t index = 0;
    std::vector<Digest> path;  ///< RFC 6962, 2.1.1: from the leaf's sibling to the root's child
    std::string checkpoint;    ///< the signed note, exact bytes
    bool operator==(const InclusionProof&) const = default;
};

std::string to_text(const InclusionProof& proof);
/// Strict: to_text(parse) == text.
Expected<InclusionProof> parse_proof(std::string_view text);

/// The entry's leaf, when the proof holds: the key of `verifier` signed a checkpoint whose ledger
/// has this entry there.
Expected<Leaf> proved_leaf(const InclusionProof& proof, const std::string& verifier);

/// Makes proofs under one checkpoint, that of the moment it was made; the archive may grow
/// meanwhile. Throws ArchiveError.
class Prover {
  public:
    explicit Prover(const std::string& folder);
    ~Prover();
    std::int64_t size() const;
    InclusionProof prove(std::int64_t index);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace postroom::archive
