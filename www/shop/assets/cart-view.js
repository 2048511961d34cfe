// The cart on the page: the count in the header, the drawer, the cart page and the summary at checkout.
import { applyCode, cartCount, cartLines, code, lineItems, onCart, setQuantity, sums, translateLines } from "./cart.js";
import { push, worth } from "./datalayer.js";
import { amountOf, format, onCurrency } from "./money.js";
import { all, base, kind, one, settings, t, toast } from "./page.js";

const drawer = one("#cart-drawer");

export function lineElement(line, editable) {
  const element = one("#cart-line").content.firstElementChild.cloneNode(true);
  const [picture, name] = [one(".line-picture", element), one(".line-name", element)];
  picture.href = name.href = line.url;
  one("img", picture).src = line.image;
  name.textContent = line.name;
  one(".card-brand", element).textContent = line.brand;
  one(".line-variant", element).textContent = [line.variant, editable ? "" : `× ${line.quantity}`].filter(Boolean).join("  ");
  one(".line-price", element).textContent = format(amountOf(line.price) * line.quantity);
  const stepper = one(".stepper", element);
  if (!editable) {
    stepper.remove();
    one("[data-remove]", element).remove();
    return element;
  }
  element.dataset.line = line.id;
  stepper.setAttribute("role", "group");
  stepper.setAttribute("aria-label", `${t("quantity")}: ${line.name}`);
  one("output", stepper).textContent = line.quantity;
  one("[data-remove]", element).setAttribute("aria-label", `${t("remove")}: ${line.name}`);
  one("[data-step='1']", element).disabled = line.quantity >= Math.min(line.stock, 20);
  return element;
}

export function showSums(costs, within = document) {
  for (const place of all("[data-sum]", within)) {
    const sum = place.dataset.sum;
    const amount = sum === "discount" ? -costs.discount : costs[sum];
    place.textContent = sum === "delivery" && amount === 0 ? t("free") : format(amount);
  }
  for (const row of all("[data-discount-row]", within)) row.hidden = !costs.discount;
}

/** Puts the keyboard back where it was: the lines were made anew. */
function remembering(list, rebuild) {
  const held = document.activeElement?.closest("[data-line]");
  const key = held && list.contains(held) ? { id: held.dataset.line, step: document.activeElement.dataset.step } : null;
  rebuild();
  if (!key) return;
  const again = one(`[data-line="${key.id}"] [data-step="${key.step ?? 1}"]`, list);
  (again && !again.disabled ? again : one("button", list) ?? one("[data-close-cart]"))?.focus();
}

function render() {
  const lines = cartLines();
  const count = cartCount();
  for (const badge of all("[data-cart-count]")) {
    badge.textContent = count;
    badge.hidden = count === 0;
  }
  for (const empty of all("[data-cart-empty]")) empty.hidden = count > 0;
  for (const filled of all("[data-cart-filled]")) filled.hidden = count === 0;
  for (const list of all("[data-cart-lines]")) {
    const editable = list.dataset.cartLines !== "plain";
    remembering(list, () => list.replaceChildren(...lines.map((line) => lineElement(line, editable))));
  }
  if (kind === "thank-you") return;
  const costs = sums();
  showSums(costs);
  for (const note of all("[data-delivery-note]")) {
    note.textContent = costs.missing > 0 ? t("to_free_delivery", { amount: format(costs.missing) }) : t("free_delivery");
  }
}

export function openDrawer() {
  if (kind === "cart" || kind === "checkout") return false;
  if (!drawer.open) drawer.showModal();
  const items = lineItems();
  push("view_cart", { value: worth(items), items });
  return true;
}

function startCode() {
  const form = one("[data-code-form]");
  if (!form) return;
  const note = one("[data-code-note]", form);
  const say = () => (note.textContent = code() ? t("code_applied", { code: code(), percent: settings.coupons[code()] }) : "");
  form.elements.code.value = code();
  say();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (applyCode(form.elements.code.value)) say();
    else note.textContent = form.elements.code.value ? t("code_unknown") : "";
  });
}

export function startCart() {
  onCart(render);
  onCurrency(render);
  render();
  translateLines(base).catch(() => {});
  document.addEventListener("click", (event) => {
    const line = event.target.closest("[data-line]");
    const button = event.target.closest("button");
    if (event.target.closest("[data-open-cart]") && !event.ctrlKey && !event.metaKey && openDrawer()) event.preventDefault();
    if (event.target.closest("[data-close-cart]") || event.target === drawer) drawer.close();
    if (!line || !button) return;
    const id = Number(line.dataset.line);
    const quantity = cartLines().find((each) => each.id === id)?.quantity ?? 0;
    if (button.dataset.step) setQuantity(id, quantity + Number(button.dataset.step));
    else if ("remove" in button.dataset) {
      setQuantity(id, 0);
      if (!drawer.open) toast(t("removed"));
    }
  });
  startCode();
  if (kind === "cart") {
    const items = lineItems();
    push("view_cart", { value: worth(items), items });
  }
}
