// Runs before anything else in every page of a test site, so that every browser can tell what happened in it.
((settings) => {
  const records = { console: [], notes: [], errors: [], broken: [], violations: [], shifts: [], requests: [], frames: [], memory: 0, first: null };
  const text = (value) => {
    if (typeof value === "string") return value;
    if (value instanceof Error) return String(value);
    try {
      return JSON.stringify(value) ?? String(value);
    } catch {
      return String(value);
    }
  };
  for (const level of ["info", "warn", "error"]) {
    const original = console[level];
    console[level] = (...values) => {
      (level === "info" ? records.notes : records.console).push({ level, text: values.map(text).join(" ") });
      original.apply(console, values);
    };
  }
  addEventListener("error", (event) => {
    if (event instanceof ErrorEvent) records.errors.push(event.message);
    else records.broken.push(event.target.src ?? event.target.href ?? event.target.localName);
  }, true);
  addEventListener("unhandledrejection", (event) => records.errors.push("unhandled: " + text(event.reason)));
  addEventListener("securitypolicyviolation", (event) => {
    records.violations.push(event.effectiveDirective + " " + event.blockedURI);
  });
  const observers = [];
  const observe = (type, keep) => {
    if (!PerformanceObserver.supportedEntryTypes.includes(type)) return;
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(keep));
    observer.observe({ type, buffered: true });
    observers.push([observer, keep]);
  };
  observe("resource", (entry) => records.requests.push(entry.name));
  observe("layout-shift", (entry) => {
    const moved = ({ node, previousRect: from, currentRect: to }) =>
      `${node?.nodeName} ${(node?.textContent ?? "").trim().slice(0, 40)} from ${from.x},${from.y} to ${to.x},${to.y}`;
    const of = (entry.sources ?? []).map(moved);
    records.shifts.push({ value: entry.value, at: entry.startTime, after_input: entry.hadRecentInput, of });
  });
  if (settings.later) {
    const now = Date.now;
    Date.now = () => now() + settings.later;
  }
  const inView = (element) => {
    const { left, top, bottom } = element.getBoundingClientRect();
    // What the parser is still filling has no name yet.
    const open = document.readyState === "loading" && !element.nextSibling;
    if (open || bottom <= 0 || top >= innerHeight) return [];
    const name = element.dataset.productId || element.textContent.trim();
    return [`${name} at ${Math.round(left + scrollX)},${Math.round(top + scrollY)}`];
  };
  const look = () => {
    const there = [...document.querySelectorAll(settings.watch)];
    const seen = there.flatMap(inView);
    if (seen.join() !== records.frames.at(-1)?.join()) records.frames.push(seen);
    // Where the parser is still among them, one may have its place and not its words yet.
    const filling = document.readyState === "loading" && there.some((element) => element.parentElement.nextSibling === null);
    if (there.length) records.first ??= filling ? 0 : there.length;
    requestAnimationFrame(look);
  };
  if (settings.watch) requestAnimationFrame(look);
  const memories = [];
  const { instantiate, instantiateStreaming } = globalThis.WebAssembly ?? {};
  const kept = (original) => original && (async (...parts) => {
    const made = await original.apply(WebAssembly, parts);
    memories.push(...Object.values((made.instance ?? made).exports).filter((thing) => thing instanceof WebAssembly.Memory));
    return made;
  });
  if (instantiate) Object.assign(WebAssembly, { instantiate: kept(instantiate), instantiateStreaming: kept(instantiateStreaming) });
  Object.defineProperty(window, "__records", {
    value: () => {
      records.first ??= 0;
      records.memory = memories.reduce((sum, memory) => sum + (memory?.buffer.byteLength ?? 0), 0);
      for (const [observer, keep] of observers) observer.takeRecords().forEach(keep);
      return records;
    },
  });
})(SETTINGS);
