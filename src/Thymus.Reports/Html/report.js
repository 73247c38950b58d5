(function () {
  'use strict';
  var tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  tip.setAttribute('role', 'status');
  document.body.appendChild(tip);
  var hot = null;

  function line(name, value) {
    var row = document.createElement('div');
    row.appendChild(document.createTextNode(name + ': '));
    var strong = document.createElement('b');
    strong.textContent = value;
    row.appendChild(strong);
    return row;
  }

  function text(value) {
    if (typeof value !== 'number') { return String(value); }
    return String(Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))).replace('-', '\u2212');
  }

  function show(event, lines) {
    tip.replaceChildren.apply(tip, lines);
    tip.hidden = false;
    var width = tip.offsetWidth, left = event.pageX + 14, view = document.documentElement.clientWidth;
    if (left + width > window.scrollX + view - 4) { left = event.pageX - width - 14; }
    tip.style.left = Math.max(window.scrollX + 4, left) + 'px';
    var top = event.pageY + 14;
    if (event.clientY + tip.offsetHeight + 20 > window.innerHeight) { top = event.pageY - tip.offsetHeight - 14; }
    tip.style.top = top + 'px';
  }

  function hide() {
    tip.hidden = true;
    if (hot) { hot.classList.remove('hot'); hot = null; }
    document.querySelectorAll('.cross').forEach(function (c) { c.remove(); });
  }

  function rowLines(data, row) {
    var lines = [];
    data.columns.forEach(function (name, i) {
      if (row[i] !== null && row[i] !== '') { lines.push(line(name, text(row[i]))); }
    });
    return lines;
  }

  // The mark under the pointer, or a near one: thin lines are hard to hit.
  function mark(event, svg) {
    var around = [[0, 0], [0, -3], [0, 3], [-3, 0], [3, 0], [-5, -5], [5, 5], [5, -5], [-5, 5]];
    for (var i = 0; i < around.length; i++) {
      var e = document.elementFromPoint(event.clientX + around[i][0], event.clientY + around[i][1]);
      if (e && svg.contains(e) && e.hasAttribute('data-r')) { return e; }
    }
    return null;
  }

  // Values of every curve at the pointer's place on the first axis.
  function curves(event, svg, plot, data) {
    var d = plot.dataset, point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    var x0 = Number(d.x0), x1 = Number(d.x1);
    if (point.x < x0 - 2 || point.x > x1 + 2 || point.y < Number(d.y0) - 6 || point.y > Number(d.y1) + 6) { return null; }
    var at = Number(d.from) + (point.x - x0) / (x1 - x0) * (Number(d.to) - Number(d.from));
    var found = new Map();
    data.rows.forEach(function (row) {
      var best = found.get(row[0]);
      var better = d.mode === 'step' ? row[1] <= at : !best || Math.abs(row[1] - at) < Math.abs(best[1] - at);
      if (better) { found.set(row[0], row); }
    });
    var cross = document.createElementNS('http://www.w3.org/2000/svg', 'line');
    [['class', 'cross'], ['x1', point.x], ['x2', point.x], ['y1', d.y0], ['y2', d.y1], ['stroke', '#52606d'], ['stroke-dasharray', '2 2'], ['pointer-events', 'none']]
      .forEach(function (a) { cross.setAttribute(a[0], a[1]); });
    plot.appendChild(cross);
    var lines = [line(data.columns[1], text(Math.max(0, at)))];
    found.forEach(function (row, name) {
      var words = [];
      for (var i = 2; i < row.length; i++) {
        if (row[i] !== null && row[i] !== 0) { words.push(data.columns[i] + ' ' + text(row[i])); }
      }
      lines.push(line(name, words.join(', ')));
    });
    return lines;
  }

  function move(event, svg, data) {
    hide();
    var e = mark(event, svg);
    if (e) {
      e.classList.add('hot');
      hot = e;
      show(event, rowLines(data, data.rows[Number(e.getAttribute('data-r'))]));
      return;
    }
    var plots = svg.querySelectorAll('g[data-mode]');
    for (var i = 0; i < plots.length; i++) {
      var lines = curves(event, svg, plots[i], data);
      if (lines) { show(event, lines); return; }
    }
  }

  function save(name, type, content) {
    var link = document.createElement('a');
    link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: type }));
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }

  function csv(data) {
    function cell(v) {
      return v === null ? '' : typeof v === 'number' ? String(v) : '"' + v.replace(/"/g, '""') + '"';
    }
    return [data.columns].concat(data.rows).map(function (r) { return r.map(cell).join(','); }).join('\r\n') + '\r\n';
  }

  function svgText(svg) {
    var copy = svg.cloneNode(true);
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    copy.querySelectorAll('.cross').forEach(function (c) { c.remove(); });
    return new XMLSerializer().serializeToString(copy);
  }

  function png(svg, done) {
    var box = svg.viewBox.baseVal, image = new Image(), canvas = document.createElement('canvas');
    canvas.width = box.width * 2.5;
    canvas.height = box.height * 2.5;
    image.onload = function () {
      var context = canvas.getContext('2d');
      context.fillStyle = '#fff';
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(done);
    };
    image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(svgText(svg));
  }

  document.querySelectorAll('figure').forEach(function (figure) {
    var source = document.getElementById('data-' + figure.id);
    if (!source) { return; }
    var parsed = null;
    function data() { return parsed || (parsed = JSON.parse(source.textContent)); }
    figure.querySelectorAll('svg.wide, svg.narrow').forEach(function (svg) {
      svg.addEventListener('pointermove', function (e) { move(e, svg, data()); });
      svg.addEventListener('pointerdown', function (e) { move(e, svg, data()); });
      svg.addEventListener('pointerleave', hide);
    });
    var place = figure.querySelector('.save');
    function button(label, words, act) {
      var b = document.createElement('button');
      b.type = 'button';
      b.textContent = label;
      b.setAttribute('aria-label', words);
      b.addEventListener('click', act);
      place.appendChild(b);
    }
    function drawn() {
      return Array.from(figure.querySelectorAll('svg.wide, svg.narrow')).find(function (s) { return s.getClientRects().length > 0; });
    }
    button('Data (CSV)', 'Save the data of this figure as CSV', function () { save(figure.id + '.csv', 'text/csv', csv(data())); });
    button('SVG', 'Save this figure as SVG', function () { save(figure.id + '.svg', 'image/svg+xml', svgText(drawn())); });
    button('PNG', 'Save this figure as PNG', function () { png(drawn(), function (blob) { save(figure.id + '.png', 'image/png', blob); }); });
  });
  // Paper has no buttons: what is folded is unfolded for printing.
  window.addEventListener('beforeprint', function () {
    document.querySelectorAll('details:not([open])').forEach(function (d) { d.open = true; d.dataset.folded = ''; });
  });
  window.addEventListener('afterprint', function () {
    document.querySelectorAll('details[data-folded]').forEach(function (d) { d.open = false; delete d.dataset.folded; });
  });
  window.addEventListener('scroll', hide, { passive: true });
  document.addEventListener('keydown', function (e) { if (e.key === 'Escape') { hide(); } });
})();
