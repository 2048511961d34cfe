// The consent banner: it stays out of the way, weighs both answers alike, and can be called back from the footer.
import { all, one } from "./page.js";
import { read, write } from "./store.js";

export function startConsent() {
  const banner = one("#consent");
  if (read("consent", null) === null) banner.hidden = false;
  for (const button of all("[data-consent]", banner)) {
    button.addEventListener("click", () => {
      write("consent", button.dataset.consent);
      window.updateConsent(button.dataset.consent);
      banner.hidden = true;
    });
  }
  for (const opener of all("[data-consent-open]")) {
    opener.addEventListener("click", () => {
      banner.hidden = false;
      one("[data-consent]", banner).focus();
    });
  }
}
