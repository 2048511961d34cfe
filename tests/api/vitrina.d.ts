/** A text with merge tags, or one for each language. */
export type LocalizedText = string | Record<string, string>;

/** The merchant's config. */
export interface Config {
  /** Address of the JSON Schema, for editors that complete and check while typing. Not read by Vitrina. */
  '$schema'?: string;
  /** Version of the config's format. There is one so far. By default 1. */
  version?: number;
  /**
   * Address of the catalogue on this shop's own origin, in the shape of Shopify's `/products.json`. With it, products
   * can be ranked and recommended that the shopper has not come across yet. It is fetched after the page has loaded.
   */
  catalog?: string;
  /**
   * Named groups of shoppers, each a condition over the attributes. A shopper may be in several. A segment may build on
   * others, in any order: `{ "segments": "loyal" }`. One with the name of a built-in segment replaces it.
   */
  segments?: Record<string, Condition>;
  /** Where the built-in segments begin. */
  thresholds?: Thresholds;
  /**
   * How product grids are reordered. The first entry whose selector a grid answers to applies; an entry without a
   * selector answers to all. Without entries every recognized grid is reordered with the defaults.
   */
  grids?: Grid[];
  /** Banners that change with the shopper. */
  banners?: Banner[];
  /** Offers in a dialog. At most one is shown on a page view: of those eligible the first in this list. */
  offers?: Offer[];
  /** A/B tests. */
  experiments?: Experiment[];
  /**
   * Share of shoppers who see the page as the merchant made it, to measure against. 0 is nobody, 1 everybody. From 0 to
   * 1, default 0.
   */
  holdout?: number;
  /** Where permission to remember the shopper comes from. */
  consent?: Consent;
  /**
   * Which half of the earth the shop sells in, for `time.season` of the attributes. By default "north". `north`: Summer
   * is from June to August. `south`: Summer is from December to February.
   */
  hemisphere?: 'north' | 'south';
  /** How fast interests fade. */
  profile?: Memory;
}

/**
 * Where the built-in segments begin. Each is a condition over the attributes: `new` is a first visit without an order,
 * `returning` a later one, `one_time_buyer` one order; the others are named with their keys.
 */
export interface Thresholds {
  /** Visits without any order that make a `browser`. From 1 to 1000, default 3. */
  browser_visits?: number;
  /** Orders that make a shopper `loyal`, the last of them within `lapsed_days`. From 1 to 1000, default 3. */
  loyal_orders?: number;
  /** Sum of orders that makes a `vip`, in the shop's currency. From 0 to 1000000000, default 1000. */
  vip_value?: number;
  /** The trait `score` that makes a `vip` as well, whatever was bought. From 0 to 1000000000, default 80. */
  vip_score?: number;
  /** Days since the last order after which a shopper has `lapsed`. From 1 to 4000, default 180. */
  lapsed_days?: number;
  /** Churn risk from which a buyer of at least two orders, not lapsed yet, is `at_risk`. From 0 to 1, default 0.5. */
  at_risk?: number;
  /**
   * Share of the sum of at least two orders, bought on sale, that makes a `bargain_hunter`. From 0 to 1, default 0.6.
   */
  bargain_share?: number;
  /**
   * Share of the sum of at least two orders, bought new and at full price, that makes a `new_arrivals_buyer`. From 0 to
   * 1, default 0.5.
   */
  new_arrivals_share?: number;
  /**
   * Hours after which a cart that did not change is abandoned: its shopper is a `cart_abandoner`. From 0 to 10000,
   * default 1.
   */
  abandoned_hours?: number;
  /**
   * Propensity to buy in this session, of a shopper who has not done so yet, that is `high_intent`. From 0 to 1,
   * default 0.3.
   */
  high_intent?: number;
}

/** How a product grid is reordered. */
export interface Grid {
  /** CSS selector of the container whose children are the cards. Without it: every recognized grid. */
  selector?: string;
  /**
   * Weight of the shopper's interests against the merchant's order. 0 keeps the merchant's order exactly; 1 lets
   * interests decide wherever there are any. Beyond 0.7 a good order of the merchant's can get worse. From 0 to 1,
   * default 0.6.
   */
  strength?: number;
  /**
   * Cards at the start of the grid that stay where they are. Cards marked `data-vitrina-pin` always do. From 0 to 1000,
   * default 0.
   */
  pin?: number;
  /** Cards that may move to the front; the others keep the merchant's order behind them. From 0 to 1000, default 12. */
  promote?: number;
}

/** A place of the page whose content changes with the shopper. */
export interface Banner {
  /** CSS selector of the element whose content changes; only the first that answers to it does. */
  slot: string;
  /** Name in reports. Without it: the slot. */
  id?: string;
  /** What can be shown. The first whose condition holds is; if none does, the page stays as it is. */
  variants: Variant[];
}

/** One thing a banner can show. */
export interface Variant {
  /** Name in reports. */
  id: string;
  /** Shown only where this holds. Without it: always. */
  when?: Condition;
  /** What it says. */
  content: Content;
}

/**
 * What a banner or an offer says. Texts may hold merge tags such as `{{ name | default: "friend" }}`. What is left out
 * keeps what the shop's own banner says.
 */
export interface Content {
  /** The heading. */
  title?: LocalizedText;
  /** The sentence under it. */
  text?: LocalizedText;
  /** The words of the button or link. */
  cta?: LocalizedText;
  /** Where the button or link leads: an address on this shop, or `https:`. */
  href?: string;
  /** Address of a picture. */
  image?: string;
  /** What the picture shows, for those who do not see it. */
  alt?: LocalizedText;
  /** A coupon code, shown with a button that copies it. Offers only. */
  coupon?: string;
  /** The words that decline an offer, in a neutral tone. Without it: "No, thanks" in the page's language. */
  decline?: LocalizedText;
}

/** An offer in a dialog. */
export interface Offer {
  /** Name in reports and in the caps' memory. */
  id: string;
  /** What brings it up. */
  trigger: Trigger;
  /** Shown only where this holds. */
  when?: Condition;
  /** What it says. */
  content: Content;
  /** How often it may be shown. */
  cap?: Cap;
}

/** What brings an offer up. Where several are given, whichever happens first. */
export interface Trigger {
  /**
   * The shopper is about to leave: the pointer leaves the window at the top, or, on touch screens, a fast scroll back
   * up.
   */
  exit_intent?: ExitIntent;
  /** Seconds after the page was shown. From 0 to 3600. */
  delay?: number;
}

/** Guards of the exit-intent signal. */
export interface ExitIntent {
  /** Seconds after the page was shown before the signal counts. From 0 to 3600, default 1. */
  after?: number;
}

/** How often an offer may be shown. */
export interface Cap {
  /** Times in one session. A session ends after 30 minutes without an event. From 1 to 100, default 1. */
  per_session?: number;
  /** Days after it was shown before it may be shown in another session. From 0 to 400, default 7. */
  days?: number;
  /** Days without it after the shopper dismissed it. From 0 to 400, default 30. */
  after_dismissal?: number;
  /** Days without it after an order. From 0 to 400, default 14. */
  after_purchase?: number;
}

/** An A/B test. Shoppers are divided as GrowthBook does (hash version 2), so that its tools can read the result. */
export interface Experiment {
  /** Name in reports; also the seed that divides the shoppers. */
  id: string;
  /** Names of the variations, the control first. */
  variations: string[];
  /** Share of each variation, adding up to 1. Without it: equal shares. Each from 0 to 1. */
  weights?: number[];
  /** Share of shoppers who take part. Raising it moves nobody to another variation. From 0 to 1, default 1. */
  coverage?: number;
  /** Who may take part. */
  when?: Condition;
}

/** Where permission to remember the shopper comes from. */
export interface Consent {
  /**
   * Who speaks for the shopper. By default "auto". `auto`: Whatever is found on the page: the tag's `data-consent`,
   * `setConsent`, or Google Consent Mode's `personalization_storage`. `api`: Only `setConsent` and the tag's
   * `data-consent`.
   */
  source?: 'auto' | 'api';
}

/** How fast interests fade. */
export interface Memory {
  /** Days after which an interest counts half. From 1 to 400, default 30. */
  half_life?: number;
  /**
   * Minutes after which an interest counts half in the session; see `session.affinity` of the attributes. From 1 to
   * 1440, default 20.
   */
  session_half_life?: number;
  /** Days without a visit after which everything is forgotten. From 1 to 395, default 395. */
  keep?: number;
}

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
}

export type EventName =
  | 'page_view' | 'view_item_list' | 'select_item' | 'view_item' | 'add_to_cart' | 'remove_from_cart' | 'view_cart'
  | 'begin_checkout' | 'purchase' | 'search' | 'add_to_wishlist' | 'remove_from_wishlist' | 'user_engagement' | (string & {});

/**
 * GA4's event parameters. The items of `view_item_list` count only as what the page says is there; what was really in view
 * Vitrina sees itself.
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

export interface RecommendRequest {
  strategy?: 'for_you' | 'recently_viewed' | 'new_arrivals';
  /** From 1 to 48, default 8. */
  limit?: number;
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
  offers: { id: string; exit_intent_after?: number; delay?: number; content: Words }[];
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

export interface Explanation {
  cards: Reason[];
  segments: string[];
  offers: { id: string; refusal: string | null }[];
  banners: Plan['banners'];
}

export interface VitrinaEvents {
  ready: Vitrina;
  /** Cancelable, before anything is applied. */
  plan: Plan;
  impression: { promotion_id: string; creative_name: string };
  click: { item_id: string; index: number; list: string };
  /** Cancelable where `action` is `show`. */
  offer: { id: string; action: 'show' | 'accept' | 'dismiss' };
  error: { message: string };
}

export interface StartOptions {
  /** The config, or the address of its JSON file. Without it: the defaults. */
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
   * The last twelve are kept, each with a name of at most 24 bytes and a value of at most 80 as JSON. Two have a meaning:
   * `orders` says what the shop knows of its customer, as `{ count, value, first, last, sale_share }` with dates such as
   * `2026-11-24` or milliseconds; `preferences` is what the shopper declared, as `{ category: ['hiking'], brand: ['gorski'] }`.
   */
  identify(traits: Record<string, unknown>, options?: { discreet?: boolean }): void;
  /** Says what the moment is like: weather, region. It is not remembered. */
  setContext(context: Record<string, unknown>): void;
  /** The same items in the order that suits the shopper. */
  rank<T extends Item>(items: T[], options?: RankOptions): T[];
  /** Products for the shopper, best first; empty where nothing suits. */
  recommend(request?: RecommendRequest): Item[];
  /** The variation of an experiment in the config; `null` for a shopper who takes no part. */
  variant(experimentId: string): string | null;
  /** Everything that conditions and texts see. */
  attributes(): Record<string, unknown>;
  /** The names of the segments the shopper is in. */
  segments(): string[];
  /** Whether a condition holds, over the shopper's attributes or the given ones. */
  matches(condition: Condition, attributes?: Record<string, unknown>): boolean;
  /** Why the page looks as it does; cards are those of the grid with this selector, or of the first grid. */
  explain(target?: string): Explanation;
  /** Permission to remember the shopper, or its withdrawal, which erases everything in every tab. */
  setConsent(state: 'granted' | 'denied'): void;
  /** What is known of the shopper. */
  profile(): Record<string, unknown>;
  /** The same, to be kept elsewhere. */
  export(): Record<string, unknown>;
  /** Erases everything known of the shopper. */
  forget(): void;
  /** Takes over what `export` gave, in place of the present profile. */
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
