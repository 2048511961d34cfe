// The object that pages see. All its methods are one function of the engine's, which is told their name.

export function methods(names, call) {
  return Object.fromEntries(names.split(' ').map((name) => [name, (...parts) => call(name, ...parts)]));
}
