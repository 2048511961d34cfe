// The product page: choosing a variant, looking at pictures, putting it into the cart.
import { add } from "./cart.js";
import { openDrawer } from "./cart-view.js";
import { item, push, worth } from "./datalayer.js";
import { setPrice } from "./money.js";
import { all, one, t } from "./page.js";

export function startProduct() {
  const place = document.getElementById("product-data");
  if (!place) return null;
  const { card, variants, chosen } = JSON.parse(place.textContent);
  const form = one("[data-buy]");
  const picture = one("#main-picture");
  const thumbs = all("[data-picture]");

  const current = () => {
    const data = new FormData(form);
    return variants.find((variant) => (variant.size ?? null) === data.get("size") && (variant.color ?? null) === data.get("color"));
  };

  function show(thumb) {
    picture.src = thumb.dataset.picture;
    for (const each of thumbs) each.setAttribute("aria-pressed", String(each === thumb));
  }

  function refresh() {
    const variant = current();
    if (!variant) return;
    const [now, was] = [one(".product-info .price-now"), one(".product-info .price-was")];
    if (now.dataset.eur) setPrice(now, variant.price);
    if (was && variant.was) setPrice(was, variant.was);
  }

  for (const thumb of thumbs) thumb.addEventListener("click", () => show(thumb));
  form.addEventListener("change", (event) => {
    if (event.target.name === "color") {
      one("[data-color-name]").textContent = event.target.value;
      show(thumbs.find((thumb) => thumb.dataset.picture === event.target.dataset.way));
    }
    for (const size of all("[name=size]", form)) size.setCustomValidity("");
    refresh();
  });
  for (const size of all("[name=size]", form)) size.addEventListener("invalid", () => size.setCustomValidity(t("choose")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const variant = current();
    if (!variant?.available) return;
    const { handle, name, brand, department, category, url, stock } = card;
    const image = one("[name=color]:checked", form)?.dataset.way ?? card.image;
    const parts = [variant.size, variant.color].filter(Boolean).join(" / ");
    const { eur, rsd } = variant.price;
    add({ id: variant.id, handle, name, brand, department, category, image, url, stock, variant: parts, price: { eur, rsd } });
    openDrawer();
  });
  refresh();
  const first = variants.find((variant) => variant.id === chosen) ?? variants[0];
  const items = [item({ ...card, price: first.price })];
  push("view_item", { value: worth(items), items });
  return card;
}
