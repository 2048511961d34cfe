// Sorting and filtering a shelf. The state is the query string, so that it can be linked and survives a reload.
import { announceList } from "./datalayer.js";
import { currency, onCurrency } from "./money.js";
import { all, one, t } from "./page.js";

const orders = {
  best: (a, b) => b.sales - a.sales,
  new: (a, b) => b.published.localeCompare(a.published),
  "price-asc": (a, b) => a.eur - b.eur,
  "price-desc": (a, b) => b.eur - a.eur,
  rating: (a, b) => b.rating - a.rating,
};

export function startShelf() {
  const form = one("[data-shelf]");
  if (!form) return;
  const grid = one("[data-list]", form);
  const boxes = all("input[type=checkbox]", form);
  let sorted = false;

  const chosen = (name) => boxes.filter((box) => box.name === name && box.checked);
  const within = (card) => (box) => {
    const key = currency().toLowerCase();
    const amount = Number(card.dataset[key]);
    const [low, high] = [Number(box.dataset[`${key}Low`]), Number(box.dataset[`${key}High`]) || Infinity];
    return amount >= low && amount < high;
  };
  const passes = (name, test) => {
    const picked = chosen(name);
    return picked.length === 0 || picked.some(test);
  };

  function apply() {
    const cards = [...grid.children].filter((card) => card.dataset.productId);
    for (const card of cards) {
      const { brand, tags, stock } = card.dataset;
      card.hidden = !(
        passes("stock", () => Number(stock) > 0) &&
        passes("price", within(card)) &&
        passes("brand", (box) => box.value === brand) &&
        passes("tag", (box) => tags.split(" ").includes(box.value))
      );
    }
    const order = orders[form.elements.sort.value];
    if (order || sorted) {
      const position = (card) => Number(card.dataset.position);
      cards.sort((a, b) => (order ? order(a.dataset, b.dataset) : 0) || position(a) - position(b));
      grid.append(...cards);
      sorted = Boolean(order);
    }
    const shown = cards.filter((card) => !card.hidden).length;
    one("[data-result-count]").textContent = t("results", { n: shown });
    one("[data-no-results]").hidden = shown > 0;
    const active = boxes.filter((box) => box.checked).length;
    const badge = one("[data-filter-count]");
    badge.textContent = active;
    badge.hidden = active === 0;
  }

  function remember() {
    const query = new URLSearchParams(location.search);
    for (const name of ["sort", "stock", "price", "brand", "tag"]) query.delete(name);
    if (form.elements.sort.value) query.set("sort", form.elements.sort.value);
    for (const box of boxes.filter((each) => each.checked)) query.append(box.name, box.value);
    const text = query.toString();
    history.replaceState(history.state, "", text ? `?${text}` : location.pathname);
  }

  function restore() {
    const query = new URLSearchParams(location.search);
    const sort = query.get("sort");
    if (sort && Object.hasOwn(orders, sort)) form.elements.sort.value = sort;
    for (const box of boxes) box.checked = query.getAll(box.name).includes(box.value);
    return form.elements.sort.value || boxes.some((box) => box.checked);
  }

  const changed = () => {
    apply();
    remember();
    announceList(grid);
  };
  if (restore()) apply();
  form.addEventListener("change", changed);
  form.addEventListener("reset", () => setTimeout(() => {
    for (const box of boxes) box.checked = false;
    changed();
  }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const filters = one("#filters");
    if (filters.matches(":popover-open")) filters.hidePopover();
  });
  onCurrency(() => chosen("price").length && apply());
}
