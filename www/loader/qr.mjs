// QR codes (ISO/IEC 18004) of texts: in bytes, at the error correction level L, which leaves most room for what is read from a
// screen. Written for the one place that shows a code, since a library brings along three levels, three alphabets and renderers.

/** Error correction codewords of a block, and how many blocks there are, by version; level L, table 9 of the standard. */
const CHECKS = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28];
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25];

const MASKS = [
  (x, y) => (x + y) % 2, (x, y) => y % 2, (x) => x % 3, (x, y) => (x + y) % 3, (x, y) => (((x / 3) | 0) + (y >> 1)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3), (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

/** The bits of a number, the highest first. */
const bits = (number, length) => Array.from({ length }, (_, at) => (number >> (length - 1 - at)) & 1);

/** `data` with the rest of its division by `divisor` behind it, as bits. */
function coded(data, length, divisor, more) {
  let rest = data;
  for (let at = 0; at < more; at += 1) rest = (rest << 1) ^ ((rest >> (more - 1)) * divisor);
  return bits((data << more) | (rest & ((1 << more) - 1)), length + more);
}

/** The product of two elements of the field of 256, modulo x⁸ + x⁴ + x³ + x² + 1. */
function times(a, b) {
  let product = 0;
  for (let at = 7; at >= 0; at -= 1) product = (product << 1) ^ ((product >> 7) * 0x11d) ^ (((b >> at) & 1) * a);
  return product;
}

/** The error correction codewords of a block: `count` of them, by Reed and Solomon. */
function checks(data, count) {
  let divisor = [1];
  for (let at = 0, root = 1; at < count; at += 1, root = times(root, 2)) {
    divisor = [...divisor, 0].map((factor, place) => factor ^ times(divisor[place - 1] ?? 0, root));
  }
  const rest = Array(count).fill(0);
  for (const byte of data) {
    const factor = byte ^ rest.shift();
    rest.push(0);
    rest.forEach((_, place) => (rest[place] ^= times(divisor[place + 1], factor)));
  }
  return rest;
}

/** The least version with room for so many bytes, how many codewords it has, and how many of them are data. */
function fitting(length) {
  for (let version = 1; version <= 40; version += 1) {
    const marks = version > 1 ? ((version / 7) | 0) + 2 : 0;
    const modules = (16 * version + 128) * version + 64 - (marks && (25 * marks - 10) * marks - 55) - (version > 6 ? 36 : 0);
    const all = modules >> 3;
    const data = all - (CHECKS[version - 1] ?? 30) * BLOCKS[version - 1];
    if (data >= length + (version > 9 ? 3 : 2)) return { version, marks, all, data };
  }
  throw new RangeError('too long for a code');
}

/** The bits of the code: data and error correction, in the order of the standard. */
function stream(bytes, { version, all, data }) {
  const head = [...bits(4, 4), ...bits(bytes.length, version > 9 ? 16 : 8)];
  const whole = [...head, ...[...bytes].flatMap((byte) => bits(byte, 8)), 0, 0, 0, 0].slice(0, 8 * data);
  const words = [];
  for (let at = 0; at < whole.length; at += 8) words.push(parseInt(whole.slice(at, at + 8).join('').padEnd(8, '0'), 2));
  for (let pad = 0xec; words.length < data; pad ^= 0xec ^ 0x11) words.push(pad);
  const count = BLOCKS[version - 1];
  const more = CHECKS[version - 1] ?? 30;
  const short = ((all / count) | 0) - more;
  const parts = Array.from({ length: count }, (_, at) => words.splice(0, short + (at >= count - (all % count) ? 1 : 0)));
  const mixed = (lists) => lists.at(-1).flatMap((_, at) => lists.flatMap((list) => list[at] ?? []));
  return [...mixed(parts), ...mixed(parts.map((part) => checks(part, more)))].flatMap((byte) => bits(byte, 8));
}

/** How hard a code is to read, by the four rules of the standard. */
function penalty(rows) {
  const lines = [...rows, ...rows.map((_, x) => rows.map((row) => row[x]))].map((line) => line.join('')).join(' ');
  const count = (part) => lines.split(part).length - 1;
  let sum = 40 * (count('10111010000') + count('00001011101'));
  for (const run of lines.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
  let dark = 0;
  for (let y = 0; y < rows.length; y += 1) {
    const [here, above] = [rows[y], rows[y - 1] ?? []];
    for (let x = 0; x < rows.length; x += 1) {
      dark += here[x];
      if (here[x] === here[x - 1] && here[x] === above[x] && here[x] === above[x - 1]) sum += 3;
    }
  }
  const share = dark / rows.length ** 2;
  return sum + 10 * ((Math.abs(20 * share - 10)) | 0);
}

/** The rows of the code of `text`, from the top: 1 for a dark module. `mask` is the one that reads best, unless it is given. */
export function encode(text, mask) {
  const bytes = new TextEncoder().encode(text);
  const fit = fitting(bytes.length);
  const { version, marks } = fit;
  const size = 17 + 4 * version;
  const rows = Array.from({ length: size }, () => Array(size));
  const put = (x, y, dark) => rows[y]?.[x] !== undefined || !rows[y] || x < 0 || x >= size || (rows[y][x] = +dark);
  /** Squares in one another around a middle, of which the ring at each of the `light` distances is light. */
  const rings = (x, y, far, light) => {
    for (let dx = -far; dx <= far; dx += 1) for (let dy = -far; dy <= far; dy += 1) put(x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
  };
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) rings(x, y, 4, [2, 4]);
  const step = marks && (((version * 8 + marks * 3 + 5) / (marks * 4 - 4)) | 0) * 2;
  const places = Array.from({ length: marks }, (_, at) => (at ? size - 7 - step * (marks - 1 - at) : 6));
  const last = marks - 1;
  places.forEach((x, a) => places.forEach((y, b) => (a || b) && (a || b !== last) && (b || a !== last) && rings(x, y, 2, [1])));
  for (let at = 0; at < size; at += 1) {
    put(6, at, at % 2 === 0);
    put(at, 6, at % 2 === 0);
  }
  if (version > 6) {
    coded(version, 6, 0x1f25, 12).reverse().forEach((bit, at) => {
      put(size - 11 + (at % 3), (at / 3) | 0, bit);
      put((at / 3) | 0, size - 11 + (at % 3), bit);
    });
  }
  /** What says how the code is masked, twice. */
  const format = (to, kind) => {
    coded(8 | kind, 5, 0x537, 10).forEach((bit, at) => {
      const dark = bit ^ ((0x5412 >> (14 - at)) & 1);
      to(at < 6 ? at : at < 8 ? at + 1 : 8, at < 8 ? 8 : at < 9 ? 7 : 14 - at, dark);
      to(at < 7 ? 8 : size - 15 + at, at < 7 ? size - 1 - at : 8, dark);
    });
    to(8, size - 8, 1);
  };
  format(put, 0);
  const data = stream(bytes, fit);
  const order = [];
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2) {
    for (let at = 0; at < size; at += 1) {
      const y = (right + (right < 7 ? 2 : 1)) & 2 ? at : size - 1 - at;
      for (const x of [right, right - 1]) if (rows[y][x] === undefined) order.push([x, y]);
    }
  }
  const masked = (kind) => {
    const copy = rows.map((row) => [...row]);
    order.forEach(([x, y], at) => (copy[y][x] = (data[at] ?? 0) ^ (MASKS[kind](x, y) ? 0 : 1)));
    format((x, y, dark) => (copy[y][x] = dark), kind);
    return copy;
  };
  if (mask !== undefined) return masked(mask);
  const all = MASKS.map((_, kind) => masked(kind));
  const sums = all.map(penalty);
  return all[sums.indexOf(Math.min(...sums))];
}
