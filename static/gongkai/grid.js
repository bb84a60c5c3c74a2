/* Rows typed in a grid: sums while one types, rows inserted, taken out and pasted from a spreadsheet, and the keys of a
   spreadsheet; unsaved.js keeps what was typed until it is saved. Money is whole cents (BigInt), never a float.
   Nothing here decides: the server reads and checks everything again, and the page works without it. Whoever reckons
   more listens to `grid:reckoned` on the form. */
(function () {
  "use strict";

  var form = document.querySelector("form[data-grid]");
  if (!form) { return; }
  var table = form.querySelector("table.grid");
  var body = table.tBodies[0];
  var prefix = table.getAttribute("data-prefix");
  var most = Number(table.getAttribute("data-most"));
  var words = JSON.parse(table.getAttribute("data-words"));
  var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);

  function fill(text, values) {
    return text.replace(/%\((\w+)\)[sd]/g, function (_all, name) { return values[name]; });
  }

  /* --- what is written in a cell */

  // Full-width figures and signs, as an input method leaves them.
  function narrow(text) {
    return text.replace(/[\uff01-\uff5e]/g, function (c) {
      return String.fromCharCode(c.charCodeAt(0) - 0xfee0);
    }).replace(/[\u2212\u2013\u2014]/g, "-").replace(/[\u3000\s]/g, "");
  }

  // Groups of three, or of four as some write; anything else may be a comma for a point.
  var GROUPS = /^[^\d,]*(?:\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+)(?![\d,])/;

  // Cents; null for a blank cell; undefined for what is no amount, or only the server can read.
  function cents(text) {
    var plain = narrow(text).replace(/^[\u00a5\uffe5]|[\u5143\u5706][\u6574\u6b63]?$/g, ""), places = 2;
    if (plain.indexOf(",") >= 0 && !GROUPS.test(plain)) { return undefined; }
    plain = plain.replace(/,/g, "").replace(/^\(([^-]*)\)$|^([^-]+)-$|^[\u25b3\u25b2](.*)$/, "-$1$2$3").replace(/^\+/, "");
    if (plain === "" || /^(?:-+|[/\\*\u65e0])$/.test(plain)) { return null; }
    if (/\u4e07$/.test(plain)) { plain = plain.slice(0, -1); places = 6; }
    var found = /^(-?)(\d{0,15})(?:\.(\d*))?$/.exec(plain);
    if (!found || !(found[2] || found[3]) || (found[3] || "").replace(/0+$/, "").length > places) { return undefined; }
    var value = BigInt((found[2] || "0") + ((found[3] || "") + "000000").slice(0, places));
    return found[1] ? -value : value;
  }

  function money(value) {
    var minus = value < 0n ? "\u2212" : "";
    var digits = String(value < 0n ? -value : value).padStart(3, "0");
    return minus + digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",") + "." + digits.slice(-2);
  }

  var MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
  function two(number) { return String(number).padStart(2, "0"); }

  // The day in the way of this grid: 07-28, or with its year where it lies elsewhere; null where there is no such day.
  function written(year, month, day) {
    var date = new Date(Date.UTC(year || 2024, month - 1, day));   // a leap year has every day
    if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== Number(day)) { return null; }
    var short = two(month) + "-" + two(day), long = date.getUTCFullYear() + "-" + short;
    var first = table.getAttribute("data-first");
    return !year || (first && long >= first && long <= table.getAttribute("data-last")) ? short : long;
  }

  // A day as spreadsheets write it; undefined for what only the server can tell.
  function day(text) {
    var plain = narrow(text.replace(/[\sT]+\d{1,2}[:\uff1a]\d{2}.*$/, "")), found, month;
    if ((found = /^(\d{4}|\d{2})[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})\u65e5?$/.exec(plain)) ||
        (found = /^(\d{4})(\d{2})(\d{2})$/.exec(plain))) {
      return written(found[1].length === 2 ? "20" + found[1] : found[1], found[2], found[3]);
    }
    if ((found = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(plain))) { return written(found[3], found[1], found[2]); }
    if ((found = /^(\d{1,2})(?:[-/.]|\u6708)(\d{1,2})[\u65e5\u53f7]?$/.exec(plain))) { return written("", found[1], found[2]); }
    if ((found = /^(\d{1,2})-([a-z]{3})[a-z]*(?:-(\d{4}|\d{2}))?$/i.exec(plain)) &&
        (month = MONTHS.indexOf(found[2].toLowerCase()) + 1)) {
      return written(found[3] && found[3].length === 2 ? "20" + found[3] : found[3], month, found[1]);
    }
    if (/^\d{5}$/.test(plain) && plain > 36525 && plain < 73051) {   // days since the end of 1899
      var date = new Date(Date.UTC(1899, 11, 30) + plain * 864e5);
      return written(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
    }
    return undefined;
  }

  // Chinese numerals, which only the server reads.
  var NUMERALS = /[\u96f6\u3007\u4e00\u4e8c\u4e24\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u5eff\u5345\u521d\u58f9\u8d30\u53c1\u8086\u4f0d\u9646\u67d2\u634c\u7396\u62fe\u4f70\u4edf\u767e\u5343\u4e07\u4ebf]/;

  // Why a cell cannot be read; empty where it can, or only the server can tell.
  function fault(input) {
    var text = input.value.trim(), kind = kindOf(input), read = { read: text };
    if (kind === "amount" && cents(text) === undefined && !NUMERALS.test(text)) {
      return fill(/^-?\d+\.\d{3,}$/.test(narrow(text)) ? words.decimals : words.amount, read);
    }
    if (kind === "date" && text && (day(text) === null || !/[\d\u3007-\u9fff/-]/.test(text) || /[a-z]{4}/i.test(text))) {
      return fill(words.date, read);
    }
    return "";
  }

  /* --- rows and cells */

  function rows() { return Array.prototype.slice.call(body.querySelectorAll("tr.line")); }
  function typed(cell) { return cell && cell.querySelector("td > input, td > select"); }
  function fields(row) { return Array.prototype.slice.call(row.querySelectorAll("td > input, td > select")); }
  function rowOf(input) { return input.closest("tr.line"); }
  function placeOf(input) { return input.closest("td").cellIndex; }
  function kindOf(input) { return heads[placeOf(input)].getAttribute("data-kind"); }
  function next(row, step) { var all = rows(); return all[all.indexOf(row) + step]; }
  function isBlank(row) { return fields(row).every(function (input) { return !input.value.trim(); }); }

  // The rows below one that say what is wrong with it.
  function remarks(row) {
    var found = [];
    for (var below = row.nextElementSibling; below && below.classList.contains("at"); below = below.nextElementSibling) {
      found.push(below);
    }
    return found;
  }

  // A row is known by its place: its number, and the names and labels of its cells.
  function number(row, index) {
    var count = index + 1;
    row.cells[0].querySelector("span").textContent = String(count);
    row.querySelector("summary").setAttribute("aria-label", fill(words.row, { number: count }));
    row.querySelectorAll("button").forEach(function (one) { one.value = one.value.replace(/\d+/, String(index)); });
    row.querySelectorAll("[data-along]").forEach(function (one) { one.name = prefix + "-" + index + "-was"; });
    var below = remarks(row);
    fields(row).forEach(function (input) {
      var head = heads[placeOf(input)], column = head.textContent;
      var old = input.id, id = prefix + "-" + index + "-" + head.getAttribute("data-name");
      input.setAttribute("aria-label", fill(words.cell, { column: column, number: count }));
      if (old === id) { return; }
      input.id = input.name = id;
      var ids = input.getAttribute("aria-describedby");
      if (ids) { input.setAttribute("aria-describedby", ids.split(old + "-").join(id + "-")); }
      var note = input.parentNode.querySelector("small");
      if (note) { note.id = id + "-note"; }
      below.forEach(function (one) {
        var said = one.querySelector("p");
        if (said.id.indexOf(old + "-") !== 0) { return; }
        said.id = said.id.replace(old, id);
        said.querySelector("b").textContent = fill(words.place, { number: count, column: column });
      });
    });
  }

  function renumber() { rows().forEach(number); }

  function blankRow() {
    var row = rows()[0].cloneNode(true);
    row.removeAttribute("id");
    row.className = "line";
    row.querySelectorAll("td small").forEach(function (one) { one.remove(); });
    row.querySelectorAll("[data-reckoned], th small").forEach(function (one) { one.textContent = ""; });
    row.querySelector("details").open = false;
    row.querySelectorAll("input, select").forEach(function (one) {
      one.value = "";
      one.removeAttribute("id");
      one.removeAttribute("aria-invalid");
      one.removeAttribute("aria-describedby");
    });
    return row;
  }

  // Puts a row before another one, or at the end; null where no more are taken.
  function insert(before) {
    if (rows().length >= most) { tell(fill(words.full, { most: most })); return null; }
    var row = blankRow();
    body.insertBefore(row, before || null);
    return row;
  }

  function mark(row, kind, text) {
    row.classList.add(kind);
    row.querySelector("th small").textContent = text;
  }

  // What is wrong stands below its cell and names row and column.
  function check(input, reason) {
    var row = rowOf(input);
    reason = reason || fault(input);
    remarks(row).forEach(function (one) { if (one.querySelector("p").id === input.id + "-fault") { one.remove(); } });
    var ids = (input.getAttribute("aria-describedby") || "").split(" ").filter(function (id) {
      return id && id !== input.id + "-fault";
    });
    if (reason) { ids.unshift(input.id + "-fault"); }
    if (ids.length) { input.setAttribute("aria-describedby", ids.join(" ")); } else { input.removeAttribute("aria-describedby"); }
    if (!reason) { input.removeAttribute("aria-invalid"); } else { input.setAttribute("aria-invalid", "true"); below(row, input, reason); }
    row.classList.toggle("faulty", remarks(row).length > 0);
    return Boolean(reason);
  }

  function below(row, input, reason) {
    var place = placeOf(input), ends = place >= heads.length / 2;
    var line = document.importNode(form.querySelector("template[data-fault]").content.firstElementChild, true);
    var cell = line.cells[0], said = line.querySelector("p");
    function room(before, columns) {
      if (columns) { line.insertBefore(document.createElement("td"), before).colSpan = columns; }
    }
    cell.colSpan = ends ? place + 1 : heads.length - place;
    cell.classList.toggle("ends", ends);
    room(cell, ends ? 0 : place);
    room(null, ends ? heads.length - place - 1 : 0);
    said.id = input.id + "-fault";
    said.querySelector("b").textContent = fill(words.place, { number: rows().indexOf(row) + 1, column: heads[place].textContent });
    said.lastElementChild.textContent = reason;
    var last = remarks(row).pop() || row;
    body.insertBefore(line, last.nextElementSibling);
  }

  /* --- sums */

  function reckon() {
    var all = rows(), sums = {}, count = 0, leftOut = [];
    all.forEach(function (row, index) {
      var said = !isBlank(row), isSure = true;
      row.classList.toggle("blank", !said);
      count += said ? 1 : 0;
      row.querySelectorAll("[data-amount]").forEach(function (input) {
        var name = input.getAttribute("data-amount"), value = cents(input.value);
        isSure = isSure && value !== undefined;
        sums[name] = (sums[name] || 0n) + (value || 0n);
      });
      if (!isSure) { leftOut.push(index + 1); }
    });
    Object.keys(sums).forEach(function (name) { show('[data-total="' + name + '"]', money(sums[name])); });
    var text = fill(words.total, { count: count });
    show("[data-count]", leftOut.length ? text + fill(words.left_out, { rows: leftOut.slice(0, 5).join(words.between) }) : text);
    form.dispatchEvent(new CustomEvent("grid:reckoned", {
      detail: { rows: all, sums: sums, isUnsure: leftOut.length > 0, cents: cents, money: money }
    }));
  }

  function show(selector, text) {
    var place = table.querySelector(selector);
    if (place && place.textContent !== text) { place.textContent = text; }
  }

  /* --- what was done, and how to undo it */

  var undoing = [];
  var told = form.querySelector("[data-told]");

  // Says something at the foot, with a button that undoes what was done last.
  function tell(text) {
    var call = document.importNode(form.querySelector("template[data-call]").content.firstElementChild, true);
    call.querySelector("p").textContent = text;
    call.querySelector("button").hidden = !undoing.length;
    call.querySelector("button").addEventListener("click", undo);
    told.textContent = "";
    told.appendChild(call);
  }

  function changed() { form.dispatchEvent(new Event("input")); }

  function done(text, back) {
    undoing.push(back);
    tell(text);
    changed();
  }

  function undo() {
    var back = undoing.pop();
    if (!back) { return; }
    var input = back();
    renumber();
    changed();
    tell(words.undone);
    enter(rowOf(input), placeOf(input));
  }

  function add(row, isBelow, place) {
    var last = remarks(row).pop() || row;
    var fresh = insert(isBelow ? last.nextElementSibling : row);
    if (!fresh) { return; }
    mark(fresh, "fresh", words.tag_new);
    renumber();
    enter(fresh, place);
    done(fill(words.inserted, { number: rows().indexOf(fresh) + 1 }), function () { remove(fresh); return fields(row)[0]; });
  }

  // Takes a row and what is said below it off the page; returns what puts it there again.
  function remove(row) {
    var parts = [row].concat(remarks(row)), after = parts[parts.length - 1].nextElementSibling;
    parts.forEach(function (part) { part.remove(); });
    return function () {
      parts.forEach(function (part) { body.insertBefore(part, after); });
      return fields(row)[0];
    };
  }

  function takeOut(row, place) {
    if (rows().length < 2) { insert(); }
    var index = rows().indexOf(row), near = next(row, 1) || next(row, -1), back = remove(row);
    renumber();
    enter(near, place);
    done(fill(words.removed, { number: index + 1 }), back);
  }

  body.addEventListener("click", function (event) {
    var button = event.target.closest("button[name=rows]");
    if (!button) { return; }
    event.preventDefault();
    button.closest("details").open = false;
    act(button.value.split("-")[0], rowOf(button), 0);
  });

  function act(verb, row, place) {
    if (verb === "remove") { takeOut(row, place); } else { add(row, verb === "below", place); }
  }

  form.querySelector('button[value="more"]').addEventListener("click", function (event) {
    event.preventDefault();
    var first = null;
    for (var n = 0; n < 10; n += 1) {
      var row = insert();
      if (!row) { break; }
      first = first || row;
    }
    renumber();
    reckon();
    if (first) { enter(first, 0); }
  });

  // The buttons of one row are open at a time.
  body.addEventListener("toggle", function (event) {
    if (!event.target.open) { return; }
    body.querySelectorAll("details[open]").forEach(function (one) { if (one !== event.target) { one.open = false; } });
  }, true);

  /* --- pasting */

  // Lines and cells as a spreadsheet copies them: a cell with a line break stands in quotation marks.
  function cellsOf(text) {
    var token = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/y, lines = [[]], found;
    text = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    while ((found = token.exec(text))) {
      var quoted = found[1] !== undefined && /[\t\n]/.test(found[1]);
      var value = quoted ? found[1].replace(/""/g, '"') : found[1] !== undefined ? '"' + found[1] + '"' : found[2];
      lines[lines.length - 1].push(value.replace(/\s+/g, " ").trim());
      if (found[3] === "\n") { lines.push([]); }
      if (found[3] === "") { break; }
    }
    return lines;
  }

  // Writes a text into a cell in the way of its column; returns why it cannot be read, if it cannot.
  function put(input, text) {
    var kind = kindOf(input), value;
    if (input.tagName === "SELECT") {
      var option = Array.prototype.find.call(input.options, function (one) {
        return one.value && (text === one.text.slice(one.value.length).trim() || /^\D*$/.test(text.slice(one.value.length)) && text.indexOf(one.value) === 0);
      });
      input.value = option ? option.value : "";
      return text && !option ? fill(words.choice, { read: text }) : "";
    }
    value = kind === "amount" ? cents(text) : kind === "date" ? day(text) : text;
    input.value = typeof value === "bigint" ? money(value) : value === null && kind === "amount" ? "" : value || text;
    return "";
  }

  function paste(input, block) {
    var row = rowOf(input), place = placeOf(input), before = [], made = [], marked = 0, last = row, isCut = false;
    var first = rows().indexOf(row) + 1;
    block.every(function (line, index) {
      if (index) { row = next(last, 1); }
      if (!row) { row = insert(); if (row) { made.push(row); renumber(); } }
      if (!row) { isCut = true; return false; }
      last = row;
      line.forEach(function (text, offset) {
        var cell = row.cells[place + offset], target = typed(cell);
        isCut = isCut || (text !== "" && (!cell || cell.classList.contains("g-do")));
        if (!target) { return; }
        before.push([target, target.value]);
        marked += check(target, put(target, text)) ? 1 : 0;
      });
      mark(row, "pasted", words.tag_pasted);
      return true;
    });
    var end = rows().indexOf(last) + 1;
    var text = fill(words.pasted, { first: first, last: end, count: end - first + 1 });
    text += (marked ? fill(words.marked, { count: marked }) : "") + (isCut ? words.beyond : "");
    done(text, function () {
      made.forEach(remove);
      before.forEach(function (pair) {
        pair[0].value = pair[1];
        if (pair[0].isConnected) { check(pair[0]); rowOf(pair[0]).classList.remove("pasted"); rowOf(pair[0]).querySelector("th small").textContent = ""; }
      });
      return input;
    });
  }

  body.addEventListener("paste", function (event) {
    var text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    var isCell = event.target.matches && event.target.matches("td > input, td > select");
    if (!isCell || !(/[\t\n]/.test(text.replace(/\r?\n$/, "")) || event.target.tagName === "SELECT")) { return; }
    event.preventDefault();
    paste(event.target, cellsOf(text));
  });

  /* --- keys: Enter and Tab as in a spreadsheet, arrows from cell to cell */

  var began = 0, byTab = false, isTyping = false;

  function go(row, place) {
    var input = row && typed(row.cells[place]);
    if (!input) { return false; }
    input.focus();
    if (input.select) { input.select(); }
    return true;
  }

  function enter(row, place) { return Boolean(row) && (go(row, place) || go(row, placeOf(fields(row)[0]))); }

  // The next cell to type in to the left or right of one; of the next or last row where there is none.
  function beside(input, step) {
    var all = fields(body), index = all.indexOf(input) + step;
    return all[index];
  }

  function isAtEdge(input, step) {
    if (input.tagName === "SELECT") { return true; }
    var all = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    return all || (input.selectionStart === input.selectionEnd && input.selectionStart === (step < 0 ? 0 : input.value.length));
  }

  var keys = {
    Enter: function (input, event) {
      var row = rowOf(input), to = next(row, event.shiftKey ? -1 : 1);
      if (!to && !event.shiftKey) { to = insert(); renumber(); }
      byTab = true;   // the column where the row was begun stays
      enter(to, began);
      byTab = false;
      return true;
    },
    Tab: function (input, event) {
      var to = beside(input, event.shiftKey ? -1 : 1);
      if (!to) { return false; }   // out of the grid
      byTab = true;
      go(rowOf(to), placeOf(to));
      byTab = false;
      return true;
    },
    ArrowDown: function (input) { return vertical(input, 1); },
    ArrowUp: function (input) { return vertical(input, -1); },
    ArrowRight: function (input) {
      if (!isAtEdge(input, 1)) { return false; }
      var to = beside(input, 1);
      if (to && rowOf(to) === rowOf(input)) { return go(rowOf(to), placeOf(to)); }
      rowOf(input).querySelector("summary").focus();
      return true;
    },
    ArrowLeft: function (input) {
      var to = isAtEdge(input, -1) && beside(input, -1);
      return Boolean(to) && rowOf(to) === rowOf(input) && go(rowOf(to), placeOf(to));
    }
  };

  // A list of choices or proposals that may be open keeps its keys.
  function vertical(input, step) {
    if (input.tagName === "SELECT" || (input.list && isTyping)) { return false; }
    return go(next(rowOf(input), step), placeOf(input));
  }

  var withAlt = { KeyI: "above", Delete: "remove", Backspace: "remove" };

  body.addEventListener("keydown", function (event) {
    var input = event.target, row = rowOf(input);
    if (event.isComposing || event.ctrlKey || event.metaKey) { return; }
    if (input.closest("details")) { inButtons(event, row); return; }
    var verb = event.altKey && withAlt[event.code];
    if (verb) { act(event.shiftKey && verb === "above" ? "below" : verb, row, placeOf(input)); }
    var does = !event.altKey && keys[event.key];
    if (verb || (does && does(input, event))) { event.preventDefault(); }
  });

  form.addEventListener("keydown", function (event) {
    if (event.altKey && event.code === "KeyZ") { event.preventDefault(); undo(); }
  });

  function inButtons(event, row) {
    var details = event.target.closest("details"), last = fields(row).pop();
    if (event.key === "Escape" && details.open) {
      details.open = false;
      details.querySelector("summary").focus();
    } else if (event.key === "ArrowLeft" && event.target.tagName === "SUMMARY") {
      go(row, placeOf(last));
    } else { return; }
    event.preventDefault();
  }

  body.addEventListener("focusin", function (event) {
    if (!event.target.matches("td > input, td > select")) { return; }
    isTyping = false;
    if (!byTab) { began = placeOf(event.target); }
  });

  /* --- what changes while one types */

  var due;

  form.addEventListener("input", function (event) {
    if (event.target.matches("td > *")) {
      isTyping = true;
      if (event.target.getAttribute("aria-invalid")) { check(event.target); }
    }
    cancelAnimationFrame(due);   // many cells may be filled at once
    due = requestAnimationFrame(reckon);
  });
  body.addEventListener("change", function (event) { if (event.target.matches("td > input, td > select")) { check(event.target); } });

  // As many rows as unsaved.js is about to fill.
  form.addEventListener("unsaved:take", function (event) {
    var line = new RegExp("^" + prefix + "-(\\d+)-");
    var count = event.detail.values.reduce(function (most, pair) {
      var found = line.exec(pair[0]);
      return found ? Math.max(most, Number(found[1]) + 1) : most;
    }, 1);
    rows().slice(count).forEach(remove);
    while (rows().length < count && insert()) { /* until there is room for all */ }
    renumber();
    undoing.length = 0;
    told.textContent = "";
  });

  document.addEventListener("DOMContentLoaded", reckon);
})();
