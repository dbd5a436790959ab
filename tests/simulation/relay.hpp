// The council's mail relay: what it does to a message is chance, and what it took it never forgets.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "chance.hpp"
#include "dispatch/transport.hpp"
#include "fate.hpp"

namespace postroom::simulation {

/// How often what happens at the relay, in one office.
struct Weather {
    double down = 0;             ///< no connection
    double refused_for_now = 0;  ///< 4xx, before the dot or after it
    double refused = 0;          ///< 5xx, before the dot or after it
    double no_answer = 0;        ///< after the dot; half of these messages were taken
    double death = 0;            ///< the process dies at the dot; half of these messages were taken
};

/// What a sender might do wrong at the dot. The auditor must find out each.
enum class Defect {
    none,
    dot_before_mark,      ///< sends it before the claim is durable
    doubt_is_refusal,     ///< calls no answer "refused for now", and goes again
    doubt_is_acceptance,  ///< calls no answer "accepted"
    made_anew             ///< another Date each time it is tried
};

struct Taken {
    std::string message_id;
    Bytes bytes;
};

/// The relay's own record. It outlives every process that sends.
class Sink {
  public:
    void offered(const Bytes& bytes);
    void take(const Bytes& bytes);

    const std::vector<Taken>& taken() const { return taken_; }
    int times_taken(const std::string& message_id) const;
    /// Messages offered with other bytes than the first time.
    const std::vector<std::string>& changed() const { return changed_; }

  private:
    std::vector<Taken> taken_;
    std::map<std::string, int> times_;
    std::map<std::string, Bytes> first_;
    std::vector<std::string> changed_;
};

/// A header field without its name, unfolded; "" when there is none.
std::string header_of(const Bytes& message, const std::string& name);

std::unique_ptr<dispatch::Transport> make_relay(Sink& sink, Chance& chance, Fate& fate,
                                                const Weather& weather, Defect defect);

}  // namespace postroom::simulation
