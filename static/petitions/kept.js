/* What is typed into the form of a petition: kept on this phone alone until it is handed in, and filled in again. It is
   sent nowhere. A form takes part by data-kept; data-typed says that it came back with what was typed. Keeping goes off by
   itself when a cadre is reported, and stays off unless it is chosen. The page of the receipt (data-handed-in) deletes
   what was kept. Without this script nothing is kept. */
(function () {
  "use strict";

  var KEY = "gongkai.petition", PAUSE = 300, KEPT_FOR = 7 * 24 * 3600 * 1000;

  /* --- the browser's store, which may be full or closed to us */

  function read() {
    try {
      var kept = JSON.parse(localStorage.getItem(KEY));
      return kept && Date.now() - kept.at < KEPT_FOR ? kept : null;
    } catch (fault) { return null; }
  }

  function write(kept) {
    try { localStorage.setItem(KEY, JSON.stringify(kept)); } catch (fault) { /* nothing is kept then */ }
  }

  function forget() {
    try { localStorage.removeItem(KEY); } catch (fault) { /* nothing was kept */ }
  }

  if (document.querySelector("[data-handed-in]")) { forget(); }
  var form = document.querySelector("form[data-kept]");
  if (!form) { return; }

  var part = form.querySelector("[data-kept-part]"), keep = form.querySelector("[data-keep]"), isChosen = false, timer;

  function fields() {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && field.name !== "website" && !/^(hidden|file|submit|button)$/.test(field.type);
    });
  }

  function isChoice(field) { return field.type === "radio" || field.type === "checkbox"; }

  function show(name, isShown) { form.querySelector("[data-kept-" + name + "]").hidden = !isShown; }

  function typed() {
    return fields().filter(function (field) { return isChoice(field) ? field.checked : field.value; })
      .map(function (field) { return [field.name, field.value]; });
  }

  function fill(values) {
    fields().forEach(function (field) {
      var found = values.filter(function (pair) {
        return pair[0] === field.name && (!isChoice(field) || pair[1] === field.value);
      });
      if (isChoice(field)) { field.checked = found.length > 0; } else if (found.length) { field.value = found[0][1]; }
      if (found.length && field.closest("details") && field.defaultValue !== field.value) { field.closest("details").open = true; }
    });
  }

  function isAccusation() {
    var chosen = form.querySelector("[name=category]:checked");
    return chosen !== null && chosen.value === "accusation";
  }

  function save() {
    clearTimeout(timer);
    if (!isChosen) { keep.checked = !isAccusation(); }
    if (keep.checked) { write({ at: Date.now(), isChosen: isChosen, values: typed() }); } else { forget(); }
    show("now", keep.checked);
    if (keep.checked) { show("deleted", false); }
  }

  form.addEventListener("input", function (event) {
    if (event.target === keep) { return; }
    // What is being reported is not written down for a moment either.
    clearTimeout(timer);
    if (event.target.name === "category") { save(); } else { timer = setTimeout(save, PAUSE); }
  });
  form.addEventListener("change", function (event) { if (event.target.name === "category") { save(); } });
  keep.addEventListener("change", function () {
    isChosen = true;
    save();
    show("deleted", !keep.checked);
  });
  form.querySelector("[data-kept-delete]").addEventListener("click", function () {
    isChosen = true;
    keep.checked = false;
    clearTimeout(timer);
    forget();
    show("now", false);
    show("found", false);
    show("deleted", true);
  });
  window.addEventListener("pagehide", function () { if (timer) { save(); } });

  part.hidden = false;
  var kept = read();
  if (form.hasAttribute("data-typed")) {
    isChosen = Boolean(kept && kept.isChosen);
    save();
  } else if (kept) {
    isChosen = kept.isChosen;
    fill(kept.values);
    show("found", true);
  }
})();
