// Tells the thread sanitizer what Swift's Mutex does on Linux.
//
// Where two threads want one mutex at a time, they meet inside the Synchronization library, which is not built for the sanitizer: it sees
// neither wait nor wake, and calls everything behind the lock a race. These stand before the library's two functions and say it.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) const void *

void __tsan_acquire(const void *) __attribute__((weak));
void __tsan_release(const void *) __attribute__((weak));

SWIFT void lockSlow(uint32_t, SELF) __asm__(LOCK);
SWIFT void unlockSlow(SELF) __asm__(UNLOCK);

static SWIFT void (*lockSlowOfLibrary)(uint32_t, SELF);
static SWIFT void (*unlockSlowOfLibrary)(SELF);

__attribute__((constructor)) static void find(void) {
    lockSlowOfLibrary = dlsym(RTLD_NEXT, LOCK);
    unlockSlowOfLibrary = dlsym(RTLD_NEXT, UNLOCK);
}

SWIFT void lockSlow(uint32_t thread, SELF handle) {
    lockSlowOfLibrary(thread, handle);
    if (__tsan_acquire) __tsan_acquire(handle);
}

SWIFT void unlockSlow(SELF handle) {
    if (__tsan_release) __tsan_release(handle);
    unlockSlowOfLibrary(handle);
}
