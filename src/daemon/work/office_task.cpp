#include "daemon/work/office_task.hpp"

#include <algorithm>

namespace postroom::daemon {

bool open_office_task(Office& office, const std::string& about, const Problem& trouble,
                      calendar::Day today) {
    if (std::ranges::any_of(office.outbox().tasks(true), [&](const outbox::Task& task) {
            return task.occurrence == about && task.case_reference.empty();
        }))
        return false;
    outbox::Task task;
    task.id = TaskId(archive::random_id());
    task.occurrence = about;
    task.reason = to_text(trouble);
    task.for_role = "complaints_manager";
    task.due = today;
    task.created_on = today;
    office.outbox().add_or_reopen(task);
    return true;
}

void end_office_task(Office& office, const std::string& about, const std::string& resolution) {
    office.outbox().close_tasks_instead_of({}, {}, about, resolution);
}

}  // namespace postroom::daemon
