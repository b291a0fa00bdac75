// The one script of every page: htmx and what the pages need beside it. Every page works without it.
import "htmx.org/dist/htmx.esm.min.js";
import "./js/no-eval.js";
import "./js/keys.js";
import "./js/forms.js";
import "./js/combobox.js";
import "./js/focus.js";
