// The currency the visitor reads prices in. Every price carries both amounts, so that switching needs no request.
import { all, language } from "./page.js";
import { read, write } from "./store.js";

const root = document.documentElement;
const usual = root.dataset.currency;
const watchers = new Set();

export const currency = () => root.dataset.currency;
export const amountOf = (price) => (currency() === "EUR" ? price.eur : price.rsd);

export function format(amount) {
  const [group, point] = language === "sr" ? [".", ","] : [",", "."];
  const [whole, cents] = Math.abs(amount).toFixed(2).split(".");
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, group) + (cents === "00" ? "" : point + cents);
  const sign = amount < 0 ? "−" : "";
  if (language === "sr") return `${sign}${digits}\u00a0${currency() === "EUR" ? "€" : "RSD"}`;
  return sign + (currency() === "EUR" ? `€${digits}` : `RSD\u00a0${digits}`);
}

export function showPrices(within = document) {
  const key = currency().toLowerCase();
  for (const price of all("data[data-eur]", within)) {
    price.value = price.dataset[key];
    price.textContent = price.dataset[`${key}Text`];
  }
  for (const label of all("[data-band]", within)) label.textContent = label.dataset[`${key}Text`];
}

/** A price element like the ones in the page's own HTML. */
export function priceElement(price, name) {
  const element = document.createElement("data");
  element.className = name;
  setPrice(element, price);
  return element;
}

export function setPrice(element, price) {
  Object.assign(element.dataset, { eur: price.eur, rsd: price.rsd, eurText: price.eur_text, rsdText: price.rsd_text });
  element.value = amountOf(price);
  element.textContent = currency() === "EUR" ? price.eur_text : price.rsd_text;
}

export const onCurrency = (watcher) => watchers.add(watcher);

function choose(next) {
  root.dataset.currency = next;
  for (const button of all("[data-currency-choice]")) button.setAttribute("aria-pressed", String(button.dataset.currencyChoice === next));
  showPrices();
  for (const watcher of watchers) watcher();
}

export function startMoney() {
  const kept = read("currency", usual);
  if (kept !== usual) choose(kept);
  else showPrices();
  for (const button of all("[data-currency-choice]")) {
    button.addEventListener("click", () => {
      write("currency", button.dataset.currencyChoice);
      choose(button.dataset.currencyChoice);
    });
  }
}
