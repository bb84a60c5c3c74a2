/* A statement in the grid: balances, the closing balance and the identities while one types. Nothing here decides:
   the server checks everything again. */
(function () {
  "use strict";

  var form = document.querySelector("form[data-grid]");
  if (!form) { return; }
  var cents, money;

  function field(name) { return form.elements.namedItem(name); }

  function say(identity, isOff, values) {
    var line = form.querySelector('[data-identity="' + identity + '"]');
    line.hidden = !isOff;
    if (!isOff) { line.textContent = ""; return; }
    var left = values.slice();
    var text = line.getAttribute("data-off").replace(/%s/g, function () { return left.shift(); });
    if (line.textContent !== text) { line.textContent = text; }
  }

  // Balances row by row; returns the last one.
  function balances(rows, opening) {
    var balance = opening || 0n;
    rows.forEach(function (row) {
      var said = false;
      row.querySelectorAll("[data-amount]").forEach(function (input) {
        var value = cents(input.value);
        if (typeof value !== "bigint") { return; }
        said = true;
        balance += input.getAttribute("data-amount") === "receipt" ? value : -value;
      });
      row.querySelector("[data-reckoned]").textContent = said ? money(balance) : "";
    });
    form.querySelector('[data-total="balance"]').textContent = money(balance);
    return balance;
  }

  function compare(opening, closing, isUnsure) {
    var stated = cents(field("stated_closing").value);
    var isStated = typeof stated === "bigint";
    var isOff = !isUnsure && isStated && stated !== closing;
    say("I1", isOff, isStated ? [money(stated), money(closing)] : []);
    foot(isOff ? closing - stated : 0n);
    var before = form.getAttribute("data-previous");
    var previous = before === null ? null : cents(before);
    var differs = previous !== null && typeof opening === "bigint" && opening !== previous;
    say("I2", differs, differs ? [money(previous), money(opening)] : []);
    var cash = cents(field("cash").value), bank = cents(field("bank").value);
    var both = typeof cash === "bigint" && typeof bank === "bigint" ? cash + bank : null;
    var end = isStated ? stated : closing;
    say("I3", !isUnsure && both !== null && both !== end, both === null ? [] : [money(both), money(end)]);
  }

  // How far the foot is from the book.
  function foot(gap) {
    var words = form.querySelector(".grid-says").dataset;
    var text = gap ? (gap > 0n ? words.more : words.less).replace("%s", money(gap < 0n ? -gap : gap)) : "";
    form.querySelector("[data-gap]").textContent = text;
  }

  form.addEventListener("grid:reckoned", function (event) {
    cents = event.detail.cents;
    money = event.detail.money;
    var opening = cents(field("opening").value);
    compare(opening, balances(event.detail.rows, opening), event.detail.isUnsure);
  });
})();
