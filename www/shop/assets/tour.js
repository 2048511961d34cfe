// Plays the stories of tour.json in the shop beside it. A step is one key with what it is about, and the words that say it:
// go (a path), click (a selector), type (a selector and a text), call (a method of Vitrina's and
// its arguments, as the shop's own page would), later (days that pass), leave (the pointer leaves at the top), ignore (a selector
// of suggestions, looked at in visit after visit and never chosen), see (a selector, and a text that must be in it), lacks (a text
// that must not), hear (what the page's dataLayer is told). The merchant's part: config (what stands in it instead), prices (by
// handle), without (Vitrina cannot run). `>>>` in a selector leads into a shadow root; {day} and {month} are tomorrow's.
const $ = (id) => document.getElementById(id);
const frame = $("shop");
const pointer = document.querySelector(".pointer");
const quick = new URLSearchParams(location.search).has("quick");
const PATIENCE = 12_000;
const pause = (time) => new Promise((done) => setTimeout(done, quick ? Math.min(time, 60) : time));
const page = () => frame.contentDocument;

let playing;
let scale = 1;

/** On a desktop the shop is as wide as on one, and drawn smaller where there is less room; on a phone as wide as that. */
function fit() {
  const room = frame.parentElement;
  const phone = room.classList.contains("phone") || document.documentElement.clientWidth < 900;
  const width = phone ? Math.min(430, room.clientWidth) : Math.max(1280, room.clientWidth);
  scale = Math.min(1, room.clientWidth / width);
  Object.assign(frame.style, { width: `${width}px`, height: `${room.clientHeight / scale}px`, transform: `scale(${scale})` });
}

function alive(run) {
  if (playing !== run) throw new Error("stopped");
}

async function until(run, what, ask) {
  const end = performance.now() + PATIENCE;
  for (;;) {
    alive(run);
    try {
      const answer = ask();
      if (answer) return answer;
    } catch {
      // The page is on its way.
    }
    if (performance.now() > end) throw new Error(`${what} did not happen`);
    await new Promise((done) => setTimeout(done, 80));
  }
}

/** The first that is shown of what a selector names. */
function find(selector) {
  const [outer, inner] = selector.split(" >>> ");
  for (const element of page().querySelectorAll(outer)) {
    const all = inner ? element.shadowRoot?.querySelectorAll(inner) : [element];
    for (const one of all ?? []) if (one.getClientRects().length) return one;
  }
  return undefined;
}

async function point(run, element, ring) {
  const box = () => element.getBoundingClientRect();
  const off = box().top < 80 || box().bottom > frame.contentWindow.innerHeight - 40;
  if (off) element.scrollIntoView({ block: "center" });
  await pause(250);
  alive(run);
  const [left, top, width, height] = ["left", "top", "width", "height"].map((side) => box()[side] * scale);
  const [dx, dy] = [frame.offsetLeft, frame.offsetTop];
  pointer.className = ring ? "pointer ring" : "pointer";
  Object.assign(pointer.style, ring
    ? { left: `${left + dx}px`, top: `${top + dy}px`, width: `${width + 12}px`, height: `${height + 12}px` }
    : { left: `${left + width / 2 + dx}px`, top: `${top + height / 2 + dy}px`, width: "", height: "" });
  pointer.hidden = false;
  await pause(ring ? 1600 : 700);
  pointer.hidden = true;
}

const STAGE = ["days", "config", "prices", "without"].map((name) => `javora.${name}`);
const runs = () =>
  page().readyState === "complete" && (sessionStorage.getItem("javora.without") || typeof frame.contentWindow.vitrina?.track === "function");

async function go(run, path) {
  frame.contentWindow.beforeTour = true;
  frame.contentWindow.location.assign(path);
  await until(run, `the page ${path}`, () => !frame.contentWindow.beforeTour && runs());
  await pause(500);
}

/** Nobody is known, and nobody was asked. */
async function afresh(run) {
  frame.src = "about:blank";
  await until(run, "an empty page", () => frame.contentWindow.location.href === "about:blank");
  for (const key of Object.keys(localStorage)) if (/^(javora\.|vitrina:)/.test(key)) localStorage.removeItem(key);
  STAGE.forEach((key) => sessionStorage.removeItem(key));
  await go(run, "/");
}

/** What the merchant changes, the next page finds changed. */
const staged = (name) => async (run, what) => {
  sessionStorage.setItem(`javora.${name}`, JSON.stringify(what));
  await go(run, "/");
};

const SHAPES = {
  go,
  async click(run, selector) {
    const element = await until(run, `something to click at ${selector}`, () => runs() && find(selector));
    await point(run, element);
    const before = frame.contentWindow;
    before.beforeTour = true;
    element.click();
    await pause(400);
    // A click may lead to another page.
    await until(run, "the page", runs);
  },
  async type(run, [selector, text]) {
    const field = await until(run, `a field at ${selector}`, () => find(selector));
    await point(run, field);
    field.focus();
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  },
  async call(run, [name, ...parts]) {
    await until(run, "Vitrina to be there", runs);
    if (name === "apply") {
      // What is only in the catalogue, such as tags, is known once that has come.
      const come = (entry) => entry.name.includes("/products.json") && entry.responseEnd;
      await until(run, "the catalogue", () => frame.contentWindow.performance.getEntriesByType("resource").some(come));
      await new Promise((done) => setTimeout(done, 300));
    }
    frame.contentWindow.vitrina[name](...parts);
    await pause(300);
  },
  async later(run, days) {
    const now = Number(sessionStorage.getItem("javora.days")) || 0;
    // What the page before still had to write is written first.
    frame.src = "about:blank";
    await until(run, "the page to close", () => frame.contentWindow.location.href === "about:blank");
    sessionStorage.setItem("javora.days", now + days);
    await go(run, "/");
  },
  async leave(run) {
    // Not at once: who only just came does not leave.
    await new Promise((done) => setTimeout(done, 1500));
    alive(run);
    const body = page().body;
    const at = { bubbles: true, clientX: 300, clientY: -1, relatedTarget: null };
    body.dispatchEvent(new MouseEvent("mouseout", at));
    page().documentElement.dispatchEvent(new MouseEvent("mouseleave", { ...at, bubbles: false }));
  },
  async see(run, [selector, text = ""]) {
    const said = (element) => element.textContent.replace(/\s+/g, " ");
    const element = await until(run, `“${text || selector}”`, () => runs() && find(selector) && said(find(selector)).includes(text) && find(selector));
    await point(run, element, true);
  },
  async ignore(run, selector) {
    const shown = () => [...page().querySelectorAll(selector)].map((link) => link.pathname);
    const look = async () => {
      await until(run, "suggestions", () => runs() && shown().length);
      // They may follow the model, once that is there.
      await new Promise((done) => setTimeout(done, 600));
      return shown();
    };
    const first = await look();
    for (let visit = 0; (await look()).some((path) => first.includes(path)); visit++) {
      if (visit === 20) throw new Error("other suggestions did not come");
      page().querySelector(selector).scrollIntoView({ block: "center", behavior: "instant" });
      // A second in view is a glance that counts.
      await new Promise((done) => setTimeout(done, 1300));
      await go(run, "/delivery/");
      await go(run, "/");
    }
  },
  config: staged("config"),
  prices: staged("prices"),
  without: staged("without"),
  async hear(run, name) {
    const told = await until(run, `“${name}”`, () => frame.contentWindow.dataLayer.find((entry) => entry.vitrina && entry.event === name));
    line(JSON.stringify(told), "done told");
  },
  async lacks(run, [selector, text]) {
    // What should not come is given the time to.
    await new Promise((done) => setTimeout(done, 700));
    if (find(selector)?.textContent.includes(text)) throw new Error(`“${text}” is still there`);
  },
};

function line(text, kind) {
  const item = document.createElement("li");
  item.textContent = text;
  if (kind) item.className = kind;
  $("steps").append(item);
  item.scrollIntoView({ block: "nearest" });
  return item;
}

async function play(story, button) {
  const run = (playing = {});
  document.querySelectorAll(".story").forEach((other) => other.removeAttribute("aria-current"));
  button.setAttribute("aria-current", "true");
  document.body.dataset.state = "playing";
  $("title").textContent = `${story.id} · ${story.title}`;
  $("steps").replaceChildren();
  $("stop").hidden = false;
  $("next").hidden = true;
  if (document.documentElement.clientWidth < 900) document.querySelector(".stage").scrollIntoView();
  let item = line("A shopper nobody knows opens the shop.");
  try {
    await afresh(run);
    if (story.consent !== false) await SHAPES.click(run, "#consent [data-consent=granted]");
    item.className = "done";
    const tomorrow = new Date(Date.now() + 86_400_000);
    const dated = { "{day}": tomorrow.getDate(), "{month}": tomorrow.getMonth() + 1 };
    const steps = JSON.stringify(story.steps).replace(/\{(day|month)\}/g, (name) => dated[name]);
    for (const { say, ...step } of JSON.parse(steps)) {
      const [[verb, what]] = Object.entries(step);
      if (say) item = line(say);
      await SHAPES[verb](run, what);
      if (say) item.className = "done";
      await pause(say ? 900 : 200);
      alive(run);
    }
    line(story.because, "done why");
    button.querySelector("i").textContent = "✓";
    document.body.dataset.state = "done";
  } catch (error) {
    if (playing !== run) return;
    item.className = "failed";
    line(error.message === "stopped" ? "Stopped." : `That went wrong: ${error.message}.`, "failed");
    document.body.dataset.state = "failed";
  }
  pointer.hidden = true;
  $("stop").hidden = true;
  $("next").hidden = !button.nextStory;
  $("next").onclick = () => button.nextStory.click();
}

$("stop").onclick = () => {
  playing = undefined;
  document.body.dataset.state = "stopped";
  line("Stopped.");
  pointer.hidden = true;
  $("stop").hidden = true;
};

document.querySelectorAll("[data-width]").forEach((button) => (button.onclick = () => {
  document.querySelector(".frame").classList.toggle("phone", button.dataset.width === "phone");
  fit();
  document.querySelectorAll("[data-width]").forEach((other) => other.setAttribute("aria-pressed", other === button));
}));

addEventListener("resize", fit);
fit();
setInterval(() => {
  const { pathname = "" } = frame.contentWindow?.location ?? {};
  if (pathname && pathname !== "blank") document.querySelector(".address").value = pathname;
}, 300);
addEventListener("pagehide", () => STAGE.forEach((key) => sessionStorage.removeItem(key)));

let before;
const answer = await fetch("/assets/tour.json");
for (const { title, stories } of await answer.json()) {
  const [heading, list] = [document.createElement("h2"), document.createElement("ul")];
  heading.textContent = title;
  for (const story of stories) {
    const [item, button, number, mark] = ["li", "button", "b", "i"].map((name) => document.createElement(name));
    button.type = "button";
    button.className = "story";
    button.id = story.id;
    number.textContent = story.id;
    mark.textContent = "▸";
    mark.ariaHidden = "true";
    button.append(number, document.createTextNode(story.title), mark);
    button.onclick = () => play(story, button);
    if (before) before.nextStory = button;
    before = button;
    item.append(button);
    list.append(item);
  }
  $("stories").append(heading, list);
}
document.body.dataset.state = "ready";
