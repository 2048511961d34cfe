// What Vitrina's own surfaces share: a shadow root that the shop's styles do not break, elements by name and part, and the
// shopper's language. Themes colour them with the custom properties `--vitrina-background`, `-text`, `-accent`,
// `-on-accent`, `-radius`, `-font`, `-heading-font`, `-focus`, and with `::part(…)`.
//
// A page from right to left may have words of ours, or of a catalogue, that run the other way: texts run in their own direction,
// and stand where the page would have them.

const STYLE = `
:host { all: initial; display: block; color: var(--vitrina-text, #1d1d1f); font: 400 1rem/1.5 var(--vitrina-font, system-ui, sans-serif); text-align: start }
:host([hidden]) { display: none }
*, ::before { box-sizing: border-box }
h2, h3 { margin: 0 0 .5rem; font: 700 1.5rem/1.25 var(--vitrina-heading-font, var(--vitrina-font, system-ui, sans-serif)); text-wrap: balance }
h3 { font-size: 1.125rem; margin-block-start: 1.5rem }
p { margin: 0 0 1rem }
h2, h3, p, li, dd, legend, small, span, s, code { unicode-bidi: plaintext; text-align: -webkit-match-parent; text-align: match-parent }
ul { margin: 0; padding: 0; list-style: none }
button, a { min-height: 44px; min-width: 44px; padding: 0 1.25rem; border: 1px solid; border-radius: 6px; font: inherit; color: inherit;
  background: none; cursor: pointer }
a { display: inline-flex; align-items: center; justify-content: center; text-decoration: none }
.strong { border: 0; color: var(--vitrina-on-accent, #fff); background: var(--vitrina-accent, #1d1d1f); font-weight: 600 }
:focus-visible { outline: 3px solid var(--vitrina-focus, #1a56db); outline-offset: 2px }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center }
.close { position: absolute; inset-block-start: .5rem; inset-inline-end: .5rem; padding: 0; border: 0; border-radius: 50%; font-size: 1.5rem; line-height: 1 }
small { display: block; font-size: .8125rem }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
.dialog { width: min(26rem, 100vw - 2rem); max-height: calc(100dvh - 2rem); margin: auto; padding: 2rem; border: 0; overflow: auto; color: inherit;
  border-radius: var(--vitrina-radius, 12px); background: var(--vitrina-background, #fff); box-shadow: 0 24px 64px rgb(0 0 0 / .28) }
.dialog::backdrop { background: rgb(16 18 24 / .5) }
@media (max-width: 30rem) {
  .dialog { width: 100%; max-width: 100%; margin: auto 0 0; padding: 1.5rem 1.25rem calc(1.25rem + env(safe-area-inset-bottom)); border-end-start-radius: 0; border-end-end-radius: 0 }
}
@media (prefers-reduced-motion: no-preference) { .dialog:not(.inline) { animation: rise .2s ease-out } }
@keyframes rise { from { transform: translateY(12px); opacity: 0 } }`;

/** A shadow root for `host` with the shared look and `more`. */
export function shell(host, more = '') {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE + more);
  root.adoptedStyleSheets = [sheet];
  return root;
}

/** A new element at the end of `parent`, of which `part` is the name for themes and the class. */
export function make(parent, tag, part = '', text = '', more = {}) {
  const element = Object.assign(document.createElement(tag), { className: part, textContent: text }, more);
  if (part) element.setAttribute('part', part);
  return parent.appendChild(element);
}

/** A button at the end of `parent`. Words run in their own direction, and a sign in that of the page. */
export const button = (parent, part, text, act, more) => make(parent, 'button', part, text, { type: 'button', onclick: act, dir: more?.ariaLabel ? '' : 'auto', ...more });

/** Where the page speaks a language that we do not, what is in our words alone is English, and so are its sound and direction. */
export const in_our_words = (element) => (/^(en|sr|sq)\b/i.test(document.documentElement.lang) ? element : Object.assign(element, { lang: 'en', dir: 'ltr' }));

/** A dialog of its own in an element `name`, to be filled and shown; it goes when it is closed. */
export function dialog(name, title, more) {
  const host = document.createElement(name);
  const box = in_our_words(make(shell(host, more), 'dialog', 'dialog'));
  make(box, 'h2', 'title', title, { id: 'title' });
  box.setAttribute('aria-labelledby', 'title');
  box.onclose = () => host.remove();
  document.body.append(host);
  return box;
}

/** An element of ours that follows what is known: `draw` is called when it is there and after each plan. */
export class Surface extends HTMLElement {
  follow(style) {
    this.root = shell(this, style);
    // After what the plan changes, and never while a borrow of the engine is open.
    this.later = () => setTimeout(() => this.draw());
    document.addEventListener('vitrina:plan', this.later);
  }

  disconnectedCallback() {
    document.removeEventListener('vitrina:plan', this.later);
  }
}

const DOUBLES = { lj: 'љ', nj: 'њ', dž: 'џ' };
const LATIN = 'abvgdđežzijklmnoprstćufhcčš';
const CYRILLIC = 'абвгдђежзијклмнопрстћуфхцчш';

/** Serbian in its other script. What stands in braces is a name of ours and stays, and so does a word with a letter that it lacks. */
const cyrillic = (text) =>
  text.replace(/\{\w+\}|\w*[qwxy]\w*|lj|nj|dž|\p{L}/giu, (part) => {
    const low = part.toLowerCase();
    const other = DOUBLES[low] ?? CYRILLIC[LATIN.indexOf(low)];
    return !other ? part : low === part ? other : other.toUpperCase();
  });

/** Words that several surfaces say. */
const COMMON = {
  en: { why: 'Why am I seeing this?', close: 'Close', decline: 'No, thanks', copied: 'Copied' },
  sr: { why: 'Zašto ovo vidim?', close: 'Zatvori', decline: 'Ne, hvala', copied: 'Kopirano' },
  sq: { why: 'Pse po e shoh këtë?', close: 'Mbyll', decline: 'Jo, faleminderit', copied: 'U kopjua' },
};

/**
 * The words of `table`, and those in common, in the language of the page: English where there are none. The answer is a function
 * of a key and of what stands in the text's braces.
 */
export function speak(table, locale = document.documentElement.lang) {
  const tag = locale.toLowerCase();
  const language = COMMON[tag.slice(0, 2)] ? tag.slice(0, 2) : 'en';
  const words = { ...table.en, ...table[language], ...COMMON[language] };
  const turn = /^sr\b.*cyrl/.test(tag) ? cyrillic : (text) => text;
  return (key, values = {}) => turn(words[key] ?? '').replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}
