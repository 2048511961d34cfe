// Puts a product of a list into the shop's cart, as the shop's own buttons do: the theme by what it does on the event
// `vitrina:add_to_cart`, or else the shop's system by its interface for scripts. Never by following a link. A module of its
// own, brought in with the first click.

/** What the systems ask for and answer. `id` is that of the only variant, on WooCommerce of the product. */
const SYSTEMS = {
  async shopify(id) {
    const body = JSON.stringify({ items: [{ id: Number(id), quantity: 1 }] });
    await post(`${window.Shopify?.routes?.root ?? '/'}cart/add.js`, { 'content-type': 'application/json' }, body);
  },

  async woocommerce(id) {
    const { wc_add_to_cart_params: classic, jQuery } = window;
    if (classic?.wc_ajax_url) {
      const answer = await post(classic.wc_ajax_url.replace('%%endpoint%%', 'add_to_cart'), {}, new URLSearchParams({ product_id: id, quantity: '1' }));
      const { error, fragments, cart_hash } = await answer.json();
      if (error) throw new Error('refused');
      jQuery?.(document.body).trigger('added_to_cart', [fragments, cart_hash, jQuery()]);
      return;
    }
    const api = new URL('wc/store/v1/cart', document.querySelector('link[rel="https://api.w.org/"]')?.href ?? new URL('/wp-json/', location));
    // What tells WooCommerce that a request comes from its own page.
    const nonce = (await fetch(api)).headers.get('nonce') ?? '';
    await post(`${api}/add-item`, { 'content-type': 'application/json', nonce }, JSON.stringify({ id: Number(id), quantity: 1 }));
    document.body.dispatchEvent(new CustomEvent('wc-blocks_added_to_cart', { bubbles: true, detail: { preserveCartData: false } }));
  },
};

async function post(address, headers, body) {
  const answer = await fetch(address, { method: 'POST', headers: { accept: 'application/json', ...headers }, body });
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
  return answer;
}

/**
 * Puts one piece of `item`, a product of `list`, into the cart. Whether that was done; where nobody can, the product's page
 * opens. Fails as the shop does.
 */
export async function add(item, list, system) {
  const detail = { item, variant_id: item.sole_variant, quantity: 1, list: list.id, attribution_id: list.attribution_id };
  const tell = (name, cancelable) => document.dispatchEvent(new CustomEvent(`vitrina:${name}`, { detail, cancelable, bubbles: true }));
  if (!tell('add_to_cart', true)) {
    // The theme does it, and may need a while.
    await detail.done;
  } else if (SYSTEMS[system]) {
    await SYSTEMS[system](item.sole_variant);
  } else {
    location.assign(item.url);
    return false;
  }
  tell('added_to_cart', false);
  return true;
}
