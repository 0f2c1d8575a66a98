#include "CVectors.h"

#include <string.h>

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

// What is inlined whole keeps the places in registers: bytes that are written might else be part of them.
#define INLINED static inline __attribute__((always_inline))

struct cells {
  const uint8_t *text;
  size_t end;
  size_t size;
  uint8_t *output;
  size_t written;
  /// Where the field at hand begins.
  size_t offset;
  /// The separators of the 64 bytes from `base` that have not been taken yet.
  uint64_t separators;
  size_t base;
};

/// Which values of a list stay, in ascending order, and how many it must have.
struct choice {
  size_t count;
  size_t first, second, third;
};

INLINED bool is_separator(uint8_t byte) { return byte == ',' || byte == ':' || byte == '\t'; }

/// The separators among 64 bytes, as far as the cells reach.
INLINED uint64_t find_separators(const struct cells *cells, size_t base) {
  uint64_t found = 0;
#if defined(__x86_64__)
  if (base + 64 <= cells->size) {
    const __m128i comma = _mm_set1_epi8(','), colon = _mm_set1_epi8(':'), tab = _mm_set1_epi8('\t');
    for (int part = 0; part < 4; part++) {
      __m128i bytes = _mm_loadu_si128((const __m128i *)(cells->text + base + 16 * part));
      __m128i equal = _mm_or_si128(_mm_cmpeq_epi8(bytes, comma),
                                   _mm_or_si128(_mm_cmpeq_epi8(bytes, colon), _mm_cmpeq_epi8(bytes, tab)));
      found |= (uint64_t)(uint32_t)_mm_movemask_epi8(equal) << (16 * part);
    }
    return cells->end - base < 64 ? found & ((UINT64_C(1) << (cells->end - base)) - 1) : found;
  }
#endif
  for (size_t place = 0; place < 64 && base + place < cells->end; place++) {
    found |= (uint64_t)is_separator(cells->text[base + place]) << place;
  }
  return found;
}

/// The place of the next separator, each once; `end` behind the last.
INLINED size_t next_separator(struct cells *cells) {
  while (cells->separators == 0) {
    cells->base += 64;
    if (cells->base >= cells->end) return cells->end;
    cells->separators = find_separators(cells, cells->base);
  }
  size_t place = cells->base + (size_t)__builtin_ctzll(cells->separators);
  cells->separators &= cells->separators - 1;
  return place;
}

INLINED bool is_comma(const struct cells *cells, size_t place) {
  return place < cells->end && cells->text[place] == ',';
}

/// Copies the bytes from the offset to a place, and perhaps some of what follows them.
INLINED void copy_to(struct cells *cells, size_t place) {
  size_t count = place - cells->offset;
  const uint8_t *source = cells->text + cells->offset;
  uint8_t *target = cells->output + cells->written;
  cells->written += count;
#if defined(__x86_64__)
  if (place + 16 <= cells->size) {
    for (size_t done = 0; done < count; done += 16) {
      _mm_storeu_si128((__m128i *)(target + done), _mm_loadu_si128((const __m128i *)(source + done)));
    }
    return;
  }
#endif
  memcpy(target, source, count);
}

/// Copies what stays as it is, commas too.
INLINED void copy_fixed(struct cells *cells) {
  size_t place = next_separator(cells);
  while (is_comma(cells, place)) place = next_separator(cells);
  copy_to(cells, place);
  cells->offset = place;
}

INLINED bool copy_call(struct cells *cells, const struct cell_rule *rule) {
  size_t place = next_separator(cells);
  if (is_comma(cells, place)) return false;
  bool follows_digit = false;
  for (; cells->offset < place; cells->offset++) {
    uint8_t byte = cells->text[cells->offset];
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

/// Copies the values that stay; false, with everything as it was, where the list has another length.
INLINED bool copy_chosen(struct cells *cells, const struct choice *choice) {
  const struct cells before = *cells;
  size_t place = next_separator(cells);
  for (size_t index = 0;; index++) {
    if (index == choice->first || index == choice->second || index == choice->third) {
      if (index != choice->first) cells->output[cells->written++] = ',';
      copy_to(cells, place);
    }
    if (!is_comma(cells, place)) {
      cells->offset = place;
      if (index + 1 == choice->count) return true;
      *cells = before;
      return false;
    }
    cells->offset = place + 1;
    place = next_separator(cells);
  }
}

INLINED bool copy_list(struct cells *cells, enum cell_field field, const struct cell_rule *rule) {
  // An empty list and a single point say nothing, whatever the length should be.
  struct cells after = *cells;
  size_t place = next_separator(&after);
  size_t count = place - cells->offset;
  if (!is_comma(cells, place) && (count == 0 || (count == 1 && cells->text[cells->offset] == '.'))) {
    copy_to(&after, place);
    after.offset = place;
    *cells = after;
    return true;
  }
  size_t alleles = rule->alleles;
  size_t kept = rule->alternate;
  struct choice choice = {alleles, 0, kept, kept};
  if (field == CELL_PER_ALTERNATE) {
    choice = (struct choice){alleles - 1, kept - 1, kept - 1, kept - 1};
  } else if (field == CELL_PER_GENOTYPE) {
    // Genotype j/k stands at k * (k + 1) / 2 + j (VCFv4.4 §1.6.2, GL).
    size_t first = kept * (kept + 1) / 2;
    struct choice diploid = {alleles * (alleles + 1) / 2, 0, first, first + kept};
    if (copy_chosen(cells, &diploid)) return true;
  }
  return copy_chosen(cells, &choice);
}

size_t cut_cells(const uint8_t *text, size_t begin, size_t end, size_t size, const uint8_t *fields,
                 size_t field_count, struct cell_rule rule, uint8_t *output) {
  struct cells cells = {text, end, size, output, 0, begin, 0, begin};
  if (begin < end) cells.separators = find_separators(&cells, begin);
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
