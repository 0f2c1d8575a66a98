#include "CVectors.h"

#include <string.h>

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

// The bytes that are zero: their highest bits are set; bits above the lowest of these may be too.
static uint64_t zero_bytes(uint64_t word) {
  return (word - 0x0101010101010101ull) & ~word & 0x8080808080808080ull;
}

static bool is_special(uint8_t byte, uint8_t delimiter) {
  return byte == delimiter || byte == '"' || byte == '\n' || byte == '\r';
}

bool copy_plain_cell(const uint8_t *cell, size_t size, uint8_t delimiter, uint8_t *output) {
  const uint64_t ones = 0x0101010101010101ull;
  uint64_t special = 0;
  size_t offset = 0;
  for (; offset + 8 <= size; offset += 8) {
    uint64_t word;
    memcpy(&word, cell + offset, sizeof word);
    special |= zero_bytes(word ^ ones * delimiter) | zero_bytes(word ^ ones * '"') | zero_bytes(word ^ ones * '\n') |
               zero_bytes(word ^ ones * '\r');
    memcpy(output + offset, &word, sizeof word);
  }
  bool is_plain = special == 0;
  for (; offset < size; offset++) {
    is_plain &= !is_special(cell[offset], delimiter);
    output[offset] = cell[offset];
  }
  return is_plain;
}
