/* What is typed and not saved yet: kept in this browser, offered again, and asked about before the page is left.
   A form takes part by data-unsaved, a key of person and subject, and data-version, the version that its page shows;
   data-typed says that the page came back with what was typed; a form with data-replaces replaces that. It holds desk/_unsaved.html, which offers what was
   kept. Nothing here saves: a version newer than the one it was sent over tells that the server did.
   A form whose fields grow listens to `unsaved:take`, whose detail.values are pairs of name and value, and makes room;
   whoever changes fields by script sends `input`. A hidden field is kept only where it has data-along. */
(function () {
  "use strict";

  var PREFIX = "gongkai.unsaved:", PAUSE = 400, KEPT_FOR = 14 * 24 * 3600 * 1000;
  var isSigningOut = false;

  /* --- the browser's store, which may be full or closed to us */

  function read(key) {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  }

  function write(key, kept) {
    try { localStorage.setItem(key, JSON.stringify(kept)); return true; } catch { return false; }
  }

  function forget(which) {
    try {
      Object.keys(localStorage).forEach(function (key) {
        if (key.indexOf(PREFIX) === 0 && which(key)) { localStorage.removeItem(key); }
      });
    } catch { /* nothing was kept */ }
  }

  // The time, with the day where it was another.
  function clock(at) {
    var then = new Date(at), shown = { hour: "2-digit", minute: "2-digit" };
    if (then.toDateString() !== new Date().toDateString()) { shown.month = "long"; shown.day = "numeric"; }
    return then.toLocaleString(document.documentElement.lang === "en" ? "en-GB" : "zh-CN", shown);
  }

  /* --- one form */

  function isLeftOut(field) { return field.type === "hidden" && !field.hasAttribute("data-along"); }

  // What a person types, in the order of the fields. Files cannot be kept, but they are asked about.
  function typed(form) {
    return Array.from(new FormData(form)).filter(function (pair) {
      var field = form.elements.namedItem(pair[0]);
      return !field || !isLeftOut(field);
    }).map(function (pair) { return [pair[0], pair[1] instanceof File ? pair[1].name : pair[1]]; });
  }

  // By what two states are told apart: an empty field says as much as none.
  function said(values) { return JSON.stringify(values.filter(function (pair) { return pair[1]; })); }

  function fill(form, values) {
    form.dispatchEvent(new CustomEvent("unsaved:take", { detail: { values: values } }));
    var left = values.slice();
    Array.from(form.elements).forEach(function (field) {
      if (!field.name || isLeftOut(field) || /^(file|submit|button)$/.test(field.type)) { return; }
      var isChoice = field.type === "checkbox" || field.type === "radio";
      var at = left.findIndex(function (pair) { return pair[0] === field.name && (!isChoice || pair[1] === field.value); });
      if (isChoice) { field.checked = at >= 0; } else if (at >= 0) { field.value = left[at][1]; }
      if (at >= 0) { left.splice(at, 1); }
      ["input", "change"].forEach(function (kind) { field.dispatchEvent(new Event(kind, { bubbles: true })); });
    });
  }

  function attend(form) {
    var key = PREFIX + form.getAttribute("data-unsaved"), version = form.getAttribute("data-version");
    var first = said(typed(form)), isTyped = form.hasAttribute("data-typed"), isSent = false, timer;
    var kept = read(key);

    function isChanged() { return isTyped || said(typed(form)) !== first; }

    // Shows or hides a part of desk/_unsaved.html.
    function show(part, isShown, at) {
      var place = form.querySelector("[data-" + part + "]"), when = place.querySelector("[data-when]");
      place.hidden = !isShown;
      if (at && when.textContent !== clock(at)) { when.textContent = clock(at); }
    }

    function keep() {
      clearTimeout(timer);
      if (isSigningOut) { return; }
      var now = Date.now(), isKept;
      if (isChanged()) { isKept = write(key, { at: now, version: version, isSent: isSent, values: typed(form) }); }
      else { forget(function (one) { return one === key; }); }
      show("kept", isKept === true, now);
      show("unkept", isKept === false);
    }

    function answer(button, does) {
      form.querySelector(button).addEventListener("click", function () {
        show("offer", false);
        does();
        keep();
      });
    }
    answer("[data-take]", function () { fill(form, kept.values); });
    answer("[data-drop]", function () {});

    if (isTyped) { keep(); }
    else if (kept && (kept.isSent && kept.version !== version || said(kept.values) === first)) {
      forget(function (one) { return one === key; });
    } else if (kept) {
      show("offer", true, kept.at);
      show("older", kept.version !== version);
    }

    function later() {
      isSigningOut = false;
      clearTimeout(timer);
      timer = setTimeout(keep, PAUSE);
    }
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    function send() { isSent = true; keep(); }
    form.addEventListener("submit", send);
    // A form that replaces what was refused here is no way of losing it.
    document.querySelectorAll("form[data-replaces]").forEach(function (other) {
      if (isTyped) { other.addEventListener("submit", send); }
    });
    window.addEventListener("pageshow", function () { isSent = false; });
    window.addEventListener("pagehide", function () { if (timer) { keep(); } });
    window.addEventListener("beforeunload", function (event) {
      if (!isSent && isChanged()) { keep(); event.preventDefault(); }
    });
  }

  document.querySelectorAll("form[data-unsaved]").forEach(attend);
  forget(function (key) { var kept = read(key); return !kept || Date.now() - kept.at > KEPT_FOR; });

  // Whoever signs out leaves nothing behind for the next person at this machine.
  document.addEventListener("submit", function (event) {
    if (event.target.hasAttribute("data-forgets")) {
      isSigningOut = true;
      forget(function () { return true; });
    }
  });
})();
