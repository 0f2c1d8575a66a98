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
  JSON_POSITIONS_SLACK = 16,
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

/// A cell of a row, as bytes of a text.
struct text_cell {
  uint32_t start;
  uint32_t end;
  /// Of a JSON text, the entry of the value.
  uint32_t entry;
  /// What it shows, as `text_cell_form`.
  uint32_t form;
};

enum text_cell_form {
  /// Nothing.
  TEXT_CELL_NULL,
  /// The bytes as they stand.
  TEXT_CELL_PLAIN,
  /// A string with escapes.
  TEXT_CELL_ESCAPED,
};

/// What counts where an object has no member of a name.
enum json_path_alternative {
  /// Nothing.
  JSON_PATH_NOTHING,
  /// The first member of the name with one of the types behind it.
  JSON_PATH_ANY_TYPE,
  /// Nothing, unless there is a member of the bare name, which is left to the caller.
  JSON_PATH_BARE_NAME,
  /// Nothing, unless the object is the value of a member itself, which is left to the caller.
  JSON_PATH_MEMBER_KEY,
};

/// What a value must be to fill a cell; any other is left to the caller.
enum json_path_form {
  JSON_PATH_STRING,
  JSON_PATH_BOOLEAN,
  JSON_PATH_NUMBER,
  /// Anything without escapes; the caller looks at it.
  JSON_PATH_OTHER,
};

/// A place that paths lead to.
struct json_path_node {
  /// A bit for each hash of the edges' names, modulo 64.
  uint64_t hashes;
  /// Which of the values is meant, from 0; -1 for all of them.
  int32_t position;
  uint32_t first_edge, end_edge;
  uint32_t first_leaf, end_leaf;
};

/// A member that paths go on to; names stand in the bytes of the paths.
struct json_path_edge {
  uint32_t name, name_end;
  uint32_t bare, bare_end;
  uint32_t node;
  uint16_t hash;
  /// As `json_path_alternative`.
  uint16_t alternative;
};

/// A cell that values fill.
struct json_path_leaf {
  uint32_t cell;
  /// As `json_path_form`.
  uint32_t form;
  /// Whether the key of the reference in the value is meant, not the value.
  bool is_reference;
  /// The one type that the reference must name, in the bytes of the paths; empty for any.
  uint32_t target, target_end;
};

/// Paths of names, those that begin alike sharing their beginning; the first node is the object itself.
struct json_paths {
  const struct json_path_node *nodes;
  const struct json_path_edge *edges;
  const struct json_path_leaf *leaves;
  size_t node_count, edge_count;
  const uint8_t *bytes;
  /// The names of types, each behind its length.
  const uint8_t *types;
  size_t types_size;
};

/// Fills the cells that paths lead to from an object among the entries of a text.
///
/// `scratch` has room for an element for each node and each edge. Returns whether all cells were decided: not where a
/// cell would have a second value, a key has escapes, a value is not of its form, or a reference is other than `Type/id`.
bool find_json_cells(const uint8_t *text, const struct json_entry *entries, uint32_t object, struct json_paths paths,
                     uint32_t *scratch, struct text_cell *cells, size_t cell_count);

/// Bytes that `write_plain_row` may write behind those it reports.
enum { PLAIN_ROW_SLACK = 16 };

/// Writes cells of a text as a row of a table: an empty text as two quotes, a null as nothing, a line end behind the last.
/// `output` holds the bytes of all cells, three more for each, and `PLAIN_ROW_SLACK`.
///
/// Returns the bytes written; SIZE_MAX where a cell has escapes or must be quoted.
size_t write_plain_row(const uint8_t *text, size_t size, const struct text_cell *cells, size_t count, uint8_t delimiter,
                       uint8_t *output);

/// A hash of a key from its length and its first and last eight bytes.
uint16_t json_key_hash(const uint8_t *text, size_t size, size_t begin, size_t end);

/// Copies a cell of a table unless a delimiter, a double quote or the end of a line stands in it; says whether it did.
bool copy_plain_cell(const uint8_t *cell, size_t size, uint8_t delimiter, uint8_t *output);

/// Makes bases upper case, and N of whatever is not A, C, G or T.
void canonical_bases(uint8_t *bases, size_t count);

/// How many of the bytes have a value.
size_t count_bytes(const uint8_t *bytes, size_t size, uint8_t byte);

/// How many of the bytes have a value before the first that has another one; `end` is where that stands, or the size.
size_t count_bytes_until(const uint8_t *bytes, size_t size, uint8_t byte, uint8_t stop, size_t *end);

/// Where the last byte of a value stands; the size where none does.
size_t find_last_byte(const uint8_t *bytes, size_t size, uint8_t byte);

/// Where the cells end of a line that begins at a place: at each separator, and last at the line feed or the size.
/// Says how many there are; no more than the room allows are written.
size_t find_cell_ends(const uint8_t *text, size_t size, size_t begin, uint8_t separator, size_t *ends, size_t room);

#endif
