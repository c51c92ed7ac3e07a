/* A library that never finishes loading, as one does that waits for a service of its vendor. */
#include <unistd.h>

__attribute__((constructor)) static void wait_for_ever(void) {
    for (;;) pause();
}
