// SPDX-License-Identifier: GPL-2.0-only
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { CellEvidence } from '../../evidence/schema.ts';
import type { LatencyPlot } from '../../series/topic-page.ts';
import { html, type Markup, trusted } from '../markup.ts';
import { acceleratorOf, type ShownPage, type ShownRun } from '../model.ts';

type Spread = NonNullable<CellEvidence['spreads']>[string];
type Way = LatencyPlot['ways'][number];

/** What one access costs, as cumulative distributions on a logarithmic axis, with the figures in a table beside. */
export function latencies(shown: ShownPage): Markup {
  const plots = shown.topic?.page?.latencies ?? [];
  const made = plots.flatMap((plot) => shown.runs.flatMap((run) => figure(plot, run) ?? []));
  if (made.length === 0) return null;
  return html`<section id="latencies" aria-labelledby="latencies-title">
    <h2 id="latencies-title">What an access costs</h2>
    <p>Each line is one design: the share of accesses that took at most so long. Further left is faster; which line is which way is told below each plot. A guest that is emulated (TCG) is slower than hardware: compare lines of one plot, not plots of different machines.</p>
    <div class="plots">${made}</div>
  </section>`;
}

interface Line {
  readonly way: Way;
  readonly cell: CellEvidence;
  readonly spread: Spread | undefined;
}

function figure({ title, ways }: LatencyPlot, run: ShownRun): Markup | undefined {
  const lines: Line[] = run.evidence.cells.flatMap((cell) =>
    ways.flatMap((way) =>
      cell.measurements[`${way.key}.median`] ? [{ way, cell, spread: cell.spreads?.[way.key] }] : [],
    ),
  );
  if (lines.length === 0) return undefined;
  const { evidence, view } = run;
  // Cells of several runs can be of both: then the caption names both.
  const how = run.cells.flatMap((found) =>
    lines.some(({ cell }) => cell === found.cell) ? (acceleratorOf(found) ?? []) : [],
  );
  const accelerator = [...new Set(how)].join(', ');
  const pages = view.pageSize ? `, pages of ${view.pageSize / 1024}K` : '';
  const drawn = lines.filter((line) => line.spread);
  return html`<figure data-tree=${`${evidence.tree.spec} ${evidence.tree.label}`} data-machine=${evidence.machine.id}>
    <h3>${title}${pages}</h3>
    <p class="caption">${evidence.tree.spec} on ${evidence.machine.id}${accelerator ? ` (${accelerator})` : ''}</p>
    ${drawn.length > 0 ? trusted(plotted(title, drawn), 'div', 'plot') : null}
    ${figures(lines, ways)}
  </figure>`;
}

/** Less than this is less than a line is wide. */
const SEEN = 0.004;

/** The share of samples that are below the end of each bucket; a histogram tells no more. Steps that nobody sees are one. */
export function cumulative({ buckets, samples }: Spread): { at: number; share: number }[] {
  const [first] = buckets;
  if (!first) return [];
  const steps = [{ at: Math.max(1, first.from), share: 0 }];
  let [seen, drawn] = [0, 0];
  for (const [index, { to, count }] of buckets.entries()) {
    seen += count / samples;
    if (seen - drawn < SEEN && index < buckets.length - 1) continue;
    steps.push({ at: to, share: seen });
    drawn = seen;
  }
  return steps;
}

function plotted(title: string, lines: readonly Line[]): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const points = lines.flatMap(({ way, cell, spread }) =>
    spread
      ? cumulative(spread).map((point) => ({ ...point, look: way.look, line: `${cell.name} ${way.key}` }))
      : [],
  );
  const of = (look: Way['look']) => points.filter((point) => point.look === look);
  const line = (look: Way['look']) =>
    Plot.line(of(look), {
      ...{ x: 'at', y: 'share', z: 'line', curve: 'step-after' as const },
      ...{ stroke: `var(--${look})`, strokeWidth: look === 'good' ? 1.6 : 1.8 },
      ...(look === 'bad' ? { strokeDasharray: '5 3' } : {}),
    });
  const chart = Plot.plot({
    document: document as never,
    ...{ width: 420, height: 210, marginLeft: 44, marginBottom: 34, marginTop: 10, marginRight: 14 },
    ariaLabel: `${title}: share of accesses by time. The figures are in the table that follows.`,
    style: { background: 'none', overflow: 'visible' },
    x: {
      ...{ type: 'log' as const, label: 'time of one access', grid: true, tickSize: 0 },
      ...{ ticks: decades(points.map(({ at }) => at)), tickFormat: (value: number) => short(value) },
    },
    y: {
      label: null,
      tickSize: 0,
      grid: true,
      percent: false,
      tickFormat: (value: number) => `${Math.round(value * 100)}%`,
      ticks: 4,
    },
    marks: [line('bad'), line('good')],
  });
  chart.setAttribute('role', 'img');
  // Groups of lines have no role that a name could be of; the page's own sheet says how a plot looks.
  return chart.outerHTML
    .replace(/(<g[^>]*?) aria-label="[^"]*"/g, '$1')
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10));
}

function decades(values: readonly number[]): number[] {
  const [from, to] = [
    Math.floor(Math.log10(Math.min(...values))),
    Math.ceil(Math.log10(Math.max(...values))),
  ];
  return Array.from({ length: to - from + 1 }, (_, at) => 10 ** (from + at)).filter(
    (tick) => tick >= Math.min(...values) && tick <= Math.max(...values),
  );
}

function short(value: number): string {
  if (value >= 1e6) return `${value / 1e6} ms`;
  return value >= 1e3 ? `${value / 1e3} µs` : `${value} ns`;
}

function figures(lines: readonly Line[], ways: readonly Way[]): Markup {
  const cells = [...new Set(lines.map(({ cell }) => cell))];
  const figure = (cell: CellEvidence, { key }: Way, of: string) => {
    const found = cell.measurements[`${key}.${of}`];
    return found ? `${found.value.toLocaleString('en')}` : '–';
  };
  return html`<table class="figures">
    <caption>nanoseconds: median, and the slowest of a hundred (p99)</caption>
    <thead>
      <tr><th rowspan="2" scope="col">design</th>${ways.map(({ label, look }) => html`<th colspan="2" scope="colgroup"><svg width="26" height="6" aria-hidden="true" focusable="false"><line x1="0" x2="26" y1="3" y2="3" class=${`key ${look}`} /></svg> ${label}</th>`)}</tr>
      <tr>${ways.map(() => html`<th scope="col">median</th><th scope="col">p99</th>`)}</tr>
    </thead>
    <tbody>${cells.map((cell) => html`<tr data-design=${`${cell.name} ${cell.title}`}><th scope="row">${cell.title}</th>${ways.map((way) => html`<td>${figure(cell, way, 'median')}</td><td>${figure(cell, way, 'p99')}</td>`)}</tr>`)}</tbody>
  </table>`;
}
