// htmx can compile attribute text into functions. The content security policy refuses that anyway;
// refusing it here too gives one clear message instead of a policy report.
const refuse = function () {
  throw new Error("attributes with script (hx-on, js:, trigger filters) are switched off");
};

window.htmx.registerExtension("no-eval", {
  init: (api) => api.initSecurity(null, refuse, refuse),
});
