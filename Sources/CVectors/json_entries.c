#include "CVectors.h"

#include <string.h>

// A document while its entries are made.
struct document {
  const uint8_t *text;
  size_t size;
  size_t end;
  enum json_content content;
};

static uint64_t word_at(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

static inline uint16_t hash_of(const uint8_t *text, size_t size, size_t begin, size_t end) {
  size_t length = end - begin;
  uint64_t first = 0, last = 0;
  if (length >= 8) {
    first = word_at(text + begin);
    last = word_at(text + end - 8);
  } else if (length > 0 && size - begin >= 8) {
    first = __builtin_bswap64(word_at(text + begin)) >> (64 - 8 * length);
  } else {
    for (size_t offset = begin; offset < end; offset++) first = first << 8 | text[offset];
  }
  // Odd multipliers without pattern (the golden ratio's, and SplitMix64's first) spread the bits upwards.
  uint64_t mixed = ((first ^ length) * 0x9E3779B97F4A7C15ull) ^ (last * 0xBF58476D1CE4E5B9ull);
  return (uint16_t)(mixed >> 48);
}

uint16_t json_key_hash(const uint8_t *text, size_t size, size_t begin, size_t end) {
  return hash_of(text, size, begin, end);
}

static bool is_hexadecimal(const uint8_t *bytes) {
  for (int index = 0; index < 4; index++) {
    uint8_t byte = bytes[index], letter = byte | 0x20;
    if (!(byte >= '0' && byte <= '9') && !(letter >= 'a' && letter <= 'f')) return false;
  }
  return true;
}

// The bytes of an escape that says what it should; 0 for any other, and for halves of surrogate pairs, which are
// left to the caller.
static size_t escape_length(const uint8_t *text, size_t begin, size_t end) {
  if (begin + 1 >= end) return 0;
  switch (text[begin + 1]) {
    case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't':
      return 2;
    case 'u':
      if (begin + 6 > end || !is_hexadecimal(text + begin + 2)) return 0;
      return (text[begin + 2] | 0x20) == 'd' && text[begin + 3] >= '8' ? 0 : 6;
    default:
      return 0;
  }
}

static bool has_valid_escapes(const uint8_t *text, size_t begin, size_t end) {
  while (begin < end) {
    const uint8_t *hit = memchr(text + begin, '\\', end - begin);
    if (!hit) return true;
    size_t offset = (size_t)(hit - text);
    size_t length = escape_length(text, offset, end);
    if (!length) return false;
    begin = offset + length;
  }
  return true;
}

static bool is_continuation(uint8_t byte) { return (byte & 0xC0) == 0x80; }

// Whether bytes are well-formed UTF-8 (Unicode 15, table 3-7).
static bool is_utf8(const uint8_t *text, size_t begin, size_t end) {
  while (begin < end) {
    if (begin + 8 <= end && !(word_at(text + begin) & 0x8080808080808080ull)) {
      begin += 8;
      continue;
    }
    uint8_t lead = text[begin];
    if (lead < 0x80) {
      begin++;
      continue;
    }
    size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lead < 0xC2 || lead > 0xF4 || begin + length > end) return false;
    uint8_t second = text[begin + 1];
    uint8_t least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    uint8_t most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) return false;
    for (size_t index = 2; index < length; index++) {
      if (!is_continuation(text[begin + index])) return false;
    }
    begin += length;
  }
  return true;
}

static bool is_digit(const struct document *document, size_t offset) {
  return offset < document->end && (uint8_t)(document->text[offset] - '0') < 10;
}

// Whether a number or word may end before an offset.
static bool ends_before(const struct document *document, size_t offset) {
  if (offset >= document->end) return true;
  switch (document->text[offset]) {
    case ',': case '}': case ']': case ' ': case '\n': case '\r': case '\t':
      return true;
    default:
      return false;
  }
}

// The offset past a number (RFC 8259 section 6); 0 where it is none.
static size_t end_of_number(const struct document *document, size_t offset) {
  const uint8_t *text = document->text;
  if (text[offset] == '-') offset++;
  if (!is_digit(document, offset)) return 0;
  bool is_zero = text[offset] == '0';
  offset++;
  if (is_zero && is_digit(document, offset)) return 0;
  while (is_digit(document, offset)) offset++;
  if (offset < document->end && text[offset] == '.') {
    offset++;
    if (!is_digit(document, offset)) return 0;
    while (is_digit(document, offset)) offset++;
  }
  if (offset < document->end && (text[offset] | 0x20) == 'e') {
    offset++;
    if (offset < document->end && (text[offset] == '+' || text[offset] == '-')) offset++;
    if (!is_digit(document, offset)) return 0;
    while (is_digit(document, offset)) offset++;
  }
  return ends_before(document, offset) ? offset : 0;
}

static size_t end_of_word(const struct document *document, size_t offset, const char *word) {
  size_t length = strlen(word);
  if (document->end - offset < length || memcmp(document->text + offset, word, length) != 0) return 0;
  return ends_before(document, offset + length) ? offset + length : 0;
}

#define INLINED static inline __attribute__((always_inline))

// Fills the entry of a string or key between two quotes; false where its bytes are left to the caller.
INLINED bool fill_string(const struct document *document, size_t open, size_t close, enum json_kind kind, uint32_t next,
                         bool is_plain, struct json_entry *entry) {
  bool has_escapes = false;
  if (!is_plain) {
    if ((document->content & JSON_HAS_BACKSLASHES) && memchr(document->text + open + 1, '\\', close - open - 1)) {
      has_escapes = true;
      if (!has_valid_escapes(document->text, open + 1, close)) return false;
    }
    if ((document->content & JSON_HAS_HIGH_BYTES) && !is_utf8(document->text, open + 1, close)) return false;
  }
  uint16_t hash = 0;
  if (kind == JSON_KEY && !has_escapes) hash = hash_of(document->text, document->size, open + 1, close);
  *entry = (struct json_entry){(uint32_t)open + 1, (uint32_t)close, next, (uint8_t)kind, has_escapes, hash};
  return true;
}

// Fills the entry of a number or word; false where it is none.
static bool fill_scalar(const struct document *document, size_t begin, uint32_t next, struct json_entry *entry) {
  enum json_kind kind;
  size_t end;
  switch (document->text[begin]) {
    case 't': kind = JSON_TRUE; end = end_of_word(document, begin, "true"); break;
    case 'f': kind = JSON_FALSE; end = end_of_word(document, begin, "false"); break;
    case 'n': kind = JSON_NULL; end = end_of_word(document, begin, "null"); break;
    default: kind = JSON_NUMBER; end = end_of_number(document, begin); break;
  }
  *entry = (struct json_entry){(uint32_t)begin, (uint32_t)end, next, (uint8_t)kind, false, 0};
  return end != 0;
}

// Makes the entries of a document; `is_plain` is known where this is inlined, and says that no string needs a look.
INLINED size_t make_entries(const struct document document, const struct json_structure structure, bool is_plain,
                            uint32_t *seen_keys, struct json_entry *entries, uint32_t base, bool *may_repeat_keys) {
  const uint8_t *text = document.text;
  const uint32_t *position = structure.positions;
  const uint32_t *last = position + structure.count;
  uint32_t open[JSON_DEPTH];
  uint32_t depth = 0, count = 0;
  bool is_object = false;
  bool repeats = false;
value:
  if (position == last) return SIZE_MAX;
  {
    uint32_t start = *position++;
    uint8_t byte = text[start];
    if (byte == '"') {
      if (!fill_string(&document, start, *position++, JSON_STRING, base + count + 1, is_plain,
                       entries + count)) {
        return SIZE_MAX;
      }
      count++;
    } else if (byte == '{' || byte == '[') {
      if (depth == structure.maximum_depth) return SIZE_MAX;
      is_object = byte == '{';
      entries[count] = (struct json_entry){start, 0, 0, is_object ? JSON_OBJECT : JSON_ARRAY, false, 0};
      open[depth++] = count++;
      if (position == last) return SIZE_MAX;
      if (text[*position] != byte + 2) {
        if (is_object) goto key;
        goto value;
      }
    } else {
      if (!fill_scalar(&document, start, base + count + 1, entries + count)) return SIZE_MAX;
      count++;
    }
  }
  // A value has ended: close every container that ends here, then step over the comma.
  while (depth > 0) {
    if (position == last) return SIZE_MAX;
    uint32_t offset = *position++;
    uint8_t byte = text[offset];
    if (byte == ',') {
      if (is_object) goto key;
      goto value;
    }
    if (byte != (is_object ? '}' : ']')) return SIZE_MAX;
    struct json_entry *container = entries + open[--depth];
    container->end = offset + 1;
    container->next = base + count;
    is_object = depth > 0 && entries[open[depth - 1]].kind == JSON_OBJECT;
  }
  if (position != last) return SIZE_MAX;
  *may_repeat_keys = repeats;
  return count;
key:
  if (last - position < 3 || text[*position] != '"') return SIZE_MAX;
  {
    struct json_entry *key = entries + count;
    if (!fill_string(&document, position[0], position[1], JSON_KEY, base + count + 1, is_plain, key)) return SIZE_MAX;
    if (text[position[2]] != ':') return SIZE_MAX;
    position += 3;
    count++;
    // Objects at one depth are never open at the same time, so that each level remembers one object's keys.
    if (depth > JSON_KEY_LEVELS || key->has_escapes) {
      repeats = true;
    } else {
      uint32_t *seen = seen_keys + (depth - 1) * JSON_KEY_SLOTS + key->key_hash % JSON_KEY_SLOTS;
      uint32_t object = base + open[depth - 1] + 1;
      repeats |= *seen == object;
      *seen = object;
    }
  }
  goto value;
}

size_t make_json_entries(const uint8_t *text, size_t size, size_t end, struct json_structure structure,
                         uint32_t *seen_keys, struct json_entry *entries, uint32_t base, bool *may_repeat_keys) {
  const struct document document = {text, size, end, structure.content};
  return structure.content ? make_entries(document, structure, false, seen_keys, entries, base, may_repeat_keys)
                           : make_entries(document, structure, true, seen_keys, entries, base, may_repeat_keys);
}
