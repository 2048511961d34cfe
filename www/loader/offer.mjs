// An offer: in a dialog over the page, where focus goes in and comes back, Escape closes it, and everything behind it is
// inert; in a corner or along an edge, where it waits to be noticed; within the page; or as the small tab of one that was
// closed without an answer.
//
// And what offers wait for: the signs of what the shopper does, as plain facts. A module of its own, brought in only where
// the config has offers.

import { button, make, shell, speak } from './surface.mjs';

const STYLE = `
:host(:not([data-display=inline])) { position: fixed; z-index: 2147483000 }
h2 { margin-inline-end: 2rem }
.close { background: var(--vitrina-background, #fff) }
p { margin: 0 0 1.25rem }
.image { display: block; width: 100%; aspect-ratio: 16/9; object-fit: cover; margin: 0 0 1.25rem; border-radius: 8px }
.coupon > div { min-width: 0 }
.coupon { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; justify-content: space-between; margin: 0 0 1.25rem;
  padding-block: .5rem; padding-inline: 1rem .5rem; border: 2px dashed; border-radius: 8px }
code { font: 700 1.25rem/1.2 ui-monospace, monospace; letter-spacing: .06em; user-select: all; overflow-wrap: anywhere }
.items { margin: 0 0 1.25rem }
.item { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: center; justify-content: space-between }
.product { flex: 1 1 9rem; justify-content: start; gap: .75rem; min-width: 0; padding: .25rem 0; border: 0; text-decoration: underline; text-underline-offset: .15em }
.product:not(a) { display: flex; align-items: center; text-decoration: none }
.picture { flex: none; width: 3.5rem; height: 3.5rem; object-fit: cover; border-radius: 6px }
.price { font-weight: 600; unicode-bidi: isolate }
.price s { margin-inline-end: .5em; font-weight: 400 }
.clock { font-weight: 700; font-variant-numeric: tabular-nums }
.actions > * { flex: 1 1 auto }
.why { display: block; margin-block-start: .75rem; min-height: 32px; padding: 0; border: 0; font-size: .8125rem; text-decoration: underline; text-underline-offset: .15em }
.slide_in, .bar { position: fixed; max-height: 70dvh; box-shadow: 0 8px 40px rgb(0 0 0 / .24) }
.slide_in { inset-block: auto 1rem; inset-inline: auto 1rem; width: min(22rem, 100vw - 2rem); margin: 0; padding: 1.5rem }
.bar { inset: auto 0 0; display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; justify-content: center; width: 100%; max-width: 100%;
  margin: 0; padding-block: .75rem; padding-inline: 1.25rem 3.5rem; border-radius: 0 }
.bar > * { margin-block: 0; max-width: 100% }
.bar > ul, .bar > div { min-width: 0 }
.bar h2 { margin-inline-end: 0; font-size: 1.125rem }
.bar .image, .bar .picture { display: none }
.bar .items { display: flex; flex-wrap: wrap; gap: 0 1.5rem; align-items: center }
.bar :is(.item, .product) { flex: 0 1 auto }
.inline { width: auto; max-height: none; margin: 0; padding: 1.5rem; border: 1px solid; box-shadow: none }
.inline h2 { margin-inline-end: 0 }
.inline .actions > * { flex: 0 1 auto }
.tab { position: fixed; inset-block: auto max(1rem, env(safe-area-inset-bottom)); inset-inline: 1rem auto; display: flex; max-width: calc(100vw - 2rem);
  border-radius: 24px; color: var(--vitrina-on-accent, #fff); background: var(--vitrina-accent, #1d1d1f); box-shadow: 0 4px 16px rgb(0 0 0 / .24) }
.tab button { border: 0; border-radius: 24px }
.teaser { min-width: 0; font-weight: 600; overflow-wrap: anywhere }
.drop { flex: none; padding: 0; font-size: 1.25rem; line-height: 1 }
@media (max-width: 30rem) {
  .inline { border-radius: var(--vitrina-radius, 12px) }
  .slide_in { inset-block: auto 0; inset-inline: 0; width: 100% }
  .bar { justify-content: start; gap: .25rem 1rem }
  .bar .coupon { padding-block: .25rem }
}`;

/** Milliseconds between two looks, and those that a movement counts as doing something. */
const LOOK = { every: 500, active: 5000 };

/**
 * Tells again and again, while the page is in view, what has happened on it: seconds of doing something and of doing
 * nothing, how far down it was seen, and which of the `watched` selectors were half in view for a second. `idle` and
 * `depth` tell the first two. The answer ends it.
 */
export function sense(idle, depth, watched, told) {
  let [active, deepest] = [0, 0];
  const near = new Map();
  const timer = setInterval(() => {
    if (document.hidden) return;
    if (idle() < LOOK.active) active += LOOK.every;
    deepest = Math.max(deepest, depth());
    for (const selector of watched) if (!(near.get(selector) > 2)) near.set(selector, in_view(selector) ? (near.get(selector) ?? 0) + 1 : 0);
    told({ active: active / 1000, idle: idle() / 1000, depth: deepest, visible: watched.filter((selector) => near.get(selector) > 2) });
  }, LOOK.every);
  return () => clearInterval(timer);
}

/** Whether half of the first element that a selector finds is in the window. */
function in_view(selector) {
  const box = document.querySelector(selector)?.getBoundingClientRect();
  if (!box?.height) return false;
  const side = (from, to, size) => Math.max(0, Math.min(to, size) - Math.max(from, 0));
  return side(box.top, box.bottom, innerHeight) * side(box.left, box.right, innerWidth) >= (box.width * box.height) / 2;
}

/** Our own words, where the config has none. */
const WORDS = {
  en: {
    offer: 'Offer', code: 'Your code', copy: 'Copy code',
    left: 'Time left', over: 'This offer is over.', was: 'Before', drop: 'Take this offer away',
  },
  sr: {
    offer: 'Ponuda', code: 'Vaš kod', copy: 'Kopiraj kod',
    left: 'Još', over: 'Ova ponuda je završena.', was: 'Pre', drop: 'Skloni ovu ponudu',
  },
  sq: {
    offer: 'Ofertë', code: 'Kodi juaj', copy: 'Kopjo kodin',
    left: 'Koha e mbetur', over: 'Kjo ofertë ka mbaruar.', was: 'Më parë', drop: 'Largoje këtë ofertë',
  },
};

/** Whether the tab that comes next takes over the focus of what was closed. */
let focused = false;

function begin(display) {
  const host = document.createElement('vitrina-offer');
  host.dataset.display = display;
  return [host, shell(host, STYLE)];
}

/**
 * Shows an offer as its `display` says: `modal`, over everything; `slide_in`, in a corner; `bar`, along the bottom edge;
 * `inline`, in its place in the page. All but the first take no focus unless `asked`, and leave the page as usable as it was.
 *
 * Tells what became of it: `accept`, `dismiss`, `end`, or `minimize` where it was closed and has a teaser. The answer is the
 * element that was put into the page; none where that would have moved what is in view.
 */
export function present({ id, content, display, slot, teaser, ends, items = [], more }, locale, asked, told) {
  const inline = display === 'inline';
  const modal = display === 'modal';
  const place = inline ? place_of(id, slot) : document.body;
  if (!place) return null;
  const say = speak(WORDS, locale);
  const [host, root] = begin(display);
  // A `<dialog>` would take the focus as it opens.
  const box = make(root, modal ? 'dialog' : 'section', `dialog ${display}`, '', { role: inline ? null : 'dialog' });
  let how = teaser ? 'minimize' : 'dismiss';
  const close = (why) => {
    if (why && how !== 'accept') how = why;
    if (modal) box.close();
    else gone();
  };
  if (content.image) make(box, 'img', 'image', '', { src: content.image, alt: content.alt ?? '' });
  if (!content.title) box.setAttribute('aria-label', say('offer'));
  for (const [tag, part, name] of [['h2', 'title', 'aria-labelledby'], ['p', 'text', 'aria-describedby']]) {
    if (!content[part]) continue;
    make(box, tag, part, content[part], { id: part });
    box.setAttribute(name, part);
  }
  const accept = () => close('accept');
  if (items.length) products(make(box, 'ul', 'items'), items, more, say, accept);
  if (content.coupon) {
    const coupon = make(box, 'div', 'coupon');
    const label = make(coupon, 'div');
    make(label, 'small', '', say('code'));
    make(label, 'code', 'code', content.coupon);
    const copy = button(coupon, 'copy', say('copy'), () => {
      how = 'accept';
      // Without a clipboard the code can still be selected by hand.
      navigator.clipboard?.writeText(content.coupon).catch(() => {});
      copy.textContent = say('copied');
      setTimeout(() => (copy.textContent = say('copy')), 2000);
    }, { ariaLive: 'polite' });
  }
  const stop = ends ? count_down(make(box, 'p', 'countdown'), ends, locale, say, () => (inline ? over() : close('end'))) : () => {};
  const actions = make(box, 'div', 'actions');
  if (content.cta && content.href) make(actions, 'a', 'cta strong', content.cta, { href: content.href, dir: 'auto' }).onclick = accept;
  button(actions, 'decline', content.decline ?? say('decline'), () => close('dismiss'));
  button(box, 'why', say('why'), () => import('./why.mjs').then(({ tell }) => tell(window.vitrina, id)).catch(() => {}));
  if (!inline) button(box, 'close', '×', () => close(), { ariaLabel: say('close') });
  // The backdrop belongs to the dialog, its content to other elements.
  // Neither may answer with `false`, which would keep links from leading anywhere and the Tab key from going on.
  if (modal) box.onclick = ({ target }) => void (target === box && close());
  else if (!inline) box.onkeydown = ({ key }) => void (key === 'Escape' && close());

  const before = document.activeElement;
  function gone() {
    stop();
    focused = host.isConnected && (modal || host.contains(document.activeElement) || document.activeElement === host);
    host.remove();
    const inside = focused;
    told(how);
    if (inside && focused) before?.focus?.({ preventScroll: true });
    focused = false;
  }
  /** In view it may not take its place along. */
  function over() {
    stop();
    box.style.minHeight = `${box.offsetHeight}px`;
    make(box, 'p', 'over', say('over'));
    while (box.childElementCount > 1) box.firstElementChild.remove();
    for (const name of ['aria-labelledby', 'aria-describedby']) box.removeAttribute(name);
    box.ariaLabel = say('offer');
    told('end');
  }
  if (modal) box.onclose = gone;
  const size = () => [place.getBoundingClientRect().height, document.documentElement.scrollHeight];
  const { top } = place.getBoundingClientRect();
  const was = size();
  place.append(host);
  if (inline && top < innerHeight && size().some((now, at) => Math.abs(now - was[at]) > 0.5)) {
    stop();
    host.remove();
    return null;
  }
  if (modal) {
    box.showModal();
    // What has the focus may stand further down than what it is about.
    box.scrollTop = 0;
  } else if (asked) root.querySelector('a[href],button').focus();
  else if (!inline) {
    // Who cannot see it come is told.
    const news = make(root, 'p', 'unseen', '', { role: 'status' });
    setTimeout(() => (news.textContent = content.title ?? say('offer')), 100);
  }
  return host;
}

/** The place of an inline offer; none where it is in view and has no room at all. */
function place_of(id, slot) {
  const named = () => [...document.querySelectorAll('vitrina-offer[offer]')].find((element) => element.getAttribute('offer') === id);
  const place = slot ? document.querySelector(slot) : named();
  return place && (place.offsetHeight || place.getBoundingClientRect().top >= innerHeight) ? place : null;
}

function products(list, items, more, say, chosen) {
  for (const { name, image, href, price, was } of items) {
    const line = make(list, 'li', 'item');
    const product = make(line, href ? 'a' : 'div', 'product');
    if (href) Object.assign(product, { href, onclick: chosen });
    if (image) make(product, 'img', 'picture', '', { src: image, alt: '' });
    make(product, 'span', 'name', name);
    if (!price) continue;
    const amount = make(line, 'span', 'price');
    if (was) {
      make(amount, 'span', 'unseen', `${say('was')} `);
      make(amount, 's', 'was', was);
    }
    make(amount, 'span', 'now', price);
  }
  if (more) make(list, 'li', 'more', `+${more}`);
}

/** Shows the time left until `ends`, without a word to screen readers unless they ask; the answer stops it. */
function count_down(line, ends, locale, say, over) {
  make(line, 'span', '', `${say('left')}:`);
  line.append(' ');
  const clock = make(line, 'span', 'clock', '', { role: 'timer' });
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const show = () => {
    const text = time_left(ends - Date.now(), locale, calm);
    if (clock.textContent !== text) clock.textContent = text;
  };
  const stop = () => clearInterval(timer);
  const timer = setInterval(() => {
    if (!line.isConnected) return stop();
    show();
    return ends <= Date.now() && over();
  }, 1000);
  show();
  return stop;
}

/** `3 days 4 hr`, `5 hr 12 min`, and to the second in the last hour, or minute where things should be calm. */
function time_left(time, locale, calm) {
  const seconds = Math.max(0, Math.ceil(time / 1000));
  const unit = (amount, unit) => {
    const how = { style: 'unit', unit, unitDisplay: 'short' };
    try {
      return amount.toLocaleString(locale || undefined, how);
    } catch {
      return amount.toLocaleString(undefined, how);
    }
  };
  const [days, hours, minutes] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  if (days) return `${unit(days, 'day')} ${unit(hours, 'hour')}`;
  if (hours) return `${unit(hours, 'hour')} ${unit(minutes, 'minute')}`;
  if (calm && minutes) return unit(minutes, 'minute');
  return `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Shows the tab of an offer that was closed without an answer. Tells `open`, or `dismiss`, or `end` when its time is over. */
export function tease({ teaser, ends }, locale, asked, told) {
  const say = speak(WORDS, locale);
  const [host, root] = begin('tab');
  const tab = make(root, 'div', 'tab');
  tab.role = 'group';
  tab.ariaLabel = say('offer');
  const away = (how) => {
    clearInterval(timer);
    host.remove();
    told(how);
  };
  const timer = ends && setInterval(() => (!host.isConnected ? clearInterval(timer) : ends <= Date.now() && away('end')), 1000);
  const open = button(tab, 'teaser', teaser, () => away('open'), { ariaHasPopup: 'dialog' });
  button(tab, 'drop', '×', () => away('dismiss'), { ariaLabel: say('drop') });
  document.body.append(host);
  if (focused) {
    focused = false;
    open.focus({ preventScroll: true });
  }
  return host;
}
