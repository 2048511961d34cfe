// Who speaks for the shopper's consent on a page: each platform is asked in its own words, and what it says of remembering
// preferences on the device is told as `granted`, `denied`, `pending` (asked, and not answered yet), or not at all; after that
// the purposes it allows, of `analytics` and `marketing`. What follows where several speak is the engine's to know. Google
// Consent Mode is heard with the rest of the dataLayer.

/** What is told, from whether there is an answer and what it allows. */
const word = (answered, allowed, analytics, marketing) =>
  answered ? `${allowed ? 'granted' : 'denied'}${analytics ? ' analytics' : ''}${marketing ? ' marketing' : ''}` : 'pending';

const SOURCES = {
  gpc: () => (navigator.globalPrivacyControl === true ? 'denied' : undefined),

  // Shopify answers for the region too: where no banner is due, it allows by itself.
  shopify: () => {
    const api = window.Shopify?.customerPrivacy;
    if (!api) return window.Shopify?.loadFeatures ? 'pending' : undefined;
    const allowed = api.preferencesProcessingAllowed();
    return word(allowed || !api.shouldShowBanner?.(), allowed, api.analyticsProcessingAllowed?.(), api.marketingAllowed?.());
  },

  // Without a consent type the plugin allows everything, and so says nothing.
  wordpress: () => {
    if (!window.wp_has_consent || !window.wp_consent_type) return undefined;
    const allowed = window.wp_has_consent('preferences');
    const answered = allowed || /(?:^|; )wp_consent_preferences=/.test(document.cookie);
    return word(answered, allowed, window.wp_has_consent('statistics'), window.wp_has_consent('marketing'));
  },

  // C0003 is the group of functional cookies, C0002 of those that measure, C0004 of those that advertise.
  onetrust: () => {
    if (typeof window.OnetrustActiveGroups !== 'string') return undefined;
    const [functional, measuring, advertising] = ['C0003', 'C0002', 'C0004'].map((group) => window.OnetrustActiveGroups.split(',').includes(group));
    return word(window.OneTrust?.IsAlertBoxClosed?.() ?? true, functional, measuring, advertising);
  },

  cookiebot: () => {
    const { hasResponse, consent = {} } = window.Cookiebot ?? {};
    return window.Cookiebot && word(hasResponse, consent.preferences, consent.statistics, consent.marketing);
  },

  cookieyes: () => {
    const state = window.getCkyConsent?.();
    const { functional, analytics, advertisement } = state?.categories ?? {};
    return state && word(state.isUserActionCompleted, functional, analytics, advertisement);
  },

  complianz: () => {
    const allowed = window.cmplz_has_consent;
    return allowed && word(/cmplz_banner-status=dismissed/.test(document.cookie), ...['preferences', 'statistics', 'marketing'].map((one) => allowed(one)));
  },
};

/** What tells that a platform has something new to say. */
const NEWS = {
  window: ['OneTrustGroupsUpdated', 'CookiebotOnConsentReady', 'CookiebotOnAccept', 'CookiebotOnDecline'],
  document: ['visitorConsentCollected', 'wp_listen_for_consent_change', 'wp_consent_type_defined', 'cookieyes_consent_update', 'cmplz_status_change'],
};

/** Listens to all of them: `heard` is told `consent`, a source and its word when that changes. The answer ends that, and what `deaf` ends. */
export function ask_for_consent(heard, deaf) {
  const over = new AbortController();
  const on = (target, name, act) => target.addEventListener(name, act, { signal: over.signal });
  const last = {};
  const tell = (source, said) => {
    if (!said || last[source] === said || over.signal.aborted) return;
    last[source] = said;
    heard('consent', source, said);
  };
  const ask = () => {
    for (const [source, read] of Object.entries(SOURCES)) {
      try {
        tell(source, read());
      } catch {
        // A platform that fails has not agreed to anything.
        tell(source, 'pending');
      }
    }
    listen_to_tcf();
  };

  // IAB's framework tells by itself, once it is asked. Purpose 1 is storing on the device, 8 measuring how content does, 3 and 4
  // advertising by a profile.
  let heard_tcf = false;
  const listen_to_tcf = () => {
    if (heard_tcf || typeof window.__tcfapi !== 'function') return;
    heard_tcf = true;
    window.__tcfapi('addEventListener', 2, (state, success) => {
      if (!success || state.gdprApplies === false) return;
      const answered = state.eventStatus === 'tcloaded' || state.eventStatus === 'useractioncomplete';
      const { 1: storing, 3: making, 4: using, 8: measuring } = state.purpose?.consents ?? {};
      tell('tcf', word(answered, storing, measuring, making && using));
    });
  };

  try {
    window.Shopify?.loadFeatures?.([{ name: 'consent-tracking-api', version: '0.1' }], ask);
  } catch {
    // It stays pending.
  }
  // Some tell before they have changed what can be asked.
  const later = () => setTimeout(ask);
  NEWS.window.forEach((name) => on(window, name, later));
  NEWS.document.forEach((name) => on(document, name, later));
  on(window, 'load', later);
  ask();
  return () => {
    over.abort();
    deaf();
  };
}
