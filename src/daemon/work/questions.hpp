// The tasks of a case, as its plan has them: what is asked, what is asked anew, what no more.
#pragma once

#include "daemon/records/office.hpp"
#include "daemon/studio/case_work.hpp"

namespace postroom::daemon {

/// Adds the tasks that the case's steps ask for now, and closes by itself what they ask no more
/// (decision 0137). What a person closed stays closed. Answers how many were added or are open
/// again. Inside a transaction.
int keep_questions(Office& office, const CaseReference& reference, const CaseWork& work,
                   calendar::Day today);

}  // namespace postroom::daemon
