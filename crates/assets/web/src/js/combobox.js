// Fields of codes with suggestions: found with or without accents, chosen by keyboard, pointer or touch.
// Without this script the field takes a code or a whole name, and the server says what may be meant.

const MOST_SHOWN = 50;
const PAUSE_MS = 150;

const fold = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d").replace(/\s+/g, " ").trim();

/** The choices that came with the page hold their words somewhere in code or name. */
function searchIn(choices) {
  const known = choices.map((choice) => ({ ...choice, folded: fold(`${choice.value} ${choice.label}`) }));
  return async (typed) => known.filter((choice) => choice.folded.includes(fold(typed))).slice(0, MOST_SHOWN);
}

/** Asks the server; a newer question ends an older one. */
function searchAt(address) {
  let asked;
  return async (typed) => {
    asked?.abort();
    if (typed.trim() === "") return [];
    asked = new AbortController();
    const answer = await fetch(`${address}?${new URLSearchParams({ q: typed })}`, {
      headers: { Accept: "application/json" },
      signal: asked.signal,
    });
    return answer.ok ? answer.json() : [];
  };
}

function enhance(input) {
  const datalist = input.list;
  const local = [...datalist.options].map((option) => ({ value: option.value, label: option.label }));
  const search = input.dataset.search ? searchAt(input.dataset.search) : searchIn(local);
  const box = document.createElement("div");
  const list = document.createElement("ul");
  const told = document.createElement("p");
  box.className = "combo full";
  list.id = `${input.id}-options`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.firstChild?.textContent.trim() ?? "");
  list.hidden = true;
  // What the code stands for, and that nothing was found: said aloud too.
  told.className = "hint";
  told.setAttribute("role", "status");
  input.replaceWith(box);
  box.append(input, list, told);
  datalist.remove();
  input.removeAttribute("list");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-haspopup", "listbox");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  let choices = [];
  let at = -1;
  let question = 0;
  let waiting;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (next) => {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = next;
    const option = list.children[at];
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };

  const choose = (choice) => {
    // A search that still waits would ask for the code now, and wipe out what it stands for.
    clearTimeout(waiting);
    question += 1;
    input.value = choice.value;
    told.textContent = choice.label === choice.value ? "" : choice.label;
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
    // Where the field is the whole form, choosing is all that was to be said.
    if (input.dataset.go !== undefined) input.form.requestSubmit();
  };

  const draw = () => {
    at = -1;
    list.replaceChildren(
      ...choices.map((choice, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = choice.label;
        if (choice.label !== choice.value) {
          const code = document.createElement("span");
          code.className = "quiet";
          code.textContent = ` · ${choice.value}`;
          option.append(code);
        }
        // Pressing must not take the focus out of the field before the click arrives.
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => choose(choice));
        return option;
      }),
    );
    list.hidden = choices.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  };

  const find = async () => {
    question += 1;
    const mine = question;
    const found = await search(input.value).catch(() => null);
    // An older answer, or one that comes after the field was left, is of no use.
    if (found === null || mine !== question || document.activeElement !== input) return false;
    choices = found;
    draw();
    told.textContent = found.length === 0 && input.value.trim() !== "" ? (input.dataset.nothing ?? "") : "";
    return found.length > 0;
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    told.textContent = "";
    waiting = setTimeout(find, PAUSE_MS);
  });
  input.addEventListener("blur", () => {
    clearTimeout(waiting);
    question += 1;
    close();
  });

  // A single suggestion needs no arrow; where it stands in the field already, Enter sends the form.
  const isOnly = () => choices.length === 1 && choices[0].value !== input.value.trim();

  const step = async (by) => {
    if (list.hidden && !(await find())) return;
    const last = choices.length - 1;
    mark(by > 0 ? (at === last ? 0 : at + 1) : at <= 0 ? last : at - 1);
  };

  input.addEventListener("keydown", (event) => {
    // An input method is still putting a Vietnamese letter together.
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !list.hidden && (choices[at] || isOnly())) {
      event.preventDefault();
      choose(choices[at] ?? choices[0]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });

  // A code that stands there already says whose it is.
  if (input.value) {
    search(input.value)
      .then((found) => {
        const same = found.find((choice) => choice.value === input.value);
        if (same && same.label !== same.value) told.textContent = same.label;
      })
      .catch(() => {});
  }
}

for (const input of document.querySelectorAll("input[list]")) enhance(input);
