"""The same neighbours in pandas: with_pandas.py CLICKS.csv NEIGHBOURS.parquet

The steps are those of src/offline/neighbours.sql. Where a join of everything would not fit into memory, products are
taken a few hundred at a time; within a session positions are compared by shifting, which is quicker than a join.
"""

import sys

import numpy as np
import pandas as pd

KEPT, SUPPORT, WINDOW, DIRECT, LEADING, FINAL = 60, 2, 20, 512, 30, 60
CHUNK = 250


def read(path):
    """Clicks by session and time, with numbers for sessions and items; the items' ids and how many sessions hold each."""
    clicks = pd.read_csv(path, dtype={"session_id": str, "item_id": str})
    sessions = clicks.groupby("session_id", as_index=False)["timestamp"].max()
    sessions = sessions.sort_values(["timestamp", "session_id"], ignore_index=True)
    sessions["session"] = np.arange(1, len(sessions) + 1)
    items = clicks.groupby("item_id", as_index=False)["session_id"].nunique().rename(columns={"session_id": "df"})
    items = items.sort_values(["df", "item_id"], ascending=[False, True], ignore_index=True)
    items["item"] = np.arange(len(items))
    clicks = clicks.merge(sessions[["session_id", "session"]], on="session_id").merge(items, on="item_id")
    clicks = clicks.sort_values(["session", "timestamp", "item_id"], ignore_index=True)
    return clicks[["session", "item"]], items


def met(clicks):
    """In each session the nearest meeting of each pair."""
    session, item = clicks["session"].to_numpy(), clicks["item"].to_numpy()
    parts = []
    for distance in range(1, WINDOW + 1):
        same = (session[:-distance] == session[distance:]) & (item[:-distance] != item[distance:])
        where = session[:-distance][same]
        before, after = item[:-distance][same], item[distance:][same]
        near = float(distance) ** -1.5
        parts.append(pd.DataFrame({"i": before, "j": after, "session": where, "nearness": near}))
        parts.append(pd.DataFrame({"i": after, "j": before, "session": where, "nearness": 0.6 * near}))
    return pd.concat(parts).groupby(["i", "j", "session"], as_index=False)["nearness"].max()


def best(rows, by, limit):
    """The `limit` largest of each row; of equal ones the more popular."""
    rows = rows.sort_values(["i", by, "j"], ascending=[True, False, True], ignore_index=True)
    return rows[rows.groupby("i").cumcount() < limit]


def completed(direct, rows, by, df):
    """F: the direct rows, and the neighbours of the nearest neighbours."""
    leading = best(rows, by, LEADING)[["i", "j", by]].rename(columns={by: "p"})
    leading["p"] = leading["p"].astype("float64")
    leading["p"] = (leading["p"] / leading.groupby("i")["p"].transform("sum")).astype("float32").astype("float64")
    onward = leading.rename(columns={"i": "middle", "p": "onward"})
    parts = [direct[["i", "j", "r"]].rename(columns={"r": "f"}).astype({"f": "float64"})]
    for first in range(0, len(df), 10 * CHUNK):
        own = leading[leading["i"].between(first, first + 10 * CHUNK - 1)].rename(columns={"j": "middle"})
        paths = own.merge(onward, on="middle")
        paths = paths[paths["i"] != paths["j"]]
        paths["f"] = (1.0 + 2.0 / df[paths["i"].to_numpy()]) * paths["p"] * paths["onward"]
        parts.append(paths.groupby(["i", "j"], as_index=False)["f"].sum())
    rows = pd.concat(parts).groupby(["i", "j"], as_index=False)["f"].sum()
    rows["f"] = rows["f"].astype("float32")
    return rows


def supported(rows, direct, meetings):
    """The entries that enough sessions stand behind, directly or by a path over a third product."""
    witnesses = meetings.sort_values(["i", "j", "session"])[["i", "j", "session"]]
    witnesses = witnesses[witnesses.groupby(["i", "j"]).cumcount() < SUPPORT]
    counts = witnesses.groupby(["i", "j"], as_index=False).size()
    witnesses = witnesses.merge(direct[["i", "j"]], on=["i", "j"])
    rows = rows.merge(counts, on=["i", "j"], how="left")
    enough = rows["size"] >= SUPPORT
    pairs = direct[["i", "j"]]
    kept = [rows[enough]]
    short = rows[~enough]
    for first in range(0, int(rows["i"].max()) + 1, CHUNK):
        entries = short[short["i"].between(first, first + CHUNK - 1)]
        own = pairs[pairs["i"].between(first, first + CHUNK - 1)].rename(columns={"j": "middle"})
        paths = own.merge(pairs.rename(columns={"i": "middle"}), on="middle").merge(entries[["i", "j"]], on=["i", "j"])
        behind = pd.concat([
            entries[["i", "j"]].merge(witnesses, on=["i", "j"]),
            paths.merge(witnesses.rename(columns={"j": "middle"}), on=["i", "middle"])[["i", "j", "session"]],
            paths.merge(witnesses.rename(columns={"i": "middle"}), on=["middle", "j"])[["i", "j", "session"]],
        ]).drop_duplicates()
        counts = behind.groupby(["i", "j"], as_index=False).size()
        counts = counts[counts["size"] >= SUPPORT]
        kept.append(entries[["i", "j", "f"]].merge(counts, on=["i", "j"]))
    rows = pd.concat(kept)
    rows["support"] = rows["size"].clip(upper=SUPPORT).astype("int64")
    return rows[["i", "j", "f", "support"]]


def main(path, out):
    clicks, items = read(path)
    df = items["df"].to_numpy().astype("float64")
    lengths = clicks.groupby("session").size()
    n = len(lengths)
    weights = lengths.to_numpy() ** -0.3 * 0.5 ** ((n - lengths.index.to_numpy()) / max(n / 2.0, 20000.0))
    # 1. and 2.
    meetings = met(clicks)
    meetings["c"] = weights[meetings["session"].to_numpy() - 1] * meetings["nearness"]
    pairs = meetings.groupby(["i", "j"])["c"].agg(["sum", "count"]).reset_index()
    w = pairs["sum"] * (df[pairs["j"].to_numpy()] + 1) ** -0.3 * pairs["count"] / (pairs["count"] + 2.0)
    pairs["w"] = (w**0.85).astype("float32")
    evidence = pairs["w"].astype("float64").groupby(pairs["i"]).sum().reindex(range(len(items)), fill_value=0.0).to_numpy()
    direct = best(pairs[["i", "j", "w"]], "w", DIRECT)
    direct = direct.assign(r=(direct["w"].astype("float64") / evidence[direct["i"].to_numpy()]).astype("float32"))
    # 3.
    rows = completed(direct, direct, "r", df)
    rows = completed(direct, rows, "f", df)
    rows = best(supported(rows, direct, meetings), "f", FINAL)
    # 4.
    i, j = rows["i"].to_numpy(), rows["j"].to_numpy()
    score = (rows["f"].astype("float64") * (df[j] + 1) ** -0.1) ** 0.9 * np.sqrt(evidence[i])
    rows = best(rows.assign(score=score.astype("float32").astype("float64")), "score", KEPT)
    newest = np.ceil(n * 0.1)
    recent = clicks[clicks["session"] > n - newest].drop_duplicates().groupby("item").size()
    recent = recent.reindex(range(len(items)), fill_value=0).to_numpy()
    ids = items["item_id"].to_numpy()
    neighbours = pd.DataFrame({
        "item_id": ids[rows["i"].to_numpy()],
        "neighbour_id": ids[rows["j"].to_numpy()],
        "score": rows["score"].to_numpy(),
        "support": rows["support"].to_numpy(),
    })
    own = pd.DataFrame({
        "item_id": ids,
        "neighbour_id": ids,
        "score": (recent + 2.0) / (df * (newest / n) + 2.0),
        "support": items["df"].to_numpy(),
    })
    pd.concat([neighbours, own]).to_parquet(out, index=False)


main(*sys.argv[1:])
