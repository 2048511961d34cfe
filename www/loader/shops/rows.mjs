// Carts that only the markup of every page tells: a row for each product, with a link to it and how many pieces there are.

/**
 * The cart in `rows` as GA4 items without prices, which the products' own pages tell. `amount` finds the pieces in the text of a
 * cell. Fails where a row cannot be read, since what is not there would count as taken out.
 */
export const lines = (rows, cells, amount) =>
  [...rows].flatMap((row) => {
    const link = [...row.querySelectorAll('a[href]')].pop();
    if (!link) return [];
    const [pieces] = [...row.querySelectorAll(cells)].flatMap((cell) => (!cell.contains(link) && cell.textContent.trim().match(amount)?.[1]) || []);
    if (!pieces) throw new Error('a row of the cart without pieces');
    const { pathname, search, searchParams } = new URL(link.href);
    const last = pathname.split('/').filter(Boolean).pop();
    return {
      item_id: searchParams.get('product_id') ?? last.match(/_(\d+)$/)?.[1] ?? last,
      item_name: link.textContent.trim(),
      quantity: Number(pieces),
      url: pathname + search,
    };
  });
