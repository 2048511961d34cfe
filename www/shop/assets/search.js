// Search over the whole shop, in the browser.
import { cardElement, products } from "./cards.js";
import { announceList, push } from "./datalayer.js";
import { kind, one, t } from "./page.js";
import { showHearts } from "./wish.js";

/** Without case and diacritics, so that `cizme` finds `čizme`. */
const folded = (text) => text.toLowerCase().replaceAll("đ", "dj").normalize("NFD").replace(/\p{Mn}/gu, "");

function score(product, words) {
  const [name, rest] = [folded(`${product.name} ${product.brand}`), folded(`${product.category} ${product.category_name} ${product.tags.join(" ")}`)];
  let total = 0;
  for (const word of words) {
    const found = (name.includes(` ${word}`) || name.startsWith(word) ? 3 : name.includes(word) ? 2 : 0) + (rest.includes(word) ? 1 : 0);
    if (!found) return 0;
    total += found;
  }
  return total;
}

export async function startSearch() {
  if (kind !== "search") return;
  const query = (new URLSearchParams(location.search).get("q") ?? "").trim();
  one("#q").value = query;
  const words = folded(query).split(/\s+/).filter(Boolean);
  if (!words.length) return;
  const found = (await products())
    .map((product) => ({ product, points: score(product, words) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || b.product.sales - a.product.sales)
    .map(({ product }) => product);
  const results = one("[data-search-results]");
  results.replaceChildren(...found.slice(0, 60).map(cardElement));
  one("[data-search-none]").hidden = found.length > 0;
  one("[data-search-status]").textContent = t("search_found", { n: found.length, q: query });
  showHearts(results);
  push("search", {}, { search_term: query, results: found.length });
  announceList(results);
}
