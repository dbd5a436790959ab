#include "daemon/records/export.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "archive/archive.hpp"
#include "archive/proof.hpp"
#include "archive/shipped_texts.hpp"
#include "base/bundle.hpp"
#include "calendar/date_text.hpp"
#include "cases/names.hpp"
#include "daemon/premises/london_time.hpp"
#include "daemon/records/ledger.hpp"
#include "daemon/records/parcels.hpp"
#include "daemon/records/reconcile.hpp"
#include "daemon/records/sealed_crate.hpp"
#include "daemon/studio/write_letter.hpp"
#include "outbox/reader_in_words.hpp"

namespace postroom::daemon {

namespace {

using outbox::Parcel;
using outbox::State;

/// The bag's parts: payload under data/, tag files beside it, and a manifest of each.
class Bag {
  public:
    explicit Bag(const std::string& path) : crate_(Crate::open(path)) {}

    void add(const std::string& name, std::string_view bytes) {
        crate_->add(name, bytes);
        const bool payload = name.starts_with("data/");
        auto& manifest = payload ? payload_ : tags_;
        manifest[name] = to_hex(sha256(bytes));
        if (!payload) return;
        payload_bytes_ += bytes.size();
        ++payload_files_;
    }

    /// The seal is over the names and bytes of all that is there: without it anybody could change
    /// the index, and make manifests that fit.
    void finish(const std::string& information, const archive::Keys& keys) {
        add("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
        add("bag-info.txt", information + "Payload-Oxum: " + std::to_string(payload_bytes_) + "." +
                                std::to_string(payload_files_) + "\n");
        add("manifest-sha256.txt", lines(payload_));
        const std::string everything = lines(tags_);
        crate_->add("tagmanifest-sha256.txt", everything);
        crate_->add(std::string(seal_name),
                    archive::sign_statement(seal_text(export_of_a_case, everything), keys));
        crate_->finish();
    }

  private:
    using Manifest = std::map<std::string, std::string>;
    static std::string lines(const Manifest& manifest) {
        std::string text;
        for (const auto& [name, digest] : manifest)
            text.append(digest).append("  ").append(name).append("\n");
        return text;
    }

    std::unique_ptr<Crate> crate_;
    Manifest payload_;
    Manifest tags_;
    std::size_t payload_bytes_ = 0;
    int payload_files_ = 0;
};

/// Lower-case letters, digits and hyphens alone; ids of steps and recipients nearly are.
std::string plain_name(std::string text) {
    for (char& c : text)
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) c = '-';
    return text;
}

std::string number_of(std::size_t index) {
    std::string number = std::to_string(index + 1);
    if (number.size() < 3) number.insert(0, 3 - number.size(), '0');
    return number;
}

std::string words(State state) {
    switch (state) {
        case State::accepted:
            return "sent";
        case State::delivered:
            return "sent, and reported as delivered";
        case State::bounced:
            return "sent, and came back";
        case State::uncertain:
            return "may have been sent: nobody confirmed it";
        case State::refused:
            return "refused by the mail server, so not sent";
        case State::superseded:
            return "set aside before it was sent, because the case moved on";
        case State::cancelled:
            return "cancelled by a person before it was sent";
        case State::expired:
            return "not sent: its time passed";
        case State::sending:
        case State::committing:
            return "on its way: in the print tray, or being handed over";
        case State::rendered:
        case State::held:
        case State::awaiting_approval:
        case State::retry_wait:
            return "written, and not sent yet";
    }
    return "";
}

const char* ending_of(const Parcel& parcel) {
    if (parcel.content_type.starts_with(bundle_type)) return ".tar";
    return parcel.channel == cases::Channel::letter ? ".pdf" : ".eml";
}

bool never_left(State state) {
    return state == State::superseded || state == State::cancelled || state == State::expired ||
           state == State::refused || outbox::can_be_stopped(state);
}

std::string day_words(calendar::Day day) {
    return calendar::long_date(day, "en");
}

class Exporting {
  public:
    Exporting(Office& office, const CaseReference& reference, bool all, calendar::Day today,
              Instant now)
        : office_(office),
          reference_(reference),
          all_(all),
          today_(today),
          now_(now),
          folder_(office.data() + "/archive"),
          prover_(folder_),
          parcels_(office.outbox().of_case(reference)) {
        find_entries();
    }

    Exported write(const std::string& path) {
        Bag bag(path);
        std::string letters;
        for (std::size_t i = 0; i < parcels_.size(); ++i) letters += pack(bag, i);
        bag.add("data/index.txt", index(letters));
        bag.add("data/ledger.pub", office_.keys().verifier + "\n");
        bag.add("verify.py", archive::verify_program());
        bag.add("verify_export.py", archive::verify_export_program());
        bag.finish("Source-Organization: " + office_.config().text("council.name") +
                       "\nExternal-Identifier: " + reference_.text +
                       "\nBagging-Date: " + today_.iso() + "\nBag-Software-Agent: Postroom\n",
                   office_.keys());
        return done_;
    }

  private:
    struct LedgerEntry {
        std::int64_t index;
        std::string event;
        Instant at;
    };

    void find_entries() {
        std::set<ParcelId> ours;
        for (const Parcel& parcel : parcels_) ours.insert(parcel.id);
        archive::for_each_leaf(folder_, 0, [&](std::int64_t at, std::string_view text) {
            const auto leaf = archive::parse_leaf(text);
            if (leaf && at < prover_.size() && ours.contains(leaf->parcel))
                entries_[leaf->parcel].push_back({at, leaf->event, leaf->at});
        });
    }

    /// " to the second complainant", ", a copy of the first complainant's letter to the team
    /// manager".
    std::string to_whom(const Parcel& parcel) const {
        const bool is_first = parcel.recipient == cases::name_of(parcel.role) &&
                              std::ranges::any_of(parcels_, [&](const Parcel& other) {
                                  return other.role == parcel.role &&
                                         other.recipient != parcel.recipient && !is_copy(other);
                              });
        if (is_first) return " to the " + first_in(parcel.role);
        const std::string to = outbox::to_whom_in_words(parcel.recipient);
        const std::string_view copied = copies_letter_of(parcel);
        if (copied.empty()) return to;
        const std::string whose = copied == cases::name_of(cases::Role::complainant)
                                      ? first_in(cases::Role::complainant)
                                      : outbox::reader_in_words(copied);
        constexpr std::string_view copy = ", a copy";
        return std::string(copy) + " of the " + whose + "'s letter" + to.substr(copy.size());
    }

    static std::string first_in(cases::Role role) {
        return cases::in_its_place(cases::words_for(role), 1);
    }

    /// Packs one letter and its proofs; what the index says of it.
    std::string pack(Bag& bag, std::size_t place) {
        const Parcel& parcel = parcels_[place];
        const std::string number = number_of(place);
        const std::string written = day_words(parcel.created_on);
        std::string said =
            number + ".  " + (parcel.channel == cases::Channel::letter ? "Letter" : "Email") +
            " of " + written + to_whom(parcel) + ": " + parcel.letter + "\n      " +
            words(parcel.state) +
            (parcel.accepted_on ? " on " + day_words(*parcel.accepted_on) : "") + ".\n";
        if (!parcel.catalogue.empty())
            said += "      Step " + parcel.catalogue + " of the procedure (" + parcel.step.text +
                    "), to be done by " + day_words(parcel.due) + ".\n";
        if (never_left(parcel.state) && !all_) {
            ++done_.left_out;
            return said + "      Not packed, since it never left the council.\n\n";
        }
        const std::string file = number + "-" + parcel.created_on.iso() + "-" +
                                 plain_name(parcel.step.text) + "-" + plain_name(parcel.recipient) +
                                 ending_of(parcel);
        bag.add("data/letters/" + file, frozen_bytes(office_, parcel));
        said += "      File: letters/" + file + "\n";
        for (const LedgerEntry& entry : entries_[parcel.id]) {
            bag.add("data/proofs/" + number + "." + std::to_string(entry.index) + "." +
                        entry.event + ".tlog-proof",
                    archive::to_text(prover_.prove(entry.index)));
            said += "      Ledger entry " + std::to_string(entry.index) + ", " +
                    utc_text(entry.at) + ": " + entry.event + "\n";
        }
        bag.add("data/proofs/" + number + ".salt", to_hex(office_.outbox().salt(parcel.id)));
        ++done_.letters;
        return said + "\n";
    }

    std::string index(const std::string& letters) const {
        const Config& config = office_.config();
        return "The letters and emails of complaint " + reference_.text + "\n" +
               config.text("council.name") + ", " + config.text("council.team") + "\nPacked on " +
               day_words(today_) + " (" + utc_text(now_) + ").\n\n" +
               "What this is\n\n"
               "Every letter and email that Postroom wrote in this complaint, in the order in "
               "which\n"
               "they were written. The files under letters/ are the exact bytes that were sent:\n"
               "letters as PDF, emails as .eml, which any mail program opens.\n\n"
               "How to check it\n\n"
               "The council keeps a ledger of what it sends: a list to which it can add, and in "
               "which\n"
               "it cannot change or take back anything without that being found. The files under\n"
               "proofs/ show that each letter is in that ledger, unchanged. With Python 3 and the\n"
               "openssl program, in this folder's parent:\n\n"
               "    python3 verify_export.py . LEDGER.PUB\n\n"
               "That also shows that this list, the names of the files and their number are as "
               "the\n"
               "council packed them (seal.note).\n\n"
               "LEDGER.PUB is the council's public key. A copy is here (ledger.pub); ask the "
               "council\n"
               "for it by another way, or take it from an earlier case, since whoever changed "
               "this\n"
               "folder could have changed the copy. Every email of the team carries the state of "
               "the\n"
               "ledger in its header Archive-Checkpoint: that is how any reader can find out "
               "whether\n"
               "the council rewrote it.\n\n"
               "What it does not show: that a letter reached its reader, that the clock of the\n"
               "council's machine was right, or that nothing was sent by other means.\n\n"
               "The letters\n\n" +
               letters;
    }

    Office& office_;
    const CaseReference& reference_;
    bool all_;
    calendar::Day today_;
    Instant now_;
    std::string folder_;
    archive::Prover prover_;
    std::vector<Parcel> parcels_;
    std::map<ParcelId, std::vector<LedgerEntry>> entries_;
    Exported done_;
};

}  // namespace

Expected<Exported> export_case(Office& office, const CaseReference& reference,
                               const std::string& path, bool all, calendar::Day today,
                               Instant now) {
    if (!office.cases().exists(reference))
        return fail(Problem{.what = "there is no such case in the database",
                            .remedy = "references are written exactly",
                            .case_reference = reference.text});
    // A posting confirmed a moment ago may not be in the archive's folder yet.
    if (!why_to_reconcile(office)) extend_archive(office);
    return Exporting(office, reference, all, today, now).write(path);
}

}  // namespace postroom::daemon
