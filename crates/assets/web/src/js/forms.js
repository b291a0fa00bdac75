// Forms that change something: sent once, and not left by mistake once something was typed.

const changing = () => document.querySelectorAll('form[method="post" i]:not(.sign form)');

function isChanged(field) {
  if (field.disabled || field.type === "hidden" || !field.name) return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.type === "file") return field.files.length > 0;
  if (field.options) {
    // A list in which the server chose nothing shows its first entry: that is no change.
    const options = [...field.options];
    return options.some((option) => option.defaultSelected)
      ? options.some((option) => option.selected !== option.defaultSelected)
      : field.selectedIndex > 0;
  }
  return "defaultValue" in field && field.value !== field.defaultValue;
}

/** A form that came back with errors holds text that is stored nowhere yet. */
const isUnsaved = (form) => form.querySelector(".field.bad") !== null || [...form.elements].some(isChanged);

const isSent = (form) => form.getAttribute("aria-busy") === "true";

window.addEventListener("beforeunload", (event) => {
  const forms = [...changing()];
  if (forms.some(isSent)) return;
  if (forms.some(isUnsaved)) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  // htmx keeps its own requests apart; a form with method="dialog" goes nowhere.
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (isSent(form)) {
    event.preventDefault();
    return;
  }
  // A file that is answered as a download leaves the page where it is, so it may be asked for again.
  if (!form.hasAttribute("data-download")) form.setAttribute("aria-busy", "true");
});

// The page may come back from the browser's memory as it was left.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});
