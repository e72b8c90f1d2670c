// SPDX-License-Identifier: GPL-2.0-only
import { unreadable } from '../../host-fault.ts';
import { BadParameter } from '../../series/errors.ts';
import { wholeText } from '../../uapi/side/named-file.ts';

/**
 * Fingerprints of the findings of an earlier run: what `kpw uapi diff --json` printed, waived ones among them.
 *
 * @throws BadParameter; the reason of the signal
 */
export async function fingerprintsOf(file: string, signal: AbortSignal): Promise<readonly string[]> {
  const refused = (title: string, cause?: unknown) =>
    new BadParameter(
      {
        title,
        where: `--baseline ${file}`,
        hint: 'Make one with: kpw uapi diff OLD NEW --json > baseline.json',
      },
      { cause },
    );
  const text = await wholeText(file, signal).catch((error: NodeJS.ErrnoException) => {
    signal.throwIfAborted();
    throw refused(unreadable(error, 'the baseline', file), error);
  });
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw refused(`the baseline is not JSON: ${(error as Error).message}`, error);
  }
  const { comparisons } = data as { comparisons?: unknown };
  if (!Array.isArray(comparisons)) throw refused('the baseline is no result of kpw uapi diff');
  const found = new Set<string>();
  for (const comparison of comparisons as Partial<Record<string, unknown[]>>[])
    for (const one of [
      ...(comparison.findings ?? []),
      ...(comparison.known ?? []),
      ...(comparison.waived ?? []).map((each) => (each as { finding?: unknown }).finding),
    ]) {
      const { fingerprint } = (one ?? {}) as { fingerprint?: unknown };
      if (typeof fingerprint === 'string') found.add(fingerprint);
    }
  return [...found];
}
