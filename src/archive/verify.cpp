#include <algorithm>
#include <filesystem>
#include <optional>

#include "archive/archive.hpp"
#include "archive/layout.hpp"
#include "archive/reading.hpp"
#include "archive/shipped_texts.hpp"
#include "archive/verification.hpp"
#include "archive/writable_folder.hpp"

namespace postroom::archive {

namespace {

constexpr std::size_t longest_checkpoint = 4096;
constexpr std::string_view earlier_name = "the earlier checkpoint";

class Verification {
  public:
    Verification(const std::string& folder, const VerifierKey& key, const VerifyOptions& options)
        : folder_(folder), key_(key), options_(options) {}

    VerifyReport run() {
        VerifyReport report;
        if (read_checkpoint()) {
            judge_shipped(guide_name, verify_guide());
            judge_shipped(program_name, verify_program());
            gather_old_checkpoints();
            if (options_.earlier_checkpoint) add_earlier(*options_.earlier_checkpoint);
            std::sort(milestones_.begin(), milestones_.end(),
                      [](const Milestone& a, const Milestone& b) { return a.size < b.size; });
            const LedgerOutcome outcome =
                verify_ledger(folder_, checkpoint_, milestones_, options_.progress, findings_);
            std::optional<std::vector<Bytes>> pending;
            if (options_.on_record) pending = options_.on_record(checkpoint_.size);
            report.cut_short =
                verify_names(folder_, checkpoint_.size, outcome.claimed, pending, findings_);
            report.leaves = checkpoint_.size;
            report.objects = outcome.objects;
        }
        report.problems = findings_.take();
        return report;
    }

  private:
    /// False when nothing else can be judged: size and root come from here alone.
    bool read_checkpoint() {
        const std::string path = folder_ + '/' + std::string(checkpoint_name);
        const auto note = read_file(path, longest_checkpoint);
        if (!note || !*note) {
            findings_.add(note ? Problem{.what = "there is no checkpoint, so nothing can be judged",
                                         .remedy = "name the archive's folder; if the first run "
                                                   "was interrupted, the next makes it; else "
                                                   "restore it from a backup",
                                         .file = path}
                               : note.error());
            return false;
        }
        auto checkpoint = open_checkpoint(**note, key_);
        if (!checkpoint) {
            Problem problem = std::move(checkpoint).error();
            problem.file = path;
            problem.what += "; without it nothing else can be judged";
            findings_.add(std::move(problem));
            return false;
        }
        checkpoint_ = *std::move(checkpoint);
        note_ = **note;
        return true;
    }

    void judge_shipped(std::string_view name, std::string_view wanted) {
        const std::string path = folder_ + '/' + std::string(name);
        const auto text = read_file(path, 2 * wanted.size());
        if (!text) {
            findings_.add(text.error());
        } else if (*text != wanted) {
            findings_.add(
                {.what = *text ? "its text is not the one that this Postroom lays there"
                               : "it is missing",
                 .remedy = "after an update of Postroom the next run renews it; else restore it "
                           "from a backup, and find out who changed it",
                 .file = path});
        }
    }

    void gather_old_checkpoints() {
        std::error_code error;
        const std::filesystem::path where = folder_ + "/checkpoints";
        for (const auto& entry : std::filesystem::directory_iterator(where, error)) {
            const std::string path = entry.path().string();
            const auto size = old_checkpoint_at("checkpoints/" + entry.path().filename().string());
            if (!size) continue;  // verify_names reports it
            const auto note = read_file(path, longest_checkpoint);
            if (!note) {
                findings_.add(note.error());
            } else if (*note) {
                judge_old(path, *size, **note);
            }
        }
    }

    void judge_old(const std::string& path, std::int64_t named, const std::string& note) {
        auto old = open_checkpoint(note, key_);
        const auto add = [&](std::string what, std::string remedy) {
            findings_.add({.what = std::move(what), .remedy = std::move(remedy), .file = path});
        };
        if (!old) {
            add(old.error().what, old.error().remedy);
        } else if (old->size != named) {
            add("it is not the checkpoint of the size in its name", "restore it from a backup");
        } else if (named > checkpoint_.size) {
            add("it is newer than the archive's checkpoint: the archive was rolled back",
                "restore the newer state from a backup");
        } else if (named == checkpoint_.size && note != note_) {
            add("it is another checkpoint of the same size", "keep both, and ask who signed it");
        } else {
            milestones_.push_back({named, old->root, path});
        }
    }

    void add_earlier(const std::string& said) {
        // An email's header is not signed by itself, but it is a witness all the same.
        std::optional<Checkpoint> earlier = parse_summary(said);
        if (!earlier) earlier = summary_in_email(said);
        if (!earlier) {
            auto opened = open_checkpoint(said, key_);
            if (!opened) return add_about_earlier(opened.error().what, opened.error().remedy);
            earlier = *std::move(opened);
        }
        if (earlier->origin != key_.name) {
            add_about_earlier("it is of another archive", "give one of this archive");
        } else if (earlier->size > checkpoint_.size) {
            add_about_earlier("it covers " + std::to_string(earlier->size) +
                                  " leaves, the archive has " + std::to_string(checkpoint_.size) +
                                  ": entries were cut off its end",
                              "restore them from a backup or the database");
        } else {
            milestones_.push_back({earlier->size, earlier->root, std::string(earlier_name)});
        }
    }
    void add_about_earlier(std::string what, std::string remedy) {
        findings_.add({.what = std::move(what),
                       .remedy = std::move(remedy),
                       .file = std::string(earlier_name)});
    }

    const std::string& folder_;
    const VerifierKey& key_;
    const VerifyOptions& options_;
    Checkpoint checkpoint_;
    std::string note_;
    std::vector<Milestone> milestones_;
    Findings findings_;
};

std::optional<Bytes> checkpoint_of(const std::string& folder) {
    const auto note = read_file(folder + '/' + std::string(checkpoint_name), longest_checkpoint);
    return note ? *note : std::nullopt;
}

}  // namespace

void Findings::add(Problem problem) {
    if (problems_.size() < most) {
        problems_.push_back(std::move(problem));
    } else {
        ++dropped_;
    }
}

Problems Findings::take() {
    if (dropped_ > 0) {
        problems_.push_back({.what = "there are " + std::to_string(dropped_) + " more problems"});
    }
    return std::move(problems_);
}

VerifyReport verify(const std::string& given, const VerifyOptions& options) {
    const std::string folder = without_trailing_slashes(given);
    const auto key = parse_verifier(options.verifier);
    if (!key) {
        VerifyReport report;
        report.problems.push_back({.what = "the trusted public key is not a verifier line",
                                   .remedy = "give the line in keys/ledger.pub"});
        return report;
    }
    // A writer may be extending what we read: files appear and go while it does. Only where the
    // checkpoint moved meanwhile and something seemed wrong do we look again, and hold it up.
    const auto before = (WritersHeld(folder), checkpoint_of(folder));
    VerifyReport report = Verification(folder, *key, options).run();
    if (report.sound()) return report;
    const WritersHeld held(folder);
    if (checkpoint_of(folder) == before) return report;
    return Verification(folder, *key, options).run();
}

}  // namespace postroom::archive
