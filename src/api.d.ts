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
  | 'begin_checkout' | 'purchase' | 'search' | 'add_to_wishlist' | 'remove_from_wishlist' | 'user_engagement'
  | 'experiment_viewed' | (string & {});

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
  /** Best first; empty where nothing suits. */
  items: (Item & { reason: RecommendedBecause })[];
}

export interface RecommendedBecause {
  /** The strategy that brought the product. */
  strategy: Strategy;
  /** How relevant it is within that strategy, after boosts; the best has about 1. */
  relevance: number;
  /** Id of the product it goes with; absent where it goes with the shopper. */
  because?: string;
  /** Upsell only: tags it has that the product on view has not. */
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
  offers: { id: string; due: boolean; content: Words }[];
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
}

export interface VitrinaEvents {
  ready: Vitrina;
  /** Cancelable, before anything is applied. */
  plan: Plan;
  impression: { promotion_id: string; creative_name: string };
  click: { item_id: string; index: number; list: string };
  /** A variation was on screen, for the first time in this visit: what GrowthBook's tracking callback tells. */
  experiment: { experiment_id: string; variation_id: string; bucket_version: number };
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
