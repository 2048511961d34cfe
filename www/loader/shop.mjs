// What the shop's own system knows and its pages do not say: the cart as it is, whatever changed it; what the page tells
// Segment; and that a page has become another without being loaded. It reads, and the engine decides what follows.
//
// The page's own functions stay as they are. Requests that change the cart are seen in the browser's timing of resources,
// and a new address when the page's content changes.

import bigcommerce from './shops/bigcommerce.mjs';
import magento from './shops/magento.mjs';
import opencart from './shops/opencart.mjs';
import oscar from './shops/oscar.mjs';
import prestashop from './shops/prestashop.mjs';
import shopify from './shops/shopify.mjs';
import woocommerce from './shops/woocommerce.mjs';

const SYSTEMS = { shopify, woocommerce, bigcommerce, magento, prestashop, opencart, oscar };

/** Milliseconds: until the cart is read on a new page, after a request that changed it, and once more for a slow server. */
const CART = { page: 1000, change: 50, again: 5200 };
/** Milliseconds without a change after which a page has settled, and how often a page without a grid is looked at again. */
const SETTLED = { after: 150, looks: 20 };

/** The name of the shop system that `platform` means here; none is empty. */
export const system = (platform) =>
  (platform === 'auto' ? Object.keys(SYSTEMS).find((name) => SYSTEMS[name].isHere()) : SYSTEMS[platform] && platform) ?? '';

/** Begins to read the cart of `platform`, or of the shop system that is recognized; the answer ends it. */
export function follow(platform, heard) {
  const here = SYSTEMS[system(platform)];
  const ends = [turns(heard), segment(heard), ...(here ? [cart(here, heard)] : [])];
  return () => ends.forEach((end) => end());
}

/**
 * `system` has `read(first)`, the lines of the cart as GA4 items, which is told whether it is the first time on this page; and
 * `changes`, which requests change the cart, or `tells(changed)`. One that is `drawn` into the page is as old as the page is.
 */
function cart({ changes, read, tells, drawn }, heard) {
  let open = true;
  let timers = [];
  let first = true;
  const look = async () => {
    try {
      const lines = await read(first);
      first = false;
      if (open && Array.isArray(lines)) heard('cart', lines, drawn);
    } catch {
      // A shop that does not answer tells nothing.
    }
  };
  const soon = (...delays) => {
    timers.forEach(clearTimeout);
    timers = delays.map((delay) => setTimeout(look, delay));
  };
  const changed = () => soon(CART.change, CART.again);
  const requests = new PerformanceObserver((list) => {
    const ours = ({ name, initiatorType }) =>
      /fetch|xmlhttprequest/.test(initiatorType) && name.startsWith(location.origin) && changes?.test(name.slice(location.origin.length));
    if (list.getEntries().some(ours)) changed();
  });
  requests.observe({ type: 'resource' });
  const back = ({ persisted }) => persisted && !drawn && changed();
  addEventListener('pageshow', back);
  const silence = tells?.(changed);
  if (!drawn || performance.getEntriesByType('navigation')[0]?.type !== 'back_forward') soon(CART.page);
  return () => {
    open = false;
    soon();
    requests.disconnect();
    removeEventListener('pageshow', back);
    silence?.();
  };
}

/** Segment's library, or its stand-in that keeps what is asked of it, may come before us or after. */
function segment(heard) {
  let source;
  const track = (name, properties) => queueMicrotask(() => source && !properties?.vitrina && heard('segment', String(name), properties));
  const attach = () => {
    const { analytics } = window;
    if (source || typeof analytics?.track !== 'function' || typeof analytics.on !== 'function') return;
    source = analytics;
    analytics.on('track', track);
  };
  attach();
  const timers = [1000, 3000].map((delay) => setTimeout(attach, delay));
  return () => {
    timers.forEach(clearTimeout);
    source?.off?.('track', track);
    source = null;
  };
}

/** Tells `turned` when the address has become another page's, and `late` when products may have come. */
function turns(heard) {
  let path = location.pathname;
  let left = SETTLED.looks;
  let timer;
  const look = () => {
    if (location.pathname !== path) {
      path = location.pathname;
      left = SETTLED.looks;
      heard('turned');
    } else if (left > 0) {
      left -= 1;
      heard('late');
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, SETTLED.after);
  };
  const isNews = (node) => node.nodeType === 1 && !node.dataset.vitrinaList && (node.localName === 'a' || node.querySelector('a[href]'));
  const observer = new MutationObserver((changes) => changes.some(({ addedNodes }) => [...addedNodes].some(isNews)) && soon());
  observer.observe(document.body, { childList: true, subtree: true });
  // What came before this module did.
  soon();
  const { navigation } = window;
  addEventListener('popstate', soon);
  navigation?.addEventListener('navigatesuccess', soon);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    removeEventListener('popstate', soon);
    navigation?.removeEventListener('navigatesuccess', soon);
  };
}
