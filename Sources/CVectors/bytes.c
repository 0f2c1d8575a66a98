#include "CVectors.h"

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2"))) static size_t count_vectors(const uint8_t *bytes, size_t size, uint8_t byte) {
  const __m256i wanted = _mm256_set1_epi8((char)byte);
  const __m256i none = _mm256_setzero_si256();
  __m256i total = none;
  size_t offset = 0;
  while (offset + 32 <= size) {
    // A lane counts to 255 before it is added up.
    __m256i lanes = none;
    for (int step = 0; step < 255 && offset + 32 <= size; step++, offset += 32) {
      __m256i part = _mm256_loadu_si256((const __m256i *)(bytes + offset));
      lanes = _mm256_sub_epi8(lanes, _mm256_cmpeq_epi8(part, wanted));
    }
    total = _mm256_add_epi64(total, _mm256_sad_epu8(lanes, none));
  }
  return (size_t)(_mm256_extract_epi64(total, 0) + _mm256_extract_epi64(total, 1) +
                  _mm256_extract_epi64(total, 2) + _mm256_extract_epi64(total, 3));
}
#endif

size_t count_bytes(const uint8_t *bytes, size_t size, uint8_t byte) {
  size_t count = 0;
  size_t offset = 0;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    count = count_vectors(bytes, size, byte);
    offset = size & ~(size_t)31;
  }
#endif
  for (; offset < size; offset++) count += bytes[offset] == byte;
  return count;
}
