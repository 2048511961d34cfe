// Cards made in the browser, for search results and the wish list, from the page's own template.
import { priceElement } from "./money.js";
import { base, one, t } from "./page.js";

let index;

/** Every product of the shop in the page's language. */
export const products = () => (index ??= fetch(`${base}search.json`).then((answer) => answer.json()));

const badge = (name, text) => {
  const element = document.createElement("span");
  element.className = `badge badge-${name}`;
  element.textContent = text;
  return element;
};

export function cardElement(product, position) {
  const card = one("#card").content.firstElementChild.cloneNode(true);
  Object.assign(card.dataset, {
    productId: product.handle,
    position: position + 1,
    name: product.name,
    brand: product.brand_key,
    brandName: product.brand,
    category: `${product.department} > ${product.category}`,
    eur: product.price.eur,
    rsd: product.price.rsd,
    tags: product.tags.join(" "),
    stock: product.stock,
  });
  card.classList.toggle("is-out", product.availability === "out");
  one("img", card).src = product.image;
  one(".card-brand", card).textContent = product.brand;
  const link = one(".card-title a", card);
  link.href = product.url;
  link.textContent = product.name;
  const price = one(".price", card);
  if (product.price.eur === 0) price.textContent = t("free");
  else price.append(priceElement(product.price, product.was ? "price-now is-sale" : "price-now"));
  if (product.was) {
    const before = document.createElement("s");
    before.append(priceElement(product.was, "price-was"));
    price.append(" ", before);
  }
  one("[data-rating-text]", card).textContent = product.rating_text;
  one(".card-reviews", card).textContent = `(${product.reviews})`;
  const note = { out: t("out"), low: t("low", { n: product.stock }) }[product.availability];
  one(".stock-note", card).textContent = note ?? "";
  const badges = one(".badges", card);
  if (product.percent) badges.append(badge("sale", `−${product.percent}%`));
  if (product.fresh) badges.append(badge("new", t("new")));
  const wish = one(".wish", card);
  wish.dataset.wish = product.handle;
  wish.setAttribute("aria-label", `${t("wish_add")}: ${product.name}`);
  return card;
}
