#include "cli/outbox_answers.hpp"

#include "base/counted.hpp"
#include "daemon/records/persons_word.hpp"
#include "daemon/work/print_day.hpp"

namespace postroom::cli {

void print_what_is_left(daemon::Office& office, Session& session) {
    for (const Problem& problem : daemon::bring_print_files_up_to_date(office))
        session.complain(problem);
}

void answer(int count, const std::string& words, Session& session) {
    if (session.json)
        session.print_json(JsonObject{{"changed", static_cast<long>(count)}});
    else if (count > 0 || session.exit_code == 0)
        session.say(words);
}

void each_parcel(const std::vector<std::string>& ids, Session& session,
                 const std::string& done_word,
                 const std::function<Expected<int>(daemon::Office&, const ParcelId&)>& what) {
    const auto office = session.open_office();
    if (!office) return;
    int count = 0;
    for (const std::string& text : ids) {
        const auto id = daemon::parcel_named(*office, text);
        if (!id) {
            session.complain(id.error());
            continue;
        }
        const auto changed = what(*office, *id);
        if (changed)
            count += *changed;
        else
            session.complain(changed.error());
    }
    print_what_is_left(*office, session);
    answer(count, done_word + " " + counted(count, "parcel") + ".", session);
}

}  // namespace postroom::cli
