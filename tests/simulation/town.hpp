// One office with its cases for sixty days: real use cases on a real database, deaths in between.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "auditor.hpp"
#include "calendar/day.hpp"
#include "chance.hpp"
#include "daemon/records/office.hpp"
#include "fate.hpp"
#include "relay.hpp"

namespace postroom::simulation {

/// What every simulated office has in common, read once: words, procedures, fonts, and an empty
/// data directory to begin from.
struct Premises {
    daemon::Setting setting;
    /// With each rule for what is uncertain in every letter to a complainant.
    std::map<WhenUncertain, daemon::Studio> studios;
    std::string empty;  ///< a copy of the data directory as `init` leaves it
};

struct Figures {
    int runs = 0;
    int deaths = 0;
    int refused_commits = 0;
    int emails_taken = 0;
    int letters_posted = 0;
    int uncertain = 0;
    int events = 0;
    int bounces = 0;
    int by_rule = 0;  ///< emails that went again, or by post, because nobody knew
};

class Town {
  public:
    Town(const Premises& premises, std::uint64_t seed, Defect defect);

    /// Sixty days, and those after which everything must have come to an end. Problems are the
    /// auditor's; a fault of ours (an exception nobody arranged) is thrown.
    void live();
    const std::vector<std::string>& problems() const { return auditor_.problems(); }
    const Figures& figures() const { return figures_; }
    /// The same for the same seed: all that the relay took and all that is on record.
    std::string digest() const { return auditor_.digest(sink_); }

  private:
    const daemon::Studio& studio() const { return premises_.studios.at(rule_); }
    void choose_character();
    void one_day(calendar::Day day);
    void settle(calendar::Day day);
    void run_at(calendar::Day day, int minute);
    bool anything_waits();
    /// Work that may be cut off at any moment; false when it was.
    bool mortal(const std::function<void(daemon::Office&)>& work);
    void open();
    void at(calendar::Day day, int minute);

    void new_case(calendar::Day day);
    void something_happens(daemon::Office& office, const std::string& reference);
    void desk(daemon::Office& office, bool diligent);
    void at_the_relays_log(daemon::Office& office, bool diligent);
    void comes_back();

    const Premises& premises_;
    Defect defect_;
    Chance chance_;
    WhenUncertain rule_;
    Fate fate_;
    MortalClock clock_{fate_};
    Sink sink_;
    Weather weather_;
    Auditor auditor_;
    Figures figures_;
    std::unique_ptr<daemon::Office> office_;
    bool interrupted_ = true;
    bool touched_ = true;  ///< somebody did something since the last run that ended well
    Instant now_;
    calendar::Day today_;
    double trouble_ = 0;    ///< how often a process dies or a commit is refused
    double activity_ = 0;   ///< how often something happens on a case
    double diligence_ = 0;  ///< how often a person does today what lies on the desk
    double hastiness_ = 0;  ///< resolves without looking in the relay's log
    double bounced_ = 0;
    std::map<std::string, std::vector<std::string>> events_of_;  ///< ids, to correct
};

}  // namespace postroom::simulation
