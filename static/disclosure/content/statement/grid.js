/* The statement grid: balances, totals and identities while one types. Money is whole cents (BigInt), never a
   float. Nothing here decides: the server reads and checks everything again, and the page works without it. */
(function () {
  "use strict";

  var form = document.querySelector("form[data-grid]");
  if (!form) { return; }
  var body = form.querySelector("table.grid tbody");
  var MOST = 600;

  /* --- amounts */

  // Full-width figures and signs, as an input method leaves them.
  function narrow(text) {
    return text.replace(/[\uff01-\uff5e]/g, function (c) {
      return String.fromCharCode(c.charCodeAt(0) - 0xfee0);
    }).replace(/[\u2212\u2013\u2014]/g, "-").replace(/[\u3000\s,\u00a5\uffe5]/g, "").replace(/\u5143$/, "");
  }

  // Cents; null for a blank cell; undefined for what is no plain amount (capital numerals are read on saving).
  function cents(text) {
    var plain = narrow(text);
    if (plain === "" || plain === "-") { return null; }
    var found = /^(-?)(\d+)(?:\.(\d{0,2}))?$/.exec(plain) || /^(-?)()\.(\d{1,2})$/.exec(plain);
    if (!found) { return undefined; }
    var value = BigInt(found[2] || "0") * 100n + BigInt(((found[3] || "") + "00").slice(0, 2));
    return found[1] ? -value : value;
  }

  function money(value) {
    var minus = value < 0n ? "\u2212" : "";
    var digits = String(value < 0n ? -value : value).padStart(3, "0");
    var yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
    return minus + yuan + "." + digits.slice(-2);
  }

  function field(name) { return form.elements.namedItem(name); }
  function amountOf(input) { return input ? cents(input.value) : null; }

  /* --- what is said */

  function say(identity, isOff, values) {
    var line = form.querySelector('[data-identity="' + identity + '"]');
    line.hidden = !isOff;
    if (!isOff) { line.textContent = ""; return; }
    var left = values.slice();
    var text = line.getAttribute("data-off").replace(/%s/g, function () { return left.shift(); });
    if (line.textContent !== text) { line.textContent = text; }
  }

  function show(name, value) {
    form.querySelector('[data-total="' + name + '"]').textContent = value === null ? "" : money(value);
  }

  /* --- the sum */

  function reckon() {
    var opening = amountOf(field("opening"));
    var balance = opening || 0n;
    var sums = { receipt: 0n, payment: 0n };
    var unread = [];
    Array.prototype.forEach.call(body.rows, function (row) {
      var said = false;
      row.querySelectorAll("[data-amount]").forEach(function (input) {
        var value = cents(input.value);
        if (value === undefined) { unread.push(input.value.trim()); return; }
        if (value === null) { return; }
        said = true;
        sums[input.getAttribute("data-amount")] += value;
        balance += input.getAttribute("data-amount") === "receipt" ? value : -value;
      });
      row.querySelector("[data-balance]").textContent = said ? money(balance) : "";
    });
    show("receipt", sums.receipt);
    show("payment", sums.payment);
    show("closing", balance);
    say("read", unread.length > 0, [unread.slice(0, 3).join(" ")]);
    compare(opening, balance, unread.length > 0);
  }

  function compare(opening, closing, isUnsure) {
    var stated = amountOf(field("stated_closing"));
    var isStated = stated !== null && stated !== undefined;
    say("I1", !isUnsure && isStated && stated !== closing, isStated ? [money(stated), money(closing)] : []);
    var before = field("opening").getAttribute("data-previous");
    var previous = before === null ? null : cents(before);
    var differs = previous !== null && opening !== undefined && opening !== null && opening !== previous;
    say("I2", differs, differs ? [money(previous), money(opening)] : []);
    var cash = amountOf(field("cash")), bank = amountOf(field("bank"));
    var both = typeof cash === "bigint" && typeof bank === "bigint" ? cash + bank : null;
    var end = isStated ? stated : closing;
    say("I3", !isUnsure && both !== null && both !== end, both === null ? [] : [money(both), money(end)]);
  }

  /* --- rows */

  function addRow() {
    var index = body.rows.length;
    if (index >= MOST) { return null; }
    var row = body.rows[index - 1].cloneNode(true);
    row.removeAttribute("id");
    row.classList.remove("r-err");
    row.cells[0].firstChild.textContent = String(index + 1);
    row.querySelectorAll("input, select, output").forEach(function (one) {
      if (one.tagName === "OUTPUT") { one.textContent = ""; return; }
      one.value = "";
      one.removeAttribute("aria-invalid");
      ["id", "name"].forEach(function (key) {
        if (one.getAttribute(key)) { one.setAttribute(key, one.getAttribute(key).replace(/^row-\d+-/, "row-" + index + "-")); }
      });
      var label = one.getAttribute("aria-label");
      if (label) { one.setAttribute("aria-label", label.replace(/\d+/, String(index + 1))); }
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
    if (first) { first.querySelector("input:not([type=hidden])").focus(); }
  });

  // Enter goes to the same column of the next row, as in a workbook; it does not send the form.
  body.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") { return; }
    event.preventDefault();
    var cell = event.target.closest("td");
    var row = cell.parentNode;
    var next = row.nextElementSibling || addRow();
    if (next) { next.cells[cell.cellIndex].querySelector("input").focus(); }
  });

  form.addEventListener("input", reckon);
  reckon();
})();
