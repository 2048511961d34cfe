// The cart: lines in this browser, in step across tabs.
import { products } from "./cards.js";
import { item, push, worth } from "./datalayer.js";
import { amountOf } from "./money.js";
import { language, settings } from "./page.js";
import { onOtherTab, read, remove, write } from "./store.js";

const watchers = new Set();
let lines = read("cart", []);

export const onCart = (watcher) => watchers.add(watcher);
export const cartLines = () => lines;
export const cartCount = () => lines.reduce((sum, line) => sum + line.quantity, 0);
export const lineItems = (of = lines) => of.map((line, index) => item(line, { index }));

function keep(next) {
  lines = next;
  write("cart", lines);
  for (const watcher of watchers) watcher();
}

export function add(line, quantity = 1) {
  const there = lines.find((each) => each.id === line.id);
  if (there) return setQuantity(line.id, there.quantity + quantity);
  keep([...lines, { ...line, quantity, language }]);
  announce("add_to_cart", { ...line, quantity });
}

export function setQuantity(id, quantity) {
  const line = lines.find((each) => each.id === id);
  if (!line) return;
  const next = Math.max(0, Math.min(quantity, line.stock, 20));
  const change = next - line.quantity;
  if (change === 0) return;
  keep(next === 0 ? lines.filter((each) => each.id !== id) : lines.map((each) => (each.id === id ? { ...each, quantity: next } : each)));
  announce(change > 0 ? "add_to_cart" : "remove_from_cart", { ...line, quantity: Math.abs(change) });
}

function announce(event, line) {
  const items = [item(line)];
  push(event, { value: worth(items), items });
}

export const code = () => read("code", "");

/** Takes a discount code; says whether it is one of the shop's. */
export function applyCode(text) {
  const wanted = text.trim().toUpperCase();
  const known = Object.hasOwn(settings.coupons, wanted);
  if (known) write("code", wanted);
  else remove("code");
  for (const watcher of watchers) watcher();
  return known;
}

export function clearCart() {
  remove("code");
  keep([]);
}

/** What the cart costs, in the currency shown. */
export function sums(of = lines, coupon = code()) {
  const subtotal = of.reduce((sum, line) => sum + amountOf(line.price) * line.quantity, 0);
  const discount = (subtotal * (settings.coupons[coupon] ?? 0)) / 100;
  const posted = of.some((line) => line.category !== "Gift Cards");
  const missing = Math.max(0, amountOf(settings.freeDelivery) - (subtotal - discount));
  const delivery = posted && missing > 0 ? amountOf(settings.delivery) : 0;
  return { subtotal, discount, delivery, missing, total: subtotal - discount + delivery };
}

/** Lines put in on the other language's pages get this page's names. */
export async function translateLines(base) {
  if (lines.every((line) => line.language === language)) return;
  const answer = await fetch(`${base}products.json`);
  const { products } = await answer.json();
  keep(lines.map((line) => {
    const product = products.find((each) => each.handle === line.handle);
    const variant = product?.variants.find((each) => each.id === line.id);
    if (!variant) return line;
    return { ...line, language, name: product.title, url: `${base}p/${line.handle}/`, variant: variant.title === "Default Title" ? "" : variant.title };
  }));
}

/** Vitrina's lists leave it to the theme: what has one variant goes into the cart from there. */
document.addEventListener("vitrina:add_to_cart", (event) => {
  event.preventDefault();
  const { item: { item_id }, variant_id, quantity } = event.detail;
  event.detail.done = products().then((all) => {
    const { handle, name, brand, department, category, image, url, stock, price: { eur, rsd } } = all.find((each) => each.handle === item_id);
    add({ id: Number(variant_id), handle, name, brand, department, category, image, url, stock, variant: "", price: { eur, rsd } }, quantity);
  });
});

onOtherTab("cart", () => {
  lines = read("cart", []);
  for (const watcher of watchers) watcher();
});
