/** Tells the page's dataLayer what was put into the bag, as GA4 wants it. */
export function tell({ item_id, item_name, price, currency }) {
  (window.dataLayer ??= []).push({
    event: "add_to_cart",
    ecommerce: { currency, items: [{ item_id, item_name, price, quantity: 1 }] },
  });
}
