#include "CPostgreSQL.h"

#include <dlfcn.h>
#include <stddef.h>

#ifdef __APPLE__
static const char *const library_name = "libpq.5.dylib";
#else
static const char *const library_name = "libpq.so.5";
#endif

static struct {
  pcmflow_pq_connection *(*connect)(const char *const *, const char *const *, int);
  int (*status)(const pcmflow_pq_connection *);
  char *(*error)(const pcmflow_pq_connection *);
  void (*finish)(pcmflow_pq_connection *);
  void (*(*set_notices)(pcmflow_pq_connection *, void (*)(void *, const char *), void *))(void *, const char *);
  pcmflow_pq_result *(*execute)(pcmflow_pq_connection *, const char *, int, const unsigned *, const char *const *,
                                const int *, const int *, int);
  pcmflow_pq_result *(*next_result)(pcmflow_pq_connection *);
  int (*result_status)(const pcmflow_pq_result *);
  char *(*result_field)(const pcmflow_pq_result *, int);
  int (*row_count)(const pcmflow_pq_result *);
  int (*column_count)(const pcmflow_pq_result *);
  char *(*column_name)(const pcmflow_pq_result *, int);
  unsigned (*column_type)(const pcmflow_pq_result *, int);
  int (*is_null)(const pcmflow_pq_result *, int, int);
  char *(*value)(const pcmflow_pq_result *, int, int);
  char *(*changed)(pcmflow_pq_result *);
  void (*clear)(pcmflow_pq_result *);
  int (*put_copy)(pcmflow_pq_connection *, const char *, int);
  int (*end_copy)(pcmflow_pq_connection *, const char *);
  int (*get_copy)(pcmflow_pq_connection *, char **, int);
  void (*free_memory)(void *);
  pcmflow_pq_cancel *(*get_cancel)(pcmflow_pq_connection *);
  int (*cancel)(pcmflow_pq_cancel *, char *, int);
  void (*free_cancel)(pcmflow_pq_cancel *);
} library;

static const struct {
  const char *name;
  size_t place;
} symbols[] = {
  {"PQconnectdbParams", offsetof(__typeof__(library), connect)},
  {"PQstatus", offsetof(__typeof__(library), status)},
  {"PQerrorMessage", offsetof(__typeof__(library), error)},
  {"PQfinish", offsetof(__typeof__(library), finish)},
  {"PQsetNoticeProcessor", offsetof(__typeof__(library), set_notices)},
  {"PQexecParams", offsetof(__typeof__(library), execute)},
  {"PQgetResult", offsetof(__typeof__(library), next_result)},
  {"PQresultStatus", offsetof(__typeof__(library), result_status)},
  {"PQresultErrorField", offsetof(__typeof__(library), result_field)},
  {"PQntuples", offsetof(__typeof__(library), row_count)},
  {"PQnfields", offsetof(__typeof__(library), column_count)},
  {"PQfname", offsetof(__typeof__(library), column_name)},
  {"PQftype", offsetof(__typeof__(library), column_type)},
  {"PQgetisnull", offsetof(__typeof__(library), is_null)},
  {"PQgetvalue", offsetof(__typeof__(library), value)},
  {"PQcmdTuples", offsetof(__typeof__(library), changed)},
  {"PQclear", offsetof(__typeof__(library), clear)},
  {"PQputCopyData", offsetof(__typeof__(library), put_copy)},
  {"PQputCopyEnd", offsetof(__typeof__(library), end_copy)},
  {"PQgetCopyData", offsetof(__typeof__(library), get_copy)},
  {"PQfreemem", offsetof(__typeof__(library), free_memory)},
  {"PQgetCancel", offsetof(__typeof__(library), get_cancel)},
  {"PQcancel", offsetof(__typeof__(library), cancel)},
  {"PQfreeCancel", offsetof(__typeof__(library), free_cancel)},
};

const char *pcmflow_pq_open(void) {
  void *opened = dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
  if (opened == NULL) return "libpq is not installed (Debian: libpq5)";
  for (size_t index = 0; index < sizeof symbols / sizeof *symbols; index += 1) {
    void *symbol = dlsym(opened, symbols[index].name);
    if (symbol == NULL) return "libpq is too old";
    *(void **)((char *)&library + symbols[index].place) = symbol;
  }
  return NULL;
}

// Notices may quote cells; nobody reads them.
static void ignore_notice(void *state, const char *message) {}

pcmflow_pq_connection *pcmflow_pq_connect(const char *url) {
  // The URL may say otherwise about the first two.
  static const char *const names[] = {"connect_timeout", "application_name", "dbname", "client_encoding", NULL};
  const char *const values[] = {"30", "pcmflow", url, "UTF8", NULL};
  pcmflow_pq_connection *connection = library.connect(names, values, 1);
  if (connection != NULL) library.set_notices(connection, ignore_notice, NULL);
  return connection;
}

int pcmflow_pq_is_connected(pcmflow_pq_connection *connection) { return library.status(connection) == 0; }

const char *pcmflow_pq_error(pcmflow_pq_connection *connection) { return library.error(connection); }

void pcmflow_pq_finish(pcmflow_pq_connection *connection) { library.finish(connection); }

pcmflow_pq_result *pcmflow_pq_execute(
    pcmflow_pq_connection *connection, const char *command, int count, const char *const *values) {
  return library.execute(connection, command, count, NULL, values, NULL, NULL, 0);
}

pcmflow_pq_result *pcmflow_pq_next_result(pcmflow_pq_connection *connection) {
  return library.next_result(connection);
}

int pcmflow_pq_result_status(pcmflow_pq_result *result) { return library.result_status(result); }

const char *pcmflow_pq_result_field(pcmflow_pq_result *result, enum pcmflow_pq_field field) {
  return library.result_field(result, (int)field);
}

int pcmflow_pq_row_count(pcmflow_pq_result *result) { return library.row_count(result); }

int pcmflow_pq_column_count(pcmflow_pq_result *result) { return library.column_count(result); }

const char *pcmflow_pq_column_name(pcmflow_pq_result *result, int column) {
  return library.column_name(result, column);
}

unsigned pcmflow_pq_column_type(pcmflow_pq_result *result, int column) {
  return library.column_type(result, column);
}

const char *pcmflow_pq_value(pcmflow_pq_result *result, int row, int column) {
  return library.is_null(result, row, column) ? NULL : library.value(result, row, column);
}

const char *pcmflow_pq_changed(pcmflow_pq_result *result) { return library.changed(result); }

void pcmflow_pq_clear(pcmflow_pq_result *result) { library.clear(result); }

int pcmflow_pq_put_copy(pcmflow_pq_connection *connection, const void *bytes, int size) {
  return library.put_copy(connection, bytes, size);
}

int pcmflow_pq_end_copy(pcmflow_pq_connection *connection, const char *failure) {
  return library.end_copy(connection, failure);
}

int pcmflow_pq_get_copy(pcmflow_pq_connection *connection, char **row) {
  return library.get_copy(connection, row, 0);
}

void pcmflow_pq_free_copy(char *row) { library.free_memory(row); }

pcmflow_pq_cancel *pcmflow_pq_get_cancel(pcmflow_pq_connection *connection) {
  return library.get_cancel(connection);
}

void pcmflow_pq_cancel_now(pcmflow_pq_cancel *cancel) {
  char reason[256];
  (void)library.cancel(cancel, reason, (int)sizeof reason);
}

void pcmflow_pq_free_cancel(pcmflow_pq_cancel *cancel) { library.free_cancel(cancel); }
