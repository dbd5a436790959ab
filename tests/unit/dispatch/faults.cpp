#include "faults.hpp"

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace postroom::dispatch::testing_makers {
namespace {

struct Plan {
    bool counting = false;
    int steps = 0;
    int at = 0;
    int error = 0;  ///< 0: die
} plan;

struct Watch {
    bool on = false;
    std::set<std::string> changed;
    std::set<std::string> placed_too_soon;
} watch;

std::string name_behind(int handle) {
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(handle), error);
}

void folder_changes(const char* path) {
    if (watch.on) watch.changed.insert(std::filesystem::path(path).parent_path());
}

}  // namespace

void written(int handle) {
    if (watch.on) watch.changed.insert(name_behind(handle));
}
void synced(int handle) {
    if (watch.on) watch.changed.erase(name_behind(handle));
}
void all_synced() {
    watch.changed.clear();
}
void renamed(const char* from, const char* to) {
    if (watch.on && watch.changed.erase(from) > 0) watch.placed_too_soon.insert(to);
    folder_changes(from);
    folder_changes(to);
}
void made_or_removed(const char* path) {
    if (watch.on) watch.changed.erase(path);
    folder_changes(path);
}

/// True when this step is to fail; errno is set.
bool step_fails() {
    if (!plan.counting || ++plan.steps != plan.at) return false;
    if (plan.error == 0) ::kill(::getpid(), SIGKILL);
    errno = plan.error;
    return true;
}

void die_at_step(int step) {
    plan = {true, 0, step, 0};
}
void fail_at_step(int step, int error) {
    plan = {true, 0, step, error};
}
int stop_counting_steps() {
    plan.counting = false;
    return plan.steps;
}

void watch_for_syncs() {
    watch = {.on = true};
}
std::set<std::string> not_on_the_disk() {
    std::set<std::string> left = std::move(watch.changed);
    left.merge(watch.placed_too_soon);
    watch = {};
    return left;
}

Ending in_child(const std::function<bool()>& body) {
    const pid_t child = ::fork();
    if (child == 0) {
        bool result = false;
        try {
            result = body();
        } catch (...) {
            ::_exit(2);
        }
        ::_exit(result ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) return Ending::killed;
    return WEXITSTATUS(status) == 0 ? Ending::returned_true : Ending::returned_false;
}

}  // namespace postroom::dispatch::testing_makers

namespace makers = postroom::dispatch::testing_makers;

extern "C" {

int mkdir(const char* path, mode_t mode) noexcept {
    if (makers::step_fails()) return -1;
    makers::made_or_removed(path);
    return static_cast<int>(::syscall(SYS_mkdirat, AT_FDCWD, path, mode));
}
ssize_t write(int handle, const void* bytes, size_t count) {
    if (makers::step_fails()) return -1;
    makers::written(handle);
    return ::syscall(SYS_write, handle, bytes, count);
}
int fsync(int handle) {
    if (makers::step_fails()) return -1;
    makers::synced(handle);
    return static_cast<int>(::syscall(SYS_fsync, handle));
}
int syncfs(int handle) noexcept {
    if (makers::step_fails()) return -1;
    makers::all_synced();
    return ::fcntl(handle, F_GETFD) < 0 ? -1 : 0;  // a real one waits for everybody's files
}
int rename(const char* from, const char* to) noexcept {
    if (makers::step_fails()) return -1;
    makers::renamed(from, to);
    return static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}
int unlink(const char* path) noexcept {
    if (makers::step_fails()) return -1;
    makers::made_or_removed(path);
    return static_cast<int>(::syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}
}
