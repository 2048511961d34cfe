// What happens on the page, told to the engine in one place: `heard(kind, …)`. Every listener is passive and guarded:
// nothing of ours delays, prevents or breaks what the page does.

import { attempt, guard, is_awaited, is_rearranged, note, take_back, undo } from './host.js';

/** The exit-intent signal. A pointer leaves within `edge` px of the top for `away` ms; a finger scrolls up `up` px in `time` ms after having been `depth` px down, or the page was out of view for `gone` ms. */
const LEAVING = { edge: 20, away: 120, up: 600, time: 350, depth: 900, gone: 3000 };
/** A viewable impression, as the Media Rating Council defines it: half in view for a second. */
const SEEN = { share: 0.5, time: 1000 };
/** What adding to the cart is called in the addresses of shop systems, and in the markup and words of buttons. */
const ADDING = /cart[/.|]add|basket\/add|line-item\/add|action=add&|add[-_ ]?(product)?[-_ ]?to[-_ ]?(cart|basket|bag)/i;
/** Links that scripts use as buttons. */
const NOWHERE = /^(#|javascript:)/i;
/** What a field is called that sorts a list. */
const SORTING = /(\b|_)sort(?!im)|\border(_?by)?\b/i;
const adds = (button) => !!button && ADDING.test(button.cloneNode().outerHTML + button.textContent);

let heard = () => {};

/** Says who is told what happens. */
export function begin(told) {
  heard = guard(told);
}

/** Begins to listen; the answer is a function that ends it. `watched` are selectors that offers wait to see, where there are offers. */
export function listen(touch, watched, leaving, platform) {
  let open = true;
  const ends = [() => (open = false)];
  const on = (target, name, act, capture = false) => {
    const quiet = guard(act);
    target.addEventListener(name, quiet, { capture, passive: true });
    ends.push(() => target.removeEventListener(name, quiet, { capture }));
  };

  let pressed = -1000;
  on(document, 'click', ({ target, timeStamp }) => {
    const link = target.closest?.('a[href]');
    const button = target.closest?.('button,[role=button],a[href]');
    for (const [element, { id }] of observed) if (link && element.contains(link)) heard('taken', id);
    const address = link?.getAttribute('href') ?? '#';
    if (!NOWHERE.test(address)) heard(ADDING.test(address) ? 'add' : 'choose', link, 1);
    else if (adds(button) && !(button.form && button.type === 'submit')) {
      pressed = timeStamp;
      heard('add', button, 1);
    }
  }, true);
  on(document, 'submit', ({ target: form, submitter, timeStamp }) => {
    const address = submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? '';
    // What a click did, it may do by sending a form.
    if (timeStamp - pressed < 1000 || !(ADDING.test(address) || adds(submitter) || form.querySelector('[name=add-to-cart]'))) return;
    const pieces = Number(form.querySelector('[name=quantity],[name=qty]')?.value);
    heard('add', form, pieces > 0 ? pieces : 1);
  }, true);
  on(document, 'change', ({ target }) => {
    if (target.localName !== 'select' || !SORTING.test(target.cloneNode().outerHTML)) return;
    const usual = [...target].findIndex((option) => option.defaultSelected);
    sorted = target.selectedIndex !== Math.max(usual, 0) && location.pathname;
  }, true);
  attend();
  SIGNS.forEach((sign) => on(window, sign, attend, true));
  on(window, 'scroll', () => (deepest = Math.max(deepest, scrollY)));
  on(document, 'visibilitychange', () => (attend(), document.hidden && heard('pause')));
  on(window, 'pagehide', () => (heard('hide'), (here = false)));
  on(window, 'pageshow', ({ persisted }) => persisted && (attend(), heard('back')));
  on(window, 'storage', ({ key, newValue }) => {
    if (newValue === null && (key === null || key === 'vitrina:profile')) heard('erased');
    else if (newValue !== null && key === 'vitrina:forgotten') heard('forgotten');
  });
  if (watched) {
    const ready = import('./offer.mjs').then((module) => (offers = module));
    const then = (act) => ready.then(guard(() => open && act()), () => {});
    then(() => ends.push(offers.sense(idle, depth, watched, guard((facts) => heard('moment', facts)))));
    const leave = (at) => then(() => heard('leave', at));
    if (leaving) (touch ? scrollingUp : pointerOut)(on, () => leave(Date.now()));
  }

  import('./shop.mjs').then(guard(({ follow }) => open && ends.push(follow(platform, heard))), () => {});

  const observer = new MutationObserver(() => undo.grids.some(is_rearranged) && heard('rearranged'));
  observer.observe(document.body, { childList: true, subtree: true });
  ends.push(() => observer.disconnect());

  ends.push(layer((entry) => heard('entry', entry)), () => seen.disconnect(), () => near.disconnect());
  return () => ends.forEach((end) => end());
}

/** Tells `kind` after `delay` milliseconds; the answer stops it. */
export function after(delay, kind) {
  const timer = setTimeout(() => heard(kind), delay);
  return () => clearTimeout(timer);
}

// ---- attention ----------------------------------------------------------------------------------------------------

/** Signs of somebody there; the last two are none of input, but coming and going counts as well. */
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'scroll', 'touchstart', 'wheel', 'focus', 'blur'];
/** Milliseconds after a sign in which time counts, and GA4's least for an event of its own. */
const ATTENTION = { lasts: 30000, least: 1000 };

let [last, spent, deepest, here] = [0, 0, 0, false];

/** A sign: the time since the one before counts if the page was in view and in focus, and somebody was there. */
function attend() {
  const now = performance.now();
  if (here) spent += Math.min(now - last, ATTENTION.lasts);
  last = now;
  here = !document.hidden && document.hasFocus();
}

/** Milliseconds since the last sign. */
const idle = () => performance.now() - last;

/** How far down the page was seen, in percent of its height. */
const depth = () => Math.min(100, ((deepest + innerHeight) / document.documentElement.scrollHeight) * 100);

/** What GA4's `user_engagement` says of the time since this was asked last. Less than a second counts the next time. */
export function attended() {
  attend();
  if (spent < ATTENTION.least) return undefined;
  const told = { engagement_time_msec: spent, percent_scrolled: depth() };
  spent = 0;
  return told;
}

// ---- leaving ------------------------------------------------------------------------------------------------------

/**
 * With a mouse. Not counted: a slip that comes back; dragging; leaving while in a field, since lists of choices and of
 * suggestions take the pointer too.
 */
function pointerOut(on, leave) {
  let timer;
  on(document, 'mouseout', ({ clientY, relatedTarget, buttons }) => {
    if (clientY > LEAVING.edge || relatedTarget || buttons || document.activeElement?.matches('select,input,textarea,iframe')) return;
    timer = setTimeout(leave, LEAVING.away);
  });
  on(document, 'mouseover', () => clearTimeout(timer));
}

/** On touch screens no pointer leaves; a fast scroll back up from further down, and having been elsewhere, are the nearest signs. */
function scrollingUp(on, leave) {
  let [deepest, from, since, last, left] = [0, 0, 0, 0, 0];
  on(document, 'visibilitychange', () => {
    if (document.hidden) left = Date.now();
    else if (left && Date.now() - left >= LEAVING.gone) leave();
  });
  on(window, 'scroll', ({ timeStamp }) => {
    deepest = Math.max(deepest, scrollY);
    if (scrollY > last || timeStamp - since > LEAVING.time) [from, since] = [scrollY, timeStamp];
    else if (from - scrollY >= LEAVING.up && deepest >= LEAVING.depth) {
      deepest = 0;
      leave();
    }
    last = scrollY;
  });
}

// ---- banners ------------------------------------------------------------------------------------------------------

let hands;

/** Takes the hands that show banners out of their module, where the config has banners. */
export function hold(module) {
  try {
    hands = module?.hands({ undo, is_awaited, take_back }, () => heard('settle'));
  } catch ({ message }) {
    note(`banners stay as they are: ${message}`);
  }
}

/** Lets a banner show what is planned for it; the answer is what shows it. */
export const show = (planned, all) => hands?.show(planned, all);
/** Gives a slot back to the merchant, unless that would move what is in view. */
export const give_back = (id, selector, all) => hands?.give_back(id, selector, all);
/** The texts with merge tags of a variant's template; null where the slot has none, undefined where there is no slot. */
export const template = (selector, id, variant) => hands?.template(selector, id, variant);
/** What the button of a plain block asks, for the loader; undefined where there are no banners. */
export const why = () => hands?.why();

// ---- offers -------------------------------------------------------------------------------------------------------

let offers;

/** Whether something has the shopper's attention already: a dialog of the page's or of ours, a cookie banner, or a field being filled in. */
export function untimely() {
  const fields = 'input:not([type=checkbox],[type=radio],[type=button],[type=submit]),textarea,select,[contenteditable]';
  const seen = (selector) =>
    [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility?.() ?? element.getClientRects().length);
  return (
    // Nor can it be shown before its module is there.
    !offers ||
    !!document.activeElement?.matches(fields) ||
    seen('dialog[open],[role=dialog],[role=alertdialog],vitrina-handover,vitrina-reason').length > 0 ||
    seen('[id*=consent i],[class*=consent i],[id*=cookie i],[class*=cookie i]').some((banner) => getComputedStyle(banner).position === 'fixed')
  );
}

/** Shows an offer or its tab, and tells `answer` with its id and what became of it. The answer takes it away. */
export function present_offer(planned, locale, asked) {
  const told = guard((how) => heard('answer', planned.id, how));
  const node = guard(() => offers?.[planned.minimized ? 'tease' : 'present'](planned, locale, asked, told))();
  if (!node) return undefined;
  undo.nodes = undo.nodes.filter((other) => other.isConnected).concat(node);
  if (planned.display === 'inline') watch(node, `${planned.id}\ninline`);
  return () => node.remove();
}

// ---- recommendations ----------------------------------------------------------------------------------------------

let lists;
const asking = new Map();

/** Shows a list in a place: a selector, or an element that asked for it. */
export function show_list(place, list, looks, all) {
  const { era } = undo;
  const slot = typeof place === 'string' ? document.querySelector(place) : place;
  lists ??= import('./recommendations.mjs');
  if (slot) lists.then(guard(({ show }) => {
    if (undo.era !== era) return;
    const box = show(slot, list, looks, all, (kind, what) => heard(kind, kind === 'room' ? list.slot : list, what));
    if (!box || undo.nodes.includes(box)) return;
    undo.nodes.push(box);
    watch(box, `\n${list.attribution_id}`);
    box.cards.forEach((card, at) => products.set(card, list.items[at]));
    glimpse(box.cards);
  }), () => {});
}

/** Hears the elements `<vitrina-recommendations>` of the page, and asks again for those that were heard. */
export function ask_lists() {
  queueMicrotask(() => asking.forEach((ask) => ask()));
  if (asking.size || !document.querySelector('vitrina-recommendations')) return;
  lists ??= import('./recommendations.mjs');
  lists.then(guard(({ define }) => define((element) => {
    const ask = () => {
      const request = {};
      for (const { name, value } of element.attributes) {
        if (['strategy', 'product', 'title', 'layout'].includes(name)) request[name] = value;
        else if (name === 'limit') request.limit = Number(value);
        else if (name === 'add-to-cart') request.add_to_cart = value !== 'false';
      }
      if (element.isConnected) heard('list', element, request);
      else asking.delete(element);
    };
    asking.set(element, ask);
    ask();
  })), () => {});
}

// ---- analytics ----------------------------------------------------------------------------------------------------

let reports;

/** Tells the page's analytics; without a report, drops what waits. */
export function report(what) {
  if (!what && !reports) return;
  reports ??= import('./telemetry.mjs');
  reports.then(({ send, drop }) => (what ? send(what) : drop()), () => {});
}

// ---- having been seen ---------------------------------------------------------------------------------------------

const observed = new Map();
const seen = globalThis.IntersectionObserver && new IntersectionObserver((entries) => {
  for (const { target, intersectionRatio } of entries) {
    const one = observed.get(target);
    clearTimeout(one.timer);
    if (intersectionRatio >= SEEN.share) one.timer = setTimeout(() => heard('seen', one.id), SEEN.time);
  }
}, { threshold: [0, SEEN.share] });

/** Tells once when `element` has been seen under the name `id`. */
export function watch(element, id) {
  const one = observed.get(element);
  if (one?.id === id) return;
  clearTimeout(one?.timer);
  observed.set(element, { id });
  seen.unobserve(element);
  seen.observe(element);
}

const timers = new WeakMap();
const glimpsed = new WeakSet();
/** What cards of lists show. */
const products = new WeakMap();
const fresh = [];
const near = globalThis.IntersectionObserver && new IntersectionObserver((entries) => {
  for (const { target, intersectionRatio } of entries) {
    clearTimeout(timers.get(target));
    if (intersectionRatio >= SEEN.share && !glimpsed.has(target)) timers.set(target, setTimeout(glimpse_of, SEEN.time, target));
  }
}, { threshold: [0, SEEN.share] });

function glimpse_of(card) {
  glimpsed.add(card);
  near.unobserve(card);
  fresh.push(products.get(card) ?? card);
}

/** Notes which of the cards are in view for a second, each once. */
export const glimpse = (cards) => cards.forEach((card) => glimpsed.has(card) || near?.observe(card));

/** The cards noted since this was asked last; of lists, the products. */
export const glimpses = () => fresh.splice(0);

// ---- the dataLayer ------------------------------------------------------------------------------------------------

/** Listens to what is in the dataLayer and what is pushed later; the answer hands the page its own `push` back. */
function layer(heard) {
  const list = (window.dataLayer ??= []);
  if (!Array.isArray(list)) return () => {};
  list.slice().forEach(heard);
  const push = list.push;
  const ours = function (...entries) {
    const answer = push.apply(this, entries);
    queueMicrotask(() => entries.forEach(heard));
    return answer;
  };
  list.push = ours;
  return () => {
    if (list.push !== ours) return;
    if (push === Array.prototype.push) delete list.push;
    else list.push = push;
  };
}

// ---- asking -------------------------------------------------------------------------------------------------------

const landing = location.pathname;
/** The page whose list the shopper has sorted in a way that its address does not tell. */
let sorted;

/** What the shop system's own scripts say of the page's products: on Shopify, no card states an id. */
const known = () => {
  const { product, products } = window.ShopifyAnalytics.meta;
  // What they say of one product is true of the page that was loaded.
  const handle = location.pathname === landing && location.pathname.match(/products\/([^/]+)/)?.[1];
  return (products ?? [{ handle, ...product }]).map(({ handle, id, vendor, type, variants }) => ({
    item_id: handle,
    keys: [id, ...variants.flatMap((variant) => [variant.id, variant.sku])],
    item_brand: vendor,
    item_category: type,
  }));
};

/** What the page says of itself. What led to it is true of the page it was loaded as. */
export const look = () => ({
  referrer: location.pathname === landing ? document.referrer : '',
  path: location.pathname,
  search: location.search,
  sorted: sorted === location.pathname || (sorted = false),
  known: attempt(known),
  locale: document.documentElement.lang,
  touch: matchMedia('(pointer: coarse)').matches,
  width: innerWidth,
  offset: -new Date().getTimezoneOffset(),
});

/**
 * Fetches a `catalog` or a `model` of the page's own origin, and tells it; says what stood in the way. Prices are those in the
 * currency `wanted` where a catalogue has them, else in `usual`.
 */
export function bring(kind, url, wanted, usual) {
  const address = new URL(url, document.baseURI);
  const read = async () => {
    if (address.origin !== location.origin) throw new Error(`lies on another origin; expected one at ${location.origin}`);
    if (kind === 'catalog') return (await import('./catalog.mjs')).read(address, wanted, usual);
    const answer = await fetch(address, { priority: 'low' });
    if (!answer.ok) throw new Error(`answers ${answer.status}; expected the file that \`vitrina train\` wrote`);
    return new Uint8Array(await answer.arrayBuffer());
  };
  const failed = ({ name, message }) => note(`the ${kind} ${url} ${name === 'Error' ? message : `cannot be read: ${message}`}`);
  read().then((found) => heard(kind, found), failed);
}

/** How many minutes the clock of a time zone is ahead of UTC at a time; undefined for a zone that is not known. */
export function offset(zone, time) {
  try {
    const there = new Date(time).toLocaleString('sv', { timeZone: zone });
    return Math.round((Date.parse(there.replace(' ', 'T') + 'Z') - time) / 60000);
  } catch {
    return undefined;
  }
}

/** Tells `tidy` after `delay` milliseconds, to one tab at a time. */
export function tidy(delay) {
  setTimeout(() => {
    if (!navigator.locks) heard('tidy');
    else navigator.locks.request('vitrina', { ifAvailable: true }, (lock) => lock && heard('tidy')).catch(() => {});
  }, delay);
}
