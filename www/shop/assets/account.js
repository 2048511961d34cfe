// The account: a first name, a birthday and past orders, all kept in this browser.
import { plain } from "./datalayer.js";
import { all, language, one, t } from "./page.js";
import { read, remove, write } from "./store.js";

function greet() {
  const { name, birthday } = read("customer", {});
  if (name || birthday) plain({ user: { first_name: name ?? "", birthday: birthday ?? "" } });
  const greeting = one("[data-greeting]");
  if (!greeting) return;
  if (name) greeting.textContent = t("hello", { name });
  one("[data-account]").hidden = false;
  for (const element of all("[data-signed-out]")) element.hidden = Boolean(name);
  for (const element of all("[data-sign-out]")) element.hidden = !name;
}

/** Day and month as `05-17`. */
function askBirthday() {
  const form = one("[data-birthday]");
  if (!form) return;
  const { day, month } = form.elements;
  [month.value, day.value] = (read("customer", {}).birthday ?? "-").split("-").map((part) => part && Number(part));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const birthday = day.value && month.value ? [month, day].map(({ value }) => value.padStart(2, "0")).join("-") : undefined;
    const customer = { ...read("customer", {}), birthday };
    write("customer", customer);
    plain({ user: { first_name: customer.name ?? "", birthday: birthday ?? "" } });
    one("[data-birthday-note]").textContent = t("birthday_saved");
  });
}

function showOrders() {
  const place = one("[data-orders]");
  if (!place) return;
  const orders = read("orders", []);
  one("[data-no-orders]").hidden = orders.length > 0;
  const day = new Intl.DateTimeFormat(language === "sr" ? "sr-Latn" : "en-GB", { dateStyle: "long" });
  place.replaceChildren(...orders.map((order) => {
    const [row, title, when, what] = ["li", "strong", "span", "p"].map((name) => document.createElement(name));
    title.textContent = t("order", { id: order.id });
    when.textContent = day.format(new Date(order.date));
    what.textContent = order.lines.map((line) => `${line.name} × ${line.quantity}`).join(", ");
    row.append(title, when, what);
    return row;
  }));
}

export function startAccount() {
  greet();
  showOrders();
  askBirthday();
  one("[data-sign-in]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = event.target.elements.name.value.trim();
    if (!name) return;
    write("customer", { ...read("customer", {}), name });
    plain({ event: "login", method: "first name" });
    greet();
    one("#main").focus();
  });
  one("[data-sign-out]")?.addEventListener("click", () => {
    remove("customer");
    plain({ user: null });
    location.reload();
  });
}
