// The merchant's catalogue, in whichever form the shop has it, as products in GA4's words. A module of its own, fetched where
// the config names a catalogue. What cannot be used is an Error whose message ends a sentence that begins "the catalogue".

/** Products asked for at once, and pages asked for at most. */
const STEP = { '/products.json': ['limit', 250], '/wc/store/': ['per_page', 100] };
const MAX_PAGES = 40;

/** The products at `address`, with prices in the currency `wanted` where the catalogue has them, else in `usual`. */
export async function read(address, wanted, usual) {
  const [, [name, size] = []] = Object.entries(STEP).find(([part]) => address.pathname.includes(part)) ?? [];
  if (!name || address.searchParams.has(name)) return products(await fetched(address), wanted, usual);
  const all = new Map();
  for (let page = 1; page <= MAX_PAGES; page++) {
    const next = new URL(address);
    next.searchParams.set(name, size);
    if (page > 1) next.searchParams.set('page', page);
    const raw = await fetched(next);
    const known = all.size;
    for (const product of products(raw, wanted, usual, page > 1)) all.set(product.item_id, product);
    // A server that knows no pages answers with the first one again.
    if ((raw.products ?? raw).length !== size || all.size === known) break;
  }
  return [...all.values()];
}

/** What an address answers: what JSON holds, the document of XML, else the text. */
async function fetched(address) {
  const answer = await fetch(address, { priority: 'low' });
  const kind = answer.headers.get('content-type') ?? 'no type';
  if (!answer.ok) throw new Error(`answers ${answer.status}; expected ${EXPECTED}`);
  if (/html/.test(kind)) throw new Error(`is a web page; expected ${EXPECTED}`);
  if (/xml/.test(kind)) return document_at(address);
  const text = await answer.text();
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`is not JSON: ${error.message}`);
  }
}

/** A page with trusted types lets nobody parse a text, but takes a document from its own origin. */
const document_at = (address) =>
  new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open('GET', address);
    request.onload = () => (request.responseXML?.querySelector(':not(parsererror)') ? done(request.responseXML) : fail(new Error('is not well-formed XML; expected every element to be closed')));
    request.onerror = () => fail(new Error('cannot be fetched'));
    request.send();
  });

const EXPECTED = "the products.json of Shopify, the products of WooCommerce's Store API, or a Google Merchant feed in XML or tab-separated";

function products(found, wanted, usual, more) {
  const read = Array.isArray(found) && store_api || Array.isArray(found.products) && shopify || (found instanceof Document || typeof found === 'string') && feed;
  if (!read) throw new Error(`is JSON of another kind; expected ${EXPECTED}`);
  const items = read(found, wanted, usual);
  if (!items.length && !more) throw new Error(`holds no product; expected ${EXPECTED}`);
  return items;
}

/** The path of an address on this origin, else the address. */
function local(text) {
  const address = new URL(text, document.baseURI);
  return address.origin === location.origin ? address.pathname + address.search : address.href;
}

const list = (value, mark) => (Array.isArray(value) ? value : String(value ?? '').split(mark)).map((part) => String(part).trim()).filter(Boolean);
const on_page = (text) => new URL(text, document.baseURI).pathname.replace(/\/$/, '');

/** Shopify: `handle`, `title`, `vendor`, `product_type` (levels parted by `>`), `tags`, `published_at`, `variants`, `images`. */
function shopify({ products: all }, wanted, usual) {
  return all.map((product) => {
    const { variants = [], images = [] } = product;
    const sold = variants.find(({ available }) => available !== false);
    const variant = sold ?? variants[0] ?? {};
    const local_price = wanted !== usual && variant.presentment_prices?.find(({ price }) => price?.currency_code === wanted);
    return {
      item_id: product.handle || product.id,
      keys: [product.handle && product.id, variant.id, variant.sku],
      item_name: product.title,
      item_brand: product.vendor,
      item_category: list(product.product_type, '>'),
      tags: list(product.tags, ','),
      price: local_price ? local_price.price.amount : variant.price,
      list_price: local_price ? local_price.compare_at_price?.amount : variant.compare_at_price,
      currency: local_price ? wanted : usual,
      in_stock: variants.length ? !!sold : null,
      sole_variant: variants.length === 1 && variant.id,
      url: product.url ?? (product.handle && `/products/${product.handle}`),
      image: images[0]?.src ?? images[0],
      published: Date.parse(product.published_at) || null,
    };
  });
}

const cents = (text, digits) => (text ? Number(text) / 10 ** digits : null);

/** WooCommerce: prices in minor units. */
function store_api(all) {
  return all.map((product) => {
    const { prices: { price, regular_price, currency_minor_unit: digits, currency_code } = {} } = product;
    return {
      item_id: product.id,
      keys: [product.sku, product.permalink && on_page(product.permalink), product.slug],
      item_name: plain(product.name),
      item_brand: plain(product.brands?.[0]?.name),
      item_category: (product.categories ?? []).map(({ name }) => plain(name)),
      tags: (product.tags ?? []).map(({ name }) => plain(name)),
      price: cents(price, digits),
      list_price: regular_price === price ? null : cents(regular_price, digits),
      currency: currency_code,
      in_stock: product.is_in_stock ?? null,
      sole_variant: product.type === 'simple' && !product.has_options && product.is_purchasable && product.id,
      url: product.permalink && local(product.permalink),
      image: product.images?.[0]?.thumbnail ?? product.images?.[0]?.src,
    };
  });
}

/** WordPress writes its texts as HTML; these stand for what titles have of it. */
const MARKS = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', ndash: '–', mdash: '—', hellip: '…', rsquo: '’', lsquo: '‘' };
const plain = (text) =>
  text?.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (all, hex, number, name) => {
    const code = hex ? parseInt(hex, 16) : Number(number);
    return name ? (MARKS[name] ?? all) : code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });

/** A Google Merchant feed: rows of a variant each, those of one `item_group_id` together. */
function feed(found) {
  const groups = new Map();
  for (const row of typeof found === 'string' ? lines(found) : entries(found)) {
    const group = row.item_group_id || row.id;
    if (!group) continue;
    const { price, currency } = money(row.sale_price || row.price);
    const in_stock = row.availability ? !/out/.test(row.availability) : null;
    const known = groups.get(group);
    if (known) {
      known.keys.push(row.id);
      known.in_stock ||= in_stock;
      continue;
    }
    groups.set(group, {
      item_id: row.id || group,
      keys: [row.link && on_page(row.link), row.item_group_id, row.mpn, row.gtin].filter((key) => key && key !== row.id),
      item_name: row.title,
      item_brand: row.brand,
      item_category: list(row.product_type || (/\D/.test(row.google_product_category ?? '') ? row.google_product_category : ''), '>'),
      tags: [row.custom_label_0, row.custom_label_1, row.custom_label_2].filter(Boolean),
      color: row.color,
      size: row.size,
      price,
      list_price: row.sale_price ? money(row.price).price : null,
      currency,
      in_stock,
      url: row.link && local(row.link),
      image: row.image_link,
    });
  }
  return [...groups.values()];
}

/** `1,299.00 EUR`, `EUR 12,50`: the last mark with one or two digits after it parts the cents. */
function money(text = '') {
  const digits = text.match(/[\d.,]*\d/)?.[0] ?? '';
  const [, whole, cent = ''] = digits.match(/^(.*?)(?:[.,](\d{1,2}))?$/);
  return { price: digits ? Number(`${whole.replace(/[.,]/g, '')}.${cent || 0}`) : null, currency: text.match(/[A-Z]{3}/)?.[0] };
}

/** The rows of a feed in RSS or Atom: elements of the name space `g`, and those without one. Of an element that comes twice, the first. */
const entries = (found) =>
  [...found.querySelectorAll('item,entry')].map((entry) => {
    const row = {};
    for (const child of entry.children) row[child.localName] ??= (child.textContent.trim() || child.getAttribute('href')) ?? '';
    return row;
  });

/** The rows of a tab-separated feed. What stands in quotes may hold tabs, line breaks and doubled quotes. */
function lines(text) {
  const table = [[]];
  for (const [, cell, quoted, end] of text.replace(/^\ufeff/, '').matchAll(/("((?:[^"]|"")*)"|[^\t\r\n]*)(\t|\r?\n|$)/g)) {
    table.at(-1).push(quoted === undefined ? cell : quoted.replaceAll('""', '"'));
    if (end && end !== '\t') table.push([]);
    if (!end) break;
  }
  const [head, ...rows] = table;
  const names = head.map((name) => name.trim().toLowerCase().replaceAll(' ', '_'));
  if (!names.includes('id')) throw new Error(`has no column "id" in its first line, ${JSON.stringify(head.join(' ').slice(0, 60))}; expected ${EXPECTED}`);
  return rows.filter((row) => row.length > 1).map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ''])));
}
