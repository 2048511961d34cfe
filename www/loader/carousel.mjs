// A list in one row that scrolls: buttons that go on and back, and the arrow keys from card to card. A module of its own, brought
// in with the first such list. Fingers need none of it.

import { button, make, speak } from './surface.mjs';

const WORDS = {
  en: { back: 'Previous products', on: 'More products' },
  sr: { back: 'Prethodni proizvodi', on: 'Još proizvoda' },
  sq: { back: 'Produktet e mëparshme', on: 'Më shumë produkte' },
};

/** The edges of an element in reading direction, as distances that grow with it. */
const edges = (element, rtl) => {
  const { left, right } = element.getBoundingClientRect();
  return rtl ? [-right, -left] : [left, right];
};

/** Lets `shelf`, whose children are cards, be moved by buttons at the end of `bar` and by the keyboard. */
export function steer(shelf, bar, locale) {
  const say = speak(WORDS, locale);
  const cards = [...shelf.children];
  const rtl = getComputedStyle(shelf).direction === 'rtl';
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const go = (distance) => shelf.scrollBy({ left: rtl ? -distance : distance, behavior: calm.matches ? 'instant' : 'smooth' });
  const room = () => {
    const [start, end] = edges(shelf, rtl);
    const inset = parseFloat(getComputedStyle(shelf).paddingInlineStart) || 0;
    return [start + inset, end - inset];
  };
  const nav = make(bar, 'div', 'nav', '', { hidden: true });
  // The first card that is not whole in view becomes the first one; back by as much as there is room for.
  const back = button(nav, 'back', '‹', () => {
    const [start, end] = room();
    const target = cards.find((card) => edges(card, rtl)[0] >= start - (end - start) - 1);
    go(edges(target, rtl)[0] - start);
  }, { ariaLabel: say('back'), dir: 'ltr' });
  const on = button(nav, 'on', '›', () => {
    const [start, end] = room();
    const target = cards.find((card) => edges(card, rtl)[1] > end + 1) ?? cards.at(-1);
    go(edges(target, rtl)[0] - start);
  }, { ariaLabel: say('on'), dir: 'ltr' });
  // From right to left these would be mirrored by themselves, but not in every font.
  if (rtl) [back.textContent, on.textContent] = ['›', '‹'];

  const look = () => {
    if (!shelf.isConnected) return;
    const [start, end] = room();
    const focused = nav.getRootNode().activeElement;
    back.disabled = edges(cards[0], rtl)[0] >= start - 1;
    on.disabled = edges(cards.at(-1), rtl)[1] <= end + 1;
    nav.hidden = back.disabled && on.disabled;
    // A button that goes out of use may not take the keyboard's place with it.
    if (focused?.disabled) [back, on].find((other) => !other.disabled)?.focus({ preventScroll: true });
  };
  shelf.addEventListener('scroll', look, { passive: true });
  new ResizeObserver(look).observe(shelf);

  shelf.addEventListener('keydown', (event) => {
    const at = cards.findIndex((card) => card.contains(event.target));
    const step = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1, Home: -at, End: cards.length - 1 - at }[event.key];
    const link = cards[at + step]?.querySelector('a[href]');
    if (at < 0 || !step || !link || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    link.focus({ preventScroll: true });
  });
  // Browsers bring the link into view, and snapping may take it out again.
  shelf.addEventListener('focusin', ({ target }) => {
    const card = cards.find((card) => card.contains(target));
    const [start, end] = room();
    const [from, to] = card ? edges(card, rtl) : [start, end];
    if (from < start - 1 || to > end + 1) go(from - start);
  });
}
