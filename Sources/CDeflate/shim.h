#include <stddef.h>
#include <stdint.h>
#include <libdeflate.h>
// Swift's Glibc module leaves out mallopt, which keeps the blocks inflated here from being unmapped.
#include <malloc.h>
