// SPDX-License-Identifier: GPL-2.0-only
import { scaleLinear } from 'd3-scale';
import type { Area, AreaKind, Picture, PictureRow } from '../../series/topic-page.ts';
import { html, type Markup } from '../markup.ts';
import { cellLink, type ShownPage } from '../model.ts';

/** Units of the drawing, for a desk and for a phone; each scales to what there is. */
const WIDTHS = { wide: 640, narrow: 350 } as const;
type Size = keyof typeof WIDTHS;
const BAR = 38;
const GAP = 14;
const LINE = 17;
const CHARACTER = 7.1;
/** Of the bold text above a bar. */
const WIDE_CHARACTER = 8;

/** The topic's pictures, those of one group side by side; groups behind the first are folded away. */
export function pictures(shown: ShownPage): Markup {
  const page = shown.topic?.page;
  const drawn = page?.pictures?.(shown.runs.map(({ view }) => view)) ?? [];
  if (!page || drawn.length === 0) return null;
  const kinds = page.kinds ?? [];
  const groups = [...new Set(drawn.map(({ group }) => group))];
  const of = (group: string) => drawn.filter((one) => one.group === group);
  const [first = '', ...others] = groups;
  return html`<section id="pictures" aria-labelledby="pictures-title">
    <h2 id="pictures-title">The picture</h2>
    ${page.lead && html`<p class="lead">${page.lead.replace(/\s+/g, ' ')}</p>`}
    ${legend(kinds, of(first))}
    <h3>${first}</h3>
    <div class="pictures">${of(first).map((one) => figure(one, kinds, shown))}</div>
    ${
      others.length > 0 &&
      html`<details><summary>${others.length} more: ${others.join(', ')}</summary>
      ${others.map((group) => html`<h3>${group}</h3><div class="pictures">${of(group).map((one) => figure(one, kinds, shown))}</div>`)}
    </details>`
    }
  </section>`;
}

function legend(kinds: readonly AreaKind[], drawn: readonly Picture[]): Markup {
  const used = new Set(
    drawn.flatMap(({ rows }) => rows.flatMap(({ areas }) => areas.map(({ kind }) => kind))),
  );
  return html`<ul class="legend">${kinds
    .filter(({ id, look }) => used.has(id) && look !== 'empty')
    .map(
      ({ label, look }) =>
        html`<li><svg width="26" height="16" aria-hidden="true" focusable="false"><rect x="0.5" y="0.5" width="25" height="15" rx="3" class=${`look ${look}`} />${hatch(look, 0, 0, 26, 16)}</svg> ${label}</li>`,
    )}</ul>`;
}

function figure(picture: Picture, kinds: readonly AreaKind[], { runs }: ShownPage): Markup {
  const seen = picture.runs.flatMap((at) => runs[at] ?? []);
  const where = seen.map(({ evidence }) => `${evidence.tree.spec} on ${evidence.machine.id}`).join(', ');
  return html`<figure id=${`picture-${picture.id}`} class=${seen.length === 0 ? 'computed' : undefined}
      data-tree=${seen.map(({ evidence }) => evidence.tree.label).join(' ')} data-machine=${seen.map(({ evidence }) => evidence.machine.id).join(' ')}>
    <h4>${picture.title}${seen.length === 0 ? html` <span class="tag">by arithmetic: no run here has them</span>` : ''}</h4>
    <p class="caption">${picture.caption}</p>
    ${drawing(picture, kinds, 'wide')}
    ${drawing(picture, kinds, 'narrow')}
    <figcaption>${seen.length > 0 ? html`Seen on ${where}. ${evidenceOf(picture, seen[0])}` : 'No run shows it; the rule of the pages above gives it.'}</figcaption>
  </figure>`;
}

/** The test behind each bar. */
function evidenceOf({ rows }: Picture, run: ShownPage['runs'][number] | undefined): Markup {
  const links = rows.flatMap(({ test, cells }) => {
    const cell = run?.cells.find((one) => one.cell.name === cells?.[0]);
    return test && cell
      ? [html`<a href=${cellLink(cell.id, test)}>${test.name} (${cell.cell.title})</a>`]
      : [];
  });
  return links.length > 0
    ? html`Behind it: ${links.map((link, at) => html`${at > 0 ? ', ' : ''}${link}`)}`
    : '';
}

interface Canvas {
  readonly kinds: readonly AreaKind[];
  readonly width: number;
  readonly x: (at: number) => number;
  /** Where pages begin, and the end. */
  readonly steps: readonly number[];
}

/** A row with the lines above its bar, and where the bar is. */
interface Placed {
  readonly row: PictureRow;
  readonly lines: readonly string[];
  /** The note has a line of its own. */
  readonly below: boolean;
  readonly top: number;
}

/** One picture as SVG: a bar a row, all on one axis, with the grid through all of them. */
export function drawing(picture: Picture, kinds: readonly AreaKind[], of: Size): Markup {
  const { size, grid, rows } = picture;
  const width = WIDTHS[of];
  const x = scaleLinear([0, size], [1, width - 1]);
  const steps = grid && size / grid.step <= 64 ? range(0, size, grid.step) : [0, size];
  const canvas: Canvas = { kinds, width, x, steps };
  let y = grid ? 20 : 0;
  const placed = rows.map((row): Placed => {
    const below = of === 'narrow' && row.note !== undefined;
    const room = width - (below ? 0 : (row.note?.length ?? 0) * CHARACTER + 16);
    const lines = wrapped(row.label, Math.floor(room / WIDE_CHARACTER));
    const top = y + (lines.length + (below ? 1 : 0)) * LINE + 4;
    y = top + BAR + GAP;
    return { row, lines, below, top };
  });
  const height = y + 12;
  return html`<svg viewBox=${`0 0 ${width} ${height}`} role="img" aria-labelledby=${`alt-${of}-${picture.id}`} class=${`picture ${of}`}>
    <title id=${`alt-${of}-${picture.id}`}>${described(picture, kinds)}</title>
    ${grid && bracket(grid, x, size)}
    ${placed.map((one) => bar(one, canvas))}
    ${ticks(steps, size, of === 'wide' ? 8 : 4).map((at) => html`<text class="tick" x=${x(at)} y=${height - 4} text-anchor=${at === 0 ? 'start' : at === size ? 'end' : 'middle'}>${hex(at)}</text>`)}
  </svg>`;
}

/** How long one page is: over the first. */
function bracket(
  { step, label }: NonNullable<Picture['grid']>,
  x: (at: number) => number,
  size: number,
): Markup {
  const end = x(Math.min(step, size));
  const text = step > size ? `less than one ${label}` : `one ${label}`;
  const inside = end - x(0) > text.length * CHARACTER + 30;
  return html`<g class="bracket">
    <path d=${`M${x(0)} 16V9H${end}V16`} />
    <text x=${inside ? (x(0) + end) / 2 : end + 6} y="13" text-anchor=${inside ? 'middle' : 'start'}>${text}</text>
  </g>`;
}

function bar({ row, lines, below, top }: Placed, { kinds, width, x, steps }: Canvas): Markup {
  const last = top - 6;
  const above = below ? LINE : 0;
  const slow = row.areas.some(({ kind }) => kinds.find(({ id }) => id === kind)?.look === 'bad');
  return html`<g>
    ${lines.map((line, at) => html`<text class="row" x="1" y=${last - above - (lines.length - 1 - at) * LINE}>${line}</text>`)}
    ${row.note && html`<text class=${`note ${slow ? 'slow' : ''}`} x=${below ? 1 : width - 1} y=${last} text-anchor=${below ? 'start' : 'end'}>${row.note}</text>`}
    ${row.areas.map((area) => rectangle(area, top, x, kinds))}
    ${row.areas.map((area, at) => beside(area, row.areas[at + 1], top, x))}
    ${steps.map((at) => html`<line class="grid" x1=${x(at)} x2=${x(at)} y1=${top - 3} y2=${top + BAR + 3} />`)}
  </g>`;
}

function rectangle(area: Area, top: number, x: (at: number) => number, kinds: readonly AreaKind[]): Markup {
  const look = kinds.find(({ id }) => id === area.kind)?.look ?? 'empty';
  const [left, width] = [x(area.from), Math.max(1.5, x(area.to) - x(area.from))];
  const fits = fitted(area, width);
  return html`<g>
    <rect x=${left} y=${top} width=${width} height=${BAR} class=${`look ${look}`}><title>${`${area.label || kinds.find(({ id }) => id === area.kind)?.label}: ${hex(area.from)} to ${hex(area.to)}`}</title></rect>
    ${hatch(look, left, top, width, BAR)}
    ${fits && html`<text class=${`label ${look}`} x=${left + width / 2} y=${top + BAR / 2 + 4.5} text-anchor="middle">${fits}</text>`}
  </g>`;
}

/** The label of an area that is too narrow for any, where nothing is behind it. */
function beside(area: Area, next: Area | undefined, top: number, x: (at: number) => number): Markup {
  if (!next || next.label || !area.label || x(area.to) - x(area.from) > 12) return null;
  const text = `◂ ${area.label}`;
  if (x(next.to) - x(next.from) < text.length * CHARACTER + 8) return null;
  return html`<text class="label" x=${x(next.from) + 4} y=${top + BAR / 2 + 4.5}>${text}</text>`;
}

/** Strokes that tell the kinds apart without colours: slanted for what is slow, crossed for what is withheld. */
function hatch(look: string, left: number, top: number, width: number, height: number): Markup {
  if (look !== 'bad' && look !== 'held') return null;
  const step = look === 'bad' ? 9 : 12;
  const strokes: string[] = [];
  for (let at = -height; at < width; at += step) {
    const rising = clipped(at, height, width);
    if (rising)
      strokes.push(
        `M${left + rising[0]} ${top + height - (rising[0] - at)}L${left + rising[1]} ${top + height - (rising[1] - at)}`,
      );
    if (look === 'held' && rising)
      strokes.push(
        `M${left + rising[0]} ${top + (rising[0] - at)}L${left + rising[1]} ${top + (rising[1] - at)}`,
      );
  }
  return html`<path class=${`hatch ${look}`} d=${strokes.map(rounded).join('')} />`;
}

function rounded(path: string): string {
  return path.replace(/\d+\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10));
}

/** The part of a diagonal from (at, height) upwards that lies within the width. */
function clipped(at: number, height: number, width: number): [number, number] | undefined {
  const [from, to] = [Math.max(0, at), Math.min(width, at + height)];
  return to > from ? [from, to] : undefined;
}

/** As much of a label as has room: all, without what stands behind the colon, or nothing. */
function fitted({ label, short }: Area, width: number): string | undefined {
  const [head = '', tail = ''] = label.split(/: (.*)/);
  return [label, head && tail && `${head}: ${tail.split(', ')[0]} …`, head, short].find(
    (text) => text && text.length * CHARACTER < width - 4,
  );
}

function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line && line.length + word.length >= columns) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}

/** Of many lines only some get their number. */
function ticks(steps: readonly number[], size: number, most: number): number[] {
  const each = Math.ceil((steps.length - 1) / most);
  return steps.filter(
    (at, index) => at === size || (index % each === 0 && size - at >= (size * each) / steps.length / 2),
  );
}

function range(from: number, to: number, step: number): number[] {
  const made: number[] = [];
  for (let at = from; at < to; at += step) made.push(at);
  return [...made, to];
}

function hex(at: number): string {
  return `0x${at.toString(16)}`;
}

/** The picture in words, for whoever does not see it. */
function described({ group, title, caption, rows }: Picture, kinds: readonly AreaKind[]): string {
  const word = (area: Area) => area.label || kinds.find(({ id }) => id === area.kind)?.label || area.kind;
  const bars = rows.map(
    ({ label, note, areas }) =>
      `${label}${note ? ` (${note})` : ''}: ${areas.map((area) => `${hex(area.from)} to ${hex(area.to)} ${word(area)}`).join(', ')}`,
  );
  return `${group}, ${title}. ${caption} ${bars.join('. ')}.`;
}
