/* glibc's loader as it is from 2.41 on, for older systems: preloaded, it refuses a library that asks for an executable
 * stack, in glibc's own words. Everything else goes to the real loader. For 64-bit ELF.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <stdio.h>
#include <string.h>

static __thread char said[4096], handed[4096];
static void *(*real_open)(const char *, int);
static char *(*real_error)(void);

/* At the start: a dlsym later would clear the very error that is asked for. */
__attribute__((constructor)) static void find_the_real_ones(void) {
    *(void **) &real_open = dlsym(RTLD_NEXT, "dlopen");
    *(void **) &real_error = dlsym(RTLD_NEXT, "dlerror");
}

static int asks_for_a_stack(const char *path) {
    Elf64_Ehdr head;
    Elf64_Phdr part;
    int found = 0;
    FILE *file = fopen(path, "rb");
    if (!file) return 0;
    if (fread(&head, sizeof head, 1, file) == 1 && !memcmp(head.e_ident, ELFMAG, SELFMAG)
        && head.e_ident[EI_CLASS] == ELFCLASS64 && !fseek(file, (long) head.e_phoff, SEEK_SET))
        for (int place = 0; place < head.e_phnum && fread(&part, sizeof part, 1, file) == 1; place++)
            found |= part.p_type == PT_GNU_STACK && (part.p_flags & PF_X);
    fclose(file);
    return found;
}

__attribute__((visibility("default"))) void *dlopen(const char *path, int flags) {
    *said = 0;
    if (path && asks_for_a_stack(path)) {
        snprintf(said, sizeof said, "%s: cannot enable executable stack as shared object requires: Invalid argument", path);
        return NULL;
    }
    return real_open(path, flags);
}

__attribute__((visibility("default"))) char *dlerror(void) {
    if (!*said) return real_error();
    memcpy(handed, said, sizeof handed);
    *said = 0;
    return handed;
}
