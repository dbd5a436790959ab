#include "daemon/studio/promises.hpp"

#include <algorithm>
#include <variant>

#include "calendar/date_text.hpp"
#include "cases/names.hpp"
#include "composition/salutation.hpp"
#include "daemon/studio/field_dates.hpp"
#include "daemon/studio/field_names.hpp"

namespace postroom::daemon {

namespace {

/// Whether the words stand anywhere in these blocks.
class Finder {
  public:
    explicit Finder(std::string words) : words_(std::move(words)) {}

    bool in(const document::Document& letter) const {
        return in(letter.body) || in(letter.after_signature);
    }
    bool in(const std::vector<document::Block>& blocks) const {
        return std::ranges::any_of(
            blocks, [&](const document::Block& block) { return std::visit(*this, block); });
    }
    bool operator()(const document::Heading& heading) const { return in_runs(heading.runs); }
    bool operator()(const document::Paragraph& paragraph) const { return in_runs(paragraph.runs); }
    bool operator()(const document::Callout& callout) const { return in_runs(callout.runs); }
    bool operator()(const document::List& list) const {
        return std::ranges::any_of(list.items, [&](const auto& item) { return in(item); });
    }
    bool operator()(const document::Table& table) const {
        return std::ranges::any_of(table.rows, [&](const auto& row) {
            return std::ranges::any_of(row, [&](const auto& cell) { return in_runs(cell); });
        });
    }

  private:
    bool in_runs(const document::Runs& runs) const {
        return document::plain(runs).find(words_) != std::string::npos;
    }

    std::string words_;
};

bool names(const document::Document& letter, calendar::Day day) {
    return Finder(calendar::weekday_date(day, letter.language)).in(letter);
}

/// What a letter promises of a clock it also tells, whether it calls the day by its number or the
/// clock's limit.
Expected<cases::Details> days_promised(const composition::FrontMatter& front,
                                       const document::Document& letter,
                                       const FieldSource& source) {
    cases::Details told;
    std::string_view rest;
    const procedure::Clock* clock = clock_named_in(front.promises, source.procedure, rest);
    if (clock == nullptr) return told;
    const auto promised = date_promised(front, letter, source);
    if (!promised) return fail(promised.error());
    for (const procedure::AsTold& day : clock->as_told) {
        const auto date = date_named(day.detail, source);
        if (!date) return fail(date.error());
        if (*date && (*date)->iso() == *promised) told[day.detail] = *promised;
    }
    return told;
}

}  // namespace

std::optional<LastPromise> last_promise(const Look& look, const procedure::PlannedStep& planned,
                                        const cases::Party& reader, const Studio& studio) {
    const std::vector<const cases::Party*> readers =
        look.case_.parties_in(cases::Role::complainant);
    if (readers.empty()) return std::nullopt;
    const bool young = composition::is_young(*readers.front());
    if (std::ranges::any_of(
            readers, [&](const cases::Party* one) { return composition::is_young(*one) != young; }))
        return std::nullopt;
    const auto& events = look.case_.events;
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
        if (event->name != cases::letter_sent && event->name != cases::letter_sent_again) continue;
        // What another of several complainants was told is told to nobody else.
        const cases::Party* told =
            cases::reader_known_as(event->text("reader").value_or(""), look.case_.parties);
        if (told != nullptr && told->role == reader.role && told != &reader) continue;
        const auto day = calendar::Day::from_iso(event->text("promised").value_or(""));
        const procedure::Step* step =
            look.procedure->step(StepId(event->text("step").value_or("")));
        if (!day || step == nullptr) continue;
        if (step == planned.step && event->says("occurrence", planned.occurrence.text())) continue;
        const composition::Letter* letter = composition::letter_for(
            studio.content().letters_of(*look.procedure), step->letter, young, "en");
        if (letter == nullptr) return std::nullopt;
        LastPromise found{.fields = {letter->front.promises}, .day = *day, .on = event->on};
        for (const cases::CaseEvent& dates : events)
            if (dates.name == cases::dates_told && dates.says("step", step->id.text))
                for (const auto& [name, value] : dates.details)
                    if (dates.says(name, day->iso())) found.fields.push_back(name);
        return found;
    }
    return std::nullopt;
}

Expected<std::string> date_promised(const composition::FrontMatter& front,
                                    const document::Document& letter, const FieldSource& source) {
    if (front.promises.empty()) return std::string();
    const auto promised = date_named(front.promises, source);
    if (!promised) return fail(promised.error());
    // Of a day that is over the letter says only that it was missed.
    if (!*promised || **promised < source.today) return std::string();
    if (!names(letter, **promised)) return std::string();
    return (*promised)->iso();
}

Expected<cases::Details> dates_told(const composition::FrontMatter& front,
                                    const document::Document& letter, const FieldSource& source) {
    const auto promised = days_promised(front, letter, source);
    if (!promised) return fail(promised.error());
    cases::Details told = *promised;
    for (const std::string& name : front.tells) {
        const auto day = date_named(name, source);
        if (!day) return fail(day.error());
        if (!*day || **day < source.today) continue;
        if (names(letter, **day)) told[name] = (*day)->iso();
    }
    return told;
}

}  // namespace postroom::daemon
