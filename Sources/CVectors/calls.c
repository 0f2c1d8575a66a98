#include "CVectors.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/// A call of two reference alleles and the byte behind it, as four bytes in the order of the text.
static inline uint32_t reference_call(uint8_t separator, uint8_t next) {
  return '0' | (uint32_t)separator << 8 | '0' << 16 | (uint32_t)next << 24;
}

static inline uint32_t load(const uint8_t *bytes) {
  uint32_t word;
  memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap32(word);
#endif
  return word;
}

/// Copies of the allele in the call at an offset; -1 unless it is a call of two of the record's alleles.
static inline int copies(const uint8_t *call, struct call_rule rule) {
  uint8_t first = call[0] - '0';
  uint8_t second = call[2] - '0';
  if (first >= rule.alleles || second >= rule.alleles || (call[1] != '|' && call[1] != '/')) return -1;
  return (first == rule.allele) + (second == rule.allele);
}

static inline void list(uint32_t sample, int count, struct call_rule rule, struct call_progress *progress,
                        uint32_t *heterozygous, uint32_t *homozygous) {
  if (count == 1) {
    heterozygous[progress->heterozygous++] = sample;
  } else if ((count == 0) == (rule.allele == 0)) {
    homozygous[progress->homozygous++] = sample;
  }
}

/// Reads one cell; false leaves it to the caller.
static inline bool read_cell(const uint8_t *text, size_t size, struct call_rule rule,
                             struct call_progress *progress, uint32_t *heterozygous, uint32_t *homozygous) {
  size_t offset = progress->offset;
  if (offset + 3 > size) return false;
  int count = copies(text + offset, rule);
  if (count < 0) return false;
  size_t end = offset + 3;
  if (end < size && text[end] != '\t') {
    if (!rule.leads || text[end] != ':') return false;
    const uint8_t *tab = memchr(text + end, '\t', size - end);
    end = tab ? (size_t)(tab - text) : size;
  }
  list(progress->sample++, count, rule, progress, heterozygous, homozygous);
  progress->offset = end + 1;
  return true;
}

static void read_portably(const uint8_t *text, size_t size, struct call_rule rule, uint32_t samples,
                          struct call_progress *progress, uint32_t *heterozygous, uint32_t *homozygous) {
  while (progress->sample < samples) {
    if (!read_cell(text, size, rule, progress, heterozygous, homozygous)) return;
  }
}

#if defined(__x86_64__)
#define VECTOR __attribute__((target("avx2,bmi")))

/// Calls read together: one bit each in a word.
enum { TOGETHER = 64, VECTOR_CALLS = 8, VECTOR_SIZE = 32 };

static inline void list_bits(uint64_t bits, uint32_t sample, uint32_t *list, uint32_t *count) {
  for (; bits; bits &= bits - 1) list[(*count)++] = sample + (uint32_t)__builtin_ctzll(bits);
}

/// Reads calls that are the cells, sixty-four at a time. Who carries the allele is found without a branch a
/// call: in a common variant no branch could be foretold.
VECTOR static void read_cells(const uint8_t *text, size_t size, struct call_rule rule, uint32_t samples,
                              struct call_progress *progress, uint32_t *heterozygous, uint32_t *homozygous) {
  struct call_progress now = *progress;
  if (now.offset + 4 > size) return;
  // A row is usually phased as a whole, or not at all.
  uint8_t usual = text[now.offset + 1] == '|' ? '|' : '/';
  const __m256i reference = _mm256_set1_epi32((int)reference_call(usual, '\t'));
  const __m256i otherwise = _mm256_set1_epi32((int)reference_call(usual == '|' ? '/' : '|', '\t'));
  const __m256i alleles = _mm256_set1_epi32(0x00FF00FF);
  const __m256i zero = _mm256_set1_epi8('0');
  const __m256i last = _mm256_set1_epi8((char)(rule.alleles - 1));
  const __m256i wanted = _mm256_set1_epi8((char)(rule.allele + '0'));
  while (now.sample + TOGETHER <= samples && now.offset + TOGETHER * 4 <= size) {
    const uint8_t *calls = text + now.offset;
    __m256i unlike = _mm256_setzero_si256();
    for (int part = 0; part < TOGETHER / VECTOR_CALLS; part++) {
      __m256i bytes = _mm256_loadu_si256((const __m256i *)(calls + part * VECTOR_SIZE));
      unlike = _mm256_or_si256(unlike, _mm256_xor_si256(bytes, reference));
    }
    if (!_mm256_testz_si256(unlike, unlike)) {
      __m256i fits = _mm256_set1_epi8(-1);
      uint64_t first = 0;
      uint64_t second = 0;
      for (int part = 0; part < TOGETHER / VECTOR_CALLS; part++) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *)(calls + part * VECTOR_SIZE));
        __m256i digits = _mm256_sub_epi8(bytes, zero);
        __m256i is_allele = _mm256_cmpeq_epi8(_mm256_min_epu8(digits, last), digits);
        __m256i is_between = _mm256_or_si256(_mm256_cmpeq_epi8(bytes, reference),
                                             _mm256_cmpeq_epi8(bytes, otherwise));
        fits = _mm256_and_si256(fits, _mm256_blendv_epi8(is_between, is_allele, alleles));
        // The highest bit of a call's four bytes: first that of its first allele, then that of its second.
        __m256i hits = _mm256_cmpeq_epi8(bytes, wanted);
        uint32_t firsts = (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_slli_epi32(hits, 24)));
        uint32_t seconds = (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_slli_epi32(hits, 8)));
        first |= (uint64_t)firsts << (part * VECTOR_CALLS);
        second |= (uint64_t)seconds << (part * VECTOR_CALLS);
      }
      if (_mm256_movemask_epi8(fits) != -1) break;
      list_bits(first ^ second, now.sample, heterozygous, &now.heterozygous);
      list_bits(rule.allele == 0 ? ~(first | second) : first & second, now.sample, homozygous,
                &now.homozygous);
    }
    now.sample += TOGETHER;
    now.offset += TOGETHER * 4;
  }
  *progress = now;
}

/// Reads calls that lead their cells: finds the tabs, thirty-two bytes at a time.
VECTOR static void read_leading(const uint8_t *text, size_t size, struct call_rule rule, uint32_t samples,
                                struct call_progress *progress, uint32_t *heterozygous,
                                uint32_t *homozygous) {
  const uint32_t phased = reference_call('|', ':');
  const uint32_t unphased = reference_call('/', ':');
  const __m256i tab = _mm256_set1_epi8('\t');
  struct call_progress now = *progress;
  // Cells that end within a block are read when their tab is met; the block of the last tab is met again.
  size_t block = now.offset;
  while (block + 32 <= size) {
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(text + block));
    uint32_t tabs = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, tab));
    for (; tabs; tabs &= tabs - 1) {
      size_t end = block + (size_t)__builtin_ctz(tabs);
      if (now.sample == samples || end < now.offset + 3) goto done;
      const uint8_t *cell = text + now.offset;
      uint32_t call = load(cell);
      if (call != phased && call != unphased) {
        int count = copies(cell, rule);
        if (count < 0 || (cell[3] != ':' && cell[3] != '\t')) goto done;
        list(now.sample, count, rule, &now, heterozygous, homozygous);
      }
      now.sample++;
      now.offset = end + 1;
    }
    block += 32;
  }
done:
  *progress = now;
}
#endif

void read_calls(const uint8_t *text, size_t size, struct call_rule rule, uint32_t samples,
                struct call_progress *progress, uint32_t *heterozygous, uint32_t *homozygous) {
#if defined(__x86_64__)
  if (!rule.portable && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")) {
    if (rule.leads) {
      read_leading(text, size, rule, samples, progress, heterozygous, homozygous);
    } else {
      read_cells(text, size, rule, samples, progress, heterozygous, homozygous);
    }
  }
#endif
  // The rest of a row, too short for a vector; the whole of it on other processors.
  read_portably(text, size, rule, samples, progress, heterozygous, homozygous);
}
