/* A PKCS#11 module that stands before a real one and spoils what a test asks it to spoil.
 *
 * The environment's TOKEN_SHIM names a file of lines "word value…", read again at every call, so that a test changes
 * its mind while the module runs:
 *
 *   real PATH                the module behind
 *   log FILE                 append the name of every function called
 *   fail FUNCTION HEX        answer with this CK_RV instead of calling
 *   hang FUNCTION [FIFO]     never return; first open the named pipe, so that the test knows
 *   abort FUNCTION           abort()
 *   shout FUNCTION           write to standard output for ever
 *   say TEXT                 one line to standard output at every call
 *   removed_at FUNCTION      from this call on the token is gone (until "put_back N" names a new number)
 *   flags_set HEX            set, flags_clear HEX clear bits of CK_TOKEN_INFO.flags
 *   pins MIN MAX             limits of the PIN
 *   label TEXT               label of every token
 *   pad PIN                  a PIN pad: C_Login must bring no PIN, and this one is "typed"
 *   free_key PIN             no log-in needed: sessions are logged in by the module itself
 *   again said|unsaid        the key asks for its PIN at each signature, and says so or not
 *   mechanisms HEX HEX …     the list of mechanisms
 *   key_type HEX             CKA_KEY_TYPE of every key
 *   no_attribute HEX         an attribute no object has
 *   long_attribute           every attribute claims to be 2 GB long
 *   many FUNCTION            C_GetSlotList or C_GetMechanismList counts a billion; C_FindObjects never ends
 *   signature_length N       of whatever is signed
 *   signer FOLDER            C_Sign writes mechanism and data to FOLDER/ask, takes the signature from FOLDER/answer
 *
 * It exports C_GetFunctionList and nothing else, as some vendors' modules do. Own declarations, natural alignment:
 * for Unix. Layout: OASIS PKCS#11 v2.40.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long ulong_t;
typedef struct { unsigned char version[2]; void *function[68]; } list_t;
typedef struct { ulong_t type; void *value; ulong_t length; } attribute_t;
typedef struct { ulong_t mechanism; void *parameter; ulong_t length; } mechanism_t;
typedef struct {
    char label[32], manufacturer[32], model[16], serial[16];
    ulong_t flags, sessions[4], max_pin, min_pin, memory[4];
    unsigned char versions[4];
    char utc[16];
} token_info_t;

enum { INITIALIZE, FINALIZE, GET_INFO, GET_LIST, GET_SLOT_LIST, GET_SLOT_INFO, GET_TOKEN_INFO, GET_MECHANISM_LIST,
       OPEN_SESSION = 12, LOGIN = 18, GET_ATTRIBUTE = 24, FIND_INIT = 26, FIND = 27, SIGN_INIT = 42, SIGN = 43 };

static list_t *real, mine;
static int removed, again_pending;
static ulong_t put_back_seen, chosen_mechanism;

/* The rest of the first line that begins with this word (and, where given, a second). */
static const char *setting(const char *word, const char *second) {
    static char line[4096];
    const char *path = getenv("TOKEN_SHIM");
    FILE *file = path ? fopen(path, "r") : NULL;
    size_t first = strlen(word), next = second ? strlen(second) : 0;
    if (!file) { fprintf(stderr, "TOKEN_SHIM names no file\n"); exit(3); }
    while (fgets(line, sizeof line, file)) {
        char *rest = line + first;
        line[strcspn(line, "\n")] = 0;
        if (strncmp(line, word, first) || (*rest && *rest != ' ')) continue;
        if (*rest) rest++;
        if (second) {
            if (strncmp(rest, second, next) || (rest[next] && rest[next] != ' ')) continue;
            rest += next + (rest[next] == ' ');
        }
        fclose(file);
        return rest;
    }
    fclose(file);
    return NULL;
}

static ulong_t number(const char *text, int base) { return text ? strtoul(text, NULL, base) : 0; }

/* What every call goes through first; a CK_RV other than 0 is the answer. */
static ulong_t enter(const char *name) {
    ulong_t back = number(setting("put_back", NULL), 10);
    const char *value = setting("log", NULL);
    if (value) {
        FILE *log = fopen(value, "a");
        fprintf(log, "%s\n", name);
        fclose(log);
    }
    if ((value = setting("say", NULL))) { printf("%s\n", value); fflush(stdout); }
    if (setting("abort", name)) abort();
    if ((value = setting("hang", name))) {
        FILE *told = *value ? fopen(value, "w") : NULL;
        if (told) fclose(told);
        for (;;) pause();
    }
    while (setting("shout", name)) { puts("shouting"); fflush(stdout); }
    if (back != put_back_seen) { removed = 0; put_back_seen = back; }
    if (setting("removed_at", name)) removed = 1;
    return number(setting("fail", name), 16);
}

#define ENTER(name) do { ulong_t fault = enter(name); if (fault) return fault; } while (0)
#define GONE(value) do { if (removed) return value; } while (0)
#define REAL(place, ...) ((ulong_t (*)()) real->function[place])(__VA_ARGS__)

static ulong_t initialize(void *arguments) { ENTER("C_Initialize"); return REAL(INITIALIZE, arguments); }
static ulong_t finalize(void *reserved) { ENTER("C_Finalize"); return REAL(FINALIZE, reserved); }
static ulong_t get_info(void *info) { ENTER("C_GetInfo"); return REAL(GET_INFO, info); }

static ulong_t get_slot_list(unsigned char present, ulong_t *slots, ulong_t *count) {
    ENTER("C_GetSlotList");
    if (removed) { *count = 0; return 0; }
    if (setting("many", "C_GetSlotList")) { *count = 1000000000; return 0; }
    return REAL(GET_SLOT_LIST, present, slots, count);
}

static ulong_t get_token_info(ulong_t slot, token_info_t *info) {
    ENTER("C_GetTokenInfo");
    GONE(0xE0);
    ulong_t rv = REAL(GET_TOKEN_INFO, slot, info);
    const char *value;
    info->flags |= number(setting("flags_set", NULL), 16);
    info->flags &= ~number(setting("flags_clear", NULL), 16);
    if ((value = setting("pins", NULL))) {
        char *rest;
        info->min_pin = strtoul(value, &rest, 10);
        info->max_pin = strtoul(rest, NULL, 10);
    }
    if ((value = setting("label", NULL))) {
        memset(info->label, ' ', sizeof info->label);
        memcpy(info->label, value, strlen(value) > 32 ? 32 : strlen(value));
    }
    return rv;
}

static ulong_t get_mechanism_list(ulong_t slot, ulong_t *kinds, ulong_t *count) {
    ENTER("C_GetMechanismList");
    GONE(0xE0);
    if (setting("many", "C_GetMechanismList")) { *count = 1000000000; return 0; }
    const char *value = setting("mechanisms", NULL);
    if (!value) return REAL(GET_MECHANISM_LIST, slot, kinds, count);
    char *rest = (char *) value;
    ulong_t found = 0;
    while (*rest) {
        ulong_t kind = strtoul(rest, &rest, 16);
        if (kinds) kinds[found] = kind;
        found++;
    }
    *count = found;
    return 0;
}

static ulong_t open_session(ulong_t slot, ulong_t flags, void *data, void *notify, ulong_t *session) {
    ENTER("C_OpenSession");
    GONE(0xE0);
    ulong_t rv = REAL(OPEN_SESSION, slot, flags, data, notify, session);
    const char *pin = setting("free_key", NULL);
    if (!rv && pin) REAL(LOGIN, *session, 1UL, pin, strlen(pin));
    return rv;
}

static ulong_t login(ulong_t session, ulong_t user, const char *pin, ulong_t length) {
    ENTER("C_Login");
    GONE(0x32);
    const char *typed = setting("pad", NULL);
    if (typed) {
        if (pin || length) return 0x07;
        pin = typed;
        length = strlen(typed);
    }
    if (user != 2) return REAL(LOGIN, session, user, pin, length);
    if (!again_pending) return 0x91;
    again_pending = 0;
    enter("C_Login for one signature");
    return 0;
}

static ulong_t get_attribute(ulong_t session, ulong_t object, attribute_t *wanted, ulong_t count) {
    ENTER("C_GetAttributeValue");
    GONE(0x82);
    const char *value;
    if (count == 1 && setting("long_attribute", NULL)) { wanted->length = 2000000000; return 0; }
    if (count == 1 && (value = setting("no_attribute", NULL)) && number(value, 16) == wanted->type) {
        wanted->length = (ulong_t) -1;
        return 0x12;
    }
    ulong_t rv = REAL(GET_ATTRIBUTE, session, object, wanted, count);
    if (!rv && wanted->value && wanted->type == 0x202 && (value = setting("again", NULL)) && !strcmp(value, "said"))
        *(unsigned char *) wanted->value = 1;
    if (!rv && wanted->value && wanted->type == 0x100 && (value = setting("key_type", NULL)))
        *(ulong_t *) wanted->value = number(value, 16);
    return rv;
}

static ulong_t find_init(ulong_t session, attribute_t *template, ulong_t count) {
    ENTER("C_FindObjectsInit");
    GONE(0xB3);
    return REAL(FIND_INIT, session, template, count);
}

static ulong_t find(ulong_t session, ulong_t *objects, ulong_t most, ulong_t *count) {
    ENTER("C_FindObjects");
    GONE(0xB3);
    if (setting("many", "C_FindObjects")) { memset(objects, 0, most * sizeof *objects); *count = most; return 0; }
    return REAL(FIND, session, objects, most, count);
}

static ulong_t sign_init(ulong_t session, mechanism_t *mechanism, ulong_t key) {
    ENTER("C_SignInit");
    GONE(0x60);
    chosen_mechanism = mechanism->mechanism;
    again_pending = setting("again", NULL) != NULL;
    if (setting("signer", NULL)) return 0;
    return REAL(SIGN_INIT, session, mechanism, key);
}

/* Hand mechanism and data to the test, and wait for its signature; both ends are named pipes. */
static ulong_t ask_signer(const char *folder, const unsigned char *data, ulong_t length, void *out, ulong_t *size) {
    char path[4200], answer[4200];
    snprintf(answer, sizeof answer, "%s/answer", folder);
    snprintf(path, sizeof path, "%s/ask", folder);
    FILE *ask = fopen(path, "w");
    fprintf(ask, "%lx ", chosen_mechanism);
    for (ulong_t place = 0; place < length; place++) fprintf(ask, "%02x", data[place]);
    fclose(ask);
    FILE *given = fopen(answer, "r");
    *size = fread(out, 1, *size, given);
    fclose(given);
    return 0;
}

static ulong_t sign(ulong_t session, unsigned char *data, ulong_t length, unsigned char *signature, ulong_t *size) {
    ENTER("C_Sign");
    GONE(0x32);
    if (again_pending) {
        unsigned char rest[1024];
        ulong_t left = sizeof rest;
        REAL(SIGN, session, data, length, rest, &left);  /* a refused operation is over */
        again_pending = 0;
        return 0x101;
    }
    char folder[4096] = "";
    const char *value = setting("signer", NULL);
    if (value) snprintf(folder, sizeof folder, "%s", value);
    ulong_t rv = *folder ? ask_signer(folder, data, length, signature, size)
                         : REAL(SIGN, session, data, length, signature, size);
    if (!rv && (value = setting("signature_length", NULL))) *size = number(value, 10);
    return rv;
}

__attribute__((visibility("default"))) ulong_t C_GetFunctionList(list_t **list) {
    char path[4096];
    ulong_t (*get)(list_t **);
    const char *behind = setting("real", NULL);
    snprintf(path, sizeof path, "%s", behind ? behind : "");
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) { fprintf(stderr, "%s\n", dlerror()); return 0x06; }
    *(void **) &get = dlsym(library, "C_GetFunctionList");
    if (get(&real)) return 0x06;
    mine = *real;
    mine.function[INITIALIZE] = initialize;
    mine.function[FINALIZE] = finalize;
    mine.function[GET_INFO] = get_info;
    mine.function[GET_SLOT_LIST] = get_slot_list;
    mine.function[GET_TOKEN_INFO] = get_token_info;
    mine.function[GET_MECHANISM_LIST] = get_mechanism_list;
    mine.function[OPEN_SESSION] = open_session;
    mine.function[LOGIN] = login;
    mine.function[GET_ATTRIBUTE] = get_attribute;
    mine.function[FIND_INIT] = find_init;
    mine.function[FIND] = find;
    mine.function[SIGN_INIT] = sign_init;
    mine.function[SIGN] = sign;
    *list = &mine;
    return 0;
}
