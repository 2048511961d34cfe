// Banners: the shop's own elements that say something else, whole templates that the merchant marked, and plain blocks where
// there is neither. A module of its own, brought in only where the config has banners. Which variant is shown, and what it
// says, the engine decides; the loader does the same before the first paint.

/** Our own look. The shop overrides it by `section[data-vitrina-banner]` and what is in it. */
const STYLE = `:where(vitrina-banner){display:block}:where(vitrina-banner:not(:has(>:not(template)))){display:none}[data-vitrina-aside]{display:none!important}
:where(section[data-vitrina-banner]){display:flex;flex-wrap:wrap;gap:1rem 2rem;align-items:center;padding:1.5rem;border-radius:var(--vitrina-radius,12px);color:var(--vitrina-text,inherit);background:var(--vitrina-background,color-mix(in srgb,currentColor 7%,transparent))}
[data-vitrina-banner]>img{flex:1 1 14rem;max-width:24rem;aspect-ratio:16/9;object-fit:cover}
[data-vitrina-banner]>div{flex:1 1 16rem}
[data-vitrina-banner]>div>*{margin:0 0 .5rem}
[data-vitrina-banner] a{display:inline-flex;align-items:center;min-height:44px;padding:0 1rem;border-radius:6px;color:var(--vitrina-on-accent,#fff);background:var(--vitrina-accent,#1d1d1f);text-decoration:none}
[data-vitrina-banner] button{display:block;min-height:28px;padding:0;border:0;font-family:inherit;font-size:.8em;color:inherit;background:none;text-decoration:underline}`;

const WHY = { en: 'Why am I seeing this?', sr: 'Zašto ovo vidim?', 'sr-cyrl': 'Зашто ово видим?', sq: 'Pse po e shoh këtë?' };

/** Attributes whose words are read out, and so may hold merge tags as texts do. */
const SPOKEN = ['alt', 'title', 'aria-label'];
/** Texts of one template, and characters of one of them. */
const MOST = { texts: 40, length: 500 };

/** The hands that show banners. `undo` is told of every change; `wanted` is called when an element came that wants one. */
export function hands({ undo, is_awaited, take_back }, wanted) {
  const one = (selector) => {
    try {
      return document.querySelector(selector);
    } catch {
      return null;
    }
  };
  if (!undo.sheet) {
    undo.sheet = new CSSStyleSheet();
    undo.sheet.replaceSync(STYLE);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, undo.sheet];
  }

  const set = (by, node, name, now) => {
    const was = name ? node.getAttribute(name) : node.nodeValue;
    if (was === now) return;
    undo.texts.push({ by, node, name, was, now });
    if (name && now === null) node.removeAttribute(name);
    else if (name) node.setAttribute(name, now);
    else node.nodeValue = now;
  };

  const texts = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) if (walker.currentNode.nodeValue.trim()) nodes.push(walker.currentNode);
    return nodes;
  };

  /** Puts text into the first words of an element and empties the others, so that markup around them stays. */
  const say = (by, element, now) => texts(element).forEach((node, at) => set(by, node, '', at ? '' : now));

  /**
   * The words, the link and the picture of the elements that are there change: the heading is the first `h1` to `h4`, the
   * text the first `p`, the link the first `a`, the picture the first `img`; `data-vitrina-field` (`title`, `text`, `cta`,
   * `image`) says otherwise.
   */
  const fill = (id, root, content) => {
    const field = (name, usual) => root.querySelector(`[data-vitrina-field=${name}]`) ?? root.querySelector(usual);
    const link = field('cta', 'a[href]');
    const image = field('image', 'img');
    for (const [element, text] of [[field('title', 'h1,h2,h3,h4'), content.title], [field('text', 'p'), content.text], [link, content.cta]]) {
      if (element && text != null) say(id, element, text);
    }
    if (link && content.href) set(id, link, 'href', content.href);
    if (image && content.image) {
      for (const element of root.querySelectorAll('source[srcset],img[srcset]')) set(id, element, 'srcset', content.image);
      set(id, image, 'src', content.image);
      if (content.alt != null) set(id, image, 'alt', content.alt);
    }
  };

  // ---- templates ----------------------------------------------------------------------------------------------------

  /** The merchant's template for a variant: in the slot, or anywhere for the banner. */
  const template_for = (slot, id, variant) => {
    const wanted = `template[data-vitrina-variant="${CSS.escape(variant)}"]`;
    return slot.querySelector(wanted) ?? document.querySelector(`${wanted}[data-vitrina-banner="${CSS.escape(id)}"]`);
  };

  /** What of a template has merge tags: nodes with the name of an attribute, or none for their own text. Code is not text. */
  const tagged = (root) => {
    const found = texts(root).filter((node) => !node.parentNode.matches?.('style,script')).map((node) => [node, '']);
    for (const name of SPOKEN) for (const element of root.querySelectorAll(`[${name}]`)) found.push([element, name]);
    return found.filter(([node, name]) => (name ? node.getAttribute(name) : node.nodeValue).includes('{{'));
  };

  /** A copy of a template's content, with its merge tags filled in. Its scripts are left out: content is shown, and not run. */
  const copied = (template, said = {}) => {
    const copy = document.importNode(template.content, true);
    copy.querySelectorAll('script').forEach((script) => script.remove());
    for (const [node, name] of tagged(copy)) {
      if (name) node.setAttribute(name, said[node.getAttribute(name)] ?? '');
      else node.nodeValue = said[node.nodeValue] ?? '';
    }
    return copy;
  };

  // ---- plain blocks -------------------------------------------------------------------------------------------------

  const why = () => {
    const tag = document.documentElement.lang.toLowerCase();
    return WHY[/^sr\b.*cyrl/.test(tag) ? 'sr-cyrl' : tag.slice(0, 2)] ?? WHY.en;
  };

  const plain = (id, { title, text, cta, href, image, alt = '', background }) => {
    const copy = document.createDocumentFragment();
    if (!(title || text || image || background || (cta && href))) return copy;
    const box = document.createElement('section');
    box.dataset.vitrinaBanner = id;
    box.dataset.vitrinaIgnore = '';
    const words = document.createElement('div');
    for (const [name, field, said, more] of [
      ['img', 'image', image, { src: image, alt }],
      ['h2', 'title', title],
      ['p', 'text', text],
      ['a', 'cta', href && cta, { href }],
      ['button', '', why(), { type: 'button' }],
    ]) {
      if (!said) continue;
      const element = Object.assign(document.createElement(name), more);
      if (field) element.dataset.vitrinaField = field;
      else element.dataset.vitrinaWhy = id;
      (name === 'img' ? box : words).append(element);
      if (name !== 'img') element.append(said);
    }
    box.append(words);
    copy.append(box);
    return copy;
  };

  /** Puts a picture behind an element, by a rule of ours: the shop's policy may forbid styles in attributes. */
  const put_behind = (id, element, address) => {
    const url = new URL(address, document.baseURI).href.replace(/["\\]/g, encodeURIComponent);
    undo.sheet.insertRule(`[data-vitrina-background="${url}"]{background-image:url("${url}")!important;background-size:cover;background-position:center}`);
    set(id, element, 'data-vitrina-background', url);
  };

  // ---- placing and taking back --------------------------------------------------------------------------------------

  const inserted = (id) => undo.texts.filter((change) => change.by === id && change.put).map(({ node }) => node);

  /** Puts nodes where they belong; the slot's own content stays in the page, where its code finds it, and is not seen. */
  const put = (id, slot, placement, copy) => {
    const nodes = [...copy.childNodes];
    if (placement === 'before') slot.before(copy);
    else if (placement === 'after') slot.after(copy);
    else {
      for (const own of placement === 'inside' ? [] : [...slot.childNodes]) {
        if (own.nodeType === Node.TEXT_NODE) set(id, own, '', '');
        else if (own.nodeType === Node.ELEMENT_NODE) set(id, own, 'data-vitrina-aside', '');
      }
      slot.append(copy);
    }
    for (const node of nodes) undo.texts.push({ by: id, node, put: true });
  };

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

  /** Whether nothing of the merchant's own is in a slot. */
  const is_empty = (slot) => !texts(slot).length && [...slot.children].every((child) => child.matches('template'));

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
        // The loader does not know the other script.
        if (button.parentNode.parentNode?.matches?.('section[data-vitrina-banner]')) set(id, button.firstChild, '', why());
      }
      return beside ? (nodes[0] ?? null) : slot;
    };
    // What the page's own code has drawn anew is to be done again.
    if (undo.banners[id] === shows && inserted(id).every((node) => node.isConnected)) return showing();
    const template = template_for(slot, id, variant);
    const whole = template || placement !== 'fill' || is_empty(slot) || inserted(id).length;
    // A framework must find what the server sent, and whoever is in there is not thrown out.
    if (whole && (is_awaited(slot) || (!all && !beside && slot.contains(document.activeElement)))) return null;
    const done = instead(id, slot, placement, all, () => {
      if (!template && placement === 'fill' && !is_empty(slot)) {
        fill(id, slot, content);
        if (content.background) put_behind(id, slot, content.background);
        return;
      }
      const copy = template ? copied(template, content.texts) : plain(id, content);
      if (template) fill(id, copy, content);
      if (!copy.firstChild) return;
      const behind = template && !beside && placement !== 'inside' ? slot : copy.firstElementChild;
      put(id, slot, placement, copy);
      if (content.background && behind) put_behind(id, behind, content.background);
    });
    if (!done) return null;
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
    /** Gives a slot back to the merchant, unless that would move what is in view. */
    give_back: (id, selector, all) => instead(id, one(selector), '', all),
    /** The texts with merge tags of a variant's template; null where the slot has none, undefined where there is no slot. */
    template: (selector, id, variant) => {
      const slot = one(selector);
      const template = slot && template_for(slot, id, variant);
      if (!template) return slot ? null : undefined;
      const found = new Set(tagged(template.content).map(([node, name]) => (name ? node.getAttribute(name) : node.nodeValue)));
      return [...found].filter(({ length }) => length <= MOST.length).slice(0, MOST.texts);
    },
  };
}
