#include "faults.hpp"

#include <cerrno>

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

}  // namespace

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

using postroom::dispatch::testing_makers::step_fails;

extern "C" {

int mkdir(const char* path, mode_t mode) noexcept {
    return step_fails() ? -1 : static_cast<int>(::syscall(SYS_mkdirat, AT_FDCWD, path, mode));
}
ssize_t write(int handle, const void* bytes, size_t count) {
    return step_fails() ? -1 : ::syscall(SYS_write, handle, bytes, count);
}
int fsync(int handle) {
    return step_fails() ? -1 : static_cast<int>(::syscall(SYS_fsync, handle));
}
int rename(const char* from, const char* to) noexcept {
    return step_fails()
               ? -1
               : static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}
int unlink(const char* path) noexcept {
    return step_fails() ? -1 : static_cast<int>(::syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}
}
