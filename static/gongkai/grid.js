/* Rows typed in a grid: sums while one types, more rows, rows pasted from a spreadsheet, and Enter. Money is whole
   cents (BigInt), never a float. Nothing here decides: the server reads and checks everything again, and the page
   works without it. Whoever reckons more listens to `grid:reckoned` on the form. */
(function () {
  "use strict";

  var form = document.querySelector("form[data-grid]");
  if (!form) { return; }
  var table = form.querySelector("table.grid");
  var body = table.tBodies[0];
  var MOST = Number(table.getAttribute("data-most"));

  /* --- amounts */

  // Full-width figures and signs, as an input method leaves them.
  function narrow(text) {
    return text.replace(/[\uff01-\uff5e]/g, function (c) {
      return String.fromCharCode(c.charCodeAt(0) - 0xfee0);
    }).replace(/[\u2212\u2013\u2014]/g, "-").replace(/[\u3000\s,\u00a5\uffe5]/g, "").replace(/\u5143$/, "");
  }

  // Cents; null for a blank cell; undefined for what only the server can read, such as capital numerals.
  function cents(text) {
    var plain = narrow(text), places = 2;
    if (plain === "" || plain === "-") { return null; }
    if (/\u4e07$/.test(plain)) { plain = plain.slice(0, -1); places = 6; }
    var found = /^(-?)(\d*)(?:\.(\d*))?$/.exec(plain);
    if (!found || !(found[2] || found[3]) || (found[3] || "").length > places) { return undefined; }
    var value = BigInt((found[2] || "0") + ((found[3] || "") + "000000").slice(0, places));
    return found[1] ? -value : value;
  }

  function money(value) {
    var minus = value < 0n ? "\u2212" : "";
    var digits = String(value < 0n ? -value : value).padStart(3, "0");
    return minus + digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",") + "." + digits.slice(-2);
  }

  function reckon() {
    var sums = {}, unread = [];
    body.querySelectorAll("[data-amount]").forEach(function (input) {
      var name = input.getAttribute("data-amount"), value = cents(input.value);
      if (value === undefined) { unread.push(input.value.trim()); }
      sums[name] = (sums[name] || 0n) + (value || 0n);
    });
    Object.keys(sums).forEach(function (name) {
      var total = form.querySelector('[data-total="' + name + '"]');
      if (total) { total.textContent = money(sums[name]); }
    });
    var line = form.querySelector("[data-unread]");
    line.hidden = unread.length === 0;
    line.textContent = unread.length ? line.getAttribute("data-unread").replace("%s", unread.slice(0, 3).join(" ")) : "";
    form.dispatchEvent(new CustomEvent("grid:reckoned", {
      detail: { rows: body.rows, sums: sums, isUnsure: unread.length > 0, cents: cents, money: money }
    }));
  }

  /* --- rows */

  function typed(cell) { return cell.querySelector("input:not([type=hidden]), select"); }

  function addRow() {
    var index = body.rows.length;
    if (index >= MOST) { return null; }
    var row = body.rows[index - 1].cloneNode(true);
    row.removeAttribute("id");
    row.classList.remove("r-err");
    row.cells[0].firstChild.textContent = String(index + 1);
    row.querySelectorAll("small").forEach(function (one) { one.remove(); });
    row.querySelectorAll("output").forEach(function (one) { one.textContent = ""; });
    row.querySelectorAll("input, select").forEach(function (one) {
      one.value = "";
      one.removeAttribute("aria-invalid");
      one.removeAttribute("aria-describedby");
      ["id", "name"].forEach(function (key) {
        if (one.getAttribute(key)) { one.setAttribute(key, one.getAttribute(key).replace(/-\d+-/, "-" + index + "-")); }
      });
      var label = one.getAttribute("aria-label");
      if (label) { one.setAttribute("aria-label", label.replace(/\d+(?=\D*$)/, String(index + 1))); }
    });
    body.appendChild(row);
    return row;
  }

  form.querySelector("[data-more]").addEventListener("click", function (event) {
    event.preventDefault();
    var first = null;
    for (var n = 0; n < 10; n += 1) {
      var row = addRow();
      first = first || row;
    }
    if (first) { typed(first).focus(); }
  });

  // Rows and columns copied in a spreadsheet fill the cells from the one they are pasted into.
  body.addEventListener("paste", function (event) {
    var text = event.clipboardData ? event.clipboardData.getData("text/plain").replace(/\r?\n$/, "") : "";
    if (event.target.tagName !== "INPUT" || !/[\t\n]/.test(text)) { return; }
    event.preventDefault();
    var cell = event.target.closest("td"), row = cell.parentNode, column = cell.cellIndex;
    text.split(/\r?\n/).forEach(function (line) {
      if (!row) { return; }
      line.split("\t").forEach(function (value, place) {
        var target = row.cells[column + place] && typed(row.cells[column + place]);
        if (target) { target.value = value.trim(); }
      });
      row = row.nextElementSibling || addRow();
    });
    reckon();
  });

  // Enter goes to the same column of the next row, as in a workbook; it does not send the form.
  body.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") { return; }
    event.preventDefault();
    var cell = event.target.closest("td");
    var next = cell.parentNode.nextElementSibling || addRow();
    if (next) { typed(next.cells[cell.cellIndex]).focus(); }
  });

  form.addEventListener("input", reckon);
  reckon();
})();
