// Carts that only the markup of every page tells: a row for each product, with a link to it and how many pieces there are.

/**
 * The cart in `rows` as GA4 items without prices, which the products' own pages tell. `amount` finds the pieces in the text of a
 * cell. Fails where a row cannot be read, or its link states no id: what is not there would count as taken out.
 */
export const lines = (rows, cells, amount) =>
  [...rows].flatMap((row) => {
    const link = [...row.querySelectorAll('a[href]')].find(({ textContent }) => textContent.trim());
    if (!link) return [];
    const [pieces] = [...row.querySelectorAll(cells)].flatMap((cell) => (!cell.contains(link) && cell.textContent.trim().match(amount)?.[1]) || []);
    const { pathname, search, searchParams } = new URL(link.href);
    const item_id = searchParams.get('product_id') ?? pathname.match(/_(\d+)\/$/)?.[1];
    if (!pieces || !item_id) throw new Error('a row of the cart says too little');
    return { item_id, item_name: link.textContent.trim(), quantity: Number(pieces), url: pathname + search };
  });
