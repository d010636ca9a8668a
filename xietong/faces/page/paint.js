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

/* Return the labels that fit on the screen, none upon another or upon a shape; what stands out comes first. */
function placeLabels(context, stands) {
  const scale = network.getScale(), cells = new Map(), found = [], {letters} = sight(), silent = new Set(sight().silent);
  const [width, height] = [box.clientWidth, box.clientHeight];
  const reach = area => {
    const keys = [];
    for (let column = Math.floor(area.left / 80); column <= Math.floor(area.right / 80); column += 1)
      for (let row = Math.floor(area.top / 24); row <= Math.floor(area.bottom / 24); row += 1) keys.push(column * 1e5 + row);
    return keys;
  };
  const meets = (area, number) => reach(area).some(key => (cells.get(key) ?? []).some(taken => taken.number !== number
    && area.left < taken.right && taken.left < area.right && area.top < taken.bottom && taken.top < area.bottom));
  const take = area => reach(area).forEach(key => cells.has(key) ? cells.get(key).push(area) : cells.set(key, [area]));
  const places = new Map();
  for (const number of shown.nodes) {
    if (stands && !stands.nodes.has(number)) continue;
    const {x, y} = network.canvasToDOM(centre(number)), r = things[number].radius * scale;
    if (x < -400 || y < -40 || x > width + 400 || y > height + 40) continue;
    places.set(number, {x, y, r});
    take({number, left: x - r, right: x + r, top: y - r, bottom: y + r});
  }
  context.font = `${FONT}px ${FAMILY}`;
  const first = number => (number === pointed || number === state.node || number === state.agency ? 1 : 0);
  const order = stands ? byWeight.slice().sort((a, b) => first(b) - first(a)) : byWeight;
  for (const number of order) {
    const place = places.get(number), {label} = things[number];
    if (!place || !label) continue;
    if (silent.has(number) && !(stands && stands.nodes.size < 60)) continue;
    const {x, y, r} = place;
    const text = shortened(label, data.layout === "columns" ? Math.min(letters, Math.max(5, Math.floor((width - x - r - 6) / FONT))) : letters);
    const wide = (labelWidths[text] ??= context.measureText(text).width);
    const beside = {number, left: x + r + 4, right: x + r + 4 + wide, top: y - FONT / 2, bottom: y + FONT / 2};
    const below = {number, left: x - wide / 2, right: x + wide / 2, top: y + r + 3, bottom: y + r + 3 + FONT};
    const over = {number, left: x - wide / 2, right: x + wide / 2, top: y - r - 3 - FONT, bottom: y - r - 3};
    const before = {number, left: x - r - 4 - wide, right: x - r - 4, top: y - FONT / 2, bottom: y + FONT / 2};
    const tried = data.layout === "columns" ? [beside] : [below, over, beside, before];
    const inWindow = area => area.left >= 0 && area.top >= 0 && area.right <= width && area.bottom <= height;
    const free = tried.find(area => !meets(area, number) && (inWindow(area) || x < 0 || y < 0 || x > width || y > height)) ?? (stands && first(number) ? tried[0] : undefined);
    if (!free) continue;
    take(free);
    found.push({...free, text: text});
  }
  return found;
}
const labelWidths = {};
const shortened = (words, letters) => (words.length <= letters ? words : words.slice(0, letters - 1) + "…");

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
  for (const {text, left, top, bottom} of labels) {
    context.strokeText(text, left, (top + bottom) / 2);
    context.fillText(text, left, (top + bottom) / 2);
  }
  context.restore();
}

network.on("afterDrawing", context => {
  const stands = focus();
  if (stands) paintFocus(context, stands);
  paintLabels(context, stands);
});
