// The inmost loops, with the processor's vector instructions where it has them.
#ifndef CGENOTYPES_H
#define CGENOTYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What is counted in a row of calls.
struct call_rule {
  /// Alleles of the record, at most 10, so that each is one digit.
  uint8_t alleles;
  /// The allele counted, below `alleles`.
  uint8_t allele;
  /// Whether calls lead cells of several fields (`0|1:35:99`); else they are the cells.
  bool leads;
  /// Whether only instructions that every processor has are used; for tests.
  bool portable;
};

/// How far a row of calls has been read; begins as zeros.
struct call_progress {
  /// Offset of the next cell, one behind `size` after the last.
  size_t offset;
  /// Number of the next sample.
  uint32_t sample;
  /// Elements of `heterozygous` and `homozygous` that are filled.
  uint32_t heterozygous;
  uint32_t homozygous;
};

/// Reads calls of two one-digit alleles until `samples` are read, the text ends, or a cell holds anything else,
/// which is left to the caller. The numbers of samples with one copy of the allele go to `heterozygous`; those
/// with two copies, or none when the allele is REF, to `homozygous`: what is not listed has two reference
/// alleles. Both hold `samples` elements.
///
/// Cells end with a tab or at `size`; nothing is read beyond it.
void read_calls(const uint8_t *text, size_t size, struct call_rule rule, uint32_t samples,
                struct call_progress *progress, uint32_t *heterozygous, uint32_t *homozygous);

/// Where the dosage of the one alternate allele stands in every cell of a record.
struct dosage_rule {
  /// Whether a call of two one-character alleles stands before it; else it is the first field.
  bool follows_call;
  /// Whether fields stand behind it.
  bool precedes_others;
  /// The largest dosage read.
  double most;
};

/// How far a row of dosages has been read; begins as zeros.
struct dosage_progress {
  /// Offset of the next cell, one behind `size` after the last.
  size_t offset;
  /// Number of the next sample.
  uint32_t sample;
};

/// Reads plain decimal dosages from 0 to `most` until `samples` are read, the text ends, or a cell holds
/// anything else, which is left to the caller. `dosages` holds `samples` elements.
void read_dosages(const uint8_t *text, size_t size, struct dosage_rule rule, uint32_t samples,
                  struct dosage_progress *progress, double *dosages);

/// Adds two values to the pairs of some samples: `pairs[2 * samples[i]] += first`, the next `+= second`.
void add_pair(double *pairs, const uint32_t *samples, size_t count, double first, double second);

/// What a field of a cell holds.
enum cell_field {
  /// What stays as it is.
  CELL_FIXED,
  /// A call.
  CELL_CALL,
  /// A list of values for the alternate alleles, for all alleles, for the genotypes.
  CELL_PER_ALTERNATE,
  CELL_PER_ALLELE,
  CELL_PER_GENOTYPE,
};

/// What the cells of a record become that keeps one of its alternate alleles.
struct cell_rule {
  /// Alleles of the record, at most 10, so that each is one digit.
  uint8_t alleles;
  /// The alternate allele that is kept, below `alleles`.
  uint8_t alternate;
  /// The character that a call shows for each allele.
  uint8_t shown[10];
};

/// Bytes that `cut_cells` may write behind those it reports.
enum { CUT_CELLS_SLACK = 32 };

/// Copies the cells from `begin` to `end`, each list with the values of the reference and the allele kept.
///
/// `fields` says for each field of FORMAT what it holds, as `cell_field`; further fields are fixed. Nothing is read
/// beyond `size`. `output` holds `end - begin + CUT_CELLS_SLACK` bytes.
///
/// Returns the bytes written; SIZE_MAX where a cell holds anything else: a list of another length than a diploid or
/// haploid record has, an allele of two digits or one that the record does not have.
size_t cut_cells(const uint8_t *text, size_t begin, size_t end, size_t size, const uint8_t *fields,
                 size_t field_count, struct cell_rule rule, uint8_t *output);

/// What a value of a JSON text is; a key is the name of a member.
enum json_kind {
  JSON_NULL,
  JSON_FALSE,
  JSON_TRUE,
  JSON_NUMBER,
  JSON_STRING,
  JSON_ARRAY,
  JSON_OBJECT,
  JSON_KEY,
};

/// A value or key of a JSON text, laid out as `JSONEntry` is, which says what the members are.
struct json_entry {
  uint32_t start;
  uint32_t end;
  uint32_t next;
  uint8_t kind;
  bool has_escapes;
  uint16_t key_hash;
};

/// What the strings of a document may hold that has to be looked at.
enum json_content {
  JSON_HAS_BACKSLASHES = 1,
  JSON_HAS_HIGH_BYTES = 2,
};

/// Where the parts of a document stand.
struct json_structure {
  /// The offsets of all quotes around strings, of `{}[]:,` outside strings, and of the first byte of each word and
  /// number, ascending.
  const uint32_t *positions;
  size_t count;
  enum json_content content;
  /// How many containers may be nested, at most `JSON_DEPTH`.
  uint32_t maximum_depth;
};

enum {
  /// Containers that may be nested at most.
  JSON_DEPTH = 512,
  /// Levels of nested containers whose keys are remembered, and how many a level.
  JSON_KEY_LEVELS = 16,
  JSON_KEY_SLOTS = 4096,
  /// Elements that `find_json_structure` may write behind those it reports.
  JSON_POSITIONS_SLACK = 4,
};

/// Finds the parts of the document from `begin` to `end`; `positions` has room for as many as it has bytes, and
/// `JSON_POSITIONS_SLACK` more. `size` is that of the whole text.
///
/// Returns the count; SIZE_MAX where a control character stands in a string, a string does not end, or the processor
/// lacks the instructions: another reader has to find out then.
size_t find_json_structure(const uint8_t *text, size_t size, size_t begin, size_t end, uint32_t *positions,
                           enum json_content *content);

/// Makes the entries of a document that ends at `end`, at most one for each position; the first gets the number `base`.
///
/// `seen_keys` holds `JSON_KEY_LEVELS * JSON_KEY_SLOTS` elements, zeros at first, and belongs to one numbering of
/// entries. `may_repeat_keys` is set to whether an object may have two members of one name; if not, none has.
/// Returns the count; SIZE_MAX where the text is not JSON, is nested too deeply, or has an escaped surrogate: another
/// reader has to find out which.
size_t make_json_entries(const uint8_t *text, size_t size, size_t end, struct json_structure structure,
                         uint32_t *seen_keys, struct json_entry *entries, uint32_t base, bool *may_repeat_keys);

/// A hash of a key from its length and its first and last eight bytes.
uint16_t json_key_hash(const uint8_t *text, size_t size, size_t begin, size_t end);

/// Copies a cell of a table unless a delimiter, a double quote or the end of a line stands in it; says whether it did.
bool copy_plain_cell(const uint8_t *cell, size_t size, uint8_t delimiter, uint8_t *output);

/// How many of the bytes have a value.
size_t count_bytes(const uint8_t *bytes, size_t size, uint8_t byte);

#endif
