// Google Consent Mode: everything denied until the visitor chooses, and the choice repeated on every page.
// A classic script at the top of the head, so that whatever reads the dataLayer later finds the consent state first.
window.dataLayer = window.dataLayer || [];
window.gtag = function gtag() {
  window.dataLayer.push(arguments);
};
(function () {
  var kinds = ["ad_storage", "ad_user_data", "ad_personalization", "analytics_storage", "personalization_storage", "functionality_storage"];
  var state = function (value) {
    var all = { security_storage: "granted" };
    kinds.forEach(function (kind) {
      all[kind] = value;
    });
    return all;
  };
  window.gtag("consent", "default", state("denied"));
  window.updateConsent = function (value) {
    window.gtag("consent", "update", state(value));
  };
  try {
    var choice = JSON.parse(localStorage.getItem("javora.consent"));
    if (choice === "granted" || choice === "denied") window.updateConsent(choice);
  } catch {
    // Storage is blocked: the default stands and the banner asks again.
  }
})();
