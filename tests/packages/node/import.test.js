// On a server there is no page: importing does nothing, and starting says so.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';

for (const entry of ['vitrina', 'vitrina/embedded']) {
  test(`${entry} can be imported without a page`, async () => {
    const before = Object.keys(globalThis);
    const module = await import(entry);
    assert.deepEqual(Object.keys(module), ['start']);
    assert.deepEqual(Object.keys(globalThis), before);
    await assert.rejects(module.start({}), /^Error: start: there is no document; expected to be called in a browser/);
  });
}

test('the package says where its types, its schema and the tag are', async () => {
  const at = (name) => readFile(new URL(import.meta.resolve(`vitrina/${name}`)), 'utf8');
  const { version, types, exports } = JSON.parse(await at('package.json'));
  assert.match(version, /^\d+\.\d+\.\d+/);
  const declared = await readFile(new URL(types, import.meta.resolve('vitrina/package.json')), 'utf8');
  assert.match(declared, /^export function start\(options\?: StartOptions\): Promise<Vitrina>;$/m);
  assert.ok([exports['.'], exports['./embedded']].every((entry) => entry.types === types));
  assert.equal(JSON.parse(await at('vitrina.schema.json')).type, 'object');
  assert.match(await at('vitrina.js'), /currentScript/);
});
