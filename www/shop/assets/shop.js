// What every page starts. Each part looks for its own markup and does nothing where there is none.
import { startAccount } from "./account.js";
import { startCart } from "./cart-view.js";
import { startCheckout, startConfirmation } from "./checkout.js";
import { startConsent } from "./consent.js";
import { startLists } from "./datalayer.js";
import { startShelf } from "./grid.js";
import { startMoney } from "./money.js";
import { startProduct } from "./product.js";
import { startSearch } from "./search.js";
import { startWishes } from "./wish.js";

startMoney();
startAccount();
startCart();
const product = startProduct();
startShelf();
startLists();
startWishes(product);
startSearch();
startCheckout();
startConfirmation();
startConsent();
