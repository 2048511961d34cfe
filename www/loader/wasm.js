// The engine as it lies beside the module. Packages for hosts that serve no such file have it elsewhere.

/** What the server says of the file decides how it is compiled; the glue would complain of a wrong type in the page's console. */
export async function compiled() {
  const address = new URL('./engine_bg.wasm', import.meta.url);
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address.pathname} answers ${answer.status}; expected the engine there`);
  return answer.headers.get('content-type') === 'application/wasm' ? answer : answer.arrayBuffer();
}
