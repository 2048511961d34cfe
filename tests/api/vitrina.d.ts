/** A text with merge tags, or one for each language. */
export type LocalizedText = string | Record<string, string>;

/** The merchant's config. */
export interface Config {
  /** Address of the JSON Schema, for editors that complete and check while typing. Not read by Vitrina. */
  '$schema'?: string;
  /** Version of the config's format. There is one so far. By default 1. */
  version?: number;
  /**
   * Address of the catalogue on this shop's own origin: Shopify's `/products.json`, WooCommerce's Store API
   * (`/wp-json/wc/store/v1/products`), or a Google Merchant feed in XML (RSS or Atom) or tab-separated. With it,
   * products can be ranked and recommended that the shopper has not come across yet. It is fetched after the page has
   * loaded, in low priority, page by page up to 10,000 products, and kept by the browser as long as its server allows.
   * What cannot be used is said in the console, and the shop goes on without.
   */
  catalog?: string;
  /**
   * ISO 4217 code of the catalogue's prices. Without it they are taken to be in the currency of the page. Where a page
   * has another one, lists show the catalogue's `presentment_prices` in that, or no price.
   */
  currency?: string;
  /**
   * Address of the shop's model on its own origin, a file that `vitrina train` wrote. With it, recommendations know
   * what is looked at and bought together. It is fetched after the page has loaded.
   */
  model?: string;
  /**
   * Named groups of shoppers, each a condition over the attributes. A shopper may be in several. A segment may build on
   * others, in any order: `{ "segments": "loyal" }`. One with the name of a built-in segment replaces it.
   */
  segments?: Record<string, Condition>;
  /** Where the built-in segments begin. */
  thresholds?: Thresholds;
  /**
   * The shop system whose own cart is read, so that whatever changes it is noticed. By default "auto". `auto`: The one
   * that is recognized on the page, if any. `shopify`: Shopify, by `cart.js`. `woocommerce`: WooCommerce, by its Store
   * API. `bigcommerce`: BigCommerce, by its storefront API. `magento`: Magento 2, by what its pages keep in the
   * browser's storage. `prestashop`: PrestaShop, by what its pages carry. `opencart`: OpenCart, by the cart in its
   * header. `oscar`: Oscar for Django, by the cart in its header. `none`: No system: no cart is read.
   */
  platform?: 'auto' | 'shopify' | 'woocommerce' | 'bigcommerce' | 'magento' | 'prestashop' | 'opencart' | 'oscar' | 'none';
  /**
   * How product grids are reordered. The first entry whose selector a grid answers to applies; an entry without a
   * selector answers to all. Without entries every recognized grid is reordered with the defaults.
   */
  grids?: Grid[];
  /** Banners that change with the shopper. */
  banners?: Banner[];
  /** Lists of recommended products. */
  recommendations?: Recommendation[];
  /**
   * What tags of products are called before shoppers, such as `{ "waterproof": { "en": "Waterproof" } }`: in what an
   * `upsell` adds, in the privacy panel, and in why something is there. Tags without a label are not named; where no
   * tag has one, those that read like words are.
   */
  labels?: Record<string, LocalizedText>;
  /**
   * Which categories go with a category, for the strategy `complements`: `{ "cameras": ["camera-accessories"] }`. Names
   * are in lower case with hyphens for blanks, as in `affinity.category`.
   */
  complements?: Record<string, string[]>;
  /** Offers in a dialog, one at a time. */
  offers?: Offer[];
  /** Questions of the preference centre, which `<vitrina-preferences>` asks. */
  preferences?: Question[];
  /** A/B tests. One may depend on those listed before it: `{ "experiments.hero-words": "greeting" }`. */
  experiments?: Experiment[];
  /**
   * Share of shoppers who see the page as the merchant made it, to measure against. 0 is nobody, 1 everybody. From 0 to
   * 1, default 0.
   */
  holdout?: number;
  /**
   * Traits that the page's dataLayer tells: the name of each, and the path to it in an entry: `{ "name":
   * "user.first_name", "birthday": "user.birthday" }`. An empty text or null takes the trait back.
   */
  traits?: Record<string, string>;
  /**
   * Traits that may shape what is shown and must never be spoken: no text may hold them. So are those that `identify`
   * marks as discreet.
   */
  discreet?: string[];
  /** The shop's time zone by its IANA name, such as `Europe/Belgrade`, for schedules. Without it: UTC. */
  time_zone?: string;
  /** Where permission to remember the shopper comes from. */
  consent?: Consent;
  /**
   * Which of the page's analytics are told what was shown, chosen and tested, and the shopper's segments. Without it:
   * the dataLayer; an empty list tells nobody. They are told while the shopper may be remembered, and only for purposes
   * that every consent platform on the page allows: Meta and Klaviyo for marketing, the others for analytics. A page
   * whose tag manager sends what is in the dataLayer on to Google names `data_layer` or `gtag`, not both: both would
   * count twice there.
   */
  telemetry?: ('data_layer' | 'gtag' | 'meta_pixel' | 'segment' | 'klaviyo' | 'matomo' | 'plausible' | 'tealium')[];
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
  /**
   * Chance of no order within 90 days from which a buyer of at least two orders, not lapsed yet, is `at_risk`. From 0
   * to 1, default 0.5.
   */
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
  /**
   * What lifts or lowers products, such as rain boots on a rainy day or a trend for the shoppers it suits. A factor of
   * 2 moves a card from the tenth place to about the fifth. At strength 0 nothing is moved. Lists such as `item.tags`
   * and `item.item_category` are asked with `$in`: `{ "item.tags": { "$in": ["waterproof"] } }`.
   */
  boosts?: Boost[];
  /**
   * How much a promoted card loses by being like those before it: 0 is nothing; at 1 likeness alone decides. From 0 to
   * 1, default 0.
   */
  diversity?: number;
}

/** What lifts or lowers products. */
export interface Boost {
  /** For products for which this holds, over the shopper's attributes and the product as `item`. */
  when: Condition;
  /** What relevance is multiplied by: above 1 lifts, below 1 lowers, 0 puts last. From 0 to 100, default 1. */
  factor?: number;
}

/** A place of the page whose content changes with the shopper. */
export interface Banner {
  /**
   * CSS selector of the element whose content changes; only the first that answers to it does. Without it: the element
   * `<vitrina-banner banner="…">` with the banner's id.
   */
  slot?: string;
  /** Name in reports and in the page's markup. Without it: the slot. */
  id?: string;
  /**
   * Where the content goes. By default "fill". `fill`: Into the headings, paragraphs, links and pictures that the slot
   * has; a template, and what comes to an empty slot, as `instead`. `instead`: In the slot, where its own content is
   * hidden meanwhile. `inside`: In the slot, after its own content. `before`: Before the slot. `after`: After the slot.
   */
  placement?: 'fill' | 'instead' | 'inside' | 'before' | 'after';
  /**
   * What can be shown. The first whose condition holds is; if none does, the page stays as it is. One without a
   * condition, the last, is the fallback of the others. What a `<template data-vitrina-variant="…">` of the page holds,
   * in the slot or with `data-vitrina-banner="…"` anywhere, is shown for the variant with that id, as a whole.
   */
  variants: Variant[];
}

/** One thing a banner can show. */
export interface Variant {
  /** Name in reports. */
  id: string;
  /** Shown only where this holds. Without it: always, as the last variant does that is a fallback. */
  when?: Condition;
  /** When it may be shown, by the clock of the config's `time_zone`. */
  schedule?: Schedule;
  /** What it says; not needed where the page has a template for it. */
  content?: Content;
}

/** When something may be shown, by the clock of the config's `time_zone`. */
export interface Schedule {
  /** The first day, or minute: `2026-11-27` or `2026-11-27T08:00`. */
  from?: string;
  /** The last day, itself included, or the minute at which it ends: `2026-11-30` or `2026-11-30T12:00`. */
  until?: string;
  /** Days of the week. Without it: all. */
  days?: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[];
  /** The hour of the day from which it may be shown; half past nine is 9.5. From 0 to 24, default 0. */
  from_hour?: number;
  /**
   * The hour of the day at which that ends. Below `from_hour` it is that hour of the next day. From 0 to 24, default
   * 24.
   */
  to_hour?: number;
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
  /** Where the button or link leads: an address on this shop, or `https:`, or one for each language. */
  href?: LocalizedText;
  /** Address of a picture, or one for each language. */
  image?: LocalizedText;
  /** Address of a picture behind a banner, or one for each language. Banners only. */
  background?: LocalizedText;
  /** What the picture shows, for those who do not see it. */
  alt?: LocalizedText;
  /** A coupon code, shown with a button that copies it. Offers only. */
  coupon?: string;
  /** The words that decline an offer, in a neutral tone. Without it: "No, thanks" in the page's language. */
  decline?: LocalizedText;
}

/** A list of recommended products. */
export interface Recommendation {
  /**
   * CSS selector of the element in which the list is shown. Lists asked for by JavaScript or by
   * `<vitrina-recommendations>` need none.
   */
  slot?: string;
  /** Name in reports and in attribution ids. Without it: the strategy. */
  id?: string;
  /**
   * Which products. By default "for_you". `for_you`: What suits the shopper: what goes with the products of this
   * session, then what their interests lift. `similar`: Like the product on view, by what visitors of it look at and by
   * what the catalogue says. `bought_together`: Bought together with the product on view. `also_viewed`: What visitors
   * of the product on view look at. `complements`: What goes with the product on view, or else with the one put into
   * the cart last: of the categories that `complements` names, and bought together; never another one of the same
   * category. `buy_again`: Bought before, of categories in which shoppers buy the same again. `upsell`: The next better
   * of the product on view: the same category, at 1.1 to 2.5 times its price. `trending`: What more shoppers look at
   * than before. `bestsellers`: What sells most; without a model, the first products of the catalogue. `new_arrivals`:
   * The newest products, those of the shopper's interests first. `recently_viewed`: What the shopper looked at, newest
   * first. `because_you_viewed`: What goes with the product the shopper looked at last. `back_in_stock`: Looked at
   * while it could not be bought, and back. `price_drop`: Cheaper than when the shopper looked at it, by 1% at least.
   * `continue_shopping`: Where the shopper left off: looked at, not bought, and what is like it. `cart_completion`:
   * What is bought together with the cart.
   */
  strategy?: 'for_you' | 'similar' | 'bought_together' | 'also_viewed' | 'complements' | 'buy_again' | 'upsell' | 'trending' | 'bestsellers' | 'new_arrivals' | 'recently_viewed' | 'because_you_viewed' | 'back_in_stock' | 'price_drop' | 'continue_shopping' | 'cart_completion';
  /** How many products at most. From 1 to 48, default 8. */
  limit?: number;
  /** What stands above the list. `{{ because }}` in it is the name of the product that the list goes with. */
  title?: LocalizedText;
  /**
   * How it is laid out. By default "grid". `grid`: In rows, as the shop's grids are. `carousel`: In one row that
   * scrolls by finger, by buttons and by the arrow keys.
   */
  layout?: 'grid' | 'carousel';
  /**
   * Whether plain cards, and elements with `data-vitrina-field="add"` of a template, put a product into the cart that
   * has one variant only. Without it: on Shopify and WooCommerce. Elsewhere the theme does it, on
   * `vitrina:add_to_cart`.
   */
  add_to_cart?: boolean;
  /** Id of the product the list goes with, in place of the one on view. */
  product?: string;
  /**
   * Only products for which this holds, over the shopper's attributes and the product as `item`. Its lists, such as
   * `item.tags` and `item.item_category`, are asked with `$in`.
   */
  filter?: Condition;
  /** What lifts or lowers products. */
  boosts?: Boost[];
  /** Ids of products that are left out. */
  exclude?: string[];
  /**
   * How much a product loses by being like those before it: 0 is nothing; at 1 likeness alone decides (maximal marginal
   * relevance, Carbonell and Goldstein 1998). From 0 to 1, default 0.
   */
  diversity?: number;
  /**
   * How far chance, drawn anew for each visit, changes the order: at 0 not at all, at 1 it counts as much as relevance.
   * From 0 to 1, default 0.
   */
  rotation?: number;
  /** Least relevance, as a share of the most relevant product's. From 0 to 1, default 0. */
  min_relevance?: number;
  /**
   * What fills up a list that is too short, in this order. Without it: bestsellers, except for strategies that speak of
   * the shopper's own past. An empty list: nothing.
   */
  fallback?: ('for_you' | 'similar' | 'bought_together' | 'also_viewed' | 'complements' | 'buy_again' | 'upsell' | 'trending' | 'bestsellers' | 'new_arrivals' | 'recently_viewed' | 'because_you_viewed' | 'back_in_stock' | 'price_drop' | 'continue_shopping' | 'cart_completion')[];
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
  /**
   * Products it shows, with name, picture, price and link; at most four. Without any it is not shown. `cart`: What is
   * in the cart, what was put into it last first. `price_drop`: What the shopper looked at, and is cheaper now.
   * `back_in_stock`: What the shopper looked at while it could not be bought, and is back.
   */
  items?: 'cart' | 'price_drop' | 'back_in_stock';
  /**
   * How it is shown. By default "modal". `modal`: Over the page, which waits until it is answered. `slide_in`: In a
   * corner; the page stays as usable as it was. `bar`: Along the bottom edge, without its picture; the page stays as
   * usable as it was. `inline`: Within the page, in its slot, beside any other. It waits where it would move what is in
   * view, so give the slot a `min-height`, or a place that is not in view at once. It counts as shown once half of it
   * was in view for a second.
   */
  display?: 'modal' | 'slide_in' | 'bar' | 'inline';
  /**
   * CSS selector of the element that an inline offer is put into; only the first that answers to it gets it. Without
   * it: the page's `<vitrina-offer offer="…">` with the id of the offer.
   */
  slot?: string;
  /**
   * The words of a small tab in the corner. With it, closing the offer without declining it leaves the tab, which opens
   * it again and stays for the rest of the visit.
   */
  teaser?: LocalizedText;
  /**
   * Whether it shows the time that is left until `schedule.until`, which is the same for every shopper. Then it goes.
   * By default false.
   */
  countdown?: boolean;
  /** How often it may be shown. */
  cap?: Cap;
  /**
   * Of several offers that are due, the one with the highest priority is shown; of equals, the first in the list. From
   * 0 to 1000, default 0.
   */
  priority?: number;
  /** Of the offers with the same group, at most one is shown in a session. */
  group?: string;
  /** When it may be shown, by the clock of the config's `time_zone`. */
  schedule?: Schedule;
}

/**
 * What brings an offer up. Where several signals are given, whichever happens first. `all` asks for several at once,
 * and both nest: `{ "exit_intent": {}, "all": [{ "active_time": 20 }, { "any": [{ "scroll_depth": 60 }, { "idle": 10 }]
 * }] }`.
 */
export interface Trigger {
  /**
   * The shopper is about to leave: the pointer leaves the window at the top, or, on touch screens, a fast scroll back
   * up, or the return to a page that was out of view for three seconds.
   */
  exit_intent?: ExitIntent;
  /** Seconds after the page was shown. From 0 to 3600. */
  delay?: number;
  /**
   * Seconds in which the shopper did something on this page: after any movement, touch or key five seconds count. From
   * 0 to 3600.
   */
  active_time?: number;
  /** Seconds without any movement, touch or key. From 1 to 3600. */
  idle?: number;
  /** How far down the page was seen, in percent of its height. From 1 to 100. */
  scroll_depth?: number;
  /** CSS selector of an element of which half has been in view for a second. */
  element_visible?: string;
  /** Pages opened in this session, this one included. From 1 to 1000. */
  page_count?: number;
  /**
   * The cart changed on this page. `any`: Something was added or removed. `add`: Something was added. `remove`:
   * Something was removed.
   */
  cart_change?: 'any' | 'add' | 'remove';
  /** Name of an event that happened on this page: one of GA4's, or of your own told by `track` or the dataLayer. */
  event?: string;
  /** Triggers of which one is enough. */
  any?: Trigger[];
  /** Triggers that must all have happened. */
  all?: Trigger[];
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

/**
 * A question that `<vitrina-preferences>` asks. The answer is a trait with the name of the question: the id of the
 * option, or a list of ids where several may be chosen; conditions see it by that name.
 */
export interface Question {
  /** Name of the question and of the trait; at most 24 bytes. */
  id: string;
  /** The question. */
  title: LocalizedText;
  /** A sentence under it. */
  text?: LocalizedText;
  /** Whether several options may be chosen. By default false. */
  multiple?: boolean;
  /** What can be answered. */
  options: Answer[];
}

/** A possible answer. */
export interface Answer {
  /** Its name in conditions: `{ "style": "hiker" }`. */
  id: string;
  /** What it says. */
  label: LocalizedText;
  /** Address of a picture. With one for each option the question is answered by pictures. */
  image?: string;
  /**
   * Interests that the answer declares, by kind: `{ "category": ["hiking-boots"], "brand": ["gorski"] }`. Each counts
   * like the trait `preferences`, for as long as the answer stands.
   */
  likes?: Record<string, string[]>;
}

/** An A/B test. Shoppers are divided as GrowthBook does, so that its tools can read the result. */
export interface Experiment {
  /** Name for conditions (`experiments.<id>`) and `variant()`. */
  id: string;
  /**
   * The experiment's key in GrowthBook: it seeds the hash, names the experiment in `experiment_viewed`, and in the
   * address asks for a variation by its number from 0, as in `?hero-words=1`. Without it: the id.
   */
  key?: string;
  /** Names of the variations, the control first. */
  variations: string[];
  /** Share of each variation, adding up to 1. Without it: equal shares. Each from 0 to 1. */
  weights?: number[];
  /** Share of shoppers who take part. Raising it moves nobody to another variation. From 0 to 1, default 1. */
  coverage?: number;
  /** Who may take part. */
  when?: Condition;
  /** A part of the shoppers that experiments share out, so that nobody is in two of them. */
  namespace?: Namespace;
  /** How the hash is made; GrowthBook's present version is 2. From 1 to 2, default 2. */
  hash_version?: number;
  /** What is hashed with the shopper's name in place of the key. Experiments with the same seed divide alike. */
  seed?: string;
  /**
   * The trait that is hashed, such as a customer number, which is the same on all devices. Shoppers without it take no
   * part. Without it: a random name of this device. By default "id".
   */
  hash_attribute?: string;
  /** The variation that everybody gets who takes part, once it is decided. Not reported as seen. */
  force?: string;
  /**
   * Whether it runs. By default "running". `running`: It runs. `draft`: Not yet: only those who ask for a variation by
   * address get it. `stopped`: Over: nobody takes part, except in a forced variation.
   */
  status?: 'running' | 'draft' | 'stopped';
  /** Whether shoppers keep the variation they have seen when weights or conditions change. By default true. */
  sticky?: boolean;
  /**
   * Number of this division of shoppers. Raising it divides anew those who have seen a variation. From 0 to 1000,
   * default 0.
   */
  bucket_version?: number;
  /**
   * Shoppers who have seen a variation of a division below this number take no part any more. From 0 to 1000, default
   * 0.
   */
  min_bucket_version?: number;
  /** In place of fixed shares, variations are shown more often the more they succeed with this shopper. */
  bandit?: Bandit;
}

/**
 * A part of a division of the shoppers that several experiments share out: those with disjoint parts of one namespace
 * share nobody.
 */
export interface Namespace {
  /** Its name. */
  id: string;
  /** Where the part begins; itself included. From 0 to 1, default 0. */
  start?: number;
  /** Where it ends; itself not included. From 0 to 1, default 1. */
  end?: number;
}

/**
 * Thompson sampling. Each visit draws a rate of success for each variation from what is known of it, and shows the one
 * with the highest. A visit succeeds in which the experiment was seen and after that a banner or offer was accepted or
 * an order was placed. Within a visit the variation stays the same.
 */
export interface Bandit {
  /**
   * What is known beforehand of each variation, in their order, from the merchant's own reports. Without it: nothing.
   */
  priors?: Prior[];
}

/** What is known beforehand of a variation: a beta distribution of its rate of success. */
export interface Prior {
  /** Visits that succeeded, plus 1. From 1 to 60000, default 1. */
  alpha?: number;
  /** Visits that did not, plus 1. From 1 to 60000, default 1. */
  beta?: number;
}

/** Where permission to remember the shopper comes from. */
export interface Consent {
  /**
   * Who speaks for the shopper. By default "auto". `auto`: Whatever is found on the page: the tag's `data-consent`,
   * `setConsent`, Google Consent Mode, IAB TCF, Shopify's Customer Privacy, the WP Consent API, OneTrust, Cookiebot,
   * CookieYes, Complianz and Global Privacy Control. Where several speak, the strictest holds. `api`: Only `setConsent`
   * and the tag's `data-consent`.
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
