// The tour's clock: in the tab of the tour, days may have passed since the shopper was here last.
(function () {
  try {
    var days = Number(sessionStorage.getItem("javora.days"));
    var now = Date.now;
    if (days) Date.now = () => now() + days * 86400000;
  } catch {
    // Storage is blocked: it is today.
  }
})();
