// Asking elements many things at once: one call from wasm instead of dozens. What to ask is the engine's to know.

/** `root` where the selector matches it, and all below. */
export function all(root, selector) {
  try {
    return [...(root.matches(selector) ? [root] : []), ...root.querySelectorAll(selector)];
  } catch {
    return []; // A selector of the merchant's that is none.
  }
}

const tidy = (text) => (text ?? '').trim().replace(/\s+/g, ' ');
const words = (node) => tidy(node.textContent);

/** The address that `href` in the document of `root` leads to, without its hash; empty unless it is on the web. */
export function absolute(root, href) {
  try {
    const url = new URL(href, root.baseURI);
    url.hash = '';
    return href && url.protocol.startsWith('http') ? url.href : '';
  } catch {
    return '';
  }
}

/** More than this is prose, not a name. */
const LONGEST_NAME = 120;

function answer(root, question, read = String) {
  const [selector, ...names] = question.split('@');
  for (const element of selector ? all(root, selector) : [root]) {
    for (const name of names) {
      const value = read(tidy(element.getAttribute(name)));
      if (value) return value;
    }
    const text = names.length || element === root ? '' : words(element);
    if (text && text.length <= LONGEST_NAME) return text;
  }
  return '';
}

/**
 * The answers to the questions, one a line, each on a line.
 *
 * A question is a list of alternatives with `;` between them, the first with an answer wins: a selector for `root` or
 * what is below it, and the attributes that may hold the answer (`img@data-src@src`); without attributes the text of the
 * element, if it is below `root`; without a selector `root` alone is asked. Some begin with a sign: `?` asks whether the
 * selector finds anything, `=` whether it matches `root`, `^` whether it matches anything around, `~` whether what it
 * finds differs in an attribute (`1` or nothing), `+` for all texts with `|` around each, `!` for a picture's address.
 */
export function ask(root, questions) {
  const ways = {
    '?': (selector) => (root.matches(selector) || root.querySelector(selector) ? '1' : ''),
    '=': (selector) => (root.matches(selector) ? '1' : ''),
    '^': (selector) => (root.closest(selector) ? '1' : ''),
    '~': (question) => {
      const [selector, name] = question.split('@');
      return new Set(all(root, selector).map((element) => element.getAttribute(name))).size > 1 ? '1' : '';
    },
    '+': (selector) => `|${all(root, selector).map(words).join('|')}|`,
    // What stands in for a lazy picture has no address on the web.
    '!': (question) => answer(root, question, (value) => absolute(root, value.split(/[ ,]/)[0].replace('{width}', '400'))),
  };
  const one = (question) => {
    const way = ways[question[0]];
    if (way) return way(question.slice(1));
    for (const part of question.split(';')) {
      const found = answer(root, part);
      if (found) return found;
    }
    return '';
  };
  return questions.split('\n').map(one).join('\n');
}

/** Parents of three or more children, with three or more of each kind below, and not in anything of `never`. */
export function containers(root, kinds, never) {
  const enough = (box) => kinds.split(';').every((kind) => box.querySelectorAll(kind).length > 2);
  return all(root, ':nth-child(3)')
    .map((third) => third.parentElement)
    .filter((box) => box && enough(box) && !box.closest(never));
}

/** Where a link leads: `card` itself, else the one around its first linked picture, else its first. */
export function leads_to(card, link) {
  const found = card.matches(link) ? card : (card.querySelector(`${link} img`)?.closest('a') ?? card.querySelector(link));
  return found ? absolute(card, found.getAttribute('href')) : '';
}

/**
 * Those of the elements that are of the kind of the one in the middle: of its tag, and with any of the classes it shares
 * with most, if there are such.
 */
export function alike(elements) {
  const { localName, classList } = elements[elements.length >> 1];
  const having = (name) => elements.filter((element) => element.classList.contains(name));
  const shared = [...classList].map(having).filter((found) => found.length * 2 > elements.length);
  return elements.filter((element) => element.localName === localName && (!shared[0] || shared.some((found) => found.includes(element))));
}

/** The objects in scripts of JSON, and before each what lies in it under one of the `inner` names. */
export function objects(root, scripts, inner) {
  const flatten = (data) =>
    [data].flat().flatMap((node) => (node instanceof Object ? [...inner.split(' ').flatMap((name) => flatten(node[name])), node] : []));
  return all(root, scripts).flatMap(({ textContent }) => {
    try {
      // A number is as good as its digits.
      return flatten(JSON.parse(textContent, (_, value) => (typeof value === 'number' ? `${value}` : value)));
    } catch {
      return []; // Not JSON.
    }
  });
}

/** What a node says but for some inside, with a point before what is set as a superscript: themes set cents so. */
const spelled = (node, out) =>
  out.includes(node) ? '' : node.localName === 'sup' ? `.${node.textContent}` : node.nodeType === 3 ? node.nodeValue : [...node.childNodes].map((child) => spelled(child, out)).join('');

/**
 * The texts of an element that can be prices, one a line, after a letter: `o` an old one, `p` what an element that is
 * marked as a price says besides, `l` any other short text.
 */
export function prices(root, marked, old, other) {
  const beside = all(root, other);
  const within = (outer, element) => outer.some((found) => found.contains(element));
  const struck = all(root, old).filter((element) => !within(beside, element));
  const out = [...struck, ...beside];
  const said = (element) => tidy(spelled(element, out));
  const shown = struck.map((element) => `o${tidy(spelled(element, []))}`);
  for (const element of all(root, marked)) {
    if (!within(out, element)) shown.push(`p${said(element)}`);
  }
  if (!shown.some((line) => /^p.*\d/.test(line))) {
    // Beside other elements, an amount has no words around it: `$12.00 <small>USD</small>`.
    const amount = ({ nodeValue }) => /^\P{L}*\d\P{L}*$/u.test(nodeValue);
    for (const element of all(root, '*')) {
      const text = (!element.childElementCount || [...element.childNodes].some(amount)) && !within(out, element) ? said(element) : '';
      if (text && text.length <= 32) shown.push(`l${text}`);
    }
  }
  return shown.join('\n');
}

/** A short selector that finds only `element`: ids, classes and places among siblings, from the element upwards. */
export function selector_of(element) {
  const stable = (name) => /^[a-z][\w-]*$/i.test(name) && !/load|active|anim|visible|init|open|current|selected|lazy/.test(name);
  let below = '';
  for (let here = element; here; here = here.parentElement) {
    const tag = here.localName;
    const names = [...here.classList].filter(stable).map((name) => `.${name}`);
    const steps = [...(stable(here.id) ? [`#${here.id}`] : []), ...names.map((name) => tag + name), tag + names.join('')];
    const whole = steps.map((step) => step + below).find((selector) => {
      const found = element.ownerDocument.querySelectorAll(selector);
      return found.length === 1 && found[0] === element;
    });
    if (whole) return whole;
    const like = [...(here.parentElement?.children ?? [])].filter((other) => other.localName === tag);
    below = ` > ${tag}${like.length > 1 ? `:nth-of-type(${like.indexOf(here) + 1})` : ''}${below}`;
  }
  return '';
}
