/* How columns share the window. In the drawing each column is as wide as its labels ask; where the window is narrower
 * the widest are cut, and a phone's window gives itself to the columns that a view says come first. */
const NARROW = 660; // pixels; a window below is a phone's
const READABLE = 0.924; // the scale at which rows of the least height hold a label each
const OVERVIEW = 0.6; // where a drawing of everything would be smaller, its first goal says more
const MARGIN = 14, ABOVE = 7; // around a drawing in columns
const MOST_SPARE = 70; // between two columns, where the window is wider than they ask
const TALLER = 1.35; // how much further apart than drawn rows may stand to fill a window
let lens = []; // the strips as they stand now: {drawn, here: {left, width, solid}, lift}, from left to right
let stretch = 1; // how much further apart than drawn rows stand now

const isNarrow = () => box.clientWidth < NARROW;
const stripsOf = ({strips}) => strips.map(([left, width, solid, first, fold, folds, pitch]) => ({left, width, solid, first, fold, folds, pitch}));

/* Return the scale at which the rows of a drawing fill a height. */
const heightScale = ({room: [, top, , bottom]}, height) => (height - 2 * ABOVE) / (bottom - top);

/* Return how far the rows of a folded column lie apart where it stands unfolded, as a high window shows it. */
const unfoldedRow = strip => (isNarrow() && strip.folds > 1 ? strip.pitch * stretch / strip.folds : 0);

/* Whether the chosen agency stands in a strip: its name stands above the drawing, too. */
function holdsChosen({left, width}) {
  const x = state.agency === null ? -1 : sight().points[state.agency]?.[0];
  return x >= left && x < left + width;
}

/* Return the width of the beads of a strip: in a narrow window they lie upon each other by half. */
const solidOf = ({solid}) => (isNarrow() ? solid / 2 : solid);

/* Return the width of each strip: those that share the room fill it, and none is cut before a wider one. */
function widthsOf(strips, sharing, room) {
  const part = strip => (holdsChosen(strip) && isNarrow() ? 0.2 : strip.first ? 1.3 : 1); // of what is cut
  const width = (strip, cap) => Math.min(strip.width, solidOf(strip) + cap * part(strip));
  const sum = cap => sharing.reduce((total, strip) => total + width(strip, cap), 0);
  const widest = Math.max(...strips.map(strip => strip.width));
  const spare = Math.max(0, Math.min(MOST_SPARE, (room - sum(widest)) / Math.max(1, sharing.length - 1)));
  let [least, most] = [sum(widest) > room ? 24 : widest, widest];
  while (most - least > 0.5) {
    const cap = (least + most) / 2;
    [least, most] = sum(cap) > room ? [least, cap] : [cap, most];
  }
  return strips.map(strip => width(strip, least) + spare);
}

/* Return the scale and the stretch at which the rows of a drawing fill a height: shapes get no larger than drawn. */
function rowsIn(chosen, height) {
  const fills = heightScale(chosen, height), scale = Math.min(1, Math.max(READABLE, fills));
  return {scale, taller: Math.min(TALLER, Math.max(1, fills / scale))};
}

/* Give the columns of a drawing their places in so many of its pixels; return the strips that are to be seen first. */
function arrange(chosen, room) {
  const strips = stripsOf(chosen);
  const unfolded = strip => unfoldedRow(strip) >= FONT;
  const first = isNarrow() ? strips.filter(strip => strip.first) : [];
  const sharing = (first.length ? first : strips).filter(strip => !(strip.fold && unfolded(strip)));
  const widths = widthsOf(strips, sharing, room);
  let left = 0;
  lens = [];
  strips.forEach((drawn, at) => {
    const within = drawn.fold && unfolded(drawn) ? lens[at - drawn.fold].here : null;
    const lift = unfolded(drawn) ? (drawn.fold - (drawn.folds - 1) / 2) * unfoldedRow(drawn) : 0;
    lens.push({drawn, here: within ?? {left, width: widths[at], solid: solidOf(drawn)}, lift});
    if (!within) left += widths[at];
  });
  return lens.filter(({drawn}) => sharing.includes(drawn)).map(({here}) => here);
}

/* The shapes of a column and its beads keep their distance to its left and its right; between them is the room for labels. */
const SHAPE = 2 * Math.max(0, ...drawn.nodes.map(node => node.size));
const knots = ({left, width, solid}) => [left, left + SHAPE, left + width - solid, left + width];

/* Return where x stands between knots when they are moved. */
function bent(x, from, to) {
  const at = Math.max(0, Math.min(2, from.findLastIndex(knot => knot <= x)));
  return to[at] + (x - from[at]) * (to[at + 1] - to[at]) / (from[at + 1] - from[at] || 1);
}

/* Return where a point of the drawing stands now, and the point of the drawing that stands here now. */
function lensed([x, y]) {
  const strip = lens.findLast(({drawn}) => drawn.left <= x) ?? lens[0];
  return strip ? [bent(x, knots(strip.drawn), knots(strip.here)), y * stretch + strip.lift] : [x, y];
}

function unlensed([x, y]) {
  const strip = lens.findLast(({here, drawn, lift}) => here.left <= x && !(drawn.fold && lift)) ?? lens[0];
  return strip ? [bent(x, knots(strip.here), knots(strip.drawn)), (y - strip.lift) / stretch] : [x, y];
}

/* Return where the column ends in which x lies. */
function columnEnd(x) {
  const strip = lens.findLast(({here}) => here.left <= x);
  return strip ? strip.here.left + strip.here.width : Infinity;
}
