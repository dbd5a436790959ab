// Any wording and any case: a letter that keeps every rule, or a problem that says what to mend.
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "base/unicode.hpp"
#include "composition/compose.hpp"
#include "composition/letter.hpp"
#include "composition/postal_rules.hpp"
#include "mutation.hpp"
#include "pdfcheck/check.hpp"
#include "rendering/html.hpp"
#include "rendering/pdf.hpp"
#include "rendering/text.hpp"

namespace postroom::fuzz {
namespace {

std::string file_bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// The wording that is there, partials in their places.
struct Wording {
    std::vector<std::string> letters;
    templating::Template::Partials partials;
};

const Wording& wording() {
    static const Wording all = [] {
        Wording read;
        const std::filesystem::path folder = std::string(POSTROOM_SOURCE_TREE) + "/letters";
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
            if (entry.path().extension() == ".md") files.push_back(entry.path());
        std::sort(files.begin(), files.end());
        for (const auto& path : files) {
            const std::string text = file_bytes(path);
            if (path.filename().string().front() == '_')
                read.partials[path.lexically_relative(folder).replace_extension()] = {
                    text, path.filename()};
            else
                read.letters.push_back(text);
        }
        return read;
    }();
    return all;
}

std::shared_ptr<const rendering::PreparedFonts> fonts() {
    static const auto prepared = [] {
        const auto noto = [](const std::string& name) {
            const std::string folder = "/usr/share/fonts/truetype/noto/NotoSans";
            return rendering::FontFile{name, file_bytes(folder + name + ".ttf")};
        };
        return rendering::PreparedFonts::prepare(
                   {noto("-Regular"),
                    noto("-Bold"),
                    {noto("Arabic-Regular"), noto("Hebrew-Regular"), noto("Gujarati-Regular"),
                     noto("Bengali-Regular"), noto("Gurmukhi-Regular"),
                     noto("Devanagari-Regular")}})
            .value();
    }();
    return prepared;
}

rendering::LetterForm form(Mutator& mutator) {
    const std::vector<std::string> names = {"standard", "large-print", "giant-print"};
    const std::string file = mutator.one_of(names) + ".yaml";
    rendering::LetterForm form =
        rendering::read_letter_form(
            file_bytes(std::string(POSTROOM_SOURCE_TREE) + "/templates/letterhead/" + file), file)
            .value();
    const auto& envelopes = rendering::known_envelopes();
    form.envelope = envelopes[mutator.below(envelopes.size())];
    return form;
}

templating::Record values(const std::vector<std::string>& names, Mutator& mutator) {
    templating::Record fields;
    for (const std::string& name : names) {
        if (mutator.below(8) == 0)
            fields[name] = mutator.below(2) == 0;
        else if (mutator.below(8) == 0)
            fields[name] =
                templating::Records{{{"number", std::string("1")}, {"text", mutator.value()}},
                                    {{"number", std::string("2")}, {"text", mutator.value()}}};
        else
            fields[name] = mutator.value();
    }
    return fields;
}

composition::Frame frame(Mutator& mutator) {
    composition::Frame frame{.reference = "CC-" + std::to_string(mutator.below(100'000)),
                             .date = "17 March 2025",
                             .addressee = {"Ms Asha Patel", "1 High Street", "LE1 1AA"},
                             .salutation = "Dear Ms Patel",
                             .sign_off = "Yours sincerely",
                             .signatory = {"Sam Green", "Complaints officer"},
                             .contact = {"Example Council", "0116 496 0000"}};
    if (mutator.below(3) == 0) frame.addressee.insert(frame.addressee.begin(), mutator.value());
    if (mutator.below(3) == 0) frame.salutation = "Dear " + mutator.value();
    if (mutator.below(9) == 0) frame.reference = mutator.value();
    if (mutator.below(9) == 0) frame.contact[0] = mutator.value();
    if (mutator.below(9) == 0)
        for (int i = 0; i < 500; ++i) frame.addressee.push_back("line");
    return frame;
}

void render(const document::Document& letter, Mutator& mutator) {
    const auto made = rendering::render_pdf(letter, form(mutator), *fonts(), Instant{});
    if (!made) {
        EXPECT_FALSE(made.error().what.empty());
        return;
    }
    EXPECT_TRUE(is_utf8(rendering::render_text(letter)));
    const auto report = pdfcheck::check(made->bytes, "letter.pdf");
    ASSERT_TRUE(report);
    for (const pdfcheck::Finding& finding : report->findings)
        ADD_FAILURE() << finding.rule->id << " " << finding.where << ": " << finding.what;
}

TEST(Fuzz, WordingIsRefusedWithAReasonOrMakesALetterThatKeepsEveryRule) {
    many_rounds(400, [](std::uint64_t seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Mutator mutator(seed);
        const std::string text = mutator.mutated(wording().letters);
        const auto letter =
            composition::Letter::parse("stage1/fuzz", text, "fuzz.md", wording().partials);
        if (!letter) {
            ASSERT_FALSE(letter.error().empty());
            for (const Problem& problem : letter.error()) EXPECT_FALSE(problem.what.empty());
            return;
        }
        const auto document =
            composition::compose(*letter, values(letter->front.fields, mutator), frame(mutator));
        if (document) render(*document, mutator);
    });
}

TEST(Fuzz, AnyCaseMakesALetterThatKeepsEveryRuleOrSaysWhatIsWrong) {
    many_rounds(250, [](std::uint64_t seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Mutator mutator(seed + 1'000'000);
        const auto letter = composition::Letter::parse(
            "stage1/fuzz", mutator.one_of(wording().letters), "fuzz.md", wording().partials);
        ASSERT_TRUE(letter) << to_text(letter.error());
        const auto document =
            composition::compose(*letter, values(letter->front.fields, mutator), frame(mutator));
        if (document) render(*document, mutator);
    });
}

TEST(Fuzz, AddressesAreJudgedTheSameHoweverTheyAreSpelled) {
    many_rounds(3000, [](std::uint64_t seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Mutator mutator(seed);
        std::vector<std::string> lines;
        for (std::size_t i = mutator.below(9); i-- > 0;) {
            std::string line = mutator.value();
            if (is_utf8(line)) lines.push_back(composition::written_address_line(line));
        }
        if (mutator.below(2) == 0) lines.push_back(composition::written_postcode("le15 6qt"));
        for (const std::string& line : lines) {
            EXPECT_EQ(composition::written_address_line(line), line);
            EXPECT_EQ(composition::written_postcode(composition::written_postcode(line)),
                      composition::written_postcode(line));
        }
        const auto why = composition::why_not_postable(lines);
        if (!why) {
            EXPECT_GE(lines.size(), 3U);
            EXPECT_LE(lines.size(), 7U);
        }
    });
}

TEST(Fuzz, FormsEnvelopesAndLogosAreReadOrRefused) {
    const std::vector<std::string> seeds = {
        file_bytes(std::string(POSTROOM_SOURCE_TREE) + "/templates/letterhead/standard.yaml"),
        "logo: oak.png\nlogo_words: An oak\n", "220x110 window 90x35 at 20,57 panel 99", "dl-57",
        file_bytes(std::string(POSTROOM_SOURCE_TREE) + "/docs/pictures/stage2-rights.png")};
    many_rounds(1500, [&](std::uint64_t seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Mutator mutator(seed);
        const std::string text = mutator.mutated(seeds);
        const auto form = rendering::read_letter_form(text, "form.yaml");
        EXPECT_TRUE(form || !form.error().what.empty());
        const auto envelope = rendering::read_envelope(text);
        EXPECT_TRUE(envelope || !envelope.error().what.empty());
        if (seed % 20 != 0) return;  // a picture takes its time
        const auto logo = rendering::read_logo(text, "logo.png");
        EXPECT_TRUE(logo || !logo.error().what.empty());
    });
}

}  // namespace
}  // namespace postroom::fuzz
