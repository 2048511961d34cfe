// The ES module: `import { start } from "vitrina"`. The script tag uses it too.

import init, { begin } from './engine.js';

let starting;

/** Starts Vitrina on this page; a second call answers with the same object. See the type declarations. */
export function start(options = {}) {
  starting ??= run(options);
  return starting;
}

async function run(options) {
  const engine = compiled(new URL('engine_bg.wasm', import.meta.url)).then((wasm) => init({ module_or_path: wasm }));
  const [config] = await Promise.all([read(options.config), engine, parsed(), activated()]);
  const queue = window.vitrina;
  queue?.undo?.end();
  const vitrina = begin({ ...options, config });
  vitrina.push = (...callbacks) => callbacks.forEach((callback) => tell(callback, vitrina));
  window.vitrina = vitrina;
  document.dispatchEvent(new CustomEvent('vitrina:ready', { detail: vitrina, bubbles: true }));
  if (Array.isArray(queue)) vitrina.push(...queue);
  return vitrina;
}

/** What the server says of the file decides how it is compiled; the glue would complain of a wrong type in the page's console. */
async function compiled(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address.pathname} answers ${answer.status}; expected the engine there`);
  return answer.headers.get('content-type') === 'application/wasm' ? answer : answer.arrayBuffer();
}

/** What a callback of the page throws is the page's own affair, and is reported as such. */
function tell(callback, vitrina) {
  try {
    callback(vitrina);
  } catch (error) {
    (window.reportError ?? console.error)(error);
  }
}

async function read(config) {
  if (typeof config !== 'string') return config;
  const answer = await fetch(config);
  if (!answer.ok) throw new Error(`the config ${config} answers ${answer.status}; expected a JSON file there`);
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`the config ${config} is not JSON: ${error.message}`);
  }
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
