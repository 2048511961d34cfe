// What a banner does in its slot: the shop's own elements say something else, or a whole template that the merchant marked
// stands there, or a plain block. Bundled into the tag, which does it before the first paint, and into banner.mjs, which goes
// on with it. Every change is noted in `undo`, whose form host.js explains.

/** Our own look. The shop overrides it by `section[data-vitrina-banner]` and what is in it. */
const STYLE = `:where(vitrina-banner){display:block}:where(vitrina-banner:not(:has(>:not(template)))){display:none}[data-vitrina-aside]{display:none!important}
:where(section[data-vitrina-banner]){display:flex;flex-wrap:wrap;gap:1rem 2rem;align-items:center;padding:1.5rem;border-radius:var(--vitrina-radius,12px);color:var(--vitrina-text,inherit);background:var(--vitrina-background,color-mix(in srgb,currentColor 7%,transparent))}
[data-vitrina-banner]>img{flex:1 1 14rem;max-width:24rem;aspect-ratio:16/9;object-fit:cover}
[data-vitrina-banner]>div{flex:1 1 16rem}
[data-vitrina-banner]>div>*{margin:0 0 .5rem}
[data-vitrina-banner] a{display:inline-flex;align-items:center;min-height:44px;padding:0 1rem;border-radius:6px;color:var(--vitrina-on-accent,#fff);background:var(--vitrina-accent,#1d1d1f);text-decoration:none}
[data-vitrina-banner] button{display:block;min-height:28px;padding:0;border:0;font-family:inherit;font-size:.8em;color:inherit;background:none;text-decoration:underline}`;

/** Attributes whose words are read out, and so may hold merge tags as texts do. */
const SPOKEN = ['alt', 'title', 'aria-label'];

/** What was changed on the page. */
export let undo;

/** Notes changes in `changes` from now on, which gets the style sheet of banners where browsers can have one. */
export const note_in = (changes) => {
  undo = changes;
  if (undo.sheet || !document.adoptedStyleSheets) return;
  undo.sheet = new CSSStyleSheet();
  undo.sheet.replaceSync(STYLE);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, undo.sheet];
};

export const one = (selector) => {
  try {
    return document.querySelector(selector);
  } catch {
    return null;
  }
};

/** The attribute `name` of a node, or where that is empty its text. */
const read = (node, name) => (name ? node.getAttribute(name) : node.nodeValue);

/** Writes what [`read`] reads; null takes an attribute away. */
export const write = (node, name, now) => {
  if (!name) node.nodeValue = now;
  else if (now === null) node.removeAttribute(name);
  else node.setAttribute(name, now);
};

/** Writes it for the banner `by`, and notes that. */
export const set = (by, node, name, now) => {
  const was = read(node, name);
  if (was === now) return;
  undo.texts.push({ by, node, name, was, now });
  write(node, name, now);
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

/** The merchant's template for a variant: in the slot, or anywhere for the banner. */
export const template_for = (slot, id, variant) => {
  const wanted = `template[data-vitrina-variant="${CSS.escape(variant)}"]`;
  return slot.querySelector(wanted) ?? document.querySelector(`${wanted}[data-vitrina-banner="${CSS.escape(id)}"]`);
};

/** What of a template has merge tags: nodes, each with the name of an attribute, or none for its own text. Code is not text. */
const tagged = (root) => {
  const found = texts(root).filter((node) => !node.parentNode.matches?.('style,script')).map((node) => [node, '']);
  for (const name of SPOKEN) for (const element of root.querySelectorAll(`[${name}]`)) found.push([element, name]);
  return found.filter((place) => read(...place).includes('{{'));
};

/** The texts with merge tags of a template. */
export const tags_of = (template) => tagged(template.content).map((place) => read(...place));

/**
 * A copy of a template's content, with its merge tags filled in by `said`, or else by `other`; none where that is missing as
 * well. Its scripts are left out: content is shown, and not run.
 */
const copied = (template, said = {}, other) => {
  const copy = document.importNode(template.content, true);
  for (const script of copy.querySelectorAll('script')) script.remove();
  for (const [node, name] of tagged(copy)) {
    const text = said[read(node, name)] ?? other;
    if (text == null) return null;
    write(node, name, text);
  }
  return copy;
};

const plain = (id, { title, text, cta, href, image, alt = '', background }, why) => {
  if (!(title || text || image || background || (cta && href))) return null;
  const box = document.createElement('section');
  box.dataset.vitrinaBanner = id;
  box.dataset.vitrinaIgnore = '';
  const words = document.createElement('div');
  for (const [name, field, said, more] of [
    ['img', 'image', image, { src: image, alt }],
    ['h2', 'title', title],
    ['p', 'text', text],
    ['a', 'cta', href && cta, { href }],
    ['button', '', why, { type: 'button', dir: 'auto' }],
  ]) {
    if (!said) continue;
    const element = Object.assign(document.createElement(name), more);
    if (field) element.dataset.vitrinaField = field;
    else element.dataset.vitrinaWhy = id;
    (name === 'img' ? box : words).append(element);
    if (name !== 'img') element.append(said);
  }
  box.append(words);
  const copy = new DocumentFragment();
  copy.append(box);
  return copy;
};

/** Puts a picture behind an element, by a rule of ours: the shop's policy may forbid styles in attributes. */
const put_behind = (id, element, address) => {
  const url = new URL(address, document.baseURI).href.replace(/["\\]/g, encodeURIComponent);
  undo.sheet?.insertRule(`[data-vitrina-background="${url}"]{background-image:url("${url}")!important;background-size:cover;background-position:center}`);
  set(id, element, 'data-vitrina-background', url);
};

/** Puts nodes where they belong; the slot's own content stays in the page, where its code finds it, and is not seen. */
const insert = (id, slot, placement, copy) => {
  const nodes = [...copy.childNodes];
  if (placement === 'before') slot.before(copy);
  else if (placement === 'after') slot.after(copy);
  else {
    for (const own of placement === 'inside' ? [] : [...slot.childNodes]) {
      // A framework's comments mean something to it.
      if (own.nodeType !== 8) set(id, own, own.nodeType === 1 ? 'data-vitrina-aside' : '', '');
    }
    slot.append(copy);
  }
  for (const node of nodes) undo.texts.push({ by: id, node, put: true });
};

/** Whether a banner changes what its slot has, and puts nothing there. */
export const is_own = (slot, template, placement) =>
  !template && placement === 'fill' && !!(texts(slot).length || slot.querySelector(':scope>:not(template)'));

/**
 * Has `slot` show `content`, by `template` if there is one, or in a plain block with a button that asks `why`. Where a merge tag
 * is not known `other` stands, and without it nothing is shown. Whether anything is.
 */
export const show_in = (id, slot, placement, template, content, why, other) => {
  let behind = slot;
  if (is_own(slot, template, placement)) fill(id, slot, content);
  else {
    const copy = template ? copied(template, content.texts, other) : plain(id, content, why);
    if (!copy?.firstChild) return false;
    if (template) fill(id, copy, content);
    if (!template || !/^(fill|instead)$/.test(placement)) behind = copy.firstElementChild;
    insert(id, slot, placement, copy);
  }
  if (content.background && behind) put_behind(id, behind, content.background);
  return true;
};
