#include "daemon/work/relay_alert.hpp"

#include <algorithm>

namespace postroom::daemon {

namespace {

const std::string which_task = "relay";

}  // namespace

bool alert_about_relay(Office& office, const Problem& trouble, calendar::Day today) {
    if (std::ranges::any_of(office.outbox().tasks(true), [](const outbox::Task& task) {
            return task.occurrence == which_task && task.case_reference.empty();
        }))
        return false;
    outbox::Task task;
    task.id = TaskId(archive::random_id());
    task.occurrence = which_task;
    task.reason = to_text(trouble);
    task.for_role = "complaints_manager";
    task.due = today;
    task.created_on = today;
    office.outbox().add_or_reopen(task);
    return true;
}

void end_alert_about_relay(Office& office) {
    office.outbox().close_tasks_instead_of({}, {}, which_task, "the relay takes our emails again");
}

}  // namespace postroom::daemon
