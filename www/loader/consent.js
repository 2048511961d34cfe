// Who speaks for the shopper's consent on a page: each platform is asked in its own words, and what it says of remembering
// preferences on the device is told as `granted`, `denied`, `pending` (asked, and not answered yet), or not at all. What
// follows where several speak is the engine's to know. Google Consent Mode is heard with the rest of the dataLayer.

import { guard } from './host.js';

/** What is told, from whether there is an answer and what it allows. */
const word = (answered, allowed) => (answered ? (allowed ? 'granted' : 'denied') : 'pending');

const SOURCES = {
  gpc: () => (navigator.globalPrivacyControl === true ? 'denied' : undefined),

  // Shopify answers for the region too: where no banner is due, it allows by itself.
  shopify: () => {
    const api = window.Shopify?.customerPrivacy;
    if (api) return word(api.preferencesProcessingAllowed() || !api.shouldShowBanner?.(), api.preferencesProcessingAllowed());
    return window.Shopify?.loadFeatures ? 'pending' : undefined;
  },

  // Without a consent type the plugin allows everything, and so says nothing.
  wordpress: () => {
    if (!window.wp_has_consent || !window.wp_consent_type) return undefined;
    const allowed = window.wp_has_consent('preferences');
    return word(allowed || /(?:^|; )wp_consent_preferences=/.test(document.cookie), allowed);
  },

  // C0003 is the group of functional cookies.
  onetrust: () => {
    if (typeof window.OnetrustActiveGroups !== 'string') return undefined;
    return word(window.OneTrust?.IsAlertBoxClosed?.() ?? true, window.OnetrustActiveGroups.split(',').includes('C0003'));
  },

  cookiebot: () => window.Cookiebot && word(window.Cookiebot.hasResponse, window.Cookiebot.consent?.preferences),

  cookieyes: () => {
    const state = window.getCkyConsent?.();
    return state && word(state.isUserActionCompleted, state.categories?.functional);
  },

  complianz: () => window.cmplz_has_consent && word(/cmplz_banner-status=dismissed/.test(document.cookie), window.cmplz_has_consent('preferences')),
};

/** What tells that a platform has something new to say. */
const NEWS = {
  window: ['OneTrustGroupsUpdated', 'CookiebotOnConsentReady', 'CookiebotOnAccept', 'CookiebotOnDecline'],
  document: ['visitorConsentCollected', 'wp_listen_for_consent_change', 'wp_consent_type_defined', 'cookieyes_consent_update', 'cmplz_status_change'],
};

/** Listens to all of them: `heard` is told `consent`, a source and its word when that changes. The answer ends that, and what `deaf` ends. */
export function ask_for_consent(heard, deaf) {
  const told = guard((source, said) => heard('consent', source, said));
  const over = new AbortController();
  const on = (target, name, act) => target.addEventListener(name, act, { signal: over.signal });
  const last = {};
  const tell = (source, said) => {
    if (!said || last[source] === said || over.signal.aborted) return;
    last[source] = said;
    told(source, said);
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

  // IAB's framework tells by itself, once it is asked. Purpose 1 is storing on the device.
  let heard_tcf = false;
  const listen_to_tcf = () => {
    if (heard_tcf || typeof window.__tcfapi !== 'function') return;
    heard_tcf = true;
    window.__tcfapi('addEventListener', 2, (state, success) => {
      if (!success || state.gdprApplies === false) return;
      const answered = state.eventStatus === 'tcloaded' || state.eventStatus === 'useractioncomplete';
      tell('tcf', word(answered, state.purpose?.consents?.[1]));
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
