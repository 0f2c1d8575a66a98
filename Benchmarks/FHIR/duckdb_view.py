"""Makes the table of `view.json` with DuckDB: `duckdb_view.py INPUT OUTPUT THREADS`; without arguments prints its version.

The columns are declared, which is DuckDB's quickest way; numbers are read as text, so that no digit is lost.
"""

import sys

import duckdb

QUERY = """
COPY (
  SELECT id, regexp_extract(subject.reference, '^Patient/(.*)$', 1) AS patient, code.coding[1].code AS code,
    effectiveDateTime AS effective, valueQuantity.value AS value, valueQuantity.unit AS unit
  FROM read_json('{input}', format = 'newline_delimited', columns = {{
    resourceType: 'VARCHAR', id: 'VARCHAR', subject: 'STRUCT(reference VARCHAR)',
    code: 'STRUCT(coding STRUCT(code VARCHAR)[])', effectiveDateTime: 'VARCHAR',
    valueQuantity: 'STRUCT("value" VARCHAR, unit VARCHAR)' }})
  WHERE resourceType = 'Observation'
) TO '{output}' (HEADER)
"""


def main():
    if len(sys.argv) == 1:
        print(duckdb.__version__)
        return
    source, output, threads = sys.argv[1:]
    database = duckdb.connect()
    database.execute(f"SET threads = {int(threads)}")
    database.execute(QUERY.format(input=source, output=output))


main()
