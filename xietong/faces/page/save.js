/* The sight as a picture (SVG, PNG), with its title, legend and source. */
const escaped = text => String(text).replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "");

/* Return what is on the screen as SVG. */
function asSvg() {
  const [width, height] = [box.clientWidth, box.clientHeight], top = 66, scale = network.getScale();
  const put = number => network.canvasToDOM(centre(number));
  const stands = focus(), out = [];
  const faint = (part, set) => (stands && !stands[set].has(part) ? ' opacity=".14"' : "");
  for (const at of shown.lines) {
    const {from, to, dashes} = lines[at], one = put(from), other = put(to);
    const strong = stands && stands.lines.has(at);
    out.push(`<line x1="${one.x.toFixed(1)}" y1="${one.y.toFixed(1)}" x2="${other.x.toFixed(1)}" y2="${other.y.toFixed(1)}" stroke="${strong ? colour("--accent") : "#8793a0"}" stroke-opacity=".5" stroke-width="${(edges.get(at).width * scale).toFixed(2)}"${dashes ? ' stroke-dasharray="5 4"' : ""}${faint(at, "lines")}/>`);
  }
  for (const number of shown.nodes) {
    const {x, y} = put(number), {shape, color} = nodes.get(number);
    out.push(`<path d="${outline(shape, Number(x.toFixed(1)), Number(y.toFixed(1)), Number((things[number].radius * scale).toFixed(1)))}" fill="${color}"${faint(number, "nodes")}/>`);
  }
  for (const {text, left, top: over, bottom} of labels)
    out.push(`<text x="${left.toFixed(1)}" y="${((over + bottom) / 2 + FONT * 0.36).toFixed(1)}" paint-order="stroke" stroke="${colour("--paper")}" stroke-width="3" stroke-linejoin="round">${escaped(text)}</text>`);
  let x = 16;
  const legend = usedKinds().map(kind => {
    const words = say(data.kinds[kind].many), from = x;
    x += 22 + [...words].reduce((sum, char) => sum + (char > "\u2e80" ? FONT : FONT * 0.58), 0) + 16;
    return `<path d="${outline(data.kinds[kind].shape, from + 6, 50, 5.5)}" fill="${data.kinds[kind].colour}"/><text x="${from + 16}" y="54">${escaped(words)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + top}" viewBox="0 0 ${width} ${height + top}" font-family="${escaped(FAMILY)}" font-size="${FONT}" fill="${colour("--ink")}">`
    + `<title>${escaped(say(data.title))}</title><rect width="100%" height="100%" fill="${colour("--paper")}"/>`
    + `<text x="16" y="27" font-size="17" font-weight="bold">${escaped(say(data.title))}</text>${legend.join("")}`
    + `<svg y="${top}" width="${width}" height="${height}" overflow="hidden">${out.join("")}</svg></svg>`;
}

function save(name, blob) {
  const anchor = element("a", {href: URL.createObjectURL(blob), download: name});
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}

/* Save the sight in a form: svg, png or csv. */
async function saveAs(form) {
  const name = `xietong-${data.view}.${form}`;
  if (form === "csv") return save(name, new Blob([asCsv()], {type: "text/csv;charset=utf-8"}));
  const svg = asSvg();
  if (form === "svg") return save(name, new Blob([svg], {type: "image/svg+xml"}));
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
  await image.decode();
  const canvas = element("canvas");
  [canvas.width, canvas.height] = [image.width * 2, image.height * 2];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob(blob => save(name, blob), "image/png");
}
