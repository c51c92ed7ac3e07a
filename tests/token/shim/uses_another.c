/* A module that needs a library of its vendor. */
unsigned long vendors_function(void);

__attribute__((visibility("default"))) unsigned long C_GetFunctionList(void **list) {
    *list = 0;
    return vendors_function();
}
