// Simulates offices: simulate [COUNT] [SEED]. Seed after seed from SEED on; one that fails is told,
// and `simulate 1 SEED` is that office again, to the byte.
#include <chrono>
#include <filesystem>
#include <iostream>
#include <stdexcept>

#include <stdlib.h>

#include "daemon/premises/files.hpp"
#include "town.hpp"

namespace postroom::simulation {

namespace {

namespace fs = std::filesystem;

constexpr int problems_shown = 20;
/// So many offices are lived through twice: a seed that is not the same office twice replays
/// nothing.
constexpr int lived_twice = 2;
constexpr std::uint64_t offices_to_find = 60;

/// A folder in memory where there is one: it is fast, and durability is other tests' business.
class Folder {
  public:
    Folder() {
        const fs::path memory = "/dev/shm";
        path_ = (fs::is_directory(memory) ? memory : fs::temp_directory_path()) /
                "postroom-simulate-XXXXXX";
        if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no folder to work in");
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string operator/(const std::string& name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

std::string in_procedures(WhenUncertain rule) {
    switch (rule) {
        case WhenUncertain::ask:
            return "ask";
        case WhenUncertain::send_again:
            return "send_again";
        case WhenUncertain::post:
            return "post";
    }
    throw std::logic_error("no such rule");
}

/// The council's own procedures are those that come with Postroom, with the rule written into
/// every step for a complainant.
daemon::Studio studio_with(WhenUncertain rule, const daemon::Setting& setting) {
    const std::string to_complainant = "\n    to: complainant\n";
    const std::string words = "    uncertain: {then: " + in_procedures(rule) + "}\n";
    const fs::path own = fs::path(setting.places.data) / "config/procedures";
    fs::create_directories(own);
    for (const auto& file : fs::directory_iterator(POSTROOM_SOURCE_TREE "/config/procedures")) {
        std::string text = daemon::read_file(file.path().string());
        for (std::size_t at = text.find(to_complainant); at != text.npos;
             at = text.find(to_complainant, at + to_complainant.size()))
            text.insert(at + to_complainant.size(), words);
        daemon::write_file((own / file.path().filename()).string(), text);
    }
    auto studio = daemon::Studio::open(setting);
    if (!studio) throw std::runtime_error(to_text(studio.error().front()));
    studio->fonts();  // shared by all that are copied from it
    fs::remove_all(own);
    return std::move(*studio);
}

Premises premises_in(const Folder& folder) {
    daemon::Setting setting;
    setting.environment = {
        {"POSTROOM_SMTP_HOST", "relay.example"},
        {"POSTROOM_BOUNCES_MAILDIR", folder / "data/returned"},
    };
    setting.places = daemon::find_places(folder / "data", {}, POSTROOM_SOURCE_TREE, "");
    daemon::create_data_directory(folder / "data", setting);
    fs::create_directories(folder / "data/returned/new");
    fs::rename(folder / "data", folder / "empty");
    fs::create_directory(folder / "data");
    Premises premises{.setting = setting, .studios = {}, .empty = folder / "empty"};
    for (const WhenUncertain rule :
         {WhenUncertain::ask, WhenUncertain::send_again, WhenUncertain::post})
        premises.studios.emplace(rule, studio_with(rule, setting));
    return premises;
}

struct Lived {
    std::vector<std::string> problems;
    Figures figures;
    std::string digest;
};

Lived live(const Premises& premises, std::uint64_t seed, Defect defect = Defect::none) {
    Town town(premises, seed, defect);
    Lived lived;
    try {
        town.live();
        lived.problems = town.problems();
        lived.digest = town.digest();
    } catch (const std::exception& error) {
        lived.problems = town.problems();
        lived.problems.push_back(std::string("it fell over: ") + error.what());
    }
    lived.figures = town.figures();
    return lived;
}

void add(Figures& whole, const Figures& one) {
    whole.runs += one.runs;
    whole.deaths += one.deaths;
    whole.refused_commits += one.refused_commits;
    whole.emails_taken += one.emails_taken;
    whole.letters_posted += one.letters_posted;
    whole.uncertain += one.uncertain;
    whole.events += one.events;
    whole.bounces += one.bounces;
    whole.by_rule += one.by_rule;
}

/// Tests the test: a sender with that defect must be found out.
bool finds(const Premises& premises, Defect defect, const std::string& what, std::uint64_t seed) {
    for (std::uint64_t n = 0; n < offices_to_find; ++n) {
        const Lived lived = live(premises, seed + n, defect);
        if (lived.problems.empty()) continue;
        std::cout << "a sender that " << what << ": " << n + 1
                  << " offices: " << lived.problems.front() << '\n';
        return true;
    }
    std::cout << "a sender that " << what << ": NOT FOUND in " << offices_to_find << " offices\n";
    return false;
}

bool finds_every_defect(const Premises& premises, std::uint64_t seed) {
    bool all = true;
    for (const auto& [defect, what] : std::initializer_list<std::pair<Defect, const char*>>{
             {Defect::dot_before_mark, "sends the dot before its mark is durable"},
             {Defect::doubt_is_refusal, "takes no answer for a refusal"},
             {Defect::doubt_is_acceptance, "takes no answer for an acceptance"},
             {Defect::made_anew, "makes the message anew for each attempt"}})
        all = finds(premises, defect, what, seed) && all;
    return all;
}

int simulate(int count, std::uint64_t seed) {
    const auto began = std::chrono::steady_clock::now();
    const Folder folder;
    const Premises premises = premises_in(folder);
    Figures figures;
    int faulty = 0, shown = 0;
    for (int n = 0; n < count; ++n) {
        const std::uint64_t this_seed = seed + static_cast<std::uint64_t>(n);
        Lived lived = live(premises, this_seed);
        if (n < lived_twice && lived.problems.empty() &&
            live(premises, this_seed).digest != lived.digest)
            lived.problems.emplace_back("it is not the same office the second time");
        add(figures, lived.figures);
        faulty += lived.problems.empty() ? 0 : 1;
        for (const std::string& problem : lived.problems)
            if (++shown <= problems_shown)
                std::cout << "seed " << this_seed << ": " << problem << std::endl;
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    std::cout << count << " offices of sixty days from seed " << seed << " on: " << figures.runs
              << " runs, " << figures.deaths << " deaths, " << figures.refused_commits
              << " commits refused, " << figures.events << " events, " << figures.emails_taken
              << " emails taken, " << figures.letters_posted << " letters posted, "
              << figures.uncertain << " uncertain ones resolved, " << figures.by_rule
              << " by rule, " << figures.bounces << " reports; " << faulty << " with problems; "
              << took.count() << " s\n";
    return finds_every_defect(premises, seed) && faulty == 0 ? 0 : 1;
}

}  // namespace

}  // namespace postroom::simulation

int main(int count, char** words) {
    try {
        const int offices = count > 1 ? std::stoi(words[1]) : 200;
        const std::uint64_t seed = count > 2 ? std::stoull(words[2]) : 20261126;
        return postroom::simulation::simulate(offices, seed);
    } catch (const std::exception& error) {
        std::cerr << "simulate: " << error.what() << '\n';
        return 2;
    }
}
