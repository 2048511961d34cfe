// WooCommerce. Its Store API tells the cart to the shopper whose cart it is, with prices in minor units. Where WordPress
// lives, and so its API, a link in the page's head says.

const api = () => document.querySelector('link[rel="https://api.w.org/"]')?.href ?? '/wp-json/';
const amount = (text, digits) => Number(text) / 10 ** digits;

export default {
  isHere: () => !!(window.wc_add_to_cart_params || window.wcSettings || document.querySelector('body[class*=woocommerce],.wp-block-woocommerce-mini-cart,.products .product_type_simple')),
  changes: /wc-ajax=(add|remove|update|apply)|[?/]wc\/store\/v\d\/(batch|cart\/)|\/cart\/(\?|$)/,
  async read() {
    const answer = await fetch(new URL('wc/store/v1/cart', api()));
    const { items } = await answer.json();
    return items.map((line) => ({
      item_id: line.id,
      // A variation has an id of its own; its address is the product's.
      keys: [line.sku, new URL(line.permalink, location).pathname.split('/').filter(Boolean).pop()],
      item_name: line.name,
      item_variant: (line.variation ?? []).map(({ value }) => value).join(' / '),
      price: amount(line.prices.price, line.prices.currency_minor_unit),
      quantity: line.quantity,
      currency: line.prices.currency_code,
      url: new URL(line.permalink, location).pathname,
    }));
  },
  tells(changed) {
    // Blocks speak by events of the document; a shop that was cached speaks of a cart that has to be read.
    const names = ['wc-blocks_added_to_cart', 'wc-blocks_removed_from_cart', 'wc-blocks_store_sync_required'];
    names.forEach((name) => addEventListener(name, changed));
    return () => names.forEach((name) => removeEventListener(name, changed));
  },
};
