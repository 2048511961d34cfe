// Banners: the shop's own elements that say something else, whole templates that the merchant marked, and plain blocks where
// there is neither. A module of its own, brought in only where the config has banners. Which variant is shown, and what it
// says, the engine decides; the loader does the same before the first paint.

import { is_own, note_in, one, set, show_in, tags_of, template_for, undo } from './slot.js';

const WHY = { en: 'Why am I seeing this?', sr: 'Zašto ovo vidim?', cyrl: 'Зашто ово видим?', sq: 'Pse po e shoh këtë?' };

/** Texts of one template, and characters of one of them. */
const MOST = { texts: 40, length: 500 };

/** The hands that show banners. `changes` is told of every change; `wanted` is called when an element came that wants one. */
export function hands({ undo: changes, is_awaited, take_back }, wanted) {
  note_in(changes);

  const why = () => {
    const tag = document.documentElement.lang.toLowerCase();
    return WHY[/^sr\b.*cyrl/.test(tag) ? 'cyrl' : tag.slice(0, 2)] ?? WHY.en;
  };

  // ---- placing and taking back --------------------------------------------------------------------------------------

  const inserted = (id) => undo.texts.filter((change) => change.by === id && change.put).map(({ node }) => node);

  /** Takes back what a banner changed; what the page itself has changed since stays. The answer are the changes. */
  const restore = (id) => {
    const changes = undo.texts.filter(({ by }) => by === id);
    [...changes].reverse().forEach(take_back);
    undo.texts = undo.texts.filter(({ by }) => by !== id);
    delete undo.banners[id];
    return changes;
  };

  /** Does again what was just taken back. */
  const repeat = (changes) => {
    for (const change of changes) {
      const { by, node, name, was, now, from } = change;
      if (from) {
        from[0]?.insertBefore(node, from[1]);
        undo.texts.push(change);
      } else if ((name ? node.getAttribute(name) : node.nodeValue) === was) set(by, node, name, now);
    }
  };

  /**
   * Takes back what a banner changed and lets `change` do something else instead. Unless `all` may change, nothing in view may
   * move or grow by it; what does not fit waits for the next page, and what was there stays. Whether it was done.
   */
  const instead = (id, slot, placement, all, change) => {
    const around = [slot, slot?.parentElement, slot?.nextElementSibling, slot?.previousElementSibling].filter(Boolean);
    const measure = () => around.map((element) => element.getBoundingClientRect());
    const before = measure();
    const showed = undo.banners[id];
    const changes = restore(id);
    change?.();
    const after = measure();
    // Where it begins to be seen; an element that is not displayed is nowhere. Above the window it would push what is in view.
    const places = [before[0], after[0]].filter((box) => box?.width || box?.height);
    const edge = Math.min(...places.map(({ top, bottom }) => (placement === 'after' ? bottom : top)));
    const is_still = before.every(({ top, height }, at) => Math.abs(top - after[at].top) < 0.5 && Math.abs(height - after[at].height) < 0.5);
    if (all || edge >= innerHeight || is_still) return true;
    restore(id);
    repeat(changes);
    if (showed) undo.banners[id] = showed;
    return false;
  };

  /** Lets a banner show what `planned` says. The answer is what shows it, if anything does. */
  const show = ({ id, slot: selector, variant, placement, content }, all) => {
    const slot = one(selector);
    if (!slot) return null;
    const beside = placement === 'before' || placement === 'after';
    const shows = JSON.stringify([variant, placement, content]);
    const showing = () => {
      const nodes = inserted(id).filter((node) => node.nodeType === Node.ELEMENT_NODE);
      // A button that says why is of use only where there is a reason.
      for (const button of [slot, ...nodes].flatMap((element) => [...element.querySelectorAll('[data-vitrina-why]')])) {
        if (!button.dataset.vitrinaWhy) set(id, button, 'data-vitrina-why', id);
        set(id, button, 'hidden', null);
      }
      return beside ? (nodes[0] ?? null) : slot;
    };
    // What the page's own code has drawn anew is to be done again.
    if (undo.banners[id] === shows && inserted(id).every((node) => node.isConnected)) return showing();
    const template = template_for(slot, id, variant);
    const whole = !is_own(slot, template, placement) || inserted(id).length;
    // A framework must find what the server sent, and whoever is in there is not thrown out.
    if (whole && (is_awaited(slot) || (!all && !beside && slot.contains(document.activeElement)))) return null;
    if (!instead(id, slot, placement, all, () => show_in(id, slot, placement, template, content, why(), ''))) return null;
    undo.banners[id] = shows;
    return showing();
  };

  // ---- the element --------------------------------------------------------------------------------------------------

  let timer;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(wanted, 60);
  };

  if (!customElements.get('vitrina-banner')) {
    customElements.define(
      'vitrina-banner',
      class extends HTMLElement {
        static observedAttributes = ['banner', 'id'];

        connectedCallback() {
          again();
        }

        attributeChangedCallback(name, was) {
          if (was !== null) again();
        }
      },
    );
  }

  return {
    show,
    why,
    /** Gives a slot back to the merchant, unless that would move what is in view. */
    give_back: (id, selector, all) => instead(id, one(selector), '', all),
    /** The texts with merge tags of a variant's template; null where the slot has none, undefined where there is no slot. */
    template: (selector, id, variant) => {
      const slot = one(selector);
      const template = slot && template_for(slot, id, variant);
      if (!template) return slot ? null : undefined;
      const found = new Set(tags_of(template));
      return [...found].filter(({ length }) => length <= MOST.length).slice(0, MOST.texts);
    },
  };
}
