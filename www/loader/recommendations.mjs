// Lists of recommended products, in the shop's own look. A module of its own, brought in only where the config has lists
// or the page an element `<vitrina-recommendations>`. Which products, and why, the engine decides.
//
// A product is shown by a card of a grid on this page, cloned and filled; or by a `<template>` in the list's place, whose
// elements with `data-vitrina-field` (`title`, `brand`, `price`, `list_price`, `image`, `link`, `adds`, `add`) are filled; or,
// on a page with neither, by a plain card in a shadow root that themes style with custom properties and `::part(…)`.

import { system } from './shop.mjs';
import { speak } from './surface.mjs';

// A row that scrolls may not widen the page, as its cards would where the page's own layout asks how wide they are. Room is
// left around it, so that no outline of a card is cut off.
const ROW = `display: grid !important; grid-auto-flow: column !important; grid-template-columns: none !important;
  grid-auto-columns: min(var(--vitrina-card-width, var(--vitrina-card-as-shown, clamp(9.5rem, 22%, 15rem))), 80%) !important; width: 0 !important; min-width: calc(100% + 12px) !important;
  max-width: none !important; box-sizing: border-box !important; padding: 6px !important; margin: -6px !important; overflow: auto hidden !important; scroll-snap-type: x mandatory; scroll-padding-inline: 6px; scrollbar-width: none`;
const STYLE = `
:host { display: block; min-width: 0 }
ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(var(--vitrina-card-width, 10rem), 1fr)); gap: var(--vitrina-gap, 1rem); margin: 0; padding: 0; list-style: none; font: 400 1rem/1.4 var(--vitrina-font, inherit) }
:host([data-vitrina-layout=carousel]) ul { ${ROW} }
:host([data-vitrina-layout=carousel]) ::slotted(*) { ${ROW} }
li { scroll-snap-align: start; min-width: 0; display: flex; flex-direction: column }
a { display: block; flex: 1; color: var(--vitrina-text, inherit); text-decoration: none }
img { display: block; width: 100%; aspect-ratio: 1; object-fit: cover; border-radius: var(--vitrina-radius, 8px) }
:is([data-vitrina-field=title], [data-vitrina-field=adds]) { unicode-bidi: plaintext; text-align: -webkit-match-parent; text-align: match-parent }
[data-vitrina-field*=price] { unicode-bidi: isolate }
[data-vitrina-field=title] { display: block; margin: .5rem 0 .25rem; overflow-wrap: anywhere }
[data-vitrina-field=price] { font-weight: 600 }
[data-vitrina-field=list_price] { margin-inline-start: .5rem; text-decoration: line-through; opacity: .75 }
[data-vitrina-field=adds] { margin: .25rem 0 0; font-size: .875rem }
button { min-height: 44px; font: inherit; color: var(--vitrina-text, inherit); background: none; cursor: pointer }
[data-vitrina-field=add] { margin-block-start: .75rem; padding: .25rem .75rem; border: 1px solid; border-radius: var(--vitrina-button-radius, 6px); font-weight: 600 }
[data-vitrina-field=add][aria-busy] { opacity: .6 }
.bar { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: center; min-height: 44px; margin-block-start: .25rem }
.nav { display: flex; gap: .5rem; margin-inline-start: auto }
.nav[hidden] { display: none }
.nav button { width: 44px; padding: 0; border: 1px solid; border-radius: 50%; font-size: 1.5rem; line-height: 1 }
.nav button:disabled { opacity: .35; cursor: default }
.why { padding: 0; border: 0; font-size: .8125rem; text-decoration: underline; text-underline-offset: 3px }
:focus-visible { outline: 3px solid var(--vitrina-focus, #1a56db); outline-offset: 2px }
[role=status] { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }`;

const WORDS = {
  en: { add: 'Add to cart', one: 'Add to cart: {name}', added: 'Added', put: 'In the cart now: {name}', failed: 'That did not work', adds: 'Adds: {adds}' },
  sr: { add: 'U korpu', one: 'U korpu: {name}', added: 'Dodato', put: 'Sada je u korpi: {name}', failed: 'Nije uspelo', adds: 'Više: {adds}' },
  sq: { add: 'Në shportë', one: 'Në shportë: {name}', added: 'U shtua', put: 'Tani në shportë: {name}', failed: 'Nuk funksionoi', adds: 'Më shumë: {adds}' },
};
let say = speak(WORDS);

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

const write = (element, words) => {
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
  const more = adds(item);
  if (more) (clone.querySelector(PRICE)?.parentElement ?? clone).append(make('p', 'adds', more));
  return clone;
}

/** What it has that the product on view has not. */
const adds = ({ reason }) => (reason?.adds?.length ? say('adds', { adds: reason.adds.join(', ') }) : '');

function prices(clone, item) {
  const like = [...clone.querySelectorAll(PRICE)].map((element) => element.textContent.trim()).find(Boolean);
  const now = money(item.price, item.currency, like);
  const before = item.list_price > item.price ? money(item.list_price, item.currency, like) : '';
  for (const element of clone.querySelectorAll(STRUCK)) {
    if (before) write(element, before);
    else element.remove();
  }
  const marked = [...clone.querySelectorAll(PRICE)].filter((element) => !element.closest(STRUCK) && !element.querySelector(PRICE));
  marked.forEach((element, at) => {
    if (at || !now) element.remove();
    else write(element, now);
  });
}

/** A template's content as a card of `item`. */
function filled(template, item, sells) {
  const card = template.content.firstElementChild.cloneNode(true);
  const values = {
    title: item.item_name, brand: item.item_brand, price: money(item.price, item.currency), adds: adds(item),
    list_price: item.list_price > item.price ? money(item.list_price, item.currency) : '',
  };
  for (const element of [card, ...card.querySelectorAll('[data-vitrina-field]')]) {
    const field = element.dataset.vitrinaField;
    if (field === 'image') picture(element, item);
    else if (field === 'link') element.href = item.url;
    else if (field === 'add') {
      if (!sells(item)) element.remove();
      else element.setAttribute('aria-label', say('one', { name: item.item_name }));
      if (!element.textContent.trim()) element.textContent = say('add');
    } else if (field in values) {
      if (values[field]) write(element, values[field]);
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
  const link = make('a', 'link', make('img', 'image'), make('span', 'title'), make('span', 'price'), make('s', 'list_price'), make('p', 'adds'));
  const add = make('button', 'add');
  add.type = 'button';
  const card = make('li', '', link, add);
  card.part = 'card';
  template.content.append(card);
  return template;
};

/** The list as an element with the cards in it; `act` is told what is done with a product. */
function built(place, list, { card, item, platform }, act) {
  // Where a variant has to be chosen, the product's own page is the place for that.
  const sells = ({ sole_variant }) => !!sole_variant && (list.add_to_cart ?? !!system(platform));
  const template = place.querySelector('template') ?? (card ? null : plain());
  const cards = list.items.map((product) => (template ? filled(template, product, sells) : cloned(card, item, product)));
  const shelf = card && !template ? card.parentElement.cloneNode(false) : document.createElement('ul');
  for (const name of ['id', 'data-vitrina-grid']) shelf.removeAttribute(name);
  shelf.append(...cards);
  if (shelf.localName === 'ul') shelf.role = 'list';
  const box = document.createElement('section');
  box.dataset.vitrinaIgnore = '';
  box.dataset.vitrinaList = list.id;
  const why = make('button', '', say('why'));
  Object.assign(why, { type: 'button', dir: 'auto', className: 'why', part: 'why', onclick: () => import('./why.mjs').then(({ tell }) => tell(window.vitrina, list.why)) });
  if (list.title) {
    const heading = make('h2', '', list.title);
    heading.id = `vitrina-${list.attribution_id}`;
    box.setAttribute('aria-labelledby', heading.id);
    box.append(heading);
    why.ariaLabel = `${say('why')} – ${list.title}`;
  }
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const bar = make('div', '', why);
  const status = make('span', '');
  bar.className = bar.part = 'bar';
  status.role = 'status';
  bar.append(status);
  const ours = !card && !place.querySelector('template');
  root.append(ours ? shelf : document.createElement('slot'), bar);
  if (ours) shelf.part = 'list';
  else host.append(shelf);
  box.append(host);
  if (list.layout === 'carousel') {
    host.dataset.vitrinaLayout = 'carousel';
    if (!ours) in_a_row(host, shelf, card);
    import('./carousel.mjs').then(({ steer }) => steer(shelf, bar, page.locale));
  }
  cards.forEach((card, at) => {
    const { item_id, item_name } = list.items[at];
    card.addEventListener('click', ({ target }) => target.closest('a') && act('recommended', item_id), true);
    const button = card.querySelector('[data-vitrina-field=add]');
    if (button) button.onclick = () => put(button, list, at, platform, act, (word) => (status.textContent = say(word, { name: item_name })));
  });
  return { box, cards };
}

/** Lays the shop's own cards out in one row, each as wide as it is on this page. */
function in_a_row(host, shelf, like) {
  const width = like?.getBoundingClientRect().width;
  // Where there are more than fit, a part of the next one shows that.
  const more = shelf.children.length > like?.parentElement.clientWidth / width;
  if (width) host.style.setProperty('--vitrina-card-as-shown', `${more ? 0.93 * width : width}px`);
  if (like && getComputedStyle(like.parentElement).columnGap === 'normal') shelf.style.columnGap = '1rem';
  for (const { style } of shelf.children) {
    Object.assign(style, { scrollSnapAlign: 'start', minWidth: '0', maxWidth: 'none', margin: '0' });
    style.setProperty('width', 'auto', 'important');
  }
}

/** Puts a product into the cart, and says whether that worked. */
async function put(button, list, at, platform, act, told) {
  if (button.ariaBusy) return;
  const before = button.textContent;
  button.ariaBusy = 'true';
  try {
    const { add } = await import('./basket.mjs');
    if (await add(list.items[at], list, system(platform))) {
      act('bought', list.items[at].item_id);
      button.textContent = say('added');
      told('put');
    }
  } catch {
    told((button.textContent = say('failed')) && 'failed');
  }
  button.ariaBusy = null;
  setTimeout(() => (button.textContent = before), 2500);
}

/**
 * The rule that keeps as much room in `place` as `box` takes, before the list is there and only in a window as wide as this
 * one. It fills a place that is empty, and so is gone in the moment in which the list comes.
 */
function room(place, slot, box) {
  const own = [...place.children].filter((child) => child !== box && child.localName !== 'template');
  // A theme that keeps room itself knows better when.
  if (own.length || parseFloat(getComputedStyle(place).minHeight) > 0 || document.querySelectorAll(slot).length > 1) return '';
  const { marginTop, marginBottom } = getComputedStyle(box);
  return `@media(width:${innerWidth}px){:is(${slot}):not(:has(>:not(template)))::before{content:"";display:block;height:${box.getBoundingClientRect().height}px;margin:${marginTop} 0 ${marginBottom}}}`;
}

/**
 * Shows a list in `place`: `looks` are the language, the currency, the shop's system, a card of the page and the product it
 * shows. Unless `all` may change, what is in view keeps its height: what would push it waits. So does what would change under
 * a pointer or the keyboard, or was scrolled along. A list that is there already stays, one without products is taken away.
 * `act` is told what is done with which product. The answer is the element, if there is one; `cards` of it are the cards.
 */
export function show(place, list, looks, all, act) {
  const shows = JSON.stringify([list.title, list.layout, list.items.map(({ item_id }) => item_id)]);
  const old = place.querySelector(':scope > [data-vitrina-list]');
  if (old?.shows === shows) return old;
  const used = () => old.matches(':hover') || old.contains(document.activeElement) || old.cards?.[0].parentElement.scrollLeft;
  if (old && !all && used()) return old;
  page = looks;
  say = speak(WORDS, looks.locale);
  const { top, height } = place.getBoundingClientRect();
  const { box, cards } = list.items.length ? built(place, list, looks, act) : {};
  if (box) Object.assign(box, { shows, cards });
  if (old) old.replaceWith(...(box ? [box] : []));
  else if (box) place.append(box);
  // What stands in it may not reach out of it, so that its height is all it takes.
  if (box && getComputedStyle(box).display === 'block') box.style.display = 'flow-root';
  if (list.slot) act('room', box && room(place, list.slot, box));
  if (!all && top < innerHeight && Math.abs(place.getBoundingClientRect().height - height) > 0.5) {
    if (box) box.replaceWith(...(old ? [old] : []));
    else place.append(old);
    return old;
  }
  return box ?? null;
}

/** `<vitrina-recommendations strategy="similar" limit="4">`: `draw` is told of each element that wants a list. */
export function define(draw) {
  if (customElements.get('vitrina-recommendations')) return;
  customElements.define(
    'vitrina-recommendations',
    class extends HTMLElement {
      static observedAttributes = ['strategy', 'limit', 'product', 'layout'];

      connectedCallback() {
        draw(this);
      }

      attributeChangedCallback(name, was) {
        if (was !== null) draw(this);
      }
    },
  );
}
