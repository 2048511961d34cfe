// What the shop keeps in this browser. Where storage is blocked or full, it is kept in memory for as long as the page lives.
const memory = new Map();

export function read(name, fallback) {
  if (memory.has(name)) return memory.get(name);
  try {
    return JSON.parse(localStorage.getItem(`javora.${name}`)) ?? fallback;
  } catch {
    return fallback;
  }
}

export function write(name, value) {
  try {
    localStorage.setItem(`javora.${name}`, JSON.stringify(value));
    memory.delete(name);
  } catch {
    memory.set(name, value);
  }
}

export function remove(name) {
  memory.delete(name);
  try {
    localStorage.removeItem(`javora.${name}`);
  } catch {
    // Nothing was stored.
  }
}

/** Calls back when another tab changes this entry. */
export function onOtherTab(name, callback) {
  addEventListener("storage", (event) => {
    if (event.key === `javora.${name}` || event.key === null) callback();
  });
}
