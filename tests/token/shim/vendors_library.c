/* The library that uses_another.c needs, and that the test then removes. */
__attribute__((visibility("default"))) unsigned long vendors_function(void) { return 0; }
