// Valgrind 3.19 writes into the mask that a program waits with, and ends with a fault where that cannot be written, as libdispatch's
// cannot. It gets a copy. Preloaded by Scripts/measure.
#define _GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

int sigsuspend(const sigset_t *mask) {
    sigset_t copy = *mask;
    return syscall(SYS_rt_sigsuspend, &copy, _NSIG / 8);
}
