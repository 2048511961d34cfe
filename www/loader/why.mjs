// "Why am I seeing this?": why a block of the page is there, in the shopper's language. A module of its own, brought in only
// where somebody asks. What decided, the engine says.

import { button, dialog, make, speak } from './surface.mjs';

const WORDS = {
  en: {
    same: 'This page looks the same to everybody.',
    grid: 'The order of the products', banner: 'A banner', recommendations: 'Recommended products', offer: 'An offer',
    because: '{block}: because of {topics}.', everybody: '{block}: everybody sees it.', named: '{topic} ({names})', list: '{block}: {reasons}', also: 'And because of {topics}.',
    browsing: 'what you look at here', topic_cart: 'your cart', topic_orders: 'your orders', topic_visits: 'how often you come', topic_campaign: 'the link that brought you',
    moment: 'the page and the moment', chance: 'a test that shows shoppers different things', answers: 'your answers', shop: 'what the shop knows about you', birthday: 'your birthday',
    rule: 'what the shop puts forward', this: 'what you see here',
    for_you: 'Chosen by what you look at, put into your cart and buy here.', similar: 'Like {names}.',
    also_viewed: 'Shoppers who looked at {names} looked at these as well.', bought_together: 'Shoppers who bought {names} bought these as well.',
    complements: 'Goes with {names}.', buy_again: 'You bought this here before.', upsell: 'A step up from {names}.', trending: 'More shoppers look at this than before.',
    bestsellers: 'Favourites of this shop.', new_arrivals: 'New in this shop.', recently_viewed: 'You looked at this.', because_you_viewed: 'Goes with what you looked at: {names}.',
    back_in_stock: 'You looked at this while it was sold out, and it is back.', price_drop: 'This is cheaper than when you looked at it.',
    continue_shopping: 'Where you left off.', cart_completion: 'Bought together with {names}.',
  },
  sr: {
    same: 'Ova stranica svima izgleda isto.',
    grid: 'Redosled proizvoda', banner: 'Baner', recommendations: 'Preporučeni proizvodi', offer: 'Ponuda',
    because: '{block}: zbog ovoga – {topics}.', everybody: '{block}: vide svi.', also: 'I zbog ovoga – {topics}.',
    browsing: 'šta ovde gledate', topic_cart: 'vaša korpa', topic_orders: 'vaše porudžbine', topic_visits: 'koliko često dolazite', topic_campaign: 'link koji vas je doveo',
    moment: 'stranica i trenutak', chance: 'test koji kupcima pokazuje različite stvari', answers: 'vaši odgovori', shop: 'šta prodavnica zna o vama', birthday: 'vaš rođendan',
    rule: 'šta prodavnica ističe', this: 'ono što ovde vidite',
    for_you: 'Izabrano po onome što ovde gledate, stavljate u korpu i kupujete.', similar: 'Slično ovome: {names}.',
    also_viewed: 'Ko je gledao {names}, gledao je i ovo.', bought_together: 'Ko je kupio {names}, kupio je i ovo.',
    complements: 'Ide uz: {names}.', buy_again: 'Ovo ste već kupili ovde.', upsell: 'Korak više od ovoga: {names}.', trending: 'Ovo gleda više kupaca nego ranije.',
    bestsellers: 'Omiljeno u ovoj prodavnici.', new_arrivals: 'Novo u ovoj prodavnici.', recently_viewed: 'Ovo ste gledali.', because_you_viewed: 'Ide uz ono što ste gledali: {names}.',
    back_in_stock: 'Ovo ste gledali dok je bilo rasprodato, a sada je ponovo tu.', price_drop: 'Ovo je jeftinije nego kada ste ga gledali.',
    continue_shopping: 'Tamo gde ste stali.', cart_completion: 'Kupuje se zajedno s ovim: {names}.',
  },
  sq: {
    same: 'Kjo faqe duket njësoj për të gjithë.',
    grid: 'Renditja e produkteve', banner: 'Një banderolë', recommendations: 'Produkte të rekomanduara', offer: 'Një ofertë',
    because: '{block}: për shkak të kësaj – {topics}.', everybody: '{block}: e shohin të gjithë.', also: 'Dhe për shkak të kësaj – {topics}.',
    browsing: 'çfarë shihni këtu', topic_cart: 'shporta juaj', topic_orders: 'porositë tuaja', topic_visits: 'sa shpesh vini', topic_campaign: 'lidhja që ju solli',
    moment: 'faqja dhe çasti', chance: 'një provë që u tregon blerësve gjëra të ndryshme', answers: 'përgjigjet tuaja', shop: 'çfarë di dyqani për ju', birthday: 'ditëlindja juaj',
    rule: 'çfarë vë në pah dyqani', this: 'çfarë shihni këtu',
    for_you: 'Zgjedhur sipas asaj që shihni, vini në shportë dhe blini këtu.', similar: 'I ngjashëm me: {names}.',
    also_viewed: 'Kush pa {names}, pa edhe këto.', bought_together: 'Kush bleu {names}, bleu edhe këto.',
    complements: 'Shkon me: {names}.', buy_again: 'E keni blerë më parë këtu.', upsell: 'Një hap më lart se: {names}.', trending: 'E shohin më shumë blerës se më parë.',
    bestsellers: 'Të preferuarat e këtij dyqani.', new_arrivals: 'Të reja në këtë dyqan.', recently_viewed: 'E keni parë.', because_you_viewed: 'Shkon me atë që keni parë: {names}.',
    back_in_stock: 'E keni parë kur ishte shitur, dhe tani është përsëri.', price_drop: 'Është më lirë se kur e keni parë.',
    continue_shopping: 'Aty ku mbetët.', cart_completion: 'Blihet bashkë me: {names}.',
  },
};

/** Why a block is there, as a sentence or a few. A list says what brought its products, and what else decided. */
export function sentence({ kind, topics, names, reasons = [] }) {
  const say = speak(WORDS);
  const block = say(kind);
  const said = topics.map((topic) => {
    const words = say(`topic_${topic}`) || say(topic);
    return topic === 'browsing' && names.length ? say('named', { topic: words, names: names.join(', ') }) : words;
  });
  if (reasons.length) {
    const parts = reasons.map(({ strategy, names }) => say(strategy, { names: names.join(', ') || say('this') }));
    if (said.length) parts.push(say('also', { topics: said.join(', ') }));
    return say('list', { block, reasons: parts.join(' ') });
  }
  return said.length ? say('because', { block, topics: said.join(', ') }) : say('everybody', { block });
}

/** That nothing was changed. */
export const unchanged = () => speak(WORDS)('same');

/** Says in a dialog why a block is there: a block, or the id of one on this page. */
export function tell(vitrina, block) {
  const say = speak(WORDS);
  const box = dialog('vitrina-reason', say('why'));
  const found = block?.kind ? block : vitrina.explain().blocks.find(({ id }) => id === block);
  make(box, 'p', 'text', found ? sentence(found) : say('same'));
  button(make(box, 'div', 'actions'), 'close-button', say('close'), () => box.close());
  box.showModal();
}
