// The ES module: `import { start } from "vitrina"`. The script tag uses it too.

import init, { begin } from './engine.js';
import { compiled } from './wasm.js';

let starting;

/** Starts Vitrina on this page; a second call answers with the same object. See the type declarations. */
export function start(options = {}) {
  starting ??= run(options);
  return starting;
}

async function run(options) {
  const engine = compiled().then((wasm) => init({ module_or_path: wasm }));
  // Who speaks for consent is there from the start, so that no refusal is heard too late.
  const consent = import('./consent.mjs');
  const reading = read(options.config);
  // What shows banners comes in time for the first plan, or not at all.
  const showing = reading.then((config) => (config?.banners?.length ? import('./banner.mjs').catch(() => null) : null), () => null);
  const [config, { ask_for_consent }, hands] = await Promise.all([reading, consent, showing, engine, parsed(), activated()]);
  const queue = window.vitrina;
  queue?.undo?.end();
  const vitrina = begin({ ...options, config, ask_for_consent, hands });
  vitrina.push = (...callbacks) => callbacks.forEach((callback) => tell(callback, vitrina));
  window.vitrina = vitrina;
  document.dispatchEvent(new CustomEvent('vitrina:ready', { detail: vitrina, bubbles: true }));
  if (Array.isArray(queue)) vitrina.push(...queue);
  surfaces(vitrina);
  // A link from another device; the tag took it out of the address.
  if (queue?.carried) part('handover').then(({ receive }) => receive?.(vitrina, queue.carried));
  return vitrina;
}

// Each by its name, so that bundlers see them.
const PARTS = {
  handover: () => import('./handover.mjs'),
  preferences: () => import('./preferences.mjs'),
  privacy: () => import('./privacy.mjs'),
  why: () => import('./why.mjs'),
};
const part = (name) => PARTS[name]().catch(() => ({}));

/** Brings in what the page has elements for, now or later. */
function surfaces(vitrina) {
  const look = () => ['privacy', 'preferences'].forEach((name) => document.querySelector(`vitrina-${name}`) && part(name));
  look();
  vitrina.on('plan', look);
  document.addEventListener('click', ({ target }) => {
    const id = target.closest?.('[data-vitrina-why]')?.dataset.vitrinaWhy;
    if (id !== undefined) part('why').then(({ tell }) => tell?.(vitrina, id));
  });
}

/** What a callback of the page throws is the page's own affair, and is reported as such. */
function tell(callback, vitrina) {
  try {
    callback(vitrina);
  } catch (error) {
    (window.reportError ?? console.error)(error);
  }
}

/** The config as it is given, as it stands in an element of the page, or from its address. */
async function read(config) {
  if (typeof config !== 'string') return config;
  const text = await (config[0] === '#' ? written(config) : sent(config));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`the config ${config} is not JSON: ${error.message}`);
  }
}

async function written(selector) {
  await parsed();
  const element = document.querySelector(selector);
  if (!element) throw new Error(`the config ${selector} is not on the page; expected an element with this id`);
  return element.textContent;
}

async function sent(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the config ${address} answers ${answer.status}; expected a JSON file there`);
  return answer.text();
}

function parsed() {
  return new Promise((done) => {
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', done, { once: true });
    else done();
  });
}

/** A page that is only being prerendered has not been visited. */
function activated() {
  return new Promise((done) => {
    if (document.prerendering) document.addEventListener('prerenderingchange', done, { once: true });
    else done();
  });
}
