/* Buttons that write the signs of Markdown into a field, and tables pasted from a workbook. All of it goes in as if it
   were typed, so that the browser's own undo takes it back. Without it the field takes the same signs by hand. */
(function () {
  "use strict";

  /* --- typing into the field */

  // Puts `text` in the place of what lies between two places, and selects a part of it.
  function type(area, from, to, text, first, last) {
    area.focus();
    area.setSelectionRange(from, to);
    var isTyped = from === to && !text || document.execCommand(text ? "insertText" : "delete", false, text);
    if (!isTyped) {
      area.setRangeText(text, from, to, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (first !== undefined) { area.setSelectionRange(from + first, from + last); }
  }

  // The whole lines that are touched by the selection.
  function lines(area) {
    var from = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    var end = area.selectionEnd > area.selectionStart && area.value[area.selectionEnd - 1] === "\n"
      ? area.selectionEnd - 1 : area.selectionEnd;
    var to = area.value.indexOf("\n", end);
    if (to < 0) { to = area.value.length; }
    return { from: from, to: to, texts: area.value.slice(from, to).split("\n") };
  }

  // A block that stands by itself, an empty line before and after it.
  function block(area, from, to, text, first, last) {
    var before = area.value.slice(0, from), after = area.value.slice(to);
    var lead = !before || /\n\n$/.test(before) ? "" : /\n$/.test(before) ? "\n" : "\n\n";
    var tail = !after.trim() || /^\n\n/.test(after) ? "" : /^\n/.test(after) ? "\n" : "\n\n";
    type(area, from, to, lead + text + tail, first + lead.length, last + lead.length);
  }

  /* --- headings, lists, bold */

  var MARK = /^\s*(#{1,6}\s+|[-*+]\s+|\d+[.)]\s+)/;

  // Gives each line a sign (that of a list is counted on), or takes it away where all have it.
  function mark(area, sign, pattern) {
    var found = lines(area), following = area.value.slice(found.to + 1).split("\n")[0];
    var written = found.texts.filter(function (line) { return line.trim(); });
    var isMarked = written.length > 0 && written.every(function (line) { return pattern.test(line); });
    var number = 0;
    var text = found.texts.map(function (line) {
      if (!line.trim() && found.texts.length > 1) { return line; }
      var bare = line.replace(MARK, "");
      number += 1;
      return isMarked ? bare : sign.replace("1", number) + bare;
    }).join("\n");
    // A line right below an item of a list would be read as its continuation.
    var isJoined = !isMarked && sign[0] !== "#" && following.trim() && !MARK.test(following);
    var first = found.texts.length === 1 ? text.length : 0;
    type(area, found.from, found.to, text + (isJoined ? "\n" : ""), first, text.length);
  }

  // The stars stand at a word: beside a space or a sign of punctuation they would not make bold.
  function bold(area) {
    var from = area.selectionStart, to = area.selectionEnd, value = area.value;
    if (from === to) {
      var isInside = value.slice(from - 2, from) === "**" && value.slice(from, from + 2) === "**";
      if (isInside) { type(area, from - 2, from + 2, "", 0, 0); } else { type(area, from, to, "****", 2, 2); }
      return;
    }
    if (value.slice(from - 2, from) === "**" && value.slice(to, to + 2) === "**") {
      type(area, from - 2, to + 2, value.slice(from, to), 0, to - from);
      return;
    }
    var texts = value.slice(from, to).split("\n"), stars = /\*\*(?=\S)(.+?)\*\*/g;
    var isBold = texts.some(function (line) { return line.search(stars) >= 0; });
    var text = texts.map(function (line) {
      if (isBold) { return line.replace(stars, "$1"); }
      var parts = /^(\s*(?:#{1,6}\s+|[-*+]\s+|\d+[.)]\s+)?[\s\p{P}]*)(.*?)([\s\p{P}]*)$/u.exec(line);
      return parts[2] ? parts[1] + "**" + parts[2] + "**" + parts[3] : line;
    }).join("\n");
    var only = texts.length === 1 && !isBold && /^([^*]*\*\*)(.*)\*\*/.exec(text);
    if (only) { type(area, from, to, text, only[1].length, only[1].length + only[2].length); }
    else { type(area, from, to, text, 0, text.length); }
  }

  // Enter goes on with a list, and ends it on an item that is empty.
  function goOn(area) {
    var at = area.selectionStart, from = area.value.lastIndexOf("\n", at - 1) + 1;
    var item = /^(\s*)(?:([-*+])|(\d+)([.)]))(\s+)(.*)$/.exec(area.value.slice(from, at));
    if (!item || at !== area.selectionEnd) { return false; }
    if (!item[6]) { type(area, from, at, ""); return true; }
    type(area, at, at, "\n" + item[1] + (item[2] || Number(item[3]) + 1 + item[4]) + item[5]);
    return true;
  }

  /* --- tables */

  function cell(text) {
    return text.replace(/\s+/g, " ").trim().replace(/\\/g, "\\\\").replace(/\|/g, "\\|");
  }

  function line(cells) { return "| " + cells.join(" | ") + " |"; }

  // Rows of cells as Markdown. Rows and columns without a word fall away; a title above the head becomes a paragraph.
  function table(rows) {
    var most = Math.max.apply(null, rows.map(function (row) { return row.length; }));
    rows = rows.map(function (row) { return row.map(cell).concat(Array(most - row.length).fill("")); })
      .filter(function (row) { return row.some(Boolean); });
    var used = Array.from({ length: most }, function (_, column) {
      return rows.some(function (row) { return row[column]; });
    });
    rows = rows.map(function (row) { return row.filter(function (_, column) { return used[column]; }); });
    var titles = [];
    while (rows.length > 1 && rows[0].length > 1 && rows[0].filter(Boolean).length === 1) {
      titles.push(rows.shift().join(""));
    }
    if (!rows.length) { return ""; }
    var head = rows.shift();
    return titles.map(function (title) { return title + "\n\n"; }).join("") +
      [line(head), line(head.map(function () { return "---"; }))].concat(rows.map(line)).join("\n");
  }

  // Cells as a workbook copies them: tabs between, quotes around one that holds a line's end.
  function cells(text) {
    var rows = [[]], pattern = /(?:"((?:[^"]|"")*)"(?=\t|\n|$)|([^\t\n]*))(\t|\n|$)/g, found;
    text = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
    while ((found = pattern.exec(text))) {
      rows[rows.length - 1].push(found[1] === undefined ? found[2] : found[1].replace(/""/g, '"'));
      if (!found[3]) { break; }
      if (found[3] === "\n") { rows.push([]); }
    }
    return rows;
  }

  // What is copied in a workbook or a document, its tables as Markdown; empty where it has no table.
  function pasted(html) {
    var page = new DOMParser().parseFromString(html, "text/html"), parts = [];
    if (!page.querySelector("table")) { return ""; }
    page.querySelectorAll("style, script").forEach(function (one) { one.remove(); });
    (function walk(node) {
      node.childNodes.forEach(function (one) {
        if (one.nodeName === "TABLE") { parts.push(table(spread(one))); }
        else if (one.nodeType === 1 && one.querySelector("table")) { walk(one); }
        else if (one.nodeType === 1 || one.nodeType === 3) { parts.push(one.textContent.replace(/\s+/g, " ").trim()); }
      });
    })(page.body);
    return parts.filter(Boolean).join("\n\n");
  }

  // The cells of an HTML table; one that spans others is followed by empty ones.
  function spread(element) {
    var rows = Array.from(element.rows, function () { return []; });
    Array.from(element.rows).forEach(function (row, at) {
      Array.from(row.cells).forEach(function (one) {
        var column = 0;
        while (rows[at][column] !== undefined) { column += 1; }
        for (var down = 0; down < one.rowSpan && rows[at + down]; down += 1) {
          for (var over = 0; over < one.colSpan; over += 1) {
            rows[at + down][column + over] = down || over ? "" : one.textContent;
          }
        }
      });
    });
    return rows.map(function (row) { return Array.from(row, function (text) { return text || ""; }); });
  }

  function blank(rows, columns, head) {
    var names = Array.from({ length: columns }, function (_, at) { return head + (at + 1); });
    var empty = line(names.map(function () { return ""; }));
    return [line(names), line(names.map(function () { return "---"; }))].concat(Array(rows).fill(empty)).join("\n");
  }

  /* --- one editor */

  function attend(editor) {
    var area = editor.querySelector(".typed textarea"), bar = editor.querySelector("[role=toolbar]");
    var buttons = Array.from(bar.querySelectorAll("button")), sheet = editor.querySelector("dialog");
    var size = sheet.querySelectorAll("input"), copied = sheet.querySelector("textarea");

    var put = {
      heading: function () { mark(area, "## ", /^##\s/); },
      subheading: function () { mark(area, "### ", /^###\s/); },
      bold: function () { bold(area); },
      list: function () { mark(area, "- ", /^\s*[-*+]\s/); },
      numbered: function () { mark(area, "1. ", /^\s*\d+[.)]\s/); },
      table: function () { sheet.showModal(); size[0].focus(); size[0].select(); }
    };

    function insert() {
      var text = copied.value.trim() ? table(cells(copied.value)) :
        blank(within(size[0]), within(size[1]), size[1].getAttribute("data-head"));
      var first = text.indexOf("| ") + 2, last = text.indexOf(" |", first);
      sheet.close();
      copied.value = "";
      block(area, area.selectionStart, area.selectionEnd, text, first, last);
    }

    function within(field) {
      return Math.min(Math.max(Math.round(Number(field.value)) || 1, Number(field.min)), Number(field.max));
    }

    // One button of the bar is reached by Tab, the others by arrows.
    function go(to) {
      buttons.forEach(function (one, at) { one.tabIndex = at === to ? 0 : -1; });
    }
    bar.addEventListener("keydown", function (event) {
      var at = buttons.indexOf(document.activeElement), most = buttons.length;
      var to = { ArrowRight: (at + 1) % most, ArrowLeft: (at + most - 1) % most, Home: 0, End: most - 1 }[event.key];
      if (to === undefined) { return; }
      event.preventDefault();
      go(to);
      buttons[to].focus();
    });
    bar.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (!button) { return; }
      go(buttons.indexOf(button));
      put[button.getAttribute("data-put")]();
    });

    area.addEventListener("keydown", function (event) {
      if (event.isComposing) { return; }
      var isControl = event.ctrlKey || event.metaKey, does;
      if (isControl && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "b") { does = put.bold; }
      if (isControl && event.altKey) { does = { Digit1: put.heading, Digit2: put.subheading }[event.code]; }
      if (isControl && event.shiftKey) { does = { Digit7: put.numbered, Digit8: put.list }[event.code]; }
      if (does) { event.preventDefault(); does(); }
      if (event.key === "Enter" && !isControl && !event.shiftKey && goOn(area)) { event.preventDefault(); }
    });
    area.addEventListener("paste", function (event) {
      var text = event.clipboardData ? pasted(event.clipboardData.getData("text/html")) : "";
      if (!text) { return; }
      event.preventDefault();
      block(area, area.selectionStart, area.selectionEnd, text, text.length, text.length);
    });

    sheet.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && event.target.tagName === "INPUT") { event.preventDefault(); insert(); }
    });
    sheet.querySelector("[data-insert]").addEventListener("click", insert);
    sheet.querySelector("[data-close]").addEventListener("click", function () { sheet.close(); });
    sheet.addEventListener("close", function () { area.focus(); });

    go(0);
    bar.hidden = false;
    editor.querySelector("[data-keys]").hidden = false;
    area.form.querySelectorAll("[data-without-script]").forEach(function (one) { one.remove(); });
  }

  document.querySelectorAll("[data-editor]").forEach(attend);
})();
