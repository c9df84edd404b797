#pragma once

/// How many times this process has asked for memory so far, from any thread.
unsigned long allocation_count(void);
