/* A page read aloud by the browser's own speech, for whoever uses large print. Only voices that are on the device are
   used, so nothing is sent anywhere; where there is none of the page's language the buttons stay away.
   What is read is marked and brought into sight. It is stopped by cancelling, since pausing does nothing on many
   telephones, and gone on with from the sentence it was in. */
(function () {
  "use strict";
  var bar = document.querySelector(".aloud");
  var speech = window.speechSynthesis;
  if (!bar || !speech || !window.SpeechSynthesisUtterance) { return; }

  var main = bar.querySelector("[data-aloud=go]");
  var stop = bar.querySelector("[data-aloud=stop]");
  var rate = bar.querySelector("select");
  var isChinese = /^zh/.test(document.documentElement.lang);
  var COLON = isChinese ? "：" : ": ", COMMA = isChinese ? "，" : ", ", END = isChinese ? "。" : ".";
  var LEFT_OUT = "nav, form, button, script, style, svg, img, select, .btn, .more, .acts, .asks, .past, .sideways, " +
    "[data-silent], [aria-hidden=true], [hidden]";
  var LONGEST = 120;  // some engines fall silent in the middle of more
  var KEY = "gongkai-rate";
  var pieces = [], at = 0, run = 0, voice = null;

  function voices() {
    var wanted = isChinese ? /^(zh|cmn)/i : /^en/i, best = isChinese ? /^(zh|cmn)[-_](CN|Hans)/i : /^en/i;
    var own = speech.getVoices().filter(function (one) { return one.localService && wanted.test(one.lang); });
    return own.filter(function (one) { return best.test(one.lang); })[0] || own[0] || null;
  }

  function offer() {
    voice = voices();
    bar.hidden = !voice;
  }

  // What is read, in the order of the page.
  function words(part) {
    var silent = part.querySelectorAll("[data-silent], [aria-hidden=true]"), text;
    silent.forEach(function (one) { one.style.display = "none"; });
    text = part.innerText;
    silent.forEach(function (one) { one.style.display = ""; });
    return text.replace(/\s+/g, " ").replace(/−\s?(?=\d)/g, isChinese ? "负" : "minus ").trim();
  }

  function isInline(part) { return /^(inline|contents|none)/.test(window.getComputedStyle(part).display); }

  function isLeftOut(part) { return part.matches(LEFT_OUT) || !part.getClientRects().length; }

  function say(part, text) {
    var sentences = text.match(/[^。！？；.!?;]+(?:[。！？；]|[.!?;](?!\d))*|[.!?;]+/g) || [];
    var piece = "";
    if (!/[\d\u3400-\u9fffA-Za-z]/.test(text)) { return; }
    sentences.forEach(function (one) {
      if (piece && piece.length + one.length > LONGEST) { pieces.push({ part: part, text: piece }); piece = ""; }
      piece += one;
    });
    pieces.push({ part: part, text: piece });
  }

  function sentence(text) { return /[。！？；.!?]$/.test(text) ? text : text + END; }

  function heads(table) {
    var row = table.tHead && table.tHead.rows[table.tHead.rows.length - 1], found = [];
    Array.prototype.forEach.call(row ? row.cells : [], function (cell) {
      for (var count = 0; count < cell.colSpan; count += 1) { found.push(cell.textContent.replace(/\s+/g, " ").trim()); }
    });
    return found;
  }

  // A row is a sentence: what it is about, then each cell that has something with the head of its column.
  function row(line, named) {
    var column = 0, told = [];
    Array.prototype.forEach.call(line.cells, function (cell) {
      var text = isLeftOut(cell) ? "" : words(cell), head = named[column] || "";
      column += cell.colSpan;
      if (!/[\d\u3400-\u9fffA-Za-z]/.test(text)) { return; }
      told.push(head && cell.tagName === "TD" ? head + COLON + text : text);
    });
    if (told.length) { say(line, sentence(told.join(COMMA))); }
  }

  function table(part) {
    var named = heads(part);
    if (part.caption) { say(part, words(part.caption)); }
    Array.prototype.forEach.call(part.rows, function (line) {
      if (line.parentNode.tagName !== "THEAD" && line.getClientRects().length) { row(line, named); }
    });
  }

  function collect(part) {
    if (isLeftOut(part)) { return; }
    if (part.tagName === "TABLE") { table(part); return; }
    var children = Array.prototype.slice.call(part.children);
    if (part.querySelector(":scope > dt") && part.tagName === "DIV") {
      var told = children.map(words).filter(Boolean);
      say(part, sentence([told[0], told.slice(1).join(COMMA)].filter(Boolean).join(COLON)));
    } else if (children.some(function (one) { return !isInline(one); })) {
      loose(part).forEach(function (one) { if (typeof one === "string") { say(part, one); } else { collect(one); } });
    } else {
      say(part, words(part));
    }
  }

  // Children of a block, with the text that stands loose between them.
  function loose(part) {
    var found = [], text = "";
    Array.prototype.forEach.call(part.childNodes, function (node) {
      var isBlock = node.nodeType === 1 && !isInline(node);
      if (!isBlock && (node.nodeType === 3 || node.nodeType === 1 && !isLeftOut(node))) { text += node.textContent; }
      if (isBlock) { found.push(text.replace(/\s+/g, " ").trim(), node); text = ""; }
    });
    return found.concat(text.replace(/\s+/g, " ").trim()).filter(Boolean);
  }

  function mark(part) {
    var old = document.querySelector(".is-read");
    if (old === part) { return; }
    if (old) { old.classList.remove("is-read"); }
    if (!part) { return; }
    part.classList.add("is-read");
    var still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    part.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  }

  function show(state) {
    main.textContent = main.getAttribute("data-" + state);
    bar.classList.toggle("is-on", state !== "start");
    if (state === "start" && document.activeElement === stop) { main.focus(); }
    stop.hidden = state === "start";
  }

  function speak() {
    var mine = run += 1, piece = pieces[at];
    speech.cancel();
    if (!piece) { finish(); return; }
    var utterance = new window.SpeechSynthesisUtterance(piece.text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.rate = Number(rate.value);
    utterance.onend = function () { if (mine === run) { at += 1; speak(); } };
    utterance.onerror = function () { if (mine === run) { hold(); } };
    mark(piece.part);
    show("pause");
    speech.speak(utterance);
  }

  function hold() {
    run += 1;
    speech.cancel();
    show("resume");
  }

  function finish() {
    run += 1;
    speech.cancel();
    mark(null);
    pieces = [];
    at = 0;
    show("start");
  }

  main.addEventListener("click", function () {
    if (bar.classList.contains("is-on") && main.textContent === main.getAttribute("data-pause")) { hold(); return; }
    if (!pieces.length) { collect(document.getElementById("main")); }
    speak();
  });
  stop.addEventListener("click", finish);
  rate.addEventListener("change", function () {
    try { window.localStorage.setItem(KEY, rate.value); } catch (refused) { /* it is chosen anew on the next page */ }
    if (main.textContent === main.getAttribute("data-pause")) { speak(); }
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("a[data-view=plain]")) { finish(); }
  });
  window.addEventListener("pagehide", finish);

  try { rate.value = window.localStorage.getItem(KEY) || "1"; } catch (refused) { /* as it stands */ }
  if (!rate.value) { rate.value = "1"; }
  offer();
  if (speech.addEventListener) { speech.addEventListener("voiceschanged", offer); }
})();
