// SPDX-License-Identifier: GPL-2.0-only
import type { Message } from './message.ts';
import { seriesAmong } from './patches.ts';
import { isWholeSeries, type PostedSeries } from './posted.ts';

/** A series out of some mails, and what was left out. */
export interface Chosen {
  readonly series: PostedSeries;
  readonly notes: readonly string[];
}

/** So many mails are told one by one. */
const TOLD = 4;

/**
 * The one series of a design: of several among the mails the newest that is whole, of that its newest whole version.
 *
 * @throws NoPatch
 */
export function chosenSeries(messages: readonly Message[], where: string): Chosen {
  const all = seriesAmong(messages, where);
  const series = newest(all);
  const others = all.filter((one) => one !== series);
  const named = (one: PostedSeries) =>
    `"${one.covers[0]?.subject ?? one.patches[0]?.subject ?? 'no subject'}"`;
  const older = series.older.map(({ subject, place }) => subject ?? place);
  return {
    series,
    notes: [
      ...(others.length > 0
        ? [
            `${where} has ${all.length} series: the newest whole one is taken, ${named(series)}, and ${others.map(named).join(', ')} left out`,
          ]
        : []),
      ...(older.length > 0
        ? [
            `older versions, and what was sent again, are left out: ${older.slice(0, TOLD).join('; ')}${older.length > TOLD ? `; and ${older.length - TOLD} more` : ''}`,
          ]
        : []),
      ...(isWholeSeries(series.patches)
        ? []
        : [`the series is not whole: numbers are missing among its patches`]),
    ],
  };
}

function newest(all: readonly PostedSeries[]): PostedSeries {
  const whole = all.filter(({ patches }) => isWholeSeries(patches));
  const among = whole.length > 0 ? whole : all;
  return among.reduce((best, one) => (sent(one) >= sent(best) ? one : best));
}

/** When the last patch was sent; mails without a date count as old. */
function sent({ patches }: PostedSeries): number {
  return Math.max(...patches.map(({ date }) => Date.parse(date ?? '') || 0));
}
