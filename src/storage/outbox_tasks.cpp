// The outbox's tasks: what only a person can decide.
#include "storage/outbox_store.hpp"
#include "storage/query.hpp"

namespace postroom::storage {

using outbox::Task;

namespace {

const std::string select_tasks =
    "SELECT id, case_reference, step, catalogue, occurrence, parcel_id, reason, for_role, due, "
    "done, by_itself, resolution, created_on, asked_since FROM tasks ";

Task read_task(Row& row) {
    Task task;
    task.id = TaskId(row.text());
    task.case_reference = CaseReference(row.text());
    task.step = StepId(row.text());
    task.catalogue = row.text();
    task.occurrence = row.text();
    if (ParcelId parcel(row.text()); !parcel.empty()) task.parcel = std::move(parcel);
    task.reason = row.text();
    task.for_role = row.text();
    task.due = row.day();
    task.done = row.flag();
    task.by_itself = row.flag();
    task.resolution = row.text();
    task.created_on = row.day();
    if (const std::string since = row.text(); !since.empty())
        task.asked_since = calendar::Day::from_iso(since);
    return task;
}

}  // namespace

bool OutboxStore::add(const Task& task) {
    return insert(database_, "tasks",
                  {{"id", task.id.text},
                   {"case_reference", task.case_reference.text},
                   {"step", task.step.text},
                   {"catalogue", task.catalogue},
                   {"occurrence", task.occurrence},
                   {"parcel_id", task.parcel ? task.parcel->text : std::string()},
                   {"reason", task.reason},
                   {"for_role", task.for_role},
                   {"due", task.due},
                   {"done", task.done},
                   {"by_itself", task.by_itself},
                   {"resolution", task.resolution},
                   {"created_on", task.created_on},
                   {"asked_since", task.asked_since ? task.asked_since->iso() : std::string()}},
                  OnConflict::do_nothing);
}

void OutboxStore::add_or_reopen(const Task& task) {
    if (add(task)) return;
    run(database_,
        "UPDATE tasks SET reason = $1, for_role = $2, due = $3, created_on = $4, done = 0, "
        "by_itself = 0, asked_since = '', resolution = '' WHERE case_reference = $5 AND step = $6 "
        "AND occurrence = $7 "
        "AND parcel_id = $8",
        {task.reason, task.for_role, task.due, task.created_on, task.case_reference.text,
         task.step.text, task.occurrence, task.parcel ? task.parcel->text : std::string()});
}

std::vector<Task> OutboxStore::tasks(bool open_only) {
    std::vector<Task> result;
    for (Row& row : rows(database_, select_tasks + (open_only ? "WHERE done = 0 " : "") +
                                        "ORDER BY due, number"))
        result.push_back(read_task(row));
    return result;
}

void OutboxStore::ask_again(const Task& task) {
    run(database_,
        "UPDATE tasks SET reason = $1, for_role = $2, due = $3, asked_since = $4, done = 0, "
        "by_itself = 0, resolution = '' WHERE id = $5",
        {task.reason, task.for_role, task.due,
         task.asked_since ? task.asked_since->iso() : std::string(), task.id.text});
}

std::vector<Task> OutboxStore::open_since(calendar::Day day) {
    std::vector<Task> result;
    for (Row& row :
         rows(database_, select_tasks + "WHERE done = 0 AND due <= $1 ORDER BY number", {day}))
        result.push_back(read_task(row));
    return result;
}

std::vector<Task> OutboxStore::tasks_of_steps(const CaseReference& reference) {
    std::vector<Task> result;
    for (Row& row : rows(database_,
                         select_tasks + "WHERE case_reference = $1 AND step <> '' AND "
                                        "parcel_id = '' ORDER BY number",
                         {reference.text}))
        result.push_back(read_task(row));
    return result;
}

bool OutboxStore::is_asked_about(const ParcelId& parcel) {
    return first_row(database_, "SELECT 1 FROM tasks WHERE parcel_id = $1 AND done = 0 LIMIT 1",
                     {parcel.text})
        .has_value();
}

std::optional<Task> OutboxStore::task(const TaskId& id) {
    auto row = first_row(database_, select_tasks + "WHERE id = $1", {id.text});
    if (!row) return std::nullopt;
    return read_task(*row);
}

void OutboxStore::close_task(const TaskId& id, const std::string& resolution) {
    run(database_, "UPDATE tasks SET done = 1, resolution = $1 WHERE id = $2 AND done = 0",
        {resolution, id.text});
}

void OutboxStore::close_by_itself(const TaskId& id, const std::string& why) {
    run(database_,
        "UPDATE tasks SET done = 1, by_itself = 1, resolution = $1 WHERE id = $2 AND done = 0",
        {why, id.text});
}

void OutboxStore::close_tasks_of(const ParcelId& parcel, const std::string& resolution) {
    run(database_, "UPDATE tasks SET done = 1, resolution = $1 WHERE parcel_id = $2 AND done = 0",
        {resolution, parcel.text});
}

void OutboxStore::close_tasks_instead_of(const CaseReference& reference, const StepId& step,
                                         const std::string& occurrence,
                                         const std::string& resolution) {
    run(database_,
        "UPDATE tasks SET done = 1, resolution = $1 WHERE case_reference = $2 AND step = $3 "
        "AND occurrence = $4 AND parcel_id = '' AND done = 0",
        {resolution, reference.text, step.text, occurrence});
}

}  // namespace postroom::storage
