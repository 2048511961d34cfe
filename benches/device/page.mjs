// Runs the benchmark of the engine, then asks the same of the API as it is shipped; the outcome is `window.measured`.

import init, { cases, given, measure } from './engine/engine.js';
import { start } from '/vitrina/vitrina.mjs';

const BATCHES = 40;
const BATCH = 20;
const WARM_UP = 400;

const pause = () => new Promise((done) => setTimeout(done, 20));

/** Milliseconds of one run on the average of each batch. */
function batches(run) {
  const begin = performance.now();
  let runs = 0;
  while (performance.now() - begin < WARM_UP) {
    run();
    runs += 1;
  }
  const times = Math.max(1, Math.ceil((BATCH * runs) / (performance.now() - begin)));
  return Array.from({ length: BATCHES }, () => {
    const from = performance.now();
    for (let time = 0; time < times; time += 1) run();
    return (performance.now() - from) / times;
  });
}

async function api(model, { items, profile, requests }) {
  const vitrina = await start({ config: { model } });
  vitrina.import(profile);
  const asked = { rank: () => vitrina.rank(items, {}) };
  for (const request of requests) {
    const about = request.strategy === 'for_you' ? {} : { product: items[0].item_id };
    asked[request.strategy] = () => vitrina.recommend({ ...request, ...about }).items;
  }
  for (let tries = 0; asked.similar().length === 0; tries += 1) {
    if (tries > 500) throw new Error('the model did not come');
    await pause();
  }
  const measured = {};
  for (const [name, run] of Object.entries(asked)) {
    await pause();
    const answer = run().map(({ item_id }) => item_id);
    measured[name] = { answer, batches: batches(run) };
  }
  vitrina.stop();
  return measured;
}

async function everything() {
  await init({ module_or_path: await fetch(new URL('./engine/engine_bg.wasm', import.meta.url)) });
  const address = './shop.vitrina';
  const model = new Uint8Array(await (await fetch(address)).arrayBuffer());
  const wasm = {};
  for (const name of cases()) {
    await pause();
    wasm[name] = JSON.parse(measure(model, name));
  }
  const known = JSON.parse(given(model));
  return { wasm, api: await api(address, known), ids: known.items.map(({ item_id }) => item_id) };
}

everything().then(
  (measured) => { window.measured = measured; },
  (error) => { window.measured = { error: String(error?.stack ?? error) }; },
);
