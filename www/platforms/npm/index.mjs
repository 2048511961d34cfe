// Importing this does nothing, on servers as in browsers: everything is brought in by the first start.

/** Starts Vitrina on this page; a second call answers with the same object. See the type declarations. */
export async function start(options) {
  if (typeof document === 'undefined') {
    throw new Error('start: there is no document; expected to be called in a browser, such as in an effect or when mounted');
  }
  const { start } = await import('./vitrina.mjs');
  return start(options);
}
