// Tells what happened to the analytics that the page already has, in their own words. A module of its own, brought in with
// the first report. What is told, and to whom, the engine decides; what a library is not there for yet waits a while.

const TITLES = {
  view_promotion: 'Promotion Viewed',
  select_promotion: 'Promotion Clicked',
  dismiss_promotion: 'Promotion Dismissed',
  view_item_list: 'Product List Viewed',
  select_item: 'Product Clicked',
  experiment_viewed: 'Experiment Viewed',
  vitrina_purchase: 'Order Attributed',
  vitrina_segments: 'Segments',
};

/** Products as a text, for those who take texts and numbers only. */
const flat = ({ items, ...rest }) => (items ? { ...rest, items: items.map(({ item_id }) => item_id).join(',') } : rest);
const queue = (name) => (window[name] ??= []);

/**
 * Each answers false where the page has it not (yet). `vitrina: true` marks what comes from us, so that we do not take it for
 * the page's own word; `shopper` is there where something is told of the shopper and not of a moment.
 */
const DESTINATIONS = {
  data_layer(name, params, shopper) {
    if (shopper) return queue('dataLayer').push({ event: name, vitrina: true, user_properties: shopper });
    if (!/promotion|item/.test(name)) return queue('dataLayer').push({ event: name, vitrina: true, ...params });
    queue('dataLayer').push({ ecommerce: null });
    return queue('dataLayer').push({ event: name, vitrina: true, ecommerce: params });
  },
  gtag(name, params, shopper) {
    if (typeof window.gtag !== 'function') return false;
    if (shopper) window.gtag('set', 'user_properties', shopper);
    else window.gtag('event', name, { ...params, vitrina: true });
    return true;
  },
  meta_pixel(name, params) {
    if (typeof window.fbq !== 'function') return false;
    window.fbq('trackCustom', TITLES[name], flat(params));
    return true;
  },
  segment(name, params, shopper) {
    if (typeof window.analytics?.track !== 'function') return false;
    if (shopper) window.analytics.identify?.(shopper);
    else window.analytics.track(TITLES[name], { ...params, vitrina: true });
    return true;
  },
  klaviyo(name, params) {
    const list = window.klaviyo ?? window._learnq;
    list?.push(['track', TITLES[name], flat(params)]);
    return !!list;
  },
  matomo: (name, params) => queue('_paq').push(['trackEvent', 'Vitrina', TITLES[name], label(params)]),
  plausible(name, params) {
    if (typeof window.plausible !== 'function') return false;
    window.plausible(TITLES[name], { props: flat(params) });
    return true;
  },
  tealium(name, params) {
    if (typeof window.utag?.link !== 'function') return false;
    window.utag.link({ tealium_event: name, ...flat(params) });
    return true;
  },
};

const label = (params) => params.promotion_id ?? params.experiment_id ?? params.item_list_id ?? params.transaction_id ?? params.vitrina_segments ?? '';

/** Milliseconds between looks for libraries that are not there yet, and how often. */
const WAIT = { every: 500, times: 20 };
let waiting = [];
let timer;

function told({ to, name, params }) {
  try {
    return DESTINATIONS[to](name, params, name === 'vitrina_segments' ? params : undefined) !== false;
  } catch (error) {
    // What a library throws is not ours to hide, nor to suffer from.
    (window.reportError ?? console.error)(error);
    return true;
  }
}

function look() {
  waiting = waiting.filter((one) => !told(one) && --one.left > 0);
  if (!waiting.length) {
    clearInterval(timer);
    timer = undefined;
  }
}

/** Sends a report: `to` whom, a `name`, and `params`. */
export function send({ to, name, params }) {
  for (const one of to) {
    const report = { to: one, name, params, left: WAIT.times };
    if (!told(report)) waiting.push(report);
  }
  if (waiting.length) timer ??= setInterval(look, WAIT.every);
}

/** Drops what waits: consent was withdrawn. */
export function drop() {
  waiting = [];
}
