// An offer in a dialog: focus goes in and comes back, Escape closes it, everything behind it is inert. It lives in a
// shadow root, so that the shop's styles do not break it; themes colour it with the custom properties `--vitrina-background`,
// `-text`, `-accent`, `-on-accent`, `-radius`, `-font`, `-heading-font`, `-focus`, and with `::part(…)`.
//
// And what offers wait for: the signs of what the shopper does, as plain facts. A module of its own, brought in only where
// the config has offers.

const STYLE = `
:host { all: initial }
dialog { box-sizing: border-box; width: min(26rem, 100vw - 2rem); max-height: calc(100dvh - 2rem); margin: auto; padding: 2rem; border: 0;
  border-radius: var(--vitrina-radius, 12px); overflow: auto; color: var(--vitrina-text, #1d1d1f); background: var(--vitrina-background, #fff);
  box-shadow: 0 24px 64px rgb(0 0 0 / .28); font: 400 1rem/1.5 var(--vitrina-font, system-ui, sans-serif); text-align: start }
dialog::backdrop { background: rgb(16 18 24 / .5) }
h2 { margin: 0 2rem .5rem 0; font: 700 1.5rem/1.25 var(--vitrina-heading-font, var(--vitrina-font, system-ui, sans-serif)); text-wrap: balance }
p { margin: 0 0 1.25rem }
img { display: block; width: 100%; aspect-ratio: 16/9; object-fit: cover; margin: 0 0 1.25rem; border-radius: 8px }
button, a { box-sizing: border-box; min-height: 44px; min-width: 44px; padding: 0 1.25rem; border: 1px solid; border-radius: 6px;
  font: inherit; color: inherit; background: none; cursor: pointer }
:focus-visible { outline: 3px solid var(--vitrina-focus, #1a56db); outline-offset: 2px }
.close { position: absolute; inset: .5rem .5rem auto auto; padding: 0; border: 0; border-radius: 50%; font-size: 1.5rem; line-height: 1 }
.coupon, .actions { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center }
.coupon { justify-content: space-between; margin: 0 0 1.25rem; padding: .5rem .5rem .5rem 1rem; border: 2px dashed; border-radius: 8px }
small { display: block; font-size: .8125rem }
code { font: 700 1.25rem/1.2 ui-monospace, monospace; letter-spacing: .06em; user-select: all }
.actions > * { flex: 1 1 auto }
.cta { display: inline-flex; align-items: center; justify-content: center; border: 0; color: var(--vitrina-on-accent, #fff);
  background: var(--vitrina-accent, #1d1d1f); font-weight: 600; text-decoration: none }
@media (max-width: 30rem) {
  dialog { width: 100%; max-width: 100%; margin: auto 0 0; padding: 1.5rem 1.25rem calc(1.25rem + env(safe-area-inset-bottom)); border-end-start-radius: 0; border-end-end-radius: 0 }
}
@media (prefers-reduced-motion: no-preference) { dialog { animation: rise .2s ease-out } }
@keyframes rise { from { transform: translateY(12px); opacity: 0 } }`;

/** Milliseconds between two looks, and those that a movement counts as doing something. */
const LOOK = { every: 500, active: 5000 };
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'scroll', 'touchstart', 'wheel'];

/**
 * Tells again and again, while the page is in view, what has happened on it: seconds of doing something and of doing
 * nothing, how far down it was seen, and which of the `watched` selectors were half in view for a second. The answer ends it.
 */
export function sense(on, watched, told) {
  let [last, active, depth] = [performance.now(), 0, 0];
  const near = new Map();
  SIGNS.forEach((sign) => on(window, sign, () => (last = performance.now()), true));
  const timer = setInterval(() => {
    if (document.visibilityState === 'hidden') return;
    const idle = performance.now() - last;
    if (idle < LOOK.active) active += LOOK.every;
    depth = Math.max(depth, Math.min(100, ((scrollY + innerHeight) / document.documentElement.scrollHeight) * 100));
    for (const selector of watched) if (!(near.get(selector) > 2)) near.set(selector, in_view(selector) ? (near.get(selector) ?? 0) + 1 : 0);
    told({ active: active / 1000, idle: idle / 1000, depth, visible: watched.filter((selector) => near.get(selector) > 2) });
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
  en: { close: 'Close', decline: 'No, thanks', code: 'Your code', copy: 'Copy code', copied: 'Copied' },
  sr: { close: 'Zatvori', decline: 'Ne, hvala', code: 'Vaš kod', copy: 'Kopiraj kod', copied: 'Kopirano' },
};

/** Shows an offer, and tells `answered` whether it was accepted. The answer is the element that was put into the page. */
export function present(content, locale, answered) {
  const words = WORDS[locale.slice(0, 2).toLowerCase()] ?? WORDS.en;
  const shell = document.createElement('vitrina-offer');
  const root = shell.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];

  const make = (parent, tag, part, text, more) => {
    const element = Object.assign(document.createElement(tag), { className: part, textContent: text ?? '' }, more);
    if (part) element.setAttribute('part', part);
    return parent.appendChild(element);
  };
  const dialog = make(root, 'dialog', 'dialog');
  let accepted = false;
  if (content.image) make(dialog, 'img', 'image', '', { src: content.image, alt: content.alt ?? '' });
  for (const [tag, part, name] of [['h2', 'title', 'aria-labelledby'], ['p', 'text', 'aria-describedby']]) {
    if (!content[part]) continue;
    make(dialog, tag, part, content[part], { id: part });
    dialog.setAttribute(name, part);
  }
  if (content.coupon) {
    const coupon = make(dialog, 'div', 'coupon');
    const label = make(coupon, 'div', '');
    make(label, 'small', '', words.code);
    make(label, 'code', 'code', content.coupon);
    const copy = make(coupon, 'button', 'copy', words.copy, { type: 'button', ariaLive: 'polite' });
    copy.onclick = () => {
      accepted = true;
      // Without a clipboard the code can still be selected by hand.
      navigator.clipboard?.writeText(content.coupon).catch(() => {});
      copy.textContent = words.copied;
      setTimeout(() => (copy.textContent = words.copy), 2000);
    };
  }
  const actions = make(dialog, 'div', 'actions');
  if (content.cta && content.href) {
    make(actions, 'a', 'cta', content.cta, { href: content.href }).onclick = () => {
      accepted = true;
      dialog.close();
    };
  }
  const close = () => dialog.close();
  make(actions, 'button', 'decline', content.decline ?? words.decline, { type: 'button' }).onclick = close;
  make(dialog, 'button', 'close', '×', { type: 'button', ariaLabel: words.close }).onclick = close;
  // The backdrop belongs to the dialog, its content to other elements.
  dialog.onclick = ({ target }) => target === dialog && close();

  const before = document.activeElement;
  dialog.onclose = () => {
    shell.remove();
    before?.focus?.({ preventScroll: true });
    answered(accepted);
  };
  document.body.append(shell);
  dialog.showModal();
  return shell;
}
