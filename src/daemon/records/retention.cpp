// The retention schedule: it reads the child's legal status and proposes a day for review.
#include <algorithm>

#include "cases/case.hpp"
#include "daemon/records/records.hpp"

namespace postroom::daemon {

namespace {

using calendar::Day;

/// The same date so many years on; 29 February becomes 1 March.
Day years_after(Day day, int years) {
    const std::string iso = day.iso();
    const std::string year = std::to_string(std::stoi(iso.substr(0, 4)) + years);
    if (const auto same = Day::from_iso(std::string(4 - year.size(), '0') + year + iso.substr(4)))
        return *same;
    return *Day::from_iso(year + "-03-01");
}

/// The day the case was last closed; nothing while it is open.
std::optional<Day> closed_on(const cases::Case& case_) {
    std::optional<Day> closed;
    for (const cases::CaseEvent& event : case_.events) {
        if (event.name == "closed") closed = event.on;
        if (event.name == "reopened") closed.reset();
    }
    return closed;
}

void apply_schedule(RetentionItem& item, const std::optional<Day>& born, const Config& config) {
    const auto after = [&](Day from, const char* key, const char* what) {
        const int years = config.number(key);
        item.review_on = years_after(from, years);
        item.rule = std::to_string(years) + " years after " + what;
    };
    const std::string& status = item.legal_status;
    if (status == "looked_after" || status == "adopted") {
        if (!born) {
            item.rule = "the date of birth is not recorded: record legal_status_recorded with born";
            return;
        }
        after(*born,
              status == "adopted" ? "retention.adopted_years_after_birth"
                                  : "retention.looked_after_years_after_birth",
              "birth");
    } else if (status == "child_protection") {
        after(item.closed_on, "retention.child_protection_years_after_closing",
              "the case was closed");
    } else if (status.empty()) {
        item.rule = "the child's legal status is not recorded: record legal_status_recorded";
    } else {
        after(item.closed_on, "retention.years_after_closing", "the case was closed");
    }
}

}  // namespace

std::vector<RetentionItem> retention(Office& office, Day today, bool all) {
    std::vector<RetentionItem> items;
    for (const CaseReference& reference : office.cases().all_references()) {
        const auto loaded = office.cases().load(reference, office.content().declared_events());
        if (!loaded) continue;
        const cases::Case case_ = cases::fold(loaded->file, today);
        const auto closed = closed_on(case_);
        if (!closed) continue;
        RetentionItem item{.reference = reference, .legal_status = "", .closed_on = *closed};
        std::optional<Day> born;
        if (const cases::CaseEvent* status = case_.latest("legal_status_recorded")) {
            item.legal_status = status->text("status").value_or("");
            if (const auto text = status->text("born")) born = Day::from_iso(*text);
        }
        apply_schedule(item, born, office.config());
        item.on_hold = office.records().hold_on(reference).has_value();
        if (all || !item.review_on || *item.review_on <= today) items.push_back(std::move(item));
    }
    std::ranges::stable_sort(items, {}, [](const RetentionItem& item) {
        return item.review_on.value_or(item.closed_on);
    });
    return items;
}

}  // namespace postroom::daemon
