/* Painting above vis-network: the veil with what stands out, and labels that keep off each other. */

/* Return the outline of a shape as the text of an SVG path, as vis-network draws it. */
function outline(shape, x, y, r) {
  const polygon = (corners, turn, inner) => {
    const points = [];
    for (let at = 0; at < corners; at += 1) {
      const length = inner && at % 2 === 0 ? r * 1.3 : inner ? r * 0.5 : r;
      const angle = turn + (2 * Math.PI * at) / corners;
      points.push(`${(x + length * Math.sin(angle)).toFixed(2)},${(y - length * Math.cos(angle)).toFixed(2)}`);
    }
    return "M" + points.join("L") + "Z";
  };
  if (shape === "square") return `M${x - r},${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`;
  if (shape === "diamond") return polygon(4, 0);
  if (shape === "triangle") return polygon(3, 0);
  if (shape === "triangleDown") return polygon(3, Math.PI);
  if (shape === "hexagon") return polygon(6, Math.PI / 2);
  if (shape === "star") return polygon(10, 0, true);
  return `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
}

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const pixelRatio = context => context.canvas.width / Math.max(1, box.clientWidth);
const centre = number => network.body.nodes[number];

/* Draw the veil, and above it what stands out. */
function paintFocus(context, stands) {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 0.86;
  context.fillStyle = colour("--paper");
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.restore();
  context.save();
  context.strokeStyle = colour("--accent");
  context.globalAlpha = stands.lines.size > 60 ? 0.4 : 0.7;
  for (const at of stands.lines) {
    const {from, to, dashes} = lines[at], one = centre(from), other = centre(to);
    context.lineWidth = Math.max(1.2, edges.get(at).width);
    context.setLineDash(dashes ? [5, 4] : []);
    context.beginPath();
    context.moveTo(one.x, one.y);
    context.lineTo(other.x, other.y);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  for (const number of stands.nodes) {
    if (!shown.nodes.has(number)) continue;
    const {x, y} = centre(number), {shape, size, color} = nodes.get(number);
    const path = new Path2D(outline(shape, x, y, size));
    context.fillStyle = color;
    context.fill(path);
    if (number === pointed || number === state.node) {
      context.strokeStyle = colour("--ink");
      context.lineWidth = 2.5;
      context.stroke(path);
    }
  }
  context.restore();
}

/* The order in which things get their labels: goals and bodies with many lines first. */
const byWeight = drawn.nodes.map(node => node.id).sort((a, b) => rank(b) - rank(a) || a - b);
function rank(number) {
  return (["notice", "goal"].includes(things[number].kind) ? 1e6 : 0) + (isBody(number) ? 1e3 : 0) + linesOf[number].length;
}

/* What is taken on the screen, in cells, so that few areas are compared. */
function takenAreas() {
  const cells = new Map();
  const reach = ({left, right, top, bottom}) => {
    const keys = [];
    for (let column = Math.floor(left / 80); column <= Math.floor(right / 80); column += 1)
      for (let row = Math.floor(top / 24); row <= Math.floor(bottom / 24); row += 1) keys.push(column * 1e5 + row);
    return keys;
  };
  const meeting = area => reach(area).flatMap(key => cells.get(key) ?? []).filter(taken => taken.number !== area.number
    && area.left < taken.right && taken.left < area.right && area.top < taken.bottom && taken.top < area.bottom);
  const take = area => reach(area).forEach(key => cells.has(key) ? cells.get(key).push(area) : cells.set(key, [area]));
  return {take, meeting};
}

/* Return the labels that fit on the screen, none upon another or upon a shape; what stands out comes first. */
function placeLabels(context, stands) {
  const scale = network.getScale(), {width, height} = freeRoom(), taken = takenAreas(), places = new Map(), found = [];
  for (const number of shown.nodes) {
    if (stands && !stands.nodes.has(number)) continue;
    const {x, y} = network.canvasToDOM(centre(number)), r = things[number].radius * scale;
    if (x < -400 || y < -40 || x > width + 400 || y > height + 40) continue;
    places.set(number, {x, y, r});
    taken.take({number, left: x - r, right: x + r, top: y - r, bottom: y + r});
  }
  context.font = `${FONT}px ${FAMILY}`;
  const silent = new Set(stands && stands.nodes.size < 60 ? [] : sight().silent);
  const first = number => (number === pointed || number === state.node || number === state.agency ? 1 : 0);
  const order = stands ? byWeight.slice().sort((a, b) => first(b) - first(a)) : byWeight;
  const inWindow = area => area.left >= 0 && area.top >= 0 && area.right <= width && area.bottom <= height;
  for (const number of order) {
    const place = places.get(number);
    if (!place || !things[number].label || silent.has(number)) continue;
    const asked = stands && (number === pointed || number === state.node); // it has its name whatever lies there
    const tried = labelsOf(context, number, place, taken, asked).filter(inWindow);
    const free = tried.find(area => !taken.meeting(area).length) ?? (asked ? tried[0] : undefined);
    if (!free) continue;
    taken.take(free);
    found.push(free);
  }
  return found;
}

/* Return where the label of a thing may stand, the best first. In a column that is beside it, cut to the room there. */
function labelsOf(context, number, {x, y, r}, taken, asked) {
  const {label} = things[number], inColumn = inColumns() && !(number in state.moved);
  const text = inColumn && !asked ? fitted(context, label, roomBeside(number, {x, y, r}, taken)) : shortened(label, sight().letters);
  const wide = widthOf(context, text), left = x - wide / 2;
  const area = (from, top) => ({number, text, left: from, right: from + wide, top, bottom: top + FONT});
  const [beside, before] = [area(x + r + 4, y - FONT / 2), area(x - r - 4 - wide, y - FONT / 2)];
  const [under, over] = [y + r + 3, y - r - 3 - FONT];
  const around = [under, over].map(top => area(left, top));
  const aslant = [under, over].flatMap(top => [area(x + r / 2, top), area(x - r / 2 - wide, top)]);
  if (!text) return [];
  if (inColumn && !asked) return [beside];
  return inColumn ? [beside, ...around, before, ...aslant] : [...around, beside, before, ...aslant];
}

/* Return how much room a label in a column has: to the end of the column, of the window, and of what stands there. */
function roomBeside(number, {x, y, r}, taken) {
  const left = x + r + 4, end = network.canvasToDOM({x: columnEnd(centre(number).x), y: 0}).x - 8;
  const right = Math.min(end, freeRoom().width - 2);
  const there = taken.meeting({number, left, right: right + 3, top: y - FONT / 2, bottom: y + FONT / 2});
  return Math.min(right, ...there.map(area => area.left - 3)) - left;
}

/* Return where the label of a thing in a column ends in the window. */
function labelEnd(number) {
  const {x} = centre(number);
  return network.canvasToDOM({x: Math.min(columnEnd(x), x + 14 * FONT / network.getScale()), y: 0}).x;
}

const labelWidths = {};
const widthOf = (context, text) => (labelWidths[text] ??= context.measureText(text).width);
const shortened = (words, letters) => (words.length <= letters ? words : words.slice(0, letters - 1) + "…");

/* Return as much of a label as fits into a width; nothing if less than three letters do. */
function fitted(context, label, room) {
  let letters = label.length;
  while (letters > 3 && widthOf(context, shortened(label, letters)) > room)
    letters = Math.min(letters - 1, Math.max(3, Math.ceil(letters * room / widthOf(context, shortened(label, letters)))));
  const text = shortened(label, letters);
  return widthOf(context, text) <= room ? text : "";
}

function paintLabels(context, stands) {
  labels = placeLabels(context, stands);
  const ratio = pixelRatio(context);
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = `${FONT}px ${FAMILY}`;
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = colour("--paper");
  context.fillStyle = colour("--ink");
  const onPixels = (x, y) => [Math.round(x * ratio) / ratio, Math.round(y * ratio) / ratio]; // there letters are sharp
  // all halos first: that of a label would eat the strokes of the one above it
  for (const {text, left, top, bottom} of labels) context.strokeText(text, ...onPixels(left, (top + bottom) / 2));
  for (const {text, left, top, bottom} of labels) context.fillText(text, ...onPixels(left, (top + bottom) / 2));
  context.restore();
}

network.on("afterDrawing", context => {
  if (changing) return;
  const stands = focus();
  if (stands) paintFocus(context, stands);
  paintLabels(context, stands);
});
