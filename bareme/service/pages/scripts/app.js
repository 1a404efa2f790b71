// What scripts add to the pages: they spare reloading. Everything works without them.
import htmx from "htmx.org/dist/htmx.esm.js";
import { startAsking } from "./asking.js";
import { startFolding } from "./folding.js";
import { startSmallThings } from "./small.js";

document.documentElement.classList.add("js");
startAsking();
startFolding();
startSmallThings();

export { htmx };
