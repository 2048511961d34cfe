// A profile from one device to another, with no server between: a link, and its QR code, that carry the compressed profile in
// the fragment, which browsers send to nobody. Made only when the shopper asks; taken over only after a look at what it
// holds. A module of its own, brought in only then.

import { encode } from 'uqr';
import { button, dialog, make, speak } from './surface.mjs';

/** Milliseconds for which a link can be taken over. */
const VALID = 15 * 60 * 1000;
/** Most bytes that a profile takes as JSON, with room for a newer version's: whatever unpacks to more is none. */
const MOST = 32768;
/** Characters of a link up to which phones still read its code from a screen. */
const READABLE = 1800;

const STYLE = `
svg { display: block; width: min(16rem, 100%); height: auto; margin: 0 auto 1rem; background: #fff }
input { width: 100%; min-height: 44px; margin-block-end: 1rem; padding: 0 .75rem; border: 1px solid; border-radius: 6px; font: inherit; color: inherit; background: none }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 0 0 1rem }
dt { font-weight: 600 }
dd { margin: 0; overflow-wrap: anywhere }`;

const WORDS = {
  en: {
    make: 'Take it to another device', made: 'Open this link, or scan the code, on the other device by {time}. Whoever has it sees what is known about you here.',
    copy: 'Copy the link', label: 'The link', code: 'QR code of the link', long: 'There is too much for a code that a phone can read; the link works.',
    take: 'Bring along what another device knows?', holds: 'This link was made on another device at {time}. It holds:',
    interests: 'Interests', products: 'Products seen', orders: 'Orders', traits: 'Said of you', accept: 'Take it over',
    old: 'This link is no longer valid. Make a new one on the other device.', damaged: 'This link is damaged. Make a new one on the other device.',
  },
  sr: {
    make: 'Ponesi na drugi uređaj', made: 'Otvorite ovaj link, ili skenirajte kod, na drugom uređaju do {time}. Ko ga ima, vidi šta se ovde o vama zna.',
    copy: 'Kopiraj link', label: 'Link', code: 'QR kod linka', long: 'Ima previše za kod koji telefon može da pročita; link radi.',
    take: 'Preneti šta drugi uređaj zna?', holds: 'Ovaj link je napravljen na drugom uređaju u {time}. U njemu je:',
    interests: 'Interesovanja', products: 'Viđeni proizvodi', orders: 'Porudžbine', traits: 'Rečeno o vama', accept: 'Preuzmi',
    old: 'Ovaj link više ne važi. Napravite novi na drugom uređaju.', damaged: 'Ovaj link je oštećen. Napravite novi na drugom uređaju.',
  },
  sq: {
    make: 'Merre në një pajisje tjetër', made: 'Hapeni këtë lidhje, ose skanoni kodin, në pajisjen tjetër deri në {time}. Kush e ka, sheh çfarë dihet këtu për ju.',
    copy: 'Kopjo lidhjen', label: 'Lidhja', code: 'Kodi QR i lidhjes', long: 'Është shumë për një kod që lexohet nga telefoni; lidhja punon.',
    take: 'Të sillet çfarë di një pajisje tjetër?', holds: 'Kjo lidhje u krijua në një pajisje tjetër në {time}. Ajo përmban:',
    interests: 'Interesa', products: 'Produkte të para', orders: 'Porosi', traits: 'Thënë për ju', accept: 'Merre',
    old: 'Kjo lidhje nuk vlen më. Krijoni një të re në pajisjen tjetër.', damaged: 'Kjo lidhje është e dëmtuar. Krijoni një të re në pajisjen tjetër.',
  },
};

export const label = () => speak(WORDS)('make');

const through = (bytes, stream) => new Response(new Blob([bytes]).stream().pipeThrough(stream));

async function packed(value) {
  const bytes = new Uint8Array(await through(new TextEncoder().encode(JSON.stringify(value)), new CompressionStream('deflate-raw')).arrayBuffer());
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** What was packed; it throws for anything else, however much it would unpack to. */
async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const reader = through(bytes, new DecompressionStream('deflate-raw')).body.getReader();
  const parts = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    if ((size += value.length) > MOST) throw new RangeError('too much');
    parts.push(value);
  }
  return JSON.parse(await new Blob(parts).text());
}

/** What another device needs of a profile: not how often it met which banner, nor pictures and addresses, which the shop has. */
function carried({ promotions, trials, passed, id, ...profile }) {
  for (const [, item] of profile.products ?? []) for (const name of ['image', 'url', 'keys', 'published']) delete item[name];
  return profile;
}

/** A link that carries the profile until a time. */
export async function link(vitrina, until) {
  const address = new URL(document.baseURI);
  address.hash = `vitrina=${await packed([until, carried(vitrina.export())])}`;
  return address.href;
}

const clock = (time) => new Date(time).toLocaleTimeString(document.documentElement.lang || undefined, { hour: '2-digit', minute: '2-digit' });

const SVG = 'http://www.w3.org/2000/svg';

function picture(parent, text, name) {
  const { data, size } = encode(text, { ecc: 'L', border: 4 });
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', name);
  svg.setAttribute('shape-rendering', 'crispEdges');
  const path = svg.appendChild(document.createElementNS(SVG, 'path'));
  path.setAttribute('d', data.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join('')).join(''));
  parent.append(svg);
}

/** Makes a link and shows it with its code. */
export async function show(vitrina) {
  const say = speak(WORDS);
  const until = Date.now() + VALID;
  const address = await link(vitrina, until);
  const box = dialog('vitrina-handover', say('make'), STYLE);
  make(box, 'p', 'text', say('made', { time: clock(until) }));
  if (address.length <= READABLE) picture(box, address, say('code'));
  else make(box, 'p', 'text', say('long'));
  make(box, 'input', 'link', '', { value: address, readOnly: true, ariaLabel: say('label'), onfocus: ({ target }) => target.select() });
  const actions = make(box, 'div', 'actions');
  const copy = button(actions, 'strong', say('copy'), () => {
    // Without a clipboard the link can still be selected by hand.
    navigator.clipboard?.writeText(address).catch(() => {});
    copy.textContent = say('copied');
  }, { ariaLive: 'polite' });
  button(actions, 'decline', say('close'), () => box.close());
  box.showModal();
}

/** Shows what the fragment `text` carries, and takes it over if the shopper wants that. */
export async function receive(vitrina, text) {
  const say = speak(WORDS);
  const [until, profile] = await unpacked(text).catch(() => []);
  const refused = !(until > 0 && profile?.version) ? 'damaged' : until < Date.now() || until > Date.now() + 2 * VALID ? 'old' : '';
  const box = dialog('vitrina-handover', say('take'), STYLE);
  const actions = () => make(box, 'div', 'actions');
  if (refused) {
    make(box, 'p', 'text', say(refused));
    button(actions(), 'decline', say('close'), () => box.close());
    box.showModal();
    return;
  }
  make(box, 'p', 'text', say('holds', { time: clock(until - VALID) }));
  const list = make(box, 'dl', 'facts');
  // Tags and price bands are the shop's own marks more often than words.
  const { category = [], brand = [], ...others } = profile.interests ?? {};
  const names = [...brand, ...category].map(([name]) => name.replaceAll('-', ' ')).reverse();
  const more = Object.values(others).flat().length;
  if (more) names.push(`+${more}`);
  const said = (profile.traits ?? []).filter(([, , value]) => value != null).map(([name]) => name);
  for (const [name, value] of [['interests', names.join(', ')], ['products', profile.products?.length], ['orders', profile.orders?.kept?.length], ['traits', said.join(', ')]]) {
    if (!value) continue;
    make(list, 'dt', '', say(name));
    make(list, 'dd', '', String(value));
  }
  const buttons = actions();
  button(buttons, 'strong', say('accept'), () => {
    box.close();
    try {
      vitrina.import(profile);
      vitrina.apply();
    } catch {
      // What looks like a profile and is none changes nothing.
    }
  });
  button(buttons, 'decline', say('decline'), () => box.close());
  box.showModal();
}
