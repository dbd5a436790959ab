#include "relay.hpp"

namespace postroom::simulation {

namespace {

using dispatch::Outcome;
using Kind = Outcome::Kind;

class Relay final : public dispatch::Transport {
  public:
    Relay(Sink& sink, Chance& chance, Fate& fate, const Weather& weather, Defect defect)
        : sink_(sink), chance_(chance), fate_(fate), weather_(weather), defect_(defect) {}

    Outcome deliver(const outbox::Parcel&, const Bytes& bytes,
                    const std::function<bool()>& may_commit) override {
        fate_.step();
        sink_.offered(defect_ == Defect::made_anew
                          ? bytes + "Date: " + std::to_string(chance_.number()) + "\r\n"
                          : bytes);
        const bool at_the_dot = chance_.happens(0.5);
        if (chance_.happens(weather_.down)) return {Kind::refused_for_now, "connect"};
        const bool for_now = chance_.happens(weather_.refused_for_now);
        const bool refused = !for_now && chance_.happens(weather_.refused);
        if (!at_the_dot && for_now) return {Kind::refused_for_now, "rcpt", 450};
        if (!at_the_dot && refused) return {Kind::refused, "rcpt", 550};
        if (defect_ == Defect::dot_before_mark && !for_now && !refused) {
            sink_.take(bytes);
            if (!may_commit()) return {Kind::lost_claim, "data"};
            return {Kind::accepted, "dot", 250};
        }
        if (!may_commit()) return {Kind::lost_claim, "data"};
        if (for_now) return {Kind::refused_for_now, "dot", 451};
        if (refused) return {Kind::refused, "dot", 554};
        const bool dies = chance_.happens(weather_.death);
        const bool answers = !dies && !chance_.happens(weather_.no_answer);
        if (answers || chance_.happens(0.5)) sink_.take(bytes);
        if (dies) fate_.die();
        fate_.step();
        if (!answers && defect_ == Defect::doubt_is_refusal) return {Kind::refused_for_now, "dot"};
        if (!answers && defect_ == Defect::doubt_is_acceptance) return {Kind::accepted, "dot"};
        if (!answers) return {Kind::no_answer, "dot"};
        return {Kind::accepted, "dot", 250, "250 2.0.0 Ok: queued"};
    }
    bool has_delivered(const outbox::Parcel&) override { return false; }
    bool leaves_evidence() const override { return false; }

  private:
    Sink& sink_;
    Chance& chance_;
    Fate& fate_;
    const Weather& weather_;
    Defect defect_;
};

}  // namespace

std::string header_of(const Bytes& message, const std::string& name) {
    const std::string head = "\r\n" + message.substr(0, message.find("\r\n\r\n")) + "\r\n";
    const auto at = head.find("\r\n" + name + ": ");
    if (at == head.npos) return "";
    const auto from = at + name.size() + 4;
    std::string value;
    for (auto line = from;;) {
        const auto end = head.find("\r\n", line);
        value += head.substr(line, end - line);
        line = end + 2;
        if (line >= head.size() || (head[line] != ' ' && head[line] != '\t')) return value;
    }
}

void Sink::offered(const Bytes& bytes) {
    const std::string id = header_of(bytes, "Message-ID");
    const auto [first, fresh] = first_.emplace(id, bytes);
    if (!fresh && first->second != bytes) changed_.push_back(id);
}

void Sink::take(const Bytes& bytes) {
    const std::string line = header_of(bytes, "Message-ID");
    const std::string id = line.substr(1, line.size() - 2);  // without its brackets
    taken_.push_back({id, bytes});
    ++times_[id];
}

int Sink::times_taken(const std::string& message_id) const {
    const auto found = times_.find(message_id);
    return found == times_.end() ? 0 : found->second;
}

std::unique_ptr<dispatch::Transport> make_relay(Sink& sink, Chance& chance, Fate& fate,
                                                const Weather& weather, Defect defect) {
    return std::make_unique<Relay>(sink, chance, fate, weather, defect);
}

}  // namespace postroom::simulation
