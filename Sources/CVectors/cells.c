#include "CVectors.h"

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

// What is inlined whole keeps the places in registers: bytes that are written might else be part of them.
#define INLINED static inline __attribute__((always_inline))

struct cells {
  const uint8_t *text;
  size_t offset;
  size_t end;
  size_t size;
  uint8_t *output;
  size_t written;
};

/// Which values of a list stay, in ascending order, and how many it must have.
struct choice {
  size_t count;
  size_t first, second, third;
};

INLINED bool is_end(uint8_t byte) { return byte == ':' || byte == '\t'; }

/// Bytes from the offset to the next separator, copied to `target` with some of what follows them.
INLINED size_t copy_value(const struct cells *cells, uint8_t *target) {
  size_t offset = cells->offset;
  size_t copied = 0;
#if defined(__x86_64__)
  const __m128i comma = _mm_set1_epi8(','), colon = _mm_set1_epi8(':'), tab = _mm_set1_epi8('\t');
  while (offset + 16 <= cells->size) {
    __m128i part = _mm_loadu_si128((const __m128i *)(cells->text + offset));
    _mm_storeu_si128((__m128i *)(target + copied), part);
    __m128i found = _mm_or_si128(_mm_cmpeq_epi8(part, comma),
                                 _mm_or_si128(_mm_cmpeq_epi8(part, colon), _mm_cmpeq_epi8(part, tab)));
    int mask = _mm_movemask_epi8(found);
    if (mask != 0) {
      size_t count = copied + (size_t)__builtin_ctz((unsigned)mask);
      size_t most = cells->end - cells->offset;
      return count < most ? count : most;
    }
    if (offset + 16 >= cells->end) return cells->end - cells->offset;
    offset += 16;
    copied += 16;
  }
#endif
  for (; offset < cells->end && cells->text[offset] != ',' && !is_end(cells->text[offset]); offset++) {
    target[copied++] = cells->text[offset];
  }
  return copied;
}

/// Copies what stays as it is, commas too.
INLINED void copy_fixed(struct cells *cells) {
  while (true) {
    size_t count = copy_value(cells, cells->output + cells->written);
    cells->offset += count;
    cells->written += count;
    if (cells->offset >= cells->end || cells->text[cells->offset] != ',') return;
    cells->output[cells->written++] = ',';
    cells->offset++;
  }
}

INLINED bool copy_call(struct cells *cells, const struct cell_rule *rule) {
  bool follows_digit = false;
  for (; cells->offset < cells->end; cells->offset++) {
    uint8_t byte = cells->text[cells->offset];
    if (is_end(byte)) break;
    uint8_t digit = (uint8_t)(byte - '0');
    if (digit <= 9) {
      if (follows_digit || digit >= rule->alleles) return false;
      byte = rule->shown[digit];
    }
    follows_digit = digit <= 9;
    cells->output[cells->written++] = byte;
  }
  return true;
}

/// Copies the values that stay; false, with the offset where it was, where the list has another length.
INLINED bool copy_chosen(struct cells *cells, const struct choice *choice) {
  size_t start = cells->offset;
  size_t written = cells->written;
  size_t index = 0;
  bool is_first = true;
  while (true) {
    uint8_t *target = cells->output + cells->written + !is_first;
    size_t count = copy_value(cells, target);
    if (index == choice->first || index == choice->second || index == choice->third) {
      if (!is_first) cells->output[cells->written] = ',';
      cells->written += count + !is_first;
      is_first = false;
    }
    cells->offset += count;
    index++;
    if (cells->offset >= cells->end || cells->text[cells->offset] != ',') break;
    cells->offset++;
  }
  if (index == choice->count) return true;
  cells->offset = start;
  cells->written = written;
  return false;
}

INLINED bool copy_list(struct cells *cells, enum cell_field field, const struct cell_rule *rule) {
  size_t next = cells->offset + 1;
  if (cells->offset >= cells->end || is_end(cells->text[cells->offset])) return true;
  if (cells->text[cells->offset] == '.' && (next >= cells->end || is_end(cells->text[next]))) {
    cells->output[cells->written++] = '.';
    cells->offset = next;
    return true;
  }
  size_t alleles = rule->alleles;
  size_t kept = rule->alternate;
  struct choice each = {alleles, 0, kept, kept};
  if (field == CELL_PER_ALTERNATE) {
    struct choice alternates = {alleles - 1, kept - 1, kept - 1, kept - 1};
    return copy_chosen(cells, &alternates);
  }
  if (field == CELL_PER_GENOTYPE) {
    // Genotype j/k stands at k * (k + 1) / 2 + j (VCFv4.4 §1.6.2, GL).
    size_t first = kept * (kept + 1) / 2;
    struct choice diploid = {alleles * (alleles + 1) / 2, 0, first, first + kept};
    if (copy_chosen(cells, &diploid)) return true;
  }
  return copy_chosen(cells, &each);
}

size_t cut_cells(const uint8_t *text, size_t begin, size_t end, size_t size, const uint8_t *fields,
                 size_t field_count, struct cell_rule rule, uint8_t *output) {
  struct cells cells = {text, begin, end, size, output, 0};
  size_t column = 0;
  while (true) {
    enum cell_field field = column < field_count ? (enum cell_field)fields[column] : CELL_FIXED;
    if (field == CELL_FIXED) {
      copy_fixed(&cells);
    } else if (field == CELL_CALL) {
      if (!copy_call(&cells, &rule)) return SIZE_MAX;
    } else if (!copy_list(&cells, field, &rule)) {
      return SIZE_MAX;
    }
    if (cells.offset >= end) return cells.written;
    column = text[cells.offset] == '\t' ? 0 : column + 1;
    output[cells.written++] = text[cells.offset++];
  }
}
