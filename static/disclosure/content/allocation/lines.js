/* The lines of an allocation: the sum while one types, more rows, and rows pasted from a spreadsheet. Money is
   whole cents (BigInt). Nothing here decides: the server reads everything again, and the page works without it. */
(function () {
  "use strict";

  var form = document.querySelector("form[data-lines]");
  if (!form) { return; }
  var body = form.querySelector("table.lines tbody");
  var MOST = 600;

  function narrow(text) {
    return text.replace(/[\uff01-\uff5e]/g, function (c) {
      return String.fromCharCode(c.charCodeAt(0) - 0xfee0);
    }).replace(/[\u3000\s,\u00a5\uffe5]/g, "");
  }

  // Cents; null for a blank cell; undefined for what only the server can read, such as capital numerals.
  function cents(text) {
    var plain = narrow(text).replace(/\u5143$/, ""), places = 2;
    if (plain === "") { return null; }
    if (/\u4e07$/.test(plain)) { plain = plain.slice(0, -1); places = 6; }
    var found = /^(\d+)(?:\.(\d+))?$/.exec(plain);
    if (!found || (found[2] || "").length > places) { return undefined; }
    return BigInt(found[1] + ((found[2] || "") + "000000").slice(0, places));
  }

  function money(value) {
    var digits = String(value).padStart(3, "0");
    return digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",") + "." + digits.slice(-2);
  }

  function reckon() {
    var sum = 0n, unread = [];
    body.querySelectorAll("[data-amount]").forEach(function (input) {
      var value = cents(input.value);
      if (value === undefined) { unread.push(input.value.trim()); } else { sum += value || 0n; }
    });
    form.querySelector("[data-total]").textContent = money(sum);
    var line = form.querySelector("[data-unread]");
    line.hidden = unread.length === 0;
    line.textContent = unread.length ? line.getAttribute("data-unread").replace("%s", unread.slice(0, 3).join(" ")) : "";
  }

  function addRow() {
    var index = body.rows.length;
    if (index >= MOST) { return null; }
    var row = body.rows[index - 1].cloneNode(true);
    row.classList.remove("r-err");
    row.cells[0].textContent = String(index + 1);
    row.querySelectorAll("small").forEach(function (one) { one.remove(); });
    row.querySelectorAll("input").forEach(function (one) {
      one.value = "";
      one.removeAttribute("aria-invalid");
      one.removeAttribute("aria-describedby");
      ["id", "name"].forEach(function (key) {
        one.setAttribute(key, one.getAttribute(key).replace(/^line-\d+-/, "line-" + index + "-"));
      });
      one.setAttribute("aria-label", one.getAttribute("aria-label").replace(/\d+/, String(index + 1)));
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
    if (first) { first.querySelector("input").focus(); }
  });

  // Rows and columns copied in a spreadsheet fill the cells from the one they are pasted into.
  body.addEventListener("paste", function (event) {
    var text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (event.target.tagName !== "INPUT" || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) { return; }
    event.preventDefault();
    var cell = event.target.closest("td"), row = cell.parentNode, column = cell.cellIndex;
    text.replace(/\r?\n$/, "").split(/\r?\n/).forEach(function (line) {
      if (!row) { return; }
      line.split("\t").forEach(function (value, place) {
        var target = row.cells[column + place];
        if (target) { target.querySelector("input").value = value.trim(); }
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
    if (next) { next.cells[cell.cellIndex].querySelector("input").focus(); }
  });

  form.addEventListener("input", reckon);
  reckon();
})();
