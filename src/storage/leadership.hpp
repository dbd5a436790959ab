// Which of several daemons on one database leads: plans, writes, lays paper in the tray and extends
// the archive. A row with a term, not a lock: a lock would go with a connection, not with the work.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.hpp"
#include "storage/database.hpp"

namespace postroom::storage {

/// The database's own clock: the one clock all daemons share.
Instant clock_of(Database& database);

class Leadership {
  public:
    /// `holder` names this daemon among those on the database.
    Leadership(Database& database, std::string holder)
        : database_(database), holder_(std::move(holder)) {}

    /// Takes the lead when nobody has it, or keeps it, for `microseconds` from now. False when
    /// another daemon leads. A transaction of its own.
    bool take_or_keep(std::int64_t microseconds);
    /// The lead is free at once, for whoever asks next.
    void give_up();
    /// Inside a transaction: throws DatabaseError unless the term that take_or_keep() won still
    /// stands, and holds it to the transaction's end. A daemon that was paused stops here. So does
    /// one whose session was replaced since: the server that answers now may be a deposed primary
    /// with rows that no other has, and it must confirm a change first.
    void require();
    /// Who leads now, or "".
    std::string holder();

  private:
    Database& database_;
    std::string holder_;
    std::int64_t term_ = 0;
    std::int64_t confirmed_in_session_ = 0;
};

}  // namespace postroom::storage
