// Towards the archive: leaves in the order of their commits, until the folder has them.
#include "storage/outbox_store.hpp"
#include "storage/query.hpp"

namespace postroom::storage {

namespace {

std::int64_t named_number(Database& database, const char* name) {
    return first_row(database, "SELECT value FROM marks WHERE name = $1", {name})->number();
}

}  // namespace

std::int64_t OutboxStore::append_leaf(const ArchiveEntry& entry) {
    // Raising the count holds its row to the end of the transaction: no gap, and commit order.
    run(database_, "UPDATE marks SET value = value + 1 WHERE name = 'leaf_count'");
    const std::int64_t sequence = leaf_count() - 1;
    insert(database_, "archive_leaves",
           {{"sequence", sequence},
            {"leaf", Value::bytes(entry.leaf)},
            {"object_id", entry.object_id},
            {"object", entry.object_id.empty() ? Value() : Value::bytes(entry.object)}});
    return sequence;
}

std::vector<ArchiveEntry> OutboxStore::leaves_from(std::int64_t sequence, int limit) {
    std::vector<ArchiveEntry> entries;
    for (Row& row : rows(database_,
                         "SELECT sequence, leaf, object_id, object FROM archive_leaves "
                         "WHERE sequence >= $1 ORDER BY sequence LIMIT $2",
                         {sequence, limit})) {
        ArchiveEntry entry;
        entry.sequence = row.number();
        entry.leaf = row.text();
        entry.object_id = row.text();
        entry.object = row.text();
        entries.push_back(std::move(entry));
    }
    return entries;
}

std::int64_t OutboxStore::leaf_count() {
    return named_number(database_, "leaf_count");
}

void OutboxStore::archived_below(std::int64_t sequence) {
    // A daemon elsewhere may still have to send it, and has no archive folder to read it from.
    const std::string may_still_go =
        database_.is_postgresql()
            ? " AND NOT EXISTS (SELECT 1 FROM parcels WHERE parcels.id = object_id "
              "AND channel = 'email' AND state IN ('rendered', 'held', 'awaiting_approval', "
              "'sending', 'committing', 'retry_wait', 'uncertain'))"
            : "";
    run(database_,
        "UPDATE archive_leaves SET object = NULL WHERE sequence < $1 AND object IS NOT NULL" +
            may_still_go,
        {sequence});
    run(database_, "UPDATE marks SET value = $1 WHERE name = 'archived_count' AND value < $2",
        {sequence, sequence});
}

std::optional<std::string> OutboxStore::object_of(const ParcelId& id) {
    auto row = first_row(database_,
                         "SELECT object FROM archive_leaves WHERE object_id = $1 "
                         "AND object IS NOT NULL",
                         {id.text});
    if (!row) return std::nullopt;
    return row->text();
}

void OutboxStore::adopt_leaves(std::int64_t fork, const std::vector<std::string>& leaves) {
    const auto count = static_cast<std::int64_t>(leaves.size());
    // By way of negative numbers, so that no two are ever the same.
    run(database_, "UPDATE archive_leaves SET sequence = -1 - sequence - $1 WHERE sequence >= $2",
        {count, fork});
    run(database_, "UPDATE archive_leaves SET sequence = -1 - sequence WHERE sequence < 0");
    std::int64_t sequence = fork;
    for (const std::string& leaf : leaves)
        insert(database_, "archive_leaves",
               {{"sequence", sequence++},
                {"leaf", Value::bytes(leaf)},
                {"object_id", ""},
                {"object", Value()}});
    run(database_, "UPDATE marks SET value = value + $1 WHERE name = 'leaf_count'", {count});
    archived_below(fork + count);
}

std::int64_t OutboxStore::archived_count() {
    return named_number(database_, "archived_count");
}

}  // namespace postroom::storage
