#include "CVectors.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

// The sets of bytes of 64 bytes of text, a bit a byte.
struct byte_sets {
  uint64_t quotes;
  uint64_t backslashes;
  uint64_t operators;
  uint64_t spaces;
  uint64_t controls;
  uint64_t highs;
};

#define VECTORS __attribute__((target("avx2,bmi,bmi2,pclmul,popcnt,lzcnt")))
#define INLINE VECTORS static inline __attribute__((always_inline))
#define WIDE_VECTORS \
  __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,avx2,bmi,bmi2,pclmul,popcnt,lzcnt")))
#define WIDE_INLINE WIDE_VECTORS static inline __attribute__((always_inline))

// What a block says about the next one, and what has been seen.
struct scan {
  uint64_t escape_carry, string_carry, scalar_carry;
  uint64_t any_backslash, any_high, bad;
};

INLINE uint64_t joined(__m256i low, __m256i high) {
  return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

INLINE struct byte_sets sets_of(const uint8_t *block) {
  // Looked up by the low half of a byte, so that each entry can only equal bytes that end in its own position.
  const __m256i space_table = _mm256_setr_epi8(' ', -1, -1, -1, -1, -1, -1, -1, -1, '\t', '\n', -1, -1, '\r', -1, -1,  //
                                               ' ', -1, -1, -1, -1, -1, -1, -1, -1, '\t', '\n', -1, -1, '\r', -1, -1);
  const __m256i operator_table = _mm256_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ':', '{', ',', '}', 0, 0,  //
                                                  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ':', '{', ',', '}', 0, 0);
  __m256i a = _mm256_loadu_si256((const __m256i *)block);
  __m256i b = _mm256_loadu_si256((const __m256i *)(block + 32));
  __m256i quote = _mm256_set1_epi8('"');
  __m256i backslash = _mm256_set1_epi8('\\');
  // `[` and `]` differ from `{` and `}` in this bit alone; some control characters pass too and are seen later.
  __m256i fold = _mm256_set1_epi8(0x20);
  __m256i last_control = _mm256_set1_epi8(0x1F);
  struct byte_sets sets;
  sets.quotes = joined(_mm256_cmpeq_epi8(a, quote), _mm256_cmpeq_epi8(b, quote));
  sets.backslashes = joined(_mm256_cmpeq_epi8(a, backslash), _mm256_cmpeq_epi8(b, backslash));
  sets.spaces = joined(_mm256_cmpeq_epi8(_mm256_shuffle_epi8(space_table, a), a),
                       _mm256_cmpeq_epi8(_mm256_shuffle_epi8(space_table, b), b));
  sets.operators = joined(_mm256_cmpeq_epi8(_mm256_shuffle_epi8(operator_table, a), _mm256_or_si256(a, fold)),
                          _mm256_cmpeq_epi8(_mm256_shuffle_epi8(operator_table, b), _mm256_or_si256(b, fold)));
  sets.controls =
      joined(_mm256_cmpeq_epi8(_mm256_min_epu8(a, last_control), a), _mm256_cmpeq_epi8(_mm256_min_epu8(b, last_control), b));
  sets.highs = joined(a, b);
  return sets;
}

// The characters behind an odd number of backslashes; `carry` says whether the first character is one.
INLINE uint64_t escaped_by(uint64_t backslashes, uint64_t *carry) {
  if (!backslashes) {
    uint64_t escaped = *carry;
    *carry = 0;
    return escaped;
  }
  const uint64_t even = 0x5555555555555555ull;
  backslashes &= ~*carry;
  uint64_t follows = backslashes << 1 | *carry;
  uint64_t odd_starts = backslashes & ~even & ~follows;
  uint64_t even_runs;
  *carry = __builtin_add_overflow(odd_starts, backslashes, &even_runs);
  return (even ^ even_runs << 1) & follows;
}

// For each bit, whether an odd number of bits is set up to and including it.
INLINE uint64_t parity_of(uint64_t bits) {
  __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)bits), _mm_set1_epi8(-1), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

INLINE uint32_t *write_positions(uint32_t *output, uint64_t bits, uint32_t base) {
  int count = (int)_mm_popcnt_u64(bits);
  uint32_t *end = output + count;
  // Four at a time: what is written behind the end is written over.
  for (; count > 0; count -= 4, output += 4) {
    for (int step = 0; step < 4; step++) {
      output[step] = base + (uint32_t)_tzcnt_u64(bits);
      bits = _blsr_u64(bits);
    }
  }
  return end;
}

// The parts that begin in a block, of whose bytes those within the document are set in `inside`.
INLINE uint64_t parts_of(struct byte_sets sets, uint64_t inside, struct scan *scan) {
  scan->any_backslash |= sets.backslashes & inside;
  scan->any_high |= sets.highs & inside;
  uint64_t quotes = sets.quotes & ~escaped_by(sets.backslashes, &scan->escape_carry) & inside;
  // From each opening quote up to the character before the closing one.
  uint64_t strings = parity_of(quotes) ^ scan->string_carry;
  scan->string_carry = (uint64_t)((int64_t)strings >> 63);
  uint64_t outside = ~strings & ~quotes & inside;
  scan->bad |= sets.controls & strings & inside;
  uint64_t scalars = outside & ~sets.operators & ~sets.spaces;
  uint64_t starts = scalars & ~(scalars << 1 | scan->scalar_carry);
  scan->scalar_carry = scalars >> 63;
  return quotes | (outside & sets.operators) | starts;
}

INLINE size_t count_of(const uint32_t *positions, const uint32_t *output, struct scan scan, enum json_content *content) {
  if (scan.bad || scan.string_carry) return SIZE_MAX;
  *content = (scan.any_backslash ? JSON_HAS_BACKSLASHES : 0) | (scan.any_high ? JSON_HAS_HIGH_BYTES : 0);
  return (size_t)(output - positions);
}

// The 64 bytes at an offset; those behind the text are spaces.
INLINE const uint8_t *block_at(const uint8_t *text, size_t size, size_t offset, size_t left, uint8_t *copy) {
  if (size - offset >= 64) return text + offset;
  memset(copy, ' ', 64);
  memcpy(copy, text + offset, left);
  return copy;
}

INLINE uint64_t first_bytes(size_t count) { return count < 64 ? ((uint64_t)1 << count) - 1 : ~(uint64_t)0; }

VECTORS static size_t find(const uint8_t *text, size_t size, size_t begin, size_t end, uint32_t *positions,
                           enum json_content *content) {
  uint32_t *output = positions;
  struct scan scan = {0};
  uint8_t copy[64];
  for (size_t offset = begin; offset < end; offset += 64) {
    struct byte_sets sets = sets_of(block_at(text, size, offset, end - offset, copy));
    output = write_positions(output, parts_of(sets, first_bytes(end - offset), &scan), (uint32_t)offset);
  }
  return count_of(positions, output, scan, content);
}

// The same with vectors of 64 bytes.
WIDE_INLINE struct byte_sets wide_sets_of(const uint8_t *block) {
  const __m512i space_table = _mm512_broadcast_i32x4(
      _mm_setr_epi8(' ', -1, -1, -1, -1, -1, -1, -1, -1, '\t', '\n', -1, -1, '\r', -1, -1));
  const __m512i operator_table =
      _mm512_broadcast_i32x4(_mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ':', '{', ',', '}', 0, 0));
  __m512i bytes = _mm512_loadu_si512(block);
  struct byte_sets sets;
  sets.quotes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"'));
  sets.backslashes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\'));
  sets.spaces = _mm512_cmpeq_epi8_mask(_mm512_shuffle_epi8(space_table, bytes), bytes);
  sets.operators = _mm512_cmpeq_epi8_mask(_mm512_shuffle_epi8(operator_table, bytes),
                                          _mm512_or_si512(bytes, _mm512_set1_epi8(0x20)));
  sets.controls = _mm512_cmple_epu8_mask(bytes, _mm512_set1_epi8(0x1F));
  sets.highs = _mm512_movepi8_mask(bytes);
  return sets;
}

WIDE_INLINE uint32_t *write_positions_widely(uint32_t *output, uint64_t bits, uint32_t base) {
  static const uint8_t numbers[64] = {
      0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
      22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
      44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  int count = (int)_mm_popcnt_u64(bits);
  __m512i start = _mm512_set1_epi32((int)base);
  __m512i found = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(numbers));
  uint32_t *end = output + count;
  // Sixteen at a time: what is written behind the end is written over.
  while (true) {
    _mm512_storeu_si512(output, _mm512_add_epi32(start, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(found))));
    output += 16;
    if (output >= end) return end;
    found = _mm512_shuffle_i32x4(found, found, _MM_SHUFFLE(0, 3, 2, 1));
  }
}

WIDE_VECTORS static size_t find_widely(const uint8_t *text, size_t size, size_t begin, size_t end, uint32_t *positions,
                                       enum json_content *content) {
  uint32_t *output = positions;
  struct scan scan = {0};
  uint8_t copy[64];
  for (size_t offset = begin; offset < end; offset += 64) {
    struct byte_sets sets = wide_sets_of(block_at(text, size, offset, end - offset, copy));
    output = write_positions_widely(output, parts_of(sets, first_bytes(end - offset), &scan), (uint32_t)offset);
  }
  return count_of(positions, output, scan, content);
}

size_t find_json_structure(const uint8_t *text, size_t size, size_t begin, size_t end, uint32_t *positions,
                           enum json_content *content) {
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("pclmul") || !__builtin_cpu_supports("bmi2")) {
    return SIZE_MAX;
  }
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512vbmi2")) {
    return find_widely(text, size, begin, end, positions, content);
  }
  return find(text, size, begin, end, positions, content);
}

#else

size_t find_json_structure(const uint8_t *text, size_t size, size_t begin, size_t end, uint32_t *positions,
                           enum json_content *content) {
  return SIZE_MAX;
}

#endif
