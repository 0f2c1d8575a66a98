#ifndef PCMFLOW_XML_READER_H
#define PCMFLOW_XML_READER_H

#include <stddef.h>
#include <stdint.h>

// libxml2's reader of events (SAX2), opened at the first XML: it brings libraries of its own, some of them large, which
// a run without XML need not load. What is read becomes a list of records in one block of bytes, so that its callers
// need no pointers into the library. No file and no address is ever opened; a document type is refused.

/// Why reading ended; a positive number is an error of libxml2 (its xmlParserErrors).
enum {
  PCMFLOW_XML_READ = 0,
  PCMFLOW_XML_TOO_DEEP = -1,
  PCMFLOW_XML_DOCTYPE = -2,
  PCMFLOW_XML_MEMORY = -3,
};

/// What stands in a text, in its order. A record begins with its kind:
///   '<'  an element begins; then one byte with its namespace ('f' FHIR, 'x' XHTML, 'o' another), one with what it has
///        (1 id, 2 url, 4 value, 8 another attribute), four lengths of 4 bytes (name, id, url, value), and their bytes
///   '>'  the innermost element ends
///   't'  text stands between elements
///   'd'  an XHTML div as a whole; then its offset and its length in the text, 8 bytes each
/// Numbers are little-endian.
struct pcmflow_xml_events {
  uint8_t *_Nullable bytes;
  size_t count;
  size_t capacity;
  int32_t failure;
  /// The line of the failure, from 1.
  int32_t line;
};

/// Opens libxml2; to be called once, before the other functions here. Gives null, or a text that says why it cannot be
/// used.
const char *_Nullable pcmflow_xml_open(void);

/// Reads a text in UTF-8 of at most 1 GiB, whose elements are nested at most so deep.
void pcmflow_xml_read(
    const char *_Nonnull text, size_t length, uint32_t depth, struct pcmflow_xml_events *_Nonnull events);

/// Frees the bytes.
void pcmflow_xml_free(struct pcmflow_xml_events *_Nonnull events);

#endif
