#include "CVectors.h"

#include <string.h>

static const double powers_of_ten[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/// Reads one dosage and moves behind it; false leaves it to the caller.
///
/// Up to fifteen digits are an exact integer divided by an exact power of ten: correctly rounded.
static inline bool read_number(const uint8_t *text, size_t size, size_t *offset, double *value) {
  size_t now = *offset;
  size_t start = now;
  uint64_t digits = 0;
  while (now < size && (uint8_t)(text[now] - '0') <= 9) digits = digits * 10 + (text[now++] - '0');
  size_t count = now - start;
  size_t fraction = 0;
  if (now < size && text[now] == '.') {
    start = ++now;
    while (now < size && (uint8_t)(text[now] - '0') <= 9) digits = digits * 10 + (text[now++] - '0');
    fraction = now - start;
  }
  if (count == 0 || count + fraction > 15) return false;
  *value = fraction == 0 ? (double)digits : (double)digits / powers_of_ten[fraction];
  *offset = now;
  return true;
}

void read_dosages(const uint8_t *text, size_t size, struct dosage_rule rule, uint32_t samples,
                  struct dosage_progress *progress, double *dosages) {
  struct dosage_progress now = *progress;
  while (now.sample < samples && now.offset < size) {
    size_t offset = now.offset;
    if (rule.follows_call) {
      if (offset + 4 > size || text[offset + 3] != ':' || (text[offset + 1] != '|' && text[offset + 1] != '/')) break;
      offset += 4;
    }
    double value;
    if (!read_number(text, size, &offset, &value) || value > rule.most) break;
    if (offset < size && text[offset] != '\t') {
      if (text[offset] != ':' || !rule.precedes_others) break;
      const uint8_t *tab = memchr(text + offset, '\t', size - offset);
      offset = tab ? (size_t)(tab - text) : size;
    }
    dosages[now.sample++] = value;
    now.offset = offset + 1;
  }
  *progress = now;
}
