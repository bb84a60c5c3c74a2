/* The desk's keys, the count of chosen rows, and word that the session has ended. Everything here can be done without
   it, by link and button. */
(function () {
  "use strict";

  function queues() { return Array.prototype.slice.call(document.querySelectorAll("table.queue")); }
  function rows() { return Array.prototype.slice.call(document.querySelectorAll("table.queue > tbody > tr")); }
  function box(row) { return row.querySelector(".c-box input"); }
  function boxes(queue) { return Array.prototype.slice.call(queue.querySelectorAll("tbody .c-box input:not(:disabled)")); }

  /* --- which rows are chosen, and how many */

  function count(queue) {
    var all = boxes(queue);
    var chosen = all.filter(function (one) { return one.checked; }).length;
    all.forEach(function (one) { one.closest("tr").classList.toggle("sel", one.checked); });
    var head = queue.querySelector("thead .c-box input");
    if (head) {
      head.checked = all.length > 0 && chosen === all.length;
      head.indeterminate = chosen > 0 && chosen < all.length;
    }
    var bulk = queue.parentNode.querySelector(".bulk");
    if (!bulk) { return; }
    bulk.hidden = chosen === 0;
    bulk.querySelector("[data-count]").textContent = String(chosen);
    bulk.querySelectorAll("button").forEach(function (button) { button.disabled = chosen === 0; });
  }

  function clear(queue) {
    boxes(queue).forEach(function (one) { one.checked = false; });
    count(queue);
  }

  document.addEventListener("change", function (event) {
    var queue = event.target.closest("table.queue");
    if (!queue || !event.target.closest(".c-box")) { return; }
    if (event.target.closest("thead")) {
      boxes(queue).forEach(function (one) { one.checked = event.target.checked; });
    }
    count(queue);
  });

  document.addEventListener("click", function (event) {
    var none = event.target.closest("[data-choose-none]");
    if (none) { queues().forEach(clear); }
    if (event.target.closest("[data-keys]")) { showKeys(); }
  });

  /* --- keys */

  function showKeys() {
    var sheet = document.getElementById("keys");
    if (sheet && sheet.showModal && !sheet.open) { sheet.showModal(); }
  }

  function cursor() { return document.querySelector("table.queue tr.cursor"); }

  function move(step) {
    var all = rows();
    if (!all.length) { return; }
    var now = all.indexOf(cursor());
    var next = now < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(now + step, 0), all.length - 1);
    all.forEach(function (row, n) { row.classList.toggle("cursor", n === next); });
    all[next].scrollIntoView({ block: "nearest" });
    var link = all[next].querySelector("a[href]");
    if (link) { link.focus({ preventScroll: true }); }
  }

  function choose() {
    var row = cursor();
    var one = row && box(row);
    if (!one || one.disabled) { return; }
    one.checked = !one.checked;
    count(row.closest("table.queue"));
  }

  function open() {
    var link = cursor() && cursor().querySelector("a[href]");
    if (link && document.activeElement !== link) { link.click(); return true; }
    return false;
  }

  function find() {
    var field = document.querySelector('.bar input[type="search"], main input[type="search"]');
    if (field) { field.focus(); field.select(); }
    return Boolean(field);
  }

  var keys = {
    j: function () { move(1); return true; },
    k: function () { move(-1); return true; },
    x: function () { choose(); return true; },
    Enter: open,
    "?": function () { showKeys(); return true; },
    "/": find
  };

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (event.target.closest("input:not([type=checkbox]), select, textarea, dialog, [contenteditable]")) { return; }
    if (event.key === "Enter" && event.target.closest("a, button, summary")) { return; }
    var does = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (does && does()) { event.preventDefault(); }
  });

  /* --- a part of the page was asked for after the session had ended */

  document.addEventListener("htmx:afterRequest", function (event) {
    document.querySelector("[data-signed-out]").hidden = event.detail.xhr.status !== 401;
  });

  /* --- more files than one form may send: said before they are sent */

  document.addEventListener("submit", function (event) {
    var told = document.querySelector("[data-too-large]");
    var size = 0;
    event.target.querySelectorAll("input[type=file]").forEach(function (field) {
      Array.prototype.forEach.call(field.files, function (file) { size += file.size; });
    });
    told.hidden = size <= Number(told.getAttribute("data-too-large")) * 1024 * 1024;
    if (told.hidden) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    told.scrollIntoView({ block: "center" });
  }, true);

  /* --- where the menu is a row that runs off the screen, the entry of this page stands in it */

  function showEntry() {
    var entry = document.querySelector(".side [aria-current]"), row = entry && entry.closest("ul");
    if (row && row.scrollWidth > row.clientWidth) {
      var box = entry.getBoundingClientRect(), all = row.getBoundingClientRect();
      row.scrollLeft += box.left - all.left - (all.width - box.width) / 2;
    }
  }

  /* --- at the start, and whenever htmx has put something new on the page */

  function ready() { queues().forEach(count); }
  function start() { ready(); showEntry(); }
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
  document.addEventListener("htmx:afterSettle", ready);
})();
