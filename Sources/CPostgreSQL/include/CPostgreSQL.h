#ifndef PCMFLOW_POSTGRESQL_H
#define PCMFLOW_POSTGRESQL_H

// libpq, PostgreSQL's client library, opened at the first connection: a run without PostgreSQL need not have it, and
// nothing of it is needed to build. What the functions do is said at
// https://www.postgresql.org/docs/current/libpq.html under the name behind `pcmflow_pq_`.

typedef struct pg_conn pcmflow_pq_connection;
typedef struct pg_result pcmflow_pq_result;
typedef struct pg_cancel pcmflow_pq_cancel;

/// What became of a command (`ExecStatusType`).
enum pcmflow_pq_status {
  PCMFLOW_PQ_COMMAND_OK = 1,
  PCMFLOW_PQ_TUPLES_OK = 2,
  PCMFLOW_PQ_COPY_OUT = 3,
  PCMFLOW_PQ_COPY_IN = 4,
};

/// What may be asked of an error (`PG_DIAG_…`).
enum pcmflow_pq_field {
  PCMFLOW_PQ_STATE = 'C',
  PCMFLOW_PQ_MESSAGE = 'M',
  PCMFLOW_PQ_CONTEXT = 'W',
  PCMFLOW_PQ_COLUMN = 'c',
};

/// Opens libpq; to be called before every other function here. Gives null, or a text that says why it cannot be used.
const char *_Nullable pcmflow_pq_open(void);

/// Connects to what a URL names; the connection may have failed, which `is_connected` says. Null where memory is out.
pcmflow_pq_connection *_Nullable pcmflow_pq_connect(const char *_Nonnull url);
int pcmflow_pq_is_connected(pcmflow_pq_connection *_Nonnull connection);
const char *_Nonnull pcmflow_pq_error(pcmflow_pq_connection *_Nonnull connection);
void pcmflow_pq_finish(pcmflow_pq_connection *_Nonnull connection);

pcmflow_pq_result *_Nullable pcmflow_pq_execute(
    pcmflow_pq_connection *_Nonnull connection, const char *_Nonnull command, int count,
    const char *_Nullable const *_Nullable values);
pcmflow_pq_result *_Nullable pcmflow_pq_next_result(pcmflow_pq_connection *_Nonnull connection);
int pcmflow_pq_result_status(pcmflow_pq_result *_Nullable result);
const char *_Nullable pcmflow_pq_result_field(pcmflow_pq_result *_Nullable result, enum pcmflow_pq_field field);
int pcmflow_pq_row_count(pcmflow_pq_result *_Nonnull result);
int pcmflow_pq_column_count(pcmflow_pq_result *_Nonnull result);
const char *_Nullable pcmflow_pq_column_name(pcmflow_pq_result *_Nonnull result, int column);
unsigned pcmflow_pq_column_type(pcmflow_pq_result *_Nonnull result, int column);
/// The text of a cell; null for a null.
const char *_Nullable pcmflow_pq_value(pcmflow_pq_result *_Nonnull result, int row, int column);
/// How many rows a command changed, in decimal.
const char *_Nonnull pcmflow_pq_changed(pcmflow_pq_result *_Nonnull result);
void pcmflow_pq_clear(pcmflow_pq_result *_Nullable result);

int pcmflow_pq_put_copy(pcmflow_pq_connection *_Nonnull connection, const void *_Nonnull bytes, int size);
/// Ends a copy; with a text it fails, and nothing is stored.
int pcmflow_pq_end_copy(pcmflow_pq_connection *_Nonnull connection, const char *_Nullable failure);
/// The size of the next row, which is to be freed with `free_copy`; -1 at the end, -2 after an error.
int pcmflow_pq_get_copy(pcmflow_pq_connection *_Nonnull connection, char *_Nullable *_Nonnull row);
void pcmflow_pq_free_copy(char *_Nullable row);

/// What cancels the command that runs on a connection, from any thread.
pcmflow_pq_cancel *_Nullable pcmflow_pq_get_cancel(pcmflow_pq_connection *_Nonnull connection);
void pcmflow_pq_cancel_now(pcmflow_pq_cancel *_Nonnull cancel);
void pcmflow_pq_free_cancel(pcmflow_pq_cancel *_Nullable cancel);

#endif
