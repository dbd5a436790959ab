#include "procedure/reckoner.hpp"

namespace postroom::procedure {

namespace {

void note(std::optional<Problem>& trouble, const Problem& problem) {
    if (!trouble) trouble = problem;
}

}  // namespace

calendar::Day Reckoner::past_the_years(calendar::Day from, int working_days) {
    note(trouble_, calendar_.add(from, working_days).error());
    return from;
}

calendar::Day Reckoner::past_the_years(calendar::Day from) {
    note(trouble_, calendar_.working_day_on_or_after(from).error());
    return from;
}

int Reckoner::not_counted(calendar::Day from, calendar::Day to) {
    note(trouble_, calendar_.count(from, to).error());
    return 0;
}

}  // namespace postroom::procedure
