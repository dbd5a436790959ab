// How many letters a second are composed on one thread: every letter of letters/ in turn, with
// values for all that it may say.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "composition/catalogue.hpp"
#include "composition/compose.hpp"
#include "composition/readability.hpp"

namespace {

using namespace postroom;
using Timer = std::chrono::steady_clock;

double seconds_since(Timer::time_point start) {
    return std::chrono::duration<double>(Timer::now() - start).count();
}

std::vector<composition::WordingFile> wording_files(const std::filesystem::path& folder) {
    std::vector<composition::WordingFile> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".md") continue;
        std::ifstream stream(entry.path(), std::ios::binary);
        std::string text{std::istreambuf_iterator<char>(stream), {}};
        const auto name = std::filesystem::relative(entry.path(), folder);
        files.push_back({std::filesystem::path(name).replace_extension().generic_string(),
                         std::move(text), name.generic_string()});
    }
    return files;
}

/// Something for every name: text for values, two items for lists, true for other sections.
templating::Record sample_fields(const templating::Template& wording) {
    const std::string words =
        "We wrote to you on Monday 17 March 2025 and said that *we* would answer by then.";
    templating::Record item;
    for (const char* name : {"number", "text", "finding", "reasons", "actions", "title", "on"})
        item[name] = words;
    templating::Record fields;
    for (const templating::Use& use : wording.uses()) {
        if (use.name.ends_with("_points") || use.name == "letters_sent") {
            fields[use.name] = templating::Records{item, item};
        } else if (use.kind == templating::Use::Kind::value) {
            fields[use.name] = words;
        } else {
            fields.try_emplace(use.name, true);
        }
    }
    return fields;
}

}  // namespace

int main() {
    const auto files = wording_files(POSTROOM_SOURCE_TREE "/letters");
    auto start = Timer::now();
    const auto catalogue = composition::read_catalogue(files);
    if (!catalogue) {
        std::cerr << to_text(catalogue.error());
        return 1;
    }
    std::cout << catalogue->size() << " letters read and checked in " << seconds_since(start) * 1000
              << " ms\n";

    struct Work {
        const composition::Letter* letter;
        templating::Record fields;
    };
    std::vector<Work> works;
    for (const auto& [name, letter] : *catalogue) {
        templating::Record fields = sample_fields(letter.body());
        for (const auto* line : {&letter.subject(), &letter.preheader()})
            fields.merge(sample_fields(*line));
        works.push_back({&letter, std::move(fields)});
    }
    const composition::Frame frame{.reference = "CC-1", .salutation = "Dear Ms Patel"};
    std::size_t composed = 0;
    std::size_t blocks = 0;
    for (start = Timer::now(); seconds_since(start) < 3;) {
        for (const Work& work : works) {
            const auto document = composition::compose(*work.letter, work.fields, frame);
            if (!document) {
                std::cerr << to_text(document.error());
                return 1;
            }
            blocks += document->body.size();
            ++composed;
        }
    }
    const double rate = static_cast<double>(composed) / seconds_since(start);
    std::cout << static_cast<long>(rate) << " letters composed a second on one thread, "
              << blocks / composed << " blocks each\n";
}
