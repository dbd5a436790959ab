#include "daemon/authoring/readability_check.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "composition/wording_rules.hpp"
#include "daemon/premises/files.hpp"

namespace postroom::daemon {

namespace {

/// Legal names that no writer can shorten.
constexpr std::array legal_names{"Local Government and Social Care Ombudsman",
                                 "children's social care complaints procedure"};

/// Letters by post go to people outside the council; officers get email alone.
bool goes_outside(const composition::Letter& letter) {
    return std::ranges::count(letter.front.channels, cases::Channel::letter) > 0;
}

std::vector<std::string> fixed_names(const Config& config) {
    return {config.text("ombudsman.name"), config.text("advocacy.name")};
}

/// Those of all councils that share the wording.
std::vector<std::string> names_of_wording(const std::string& wording, const Studio& studio) {
    std::vector<std::string> names = fixed_names(studio.config());
    for (const auto& [id, procedure] : studio.content().procedures) {
        if (procedure.wording != wording) continue;
        for (std::string& name : fixed_names(studio.config_of(id)))
            names.push_back(std::move(name));
    }
    return names;
}

std::string one_decimal(double number) {
    const long tenths = std::lround(number * 10);
    std::string text =
        std::to_string(std::abs(tenths) / 10) + "." + std::to_string(std::abs(tenths) % 10);
    return tenths < 0 ? "-" + text : text;
}

}  // namespace

LetterReading read_letter(const composition::Letter& letter, std::vector<std::string> names) {
    names.insert(names.end(), legal_names.begin(), legal_names.end());
    composition::Readability read = composition::hardest_reading(letter, names);
    const composition::ReadingLimits limits = composition::limits_for(letter.front.register_);
    const bool young = letter.front.register_ == composition::Register::young_person;
    const bool outside = goes_outside(letter);
    return {.letter = letter.name,
            .file = letter.file,
            .reader = young     ? "young person"
                      : outside ? "adult"
                                : "officer",
            .grade = read.grade,
            .longest_sentence_words = read.longest_sentence_words,
            .longest_sentence = std::move(read.longest_sentence),
            .limited = outside,
            .grade_limit = limits.grade,
            .words_limit = limits.words_in_a_sentence};
}

Problem too_hard(const LetterReading& reading) {
    Problem problem{.file = reading.file, .line = 1};
    if (reading.grade > reading.grade_limit) {
        problem.what = "too hard to read: grade " + one_decimal(reading.grade) + ", and " +
                       one_decimal(reading.grade_limit) + " is the limit for this reader";
        problem.remedy = "use shorter sentences and shorter words";
    } else {
        problem.what = "a sentence of " + std::to_string(reading.longest_sentence_words) +
                       " words: \"" + reading.longest_sentence + "\"";
        problem.remedy =
            "make two of it; " + std::to_string(reading.words_limit) + " words are the limit";
    }
    return problem;
}

std::vector<LetterReading> read_every_letter(const Studio& studio) {
    const Content& content = studio.content();
    std::vector<LetterReading> readings;
    const std::vector<std::string> names = fixed_names(studio.config());
    for (const auto& [name, letter] : content.letters)
        if (letter.front.language == "en") readings.push_back(read_letter(letter, names));
    for (const auto& [wording, letters] : content.worded) {
        const std::vector<std::string> own_names = names_of_wording(wording, studio);
        for (const auto& [name, letter] : letters) {
            // What the council has as everybody else has been read.
            if (letter.front.language != "en" || &letter == content.letters.find(name)) continue;
            readings.push_back(read_letter(letter, own_names));
            readings.back().letter.insert(0, wording + "/");
        }
    }
    return readings;
}

Problems wording_problems(const Setting& setting, const Studio& studio) {
    Problems problems;
    for (const LetterReading& reading : read_every_letter(studio))
        if (!reading.passes()) problems.push_back(too_hard(reading));
    for (const auto& [name, path] : setting.places.all("letters", ".md")) {
        Problems wrong = composition::wrong_words_in(read_file(path), setting.places.shown(path));
        std::ranges::move(wrong, std::back_inserter(problems));
    }
    const std::string wrong =
        composition::wrong_ombudsman_in(studio.config().text("ombudsman.name"));
    if (!wrong.empty())
        problems.push_back({.what = "not the Ombudsman for complaints about councils: " + wrong,
                            .remedy = "it is the Local Government and Social Care Ombudsman",
                            .file = "postroom.yaml",
                            .field = "ombudsman.name"});
    return problems;
}

std::string as_table(const std::vector<LetterReading>& readings) {
    std::string text = "grade  longest sentence  reader        letter\n";
    const auto right = [](const std::string& words, std::size_t width) {
        return words.size() < width ? std::string(width - words.size(), ' ') + words : words;
    };
    for (const LetterReading& reading : readings) {
        std::string reader = reading.reader;
        reader.resize(std::max<std::size_t>(reader.size(), 12), ' ');
        text += right(one_decimal(reading.grade), 5) + "  " +
                right(std::to_string(reading.longest_sentence_words) + " words", 16) + "  " +
                reader + "  " + reading.letter + (reading.passes() ? "" : "  TOO HARD") + "\n";
    }
    return text;
}

}  // namespace postroom::daemon
