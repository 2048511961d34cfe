// What the engine needs around itself: a guard that lets no failure of ours into the page, and the way back to the page
// as the merchant made it, which works even when the engine no longer does.

/**
 * Everything that was changed on the page. The loader begins it, the engine goes on with it.
 * - grids: { box: container, was: its children in the merchant's order, place: for each the class tokens of its place,
 *   look: for each its class attribute, now: its children as we left them }
 * - texts: { by: banner, node, name: attribute or "" for the node's text, was, now }, or { by, node, put: true } for a node
 *   that was put into the page
 * - nodes: elements that were put into the page
 * - banners: what each banner shows, as JSON of its variant, placement and content
 * - sheet: the style sheet of banners
 */
export const undo = globalThis.vitrina?.undo ?? { grids: [], texts: [], nodes: [], banners: {} };

let failed = false;

/** Says once why Vitrina is not there, and leaves the page as the merchant made it. */
export function fail(error) {
  if (failed) return;
  failed = true;
  undo.end?.();
  restore();
  const message = error?.message ?? String(error);
  console.warn(`Vitrina is off: ${message}`);
  tell('error', { message }, false);
}

/** Says something to the merchant. */
export const note = (message) => console.info(`Vitrina: ${message}`);

/** Wraps a callback of the engine so that whatever goes wrong in it ends here. */
export function guard(callback) {
  return (...parts) => {
    if (failed) return undefined;
    try {
      return callback(...parts);
    } catch (error) {
      return fail(error);
    }
  };
}

/** Has `ask`, of consent.mjs, tell `heard` who says what; the answer ends that, and what `deaf` ends. */
export const ask_for_consent = (ask, heard, deaf) => ask?.(guard(heard), deaf) ?? deaf;

/** Tells the page what happens: a bubbling `vitrina:…` event on `document`. False if the page cancelled it. */
export function tell(name, detail, cancelable) {
  return document.dispatchEvent(new CustomEvent(`vitrina:${name}`, { detail, cancelable, bubbles: true }));
}

/** Listens on behalf of the page; the answer is a function that ends it. */
export function on(name, handler) {
  const listener = (event) => handler(event.detail);
  document.addEventListener(`vitrina:${name}`, listener);
  return () => document.removeEventListener(`vitrina:${name}`, listener);
}

// ---- storage: what is blocked or full answers with nothing ------------------------------------------------------------

const PREFIX = 'vitrina:';

/** What `work` answers; null where it fails. */
export const attempt = (work) => {
  try {
    return work();
  } catch {
    return null;
  }
};

/** The page. */
export const page = () => document;
/** Whether it may use storage at all: a sandboxed frame or a strict setting throws on the mere look. */
export const may_store = () => attempt(() => localStorage.length) != null;
/** The value stored under a key, parsed; null for none, and for what is not JSON. */
export const stored = (key) => attempt(() => JSON.parse(localStorage.getItem(PREFIX + key)));
/** Stores a value as JSON; false where the storage is full or blocked. */
export const store = (key, value) => attempt(() => localStorage.setItem(PREFIX + key, JSON.stringify(value)) ?? true) === true;
/** Removes a key. */
export const unstore = (key) => attempt(() => localStorage.removeItem(PREFIX + key));
/** Our keys that begin with `start`, in alphabetical order, since browsers list them in different ones. */
export const keys = (start) =>
  attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX + start)).map((key) => key.slice(PREFIX.length)).sort()) ?? [];

// ---- taking back --------------------------------------------------------------------------------------------------

/** Takes one change of `undo.texts` back, unless the page itself has changed it since. */
export const take_back = (change) => {
  const { node, name, was, now } = change;
  if (change.put) {
    change.from = [node.parentNode, node.nextSibling];
    node.remove();
  } else if (name === '') {
    if (node.nodeValue === now) node.nodeValue = was;
  } else if (node.getAttribute(name) === now) {
    if (was === null) node.removeAttribute(name);
    else node.setAttribute(name, was);
  }
};

/** The words of a class attribute, whatever their order. */
const words = (text) => String(text).split(' ').sort().join(' ');

/** Takes back every change, newest first. */
export function restore() {
  // What is still on its way to the page must not arrive.
  undo.era = {};
  for (const node of undo.nodes.splice(0).reverse()) node.remove();
  undo.texts.splice(0).reverse().forEach(take_back);
  // The room that was kept for lists.
  const rules = undo.sheet?.cssRules ?? [];
  for (let at = rules.length - 1; at >= 0; at -= 1) if (rules[at].media) undo.sheet.deleteRule(at);
  for (const entry of undo.grids.splice(0)) {
    const here = entry.was.filter((child) => child.parentNode === entry.box);
    arrange(entry, here);
    for (const child of here) {
      const was = entry.look[entry.was.indexOf(child)];
      if (words(child.className) === words(was)) child.className = was;
    }
  }
  undo.banners = {};
}

// ---- grids --------------------------------------------------------------------------------------------------------

const PLACES = ['first', 'last'];

/**
 * Puts `children` into the given order, in the places they hold together, touching only those that move. What stands
 * between them stays in its place. Classes that belong to places, as grids of floats need them, stay with the places.
 */
function arrange(entry, children) {
  const { box, place } = entry;
  const moving = new Set(children);
  const focus = document.activeElement;
  let next = 0;
  let after = null;
  for (const node of [...box.childNodes].map((node) => (moving.has(node) ? children[next++] : node)).reverse()) {
    if (node.nextSibling !== after) box.insertBefore(node, after);
    after = node;
  }
  if (focus !== document.activeElement && box.contains(focus)) focus.focus({ preventScroll: true });
  entry.now = [...box.children];
  if (!place.some((names) => names.length)) return;
  [...box.children].forEach((child, at) => PLACES.forEach((name) => child.classList.toggle(name, !!place[at]?.includes(name))));
}

/** The children of a container in the merchant's order; those that came later stand last. */
export function record(box) {
  let entry = undo.grids.find((grid) => grid.box === box);
  if (!entry) undo.grids.push((entry = { box, was: [], place: [], look: [] }));
  for (const child of box.children) {
    if (entry.was.includes(child)) continue;
    entry.was.push(child);
    entry.place.push(PLACES.filter((name) => child.classList.contains(name)));
    entry.look.push(child.className);
  }
  entry.now = [...box.children];
  return entry.was;
}

/** Whether a container is not as we left it. The loader may have left some that the engine takes for no grid, or not yet. */
export const is_rearranged = ({ box, now }) =>
  !!now && (!box.isConnected || now.length !== box.children.length || now.some((child, at) => child !== box.children[at]));

/** Forgets a container: its order is the page's own from now on. */
export function release(box) {
  undo.grids = undo.grids.filter((grid) => grid.box !== box);
}

/**
 * Whether a framework has yet to take over what the server sent: until then it must find it as it was sent. Frameworks
 * note on an element, in a property of their own, that it is theirs; React on its root too early, Preact and Vue only there.
 */
export const is_awaited = (box) => {
  const root = box.closest('#root,#__next,#app,#__nuxt,[data-reactroot]');
  return !!root && !Object.keys({ ...root, ...box }).some((key) => /^_(?!_reactContainer)/.test(key));
};

/**
 * Puts the cards of a container into the wanted order. Unless `all` may move, whatever is in view or above stays, and so
 * nothing moves under the shopper's eyes. True if anything moved.
 */
export function reorder(box, wanted, all) {
  const now = present(box, wanted);
  if (now.length !== wanted.length || is_awaited(box)) return false;
  const stays = new Set(all ? [] : now.filter((card) => card.getBoundingClientRect().top < innerHeight));
  const moving = wanted.filter((card) => !stays.has(card));
  const result = now.map((card) => (stays.has(card) ? card : moving.shift()));
  if (result.every((card, at) => card === now[at])) return false;
  arrange(undo.grids.find((grid) => grid.box === box), result);
  return true;
}

/** Those of the cards that are still children of the container, in their present order. */
export function present(box, cards) {
  const known = new Set(cards);
  return [...box.children].filter((child) => known.has(child));
}

// ---- banners ------------------------------------------------------------------------------------------------------

/** The banners that show something of ours. */
export const showing = () => Object.keys(undo.banners);
