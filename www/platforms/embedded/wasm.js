// The engine inside of the script, for hosts that serve no wasm: packed, since text of packed bytes is the shortest.

import packed from './engine_bg.wasm.gz';

export function compiled() {
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}
