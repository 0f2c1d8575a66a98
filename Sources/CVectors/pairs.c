#include "CVectors.h"

void add_pair(double *pairs, const uint32_t *samples, size_t count, double first, double second) {
  typedef double pair __attribute__((vector_size(16)));
  const pair addend = {first, second};
  pair *sums = (pair *)pairs;
  for (size_t index = 0; index < count; index++) sums[samples[index]] += addend;
}
