// The page's language, root and words.
const root = document.documentElement;

export const language = root.dataset.lang;
export const base = root.dataset.base;
export const kind = document.body.dataset.page;
export const settings = JSON.parse(document.getElementById("shop-data").textContent);

const rules = new Intl.PluralRules(language);
const forms = { one: 0, few: 1, other: 2 };

export function t(key, values = {}) {
  let text = settings.strings[key] ?? "";
  if (text.includes("|")) text = text.split("|")[forms[rules.select(values.n)] ?? 2];
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export const one = (selector, within = document) => within.querySelector(selector);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

let timer;
export function toast(text) {
  const place = one("[data-toast]");
  place.textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => (place.textContent = ""), 3000);
}
