/** A product, in GA4's words. Prices are in major units. */
export interface Item {
  item_id: string;
  item_name?: string;
  item_brand?: string;
  /** The path from the broadest; GA4's `item_category2` to `item_category5` are understood as well. */
  item_category?: string | string[];
  item_variant?: string;
  color?: string;
  size?: string;
  price?: number | string;
  list_price?: number | string;
  /** GA4's discount on one piece; `list_price` follows from it. */
  discount?: number | string;
  currency?: string;
  quantity?: number | string;
  in_stock?: boolean;
  tags?: string[];
  url?: string;
  image?: string;
  /** Id of its only variant, by which it can be put into the cart; absent where a shopper has to choose. */
  sole_variant?: string;
}

export type EventName =
  | 'page_view' | 'view_item_list' | 'select_item' | 'view_item' | 'add_to_cart' | 'remove_from_cart' | 'view_cart'
  | 'begin_checkout' | 'purchase' | 'search' | 'add_to_wishlist' | 'remove_from_wishlist' | 'user_engagement'
  | 'experiment_viewed' | (string & {});

/**
 * GA4's event parameters. What was really in view, and for how long, Vitrina sees itself: `view_item_list` and
 * `user_engagement` change nothing of the profile.
 */
export interface EventParams {
  items?: Item[];
  currency?: string;
  value?: number;
  transaction_id?: string;
  /** Not kept: only the categories, brands and tags it names are. */
  search_term?: string;
  [name: string]: unknown;
}

/** A GrowthBook (MongoDB-style) condition. */
export type Condition = Record<string, unknown>;

export interface RankOptions {
  /** 0 keeps the given order exactly, 1 lets interests decide wherever there are any. Default 0.6. */
  strength?: number;
  /** Items at the start that stay. Default 0. */
  pin?: number;
  /** Items that may move to the front. Default 12. */
  promote?: number;
}

/** Which products a recommendation holds; the config's key `strategy` says what each means. */
export type Strategy = NonNullable<Recommendation['strategy']>;

/** The answer to a request for products. */
export interface Recommended {
  /** Its name in reports: the request's `id`, or the strategy. */
  id: string;
  /** Tells this very answer from others: what is clicked or bought from it carries this. */
  attribution_id: string;
  strategy: Strategy;
  /** Present where the config names a place for the list. */
  slot?: string;
  title?: string;
  layout: 'grid' | 'carousel';
  /** Whether its cards may put a product into the cart; absent where the shop's system decides. */
  add_to_cart?: boolean;
  /** Best first; empty where nothing suits. */
  items: (Item & { reason: RecommendedBecause })[];
  /** Why it is there, for the shopper's eyes. */
  why: Block;
}

export interface RecommendedBecause {
  /** The strategy that brought the product. */
  strategy: Strategy;
  /** How relevant it is within that strategy, after boosts; the best has about 1. */
  relevance: number;
  /** Id of the product it goes with; absent where it goes with the shopper. */
  because?: string;
  /** Upsell only: tags it has that the product on view has not, as the config's `labels` call them. */
  adds?: string[];
}

export interface Words {
  title?: string;
  text?: string;
  cta?: string;
  href?: string;
  image?: string;
  alt?: string;
  coupon?: string;
  decline?: string;
}

/** What the page should look like: the detail of `vitrina:plan`. */
export interface Plan {
  page: string;
  holdout: boolean;
  grids: { selector: string; order: number[]; keys: string[]; moved: number }[];
  banners: { slot: string; id: string; variant: string; content: Words }[];
  /** Those that may come up, the most important first; `due` where what brings it up has happened. */
  offers: PlannedOffer[];
}

export interface PlannedOffer {
  id: string;
  due: boolean;
  /** Shown in this visit and closed without an answer: only its tab is there. */
  minimized: boolean;
  content: Words;
  display: 'modal' | 'slide_in' | 'bar' | 'inline';
  /** CSS selector of the place of an inline offer. */
  slot?: string;
  /** The words of its tab. */
  teaser?: string;
  /** When it ends, in milliseconds since 1970, where the time that is left is shown. */
  ends?: number;
  /** Products it shows, with prices as the shopper's language writes them, and how many more there are. */
  items?: { item_id: string; name: string; image?: string; href?: string; price?: string; was?: string }[];
  more?: number;
}

/** Why a card stands where it does; the parts are natural logarithms that add up to `score`. */
export interface Reason {
  item_id: string;
  rank: number;
  place: number;
  prior: number;
  brand: number;
  price: number;
  category: number;
  seen: boolean;
  pinned: boolean;
  score: number;
}

/** The part of a condition that does not hold: what it asks for at its `path`, and the attribute as it is. */
export interface Failed {
  path: string;
  expected: unknown;
  found?: unknown;
}

export interface Explanation {
  /** The shopper is a control: nothing is changed, whatever holds. */
  holdout: boolean;
  cards: Reason[];
  segments: string[];
  /** What stopped each offer; without a `refusal` it is due. `waits_for` are signals that have not happened on this page. */
  offers: { id: string; refusal?: string; failed?: Failed; waits_for: string[] }[];
  /** What each banner shows, if anything; the first variant of which nothing failed. */
  banners: { slot: string; id: string; variant?: string; variants: { id: string; failed?: Failed }[] }[];
  /** The variation of each experiment, if the shopper takes part, and what decided: `hash`, `sticky`, `coverage`, … */
  experiments: { id: string; variation?: string; reason: string; bucket?: number; failed?: Failed }[];
  /** Everything on this page that is personalized, whatever the target. */
  blocks: Block[];
}

/** What is known of the shopper. */
export interface Known {
  consent: 'unknown' | 'granted' | 'denied';
  /** The shopper asked, by the trait `paused`, that nothing be learned or changed. */
  paused: boolean;
  facts: Fact[];
}

export interface Fact {
  /** Where it stands in the attributes: `affinity.brand.gorski`. `forget` takes it. */
  path: string;
  /** As the shop writes it; a tag by its label. */
  name: string;
  /** An interest's strength from 0 to 1; how many of anything else. */
  amount?: number;
  /** A trait's; absent where it is discreet. */
  value?: unknown;
  /** What searches named; of `affinity.tag`, the tags that have no name before shoppers, each at `affinity.tag.<tag>`. */
  names?: string[];
}

/** A question in the language of the page. */
export interface Asked {
  id: string;
  title: string;
  text?: string;
  multiple: boolean;
  options: { id: string; label: string; image?: string; chosen: boolean }[];
}

/** Why something personalized is on the page, in what a shopper knows. */
export interface Block {
  kind: 'grid' | 'banner' | 'recommendations' | 'offer';
  id: string;
  /** CSS selector of its place, where it has one. */
  selector?: string;
  strategy?: Strategy;
  /** What decided; none where everybody sees it. Of a list, what besides its `reasons`. */
  topics: ('browsing' | 'cart' | 'orders' | 'visits' | 'campaign' | 'moment' | 'chance' | 'answers' | 'shop' | 'rule')[];
  /** The interests that decided, as the shop writes them. */
  names: string[];
  /** What brought the products of a list, with the names of the products they go with. */
  reasons?: { strategy: Strategy; names: string[] }[];
}

export interface VitrinaEvents {
  ready: Vitrina;
  /** Cancelable, before anything is applied. */
  plan: Plan;
  impression: { promotion_id: string; creative_name: string };
  click: { item_id: string; index: number; list: string };
  /** A variation was on screen, for the first time in this visit: what GrowthBook's tracking callback tells. */
  experiment: { experiment_id: string; variation_id: string; bucket_version: number };
  /**
   * Cancelable where `action` is `show`. One with a teaser is `minimize`d where it is closed without an answer, and `open`ed
   * by its tab; one with a countdown `end`s.
   */
  offer: { id: string; action: 'show' | 'accept' | 'dismiss' | 'minimize' | 'open' | 'end' };
  /**
   * Cancelable: a shopper wants a product of a list in the cart. A theme that does it itself cancels the event, and sets
   * `done` in the detail to a promise if that takes a while.
   */
  add_to_cart: { item: Item; variant_id: string; quantity: number; list: string; attribution_id: string; done?: Promise<unknown> };
  /** It is in the cart. */
  added_to_cart: { item: Item; variant_id: string; quantity: number; list: string; attribution_id: string };
  error: { message: string };
}

export interface StartOptions {
  /**
   * The config, the address of its JSON file, or `#id` where an element of the page has it as its text, such as
   * `<script type="application/json" id="vitrina-config">`. Without it: the defaults.
   */
  config?: Config | string;
  /** The merchant's own statement about consent; without it what the page says counts. */
  consent?: 'granted' | 'denied';
}

/** Starts on this page. A second call answers with the same object. Rejects with what is wrong and what would be right. */
export function start(options?: StartOptions): Promise<Vitrina>;

export interface Vitrina {
  /** Reports what the shopper did. */
  track(name: EventName, params?: EventParams): void;
  /**
   * Says who the shopper is to the shop; `null` takes a trait back. A discreet trait shapes what is shown and is never spoken.
   * The last twelve are kept, each with a name of at most 24 bytes and a value of at most 80 as JSON. Three have a meaning:
   * `orders` says what the shop knows of its customer, as `{ count, value, first, last, sale_share }` with dates such as
   * `2026-11-24` or milliseconds; `preferences` is what the shopper declared, as `{ category: ['hiking'], brand: ['gorski'] }`,
   * of at most 280 bytes. And while `paused` is true nothing is learned and the page stays as the merchant made it.
   */
  identify(traits: Record<string, unknown>, options?: { discreet?: boolean }): void;
  /** Says what the moment is like: weather, region. It is not remembered. */
  setContext(context: Record<string, unknown>): void;
  /** The same items in the order that suits the shopper. */
  rank<T extends Item>(items: T[], options?: RankOptions): T[];
  /** Products for the shopper. */
  recommend(request?: Recommendation): Recommended;
  /**
   * The variation of an experiment in the config; `null` for a shopper who takes no part. Where your own code shows it,
   * tell when it is on screen: `track('experiment_viewed', { experiment_id, variation_id })`.
   */
  variant(experimentId: string): string | null;
  /** Everything that conditions and texts see. */
  attributes(): Record<string, unknown>;
  /** The names of the segments the shopper is in. */
  segments(): string[];
  /** Whether a condition holds, over the shopper's attributes or the given ones. */
  matches(condition: Condition, attributes?: Record<string, unknown>): boolean;
  /**
   * Why the page looks as it does: all of it, with the cards of the first grid; or, with a target, only of the grid with
   * this selector, the banner with this id or slot, or the offer or experiment with this id.
   */
  explain(target?: string): Explanation;
  /**
   * Permission to remember the shopper, or its withdrawal, which erases everything in every tab; and the purposes for which
   * others may be told (`telemetry` of the config): analytics and marketing, each allowed where nothing is said of it.
   */
  setConsent(state: 'granted' | 'denied', purposes?: { analytics?: boolean; marketing?: boolean }): void;
  /** What is known of the shopper. */
  profile(): Record<string, unknown>;
  /** The same, to be kept elsewhere. */
  export(): Record<string, unknown>;
  /** What is known of the shopper, one thing at a time and in the shop's own words, for the shopper's eyes. */
  known(): Known;
  /** Erases everything known of the shopper, or only what stands at a path that `known` tells. */
  forget(path?: string): void;
  /** The questions of the config's `preferences`, in the language of the page, with the shopper's answers. */
  questions(): Asked[];
  /** The shopper's answer: ids of the options chosen; none to take the answer back. */
  answer(question: string, options: string[]): void;
  /**
   * Joins what `export` gave, here or on another device, with what is known here: orders, wishes, products and offers seen
   * each once, of interests and counts the greater, of the cart and each trait the newer. Twice is as good as once. Call
   * `forget()` before it to have the imported profile alone.
   */
  import(profile: Record<string, unknown>): void;
  /** Puts the page into the shopper's order at once, in view or not, and goes on applying. */
  apply(): void;
  /** Restores the page exactly; tracking goes on. */
  revert(): void;
  /** Restores the page exactly and ends everything. */
  stop(): void;
  /** Calls the handler with the detail of each `vitrina:<name>` event; the answer ends that. */
  on<N extends keyof VitrinaEvents>(name: N, handler: (detail: VitrinaEvents[N]) => void): () => void;
  /** Calls back at once; before Vitrina has loaded, `window.vitrina` is an array that keeps the calls until then. */
  push(...callbacks: ((vitrina: Vitrina) => void)[]): void;
}

declare global {
  interface Window {
    vitrina?: Vitrina | ((vitrina: Vitrina) => void)[];
  }
}
