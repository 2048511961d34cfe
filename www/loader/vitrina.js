// The tag. Applies the plan that was prepared on an earlier page, then brings in the engine.
// It decides nothing: which product and which text comes first is in the plan. Nothing here may throw into the page.

import { is_own, note_in, one, show_in, template_for, undo, write } from './slot.js';

(() => {
  const tag = document.currentScript;
  const queue = Array.isArray(window.vitrina) ? window.vitrina : [];
  if (!tag || queue.undo || window.vitrina?.track) return;
  // Where the merchant is editing the shop, it looks as they make it.
  const EDITORS = /[?&](customize_changeset_uuid|elementor-preview|et_fb|fl_builder|vc_editable|bricks|ct_builder|preview_nonce)=/;
  const isEdited = () => window.Shopify?.designMode || EDITORS.test(location.search);
  if (isEdited()) return;
  window.vitrina = queue;
  // A profile from another device must not stay in the address, where others read it.
  const [, carried] = location.hash.match(/^#vitrina=([\w-]+)$/) ?? [];
  if (carried) {
    queue.carried = carried;
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  // What was changed on the page; the engine goes on with it, and explains its form.
  note_in((queue.undo = { grids: [], texts: [], nodes: [], banners: {} }));

  // ---- grids --------------------------------------------------------------------------------------------------------

  const frozen = new WeakSet();
  const PLACES = ['first', 'last'];
  const PINNED = '[data-vitrina-pin],[class*=sponsored i],[data-sponsored]';

  // What tells a card from others: the engine follows the same rule, and explains it.
  const LINK =
    "a[href]:not([href=''],[href^='#'],[href^='javascript:'],[href^='mailto:'],[href^='tel:'],[href*='add-to-cart'],[href*='cart.php'],[href*='/cart/'],[href*='/basket/'],[href*='/wishlist'],[href*='/compare'])";
  const marked = (card, name) =>
    [card, ...card.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name)).find(Boolean);
  const keyOf = (card) => {
    const own = marked(card, 'data-vitrina-product') || marked(card, 'data-product-id');
    if (own) return own;
    const picture = card.querySelector(`${LINK} img`);
    const link = card.matches(LINK) ? card : picture ? picture.closest('a') : card.querySelector(LINK);
    if (!link) return '';
    const { pathname, search } = new URL(link.href, document.baseURI);
    const product = pathname.lastIndexOf('/products/');
    if (product > 0) return pathname.slice(product);
    const inQuery = pathname === '/' || pathname.endsWith('.php') || search.includes('product_id=');
    return inQuery ? pathname + search : pathname;
  };

  // The children as the merchant ordered them; those the parser brings later come last.
  const record = (box) => {
    let entry = undo.grids.find((grid) => grid.box === box);
    if (!entry) undo.grids.push((entry = { box, was: [], place: [], look: [] }));
    for (const child of box.children) {
      if (entry.was.includes(child)) continue;
      entry.was.push(child);
      entry.place.push(PLACES.filter((name) => child.classList.contains(name)));
      entry.look.push(child.className);
    }
    return entry;
  };

  // Puts children into the given order, in the places they hold together, touching only those that move.
  const put = ({ box, was, place }, children) => {
    const moving = new Set(children);
    let next = 0;
    let after = null;
    for (const node of [...box.childNodes].map((node) => (moving.has(node) ? children[next++] : node)).reverse()) {
      if (node.nextSibling !== after) box.insertBefore(node, after);
      after = node;
    }
    if (!place.some((names) => names.length)) return;
    [...box.children].forEach((child, at) => PLACES.forEach((name) => child.classList.toggle(name, place[at]?.includes(name))));
  };

  const arrange = (box, wanted, most, pin, whole) => {
    const entry = record(box);
    const keys = new Map(entry.was.map((child) => [child, keyOf(child)]));
    const here = new Set(keys.values());
    const listed = wanted.filter((key) => here.has(key)).slice(0, most);
    // A tile among the cards is none of them: it has another shape, leads elsewhere than most into one folder, or is not in the plan
    // of this very page.
    const folders = entry.was.map((child) => keys.get(child).replace(/[^/]*.$/, ''));
    const most_in = folders.find((one) => folders.filter((other) => other === one).length * 2 > folders.length);
    const shape = (child) => child.tagName + child.classList[0] + (folders[entry.was.indexOf(child)] === most_in);
    const cards = new Set(entry.was.filter((child) => listed.includes(keys.get(child))).map(shape));
    const is_card = (child) => (whole ? wanted.includes(keys.get(child)) : keys.get(child) && cards.has(shape(child)));
    const rank = (child) => {
      const at = listed.indexOf(keys.get(child));
      return at < 0 ? listed.length + entry.was.indexOf(child) : at;
    };
    const stays = (child) =>
      frozen.has(child) || !is_card(child) || entry.was.indexOf(child) < pin || child.matches(PINNED) || child.querySelector(PINNED);
    put(entry, [...box.children].filter((child) => !stays(child)).sort((a, b) => rank(a) - rank(b)));
  };

  // Where a framework will take over what the server sent, it must find it as it was sent.
  const FRAMEWORKS = '#root,#__next,#app,#__nuxt,[data-reactroot]';

  const grids = (plan) => {
    const query = location.search.slice(1).split('&').filter(Boolean);
    if (query.some((part) => plan.sorting.includes(part.split('=')[0]))) return;
    const own = query.filter((part) => !/^(utm_|gclid|fbclid|msclkid|mc_|vitrina)/.test(part));
    const key = location.pathname + (own.length ? `?${own.join('&')}` : '');
    const page = plan.pages?.find((page) => page.key === key);
    const known = page ? page.grids : plan.grids?.map((s) => ({ s }));
    for (const { s, k } of known ?? []) {
      const box = one(s);
      if (box && !box.closest(FRAMEWORKS)) arrange(box, k ?? plan.first ?? [], k ? Infinity : plan.promote, k ? 0 : plan.pin, !!k);
    }
  };

  // ---- banners ------------------------------------------------------------------------------------------------------

  const banners = (plan, parsed) => {
    if ((plan.locale ?? '') !== document.documentElement.lang) return;
    for (const { slot, id, variant, placement, template, content, until = Infinity } of plan.banners ?? []) {
      const box = one(slot);
      // A slot whose end has not been parsed yet is not complete.
      if (!box || undo.banners[id] || Date.now() >= until || !(parsed || box.nextElementSibling)) continue;
      const whole = template && template_for(box, id, variant);
      if (template && !whole) continue;
      // What has been painted does not make room, a framework must find what the server sent, and without style sheets of ours
      // only the shop's own elements say something else.
      if (!is_own(box, whole, placement) && (!undo.sheet || frozen.has(box) || box.closest(FRAMEWORKS))) continue;
      if (show_in(id, box, placement, whole, content, plan.why)) undo.banners[id] = JSON.stringify([variant, placement, content]);
    }
  };

  // ---- before the first paint ---------------------------------------------------------------------------------------

  const read = () => {
    try {
      const plan = JSON.parse(localStorage.getItem('vitrina:plan'));
      return plan?.v === 1 ? plan : null;
    } catch {
      return null;
    }
  };

  // What is on screen has been painted, or will be in the frame under way: it stays.
  const freeze = () => {
    for (const { box } of undo.grids) {
      for (const card of box.children) if (card.getBoundingClientRect().top < innerHeight) frozen.add(card);
    }
    for (const { slot } of plan.banners ?? []) {
      const box = one(slot);
      if (box) frozen.add(box);
    }
    if (document.readyState === 'loading' && !ended) requestAnimationFrame(freeze);
  };

  const plan = read();
  const painted = performance.getEntriesByType('paint').length > 0;
  let ended = false;
  const apply = (parsed) => {
    if (ended) return;
    try {
      grids(plan);
      if (!painted) banners(plan, parsed);
    } catch (error) {
      off(error);
    }
  };
  const observer = new MutationObserver(() => apply(false));

  // Why Vitrina is not there, once; the page is as the merchant made it, and the next one begins that way.
  const off = (error) => {
    undo.end();
    for (const { node, name, was, put } of undo.texts.splice(0).reverse()) {
      if (put) node.remove();
      else write(node, name, was);
    }
    for (const entry of undo.grids.splice(0)) {
      const here = entry.was.filter((child) => child.parentNode === entry.box);
      put(entry, here);
      for (const child of here) child.className = entry.look[entry.was.indexOf(child)];
    }
    undo.sheet?.replaceSync('');
    try {
      localStorage.removeItem('vitrina:plan');
    } catch {
      // Blocked storage holds no plan.
    }
    const message = error.message ?? error;
    console.warn(`Vitrina is off: ${message}`);
    document.dispatchEvent(new CustomEvent('vitrina:error', { detail: { message } }));
  };

  // The engine has its own eyes; from here on the page is in its hands.
  undo.end = () => {
    observer.disconnect();
    ended = true;
  };
  if (plan) {
    // Room for the lists that this page had when it was last open; what has been painted does not make any.
    if (!painted) plan.room?.[location.pathname]?.forEach((rule) => undo.sheet?.insertRule(rule));
    const parsed = document.readyState !== 'loading';
    if (painted) {
      for (const selector of plan.grids ?? []) {
        const box = one(selector);
        if (box && !box.closest(FRAMEWORKS)) record(box);
      }
      freeze();
    }
    apply(parsed);
    if (!parsed) {
      observer.observe(document, { childList: true, subtree: true });
      requestAnimationFrame(freeze);
      document.addEventListener('DOMContentLoaded', () => (observer.disconnect(), apply(true)), { once: true });
    }
  }

  // ---- then the engine ----------------------------------------------------------------------------------------------

  const { config, consent } = tag.dataset;
  import(new URL('vitrina.mjs', tag.src))
    .then(({ start }) => isEdited() || start({ config, consent }))
    .catch(off);
})();
