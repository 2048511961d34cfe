// GA4's ecommerce events, pushed the way shops push them.
import { amountOf, currency } from "./money.js";

const layer = (window.dataLayer = window.dataLayer || []);
const cents = (amount) => Math.round(amount * 100) / 100;

export function push(event, ecommerce, rest = {}) {
  layer.push({ ecommerce: null });
  layer.push({ event, ecommerce: { currency: currency(), ...ecommerce }, ...rest });
}

export const plain = (data) => layer.push(data);

/** An item of a cart line or a product; `price` is in the currency shown. */
export function item(thing, extra = {}) {
  const described = {
    item_id: thing.handle,
    item_name: thing.name,
    item_brand: thing.brand,
    item_category: thing.department,
    item_category2: thing.category,
    price: amountOf(thing.price),
    quantity: thing.quantity ?? 1,
  };
  if (thing.variant) described.item_variant = thing.variant;
  return { ...described, ...extra };
}

export const worth = (items) => cents(items.reduce((sum, each) => sum + each.price * each.quantity, 0));

/** The product a card stands for, read from the card itself. */
export function ofCard(card) {
  const [department, category] = card.dataset.category.split(" > ");
  const { productId: handle, name, brandName: brand, eur, rsd } = card.dataset;
  return { handle, name, brand, department, category, price: { eur: Number(eur), rsd: Number(rsd) } };
}

const placed = (list, card, index) => item(ofCard(card), { index, item_list_id: list.dataset.list, item_list_name: list.dataset.listName });

export function announceList(list) {
  const cards = [...list.children].filter((card) => card.dataset.productId && !card.hidden);
  if (!cards.length) return;
  const { list: item_list_id, listName: item_list_name } = list.dataset;
  push("view_item_list", { item_list_id, item_list_name, items: cards.map((card, index) => placed(list, card, index)) });
}

export function startLists() {
  for (const list of document.querySelectorAll("[data-list]")) {
    announceList(list);
    list.addEventListener("click", (event) => {
      const card = event.target.closest("a") && event.target.closest("[data-product-id]");
      if (!card) return;
      const { list: item_list_id, listName: item_list_name } = list.dataset;
      const index = [...list.children].indexOf(card);
      push("select_item", { item_list_id, item_list_name, items: [placed(list, card, index)] });
    });
  }
}
