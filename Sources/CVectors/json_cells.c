#include "CVectors.h"

#include <string.h>

enum { NONE = UINT32_MAX };

// A walk over one object.
struct walk {
  const uint8_t *text;
  const struct json_entry *entries;
  const struct json_paths *paths;
  // For each node, how many values were met.
  uint32_t *met;
  // For each edge of the object at hand, its value.
  uint32_t *matched;
  struct text_cell *cells;
};

static bool enter(const struct walk *walk, uint32_t number, uint32_t object);

static inline bool has_name(const struct walk *walk, const struct json_entry *key, uint32_t name, uint32_t end) {
  uint32_t length = end - name;
  return key->end - key->start == length && memcmp(walk->text + key->start, walk->paths->bytes + name, length) == 0;
}

// Looks up the members that the edges of a node name; false where a key has escapes.
static inline bool match(const struct walk *walk, const struct json_path_node *node, uint32_t object) {
  const struct json_path_edge *edges = walk->paths->edges;
  uint32_t missing = node->end_edge - node->first_edge;
  for (uint32_t edge = node->first_edge; edge < node->end_edge; edge++) walk->matched[edge] = NONE;
  uint32_t end = walk->entries[object].next;
  for (uint32_t position = object + 1; position < end && missing > 0; position = walk->entries[position + 1].next) {
    const struct json_entry *key = walk->entries + position;
    if (key->has_escapes) return false;
    if (!(node->hashes >> (key->key_hash % 64) & 1)) continue;
    for (uint32_t edge = node->first_edge; edge < node->end_edge; edge++) {
      if (edges[edge].hash != key->key_hash || walk->matched[edge] != NONE) continue;
      if (!has_name(walk, key, edges[edge].name, edges[edge].name_end)) continue;
      walk->matched[edge] = position + 1;
      missing--;
    }
  }
  return true;
}

static bool has_member(const struct walk *walk, uint32_t object, uint32_t name, uint32_t name_end) {
  uint32_t end = walk->entries[object].next;
  for (uint32_t position = object + 1; position < end; position = walk->entries[position + 1].next) {
    if (has_name(walk, walk->entries + position, name, name_end)) return true;
  }
  return false;
}

static bool is_type(const struct json_paths *paths, const uint8_t *suffix, size_t length) {
  for (size_t offset = 0; offset < paths->types_size; offset += 1 + paths->types[offset]) {
    if (paths->types[offset] == length && memcmp(paths->types + offset + 1, suffix, length) == 0) return true;
  }
  return false;
}

// The value of the first member that is an edge's name with a type behind it.
static uint32_t choice(const struct walk *walk, const struct json_path_edge *edge, uint32_t object) {
  uint32_t length = edge->name_end - edge->name;
  const uint8_t *name = walk->paths->bytes + edge->name;
  uint32_t end = walk->entries[object].next;
  for (uint32_t position = object + 1; position < end; position = walk->entries[position + 1].next) {
    const struct json_entry *key = walk->entries + position;
    if (key->end - key->start <= length) continue;
    const uint8_t *text = walk->text + key->start;
    if ((uint8_t)(text[length] - 'A') >= 26 || memcmp(text, name, length) != 0) continue;
    if (is_type(walk->paths, text + length, key->end - key->start - length)) return position + 1;
  }
  return NONE;
}

// Where the id begins in a reference `Type/id`; 0 for any other form, and for another type than the wanted one.
static uint32_t start_of_key(const struct walk *walk, const struct json_entry *entry, const struct json_path_leaf *leaf) {
  const uint8_t *text = walk->text;
  if (entry->kind != JSON_STRING || entry->has_escapes) return 0;
  const uint8_t *hit = memchr(text + entry->start, '/', entry->end - entry->start);
  if (!hit) return 0;
  uint32_t slash = (uint32_t)(hit - text);
  if (slash + 1 >= entry->end || (uint8_t)(text[entry->start] - 'A') >= 26) return 0;
  bool is_simple = true;
  for (uint32_t offset = entry->start; offset < slash; offset++) {
    is_simple &= (uint8_t)((text[offset] | 0x20) - 'a') < 26;
  }
  // A further part, a query or a contained resource.
  for (uint32_t offset = slash + 1; offset < entry->end; offset++) {
    is_simple &= text[offset] != '/' && text[offset] != '?' && text[offset] != '#';
  }
  if (!is_simple) return 0;
  uint32_t length = leaf->target_end - leaf->target;
  if (length == 0) return slash + 1;
  bool is_target =
      slash - entry->start == length && memcmp(text + entry->start, walk->paths->bytes + leaf->target, length) == 0;
  return is_target ? slash + 1 : 0;
}

// The value of the member `reference`; NONE where there is none, or a key has escapes.
static uint32_t reference_of(const struct walk *walk, uint32_t object) {
  static const char name[] = "reference";
  if (walk->entries[object].kind != JSON_OBJECT) return NONE;
  uint32_t end = walk->entries[object].next;
  for (uint32_t position = object + 1; position < end; position = walk->entries[position + 1].next) {
    const struct json_entry *key = walk->entries + position;
    if (key->has_escapes) return NONE;
    if (key->end - key->start == sizeof name - 1 && memcmp(walk->text + key->start, name, sizeof name - 1) == 0) {
      return position + 1;
    }
  }
  return NONE;
}

static bool fill(const struct walk *walk, const struct json_path_leaf *leaf, uint32_t value) {
  struct text_cell *cell = walk->cells + leaf->cell;
  if (cell->form != TEXT_CELL_NULL) return false;
  if (leaf->is_reference) {
    uint32_t reference = reference_of(walk, value);
    if (reference == NONE) return false;
    uint32_t start = start_of_key(walk, walk->entries + reference, leaf);
    *cell = (struct text_cell){start, walk->entries[reference].end, reference, TEXT_CELL_PLAIN};
    return start != 0 && leaf->form == JSON_PATH_STRING;
  }
  const struct json_entry *entry = walk->entries + value;
  uint32_t form = entry->has_escapes ? TEXT_CELL_ESCAPED : TEXT_CELL_PLAIN;
  *cell = (struct text_cell){entry->start, entry->end, value, form};
  switch (leaf->form) {
    case JSON_PATH_STRING: return true;
    case JSON_PATH_BOOLEAN: return entry->kind == JSON_TRUE || entry->kind == JSON_FALSE;
    case JSON_PATH_NUMBER: return entry->kind == JSON_NUMBER;
    default: return !entry->has_escapes;
  }
}

// Goes on from a value, or from each element of an array; nulls are no values.
static bool descend(const struct walk *walk, uint32_t number, uint32_t value) {
  const struct json_entry *entry = walk->entries + value;
  if (entry->kind == JSON_NULL) return true;
  if (entry->kind == JSON_ARRAY) {
    for (uint32_t child = value + 1; child < entry->next; child = walk->entries[child].next) {
      if (!descend(walk, number, child)) return false;
    }
    return true;
  }
  const struct json_path_node *node = walk->paths->nodes + number;
  uint32_t place = walk->met[number]++;
  if (node->position >= 0 && place != (uint32_t)node->position) return true;
  for (uint32_t leaf = node->first_leaf; leaf < node->end_leaf; leaf++) {
    if (!fill(walk, walk->paths->leaves + leaf, value)) return false;
  }
  return node->first_edge == node->end_edge || entry->kind != JSON_OBJECT || enter(walk, number, value);
}

// Follows the edges of a node from an object.
static bool enter(const struct walk *walk, uint32_t number, uint32_t object) {
  const struct json_path_node *node = walk->paths->nodes + number;
  if (!match(walk, node, object)) return false;
  for (uint32_t place = node->first_edge; place < node->end_edge; place++) {
    const struct json_path_edge *edge = walk->paths->edges + place;
    uint32_t value = walk->matched[place];
    if (value == NONE) {
      switch (edge->alternative) {
        case JSON_PATH_BARE_NAME:
          if (has_member(walk, object, edge->bare, edge->bare_end)) return false;
          break;
        case JSON_PATH_MEMBER_KEY:
          if (object > 0 && walk->entries[object - 1].kind == JSON_KEY) return false;
          break;
        case JSON_PATH_ANY_TYPE:
          value = choice(walk, edge, object);
          break;
        default:
          break;
      }
      if (value == NONE) continue;
    }
    if (!descend(walk, edge->node, value)) return false;
  }
  return true;
}

bool find_json_cells(const uint8_t *text, const struct json_entry *entries, uint32_t object, struct json_paths paths,
                     uint32_t *scratch, struct text_cell *cells, size_t cell_count) {
  const struct walk walk = {text, entries, &paths, scratch, scratch + paths.node_count, cells};
  memset(scratch, 0, paths.node_count * sizeof *scratch);
  memset(cells, 0, cell_count * sizeof *cells);
  return enter(&walk, 0, object);
}
