// Kills the process, or fails, at the nth step that changes the disk: mkdir, write, fsync, syncfs,
// rename, unlink. This program's own definitions stand before the C library's.
#pragma once

#include <functional>
#include <set>
#include <string>

namespace postroom::dispatch::testing_makers {

/// The process dies at this step (1-based), as if by a power cut between two steps.
void die_at_step(int step);
/// The step fails with this errno, once; the steps after it work again.
void fail_at_step(int step, int error);
/// Back to normal; returns how many steps were made since.
int stop_counting_steps();

/// From here on it is noted what is written and not synced.
void watch_for_syncs();
/// What a power cut would take now: files and folders that changed after their last sync, and files
/// that were put in their place before it. Ends the watch.
std::set<std::string> not_on_the_disk();

enum class Ending { returned_true, returned_false, killed };
/// Runs `body` in a process of its own.
Ending in_child(const std::function<bool()>& body);

}  // namespace postroom::dispatch::testing_makers
