"""What tests ask a network page in the browser: is it drawn, does anything overlap, is it cut or nameless."""

DRAWN = "() => new Promise(done => { network.once('afterDrawing', () => done()); network.redraw(); })"
# back to how the page opens, so that tests may share it
AFRESH = """() => {
  history.replaceState(null, "", location.pathname);
  readAddress();
  past.length = 0;
  pointed = rendered = null;
  render();
}"""
OVERLAPS = """() => {
  const scale = network.getScale();
  const shapes = [...shown.nodes].map(number => {
    const {x, y} = network.canvasToDOM(centre(number)), r = things[number].radius * scale;
    return {number, left: x - r, right: x + r, top: y - r, bottom: y + r};
  });
  const meet = (one, other) => one.number !== other.number && one.left < other.right - 0.5
    && other.left < one.right - 0.5 && one.top < other.bottom - 0.5 && other.top < one.bottom - 0.5;
  const found = [];
  labels.forEach((one, at) => {
    for (const other of labels.slice(at + 1)) if (meet(one, other)) found.push([one.text, other.text]);
    for (const other of shapes) if (meet(one, other)) found.push([one.text, "shape of " + things[other.number].name]);
  });
  return found;
}"""
CUT = """() => labels.filter(({left, top, right, bottom}) =>
  left < 0 || top < 0 || right > box.clientWidth || bottom > box.clientHeight).map(({text}) => text)"""
OUTSIDE = """() => [...shown.nodes].filter(number => {
  const {x, y} = network.canvasToDOM(centre(number));
  return x < 0 || y < 0 || x > box.clientWidth || y > box.clientHeight;
}).map(number => things[number].name)"""
# the things in the window without a label; beads have none, and a chosen agency is named in the control above
NAMELESS = """() => [...shown.nodes].filter(number => {
  const {x, y} = network.canvasToDOM(centre(number)), r = things[number].radius * network.getScale();
  const inside = x - r >= 0 && y - r >= 0 && x + r + 4 * FONT <= box.clientWidth && y + r <= box.clientHeight;
  const named = labels.some(label => label.number === number) || sight().silent.includes(number);
  return inside && !named && number !== state.agency;
}).map(number => things[number].name)"""
