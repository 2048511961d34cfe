// Lists of recommended products, in the shop's own look. A module of its own, brought in only where the config has lists
// or the page an element `<vitrina-recommendations>`. Which products, and why, the engine decides.
//
// A product is shown by a card of a grid on this page, cloned and filled; or by a `<template>` in the list's place, whose
// elements with `data-vitrina-field` (`title`, `brand`, `price`, `list_price`, `image`, `link`) are filled; or, on a page
// with neither, by a plain card in a shadow root that themes style with custom properties and `::part(…)`.

const STYLE = `
ul { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(10rem, 1fr); gap: var(--vitrina-gap, 1rem); margin: 0; padding: 0;
  list-style: none; overflow-x: auto; scroll-snap-type: x proximity; font: 400 1rem/1.4 var(--vitrina-font, inherit) }
li { scroll-snap-align: start; min-width: 0 }
a { display: block; color: var(--vitrina-text, inherit); text-decoration: none }
a:focus-visible { outline: 3px solid var(--vitrina-focus, #1a56db); outline-offset: 2px }
img { display: block; width: 100%; aspect-ratio: 1; object-fit: cover; border-radius: var(--vitrina-radius, 8px) }
[data-vitrina-field=title] { display: block; margin: .5rem 0 .25rem }
[data-vitrina-field=price] { font-weight: 600 }`;

/** What a card says of one product only, and what acts on it: none of it is true of another. */
const OWN =
  'form,button,script,style,input,select,[class*=badge i],[class*=label i],[class*=rating i],[class*=review i],[class*=stars i],[class*=stock i],[class*=meta i],[href*=add-to-cart],[class*=wish i],[class*=compare i]:not([class*=price i])';
const PRICE = '[data-price],[itemprop=price],.money,.amount,[class*=price i]';
const STRUCK = 'del,s,strike,[class*=was i],[class*=old i],[class*=regular],[class*=compare]';
const STATE = ['first', 'last', 'is-out', 'outofstock', 'sold-out', 'sale', 'featured'];

let page = { locale: '', currency: '' };

/**
 * A price as the shop writes it: in the currency of the page, or not at all, since another one would mislead. Whole
 * prices have no decimals where those of the page have none.
 */
function money(amount, currency, like = '') {
  if (amount == null || !page.currency || (currency && currency !== page.currency)) return '';
  const short = Number.isInteger(amount) && !/[.,]\d\d\D*$/.test(like) ? { minimumFractionDigits: 0 } : {};
  try {
    return amount.toLocaleString(page.locale || undefined, { style: 'currency', currency: page.currency, ...short });
  } catch {
    return '';
  }
}

const texts = (root) => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) if (walker.currentNode.nodeValue.trim()) nodes.push(walker.currentNode);
  return nodes;
};

const say = (element, words) => {
  const [first, ...others] = texts(element);
  if (first) first.nodeValue = words;
  else element.append(words);
  others.forEach((node) => (node.nodeValue = ''));
};

const picture = (image, item) => {
  image.closest('picture')?.querySelectorAll('source').forEach((source) => source.remove());
  for (const { name } of [...image.attributes]) if (/^(srcset|sizes|data-.*)$/.test(name)) image.removeAttribute(name);
  image.loading = 'lazy';
  if (item.image) image.src = item.image;
  else image.removeAttribute('src');
  image.alt = image.alt && item.item_name;
};

/** A brand may stand as `zrnovnik` in an attribute and as `Zrnovnik` on the card. */
const plain_name = (name) => name.toLowerCase().replace(/[\s.-]+/g, '-');

/** A card of the shop's, which shows `was`, as a card of `item`. */
function cloned(card, was, item) {
  const clone = card.cloneNode(true);
  clone.classList.remove(...STATE);
  const link = (element) => element.matches('a[href]') && !element.getAttribute('href').startsWith('#');
  for (const element of [clone, ...clone.querySelectorAll('*')]) {
    if (element !== clone && element.matches(OWN) && !element.querySelector('a[href] img,h1,h2,h3,h4,h5,h6')) {
      element.remove();
      continue;
    }
    for (const { name, value } of [...element.attributes]) {
      if (name === 'id' || name === 'data-vitrina-pin') element.removeAttribute(name);
      else if (!name.startsWith('data-') && name !== 'title' && name !== 'aria-label') continue;
      else if (value === was.item_id || was.keys?.includes(value)) element.setAttribute(name, item.item_id);
      else if (was.item_name && value.includes(was.item_name)) element.setAttribute(name, value.replace(was.item_name, item.item_name));
      else if (element === clone) element.removeAttribute(name);
    }
    if (link(element)) element.href = item.url;
    if (element.matches('img')) picture(element, item);
  }
  for (const node of texts(clone)) {
    const text = node.nodeValue.trim();
    if (was.item_name && text === was.item_name) node.nodeValue = item.item_name;
    else if (was.item_brand && plain_name(text) === plain_name(was.item_brand)) node.nodeValue = item.item_brand ?? '';
  }
  prices(clone, item);
  return clone;
}

function prices(clone, item) {
  const like = [...clone.querySelectorAll(PRICE)].map((element) => element.textContent.trim()).find(Boolean);
  const now = money(item.price, item.currency, like);
  const before = item.list_price > item.price ? money(item.list_price, item.currency, like) : '';
  for (const element of clone.querySelectorAll(STRUCK)) {
    if (before) say(element, before);
    else element.remove();
  }
  const marked = [...clone.querySelectorAll(PRICE)].filter((element) => !element.closest(STRUCK) && !element.querySelector(PRICE));
  marked.forEach((element, at) => {
    if (at || !now) element.remove();
    else say(element, now);
  });
}

/** A template's content as a card of `item`. */
function filled(template, item) {
  const card = template.content.firstElementChild.cloneNode(true);
  const values = { title: item.item_name, brand: item.item_brand, price: money(item.price, item.currency), list_price: money(item.list_price, item.currency) };
  for (const element of [card, ...card.querySelectorAll('[data-vitrina-field]')]) {
    const field = element.dataset.vitrinaField;
    if (field === 'image') picture(element, item);
    else if (field === 'link') element.href = item.url;
    else if (field in values) {
      if (values[field]) say(element, values[field]);
      else element.remove();
    }
  }
  return card;
}

const make = (name, field, ...children) => {
  const element = document.createElement(name);
  if (field) {
    element.dataset.vitrinaField = field;
    element.part = field;
  }
  element.append(...children);
  return element;
};

const plain = () => {
  const template = document.createElement('template');
  template.content.append(make('li', '', make('a', 'link', make('img', 'image'), make('span', 'title'), make('span', 'price'))));
  return template;
};

/** The list as an element, and the cards in it. */
function built(place, list, card, was) {
  const template = place.querySelector('template') ?? (card ? null : plain());
  const cards = list.items.map((item) => (template ? filled(template, item) : cloned(card, was, item)));
  const shelf = card && !template ? card.parentElement.cloneNode(false) : document.createElement('ul');
  for (const name of ['id', 'data-vitrina-grid']) shelf.removeAttribute(name);
  shelf.append(...cards);
  const box = document.createElement('section');
  box.dataset.vitrinaIgnore = '';
  box.dataset.vitrinaList = list.id;
  if (list.title) {
    const heading = make('h2', '', list.title);
    heading.id = `vitrina-${list.attribution_id}`;
    box.setAttribute('aria-labelledby', heading.id);
    box.append(heading);
  }
  if (card || place.querySelector('template')) box.append(shelf);
  else {
    const host = document.createElement('div');
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    root.append(shelf);
    box.append(host);
  }
  return { box, cards };
}

/**
 * Shows a list in `place`: `looks` are the language, the currency, a card of the page and the product it shows. Unless
 * `all` may change, what is in view keeps its height: what would push it waits. A list that is there already stays, one
 * without products is taken away. `chosen` is told which product was clicked. The answer is the element, if there is one.
 */
export function show(place, list, looks, all, chosen) {
  const shows = JSON.stringify([list.title, list.items.map(({ item_id }) => item_id)]);
  const old = place.querySelector(':scope > [data-vitrina-list]');
  if (old?.shows === shows) return old;
  page = looks;
  const { top, height } = place.getBoundingClientRect();
  const box = list.items.length ? built(place, list, looks.card, looks.item) : null;
  box?.cards.forEach((card, at) => card.addEventListener('click', ({ target }) => target.closest('a') && chosen(list.items[at].item_id), true));
  if (box) box.box.shows = shows;
  if (old) old.replaceWith(...(box ? [box.box] : []));
  else if (box) place.append(box.box);
  if (!all && top < innerHeight && Math.abs(place.getBoundingClientRect().height - height) > 0.5) {
    if (box) box.box.replaceWith(...(old ? [old] : []));
    else place.append(old);
    return old;
  }
  return box?.box ?? null;
}

/** `<vitrina-recommendations strategy="similar" limit="4">`: `draw` is told of each element that wants a list. */
export function define(draw) {
  if (customElements.get('vitrina-recommendations')) return;
  customElements.define(
    'vitrina-recommendations',
    class extends HTMLElement {
      static observedAttributes = ['strategy', 'limit', 'product'];

      connectedCallback() {
        draw(this);
      }

      attributeChangedCallback(name, was) {
        if (was !== null) draw(this);
      }
    },
  );
}
