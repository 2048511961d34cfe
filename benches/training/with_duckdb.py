"""Neighbours by src/offline/neighbours.sql in DuckDB: with_duckdb.py CLICKS.csv NEIGHBOURS.parquet"""

import sys
from pathlib import Path

import duckdb

clicks, out = sys.argv[1:]
sql = (Path(__file__).parents[2] / "src/offline/neighbours.sql").read_text()
# The trainer counts no further than the support that is asked for.
sql = sql.replace("3 as counted", "2 as counted")
shop = duckdb.connect(config={"threads": 2})
shop.sql(
    "create view clicks as select cast(session_id as varchar) as session_id,"
    f" cast(item_id as varchar) as item_id, timestamp from read_csv('{clicks}')"
)
shop.execute(sql)
shop.sql(f"copy neighbours to '{out}'")
