// An exported case, checked as its reader would: manifests, proofs, and the letters against them.
#include <map>
#include <optional>

#include "archive/checkpoint.hpp"
#include "archive/proof.hpp"
#include "daemon/records/export.hpp"
#include "daemon/records/sealed_crate.hpp"

namespace postroom::daemon {

namespace {

constexpr Allowed largest_export{.bytes = 4ULL << 30, .one_file = 64ULL << 20};
constexpr std::size_t largest_text = 64UL << 20;  ///< of all that is no letter
constexpr std::string_view letters_folder = "data/letters/";
constexpr std::string_view proofs_folder = "data/proofs/";
constexpr std::string_view proof_ending = ".tlog-proof";
constexpr std::string_view tag_manifest = "tagmanifest-sha256.txt";

struct File {
    Digest digest{};
    std::size_t size = 0;
    Bytes text;  ///< not kept of a letter: whoever hands in an export chooses how many it holds
};
using Files = std::map<std::string, File, std::less<>>;

class Checking {
  public:
    Checking(const Files& files, const std::string& path, const std::string& verifier,
             ExportReport& report)
        : files_(files), path_(path), verifier_(verifier), report_(report) {}

    void run() {
        judge_manifest("manifest-sha256.txt", true);
        judge_manifest(std::string(tag_manifest), false);
        judge_seal();
        const auto declared = files_.find("bagit.txt");
        if (declared == files_.end() ||
            declared->second.text != "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
            say("bagit.txt", "it is not a BagIt bag of version 1.0");
        for (const auto& [name, file] : files_)
            if (name.starts_with(proofs_folder) && name.ends_with(proof_ending))
                judge_proof(name, file.text);
        for (const auto& [name, file] : files_)
            if (name.starts_with(letters_folder)) judge_letter(name, file);
    }

  private:
    void say(const std::string& name, std::string what) {
        report_.problems.push_back({.what = std::move(what),
                                    .remedy = "ask the council for the case again, and keep this "
                                              "one",
                                    .file = path_ + "/" + name});
    }

    void judge_manifest(const std::string& manifest, bool payload) {
        const auto found = files_.find(manifest);
        if (found == files_.end()) return say(manifest, "it is missing");
        std::map<std::string, std::string> listed;
        std::string_view rest = found->second.text;
        while (!rest.empty()) {
            const std::size_t end = rest.find('\n');
            const std::string_view line = rest.substr(0, end);
            if (end == std::string_view::npos || line.size() < 67 || line.substr(64, 2) != "  ")
                return say(manifest, "it is not a manifest");
            if (!listed.emplace(line.substr(66), line.substr(0, 64)).second)
                return say(manifest, "it lists a file twice");
            rest.remove_prefix(end + 1);
        }
        for (const auto& [name, file] : files_) {
            if (name.starts_with("data/") != payload || name == tag_manifest || name == seal_name)
                continue;
            const auto line = listed.find(name);
            if (line == listed.end())
                say(name, "the manifest does not list it");
            else if (line->second != to_hex(file.digest))
                say(name, "it was changed: the manifest has another digest");
        }
        for (const auto& [name, digest] : listed)
            if (!files_.contains(name)) say(name, "it is missing, though the manifest lists it");
    }

    void judge_seal() {
        const auto note = files_.find(seal_name);
        const auto listed = files_.find(tag_manifest);
        if (note == files_.end()) return say(std::string(seal_name), "it is missing");
        if (listed == files_.end()) return;
        const auto key = archive::parse_verifier(verifier_);
        const auto text = key ? archive::open_note(note->second.text, *key)
                              : Expected<std::string>(fail(Problem{.what = "the key is none"}));
        if (!text || *text != seal_text(export_of_a_case, listed->second.text))
            say(std::string(seal_name), "the council did not seal these files together");
    }

    /// "<n>.<index>.<event>.tlog-proof"
    void judge_proof(const std::string& name, const Bytes& bytes) {
        const auto proof = archive::parse_proof(bytes);
        if (!proof) return say(name, proof.error().what);
        const auto leaf = archive::proved_leaf(*proof, verifier_);
        if (!leaf) return say(name, leaf.error().what);
        const std::string stem = name.substr(
            proofs_folder.size(), name.size() - proofs_folder.size() - proof_ending.size());
        const std::string number = stem.substr(0, stem.find('.'));
        if (stem != number + "." + std::to_string(proof->index) + "." + leaf->event)
            return say(name, "it proves another entry than its name says");
        ++report_.entries;
        const auto parcel = parcels_.emplace(number, leaf->parcel).first->second;
        if (parcel != leaf->parcel) return say(name, "it is about another letter");
        if (leaf->event == "frozen") frozen_.emplace(number, *leaf);
    }

    void judge_letter(const std::string& name, const File& letter) {
        const std::string file = name.substr(letters_folder.size());
        const std::string number = file.substr(0, file.find('-'));
        const auto leaf = frozen_.find(number);
        const auto salt_file = files_.find(std::string(proofs_folder) + number + ".salt");
        const auto salt =
            salt_file == files_.end() ? std::nullopt : from_hex(salt_file->second.text);
        if (leaf == frozen_.end() || !salt || salt->size() != 32)
            return say(name, "there is no proof of it, or no salt");
        if (archive::commit(*salt, letter.digest) != leaf->second.commitment ||
            static_cast<std::int64_t>(letter.size) != leaf->second.size)
            return say(name, "its bytes are not those that were archived before it was sent");
        ++report_.letters;
    }

    const Files& files_;
    const std::string& path_;
    const std::string& verifier_;
    ExportReport& report_;
    std::map<std::string, archive::Leaf> frozen_;
    std::map<std::string, ParcelId> parcels_;
};

}  // namespace

ExportReport verify_export(const std::string& path, const std::string& verifier) {
    ExportReport report;
    Files files;
    std::size_t text = 0;
    const auto unpacked =
        unpack(path, largest_export, [&](const std::string& name, const Bytes& bytes) {
            File file{.digest = sha256(bytes), .size = bytes.size(), .text = {}};
            if (!name.starts_with(letters_folder) && (text += bytes.size()) <= largest_text)
                file.text = bytes;
            if (!files.emplace(name, std::move(file)).second)
                report.problems.push_back({.what = "it holds a name twice", .file = path});
        });
    if (!unpacked) report.problems.push_back(unpacked.error());
    if (text > largest_text)
        report.problems.push_back({.what = "it holds more than an export can beside its letters",
                                   .remedy = "do not use it; ask for it again",
                                   .file = path});
    if (!unpacked || text > largest_text) return report;
    Checking(files, path, verifier, report).run();
    return report;
}

}  // namespace postroom::daemon
