// `<vitrina-privacy>`: what is known of the shopper, in plain words, each thing with a button that removes it; a pause, a
// copy to keep, and an end to all of it. And why each block of this page is there, in the words of `why.mjs`. A module of its
// own, brought in only where a page has the element. What is known, and why, the engine says.

import { Surface, button, in_our_words, make, speak } from './surface.mjs';
import { sentence, unchanged } from './why.mjs';

const STYLE = `
.facts { display: flex; flex-wrap: wrap; gap: .5rem }
.fact { display: inline-flex; align-items: center; max-width: 100%; border: 1px solid; border-radius: 22px; padding-inline-start: 1rem }
.fact span { overflow-wrap: anywhere }
.fact:not(:has(button)) { padding-inline-end: 1rem; min-height: 44px }
.remove { border: 0; padding: 0; font-size: 1.25rem; line-height: 1; border-radius: 22px }
.actions { margin-block-start: 1.5rem }
.note { margin-block: 1rem 0; min-height: 1.5em }
label { display: flex; gap: .75rem; align-items: center; min-height: 44px; margin-block-start: 1.5rem; cursor: pointer }
input { inline-size: 1.5rem; block-size: 1.5rem; accent-color: var(--vitrina-accent, #1d1d1f); flex: none }`;

const WORDS = {
  en: {
    title: 'What this shop knows about you',
    granted: 'It is kept in this browser only, and decides what you see first.',
    unknown: 'You have not agreed to being remembered, so all of it is gone when you leave this page.',
    nothing: 'Nothing is known about you yet.',
    affinity: 'You seem to like', viewed: 'You looked at', searches: 'You searched for', traits: 'What you or the shop said of you', counts: 'And also',
    orders: 'Orders: {amount}', wishlist: 'On your wish list: {amount}', cart: 'In your cart: {amount}', visits: 'Visits: {amount}', campaign: 'A link brought you here: {name}',
    price: 'Prices of {name}', tags: 'Other features of products: {amount}', hidden: '{name} (its value is in your copy)', trait: '{name}: {value}',
    remove: 'Forget: {name}', removed: 'Forgotten: {name}',
    blocks: 'Why this page looks as it does',
    pause: 'Pause: learn nothing and change nothing', export: 'Keep a copy', erase: 'Forget everything', sure: 'Forget everything now?', erased: 'Everything is forgotten.',
  },
  sr: {
    title: 'Šta ova prodavnica zna o vama',
    granted: 'Čuva se samo u ovom pregledaču i određuje šta prvo vidite.',
    unknown: 'Niste se složili s pamćenjem, pa sve nestaje kada napustite ovu stranicu.',
    nothing: 'O vama se još ništa ne zna.',
    affinity: 'Izgleda da volite', viewed: 'Gledali ste', searches: 'Tražili ste', traits: 'Šta ste rekli vi ili prodavnica', counts: 'I još',
    orders: 'Porudžbine: {amount}', wishlist: 'Na listi želja: {amount}', cart: 'U korpi: {amount}', visits: 'Posete: {amount}', campaign: 'Doveo vas je link: {name}',
    price: 'Cene {name}', tags: 'Druge osobine proizvoda: {amount}', hidden: '{name} (vrednost je u vašoj kopiji)', trait: '{name}: {value}',
    remove: 'Zaboravi: {name}', removed: 'Zaboravljeno: {name}',
    blocks: 'Zašto ova stranica izgleda ovako',
    pause: 'Pauza: ništa ne uči i ništa ne menja', export: 'Sačuvaj kopiju', erase: 'Zaboravi sve', sure: 'Zaista zaboraviti sve?', erased: 'Sve je zaboravljeno.',
  },
  sq: {
    title: 'Çfarë di ky dyqan për ju',
    granted: 'Ruhet vetëm në këtë shfletues dhe vendos se çfarë shihni së pari.',
    unknown: 'Nuk keni pranuar të mbaheni mend, prandaj gjithçka zhduket kur largoheni nga kjo faqe.',
    nothing: 'Ende nuk dihet asgjë për ju.',
    affinity: 'Duket se ju pëlqen', viewed: 'Keni parë', searches: 'Keni kërkuar', traits: 'Çfarë keni thënë ju ose dyqani', counts: 'Dhe gjithashtu',
    orders: 'Porosi: {amount}', wishlist: 'Në listën e dëshirave: {amount}', cart: 'Në shportë: {amount}', visits: 'Vizita: {amount}', campaign: 'Ju solli një lidhje: {name}',
    price: 'Çmime {name}', tags: 'Veçori të tjera të produkteve: {amount}', hidden: '{name} (vlera është në kopjen tuaj)', trait: '{name}: {value}',
    remove: 'Harro: {name}', removed: 'U harrua: {name}',
    blocks: 'Pse kjo faqe duket kështu',
    pause: 'Pauzë: mos mëso dhe mos ndrysho asgjë', export: 'Ruaj një kopje', erase: 'Harro gjithçka', sure: 'Të harrohet vërtet gjithçka?', erased: 'Gjithçka u harrua.',
  },
};

/** Which section a fact stands in, and whether the shopper can have it removed: visits and cart are the shop's own. */
const SECTIONS = { affinity: 'affinity', viewed: 'viewed', searches: 'searches', orders: 'counts', wishlist: 'counts', cart: 'counts', visits: 'counts', campaign: 'counts' };
const KEPT = ['cart', 'visits'];

/** A fact as the shopper knows it: an answer in the words of its question. */
const words_of = (say, { path, name, amount, value, names }, questions) => {
  const [part, kind] = path.split('.');
  const asked = questions.find(({ id }) => id === path);
  if (asked) return say('trait', { name: asked.title, value: asked.options.filter(({ chosen }) => chosen).map(({ label }) => label).join(', ') });
  if (path === 'affinity.tag') return say('tags', { amount: names.length });
  if (part === 'affinity' && kind === 'price') return say('price', { name });
  if (part === 'searches') return names.join(', ');
  if (SECTIONS[part] === 'counts') return say(part, { amount, name });
  if (part in SECTIONS) return name;
  return value === undefined ? say('hidden', { name }) : say('trait', { name, value: typeof value === 'string' ? value : JSON.stringify(value) });
};

class Privacy extends Surface {
  connectedCallback() {
    this.follow(STYLE);
    this.build();
    this.draw();
  }

  /** What stays: only the facts and the reasons are drawn anew, so that no button goes away under a finger. */
  build() {
    const { vitrina } = window;
    const say = (this.say = speak(WORDS));
    this.root.replaceChildren();
    const box = in_our_words(make(this.root, 'section', 'panel'));
    box.setAttribute('aria-labelledby', 'title');
    make(box, 'h2', 'title', say('title'), { id: 'title' });
    this.text = make(box, 'p', 'text');
    this.facts = make(box, 'div');
    make(box, 'h3', 'heading', say('blocks'));
    this.reasons = make(box, 'ul', 'reasons');
    const label = make(box, 'label', 'pause');
    this.pause = make(label, 'input', '', '', { type: 'checkbox', onchange: ({ target }) => this.change('', () => vitrina.identify({ paused: target.checked || null })) });
    make(label, 'span', '', say('pause'));
    const actions = make(box, 'div', 'actions');
    button(actions, 'export', say('export'), () => this.keep());
    const erase = button(actions, 'erase', say('erase'), () => {
      if (erase.textContent === say('sure')) this.change(say('erased'), () => vitrina.forget());
      else erase.textContent = say('sure');
    });
    erase.onblur = () => (erase.textContent = say('erase'));
    // Not where it could not be brought in.
    import('./handover.mjs').then(({ label, show }) => button(actions, 'carry', label(), () => show(vitrina)), () => {});
    this.status = make(box, 'p', 'note', '', { role: 'status' });
  }

  /** Draws what is known, unless it is what is there. */
  draw() {
    const { vitrina } = window;
    const { say } = this;
    const { consent, paused, facts } = vitrina.known();
    const questions = vitrina.questions();
    const blocks = vitrina.explain().blocks.filter(({ selector }) => selector && document.querySelector(selector));
    const shows = JSON.stringify([consent, paused, facts, blocks]);
    if (shows === this.shows) return;
    this.shows = shows;
    this.text.textContent = say(consent === 'granted' ? 'granted' : 'unknown');
    this.pause.checked = paused;
    this.reasons.replaceChildren();
    for (const block of blocks) make(this.reasons, 'li', 'reason', sentence(block));
    if (!blocks.length) make(this.reasons, 'li', 'reason', unchanged());
    const buttons = () => [...this.facts.querySelectorAll('button')];
    const at = buttons().indexOf(this.root.activeElement);
    // What is known as before keeps its line: somebody may be about to touch it.
    const lines = new Map([...this.facts.querySelectorAll('li')].map((line) => [line.fact, line]));
    this.facts.replaceChildren();
    if (!facts.length) make(this.facts, 'p', 'empty', say('nothing'));
    for (const section of ['affinity', 'viewed', 'searches', 'traits', 'counts']) {
      const here = facts.filter(({ path }) => (SECTIONS[path.split('.')[0]] ?? 'traits') === section);
      if (!here.length) continue;
      make(this.facts, 'h3', 'heading', say(section));
      const list = make(this.facts, 'ul', 'facts');
      for (const fact of here) {
        // How strong an interest is changes with every breath, and what the line says does not.
        const key = `${fact.path} ${words_of(say, fact, questions)}`;
        const line = lines.get(key) ?? this.fact(fact, questions);
        line.fact = key;
        list.append(line);
      }
    }
    // Where a thing was removed, the next one takes its place.
    if (at >= 0) (buttons()[at] ?? buttons().at(-1) ?? this.pause).focus();
  }

  fact(fact, questions) {
    const item = make(document.createDocumentFragment(), 'li', 'fact');
    const name = words_of(this.say, fact, questions);
    make(item, 'span', '', name);
    const forget = () => this.change(this.say('removed', { name }), () => window.vitrina.forget(fact.path));
    if (!KEPT.includes(fact.path)) button(item, 'remove', '×', forget, { ariaLabel: this.say('remove', { name }) });
    return item;
  }

  /** What the shopper asks for shows at once, in view too. */
  change(note, act) {
    act();
    window.vitrina.apply();
    this.draw();
    this.status.textContent = note;
  }

  keep() {
    const text = JSON.stringify(window.vitrina.export(), null, 2);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = 'vitrina-profile.json';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}

if (!customElements.get('vitrina-privacy')) customElements.define('vitrina-privacy', Privacy);
