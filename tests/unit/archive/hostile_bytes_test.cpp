// Whatever bytes an archive or an export holds: each reader refuses them, or they are the one
// spelling of what it read.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "archive/entry_bundle.hpp"
#include "archive/layout.hpp"
#include "archive/proof.hpp"
#include "makers.hpp"

namespace postroom::archive {

namespace {

// RC_ASSERT's own || would evaluate both sides: hence its second brackets below.

/// Real texts, changed in a few places as accidents and ill will change them.
std::string changed(std::string text) {
    const int changes = *rc::gen::inRange(0, 4);
    for (int i = 0; i < changes; ++i) {
        const auto at = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
        switch (*rc::gen::inRange(0, 5)) {
            case 0:
                if (at < text.size()) text[at] = *rc::gen::arbitrary<char>();
                break;
            case 1:
                text.insert(at, 1, *rc::gen::arbitrary<char>());
                break;
            case 2:
                text.erase(at, *rc::gen::inRange<std::size_t>(0, 9));
                break;
            case 3:
                text.insert(at, text.substr(at / 2, *rc::gen::inRange<std::size_t>(0, 40)));
                break;
            default:
                text = text.substr(0, at);
        }
    }
    return text;
}

std::string small_proof() {
    const TestFolder folder;
    Writer writer(folder / "archive", some_keys());
    writer.extend(0, mixed_range(0, 7));
    return to_text(Prover(folder / "archive").prove(4));
}

}  // namespace

RC_GTEST_PROP(HostileBytes, ALeafIsReadOnlyAsItIsWritten, ()) {
    const std::string text = changed(frozen(*rc::gen::inRange(0, 50)).leaf);
    const auto leaf = parse_leaf(text);
    RC_ASSERT((!leaf || to_text(*leaf) == text));
}

RC_GTEST_PROP(HostileBytes, ACheckpointIsReadOnlyAsItIsWritten, ()) {
    static const std::string note = [] {
        const TestFolder folder;
        return contents((Writer(folder / "archive", some_keys()), folder / "archive/checkpoint"));
    }();
    const std::string text = changed(note);
    const auto key = parse_verifier(some_keys().verifier);
    const auto opened = open_checkpoint(text, *key);
    RC_ASSERT((!opened || text == note));
    const std::string lines = changed(note.substr(0, note.find("\n\n") + 1));
    const auto parsed = parse_checkpoint(lines);
    RC_ASSERT((!parsed || to_text(*parsed) == lines));
    const std::string summary = changed(summary_of({"council.example/archive", 77, Digest{}}));
    const auto summed = parse_summary(summary);
    RC_ASSERT((!summed || summary_of(*summed) == summary));
    (void)summary_in_email(changed("Subject: x\r\nArchive-Checkpoint: " + summary + "\r\n\tx\r\n"));
}

RC_GTEST_PROP(HostileBytes, AVerifierLineIsReadOnlyAsItIsWritten, ()) {
    const std::string text = changed(some_keys().verifier);
    const auto key = parse_verifier(text);
    RC_ASSERT((!key || to_text(*key) == text));
}

RC_GTEST_PROP(HostileBytes, AProofIsReadOnlyAsItIsWritten, ()) {
    static const std::string whole = small_proof();
    const std::string text = changed(whole);
    const auto proof = parse_proof(text);
    RC_ASSERT((!proof || to_text(*proof) == text));
    RC_ASSERT((!proof || text == whole || !proved_leaf(*proof, some_keys().verifier)));
}

RC_GTEST_PROP(HostileBytes, EntriesAreToldApartOnlyAsTheyAreWritten, ()) {
    Bytes bundle;
    for (int number = 0; number < 3; ++number) add_to_bundle(bundle, accepted(number).leaf);
    const std::string bytes = changed(bundle);
    const auto leaves = leaves_of(bytes);
    Bytes again;
    for (const std::string_view leaf : leaves.value_or(std::vector<std::string_view>()))
        if (leaf.size() <= longest_leaf) add_to_bundle(again, leaf);
    RC_ASSERT((!leaves || again.size() <= bytes.size()));
}

RC_GTEST_PROP(HostileBytes, ANameIsOneOfATileOrNone, ()) {
    const std::string name =
        changed(path_of({*rc::gen::inRange(-1, 4), *rc::gen::inRange<std::int64_t>(0, 3'000'000),
                         *rc::gen::inRange(1, 257)}));
    const auto tile = tile_at(name);
    RC_ASSERT((!tile || path_of(*tile) == name));
    const auto old = old_checkpoint_at(name);
    RC_ASSERT((!old || old_checkpoint_path(*old) == name));
}

RC_GTEST_PROP(HostileBytes, AnObjectOpensOnlyUnchanged, ()) {
    const std::string key(32, 'k');
    const Bytes sealed = seal(key, parcel(1), "Dear Ms Example");
    const std::string bytes = changed(sealed);
    const auto opened = open_sealed(key, parcel(1), bytes);
    RC_ASSERT((!opened || bytes == sealed));
}

}  // namespace postroom::archive
