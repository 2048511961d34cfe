// What happens on the page, told to the engine in one place: `heard(kind, …)`. Every listener is passive and guarded:
// nothing of ours delays, prevents or breaks what the page does.

import { guard, is_rearranged, undo } from './host.js';

/** The exit-intent signal. A pointer leaves within `edge` px of the top for `away` ms; a finger scrolls up `up` px in `time` ms after having been `depth` px down. */
const LEAVING = { edge: 20, away: 120, up: 600, time: 350, depth: 900 };
/** A viewable impression, as the Media Rating Council defines it: half in view for a second. */
const SEEN = { share: 0.5, time: 1000 };
/** What adding to the cart is called in the addresses and field names of shop systems. */
const ADDING = /cart[/.]add|basket\/add|add[-_]to[-_]cart/;

let heard = () => {};

/** Says who is told what happens. */
export function begin(told) {
  heard = guard(told);
}

/** Begins to listen; the answer is a function that ends it. `watched` are selectors that offers wait to see, where there are offers. */
export function listen(touch, watched, leaving) {
  let open = true;
  const ends = [() => (open = false)];
  const on = (target, name, act, capture = false) => {
    const quiet = guard(act);
    target.addEventListener(name, quiet, { capture, passive: true });
    ends.push(() => target.removeEventListener(name, quiet, { capture }));
  };

  on(document, 'click', ({ target }) => {
    const link = target.closest?.('a[href]');
    if (link) heard(ADDING.test(link.getAttribute('href')) ? 'add' : 'choose', link, 1);
  }, true);
  on(document, 'submit', ({ target: form, submitter }) => {
    const address = submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? '';
    if (!ADDING.test(`${address} ${submitter?.name ?? ''}`) && !form.querySelector('[name=add-to-cart]')) return;
    const pieces = Number(form.querySelector('[name=quantity],[name=qty]')?.value);
    heard('add', form, pieces > 0 ? pieces : 1);
  }, true);
  on(window, 'pagehide', () => heard('hide'));
  on(window, 'pageshow', ({ persisted }) => persisted && heard('back'));
  on(window, 'storage', ({ key, newValue }) => {
    if (newValue === null && (key === null || key === 'vitrina:profile')) heard('erased');
  });
  if (leaving) (touch ? scrollingUp : pointerOut)(on, () => heard('leave'));
  if (watched) {
    dialogs ??= import(new URL('offer.mjs', import.meta.url));
    dialogs.then(guard(({ sense }) => open && ends.push(sense(on, watched, guard((facts) => heard('moment', facts))))), () => {});
  }

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

/** On touch screens no pointer leaves; a fast scroll back up from further down is the nearest sign. */
function scrollingUp(on, leave) {
  let [deepest, from, since, last] = [0, 0, 0, 0];
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

// ---- offers -------------------------------------------------------------------------------------------------------

let dialogs;

/** Whether something of the page's has the shopper's attention already: another dialog, a cookie banner, or a field being filled in. */
export function untimely() {
  const fields = 'input:not([type=checkbox],[type=radio],[type=button],[type=submit]),textarea,select,[contenteditable]';
  const seen = (selector) =>
    [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility?.() ?? element.getClientRects().length);
  return (
    !!document.activeElement?.matches(fields) ||
    seen('dialog[open],[role=dialog],[role=alertdialog]').length > 0 ||
    seen('[id*=consent i],[class*=consent i],[id*=cookie i],[class*=cookie i]').some((banner) => getComputedStyle(banner).position === 'fixed')
  );
}

/** Shows an offer, and tells `answer` with its id and whether it was accepted. The answer takes the dialog away. */
export function present_offer(id, content, locale) {
  let shell;
  dialogs.then(guard(({ present }) => {
    if (shell === null) return;
    shell = present(content, locale, (accepted) => heard('answer', id, accepted));
    undo.nodes.push(shell);
  }), () => {});
  return () => {
    shell?.remove();
    shell = null;
  };
}

// ---- recommendations ----------------------------------------------------------------------------------------------

let lists;
const asking = new Map();

/** Shows a list in a place: a selector, or an element that asked for it. */
export function show_list(place, list, looks, all) {
  const { era } = undo;
  const slot = typeof place === 'string' ? document.querySelector(place) : place;
  lists ??= import(new URL('recommendations.mjs', import.meta.url));
  if (slot) lists.then(guard(({ show }) => {
    if (undo.era !== era) return;
    const box = show(slot, list, looks, all, (id) => heard('recommended', list, id));
    if (!box || undo.nodes.includes(box)) return;
    undo.nodes.push(box);
    watch(box, `\n${list.attribution_id}`);
  }), () => {});
}

/** Hears the elements `<vitrina-recommendations>` of the page, and asks again for those that were heard. */
export function ask_lists() {
  queueMicrotask(() => asking.forEach((ask) => ask()));
  if (asking.size || !document.querySelector('vitrina-recommendations')) return;
  lists ??= import(new URL('recommendations.mjs', import.meta.url));
  lists.then(guard(({ define }) => define((element) => {
    const ask = () => {
      const request = {};
      for (const { name, value } of element.attributes) {
        if (['strategy', 'product', 'title'].includes(name)) request[name] = value;
        else if (name === 'limit') request.limit = Number(value);
      }
      if (element.isConnected) heard('list', element, request);
      else asking.delete(element);
    };
    asking.set(element, ask);
    ask();
  })), () => {});
}

// ---- having been seen ---------------------------------------------------------------------------------------------

const watched = new Map();
const seen = globalThis.IntersectionObserver && new IntersectionObserver((entries) => {
  for (const { target, intersectionRatio } of entries) {
    const one = watched.get(target);
    clearTimeout(one.timer);
    if (intersectionRatio >= SEEN.share) one.timer = setTimeout(() => heard('seen', one.id), SEEN.time);
  }
}, { threshold: [0, SEEN.share] });

/** Tells once when `element` has been seen under the name `id`. */
export function watch(element, id) {
  const one = watched.get(element);
  if (one?.id === id) return;
  clearTimeout(one?.timer);
  watched.set(element, { id });
  seen.unobserve(element);
  seen.observe(element);
}

const timers = new WeakMap();
const glimpsed = new WeakSet();
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
  fresh.push(card);
}

/** Notes which of the cards are in view for a second, each once. */
export const glimpse = (cards) => cards.forEach((card) => glimpsed.has(card) || near?.observe(card));

/** The cards noted since this was asked last. */
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

/** What the page says of itself. */
export const look = () => ({
  path: location.pathname,
  search: location.search,
  locale: document.documentElement.lang,
  touch: matchMedia('(pointer: coarse)').matches,
  width: innerWidth,
  offset: -new Date().getTimezoneOffset(),
});

const READERS = {
  /** A catalogue in the shape of Shopify's `/products.json`, less descriptions and variants, which are most of its weight. */
  catalog: async (answer) => ({
    products: (await answer.json()).products.map(({ body_html, options, variants = [], images = [], ...rest }) => ({
      ...rest,
      images: images.slice(0, 1),
      variants: [variants.find(({ available }) => available !== false) ?? variants[0]].filter(Boolean),
    })),
  }),
  model: async (answer) => new Uint8Array(await answer.arrayBuffer()),
};

/** Fetches a `catalog` or a `model` of the page's own origin, and tells what the engine needs of it. Nothing happens where that fails. */
export function bring(kind, url) {
  const address = new URL(url, document.baseURI);
  if (address.origin !== location.origin) return;
  fetch(address, { priority: 'low' })
    .then((answer) => (answer.ok ? READERS[kind](answer) : Promise.reject(answer)))
    .then((found) => heard(kind, found), () => {});
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
