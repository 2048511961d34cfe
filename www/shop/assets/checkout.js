// Checkout and confirmation. Nothing is sent: the order is written into this browser's history.
import { cartLines, clearCart, code, lineItems, sums } from "./cart.js";
import { lineElement, showSums } from "./cart-view.js";
import { push, worth } from "./datalayer.js";
import { currency } from "./money.js";
import { base, one } from "./page.js";
import { read, write } from "./store.js";

export function startCheckout() {
  const form = one("[data-checkout]");
  if (!form) return;
  form.elements.first.value = read("customer", {}).name ?? "";
  if (cartLines().length) {
    const items = lineItems();
    push("begin_checkout", { value: worth(items), coupon: code() || undefined, items });
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const order = {
      id: `J-${String(Date.now()).slice(-8)}`,
      date: new Date().toISOString(),
      currency: currency(),
      coupon: code() || undefined,
      sums: sums(),
      lines: cartLines(),
      announced: false,
    };
    write("orders", [order, ...read("orders", [])].slice(0, 20));
    clearCart();
    location.assign(`${base}thank-you/`);
  });
}

export function startConfirmation() {
  const place = one("[data-order]");
  const [order, ...older] = read("orders", []);
  if (!place) return;
  one("[data-no-order]").hidden = Boolean(order);
  if (!order) return;
  document.documentElement.dataset.currency = order.currency;
  place.hidden = false;
  one("[data-order-id]").textContent = order.id;
  one("[data-order-lines]").replaceChildren(...order.lines.map((line) => lineElement(line, false)));
  showSums(order.sums, place);
  if (order.announced) return;
  push("purchase", {
    transaction_id: order.id,
    value: Math.round((order.sums.total - order.sums.delivery) * 100) / 100,
    shipping: order.sums.delivery,
    coupon: order.coupon,
    items: lineItems(order.lines),
  });
  write("orders", [{ ...order, announced: true }, ...older]);
}
