// The tour's stage: in the tab of the tour, days may have passed since the shopper was here last, the merchant may have
// written something else into the config or changed a price, and the shop may forbid WebAssembly.
(function () {
  try {
    var days = Number(sessionStorage.getItem("javora.days"));
    var now = Date.now;
    if (days) Date.now = () => now() + days * 86400000;

    var changes = {
      "/vitrina.json": change("javora.config", (config, changed) => {
        Object.assign(config, changed);
        for (var key in changed) if (changed[key] === null) delete config[key];
      }),
      "/products.json": change("javora.prices", ({ products }, prices) => {
        for (var { handle, variants } of products) for (var variant of variants) if (prices[handle]) variant.price = prices[handle];
      }),
    };
    var fetch = window.fetch;
    window.fetch = async (address, options) => {
      var answer = await fetch(address, options);
      var changed = changes[new URL(address.url || address, location).pathname];
      if (!changed) return answer;
      var content = await answer.json();
      changed(content);
      return new Response(JSON.stringify(content), { headers: answer.headers });
    };

    if (sessionStorage.getItem("javora.without")) {
      var policy = document.createElement("meta");
      policy.httpEquiv = "Content-Security-Policy";
      policy.content = "script-src 'self' 'unsafe-inline'";
      document.head.append(policy);
    }
  } catch {
    // Storage is blocked: everything is as it is.
  }

  function change(key, apply) {
    var wanted = JSON.parse(sessionStorage.getItem(key));
    return wanted && ((content) => apply(content, wanted));
  }
})();
