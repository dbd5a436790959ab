// When the process dies, or the store refuses a commit: at the nth step from now.
#pragma once

#include "base/clock.hpp"

namespace postroom::simulation {

/// Thrown where the process dies. No std::exception, so that nothing on the way takes it for
/// trouble of the work; what it unwinds, a dead process's database would have rolled back too.
struct ProcessDied {};

/// One for the process: SQLite's commit hook has nobody else to ask.
class Fate {
  public:
    enum class Kind {
        none,
        die_at_step,    ///< when the clock is asked, or the relay reached
        die_at_commit,  ///< that commit and every later one comes to nothing
        refuse_commit   ///< that one alone: a disk that was full for a moment
    };
    void decide(Kind kind, int steps) {
        kind_ = kind;
        left_ = steps;
        struck_ = false;
    }
    /// Something went wrong that was to go wrong.
    bool struck() const { return struck_; }
    bool dead() const { return struck_ && kind_ != Kind::refuse_commit; }

    /// A moment between two things that happen. Throws ProcessDied.
    void step() {
        if (kind_ == Kind::die_at_step && !struck_ && --left_ <= 0) struck_ = true;
        if (dead()) throw ProcessDied{};
    }
    void die() {
        kind_ = Kind::die_at_step;
        struck_ = true;
        throw ProcessDied{};
    }
    bool commits() {
        if (dead()) return false;
        if (kind_ != Kind::die_at_commit && kind_ != Kind::refuse_commit) return true;
        if (struck_ || --left_ > 0) return true;
        struck_ = true;
        return false;
    }

  private:
    Kind kind_ = Kind::none;
    int left_ = 0;
    bool struck_ = false;
};

/// Virtual time, a millisecond later each time it is asked; a moment at which the process may die.
class MortalClock final : public Clock {
  public:
    explicit MortalClock(Fate& fate) : fate_(fate) {}
    void set(Instant at) { at_ = at; }
    Instant now() const override {
        fate_.step();
        at_.microseconds += 1000;
        return at_;
    }

  private:
    Fate& fate_;
    mutable Instant at_;
};

}  // namespace postroom::simulation
