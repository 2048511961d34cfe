// Our QR codes, module by module, against those of a library in the folder of npm packages that is given. Ends with an error
// where one differs.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { encode } from '../../www/loader/qr.mjs';

const { encode: expected } = await import(pathToFileURL(join(process.argv[2], 'node_modules/uqr/dist/index.mjs')));
const drawn = (rows) => rows.map((row) => row.map((dark) => (dark ? '█' : ' ')).join('')).join('\n');

// As many bytes as fill a version, and one more: from the first version to the last.
for (const length of [1, 17, 18, 32, 78, 106, 107, 134, 192, 230, 231, 321, 425, 586, 718, 929, 1091, 1367, 1528, 1732, 1800, 2303, 2953]) {
  const text = Array.from({ length }, (_, at) => 'šaZ9_-'[(at * at + length) % 6]).join('').replaceAll('š', 'ab').slice(0, length);
  const bytes = [...new TextEncoder().encode(text)];
  for (let mask = 0; mask < 8; mask += 1) {
    const { data } = expected(bytes, { ecc: 'L', border: 0, maskPattern: mask, boostEcc: false });
    assert.equal(drawn(encode(text, mask)), drawn(data), `${length} bytes under mask ${mask}`);
  }
  const chosen = drawn(encode(text));
  assert.ok([0, 1, 2, 3, 4, 5, 6, 7].some((mask) => drawn(encode(text, mask)) === chosen), `${length} bytes under a mask of our choice`);
}
assert.throws(() => encode('x'.repeat(2954)), RangeError);
