// The wish list: hearts on cards, the count in the header, the list's own page.
import { cardElement, products } from "./cards.js";
import { item, ofCard, push, worth } from "./datalayer.js";
import { all, kind, one, t, toast } from "./page.js";
import { onOtherTab, read, write } from "./store.js";

const list = () => read("wishlist", []);

export function showHearts(within = document) {
  const kept = list();
  for (const heart of all("[data-wish]", within)) {
    const on = kept.includes(heart.dataset.wish);
    heart.setAttribute("aria-pressed", String(on));
    const label = heart.getAttribute("aria-label");
    const name = label.slice(label.indexOf(": "));
    heart.setAttribute("aria-label", t(on ? "wish_remove" : "wish_add") + name);
  }
  for (const badge of all("[data-wish-count]")) {
    badge.textContent = kept.length;
    badge.hidden = kept.length === 0;
  }
}

async function showPage() {
  if (kind !== "wishlist") return;
  const kept = list();
  const found = kept.length ? (await products()).filter((product) => kept.includes(product.handle)) : [];
  one("[data-wishlist]").replaceChildren(...found.map(cardElement));
  one("[data-wishlist-empty]").hidden = found.length > 0;
  showHearts();
}

/** `product` is what the product page shows; cards speak for themselves. */
export function startWishes(product) {
  showHearts();
  showPage();
  onOtherTab("wishlist", () => {
    showHearts();
    showPage();
  });
  document.addEventListener("click", (event) => {
    const heart = event.target.closest("[data-wish]");
    if (!heart) return;
    const handle = heart.dataset.wish;
    const kept = list();
    const on = !kept.includes(handle);
    write("wishlist", on ? [...kept, handle] : kept.filter((each) => each !== handle));
    showHearts();
    toast(t(on ? "wish_added" : "wish_removed"));
    if (on) {
      const card = heart.closest(".product-card");
      const items = [item(card ? ofCard(card) : product)];
      push("add_to_wishlist", { value: worth(items), items });
    }
    showPage();
  });
}
