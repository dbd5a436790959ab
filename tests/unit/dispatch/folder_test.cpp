// What the Maildir and the print tray share: all or nothing, once, whatever breaks.
#include <cerrno>
#include <fstream>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "dispatch/manifest.hpp"
#include "dispatch/print_tray.hpp"
#include "dispatch/transport.hpp"
#include "dispatch/tray_files.hpp"
#include "dispatch_makers.hpp"
#include "faults.hpp"

namespace postroom::dispatch {
namespace {

namespace fs = std::filesystem;
using namespace testing_makers;
using Kind = Outcome::Kind;

const std::string pdf = "%PDF-1.7\n" + std::string(36'000, 'p') +
                        "<</Type /Pages /Count 2>> <</Type /Page /Parent 1>> <</Type /Page>>\n";

bool always() {
    return true;
}
bool never() {
    return false;
}

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::multiset<std::string> files_below(const fs::path& folder) {
    std::multiset<std::string> names;
    if (!fs::exists(folder)) return names;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) names.insert(entry.path().lexically_relative(folder));
    }
    return names;
}

outbox::Parcel parcel_of(const Bytes& bytes, unsigned number = 1) {
    outbox::Parcel parcel = parcel_number(number);
    parcel.size = static_cast<std::int64_t>(bytes.size());
    return parcel;
}

/// One of the two transports on a folder of its own, and where its file must end up.
struct Way {
    std::string name;
    std::unique_ptr<Transport> (*make)(const std::string&);
    Kind done;
    std::multiset<std::string> files;
    std::string place;
    std::string handed_over = pdf;  ///< the parcel's bytes; at `place` its PDF must lie
    std::string content_type = "application/pdf";

    outbox::Parcel parcel() const {
        outbox::Parcel parcel = parcel_of(handed_over);
        parcel.content_type = content_type;
        return parcel;
    }
};

const Way maildir{"maildir",
                  make_maildir,
                  Kind::accepted,
                  {"new/" + parcel_id(1) + ".postroom"},
                  "new/" + parcel_id(1) + ".postroom"};
const Way tray{"tray",
               make_print_tray,
               Kind::in_tray,
               {"2017-11-16/" + parcel_id(1) + ".pdf", "2017-11-16/manifest.csv"},
               "2017-11-16/" + parcel_id(1) + ".pdf"};
const Way braille{"tray",
                  make_print_tray,
                  Kind::in_tray,
                  {"2017-11-16/" + parcel_id(1) + ".pdf", "2017-11-16/" + parcel_id(1) + ".brf",
                   "2017-11-16/manifest.csv"},
                  "2017-11-16/" + parcel_id(1) + ".pdf",
                  pack_bundle({{"letter.brf", std::string(9'000, 'B')}, {"cover.pdf", pdf}}),
                  std::string(bundle_type) + "; holds=letter.brf"};

class EitherFolder : public testing::TestWithParam<Way> {
  protected:
    std::string place() const { return folder / "out"; }
    std::unique_ptr<Transport> transport() const { return GetParam().make(place()); }
    void expect_delivered_once() const {
        EXPECT_EQ(files_below(place()), GetParam().files);
        EXPECT_TRUE(text_of(folder / "out" / GetParam().place) == pdf);
        EXPECT_TRUE(transport()->has_delivered(GetParam().parcel()));
    }
    /// A letter in the tray without its line in the manifest would be posted unnoticed.
    void expect_no_letter_without_its_line() const {
        if (GetParam().name != "tray" || !fs::exists(place() + "/" + tray.place)) return;
        const auto ids = read_manifest(text_of(place() + "/2017-11-16/manifest.csv"));
        ASSERT_TRUE(ids);
        EXPECT_EQ(*ids, std::vector<ParcelId>{ParcelId(parcel_id(1))});
    }
    PassingFolder folder;
};

INSTANTIATE_TEST_SUITE_P(, EitherFolder, testing::Values(maildir, tray, braille),
                         [](const auto& way) {
                             return way.param.name + (way.param.files.size() > 2 ? "_braille" : "");
                         });

TEST_P(EitherFolder, TakesTheBytesAsTheyAre) {
    EXPECT_FALSE(transport()->has_delivered(GetParam().parcel()));
    const Outcome outcome =
        transport()->deliver(GetParam().parcel(), GetParam().handed_over, always);
    EXPECT_EQ(outcome.kind, GetParam().done);
    EXPECT_EQ(outcome.phase, GetParam().name);
    EXPECT_EQ(outcome.evidence, GetParam().place);
    EXPECT_TRUE(transport()->leaves_evidence());
    expect_delivered_once();
}

TEST_P(EitherFolder, TakesAParcelOnceHoweverOftenItIsHandedOver) {
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(transport()->deliver(GetParam().parcel(), GetParam().handed_over, always).kind,
                  GetParam().done);
    }
    expect_delivered_once();
}

TEST_P(EitherFolder, TakesNothingWhenTheClaimIsLost) {
    EXPECT_EQ(transport()->deliver(GetParam().parcel(), GetParam().handed_over, never).kind,
              Kind::lost_claim);
    EXPECT_TRUE(files_below(place()).empty());
    EXPECT_THROW(transport()->deliver(GetParam().parcel(), GetParam().handed_over,
                                      []() -> bool { throw std::runtime_error("no database"); }),
                 std::runtime_error);
    EXPECT_TRUE(files_below(place()).empty());
}

TEST_P(EitherFolder, SurvivesAPowerCutBetweenAnyTwoSteps) {
    int steps = 0;
    for (;;) {
        fs::remove_all(place());
        ++steps;
        const Ending ending = in_child([&] {
            die_at_step(steps);
            transport()->deliver(GetParam().parcel(), GetParam().handed_over, always);
            return true;
        });
        SCOPED_TRACE("killed at step " + std::to_string(steps));
        if (ending != Ending::killed) {
            ASSERT_EQ(ending, Ending::returned_true);
            break;
        }
        const bool is_whole = text_of(folder / "out" / GetParam().place) == pdf;
        EXPECT_EQ(transport()->has_delivered(GetParam().parcel()), is_whole);
        EXPECT_EQ(fs::exists(folder / "out" / GetParam().place), is_whole);
        expect_no_letter_without_its_line();
        EXPECT_EQ(transport()->deliver(GetParam().parcel(), GetParam().handed_over, always).kind,
                  GetParam().done);
        expect_delivered_once();
    }
    EXPECT_GT(steps, 8);
}

TEST_P(EitherFolder, HasEverythingOnTheDiskBeforeItSaysThatItIsDone) {
    watch_for_syncs();
    transport()->deliver(GetParam().parcel(), GetParam().handed_over, always);
    EXPECT_EQ(not_on_the_disk(), std::set<std::string>{});
}

TEST_P(EitherFolder, LeavesNothingHalfDoneWhenAnyStepFails) {
    int told_to_stop = 0;
    for (int step = 1;; ++step) {
        SCOPED_TRACE("failed at step " + std::to_string(step));
        fs::remove_all(place());
        fail_at_step(step, ENOSPC);
        bool failed = false;
        try {
            transport()->deliver(GetParam().parcel(), GetParam().handed_over, always);
        } catch (const DispatchError& error) {
            failed = true;
            EXPECT_FALSE(error.problem().remedy.empty());
            EXPECT_TRUE(error.problem().file.starts_with(folder.path())) << error.what();
            told_to_stop += error.must_stop();
        }
        if (stop_counting_steps() < step) break;
        EXPECT_TRUE(failed);
        for (const std::string& name : files_below(place())) {
            EXPECT_TRUE(GetParam().files.contains(name)) << name;
        }
        expect_no_letter_without_its_line();
        EXPECT_EQ(transport()->deliver(GetParam().parcel(), GetParam().handed_over, always).kind,
                  GetParam().done);
        expect_delivered_once();
    }
    EXPECT_GT(told_to_stop, 3);
}

TEST_P(EitherFolder, TakesNothingWhenTheDiskIsFull) {
    const Ending ending = in_child([&] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{1000, 1000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        try {
            transport()->deliver(GetParam().parcel(), GetParam().handed_over, always);
        } catch (const DispatchError& error) {
            return !error.must_stop() && error.problem().remedy ==
                                             "make room on this disk; the parcel waits and goes "
                                             "again";
        }
        return false;
    });
    EXPECT_EQ(ending, Ending::returned_true);
    EXPECT_TRUE(files_below(place()).empty());
    EXPECT_FALSE(transport()->has_delivered(GetParam().parcel()));
}

TEST_P(EitherFolder, SaysThatItHasAParcelOnlyOnceThatIsOnTheDisk) {
    transport()->deliver(GetParam().parcel(), GetParam().handed_over, always);
    // Whoever delivered it may have ended right after the last rename.
    fail_at_step(1, EIO);
    EXPECT_THROW((void)transport()->has_delivered(GetParam().parcel()), DispatchError);
    stop_counting_steps();
    EXPECT_TRUE(transport()->has_delivered(GetParam().parcel()));
}

TEST_P(EitherFolder, SaysWhereItMayNotWriteAndWhatToDo) {
    fs::create_directory(place());
    fs::permissions(folder / ".", fs::perms(0755));
    fs::permissions(place(), fs::perms(0555));
    const Ending ending = in_child([&] {
        if (::geteuid() == 0 && ::seteuid(65534) != 0) return false;
        try {
            transport()->deliver(GetParam().parcel(), GetParam().handed_over, always);
        } catch (const DispatchError& error) {
            return error.problem().file.starts_with(place()) &&
                   std::string(error.what()).find("Permission denied; let the account") !=
                       std::string::npos;
        }
        return false;
    });
    EXPECT_EQ(ending, Ending::returned_true);
}

TEST_P(EitherFolder, IsNotMadeWhereAFileStands) {
    std::ofstream(place()) << "a file";
    EXPECT_THROW(transport()->deliver(GetParam().parcel(), GetParam().handed_over, always),
                 DispatchError);
    EXPECT_EQ(text_of(place()), "a file");
}

TEST_P(EitherFolder, IsReadByNobodyElse) {
    transport()->deliver(GetParam().parcel(), GetParam().handed_over, always);
    for (const auto& entry : fs::recursive_directory_iterator(place())) {
        EXPECT_EQ(entry.status().permissions() & fs::perms::others_all, fs::perms::none)
            << entry.path();
    }
}

/// Five parcels handed over at once; the second is lost to another daemon, and the bytes of the
/// fourth are no longer to be had.
class SeveralAtOnce : public EitherFolder {
  protected:
    static constexpr unsigned count = 5, lost = 2, without_bytes = 4;

    SeveralAtOnce() {
        for (unsigned number = 1; number <= count; ++number) {
            parcels.push_back(GetParam().parcel());
            parcels.back().id = ParcelId(parcel_id(number));
        }
    }
    std::vector<Outcome> hand_over(bool all = false) {
        std::vector<Handover> handovers;
        for (const outbox::Parcel& parcel : parcels) {
            handovers.push_back({parcel,
                                 [&, all]() -> std::optional<Bytes> {
                                     if (!all && parcel.id.text == parcel_id(without_bytes))
                                         return std::nullopt;
                                     return GetParam().handed_over;
                                 },
                                 [&, all] { return all || parcel.id.text != parcel_id(lost); }});
        }
        return transport()->deliver_all(handovers);
    }
    std::set<unsigned> delivered() const {
        std::set<unsigned> numbers;
        for (unsigned number = 1; number <= count; ++number)
            if (transport()->has_delivered(parcels[number - 1])) numbers.insert(number);
        return numbers;
    }
    void expect_a_line_for_each_letter() const {
        if (GetParam().name != "tray") return;
        std::set<std::string> lines;
        const fs::path manifest = folder / "out/2017-11-16/manifest.csv";
        if (fs::exists(manifest)) {
            const auto ids = read_manifest(text_of(manifest));
            ASSERT_TRUE(ids);
            for (const ParcelId& id : *ids)
                EXPECT_TRUE(lines.insert(id.text).second) << "two lines of " << id.text;
        }
        for (const unsigned number : delivered()) EXPECT_TRUE(lines.contains(parcel_id(number)));
    }

    std::vector<outbox::Parcel> parcels;
};

INSTANTIATE_TEST_SUITE_P(, SeveralAtOnce, testing::Values(maildir, tray, braille),
                         [](const auto& way) {
                             return way.param.name + (way.param.files.size() > 2 ? "_braille" : "");
                         });

TEST_P(SeveralAtOnce, EachGetsItsOwnOutcome) {
    const std::vector<Outcome> outcomes = hand_over();
    ASSERT_EQ(outcomes.size(), count);
    for (unsigned number = 1; number <= count; ++number)
        EXPECT_EQ(outcomes[number - 1].kind,
                  number == lost || number == without_bytes ? Kind::lost_claim : GetParam().done);
    EXPECT_EQ(delivered(), (std::set<unsigned>{1, 3, 5}));
    expect_a_line_for_each_letter();
    hand_over(true);
    EXPECT_EQ(delivered().size(), count);
    expect_a_line_for_each_letter();
}

TEST_P(SeveralAtOnce, AllAreOnTheDiskBeforeOneIsSaidToBe) {
    watch_for_syncs();
    hand_over(true);
    EXPECT_EQ(not_on_the_disk(), std::set<std::string>{});
}

TEST_P(SeveralAtOnce, EachIsThereOnceThroughAPowerCutBetweenAnyTwoSteps) {
    for (int step = 1;; ++step) {
        SCOPED_TRACE("killed at step " + std::to_string(step));
        fs::remove_all(place());
        const Ending ending = in_child([&] {
            die_at_step(step);
            return hand_over().size() == count;
        });
        expect_a_line_for_each_letter();
        for (const Outcome& outcome : hand_over(true)) EXPECT_EQ(outcome.kind, GetParam().done);
        EXPECT_EQ(delivered().size(), count);
        EXPECT_EQ(files_below(place()).size(),
                  count * (GetParam().files.size() > 2 ? 2 : 1) + (GetParam().name == "tray"));
        expect_a_line_for_each_letter();
        if (ending != Ending::killed) break;
        ASSERT_LT(step, 100);
    }
}

TEST_P(SeveralAtOnce, NothingIsHalfDoneWhenAnyStepFails) {
    for (int step = 1;; ++step) {
        SCOPED_TRACE("failed at step " + std::to_string(step));
        fs::remove_all(place());
        fail_at_step(step, ENOSPC);
        bool failed = false;
        try {
            hand_over(true);
        } catch (const DispatchError&) {
            failed = true;
        }
        if (stop_counting_steps() < step) break;
        EXPECT_TRUE(failed);
        expect_a_line_for_each_letter();
        for (const Outcome& outcome : hand_over(true)) EXPECT_EQ(outcome.kind, GetParam().done);
        EXPECT_EQ(delivered().size(), count);
        expect_a_line_for_each_letter();
        ASSERT_LT(step, 100);
    }
}

TEST(Maildir, KnowsAMessageThatAMailClientHasOpened) {
    PassingFolder folder;
    auto transport = make_maildir(folder.path());
    const Bytes message = "Subject: x\r\n\r\n";
    transport->deliver(parcel_of(message), message, always);
    const std::string name = parcel_id(1) + ".postroom";
    fs::rename(folder / ("new/" + name), folder / ("cur/" + name + ":2,RS"));
    EXPECT_TRUE(transport->has_delivered(parcel_of(message)));
    EXPECT_EQ(transport->deliver(parcel_of(message), message, always).kind, Kind::accepted);
    EXPECT_EQ(files_below(folder.path()), std::multiset<std::string>{"cur/" + name + ":2,RS"});
    EXPECT_FALSE(transport->has_delivered(parcel_of(message, 2)));
}

TEST(PrintTray, WritesEachLetterOnceIntoItsDaysManifest) {
    PassingFolder folder;
    auto transport = make_print_tray(folder.path());
    for (unsigned number : {1U, 2U, 1U}) {
        transport->deliver(parcel_of(pdf, number), pdf, always);
    }
    outbox::Parcel next_day = parcel_of(pdf, 3);
    next_day.created_on = calendar::Day::of(2017, 11, 17);
    transport->deliver(next_day, pdf, always);
    EXPECT_EQ(text_of(folder / "2017-11-16/manifest.csv"),
              "parcel,case,step,letter,recipient,pages,file,due\r\n" + parcel_id(1) +
                  ",CC-2017-1,stage1-acknowledge,stage1/acknowledgement,complainant,2," +
                  parcel_id(1) + ".pdf,2017-11-21\r\n" + parcel_id(2) +
                  ",CC-2017-2,stage1-acknowledge,stage1/acknowledgement,complainant,2," +
                  parcel_id(2) + ".pdf,2017-11-21\r\n");
    EXPECT_EQ(read_manifest(text_of(folder / "2017-11-17/manifest.csv")).value(),
              std::vector<ParcelId>{ParcelId(parcel_id(3))});
}

TEST(PrintTray, ReplacesALetterOfAnotherSize) {
    PassingFolder folder;
    auto transport = make_print_tray(folder.path());
    transport->deliver(parcel_of("%PDF-half"), "%PDF-half", always);
    EXPECT_FALSE(transport->has_delivered(parcel_of(pdf)));
    transport->deliver(parcel_of(pdf), pdf, always);
    EXPECT_TRUE(transport->has_delivered(parcel_of(pdf)));
    EXPECT_EQ(read_manifest(text_of(folder / "2017-11-16/manifest.csv")).value().size(), 1U);
}

TEST(PrintTray, GivesALetterBackWhenItMustNotBePosted) {
    PassingFolder folder;
    auto transport = make_print_tray(folder.path());
    for (unsigned number : {1U, 2U, 3U}) {
        transport->deliver(parcel_of(pdf, number), pdf, always);
    }
    EXPECT_TRUE(remove_from_tray(folder.path(), parcel_of(pdf, 2)));
    EXPECT_FALSE(remove_from_tray(folder.path(), parcel_of(pdf, 2)));
    EXPECT_FALSE(transport->has_delivered(parcel_of(pdf, 2)));
    EXPECT_EQ(read_manifest(text_of(folder / "2017-11-16/manifest.csv")).value(),
              (std::vector<ParcelId>{ParcelId(parcel_id(1)), ParcelId(parcel_id(3))}));
    EXPECT_EQ(files_below(folder.path()),
              (std::multiset<std::string>{"2017-11-16/" + parcel_id(1) + ".pdf",
                                          "2017-11-16/" + parcel_id(3) + ".pdf",
                                          "2017-11-16/manifest.csv"}));
    EXPECT_FALSE(remove_from_tray(folder / "nowhere", parcel_of(pdf, 1)));
}

TEST(PrintTray, GivesBrailleBackWithItsSheet) {
    PassingFolder folder;
    auto transport = make_print_tray(folder.path());
    transport->deliver(braille.parcel(), braille.handed_over, always);
    EXPECT_EQ(treatment_of(braille.parcel()), "emboss");
    EXPECT_EQ(treatment_of(tray.parcel()), "print");
    EXPECT_TRUE(remove_from_tray(folder.path(), braille.parcel()));
    EXPECT_EQ(files_below(folder.path()), (std::multiset<std::string>{"2017-11-16/manifest.csv"}));
}

TEST(PrintTray, GivesALetterBackThroughAPowerCut) {
    PassingFolder folder;
    auto transport = make_print_tray(folder.path());
    for (int step = 1;; ++step) {
        SCOPED_TRACE("killed at step " + std::to_string(step));
        for (unsigned number : {1U, 2U}) {
            transport->deliver(parcel_of(pdf, number), pdf, always);
        }
        const Ending ending = in_child([&] {
            die_at_step(step);
            return remove_from_tray(folder.path(), parcel_of(pdf, 1));
        });
        remove_from_tray(folder.path(), parcel_of(pdf, 1));
        EXPECT_EQ(read_manifest(text_of(folder / "2017-11-16/manifest.csv")).value(),
                  std::vector<ParcelId>{ParcelId(parcel_id(2))});
        EXPECT_FALSE(transport->has_delivered(parcel_of(pdf, 1)));
        if (ending != Ending::killed) break;
        EXPECT_LT(step, 20);
    }
}

TEST(PrintTray, LosesNoLineWhenSeveralSendersFillIt) {
    PassingFolder folder;
    std::vector<std::thread> senders;
    for (unsigned sender = 1; sender <= 3; ++sender) {
        senders.emplace_back([&folder, sender] {
            auto transport = make_print_tray(folder.path());
            for (unsigned number = 0; number < 15; ++number) {
                transport->deliver(parcel_of("%PDF-", sender * 100 + number), "%PDF-", always);
            }
        });
    }
    for (std::thread& sender : senders) sender.join();
    EXPECT_EQ(read_manifest(text_of(folder / "2017-11-16/manifest.csv")).value().size(), 45U);
    EXPECT_EQ(files_below(folder.path()).size(), 46U);
}

TEST(PrintTray, AddsOneLineToTheManifestForEachLetterAfterTheFirst) {
    const PassingFolder folder;
    const auto transport = make_print_tray(folder.path());
    (void)transport->deliver(parcel_of(pdf, 1), pdf, always);
    const FileStamp first = stamp_of(folder / "2017-11-16/manifest.csv");
    for (unsigned number = 2; number < 9; ++number)
        (void)transport->deliver(parcel_of(pdf, number), pdf, always);
    const FileStamp last = stamp_of(folder / "2017-11-16/manifest.csv");
    EXPECT_EQ(last.number, first.number) << "the file was written anew";
    EXPECT_EQ(read_manifest(text_of(folder / "2017-11-16/manifest.csv")).value().size(), 8U);

    // Somebody else writes it anew between two letters: nothing of theirs is lost.
    EXPECT_TRUE(remove_from_tray(folder.path(), parcel_of(pdf, 3)));
    (void)transport->deliver(parcel_of(pdf, 9), pdf, always);
    (void)transport->deliver(parcel_of(pdf, 3), pdf, always);
    EXPECT_EQ(read_manifest(text_of(folder / "2017-11-16/manifest.csv")).value().size(), 9U);
}

TEST(PrintTray, TakesNoTornLineOfAManifestForALetter) {
    const std::string manifest = "2017-11-16/manifest.csv";
    for (const std::size_t kept : {0U, 5U, 40U, 60U}) {
        const PassingFolder folder;
        (void)make_print_tray(folder.path())->deliver(parcel_of(pdf, 1), pdf, always);
        const std::string whole = text_of(folder / manifest);
        const std::string line = manifest_line(parcel_of(pdf, 2), 2);
        ASSERT_GT(line.size(), kept);
        std::ofstream(folder / manifest, std::ios::app) << line.substr(0, kept);
        (void)make_print_tray(folder.path())->deliver(parcel_of(pdf, 2), pdf, always);
        EXPECT_EQ(text_of(folder / manifest), whole + line) << kept;
    }
}

TEST(PrintTray, KeepsTheLastLineOfAManifestSavedWithoutItsEnd) {
    const PassingFolder folder;
    (void)make_print_tray(folder.path())->deliver(parcel_of(pdf, 1), pdf, always);
    const std::string whole = text_of(folder / "2017-11-16/manifest.csv");
    std::ofstream(folder / "2017-11-16/manifest.csv") << whole.substr(0, whole.size() - 2);
    (void)make_print_tray(folder.path())->deliver(parcel_of(pdf, 2), pdf, always);
    EXPECT_EQ(read_manifest(text_of(folder / "2017-11-16/manifest.csv")).value().size(), 2U);
}

TEST(PrintTray, DoesNotOverwriteAManifestItCannotRead) {
    PassingFolder folder;
    fs::create_directory(folder / "2017-11-16");
    const std::string broken = "parcel,case\r\n\"never closed\r\n";
    std::ofstream(folder / "2017-11-16/manifest.csv", std::ios::binary) << broken;
    auto transport = make_print_tray(folder.path());
    try {
        transport->deliver(parcel_of(pdf), pdf, always);
        FAIL() << "took the letter";
    } catch (const DispatchError& error) {
        EXPECT_TRUE(error.problem().file.ends_with("2017-11-16/manifest.csv"));
        EXPECT_EQ(error.problem().line, 2);
    }
    EXPECT_EQ(text_of(folder / "2017-11-16/manifest.csv"), broken);
    EXPECT_EQ(files_below(folder.path()).size(), 1U);
}

}  // namespace
}  // namespace postroom::dispatch
