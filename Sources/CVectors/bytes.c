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

#if defined(__x86_64__)
// Copies a cell in steps of 16 bytes, the last of which may go beyond it; whether nothing in it must be quoted.
static inline bool copy_cell(const uint8_t *cell, size_t size, size_t readable, uint8_t delimiter, uint8_t *output) {
  if (readable < ((size + 15) & ~(size_t)15)) return copy_plain_cell(cell, size, delimiter, output);
  const __m128i separator = _mm_set1_epi8((char)delimiter), quote = _mm_set1_epi8('"');
  const __m128i line_feed = _mm_set1_epi8('\n'), carriage_return = _mm_set1_epi8('\r');
  uint32_t special = 0;
  for (size_t offset = 0; offset < size; offset += 16) {
    __m128i part = _mm_loadu_si128((const __m128i *)(cell + offset));
    __m128i found = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(part, separator), _mm_cmpeq_epi8(part, quote)),
                                 _mm_or_si128(_mm_cmpeq_epi8(part, line_feed), _mm_cmpeq_epi8(part, carriage_return)));
    uint32_t bits = (uint32_t)_mm_movemask_epi8(found);
    size_t left = size - offset;
    special |= left < 16 ? bits & ((1u << left) - 1) : bits;
    _mm_storeu_si128((__m128i *)(output + offset), part);
  }
  return special == 0;
}
#else
static inline bool copy_cell(const uint8_t *cell, size_t size, size_t readable, uint8_t delimiter, uint8_t *output) {
  return copy_plain_cell(cell, size, delimiter, output);
}
#endif

size_t write_plain_row(const uint8_t *text, size_t size, const struct text_cell *cells, size_t count, uint8_t delimiter,
                       uint8_t *output) {
  uint8_t *place = output;
  for (size_t number = 0; number < count; number++) {
    const struct text_cell cell = cells[number];
    if (number > 0) *place++ = delimiter;
    if (cell.form == TEXT_CELL_NULL) continue;
    if (cell.form != TEXT_CELL_PLAIN || cell.start > cell.end || cell.end > size) return SIZE_MAX;
    if (cell.start == cell.end) {
      *place++ = '"';
      *place++ = '"';
      continue;
    }
    size_t length = cell.end - cell.start;
    if (!copy_cell(text + cell.start, length, size - cell.start, delimiter, place)) return SIZE_MAX;
    place += length;
  }
  *place++ = '\n';
  return (size_t)(place - output);
}

void canonical_bases(uint8_t *bases, size_t count) {
  for (size_t index = 0; index < count; index++) {
    uint8_t base = bases[index] & 0xDF;
    bool is_base = (base == 'A') | (base == 'C') | (base == 'G') | (base == 'T');
    bases[index] = is_base ? base : 'N';
  }
}
