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

VECTORS static size_t find(const uint8_t *text, size_t size, size_t begin, size_t end, uint32_t *positions,
                           enum json_content *content) {
  uint32_t *output = positions;
  uint64_t escape_carry = 0, string_carry = 0, scalar_carry = 0;
  uint64_t any_backslash = 0, any_high = 0, bad = 0;
  for (size_t offset = begin; offset < end; offset += 64) {
    uint8_t copy[64];
    const uint8_t *block = text + offset;
    size_t left = end - offset;
    if (size - offset < 64) {
      memset(copy, ' ', sizeof copy);
      memcpy(copy, block, left);
      block = copy;
    }
    struct byte_sets sets = sets_of(block);
    uint64_t inside = left < 64 ? ((uint64_t)1 << left) - 1 : ~(uint64_t)0;
    any_backslash |= sets.backslashes & inside;
    any_high |= sets.highs & inside;
    uint64_t quotes = sets.quotes & ~escaped_by(sets.backslashes, &escape_carry) & inside;
    // From each opening quote up to the character before the closing one.
    uint64_t strings = parity_of(quotes) ^ string_carry;
    string_carry = (uint64_t)((int64_t)strings >> 63);
    uint64_t outside = ~strings & ~quotes & inside;
    bad |= sets.controls & strings & inside;
    uint64_t scalars = outside & ~sets.operators & ~sets.spaces;
    uint64_t starts = scalars & ~(scalars << 1 | scalar_carry);
    scalar_carry = scalars >> 63;
    output = write_positions(output, quotes | (outside & sets.operators) | starts, (uint32_t)offset);
  }
  if (bad || string_carry) return SIZE_MAX;
  *content = (any_backslash ? JSON_HAS_BACKSLASHES : 0) | (any_high ? JSON_HAS_HIGH_BYTES : 0);
  return (size_t)(output - positions);
}

size_t find_json_structure(const uint8_t *text, size_t size, size_t begin, size_t end, uint32_t *positions,
                           enum json_content *content) {
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("pclmul") || !__builtin_cpu_supports("bmi2")) {
    return SIZE_MAX;
  }
  return find(text, size, begin, end, positions, content);
}

#else

size_t find_json_structure(const uint8_t *text, size_t size, size_t begin, size_t end, uint32_t *positions,
                           enum json_content *content) {
  return SIZE_MAX;
}

#endif
