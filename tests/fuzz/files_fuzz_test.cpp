// Whatever comes from outside: read whole, or refused with a reason; never anything between.
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "../unit/procedure/timeline.hpp"
#include "archive/archive.hpp"
#include "archive/checkpoint.hpp"
#include "archive/entry_bundle.hpp"
#include "archive/proof.hpp"
#include "cases/case_file.hpp"
#include "dispatch/smtp_wire.hpp"
#include "mutation.hpp"
#include "returns/returned_message.hpp"

namespace postroom::fuzz {
namespace {

using procedure::testing::file_text;

/// The fenced blocks of a page of docs/.
std::vector<std::string> examples_in(const std::string& page) {
    std::vector<std::string> examples;
    const std::string text = file_text("docs/" + page);
    constexpr std::string_view fence = "\n```";
    for (std::size_t at = text.find(fence); at != std::string::npos; at = text.find(fence, at)) {
        const std::size_t begin = text.find('\n', at + 1);
        const std::size_t end = text.find(fence, begin);
        if (end == std::string::npos) break;
        examples.push_back(text.substr(begin + 1, end - begin));
        at = end + fence.size();
    }
    return examples;
}

void expect_reasons(const Problems& problems) {
    EXPECT_FALSE(problems.empty());
    for (const Problem& problem : problems) EXPECT_FALSE(problem.what.empty());
}

TEST(Fuzz, CaseFilesAreTakenInWholeOrRefusedWithAReason) {
    std::vector<std::string> seeds = examples_in("case-files.md");
    seeds.push_back(file_text("config/demo/stage3.json"));
    seeds.push_back(file_text("config/demo/council.json"));
    const calendar::Day today = procedure::testing::day("2025-06-02");
    const cases::Acceptance acceptance{
        .procedures = {"leicestershire-statutory"}, .declared_events = {}, .logged_on = today};
    int taken = 0;
    many_rounds(1500, [&](std::uint64_t seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Mutator mutator(seed);
        const auto read = cases::read_cases(mutator.mutated(seeds), "cases.json", acceptance);
        if (!read) return expect_reasons(read.error());
        for (const cases::CaseFile& file : read->cases) {
            ++taken;
            const cases::Case folded = cases::fold(file, today);
            for (const cases::CaseEvent& event : folded.events)
                EXPECT_EQ(cases::details_from_json(cases::to_json(event.details)), event.details);
            for (const cases::Party& party : folded.parties)
                EXPECT_EQ(cases::party_from_json(cases::to_json(party)), party);
        }
    });
    EXPECT_GT(taken, 0);
}

TEST(Fuzz, ProceduresThatAreReadPlanAnyCaseOrSayWhyNot) {
    std::vector<std::string> seeds = examples_in("writing-procedures.md");
    constexpr std::size_t some_clocks_and_steps = 30'000;
    for (const char* id : procedure::testing::statutory)
        seeds.push_back(file_text("config/procedures/" + std::string(id) + ".yaml")
                            .substr(0, some_clocks_and_steps));
    procedure::testing::ACase a_case("2025-03-03");
    a_case.with("stage1_drafted", "2025-03-10").with("stage1_responded", "2025-03-14");
    a_case.with("stage2_requested", "2025-03-20").with("withdrawn", "2025-04-01");
    int planned = 0;
    many_rounds(400, [&](std::uint64_t seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Mutator mutator(seed);
        const auto read = procedure::read_procedure(mutator.mutated(seeds), "fuzz.yaml");
        if (!read) return expect_reasons(read.error());
        for (const char* on : {"2025-03-03", "2025-03-31", "2025-06-02"}) {
            const auto plan =
                procedure::plan(a_case.at(procedure::testing::day(on)), *read,
                                procedure::testing::england(), procedure::testing::close_of(on));
            EXPECT_TRUE(plan || !plan.error().what.empty());
            ++planned;
        }
    });
    EXPECT_GT(planned, 0);
}

TEST(Fuzz, ReturnedMailIsSortedOrSaidToBeUnreadable) {
    std::vector<std::string> seeds;
    const std::string corpus = std::string(POSTROOM_SOURCE_TREE) + "/tests/unit/returns/corpus";
    for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
        std::ifstream file(entry.path(), std::ios::binary);
        seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    std::sort(seeds.begin(), seeds.end());
    ASSERT_FALSE(seeds.empty());
    many_rounds(800, [&](std::uint64_t seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Mutator mutator(seed);
        const auto message = returns::read_returned(mutator.mutated(seeds));
        EXPECT_TRUE(message || !message.error().what.empty());
    });
}

TEST(Fuzz, ARelaysReplyIsTheSameHoweverItsBytesArrive) {
    using Parser = dispatch::ReplyParser;
    const std::vector<std::string> seeds = {"220 relay.example ESMTP\r\n",
                                            "250-relay.example\r\n250-STARTTLS\r\n250 DSN\r\n",
                                            "250 2.0.0 Ok: queued as 4F1\r\n",
                                            "550 5.1.1 <a@b.example>: no such user\r\n",
                                            "421 4.3.2 closing\n",
                                            "334 VXNlcm5hbWU6\r\n354 go on\r\n"};
    many_rounds(5000, [&](std::uint64_t seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Mutator mutator(seed);
        const std::string bytes = mutator.mutated(seeds);
        std::string at_once = bytes;
        Parser whole;
        const auto said = whole.take(at_once);
        Parser pieces;
        std::string waiting;
        auto then = Parser::Progress::needs_more;
        for (std::size_t at = 0; at < bytes.size() && then == Parser::Progress::needs_more;) {
            const std::size_t size = 1 + mutator.below(20);
            waiting += bytes.substr(at, size);
            at += size;
            then = pieces.take(waiting);
        }
        EXPECT_EQ(then, said);
        if (said != Parser::Progress::whole) return;
        EXPECT_EQ(pieces.reply().code, whole.reply().code);
        EXPECT_EQ(pieces.reply().lines, whole.reply().lines);
        for (const char c : dispatch::evidence_of(whole.reply(), "asha@mail.example"))
            EXPECT_TRUE(c >= ' ' && c <= '~');
    });
}

TEST(Fuzz, WhatIsReadOfALedgerIsWrittenBackByteForByte) {
    const std::vector<std::string> seeds = examples_in("archive-format.md");
    int read = 0;
    many_rounds(5000, [&](std::uint64_t seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Mutator mutator(seed);
        const std::string text = mutator.mutated(seeds);
        if (const auto leaf = archive::parse_leaf(text)) {
            EXPECT_EQ(archive::to_text(*leaf), text);
            ++read;
        }
        if (const auto checkpoint = archive::parse_checkpoint(text)) {
            EXPECT_EQ(archive::to_text(*checkpoint), text);
            ++read;
        }
        if (const auto proof = archive::parse_proof(text)) {
            EXPECT_EQ(archive::to_text(*proof), text);
            ++read;
        }
        if (const auto leaves = archive::leaves_of(text)) {
            Bytes again;
            for (const std::string_view leaf : *leaves) archive::add_to_bundle(again, leaf);
            EXPECT_EQ(again, text);
        }
    });
    EXPECT_GT(read, 0);
}

}  // namespace
}  // namespace postroom::fuzz
