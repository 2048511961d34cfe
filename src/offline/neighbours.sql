-- The neighbours that `vitrina train --sessions` counts, for shops that outgrow one machine: the same computation as SQL
-- that runs unchanged on DuckDB and on Apache Spark. It reads the table or view
--     clicks(session_id, item_id, timestamp)        ids as text, the time of any type that sorts
-- and leaves the table
--     neighbours(item_id, neighbour_id, score, support)
-- of which `vitrina train --neighbours` packs a model, the same that it makes of the clicks. The row of a product with
-- itself says how popular it is: its support is the number of sessions that hold it, its score how many times its share
-- of the newest tenth of sessions exceeds that of all, with 2 sessions added to both.
--
-- In Python, with `pip install duckdb`:
--     import duckdb
--     shop = duckdb.connect("shop.duckdb")
--     shop.sql("create view clicks as select cast(session_id as varchar) as session_id,"
--              " cast(item_id as varchar) as item_id, timestamp from 'clicks/*.csv.gz'")
--     shop.execute(open("neighbours.sql").read())
--     shop.sql("copy neighbours to 'neighbours.parquet'")
-- and with `pip install pyspark`:
--     from pyspark.sql import SparkSession
--     spark = SparkSession.builder.getOrCreate()
--     spark.read.csv("clicks", header=True).createOrReplaceTempView("clicks")    # all as text, as ISO times sort
--     for statement in filter(str.strip, open("neighbours.sql").read().split(";\n")):
--         spark.sql(statement)
--     spark.table("neighbours").write.parquet("neighbours")
-- `spark-sql -f neighbours.sql` runs it as well, on a table `clicks`.
--
-- Clicks of one session at the same time are ordered by product id, sessions by their last click, then by id. Weights are
-- single floats where the trainer's are, so that equal weights stay equal and break ties by popularity, then by id.
-- The steps are numbered as in the trainer's documentation (src/offline/train/session_table.rs).

-- What to keep of each product (60 is what the trainer keeps until it packs), and the distinct sessions that must stand behind an entry, directly or by a path over a
-- third product. Support is counted up to `counted`, which must not be less than `min_support`. With 1 nothing is left out,
-- also not what only longer paths lead to, whose support is 0. For another `--min-support` than 2 change `min_support`
-- here as well: what the trainer leaves out of this table, nothing takes the place of.
drop table if exists v_settings;
create table v_settings as select 60 as kept, 2 as min_support, 3 as counted;

drop table if exists v_sessions;
create table v_sessions as
select session_id,
    row_number() over (order by max(timestamp), session_id) as session,
    power(count(*), -0.3) as length_weight
from clicks
group by session_id;

drop table if exists v_items;
create table v_items as
select item_id, df, row_number() over (order by df desc, item_id) - 1 as item
from (select item_id, count(distinct session_id) as df from clicks group by item_id) counted;

drop table if exists v_places;
create table v_places as
select s.session, i.item, row_number() over (partition by s.session order by c.timestamp, c.item_id) as place
from clicks c
join v_sessions s on s.session_id = c.session_id
join v_items i on i.item_id = c.item_id;

-- 1. In each session the nearest meeting of each pair; an older session counts less.
drop table if exists v_weights;
create table v_weights as
select s.session, s.length_weight * power(cast(0.5 as double), (n.n - s.session) / greatest(n.n / 2.0, 20000.0)) as weight
from v_sessions s
cross join (select cast(count(*) as double) as n from v_sessions) n;

drop table if exists v_met;
create table v_met as
select a.session, a.item as i, b.item as j,
    max(power(abs(b.place - a.place), -1.5) * case when a.place < b.place then 1.0 else 0.6 end) as nearness
from v_places a
join v_places b on b.session = a.session and b.place between a.place - 20 and a.place + 20 and b.item <> a.item
group by a.session, a.item, b.item;

-- 2. The direct rows; the 512 largest of each are kept, and their shares of the whole row.
drop table if exists v_pairs;
create table v_pairs as
select p.i, p.j, cast(power(p.c * power(v.df + 1, -0.3) * p.n / (p.n + 2.0), 0.85) as float) as w
from (
    select m.i, m.j, sum(w.weight * m.nearness) as c, count(*) as n
    from v_met m
    join v_weights w on w.session = m.session
    group by m.i, m.j
) p
join v_items v on v.item = p.j;

drop table if exists v_evidence;
create table v_evidence as
select i, sum(cast(w as double)) as evidence from v_pairs group by i;

drop table if exists v_direct;
create table v_direct as
select p.i, p.j, cast(cast(p.w as double) / e.evidence as float) as r
from (select i, j, w, row_number() over (partition by i order by w desc, j) as rank from v_pairs) p
join v_evidence e on e.i = p.i
where p.rank <= 512;

-- 3. Twice: the neighbours of the 30 nearest neighbours are added.
drop table if exists v_leading1;
create table v_leading1 as
select i, j, cast(cast(r as double) / sum(cast(r as double)) over (partition by i) as float) as p
from (select i, j, r, row_number() over (partition by i order by r desc, j) as rank from v_direct) ranked
where rank <= 30;

drop table if exists v_completed1;
create table v_completed1 as
select i, j, cast(sum(f) as float) as f
from (
    select i, j, cast(r as double) as f from v_direct
    union all
    select a.i, b.j, (1.0 + 2.0 / v.df) * cast(a.p as double) * cast(b.p as double) as f
    from v_leading1 a
    join v_leading1 b on b.i = a.j
    join v_items v on v.item = a.i
    where b.j <> a.i
) parts
group by i, j;

drop table if exists v_leading2;
create table v_leading2 as
select i, j, cast(cast(f as double) / sum(cast(f as double)) over (partition by i) as float) as p
from (select i, j, f, row_number() over (partition by i order by f desc, j) as rank from v_completed1) ranked
where rank <= 30;

drop table if exists v_completed2;
create table v_completed2 as
select i, j, cast(sum(f) as float) as f
from (
    select i, j, cast(r as double) as f from v_direct
    union all
    select a.i, b.j, (1.0 + 2.0 / v.df) * cast(a.p as double) * cast(b.p as double) as f
    from v_leading2 a
    join v_leading2 b on b.i = a.j
    join v_items v on v.item = a.i
    where b.j <> a.i
) parts
group by i, j;

-- The sessions behind each entry: those with both products, and those of each half of a path over a third. Of each pair
-- as many witnesses are kept as are counted: a set that was cut short suffices alone.
drop table if exists v_witnesses;
create table v_witnesses as
select m.i, m.j, m.session
from (select i, j, session, row_number() over (partition by i, j order by session) as rank from v_met) m
join v_direct d on d.i = m.i and d.j = m.j
cross join v_settings s
where m.rank <= s.counted;

-- Only entries without enough direct witnesses need their paths walked.
drop table if exists v_support;
create table v_support as
with known as (
    select f.i, f.j, coalesce(w.n, 0) as n
    from v_completed2 f
    left join (select i, j, count(*) as n from v_witnesses group by i, j) w on w.i = f.i and w.j = f.j
),
short as (select k.i, k.j from known k cross join v_settings s where k.n < s.counted),
paths as (
    select e.i, e.j, a.j as middle
    from short e
    join v_direct a on a.i = e.i
    join v_direct b on b.i = a.j and b.j = e.j
),
behind as (
    select e.i, e.j, w.session from short e join v_witnesses w on w.i = e.i and w.j = e.j
    union
    select p.i, p.j, w.session from paths p join v_witnesses w on w.i = p.i and w.j = p.middle
    union
    select p.i, p.j, w.session from paths p join v_witnesses w on w.i = p.middle and w.j = p.j
)
select k.i, k.j, s.counted as support from known k cross join v_settings s where k.n >= s.counted
union all
select b.i, b.j, least(count(*), max(s.counted)) as support from behind b cross join v_settings s group by b.i, b.j;

-- 4. The final scores, of the 60 largest that enough sessions stand behind.
drop table if exists neighbours;
create table neighbours as
select a.item_id, b.item_id as neighbour_id, cast(t.score as double) as score, cast(t.support as bigint) as support
from (
    select i, j, score, support, row_number() over (partition by i order by score desc, j) as rank
    from (
        select f.i, f.j, f.support,
            cast(power(cast(f.f as double) * power(v.df + 1, -0.1), 0.9) * sqrt(e.evidence) as float) as score
        from (
            select c.i, c.j, c.f, coalesce(u.support, 0) as support, row_number() over (partition by c.i order by c.f desc, c.j) as rank
            from v_completed2 c
            left join v_support u on u.i = c.i and u.j = c.j
            cross join v_settings s
            where s.min_support <= 1 or u.support >= s.min_support
        ) f
        join v_items v on v.item = f.j
        join v_evidence e on e.i = f.i
        where f.rank <= 60
    ) scored
) t
join v_items a on a.item = t.i
join v_items b on b.item = t.j
cross join v_settings s
where t.rank <= s.kept
union all
select i.item_id, i.item_id, (coalesce(r.recent, 0) + cast(2 as double)) / (i.df * (n.newest / n.n) + cast(2 as double)), i.df
from v_items i
cross join (
    select cast(count(*) as double) as n, cast(ceil(count(*) * cast(0.1 as double)) as double) as newest from v_sessions
) n
left join (
    select p.item, count(distinct p.session) as recent
    from v_places p
    cross join (select count(*) as n, ceil(count(*) * cast(0.1 as double)) as newest from v_sessions) c
    where p.session > c.n - c.newest
    group by p.item
) r on r.item = i.item;
