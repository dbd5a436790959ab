// What people of all sorts send in and record, by chance; and the reports of readers' servers.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "calendar/day.hpp"
#include "chance.hpp"
#include "fate.hpp"

namespace postroom::simulation {

/// From now on ids, keys and salts come from this chance, so that a seed is the same office twice.
void let_chance_be(Chance& chance);
/// From now on every commit of a database asks this fate.
void let_fate_be(Fate& fate);

/// A case file of one complaint, received on that day or a few days before.
std::string a_case(Chance& chance, const std::string& reference, calendar::Day on,
                   const std::vector<std::string>& procedures);

struct Happened {
    std::string name;
    calendar::Day on;
    std::vector<std::pair<std::string, std::string>> details;
};
/// Likely and unlikely events, and corrections of the ones recorded under `ids`.
Happened any_event(Chance& chance, calendar::Day today, const std::vector<std::string>& ids);

/// The same by plain SQL, now and then with a word or a date that is none. False when it was
/// refused.
bool another_program_writes(const std::string& database, Chance& chance,
                            const std::string& reference, const Happened& happened);

struct Report {
    std::string text;
    bool goes_again = false;  ///< given up for now
};
Report any_report(Chance& chance, const std::string& message_id);

}  // namespace postroom::simulation
