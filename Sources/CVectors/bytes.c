#define _GNU_SOURCE  // memrchr
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

#define WIDELY __attribute__((target("avx512f,avx512bw,bmi,popcnt")))

static bool is_wide(void) { return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("popcnt"); }

// The bytes at an offset, 64 or as many as there are; those behind the end are not touched.
WIDELY static inline __m512i load(const uint8_t *bytes, size_t size, size_t offset, __mmask64 *within) {
  size_t rest = size - offset;
  *within = rest >= 64 ? ~0ull : (1ull << rest) - 1;
  return _mm512_maskz_loadu_epi8(*within, bytes + offset);
}

WIDELY static size_t count_widely(const uint8_t *bytes, size_t size, uint8_t byte) {
  const __m512i wanted = _mm512_set1_epi8((char)byte);
  size_t count = 0;
  size_t offset = 0;
  for (; offset + 64 <= size; offset += 64) {
    __m512i part = _mm512_loadu_si512(bytes + offset);
    count += (size_t)__builtin_popcountll(_mm512_cmpeq_epi8_mask(part, wanted));
  }
  if (offset < size) {
    __mmask64 within;
    __m512i part = load(bytes, size, offset, &within);
    count += (size_t)__builtin_popcountll(_mm512_mask_cmpeq_epi8_mask(within, part, wanted));
  }
  return count;
}

WIDELY static size_t count_widely_until(const uint8_t *bytes, size_t size, uint8_t byte, uint8_t stop, size_t *end) {
  const __m512i wanted = _mm512_set1_epi8((char)byte);
  const __m512i last = _mm512_set1_epi8((char)stop);
  size_t count = 0;
  for (size_t offset = 0; offset < size; offset += 64) {
    __mmask64 within;
    __m512i part = load(bytes, size, offset, &within);
    uint64_t hits = _mm512_mask_cmpeq_epi8_mask(within, part, wanted);
    uint64_t stops = _mm512_mask_cmpeq_epi8_mask(within, part, last);
    if (stops != 0) {
      *end = offset + (size_t)__builtin_ctzll(stops);
      // Those before the lowest stop.
      return count + (size_t)__builtin_popcountll(hits & (stops ^ (stops - 1)));
    }
    count += (size_t)__builtin_popcountll(hits);
  }
  *end = size;
  return count;
}
#endif

size_t count_bytes_until(const uint8_t *bytes, size_t size, uint8_t byte, uint8_t stop, size_t *end) {
#if defined(__x86_64__)
  if (is_wide()) return count_widely_until(bytes, size, byte, stop, end);
#endif
  const uint8_t *found = memchr(bytes, stop, size);
  *end = found == NULL ? size : (size_t)(found - bytes);
  return count_bytes(bytes, *end, byte);
}

size_t count_bytes(const uint8_t *bytes, size_t size, uint8_t byte) {
  size_t count = 0;
  size_t offset = 0;
#if defined(__x86_64__)
  if (is_wide()) return count_widely(bytes, size, byte);
  if (__builtin_cpu_supports("avx2")) {
    count = count_vectors(bytes, size, byte);
    offset = size & ~(size_t)31;
  }
#endif
  for (; offset < size; offset++) count += bytes[offset] == byte;
  return count;
}

size_t find_last_byte(const uint8_t *bytes, size_t size, uint8_t byte) {
  const uint8_t *found = memrchr(bytes, byte, size);
  return found == NULL ? size : (size_t)(found - bytes);
}

struct cell_ends {
  size_t *places;
  size_t room;
  size_t count;
};

static inline void add_end(struct cell_ends *ends, size_t place) {
  if (ends->count < ends->room) ends->places[ends->count] = place;
  ends->count++;
}

#if defined(__x86_64__)
// Goes over the line in steps of 32 bytes; whether its end was found, else where the last bytes begin.
__attribute__((target("avx2,bmi"))) static bool find_vector_ends(const uint8_t *text, size_t size, size_t *offset,
                                                                 uint8_t separator, struct cell_ends *ends) {
  const __m256i wanted = _mm256_set1_epi8((char)separator), last = _mm256_set1_epi8('\n');
  for (; size - *offset >= 32; *offset += 32) {
    __m256i part = _mm256_loadu_si256((const __m256i *)(text + *offset));
    uint32_t hits = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(part, wanted));
    uint32_t stops = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(part, last));
    // Those up to the lowest stop.
    if (stops != 0) hits = (hits | stops) & (stops ^ (stops - 1));
    for (; hits != 0; hits &= hits - 1) add_end(ends, *offset + (size_t)__builtin_ctz(hits));
    if (stops != 0) return true;
  }
  return false;
}
#endif

size_t find_cell_ends(const uint8_t *text, size_t size, size_t begin, uint8_t separator, size_t *ends, size_t room) {
  struct cell_ends found = {ends, room, 0};
  size_t offset = begin;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && find_vector_ends(text, size, &offset, separator, &found)) return found.count;
#endif
  for (; offset < size && text[offset] != '\n'; offset++) {
    if (text[offset] == separator) add_end(&found, offset);
  }
  add_end(&found, offset);
  return found.count;
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
