// `<vitrina-preferences>`: the questions of the config's `preferences`, as a preference centre or a quiz. An answer counts at
// once and can be changed back. With the attribute `question` it asks only that one. A module of its own, brought in only
// where a page has the element.

import { Surface, make, speak } from './surface.mjs';

const STYLE = `
fieldset { margin: 0 0 1.5rem; padding: 0; border: 0; min-width: 0 }
legend { padding: 0; margin-block-end: .5rem; font: 700 1.125rem/1.3 var(--vitrina-heading-font, var(--vitrina-font, system-ui, sans-serif)) }
.options { display: flex; flex-wrap: wrap; gap: .5rem }
label { position: relative; display: inline-flex; align-items: center; gap: .5rem; min-height: 44px; padding: .25rem 1rem; border: 1px solid; border-radius: 22px; cursor: pointer }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(9rem, 45%), 1fr)) }
.pictures label { flex-direction: column; padding: 0 0 .5rem; border-radius: var(--vitrina-radius, 12px); overflow: hidden }
img { display: block; width: 100%; aspect-ratio: 1; object-fit: cover }
input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer }
label:has(:checked) { color: var(--vitrina-on-accent, #fff); background: var(--vitrina-accent, #1d1d1f); border-color: var(--vitrina-accent, #1d1d1f) }
label:has(:checked) span::before { content: "✓ " }
label:has(:focus-visible) { outline: 3px solid var(--vitrina-focus, #1a56db); outline-offset: 2px }
.note { min-height: 1.5em; margin: 0 }`;

const WORDS = {
  en: { none: 'No preference', saved: 'Noted. What you see here follows it.' },
  sr: { none: 'Svejedno mi je', saved: 'Zabeleženo. Ono što vidite prati vaš odgovor.' },
  sq: { none: 'Pa parapëlqim', saved: 'U shënua. Ajo që shihni e ndjek përgjigjen tuaj.' },
};

class Preferences extends Surface {
  static observedAttributes = ['question'];

  connectedCallback() {
    // Answers are forgotten and come from other tabs too.
    this.follow(STYLE);
    this.draw();
  }

  attributeChangedCallback() {
    if (this.root) this.draw();
  }

  draw() {
    const only = this.getAttribute('question');
    const asked = (window.vitrina?.questions?.() ?? []).filter(({ id }) => !only || id === only);
    const shows = JSON.stringify([document.documentElement.lang, asked]);
    if (shows === this.shows) return;
    const same = JSON.stringify(asked.map(({ id }) => id)) === this.ids;
    this.shows = shows;
    if (same) this.mark(asked);
    else this.build(asked);
  }

  /** Only what is chosen differs: nothing moves and the focus stays. */
  mark(asked) {
    for (const { id, options } of asked) {
      const chosen = options.filter((option) => option.chosen).map((option) => option.id);
      for (const input of this.inputs(id)) input.checked = input.value ? chosen.includes(input.value) : !chosen.length;
    }
  }

  inputs(question) {
    return [...this.root.querySelectorAll('input')].filter(({ name }) => name === question);
  }

  build(asked) {
    const say = speak(WORDS);
    this.ids = JSON.stringify(asked.map(({ id }) => id));
    this.root.replaceChildren();
    for (const question of asked) {
      const field = make(this.root, 'fieldset', 'question');
      make(field, 'legend', 'title', question.title);
      if (question.text) make(field, 'p', 'text', question.text);
      const pictures = question.options.every(({ image }) => image);
      const box = make(field, 'div', pictures ? 'options pictures' : 'options');
      const choices = question.multiple || pictures ? question.options : [...question.options, { id: '', label: say('none'), chosen: !question.options.some(({ chosen }) => chosen) }];
      for (const { id, label, image, chosen } of choices) {
        const option = make(box, 'label', 'option');
        const type = question.multiple || pictures ? 'checkbox' : 'radio';
        make(option, 'input', '', '', { type, name: question.id, value: id, checked: !!chosen, onchange: ({ target }) => this.answer(question, target) });
        if (image) make(option, 'img', 'image', '', { src: image, alt: '' });
        make(option, 'span', 'label', label);
      }
    }
    if (asked.length) make(this.root, 'p', 'note', '', { role: 'status' });
  }

  answer({ id, multiple }, target) {
    const inputs = this.inputs(id);
    // A picture chosen again is taken back.
    if (!multiple) inputs.forEach((input) => (input.checked = input === target && target.checked));
    const chosen = inputs.filter(({ checked, value }) => checked && value).map(({ value }) => value);
    window.vitrina.answer(id, chosen);
    // The direct answer to what the shopper just did may show in view.
    window.vitrina.apply();
    this.root.querySelector('[role=status]').textContent = speak(WORDS)('saved');
  }
}

if (!customElements.get('vitrina-preferences')) customElements.define('vitrina-preferences', Preferences);
