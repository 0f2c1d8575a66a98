#include "CXMLReader.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

// libxml2's own headers are not included: on Debian they pull in ICU's, which clash with those of Foundation, and they
// would have to be installed to build. What is declared here is its interface of SAX2, which has not changed since 2.6.

#ifdef __APPLE__
static const char *const library_names[] = {"libxml2.2.dylib"};
#else
static const char *const library_names[] = {"libxml2.so.2", "libxml2.so.16"};
#endif

typedef struct xml_context xml_context;

struct xml_error {
  int domain;
  int code;
  char *message;
  int level;
  char *file;
  int line;
};

struct xml_sax {
  void (*internal_subset)(void *, const char *, const char *, const char *);
  void *unused_before[16];
  void (*characters)(void *, const char *, int);
  void *unused_between[7];
  void (*cdata)(void *, const char *, int);
  void *external_subset;
  unsigned magic;
  void *private_data;
  void (*start)(
      void *, const char *, const char *, const char *, int, const char **, int, int, const char **);
  void (*end)(void *, const char *, const char *, const char *);
  void (*error)(void *, struct xml_error *);
};

static const unsigned sax2_magic = 0xDEEDBEAF;

enum {
  PARSE_NONET = 1 << 11,
  PARSE_COMPACT = 1 << 16,
  PARSE_HUGE = 1 << 19,
  LEVEL_ERROR = 2,
};

static struct {
  void (*init)(void);
  xml_context *(*create)(struct xml_sax *, void *, const char *, int, const char *);
  int (*use_options)(xml_context *, int);
  int (*parse)(xml_context *, const char *, int, int);
  void (*stop)(xml_context *);
  long (*consumed)(xml_context *);
  void (*free_context)(xml_context *);
} library;

static const struct {
  const char *name;
  size_t place;
} symbols[] = {
  {"xmlInitParser", offsetof(__typeof__(library), init)},
  {"xmlCreatePushParserCtxt", offsetof(__typeof__(library), create)},
  {"xmlCtxtUseOptions", offsetof(__typeof__(library), use_options)},
  {"xmlParseChunk", offsetof(__typeof__(library), parse)},
  {"xmlStopParser", offsetof(__typeof__(library), stop)},
  {"xmlByteConsumed", offsetof(__typeof__(library), consumed)},
  {"xmlFreeParserCtxt", offsetof(__typeof__(library), free_context)},
};

const char *pcmflow_xml_open(void) {
  void *opened = NULL;
  for (size_t index = 0; opened == NULL && index < sizeof library_names / sizeof *library_names; index += 1)
    opened = dlopen(library_names[index], RTLD_NOW | RTLD_LOCAL);
  if (opened == NULL) return "libxml2 is not installed (Debian: libxml2)";
  for (size_t index = 0; index < sizeof symbols / sizeof *symbols; index += 1) {
    void *symbol = dlsym(opened, symbols[index].name);
    if (symbol == NULL) return "this version of libxml2 lacks a function that is needed";
    *(void **)((char *)&library + symbols[index].place) = symbol;
  }
  library.init();
  return NULL;
}

struct reading {
  xml_context *context;
  struct pcmflow_xml_events *events;
  const char *text;
  uint32_t depth;
  uint32_t maximum_depth;
  // The depth of the XHTML div that is being passed, or 0, and where it begins.
  uint32_t div_depth;
  uint64_t div_start;
};

static void fail(struct reading *reading, int32_t failure) {
  if (reading->events->failure == PCMFLOW_XML_READ) reading->events->failure = failure;
  library.stop(reading->context);
}

static uint8_t *make_room(struct reading *reading, size_t count) {
  struct pcmflow_xml_events *events = reading->events;
  if (events->capacity - events->count < count) {
    size_t capacity = 2 * (events->capacity + count);
    uint8_t *bytes = realloc(events->bytes, capacity);
    if (bytes == NULL) {
      fail(reading, PCMFLOW_XML_MEMORY);
      return NULL;
    }
    events->bytes = bytes;
    events->capacity = capacity;
  }
  uint8_t *room = events->bytes + events->count;
  events->count += count;
  return room;
}

static uint8_t *put_number(uint8_t *to, uint64_t value, int width) {
  for (int index = 0; index < width; index += 1) *to++ = (uint8_t)(value >> 8 * index);
  return to;
}

static void put_kind(struct reading *reading, char kind) {
  uint8_t *room = make_room(reading, 1);
  if (room != NULL) *room = (uint8_t)kind;
}

// Without entities being replaced, an ampersand in an attribute comes as "&#38;", and nothing else with an ampersand.
static size_t put_value(uint8_t *to, const char *from, size_t length) {
  if (length > 0) memcpy(to, from, length);
  if (length == 0 || memchr(from, '&', length) == NULL) return length;
  size_t count = 0;
  for (size_t index = 0; index < length; index += 1) {
    to[count++] = (uint8_t)from[index];
    if (from[index] == '&' && length - index >= 5 && memcmp(from + index, "&#38;", 5) == 0) index += 4;
  }
  return count;
}

static char kind_of_namespace(const char *uri) {
  if (uri == NULL) return 'o';
  if (strcmp(uri, "http://hl7.org/fhir") == 0) return 'f';
  return strcmp(uri, "http://www.w3.org/1999/xhtml") == 0 ? 'x' : 'o';
}

static void begin_div(struct reading *reading) {
  long place = library.consumed(reading->context);
  if (place < 0) {
    fail(reading, PCMFLOW_XML_MEMORY);
    return;
  }
  // The tag is being read; no attribute may hold a "<", so the last one begins the tag.
  while (place > 0 && reading->text[place] != '<') place -= 1;
  reading->div_depth = reading->depth;
  reading->div_start = (uint64_t)place;
}

static void start_element(
    void *user, const char *name, const char *prefix, const char *uri, int namespaces, const char **declared,
    int count, int defaulted, const char **attributes) {
  (void)prefix, (void)namespaces, (void)declared, (void)defaulted;
  struct reading *reading = user;
  reading->depth += 1;
  if (reading->events->failure != PCMFLOW_XML_READ) return;
  if (reading->depth > reading->maximum_depth) {
    fail(reading, PCMFLOW_XML_TOO_DEEP);
    return;
  }
  if (reading->div_depth > 0) return;
  char space = kind_of_namespace(uri);
  if (space == 'x' && strcmp(name, "div") == 0) {
    begin_div(reading);
    return;
  }
  const char *texts[4] = {name, NULL, NULL, NULL};
  size_t lengths[4] = {strlen(name), 0, 0, 0};
  uint8_t has = 0;
  for (int index = 0; index < count; index += 1) {
    const char **attribute = attributes + 5 * index;
    int slot = 0;
    if (attribute[2] == NULL) {
      if (strcmp(attribute[0], "value") == 0) slot = 3;
      else if (strcmp(attribute[0], "url") == 0) slot = 2;
      else if (strcmp(attribute[0], "id") == 0) slot = 1;
    } else if (strcmp(attribute[2], "http://www.w3.org/2001/XMLSchema-instance") == 0) {
      continue;
    }
    if (slot == 0) {
      has |= 8;
    } else {
      has |= (uint8_t)(1 << (slot - 1));
      texts[slot] = attribute[3];
      lengths[slot] = (size_t)(attribute[4] - attribute[3]);
    }
  }
  uint8_t *room = make_room(reading, 19 + lengths[0] + lengths[1] + lengths[2] + lengths[3]);
  if (room == NULL) return;
  room[0] = '<';
  room[1] = (uint8_t)space;
  room[2] = has;
  uint8_t *to = room + 19;
  for (int index = 0; index < 4; index += 1) {
    size_t written = put_value(to, texts[index], lengths[index]);
    put_number(room + 3 + 4 * index, written, 4);
    to += written;
  }
  reading->events->count = (size_t)(to - reading->events->bytes);
}

static void end_element(void *user, const char *name, const char *prefix, const char *uri) {
  (void)name, (void)prefix, (void)uri;
  struct reading *reading = user;
  if (reading->events->failure != PCMFLOW_XML_READ) return;
  if (reading->div_depth == 0) {
    put_kind(reading, '>');
  } else if (reading->div_depth == reading->depth) {
    long place = library.consumed(reading->context);
    uint8_t *room = make_room(reading, 17);
    if (room == NULL) return;
    room[0] = 'd';
    put_number(put_number(room + 1, reading->div_start, 8), (uint64_t)place - reading->div_start, 8);
    reading->div_depth = 0;
  }
  reading->depth -= 1;
}

static void read_characters(void *user, const char *text, int length) {
  struct reading *reading = user;
  if (reading->div_depth > 0) return;
  for (int index = 0; index < length; index += 1) {
    if (strchr(" \t\r\n", text[index]) == NULL) {
      put_kind(reading, 't');
      return;
    }
  }
}

static void refuse_doctype(void *user, const char *name, const char *external, const char *system) {
  (void)name, (void)external, (void)system;
  fail(user, PCMFLOW_XML_DOCTYPE);
}

static void keep_error(void *user, struct xml_error *error) {
  struct reading *reading = user;
  if (error->level < LEVEL_ERROR || reading->events->failure != PCMFLOW_XML_READ) return;
  reading->events->line = error->line;
  fail(reading, error->code > 0 ? error->code : 1);
}

void pcmflow_xml_read(
    const char *text, size_t length, uint32_t depth, struct pcmflow_xml_events *events) {
  struct xml_sax sax;
  memset(&sax, 0, sizeof sax);
  sax.internal_subset = refuse_doctype;
  sax.characters = read_characters;
  sax.cdata = read_characters;
  sax.magic = sax2_magic;
  sax.start = start_element;
  sax.end = end_element;
  sax.error = keep_error;
  struct reading reading = {.events = events, .text = text, .maximum_depth = depth};
  events->count = 0;
  events->failure = length > 1 << 30 ? PCMFLOW_XML_MEMORY : PCMFLOW_XML_READ;
  events->line = 0;
  if (events->failure != PCMFLOW_XML_READ) return;
  reading.context = library.create(&sax, &reading, NULL, 0, NULL);
  if (reading.context == NULL) {
    events->failure = PCMFLOW_XML_MEMORY;
    return;
  }
  library.use_options(reading.context, PARSE_NONET | PARSE_COMPACT | PARSE_HUGE);
  int code = library.parse(reading.context, text, (int)length, 1);
  if (code != 0 && events->failure == PCMFLOW_XML_READ) events->failure = code;
  library.free_context(reading.context);
}

void pcmflow_xml_free(struct pcmflow_xml_events *events) {
  free(events->bytes);
  events->bytes = NULL;
  events->capacity = 0;
}
