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

/** What Enter steps through: what can be seen and typed into, choices of one question as one. */
function nextOf(input) {
  const controls = [...input.form.elements].filter(
    (control) => control.tabIndex >= 0 && control.type !== "hidden" && (control.checkVisibility?.() ?? true),
  );
  const after = controls.slice(controls.indexOf(input) + 1);
  return after.find((control) => control.type !== "radio" || control.name !== input.name);
}

// Long forms of the counter: Enter goes on, as on a sheet of paper; only a button sends.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.defaultPrevented || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || !input.form?.hasAttribute("data-enter-moves")) return;
  event.preventDefault();
  const search = input.value.trim() && input.closest(".with-button")?.querySelector("button");
  if (search) input.form.requestSubmit(search);
  else nextOf(input)?.focus();
});

// The page may come back from the browser's memory as it was left.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});
